"""Pictures and videos of a row of a chat, without those of people and without signs.

A frozen page shows a video as a picture marked `data-orderproof-video`, which names the video; its own
address is that of the poster.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_words import AVATAR, EMOJI, SMALL, VIDEO
from companion.marketplaces.aliexpress.fields import make_url
from companion.marketplaces.aliexpress.page_fields import BACKGROUND
from companion.text import clean

_FILM = "data-orderproof-video"
_SOURCES = ("src", "data-src", "poster")
_SIZE = re.compile(r"(?:^|;)(?:width|height):(\d{1,4})(?:\.\d+)?px")
_SMALLEST = 41  # pixels; what is smaller is a sign or a face
_MAX_MEDIA = 60  # of one message
_MANY_ROWS = 3
_LONGEST_ALT = 40


@dataclass(frozen=True, slots=True)
class Media:
    """What a row shows; `has_picture` also where the address of none is kept."""

    urls: tuple[str, ...] = ()
    has_picture: bool = False
    has_video: bool = False


def find_media(row: Box, common: frozenset[str], peer: str | None, url: str) -> Media:
    """Find the pictures and videos of a row."""
    shown = list(_list_shown(row, peer))
    addresses = [address for box in shown for address in _list_addresses(box) if address not in common]
    urls = dict.fromkeys(whole for address in addresses if (whole := _make_whole(address, url)))
    unknown = [box for box in shown if not any(address in common for address in _list_addresses(box))]
    return Media(
        tuple(urls)[:_MAX_MEDIA],
        has_picture=bool(unknown),
        has_video=any(_is_video(box) for box in unknown),
    )


def find_common(rows: Iterable[Box]) -> frozenset[str]:
    """Find the addresses that many rows show beside what they say: pictures of people."""
    counts: Counter[str] = Counter()
    for row in rows:
        pictures = [box for box in row.walk() if box.pictures and not box.filled()]
        if row.letters or len(pictures) > 1:
            counts.update({address for box in pictures[:_MAX_MEDIA] for address in _list_addresses(box)})
    return frozenset(address for address, count in counts.items() if count >= _MANY_ROWS)


def find_emoji(row: Box) -> str:
    """Give what the small pictures of a message stand for, where it has nothing else."""
    alts = [box.attribute("alt") or "" for box in row.walk() if box.name == "img" and EMOJI & box.words]
    return clean(" ".join(alt for alt in alts[:_MAX_MEDIA] if len(alt) <= _LONGEST_ALT))


def _list_shown(row: Box, peer: str | None) -> Iterator[Box]:
    """Yield the boxes that are pictures of the message's own."""
    waiting = [row]
    while waiting:
        box = waiting.pop()
        if box is not row and ((AVATAR | EMOJI | SMALL) & box.words or box.name == "button"):
            continue
        if _is_picture(box) and not _is_small(box) and (peer is None or box.attribute("alt") != peer):
            yield box
        waiting.extend(reversed(box.children))


def _is_picture(box: Box) -> bool:
    return box.name in {"img", "video", "source", "canvas"} or BACKGROUND.search(box.style) is not None


def _is_video(box: Box) -> bool:
    words = box.words | (box.parent.words if box.parent else frozenset[str]())
    return box.name == "video" or _FILM in box.attributes or bool(VIDEO & words)


def _is_small(box: Box) -> bool:
    """Tell by what it says of its own size that it is a sign."""
    sizes = [box.attribute(name) or "" for name in ("width", "height")]
    numbers = [int(size.removesuffix("px")) for size in sizes if size.removesuffix("px").isdecimal()]
    numbers += [int(size) for size in _SIZE.findall(box.style)]
    return bool(numbers) and max(numbers) < _SMALLEST


def _list_addresses(box: Box) -> Iterator[str]:
    background = BACKGROUND.search(box.attribute("style") or "")
    if background:
        yield background[1]
    source = next((value for name in _SOURCES[:2] if (value := box.attribute(name))), None)
    if source and box.name in {"img", "video", "source"}:
        yield source
    poster = box.attribute("poster")
    if poster and box.name == "video":
        yield poster
    film = box.attribute(_FILM)
    if film:
        yield film


def _make_whole(address: str, url: str) -> str | None:
    if address.startswith(("data:", "blob:", "orderproof-")):
        return None
    try:
        whole = make_url(urljoin(url, address))
    except ValueError:  # a host in broken brackets
        return None
    return whole if whole and whole.startswith("https://") else None
