"""The capture as it travels and as a capture file: JSON in, `Capture` out, and back.

Knows the contract (`wire/capture.schema.json`, PROTOCOL.md) and nothing of sites or stores.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

from companion.errors import WireError
from companion.model import Capture, Part, PartRole, Trigger

PROTOCOL_LOWEST = 1
PROTOCOL_HIGHEST = 1

MAX_CAPTURE_BYTES = 32 * 1024 * 1024  # of JSON, after inflating
MAX_BLOB_BYTES = 32 * 1024 * 1024
MAX_PARTS = 4096

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Uuid = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Url = Annotated[str, msgspec.Meta(min_length=1, max_length=16_384)]

_SHAPE_HINT = "PROTOCOL.md shows what a capture holds."
_CUT_HINT = "The capture was cut or changed on its way."

_INLINE = {PartRole.PAGE, PartRole.API, PartRole.FRAME}


class WirePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """One part on the wire; unknown keys are ignored, so that version 1 can grow."""

    role: PartRole
    media_type: Annotated[str, msgspec.Meta(max_length=256)]
    sha256: Sha256 | None = None
    encoding: Literal["utf-8", "base64"] | None = None
    body: str | None = None
    url: Url | None = None
    request: str | None = None
    transport: Literal["fetch", "xhr", "jsonp", "websocket"] | None = None
    frame_id: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None
    fetched_at: Moment | None = None
    lazy: bool = False
    unavailable: Annotated[str, msgspec.Meta(max_length=256)] | None = None


class WireCapture(msgspec.Struct, frozen=True):
    """A capture on the wire."""

    capture_id: Uuid
    visit_id: Uuid
    captured_at: Moment
    time_zone: Annotated[str, msgspec.Meta(max_length=64)] | None
    url: Url
    title: Annotated[str, msgspec.Meta(max_length=4096)]
    language: Annotated[str, msgspec.Meta(max_length=64)] | None
    trigger: Trigger
    account: Annotated[str, msgspec.Meta(max_length=256)] | None
    browser: Annotated[str, msgspec.Meta(max_length=128)]
    extension_version: Annotated[str, msgspec.Meta(max_length=64)]
    parts: Annotated[list[WirePart], msgspec.Meta(min_length=1, max_length=MAX_PARTS)]


_decoder = msgspec.json.Decoder(WireCapture)
_encoder = msgspec.json.Encoder()


def parse_capture(data: bytes) -> Capture:
    """Read a capture from its JSON, and check its bytes.

    Raises:
        WireError: the JSON is cut, breaks the contract, or a part's bytes do not match its hash.
    """
    capture = parse_unchecked_capture(data)
    check_bytes(capture)
    return capture


def check_bytes(capture: Capture) -> None:
    """Check that every part carries the bytes its hash promises.

    Raises:
        WireError: one does not.
    """
    for index, part in enumerate(capture.parts):
        if part.body is not None and part.sha256 is not None and make_sha256(part.body) != part.sha256:
            raise WireError(
                f"The bytes of part {index} do not match its sha256.", "The capture was cut or changed."
            )


def parse_unchecked_capture(data: bytes) -> Capture:
    """Read a capture from its JSON, for a store that checks every byte before it keeps it.

    Raises:
        WireError: the JSON is cut or breaks the contract.
    """
    try:
        wire = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(
            f"This is not a capture: {error}.", "PROTOCOL.md shows what a capture holds."
        ) from error
    return Capture(
        capture_id=wire.capture_id,
        visit_id=wire.visit_id,
        captured_at=_utc(wire.captured_at),
        time_zone=wire.time_zone,
        url=wire.url,
        title=wire.title,
        language=wire.language,
        trigger=wire.trigger,
        account=wire.account,
        browser=wire.browser,
        extension_version=wire.extension_version,
        parts=tuple(_parse_part(part, index) for index, part in enumerate(wire.parts)),
    )


def render_capture(capture: Capture) -> bytes:
    """Write a capture as the JSON that `parse_capture` reads."""
    wire = WireCapture(
        capture_id=capture.capture_id,
        visit_id=capture.visit_id,
        captured_at=capture.captured_at,
        time_zone=capture.time_zone,
        url=capture.url,
        title=capture.title,
        language=capture.language,
        trigger=capture.trigger,
        account=capture.account,
        browser=capture.browser,
        extension_version=capture.extension_version,
        parts=[_render_part(part) for part in capture.parts],
    )
    return _encoder.encode(wire)


def make_sha256(data: bytes) -> str:
    """Name bytes by their SHA-256, in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _parse_part(part: WirePart, index: int) -> Part:
    body = _parse_body(part, index)
    return Part(
        role=part.role,
        sha256=part.sha256,
        media_type=part.media_type,
        body=body,
        url=part.url,
        request=part.request,
        transport=part.transport,
        frame_id=part.frame_id,
        size=len(body) if body is not None else part.size,
        fetched_at=_utc(part.fetched_at) if part.fetched_at else None,
        lazy=part.lazy,
        unavailable=part.unavailable,
    )


def _parse_body(part: WirePart, index: int) -> bytes | None:
    if part.role not in _INLINE:
        if part.body is not None:
            raise WireError(f"Part {index} is a {part.role} and carries a body.", "Send its bytes as a blob.")
        if (part.sha256 is None) == (part.unavailable is None):
            raise WireError(
                f"Part {index} needs either sha256 or unavailable.", "Name the bytes or say why not."
            )
        return None
    if part.body is None or part.encoding is None or part.sha256 is None:
        raise WireError(f"Part {index} lacks its body, encoding or sha256.", _SHAPE_HINT)
    return _decode_body(part.body, part.encoding, index)


def _decode_body(body: str, encoding: str, index: int) -> bytes:
    if encoding == "utf-8":
        return body.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise WireError(
            f"The base64 of part {index} cannot be read.", "The capture was cut or changed."
        ) from error


def _render_part(part: Part) -> WirePart:
    encoding: Literal["utf-8", "base64"] | None = None
    text: str | None = None
    if part.body is not None:
        try:
            text, encoding = part.body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = base64.b64encode(part.body).decode("ascii"), "base64"
    return WirePart(
        role=part.role,
        media_type=part.media_type,
        sha256=part.sha256,
        encoding=encoding,
        body=text,
        url=part.url,
        request=part.request,
        transport=part.transport,  # type: ignore[arg-type]  # checked when it was read
        frame_id=part.frame_id,
        size=part.size,
        fetched_at=part.fetched_at,
        lazy=part.lazy,
        unavailable=part.unavailable,
    )
