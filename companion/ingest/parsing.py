"""Reading one capture: each part by itself, and what a parser does not survive becomes a problem."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace

from companion.errors import BlobDamaged, CompanionError
from companion.marketplaces import ADAPTERS, identify
from companion.marketplaces.base import Marketplace
from companion.model import Capture, PageKind, Parsed, Part, Problem
from companion.store import OrderKey, Store

log = logging.getLogger(__name__)

Adapters = tuple[Marketplace, ...]

_NOBODY = "unknown"


def parse_parts(capture: Capture, adapters: Adapters = ADAPTERS) -> tuple[Parsed, ...]:
    """Read every part of a capture that a marketplace claims; a crash becomes a problem of that part."""
    return tuple(
        parsed for part in capture.parts if (parsed := _parse_part(capture, part, adapters)) is not None
    )


def _parse_part(capture: Capture, part: Part, adapters: Adapters) -> Parsed | None:
    name, kind = _NOBODY, PageKind.UNKNOWN
    try:
        claim = identify(capture, part, adapters)
        if claim is None:
            return None
        marketplace, kind = claim
        name = marketplace.name
        return marketplace.parse(capture, part)
    # One parse is a border: a page its parser does not survive must not keep the others from being read.
    except Exception as error:  # noqa: BLE001
        return _make_crash(name, kind, capture, error)


def _make_crash(name: str, kind: PageKind, capture: Capture, error: Exception) -> Parsed:
    # Where, but not what: the message of an error may quote the page.
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "unknown place"
    log.error(
        "reading capture %s (%s) failed: %s in %s", capture.capture_id, kind, type(error).__name__, where
    )
    return Parsed(name, kind, problems=(Problem("parser", kind.value, type(error).__name__),))


def apply_capture(
    capture: Capture,
    parsed: tuple[Parsed, ...],
    apply: Callable[[Capture, tuple[Parsed, ...]], frozenset[OrderKey]],
) -> frozenset[OrderKey]:
    """Hand over what was read; what cannot be written as records is a crash of the parser too."""
    try:
        return apply(capture, parsed)
    except CompanionError:
        raise  # the store's own trouble
    # Still the border of one parse: a parser may read text that is no text, such as half a character.
    except Exception as error:  # noqa: BLE001
        return apply(capture, tuple(_without_records(one, capture, error) for one in parsed))


def _without_records(parsed: Parsed, capture: Capture, error: Exception) -> Parsed:
    return _make_crash(parsed.marketplace, parsed.page_kind, capture, error)


def find_capture(store: Store, capture_id: str) -> Capture | None:
    """Read a capture; one whose bytes are damaged is said aloud and left out, so that the others are read."""
    try:
        return store.get_capture(capture_id)
    except BlobDamaged as error:
        log.error("capture %s cannot be read: %s", capture_id, error.message)
        return None


def without_bodies(capture: Capture) -> Capture:
    """Give a capture without its bytes, which may be large and say nothing to the store."""
    return replace(capture, parts=tuple(replace(part, body=None) for part in capture.parts))
