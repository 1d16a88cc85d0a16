"""Feed spoilt inputs to every reader; report what crashes, breaks a law of documents, or takes too long.

    python scripts/fuzz_readers.py                             20,000 inputs
    python scripts/fuzz_readers.py --inputs 1000000 --processes 4 --keep found/
    python scripts/fuzz_readers.py --seconds 60 --formats pdf docx

Input number N of a seed is always the same, so a run can be done in pieces (--first) and a failure repeated
(--first N --inputs 1). Inputs are the corpus, and samples of each format, after a few changes: bytes turned, cut out,
doubled, put in; marks of the formats, control characters, entities; pieces of other inputs; other encodings; packed.
Every outcome must be a document whose sections, tables, citations and segments lie within it, or an error of one line.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Final

from evidence import readers
from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import pdf_characters, pdf_pages

ROOT: Final = Path(__file__).resolve().parent.parent
CORPUS: Final = ROOT / "corpus" / "documents"
SAMPLES: Final = Path(__file__).with_name("fuzz_samples")
BOUND: Final = 5.0  # seconds of processor time that one input may take; they are some kilobytes long
LONGEST: Final = 60_000  # bytes
MAIN_PART: Final = "word/document.xml"
MARKS: Final = tuple(
    mark.encode()
    for mark in json.loads(Path(__file__).with_name("fuzz_marks.json").read_text(encoding="utf-8"))
)


@dataclass(slots=True)
class Tally:
    """What came of the inputs; times in seconds by the format that was read, failures with their input's number."""

    inputs: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    set_aside: int = 0
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another's."""
        self.inputs += other.inputs
        self.documents += other.documents
        self.set_aside += other.set_aside
        self.failures += other.failures
        for name, found in other.slowest.items():
            self.slowest[name] = max(found, self.slowest.get(name, (0.0, 0)))


class TooLongError(Exception):
    """An input that was not read within its bound."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as asked; status 1 if anything failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=20_000, metavar="N", help="default 20000")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first input")
    parser.add_argument("--seed", default="evidence", help="another seed gives other inputs")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--processes", type=int, default=1, metavar="N")
    parser.add_argument("--formats", nargs="+", metavar="F", default=None, help="only inputs made from these")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the inputs that fail there")
    options = parser.parse_args(arguments)
    end = time.monotonic() + options.seconds
    step = -(-options.inputs // options.processes)
    parts = [
        range(first, min(first + step, options.first + options.inputs))
        for first in range(options.first, options.first + options.inputs, step)
    ]
    work = [(part, options.seed, end, options.formats) for part in parts]
    total = Tally()
    if len(work) == 1:
        total = run(*work[0])
    else:
        with ProcessPoolExecutor(len(work)) as pool:
            for tally in pool.map(run, *zip(*work, strict=True)):
                total.add(tally)
    report(total)
    if options.keep is not None:
        keep(total, options)
    return 1 if total.failures else 0


def run(numbers: range, seed: str, end: float, formats: Sequence[str] | None) -> Tally:
    """Read the inputs of some numbers until the time is up."""
    signal.signal(signal.SIGVTALRM, _too_long)
    pdf_pages.printed = _printed_here
    tally = Tally()
    for number in numbers:
        if time.monotonic() > end:
            break
        data, format = spoilt(number, seed, formats)
        tally.inputs += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, BOUND)
        started = time.process_time()
        try:
            name = read(data, format, tally)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            tally.failures.append((number, traceback.format_exc(limit=-3)))
        else:
            took = time.process_time() - started
            tally.slowest[name] = max((took, number), tally.slowest.get(name, (0.0, 0)))
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return tally


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TooLongError(f"more than {BOUND} s")


def _printed_here(data: bytes, *, uri: str) -> pdf_pages.Printed:
    """PDFium in this process: a process apart for each input takes long, and would hide what makes it crash."""
    return pdf_pages.assembled(pdf_characters.pages(data), uri=uri)


def read(data: bytes, format: str | None, tally: Tally) -> str:
    """Read an input and check what comes; the format that was read."""
    name = format or "none"
    for item in readers.read(io.BytesIO(data), uri="fuzz", format=format):
        if isinstance(item, Document):
            name = item.source.format
            tally.documents[name] += 1
            check(item)
        else:
            tally.set_aside += 1
            assert isinstance(item, ReadError), f"{type(item)} is neither document nor error"
            assert "\n" not in str(item), f"an error of several lines: {item}"
    return name


def check(document: Document) -> None:
    """The laws of documents; that sections lie within the text and in order, `Document` sees to."""
    length = len(document.text)
    assert document.text.strip(), "no text"
    assert document.id and document.source.sha256, "no identity"
    spans = [(item.start, item.end) for item in document.citations]
    spans += [(item.start, item.end) for item in document.tables]
    assert all(0 <= start <= end <= length for start, end in spans), "a citation or table lies outside"
    last = 0
    for segment in document.segments:
        assert last <= segment.start < segment.end <= length, f"{segment} lies outside"
        last = segment.end
    json.dumps(document.text)


def spoilt(number: int, seed: str, formats: Sequence[str] | None) -> tuple[bytes, str | None]:
    """The input of a number, and the format that it is read as, None where its bytes are to tell."""
    chance = random.Random(f"{seed}/{number}")
    kinds = [kind for kind in sorted(seeds()) if formats is None or kind in formats]
    kind = chance.choice(kinds)
    data = bytearray(chance.choice(seeds()[kind]))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 13))):
        chance.choice(CHANGES)(data, chance)
        del data[LONGEST:]
    whole = _manuscript(bytes(data)) if kind == "docx" else bytes(data)
    if chance.random() < 0.05:
        whole = chance.choice(PACKINGS)(whole)
    return whole, chance.choice(readers.formats()) if chance.random() < 0.15 else None


def _place(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(1 / 40)))


def _turn(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _put_in(data: bytearray, chance: random.Random) -> None:
    start, _ = _place(data, chance)
    data[start:start] = chance.choice(MARKS)


def _put_over(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    data[start:end] = chance.choice(MARKS)


def _cut_out(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    del data[start:end]


def _cut_off(data: bytearray, chance: random.Random) -> None:
    if chance.random() < 0.3:
        del data[chance.randrange(len(data) + 1) :]


def _double(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    data[end:end] = data[start:end] * chance.choice((1, 2, 10, 300))


def _move(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    piece = data[start:end]
    del data[start:end]
    start, _ = _place(data, chance)
    data[start:start] = piece


def _from_another(data: bytearray, chance: random.Random) -> None:
    other = chance.choice(seeds()[chance.choice(sorted(seeds()))])
    start = chance.randrange(len(other) + 1)
    at, _ = _place(data, chance)
    data[at:at] = other[start : start + int(chance.expovariate(1 / 200))]


def _noise(data: bytearray, chance: random.Random) -> None:
    start, _ = _place(data, chance)
    data[start:start] = chance.randbytes(chance.randrange(1, 30))


def _encode(data: bytearray, chance: random.Random) -> None:
    encoding = chance.choice(("utf-16", "utf-32", "utf-16-le", "cp1252", "utf-7"))
    data[:] = bytes(data).decode("utf-8", "replace").encode(encoding, "replace")


Change = Callable[[bytearray, random.Random], None]
CHANGES: Final[tuple[Change, ...]] = (
    *(_turn, _turn, _put_in, _put_in, _put_over, _put_over, _cut_out, _cut_out),
    *(_double, _move, _from_another, _noise, _cut_off, _encode),
)


def _zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", data)
        archive.writestr("b/c", data[: len(data) // 2])
    return stream.getvalue()


def _manuscript(main: bytes) -> bytes:
    """A DOCX of a main part: turned bytes of a packed one would be caught by its checksum."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(MAIN_PART, main)
    return stream.getvalue()


PACKINGS: Final[tuple[Callable[[bytes], bytes], ...]] = (gzip.compress, _zipped)


@lru_cache(maxsize=1)
def seeds() -> dict[str, list[bytes]]:
    """The valid inputs by their format."""
    found: dict[str, list[bytes]] = {}
    for path in _files():
        data = path.read_bytes()
        (name,) = {item.source.format for item in readers.read_path(path) if isinstance(item, Document)}
        found.setdefault(name, []).append(data)
    found["docx"] = [zipfile.ZipFile(io.BytesIO(data)).read(MAIN_PART) for data in found["docx"]]
    for kind, pack in (("zip", _zipped), ("gzip", gzip.compress)):
        found[kind] = [pack(data[0]) for data in list(found.values())]
    return found


def _files() -> Iterator[Path]:
    yield from sorted(path for path in SAMPLES.iterdir() if path.is_file())
    yield from sorted(CORPUS.iterdir())


def report(total: Tally) -> None:
    """What was read, how long the slowest input of each format took, and what failed."""
    print(
        f"{total.inputs:,} inputs: {sum(total.documents.values()):,} documents, {total.set_aside:,} set aside, ",
        end="",
    )
    print(f"{len(total.failures)} failures")
    print("\n| read as | documents | slowest input, ms | its number |\n| --- | ---: | ---: | ---: |")
    for name, (seconds, number) in sorted(total.slowest.items()):
        print(f"| {name} | {total.documents[name]:,} | {1000 * seconds:.0f} | {number} |")
    alike: dict[str, list[int]] = {}
    for number, trace in total.failures:
        alike.setdefault(trace, []).append(number)
    for trace, numbers in alike.items():
        print(f"\n{len(numbers)} inputs, the first {numbers[0]}:\n{trace}", file=sys.stderr)


def keep(total: Tally, options: argparse.Namespace) -> None:
    """Write the inputs that failed, to be made tests of."""
    options.keep.mkdir(parents=True, exist_ok=True)
    for number, _ in total.failures:
        data, format = spoilt(number, options.seed, options.formats)
        (options.keep / f"{number}.{format or 'any'}.{sha256(data).hexdigest()[:8]}").write_bytes(data)


if __name__ == "__main__":
    raise SystemExit(main())
