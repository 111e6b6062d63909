"""Request bodies: bounded in type, bytes, time and number, and inflated by us.

The server is started with aiohttp's own inflating switched off (`listen.py`), because it would
inflate a bomb before any handler could refuse it.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from typing import TypeVar

import msgspec
from aiohttp import StreamReader, web
from aiohttp.web_protocol import RequestPayloadError

from companion.web.keys import LIMITS, Limits
from companion.web.refusals import Refusal

JSON = "application/json"
OCTETS = "application/octet-stream"
FORM = "application/x-www-form-urlencoded"

MAX_SMALL_BODY_BYTES = 16 * 1024

_STEP_BYTES = 256 * 1024  # inflated at a time, so that a bomb is refused after one step too many
_GZIP = 16 + zlib.MAX_WBITS

T = TypeVar("T")


class BodyGate:
    """How many bodies are in flight and how much memory they hold together.

    Attributes:
        on_left: called when a body has been answered and let go of.
    """

    def __init__(self, limits: Limits) -> None:
        self.on_left: list[Callable[[], None]] = []
        self._limits = limits
        self.bodies = 0
        self.held_bytes = 0

    @contextmanager
    def admit(self) -> Iterator[Admission]:
        """Let one body in, and forget its bytes when its request has been answered."""
        if self.bodies >= self._limits.bodies:
            raise _make_busy()
        admission = Admission(self)
        self.bodies += 1
        try:
            yield admission
        finally:
            self.bodies -= 1
            self.held_bytes -= admission.held_bytes
            for hook in self.on_left:
                hook()

    def hold(self, size: int) -> None:
        """Account for bytes that stay in memory."""
        if self.held_bytes + size > self._limits.body_bytes:
            raise _make_busy()
        self.held_bytes += size


class Admission:
    """One body in flight."""

    def __init__(self, gate: BodyGate) -> None:
        self._gate = gate
        self.held_bytes = 0

    def hold(self, size: int) -> None:
        """Account for bytes of this body."""
        self._gate.hold(size)
        self.held_bytes += size


BODY_GATE = web.AppKey("body_gate", BodyGate)


@asynccontextmanager
async def receive_body(request: web.Request, *, media_type: str, limit: int) -> AsyncIterator[bytes]:
    """Read a body within its bounds; it counts as in flight until the block ends."""
    _check_media_type(request, media_type)
    is_gzip = _check_encoding(request)
    if request.content_length is not None and request.content_length > limit:
        raise _make_too_large(limit)
    with request.app[BODY_GATE].admit() as admission:
        try:
            async with asyncio.timeout(request.app[LIMITS].body_seconds):
                body = await _collect(request.content, is_gzip, limit, admission)
        except TimeoutError:
            raise _make_stalled() from None
        except RequestPayloadError:
            raise _make_broken("The body's transfer encoding is broken.") from None
        yield body


async def receive_json(request: web.Request, kind: type[T]) -> T:
    """Read a small JSON body of a known shape."""
    async with receive_body(request, media_type=JSON, limit=MAX_SMALL_BODY_BYTES) as body:
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise _make_broken("The body is not the JSON this address takes.") from None


async def receive_form(request: web.Request) -> None:
    """Read the empty form that a button of the dashboard sends."""
    async with receive_body(request, media_type=FORM, limit=MAX_SMALL_BODY_BYTES):
        pass


async def _collect(content: StreamReader, is_gzip: bool, limit: int, admission: Admission) -> bytes:
    pieces: list[bytes] = []
    size = 0
    inflater = _Inflater() if is_gzip else None
    async for chunk in content.iter_any():
        for piece in inflater.feed(chunk) if inflater else (chunk,):
            size += len(piece)
            if size > limit:
                raise _make_too_large(limit)
            admission.hold(len(piece))
            pieces.append(piece)
            if inflater:
                await asyncio.sleep(0)  # much may come out of little, and others want to be served meanwhile
    if inflater:
        inflater.finish()
    return b"".join(pieces)


class _Inflater:
    """Undoes gzip in small steps, so that whoever reads the pieces can stop at any of them."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Inflate what arrived, at most one step at a time."""
        while True:
            if chunk and self._stream.eof:
                raise _make_broken("The gzip body goes on after its end.")
            try:
                piece = self._stream.decompress(chunk, _STEP_BYTES)
            except zlib.error:
                raise _make_broken("The gzip body cannot be inflated.") from None
            yield piece
            chunk = self._stream.unconsumed_tail or self._stream.unused_data
            # A full step with nothing left over may still have output pending inside the stream.
            if not chunk and len(piece) < _STEP_BYTES:
                return

    def finish(self) -> None:
        """Check that the body was not cut."""
        if not self._stream.eof:
            raise _make_broken("The gzip body is cut.")


def _check_media_type(request: web.Request, media_type: str) -> None:
    if request.headers.get("Content-Type") is None or request.content_type != media_type:
        raise Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "wrong_content_type",
            f"This address takes {media_type} only.",
            "Send the Content-Type that PROTOCOL.md names.",
            close=True,
        )


def _check_encoding(request: web.Request) -> bool:
    encodings = [value.strip().lower() for value in request.headers.getall("Content-Encoding", ())]
    if encodings in ([], ["identity"]):
        return False
    if encodings == ["gzip"]:
        return True
    raise Refusal(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "wrong_content_encoding",
        "A body may be plain or gzip, once.",
        "Send it without Content-Encoding.",
        close=True,
    )


def _make_too_large(limit: int) -> Refusal:
    return Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too_large",
        f"A body here holds at most {limit} bytes, after inflating.",
        "Send less.",
        close=True,
    )


def _make_stalled() -> Refusal:
    return Refusal(
        HTTPStatus.REQUEST_TIMEOUT,
        "stalled",
        "The body did not arrive in time.",
        "Send it again.",
        close=True,
    )


def _make_broken(message: str) -> Refusal:
    return Refusal(
        HTTPStatus.BAD_REQUEST, "bad_body", message, "PROTOCOL.md shows what it holds.", close=True
    )


def _make_busy() -> Refusal:
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "busy",
        "Too many bodies are in flight.",
        "Send it again in a moment.",
        close=True,
        retry_after_seconds=2,
    )
