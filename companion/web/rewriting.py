"""The view of an archived page: the same text, with the URLs that the capture lists pointed to their blobs.

Runs in the worker process only, because the text is hostile. Everything but the rewritten attributes
and style rules is passed on as it stands; what is missed here cannot load anything, because the archive's
Content-Security-Policy allows no other origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import msgspec

MAX_FRAME_DEPTH = 8

# An image without bytes keeps its place in the layout: broken, but not gone.
NOTHING = "data:,"

# Attributes that load something by themselves; `a href` and the like only lead somewhere.
_LOADING = {
    "img": ("src",),
    "input": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "link": ("href",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
    "embed": ("src",),
    "object": ("data",),
    "body": ("background",),
    "table": ("background",),
    "td": ("background",),
    "th": ("background",),
}
_FRAMES = ("iframe", "frame")
_FRAME_ID = "data-orderproof-frame"
# Never kept: they would load or run something, or steer where the page's addresses lead.
_DROPPED = frozenset({"srcset", "imagesrcset", "ping", "nonce", "integrity", "crossorigin"})

_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)'|([^"'()\s\\]*))\s*\)|@import\s+(?:"([^"\\\n]*)"|'([^'\\\n]*)')""",
    re.IGNORECASE,
)


class ViewWish(msgspec.Struct, frozen=True):
    """A document to be shown.

    Attributes:
        url: where the document came from; relative addresses are read against it.
        frames: text of the documents of frames, by frame id and by URL.
        addresses: blob address by the URL that the capture lists.
    """

    text: str
    url: str
    frames: Mapping[str, str]
    addresses: Mapping[str, str]


def make_page_view(argument: bytes) -> bytes:
    """Make the view of a page from an encoded `ViewWish`."""
    wish = msgspec.msgpack.decode(argument, type=ViewWish)
    return _View(wish, 0).make(wish.text).encode("utf-8", "replace")


def make_style_view(argument: bytes) -> bytes:
    """Make the view of a style sheet from an encoded `ViewWish`."""
    wish = msgspec.msgpack.decode(argument, type=ViewWish)
    return _Addresses(wish).rewrite_css(wish.text).encode("utf-8", "replace")


class _Addresses:
    """Finds the blob that stands for a URL."""

    def __init__(self, wish: ViewWish) -> None:
        self._url = wish.url
        self._known = wish.addresses

    def find(self, url: str) -> str:
        """Tell where a URL's bytes are here; `NOTHING` when they are not."""
        stripped = url.strip()
        if not stripped or stripped.startswith("#") or stripped[:5].lower() == "data:":
            return stripped
        bare, fragment = urldefrag(stripped)
        for candidate in (stripped, bare, self._absolute(bare)):
            if candidate in self._known:
                return f"{self._known[candidate]}#{fragment}" if fragment else self._known[candidate]
        return NOTHING

    def rewrite_css(self, text: str) -> str:
        """Point every url() and @import of a style text to its blob."""
        return _CSS_ADDRESS.sub(self._rewrite_css_address, text)

    def _rewrite_css_address(self, match: re.Match[str]) -> str:
        url = next((group for group in match.groups() if group is not None), "")
        address = self.find(url).replace('"', "%22")
        return f'@import "{address}"' if match.group(0).startswith("@") else f'url("{address}")'

    def _absolute(self, url: str) -> str:
        try:
            return urljoin(self._url, url)
        except ValueError:  # a malformed host
            return url


class _View(HTMLParser):
    """Passes a document on, rewriting the start tags that load something."""

    def __init__(self, wish: ViewWish, depth: int) -> None:
        super().__init__(convert_charrefs=False)
        self._wish = wish
        self._depth = depth
        self._addresses = _Addresses(wish)
        self._out: list[str] = []
        self._is_in_style = False

    def make(self, text: str) -> str:
        self.feed(text)
        self.close()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_in_style = tag == "style"
        if tag == "base":  # a stored base would lead the blob addresses astray
            return
        self._out.append(f"<{tag}{''.join(self._make_attributes(tag, attrs))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._out.append(f"<{tag}{''.join(self._make_attributes(tag, attrs))}/>")

    def handle_endtag(self, tag: str) -> None:
        self._is_in_style = False
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._out.append(self._addresses.rewrite_css(data) if self._is_in_style else data)

    def handle_entityref(self, name: str) -> None:
        self._out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._out.append(f"<!{decl}>")

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002  # the base class's
        # `<![CDATA[`, `<![endif]` and the like: the base class raises at unknown ones, browsers go on.
        end = self.rawdata.find(">", i) + 1
        self._out.append(self.rawdata[i:end])
        return end or -1

    def _make_attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
        loading = _LOADING.get(tag, ())
        for name, value in attrs:
            if name in _DROPPED or (tag in _FRAMES and name in ("src", "srcdoc")):
                continue
            if value is None:
                yield f" {name}"
            elif name in loading:
                yield _make_attribute(name, self._addresses.find(value))
            elif name == "style":
                yield _make_attribute(name, self._addresses.rewrite_css(value))
            else:
                yield _make_attribute(name, value)
        if tag in _FRAMES:
            yield from self._make_frame(dict(attrs))

    def _make_frame(self, attrs: Mapping[str, str | None]) -> Iterator[str]:
        own = attrs.get("srcdoc")
        text = own if own else self._find_frame(attrs)
        if text is not None and self._depth < MAX_FRAME_DEPTH:
            yield _make_attribute("srcdoc", _View(self._wish, self._depth + 1).make(text))

    def _find_frame(self, attrs: Mapping[str, str | None]) -> str | None:
        for name in (attrs.get(_FRAME_ID), attrs.get("src")):
            if name and name in self._wish.frames:
                return self._wish.frames[name]
        return None


def _make_attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"'
