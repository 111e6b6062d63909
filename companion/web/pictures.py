"""Pictures of order lines and messages, out of the resources that archived pages showed.

They are served by the dashboard itself: the archive's answers may not be embedded by another origin.
Only pixels are let through, told by their first bytes and never by what the site called them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from companion.model import OrderRecord
from companion.store import ServedStore, Store
from companion.web.cards import PLACEHOLDER

# Picture hosts add a wanted size to the name: photo.jpg_220x220.jpg is photo.jpg in another size.
_ADDRESS = re.compile(r"https://[^/?#]+/(?:[^/?#]+/)*[\w-]+\.(?:jpe?g|png|webp|avif|gif)", re.IGNORECASE)

_FIRST_BYTES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels and their type."""

    body: bytes
    media_type: str


async def find_picture(store: ServedStore, order_id: str, line_id: str) -> Picture | None:
    """Find the picture of an order line, in any size; None when no archived page brought it."""
    return await store.read(lambda reading: _find_picture(reading, order_id, line_id))


def find_picture_type(body: bytes) -> str | None:
    """Tell the type of a picture by its first bytes; None for anything that is not pixels."""
    return next((name for pattern, name in _FIRST_BYTES if pattern.match(body)), None)


def make_picture(body: bytes) -> Picture | None:
    """Make a picture of bytes; None for anything that is not pixels."""
    media_type = find_picture_type(body)
    return Picture(body, media_type) if media_type else None


def make_picture_answer(picture: Picture | None) -> web.Response:
    """Answer with a picture, which may do nothing but be looked at; without one, with a placeholder."""
    if picture is None:
        return web.Response(status=HTTPStatus.FOUND, headers={"Location": PLACEHOLDER})
    response = web.Response(body=picture.body, content_type=picture.media_type)
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def find_picture_address(url: str) -> str | None:
    """Tell how the addresses begin that show a picture in any size; None for what is no picture's address."""
    match = _ADDRESS.match(url)
    return match.group() if match else None


def _find_picture(store: Store, order_id: str, line_id: str) -> Picture | None:
    record = store.find_order(order_id)
    address = _find_address(record, line_id) if record else None
    if address is None:
        return None
    bodies = (store.find_blob(sha256) for sha256 in store.find_resources(address))
    return next((picture for body in bodies if body and (picture := make_picture(body))), None)


def _find_address(record: OrderRecord, line_id: str) -> str | None:
    line = next((line for line in record.order.lines if line.line_id == line_id), None)
    return find_picture_address(line.image_url or "") if line else None
