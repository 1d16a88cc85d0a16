"""Rows as an HTML table: for pages, and for notebooks (`_repr_html_`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import IO, Any, Final

from evidence.render.cells import HEAD, shown
from evidence.render.verdicts import Block, blocks

_STYLE: Final = (
    "table.evidence{border-collapse:collapse;font:14px/1.4 system-ui,sans-serif}"
    "table.evidence th,table.evidence td{padding:.3em .6em;text-align:left;vertical-align:top}"
    "table.evidence thead th{border-bottom:2px solid}"
    "table.evidence tr.verdict th{font-weight:normal;padding-top:1em}"
    "table.evidence tr.quote td{border-bottom:1px solid #ccc;padding-top:0}"
    "table.evidence q{font-style:italic}"
)


def table(rows: Sequence[Mapping[str, Any]], groups: Sequence[Mapping[str, Any]] = ()) -> str:
    """The table alone, each row followed by its words, each group under its verdict."""
    head = "".join(f"<th scope=col>{name}</th>" for name in HEAD)
    body = "".join(_block(block) for block in blocks(rows, groups))
    return f"<table class=evidence><thead><tr>{head}</tr></thead>{body}</table>"


def write_html(
    output: IO[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    question: str,
    groups: Sequence[Mapping[str, Any]] = (),
) -> None:
    """A whole page that needs nothing else."""
    title = escape(question)
    output.write(
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n{table(rows, groups)}\n</body></html>\n"
    )


def _block(block: Block) -> str:
    title = f"<b>{escape(block.heading)}</b> {escape(block.verdict)}"
    head = (
        f"<tr class=verdict><th scope=rowgroup colspan={len(HEAD)}>{title}</th></tr>" if block.heading else ""
    )
    return f"<tbody>{head}{''.join(_row(row) for _, row in block.rows)}</tbody>"


def _row(row: Mapping[str, Any]) -> str:
    texts = shown(row)
    columns = "".join(f"<td>{escape(texts[name.lower()])}</td>" for name in HEAD)
    conflicts = f" <b>contradicted by {escape(texts['conflicts'])}</b>" if texts["conflicts"] else ""
    corrected = f"corrected ({texts['corrections']})" if texts["corrections"] else ""
    notes = escape("; ".join(filter(None, (texts["role"], texts["match"], corrected))))
    words = f"<q>{escape(texts['quote'])}</q> <small>{notes}</small>{conflicts}"
    return f"<tr>{columns}</tr><tr class=quote><td colspan={len(HEAD)}>{words}</td></tr>"
