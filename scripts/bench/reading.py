"""How long reading takes, by the kind of page and by how it came; and large and hostile pages."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.bodies import PAGE_URL, make_page
from bench.result import Cell, Result, judge
from companion.ingest import parse_parts
from companion.ingest.parsing import PAGE_LIMITS, begin_reading
from companion.marketplaces import ADAPTERS
from companion.marketplaces.reading import PageWork, read_page
from companion.model import Capture, Part, PartRole
from companion.wire import make_sha256
from companion.worker import Worker, WorkerFailed
from tests.golden.cases import Case, find_cases

_DEPTH = 5_000
_ATTRIBUTES = 300_000


async def measure(folder: Path, quick: bool) -> Result:  # noqa: ARG001  # keeps nothing
    """Read every golden answer again and again, in turns; then pages, in the worker."""
    rounds, times, megabyte = (2, 1, 50_000) if quick else (100, 5, 1_000_000)
    captures = {case: case.make_capture() for case in find_cases()}
    answers = {case: one for case, one in captures.items() if one.parts[0].role is not PartRole.PAGE}
    seconds: dict[Case, list[float]] = {case: [] for case in answers}
    for _ in range(rounds):
        for case, capture in answers.items():
            seconds[case].append(_time(capture))
    pages = [case for case in captures if case not in answers]
    worker = Worker(PAGE_LIMITS)
    try:
        rows = [*_make_rows(seconds), *await _read_golden_pages(worker, pages, times)]
        own = [(name, await _read(worker, html, times)) for name, html in _make_pages(megabyte)]
        hostile = [(name, await _read(worker, html, 1)) for name, html in _make_hostile_pages(megabyte)]
    finally:
        await worker.close()
    limit, slowest = PAGE_LIMITS.work_seconds, max(took for _, took in hostile) / 1e3
    return Result(
        name="reading",
        columns=("what is read", "cases", "median ms", "slowest case ms", "slowest case"),
        rows=(*rows, *((name, 1, took, took, "") for name, took in (*own, *hostile))),
        measured=(
            judge("a hostile 5 MB page", f"≤ {limit:.0f} s, then given up", slowest, limit + 1, unit=" s"),
        ),
        notes=("Answers are read in the companion, pages in its worker: with the way there and back.",),
    )


def _time(capture: Capture) -> float:
    started = time.perf_counter()
    parse_parts(capture)
    return time.perf_counter() - started


def _make_rows(seconds: dict[Case, list[float]]) -> list[tuple[Cell, ...]]:
    kinds: dict[str, dict[str, float]] = {}
    for case, found in seconds.items():
        kinds.setdefault(f"{case.folder.parent.name}, answer", {})[case.folder.name] = median(found) * 1e3
    return [_make_row(kind, cases) for kind, cases in sorted(kinds.items())]


def _make_row(kind: str, cases: dict[str, float]) -> tuple[Cell, ...]:
    slowest = max(cases, key=lambda name: cases[name])
    return (kind, len(cases), median(cases.values()), cases[slowest], slowest)


async def _read_golden_pages(worker: Worker, cases: list[Case], times: int) -> list[tuple[Cell, ...]]:
    kinds: dict[str, dict[str, float]] = {}
    for case in cases:
        took = await _run(worker, case.make_capture(), times)
        kinds.setdefault(f"{case.folder.parent.name}, page", {})[case.folder.name] = took
    return [_make_row(kind, found) for kind, found in sorted(kinds.items())]


async def _read(worker: Worker, html: str, times: int) -> float:
    body = html.encode()
    part = Part(
        PartRole.PAGE,
        make_sha256(body),
        "text/html; charset=utf-8",
        body,
        url=PAGE_URL,
        frame_id="0",
        size=len(body),
    )
    some = find_cases()[0].make_capture()
    return await _run(worker, replace(some, url=PAGE_URL, parts=(part,)), times)


async def _run(worker: Worker, capture: Capture, times: int) -> float:
    """Time reading in milliseconds; a page that is given up counts until it was given up."""
    [work] = begin_reading(capture, ADAPTERS)
    if not isinstance(work, PageWork):
        raise TypeError("this is no page")
    seconds: list[float] = []
    for _ in range(times):
        started = time.perf_counter()
        with contextlib.suppress(WorkerFailed):
            await worker.run(read_page, work.argument)
        seconds.append(time.perf_counter() - started)
    return median(seconds) * 1e3


def _make_pages(megabyte: int) -> Iterator[tuple[str, str]]:
    for kilobytes in (60, 300, 1000):
        yield f"an order page of {kilobytes} KB, page", make_page(kilobytes * megabyte // 1000, 1)


def _make_hostile_pages(megabyte: int) -> Iterator[tuple[str, str]]:
    filler = "<p>" + "words of a page " * 8 + "</p>"
    share = megabyte / 1_000_000
    attributes = " ".join(f"a{number}=1" for number in range(int(_ATTRIBUTES * share)))
    yield "hostile: nested 5,000 deep, 5 MB", "<div>" * _DEPTH + filler * (5 * megabyte // len(filler))
    yield "hostile: 300,000 attributes", f"<div {attributes}>{filler}</div>"
    yield "hostile: 5 MB of unclosed tags", "<b><i><p><table>" * (5 * megabyte // 16)
