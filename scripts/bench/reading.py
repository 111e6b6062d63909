"""How long reading a page takes, by its kind and by how it came; and a hostile page in the worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import msgspec

from bench.result import Result, judge
from companion.ingest import parse_parts
from companion.model import Capture
from companion.web.rewriting import ViewWish, make_page_view
from companion.worker import Worker, WorkerFailed
from tests.golden.cases import Case, find_cases

_HOSTILE_BYTES = 5_000_000
_DEPTH = 5_000
_ATTRIBUTES = 300_000


async def measure(folder: Path, quick: bool) -> Result:  # noqa: ARG001  # keeps nothing
    """Read every golden page again and again, in turns."""
    rounds = 3 if quick else 200
    captures = {case: case.make_capture() for case in find_cases()}
    seconds: dict[Case, list[float]] = {case: [] for case in captures}
    for _ in range(rounds):
        for case, capture in captures.items():
            seconds[case].append(_time(capture))
    rows = _make_rows(seconds)
    hostile = [(name, await _view_in_worker(html)) for name, html in _make_hostile_pages()]
    slowest = max(took for _, took in hostile)
    return Result(
        name="reading",
        columns=("what is read", "cases", "median ms", "slowest case ms", "slowest case"),
        rows=(*rows, *((f"view of a hostile page: {name}", 1, took, took, "") for name, took in hostile)),
        measured=(
            judge("hostile 5 MB page, in the worker", "≤ 10 s, then given up", slowest / 1e3, 11, unit=" s"),
        ),
    )


def _time(capture: Capture) -> float:
    started = time.perf_counter()
    parse_parts(capture)
    return time.perf_counter() - started


def _make_rows(seconds: dict[Case, list[float]]) -> list[tuple[str, int, float, float, str]]:
    kinds: dict[str, dict[str, float]] = {}
    for case, found in seconds.items():
        part = case.make_capture().parts[0]
        kind = f"{case.folder.parent.name}, {part.role}"
        kinds.setdefault(kind, {})[case.folder.name] = median(found) * 1e3
    return [_make_row(kind, cases) for kind, cases in sorted(kinds.items())]


def _make_row(kind: str, cases: dict[str, float]) -> tuple[str, int, float, float, str]:
    slowest = max(cases, key=lambda name: cases[name])
    return (kind, len(cases), median(cases.values()), cases[slowest], slowest)


def _make_hostile_pages() -> Iterator[tuple[str, str]]:
    filler = "<p>" + "words of a page " * 8 + "</p>"
    yield "nested 5,000 deep, 5 MB", "<div>" * _DEPTH + filler * (_HOSTILE_BYTES // len(filler))
    yield "300,000 attributes", f"<div {' '.join(f'a{n}=1' for n in range(_ATTRIBUTES))}>{filler}</div>"
    yield "5 MB of unclosed tags", "<b><i><p><table>" * (_HOSTILE_BYTES // 16)


async def _view_in_worker(html: str) -> float:
    """Time one page; a page that the worker gives up counts until it was given up."""
    worker = Worker()
    wish = msgspec.msgpack.encode(
        ViewWish(text=html, url="https://www.aliexpress.com/", frames={}, addresses={})
    )
    started = time.perf_counter()
    try:
        await worker.run(make_page_view, msgspec.msgpack.encode(wish))
    except WorkerFailed:
        pass
    finally:
        took = time.perf_counter() - started
        await worker.close()
    return took * 1e3
