"""What reading one page of the site needs beside its document: where, when and how it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from companion.marketplaces.aliexpress.kinds import is_frame
from companion.marketplaces.aliexpress.page_currency import find_currencies
from companion.marketplaces.aliexpress.privacy import CONTACT, find_receiver, find_text
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.marketplaces.base import Problems, Setting
from companion.marketplaces.dom import Spot, parse_document
from companion.model import Capture, PageKind, Part
from companion.when import parse_zone


@dataclass(frozen=True, slots=True)
class PageReading:
    """One document, opened.

    Attributes:
        root: the whole document.
        url: the address of this document, which for a frame is not that of the tab.
        tab_url: the address of the tab.
        is_frame: whether the document stands inside another one.
        setting: when, in which zone and in which language it was seen.
        currencies: the codes of all currencies that the page names for certain.
        receiver: hides who the parcel goes to.
        text: what a reader sees of the page, without the receiver.
    """

    root: Spot
    url: str
    tab_url: str
    is_frame: bool
    setting: Setting
    problems: Problems
    currencies: frozenset[str]
    receiver: Receiver
    text: str


def make_page_reading(capture: Capture, part: Part, kind: PageKind, problems: Problems) -> PageReading:
    """Parse the document, and gather what page and capture say about its language, zone and money."""
    root = parse_document(part, problems)
    language = _find_language(root, capture)
    # In a chat "receiver" is who gets a message: what is said there is kept as it was said.
    is_chat = kind is PageKind.CHAT
    receiver = Receiver(()) if is_chat else find_receiver(root)
    text = find_text(root, receiver, CONTACT) if is_chat else find_text(root, receiver)
    return PageReading(
        root=root,
        url=part.url or capture.url,
        tab_url=capture.url,
        is_frame=is_frame(part),
        setting=Setting(capture.captured_at, parse_zone(capture.time_zone or ""), language),
        problems=problems,
        currencies=find_currencies(root, text),
        receiver=receiver,
        text=text,
    )


def _find_language(root: Spot, capture: Capture) -> str | None:
    """Find the language a page says it is in.

    English is what pages say that were never told another: it names no region that could decide whether 3/4
    is in March or in April.
    """
    language = root.find("html").attribute("lang") or capture.language
    return "en" if (language or "").lower().startswith("en") else language
