"""The characters of a PDF, page by page, as runs on a baseline: a program, run apart by `pdf_pages`.

PDFium is C++; what makes it crash, hang or fill the memory must harm this process only. So this file imports nothing
of the project: it reads the PDF from standard input and writes JSON, a line a page.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

MOST_PAGES: Final = 2_000
MOST_CHARACTERS: Final = 5_000_000
MEMORY: Final = 3 << 30  # bytes of address space
_APART: Final = 1.0  # of the font's size: a wider gap ends a run
_SPACE: Final = 0.2  # a wider one is a space, even if no character says so
_SAME_LINE: Final = 0.15
_UPRIGHT: Final = 0.1  # radians
_HYPHEN: Final = "\x02"  # what PDFium makes of a hyphen at a line's end
_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD

Run = tuple[str, float, float, float, float]  # text, left, right, baseline, size of the font; in points


def main() -> int:
    """Write a line a page, the first with the document's metadata; or a line that says what is wrong."""
    _bound_memory()
    try:
        for line in pages(sys.stdin.buffer.read()):
            sys.stdout.write(json.dumps(line) + "\n")
    except MemoryError:
        sys.stdout.write(json.dumps({"error": "memory"}) + "\n")
    return 0


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def pages(data: bytes) -> Iterator[dict[str, Any]]:
    """The pages' sizes and runs; or why there are none ("password", "broken")."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield {"error": "password" if error.err_code == _PASSWORD else "broken"}
        return
    left = MOST_CHARACTERS
    yield {"pages": len(document), "metadata": document.get_metadata_dict(skip_empty=True)}
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield {"broken": index + 1}
            continue
        width, height = page.get_size()
        number = min(text.count_chars(), left)
        left -= number
        yield {"width": width, "height": height, "runs": list(runs(text.raw, number))}
        text.close()
        page.close()
    document.close()


def runs(page: Any, number: int) -> Iterator[Run]:
    """The first characters of a page as runs; upright ones alone (margins are printed along by publishers' sites)."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    words, start, end, baseline, size, spaced = "", 0.0, 0.0, 0.0, 0.0, False
    for index in range(number):
        code = raw.FPDFText_GetUnicode(page, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character.isspace():
            spaced = True
            continue
        if abs(_turned(raw.FPDFText_GetCharAngle(page, index))) > _UPRIGHT:
            continue
        if not raw.FPDFText_GetLooseCharBox(page, index, box) or not raw.FPDFText_GetCharOrigin(
            page, index, x, y
        ):
            continue
        font = raw.FPDFText_GetFontSize(page, index)
        if font <= 1.0:  # the size is in the matrix: the box tells
            font = max(1.0, box.top - box.bottom)
        gap, level = box.left - end, abs(y.value - baseline)
        other = level > _SAME_LINE * size or abs(font - size) > 0.05 * size
        if words and (other or gap > _APART * font or gap < -font):
            yield words, start, end, baseline, size
            words = ""
        if not words:
            start, baseline, size = box.left, y.value, font
        elif spaced or gap > _SPACE * font:
            words += " "
        words += "-" if character == _HYPHEN else character
        end, spaced = box.right, False
    if words:
        yield words, start, end, baseline, size


def _turned(angle: float) -> float:
    """An angle from -pi to pi."""
    return angle if angle <= 3.1416 else angle - 6.2832


if __name__ == "__main__":
    raise SystemExit(main())
