"""A knowledge base and extractor of oncology evidence: every claim with the exact words behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidence.knowledge_base import KnowledgeBase, open

__version__ = "0.1.0"
__all__ = ["KnowledgeBase", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """`open` and `KnowledgeBase` on first use (PEP 562): importing the package alone stays cheap."""
    if name in ("KnowledgeBase", "open"):
        from evidence import knowledge_base

        return getattr(knowledge_base, name)
    raise AttributeError(f"module 'evidence' has no attribute {name!r}")
