"""Reading one capture: answers here, pages in the worker, each by itself; what fails becomes a problem."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from companion.errors import BlobDamaged, CompanionError, NotFound
from companion.marketplaces import ADAPTERS
from companion.marketplaces.reading import (
    Adapters,
    PageWork,
    PartReading,
    begin_part,
    make_unparsed,
    parse_page_reading,
    read_page,
    without_words,
)
from companion.model import Capture, Parsed, Problem
from companion.store import OrderKey, Store
from companion.worker import BlockingWorker, Worker, WorkerFailed, WorkLimits

log = logging.getLogger(__name__)

# Measured: a page of 4.6 MB with 180,000 elements takes 3.2 s and 256 MB. Slower machines get six times that.
PAGE_LIMITS = WorkLimits(work_seconds=20.0, memory_bytes=768 * 1024 * 1024)

# A page is begun twice at most: a companion may be shut down at any moment, but the page that brings it down
# must not do so at every start.
TRIES = 2

Begun = tuple[Parsed | PageWork, ...]
Apply = Callable[[Capture, tuple[Parsed, ...], int], frozenset[OrderKey]]


def parse_parts(
    capture: Capture, adapters: Adapters = ADAPTERS, worker: BlockingWorker | None = None
) -> tuple[Parsed, ...]:
    """Read every part of a capture that a marketplace claims, in the order of the capture.

    Pages are read in the worker; without one at hand a process is started for this capture alone.
    """
    begun = begin_reading(capture, adapters)
    if worker is None:
        with BlockingWorker(PAGE_LIMITS) as own:
            return parse_begun(capture, begun, own)
    return parse_begun(capture, begun, worker)


def parse_begun(capture: Capture, begun: Begun, worker: BlockingWorker) -> tuple[Parsed, ...]:
    """Read the pages of a capture too."""
    return tuple(one if isinstance(one, Parsed) else _parse_page(capture, one, worker) for one in begun)


async def read_begun(capture: Capture, begun: Begun, worker: Worker) -> tuple[Parsed, ...]:
    """The same for whoever can await."""
    return tuple(
        [one if isinstance(one, Parsed) else await _read_page(capture, one, worker) for one in begun]
    )


def begin_reading(capture: Capture, adapters: Adapters) -> Begun:
    """Read the answers of a capture, and make ready what the worker needs to read its pages."""
    begun = (begin_part(capture, part, adapters) for part in capture.parts)
    return tuple(
        _take(capture, one) if isinstance(one, PartReading) else one for one in begun if one is not None
    )


def give_up_pages(begun: Begun) -> tuple[Parsed, ...]:
    """Say of pages that reading them has failed too often to be tried again."""
    return tuple(one if isinstance(one, Parsed) else make_unparsed(one) for one in begun)


def has_pages(begun: Begun) -> bool:
    """Tell whether pages are still to be read."""
    return any(isinstance(one, PageWork) for one in begun)


def _parse_page(capture: Capture, work: PageWork, worker: BlockingWorker) -> Parsed:
    try:
        return _take(capture, parse_page_reading(worker.run(read_page, work.argument)))
    except WorkerFailed as error:
        return _give_up(capture, work, error)


async def _read_page(capture: Capture, work: PageWork, worker: Worker) -> Parsed:
    try:
        return _take(capture, parse_page_reading(await worker.run(read_page, work.argument)))
    except WorkerFailed as error:
        return _give_up(capture, work, error)


def _give_up(capture: Capture, work: PageWork, error: WorkerFailed) -> Parsed:
    log.error("reading capture %s (%s) failed: %s", capture.capture_id, work.nothing.page_kind, error.message)
    return make_unparsed(work)


def _take(capture: Capture, reading: PartReading) -> Parsed:
    if reading.crash:
        log.error(
            "reading capture %s (%s) failed: %s", capture.capture_id, reading.parsed.page_kind, reading.crash
        )
    return reading.parsed


def apply_capture(
    capture: Capture, parsed: tuple[Parsed, ...], adapters: Adapters, apply: Apply
) -> frozenset[OrderKey]:
    """Hand over what was read; what cannot be written as records is a crash of the parser too."""
    version = _find_version(parsed, adapters)
    try:
        return apply(capture, parsed, version)
    except CompanionError:
        raise  # the store's own trouble
    # Still the border of one parse: a parser may read text that is no text, such as half a character.
    except Exception as error:  # noqa: BLE001
        crash = type(error).__name__
        log.error("capture %s holds what cannot be written: %s", capture.capture_id, crash)
        return apply(capture, tuple(_without_records(one, crash) for one in parsed), version)


def _find_version(parsed: tuple[Parsed, ...], adapters: Adapters) -> int:
    """Tell which version read a capture; what nobody claimed, all of them looked at."""
    versions = [one.adapter_version for one in parsed]
    return min(versions) if versions else max((adapter.version for adapter in adapters), default=1)


def _without_records(parsed: Parsed, crash: str) -> Parsed:
    return replace(without_words(parsed), problems=(Problem("parser", parsed.page_kind.value, crash),))


def find_capture(store: Store, capture_id: str) -> Capture | None:
    """Read a capture; one whose bytes are damaged is said aloud and left out, so that the others are read."""
    try:
        return store.get_capture(capture_id)
    except NotFound:
        return None  # removed since it was listed
    except BlobDamaged as error:
        log.error("capture %s cannot be read: %s", capture_id, error.message)
        return None


def without_bodies(capture: Capture) -> Capture:
    """Give a capture without its bytes, which may be large and say nothing to the store."""
    return replace(capture, parts=tuple(replace(part, body=None) for part in capture.parts))
