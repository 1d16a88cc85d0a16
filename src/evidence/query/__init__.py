"""Keywords to evidence: words -> Question -> SPARQL -> rows, best first."""
