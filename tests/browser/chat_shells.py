"""The chat page in its builds, and the addresses under which the marketplace has them.

`/p/message/index.html?orderId=…&build=` one of `Build`; without a build it is a page of three bubbles.

- plain: every row that was loaded stays in the document, under headings of days.
- shadow: a virtual list in an open shadow root; a few elements are used again for other messages.
- frame: the list is in a frame of the site; rows far from the view leave the document.
- frame_apart: the same, on another host of the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

SITE = "https://www.aliexpress.com"
_CORE = ("chat-core", "chat-parts", "chat-heights", "chat-probe")


class Build(StrEnum):
    """A build of the chat page."""

    PLAIN = "plain"
    SHADOW = "shadow"
    FRAME = "frame"
    FRAME_APART = "frame_apart"

    @property
    def has_ids(self) -> bool:
        """Whether its rows carry the ids of their messages."""
        return self is Build.SHADOW


_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    Build.PLAIN: (*_CORE, "chat-plain"),
    Build.SHADOW: (*_CORE, "chat-shadow"),
    Build.FRAME: ("chat-outer",),
    Build.FRAME_APART: ("chat-outer",),
}
_FRAMES = (("www.aliexpress.com", "/p/message/thread.html"), ("msg.aliexpress.com", "/thread.htm"))


def make_chat_address(build: Build, order_id: str) -> str:
    """Make the address of the chat about an order."""
    return f"{SITE}/p/message/index.html?fromCode=order&orderId={order_id}&build={build}"


def find_chat_scripts(host: str, path: str, build: str) -> tuple[str, ...]:
    """Find the scripts of a chat page; none where it is another page."""
    if (host.partition(":")[0], path) in _FRAMES:
        return (*_CORE, "chat-inner")
    return _SCRIPTS.get(build, ()) if path == "/p/message/index.html" else ()
