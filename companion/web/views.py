"""Views of archived pages, made in the worker and kept in bounded memory; the stored bytes stay."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from companion.errors import NotFound
from companion.model import Capture, Part, PartRole
from companion.store import ServedStore
from companion.web.rewriting import ViewWish, make_page_view, make_style_view
from companion.worker import Worker

MAX_CACHE_BYTES = 48 * 1024 * 1024
MAX_LISTINGS = 128
MAX_ANSWER_CHARS = 2_000_000
TOP_FRAME = "0"

# What a blob is served as. Anything else is a download of unnamed bytes.
_SHOWN_TYPE = re.compile(r"(image|font|audio|video)/[a-z0-9.+-]{1,64}|application/(x-)?font-[a-z0-9]{1,16}")
_CHARSET = re.compile(r"charset=\"?([\w.:-]{1,40})", re.IGNORECASE)
_JSONP = re.compile(rb"\s*[\w$.]{1,128}\s*\((.*)\)\s*;?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes to be shown, and as what."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a site's API, as text for people."""

    url: str
    received_as: str
    text: str
    is_cut: bool


class Views:
    """Makes what the archive shows of a capture."""

    def __init__(self, store: ServedStore, worker: Worker, archive_path: str) -> None:
        self._store = store
        self._worker = worker
        self._archive_path = archive_path
        self._listings: OrderedDict[str, Mapping[str, Part]] = OrderedDict()
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._made_bytes = 0

    async def get_capture(self, capture_id: str) -> Capture:
        """Get a capture with the bytes of its documents."""
        capture = await self._store.read(lambda store: store.get_capture(capture_id))
        self._note_listing(capture)
        return capture

    async def get_page(self, capture: Capture) -> bytes:
        """Get the view of a capture's document.

        Raises:
            WorkerFailed: the document could not be rewritten.
        """
        top = find_top_document(capture)
        if top is None:
            raise NotFound("This capture holds no page.")
        wish = ViewWish(
            text=_decode(top),
            url=top.url or capture.url,
            frames=_make_frames(capture, top),
            addresses=self._make_addresses(capture.capture_id, capture.parts),
        )
        return await self._make(f"page {capture.capture_id}", make_page_view, wish)

    async def get_blob(self, capture_id: str, sha256: str) -> Blob:
        """Get a resource that a capture lists.

        Raises:
            NotFound: the capture does not list it, or its bytes never arrived.
        """
        listing = self._listings.get(capture_id)
        if listing is None:
            await self.get_capture(capture_id)
            listing = self._listings[capture_id]
        part = listing.get(sha256)
        body = await self._store.read(lambda store: store.find_blob(sha256)) if part else None
        if part is None or body is None:
            raise NotFound("The archive does not hold these bytes.")
        media_type = part.media_type.partition(";")[0].strip().lower()
        if media_type == "text/css":
            return Blob(await self._get_style(capture_id, part, body, listing), media_type)
        return Blob(body, media_type if _SHOWN_TYPE.fullmatch(media_type) else "application/octet-stream")

    async def _get_style(
        self, capture_id: str, part: Part, body: bytes, listing: Mapping[str, Part]
    ) -> bytes:
        wish = ViewWish(
            text=body.decode(_find_charset(part.media_type), "replace"),
            url=part.url or "",
            frames={},
            addresses=self._make_addresses(capture_id, tuple(listing.values())),
        )
        return await self._make(f"style {capture_id} {part.sha256}", make_style_view, wish)

    async def _make(self, name: str, function: Callable[[bytes], bytes], wish: ViewWish) -> bytes:
        made = self._made.get(name)
        if made is None:
            made = await self._worker.run(function, msgspec.msgpack.encode(wish))
            self._keep(name, made)
        else:
            self._made.move_to_end(name)
        return made

    def _keep(self, name: str, made: bytes) -> None:
        replaced = self._made.pop(name, b"")
        self._made[name] = made
        self._made_bytes += len(made) - len(replaced)
        while self._made_bytes > MAX_CACHE_BYTES:
            _, dropped = self._made.popitem(last=False)
            self._made_bytes -= len(dropped)

    def _note_listing(self, capture: Capture) -> None:
        self._listings[capture.capture_id] = {
            part.sha256: part for part in capture.parts if _is_shown(part) and part.sha256
        }
        while len(self._listings) > MAX_LISTINGS:
            self._listings.popitem(last=False)

    def _make_addresses(self, capture_id: str, parts: tuple[Part, ...]) -> dict[str, str]:
        base = f"{self._archive_path}/captures/{capture_id}/blobs"
        return {
            part.url: f"{base}/{part.sha256}"
            for part in parts
            if _is_shown(part) and part.sha256 and part.url
        }


def find_top_document(capture: Capture) -> Part | None:
    """Find the document that the buyer's tab showed; None for a capture of answers only."""
    pages = [part for part in capture.parts if part.role is PartRole.PAGE and part.body is not None]
    tops = [page for page in pages if page.frame_id in (None, TOP_FRAME)]
    return next(iter(tops or pages), None)


def make_answers(capture: Capture) -> tuple[Answer, ...]:
    """Lay a capture's API answers out for reading."""
    return tuple(
        _make_answer(part)
        for part in capture.parts
        if part.role in (PartRole.API, PartRole.FRAME) and part.body is not None
    )


def _make_answer(part: Part) -> Answer:
    body = part.body or b""
    jsonp = _JSONP.fullmatch(body)
    try:
        text = msgspec.json.format(jsonp.group(1) if jsonp else body, indent=2).decode("utf-8", "replace")
    except msgspec.DecodeError:
        text = body.decode("utf-8", "replace")
    url = (part.url or "").partition("?")[0]
    return Answer(
        url, part.transport or part.role.value, text[:MAX_ANSWER_CHARS], len(text) > MAX_ANSWER_CHARS
    )


def _make_frames(capture: Capture, top: Part) -> dict[str, str]:
    frames: dict[str, str] = {}
    for part in capture.parts:
        if part.role is PartRole.PAGE and part.body is not None and part is not top:
            text = _decode(part)
            frames.update({name: text for name in (part.url, part.frame_id) if name})
    return frames


def _is_shown(part: Part) -> bool:
    return part.role in (PartRole.RESOURCE, PartRole.SCREENSHOT)


def _decode(part: Part) -> str:
    return (part.body or b"").decode(_find_charset(part.media_type), "replace")


def _find_charset(media_type: str) -> str:
    match = _CHARSET.search(media_type)
    name = match.group(1) if match else "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name
