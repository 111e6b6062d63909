"""Reading one part: an answer here, a page in a process that may be killed. What crashes is a problem."""

from __future__ import annotations

import importlib
import traceback
from dataclasses import dataclass, replace

import msgspec

from companion.marketplaces import identify
from companion.marketplaces.base import Marketplace
from companion.model import Capture, PageKind, Parsed, Part, PartRole, Problem, Source

Adapters = tuple[Marketplace, ...]

_NOBODY = "unknown"
_TOO_MUCH = "unparsed: too long or too large"


@dataclass(frozen=True, slots=True)
class PartReading:
    """What came of reading one part; `crash` tells where the parser failed, and never what the page said."""

    parsed: Parsed
    crash: str | None = None


@dataclass(frozen=True, slots=True)
class PageWork:
    """A page that is still to be read.

    Attributes:
        nothing: what is known of it before, without any record.
        argument: what `read_page` wants to have, in the worker.
    """

    nothing: Parsed
    argument: bytes


class _Argument(msgspec.Struct, frozen=True):
    adapter: str  # its class: `module:Class`
    capture: Capture
    part: Part


def begin_part(capture: Capture, part: Part, adapters: Adapters) -> PartReading | PageWork | None:
    """Read an answer, and make ready what the worker needs to read a page; None where it is nobody's."""
    return _read(capture, part, adapters, pages_here=False)


def read_page(argument: bytes) -> bytes:
    """Read a page: bytes in, bytes out. To be run in the worker."""
    work = msgspec.msgpack.decode(argument, type=_Argument)
    module, _, name = work.adapter.partition(":")
    adapter: Marketplace = getattr(importlib.import_module(module), name)()
    reading = _read(work.capture, work.part, (adapter,), pages_here=True)
    assert isinstance(reading, PartReading)  # noqa: S101  # the companion has seen that it is this adapter's
    try:
        return msgspec.msgpack.encode(reading)
    except UnicodeEncodeError as error:  # half a character
        return msgspec.msgpack.encode(_make_crash(without_words(reading.parsed), error))


def parse_page_reading(data: bytes) -> PartReading:
    """Take what `read_page` gave."""
    return msgspec.msgpack.decode(data, type=PartReading)


def make_unparsed(work: PageWork) -> Parsed:
    """Say that a page was too much for the worker, or for the companion before it."""
    problem = Problem("parser", work.nothing.page_kind.value, _TOO_MUCH)
    return replace(work.nothing, problems=(problem,))


def _read(
    capture: Capture, part: Part, adapters: Adapters, *, pages_here: bool
) -> PartReading | PageWork | None:
    source = Source.PAGE if part.role is PartRole.PAGE else Source.API
    nothing = Parsed(_NOBODY, PageKind.UNKNOWN, source=source)
    try:
        claim = identify(capture, part, adapters)
        if claim is None:
            return None
        marketplace, kind = claim
        nothing = Parsed(marketplace.name, kind, source=source, adapter_version=marketplace.version)
        if source is Source.PAGE and not pages_here:
            return PageWork(nothing, _make_argument(capture, part, marketplace))
        parsed = marketplace.parse(capture, part)
        return PartReading(replace(parsed, source=source, adapter_version=marketplace.version))
    # One parse is a border: a part its parser does not survive must not keep the others from being read.
    except Exception as error:  # noqa: BLE001
        return _make_crash(nothing, error)


def without_words(parsed: Parsed) -> Parsed:
    """Keep of a reading only which page it was, and who read it."""
    return Parsed(
        parsed.marketplace,
        parsed.page_kind,
        source=parsed.source,
        adapter_version=parsed.adapter_version,
    )


def _make_argument(capture: Capture, part: Part, marketplace: Marketplace) -> bytes:
    adapter = type(marketplace)
    rest = tuple(replace(one, body=None) for one in capture.parts)
    return msgspec.msgpack.encode(
        _Argument(f"{adapter.__module__}:{adapter.__qualname__}", replace(capture, parts=rest), part)
    )


def _make_crash(nothing: Parsed, error: Exception) -> PartReading:
    # Where, but not what: the message of an error may quote the page.
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "unknown place"
    excerpt = _TOO_MUCH if isinstance(error, MemoryError) else type(error).__name__
    problem = Problem("parser", nothing.page_kind.value, excerpt)
    return PartReading(replace(nothing, problems=(problem,)), f"{type(error).__name__} in {where}")
