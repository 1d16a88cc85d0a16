"""A knowledge base and extractor of oncology evidence: every claim with the exact words behind it."""

__version__ = "0.1.0"
