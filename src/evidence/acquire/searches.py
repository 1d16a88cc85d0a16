"""The searches that a folder's articles came by, kept beside them, so that they can be asked again for what is new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from evidence.acquire.articles import write
from evidence.errors import AcquireError

# Hidden, so that `ingest` does not read it with the articles.
NAME: Final = ".searches.json"
# The services' days are not the asker's, and indexing takes a day: one day is asked for twice.
_OVERLAP: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A search: of which service, in its language, how many results at most, and when it was last answered (UTC)."""

    service: str
    query: str
    limit: int
    sort: str | None
    asked: date

    @property
    def since(self) -> date:
        """From which day on something may be new."""
        return self.asked - _OVERLAP


class Searches:
    """The saved searches of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read them; AcquireError where the file is damaged. A folder without the file has none."""
        self._path = folder / NAME
        self._saved: dict[tuple[str, str], Saved] = {}
        if not self._path.is_file():
            return
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            for item in told["searches"]:
                self._note(_read(item))
        except (OSError, ValueError, KeyError, TypeError) as error:
            remedy = "remove it, and ask the searches anew"
            raise AcquireError(
                "the saved searches cannot be read", where=str(self._path), remedy=remedy
            ) from error

    def __iter__(self) -> Iterator[Saved]:
        """In the order in which they were first asked."""
        return iter(tuple(self._saved.values()))

    def __len__(self) -> int:
        return len(self._saved)

    def note(self, search: Saved) -> None:
        """Keep a search that was answered, in the place of itself, on disk."""
        self._note(search)
        told = [{**asdict(item), "asked": item.asked.isoformat()} for item in self._saved.values()]
        write(self._path, (json.dumps({"searches": told}, indent=1) + "\n").encode())

    def _note(self, search: Saved) -> None:
        known = self._saved.get((search.service, search.query))
        later = max(search.asked, known.asked) if known else search.asked
        self._saved[(search.service, search.query)] = replace(search, asked=later)


def _read(item: dict[str, Any]) -> Saved:
    return Saved(
        service=str(item["service"]),
        query=str(item["query"]),
        limit=int(item["limit"]),
        sort=None if item["sort"] is None else str(item["sort"]),
        asked=date.fromisoformat(item["asked"]),
    )
