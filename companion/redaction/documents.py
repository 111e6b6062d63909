"""Frozen pages made fit to be shown: the tree and its classes stay, the texts are redacted.

Slow and large for hostile pages: call it in the worker or in a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from companion.marketplaces.privacy import THROUGHOUT, Private
from companion.redaction.answers import AnswerRedactor
from companion.redaction.ledger import Kind, Ledger, Trust
from companion.when import parse_said_time

_KEPT = frozenset({
    "class", "id", "role", "type", "rel", "target", "lang", "dir", "width", "height", "data-pl", "colspan",
    "rowspan", "tabindex", "hidden", "for", "name", "charset", "media", "http-equiv", "disabled", "checked",
    "selected", "aria-hidden", "aria-expanded", "viewbox", "d", "fill", "stroke", "xmlns",
    "shadowrootmode", "align", "data-side", "data-is-self", "data-direction",
    "data-orderproof-frame",
})  # fmt: skip
_ADDRESSES = frozenset({
    "href", "src", "action", "formaction", "poster", "cite", "background", "xlink:href",
    "data-orderproof-video",
})  # fmt: skip
_DROPPED = frozenset({"value", "srcdoc", "nonce", "integrity", "srcset", "ping", "style"})
_STYLE_URL = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)""", re.IGNORECASE)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JSON_SCRIPT = re.compile(r"application/(?:ld\+)?json", re.IGNORECASE)

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?")

Place = tuple[Kind, Trust]


class DocumentRedactor:
    """Goes through one document; selectors tell what stands in an element, else what stands around it."""

    def __init__(self, ledger: Ledger, answers: AnswerRedactor) -> None:
        self._ledger = ledger
        self._answers = answers

    def redact(self, markup: str | bytes) -> str:
        """Redact a document."""
        soup = BeautifulSoup(markup, "lxml")
        places = self._find_places(soup)
        around: Place = (Private.MESSAGE if self._answers.is_chat else None, Trust.NOBODY)
        for node, place in list(_walk(soup, places, around)):
            if isinstance(node, Tag):
                self._redact_element(node, place)
            elif isinstance(node, PreformattedString):
                if not _is_doctype(node):
                    node.extract()  # comments and the like: nobody sees them
            elif isinstance(node, NavigableString):
                node.replace_with(NavigableString(self._redact_text(str(node), place)))
        return str(soup)

    def _redact_text(self, text: str, place: Place) -> str:
        """Redact a text; the country that an address ends in stays, for rights depend on it.

        So does a time that stands alone among messages: it tells when they were written, and names nobody.
        """
        if place[0] is Private.MESSAGE and _is_moment(text):
            return text
        label = self._ledger.privacy.chat.find_label(text) if place[0] is Private.MESSAGE else ""
        if label:
            return f"{self._ledger.redact(text[: len(text) - len(label)], *place)}{label}"
        head, comma, last = text.replace("，", ",").rpartition(",")
        if place[0] is Private.ADDRESS and comma and self._ledger.privacy.is_country(last.strip()):
            return f"{self._ledger.redact(head, *place)}{comma}{last}"
        return self._ledger.redact(text, *place)

    def _find_places(self, soup: BeautifulSoup) -> dict[int, Place]:
        privacy = self._ledger.privacy
        places: dict[int, Place] = {}
        for spot in privacy.shown_spots:
            places.update((id(tag), (None, Trust.SHOP)) for tag in soup.select(spot))
        for spot, kind in privacy.private_spots:
            places.update((id(tag), (kind, Trust.NOBODY)) for tag in soup.select(spot))
        return places

    def _redact_element(self, tag: Tag, place: Place) -> None:
        if _is_unseen(tag):
            self._redact_unseen(tag)
        for name, value in list(tag.attrs.items()):
            if self._is_exact(name.lower(), str(value)):
                continue
            redacted = self._redact_attribute(name.lower(), value, place)
            if redacted is None:
                del tag[name]
            else:
                tag[name] = redacted

    def _redact_attribute(self, name: str, value: object, place: Place) -> str | None:
        text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        if name == "style":
            return self._redact_style(text)
        if name in _DROPPED or name.startswith("on") or text.lstrip().lower().startswith("data:"):
            return None
        if name in _ADDRESSES:
            return None if text.lower().startswith(("javascript:", "blob:")) else self._redact_address(text)
        if name in self._ledger.privacy.amount_keys:
            return self._ledger.redact(text, None, Trust.AMOUNTS)
        if name in _KEPT:
            return self._ledger.redact(text, None, Trust.MACHINES)
        return self._ledger.redact(text, *place)

    def _is_exact(self, name: str, text: str) -> bool:
        """Tell when something was written, for machines."""
        key = name.removeprefix("data-").replace("-", "")
        return _ISO.fullmatch(text) is not None or self._answers.is_moment(key, text)

    def _redact_address(self, text: str) -> str:
        scheme = text.partition(":")[0].lower()
        return "" if scheme in ("mailto", "tel", "sms") else self._answers.redact_address(text)

    def _redact_style(self, text: str) -> str:
        """Keep declarations, and the pictures they name; what holds its own bytes goes."""
        pieces: list[str] = []
        at = 0
        for found in _STYLE_URL.finditer(text):
            pieces.append(self._ledger.redact(text[at : found.start()], None, Trust.MACHINES))
            is_inline = found[2].lower().startswith(("data:", "blob:"))
            address = "" if is_inline else self._answers.redact_address(found[2])
            pieces.append(f"url({found[1]}{address}{found[1]})" if address else "none")
            at = found.end()
        return "".join([*pieces, self._ledger.redact(text[at:], None, Trust.MACHINES)])

    def _redact_unseen(self, tag: Tag) -> None:
        """Scripts hold anything; only what is plain JSON stays, redacted. Styles keep their rules."""
        content = tag.decode_contents() if tag.name != "style" else tag.get_text()
        tag.clear()
        if tag.name == "style":
            tag.append(NavigableString(self._redact_style(_STYLE_COMMENT.sub("", content))))
        elif tag.name == "script" and _JSON_SCRIPT.match(str(tag.get("type", ""))):
            tag.append(NavigableString(self._answers.redact_body(content)))


def _walk(soup: BeautifulSoup, places: dict[int, Place], around: Place) -> Iterator[tuple[object, Place]]:
    """Yield every node with the place it stands in, without recursion: pages may be nested beyond reason."""
    waiting: list[tuple[object, Place]] = [(soup, around)]
    while waiting:
        node, place = waiting.pop()
        if isinstance(node, Tag):
            own = places.get(id(node), place)
            # What is the buyer's stays so, whatever the shop writes within it.
            inner = own if place[0] is None or own[0] in THROUGHOUT else place
            if node is not soup:
                yield node, inner
            if not _is_unseen(node):
                waiting.extend((child, inner) for child in reversed(list(node.children)))
        else:
            yield node, place


def _is_moment(text: str) -> bool:
    """Tell a clock or a day; a week day alone might be somebody's name."""
    said = parse_said_time(text)
    return said is not None and any(
        one is not None for one in (said.clock, said.on, said.month_day, said.days_back)
    )


def _is_unseen(tag: Tag) -> bool:
    """Tell what no reader sees; a template that is a frozen shadow root is a part of the page."""
    is_shadow = tag.name == "template" and tag.has_attr("shadowrootmode")
    return tag.name in ("script", "style", "noscript", "template") and not is_shadow


def _is_doctype(node: PreformattedString) -> bool:
    return type(node).__name__ == "Doctype"
