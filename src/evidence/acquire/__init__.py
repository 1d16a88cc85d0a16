"""Literature from services to disk: PubMed and Europe PMC to a folder that `ingest` reads, Crossref for retractions.

A module a service; `client` sends requests politely, `articles` keeps what came. Only this package goes to the
network, and only when it is asked to.
"""
