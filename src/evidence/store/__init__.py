"""The knowledge base: named graphs on disk, SPARQL over all of them."""

from pyoxigraph import Literal, NamedNode

from evidence.store.base import FORMATS, Meta, Result, Store, Term
from evidence.store.local import LocalStore

__all__ = ["FORMATS", "Literal", "LocalStore", "Meta", "NamedNode", "Result", "Store", "Term"]
