"""Pictures of order lines, out of the resources that the newest archived page of the order holds.

They are served by the dashboard itself: the archive's answers may not be embedded by another origin.
Only pixels are let through, told by their first bytes and never by what the site called them.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from companion.model import Capture, OrderRecord, PartRole
from companion.store import ServedStore

MAX_LISTINGS = 256

# Picture hosts add a wanted size to the name: photo.jpg_220x220.jpg is photo.jpg.
_PICTURE_NAME = re.compile(r"([\w-]+\.(?:jpe?g|png|webp|avif|gif))", re.IGNORECASE)

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


class Pictures:
    """Finds pictures; remembers which page lists which."""

    def __init__(self, store: ServedStore) -> None:
        self._store = store
        self._listings: OrderedDict[str, Mapping[str, str]] = OrderedDict()

    async def find(self, order_id: str, line_id: str) -> Picture | None:
        """Find the picture of an order line; None when no archived page holds it."""
        record = await self._store.read(lambda store: store.find_order(order_id))
        name = _find_line_picture(record, line_id) if record else None
        if record is None or record.page_capture_id is None or name is None:
            return None
        sha256 = (await self._get_listing(record.page_capture_id)).get(name)
        if sha256 is None:
            return None
        body = await self._store.read(lambda store: store.find_blob(sha256))
        media_type = find_picture_type(body) if body else None
        return Picture(body, media_type) if body and media_type else None

    async def _get_listing(self, capture_id: str) -> Mapping[str, str]:
        known = self._listings.get(capture_id)
        if known is None:
            known = _list_pictures(await self._store.read(lambda store: store.get_capture(capture_id)))
            self._listings[capture_id] = known
            if len(self._listings) > MAX_LISTINGS:
                self._listings.popitem(last=False)
        return known


def find_picture_type(body: bytes) -> str | None:
    """Tell the type of a picture by its first bytes; None for anything that is not pixels."""
    return next((name for pattern, name in _FIRST_BYTES if pattern.match(body)), None)


def _list_pictures(capture: Capture) -> dict[str, str]:
    listing: dict[str, str] = {}
    for part in capture.parts:
        name = _find_picture_name(part.url) if part.role is PartRole.RESOURCE else None
        if name and part.sha256:
            listing.setdefault(name, part.sha256)
    return listing


def _find_line_picture(record: OrderRecord, line_id: str) -> str | None:
    return next(
        (_find_picture_name(line.image_url) for line in record.order.lines if line.line_id == line_id), None
    )


def _find_picture_name(url: str | None) -> str | None:
    try:
        match = _PICTURE_NAME.match(urlsplit(url or "").path.rpartition("/")[2])
    except ValueError:
        return None
    return match.group(1) if match else None
