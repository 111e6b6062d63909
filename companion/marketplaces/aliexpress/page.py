"""What reading one page of the site needs beside its document: where and when it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from companion.marketplaces.base import Problems, Setting
from companion.marketplaces.dom import Spot, parse_document
from companion.model import Capture, Part
from companion.when import parse_zone


@dataclass(frozen=True, slots=True)
class PageReading:
    """One document, opened.

    Attributes:
        root: the whole document.
        url: the address of this document, which for a frame is not that of the tab.
        setting: when, in which zone and in which language it was seen.
    """

    root: Spot
    url: str
    setting: Setting
    problems: Problems


def make_page_reading(capture: Capture, part: Part, problems: Problems) -> PageReading:
    """Parse the document, and gather what page and capture say about its language and zone."""
    root = parse_document(part, problems)
    language = root.find("html").attribute("lang") or capture.language
    setting = Setting(capture.captured_at, parse_zone(capture.time_zone or ""), language)
    return PageReading(root, part.url or capture.url, setting, problems)
