"""AliExpress: www, m. and language subdomains of aliexpress.com, and aliexpress.us. Not aliexpress.ru.

Order data comes as answers of the site's API; the pages themselves are empty shells that the answers fill.
"""

from __future__ import annotations

from dataclasses import replace

from companion.marketplaces.aliexpress.fields import make_reading
from companion.marketplaces.aliexpress.kinds import (
    HOSTS,
    NAME,
    find_api,
    find_api_kind,
    find_page_kind,
    is_our_api,
    is_ours,
)
from companion.marketplaces.aliexpress.mtop import find_envelope_api, parse_answer
from companion.marketplaces.aliexpress.order import parse_order_detail
from companion.marketplaces.aliexpress.orders import parse_order_list
from companion.marketplaces.aliexpress.tracking import parse_tracking
from companion.marketplaces.base import Problems
from companion.model import Capture, PageKind, Parsed, Part, PartRole

_READ = frozenset({PageKind.ORDER_LIST, PageKind.ORDER_DETAIL, PageKind.TRACKING})
_TOP_FRAMES = frozenset({None, "", "0"})


class AliExpress:
    """The adapter of AliExpress."""

    name = NAME
    version = 1
    hosts = HOSTS

    def identify(self, url: str, part: Part) -> PageKind | None:
        """Tell what a part is by its URL; an answer that came without it, by the API its envelope names."""
        if part.role is PartRole.API:
            return _identify_answer(url, part)
        if not is_ours(url):
            return None
        kind = find_page_kind(url)
        is_frame = part.frame_id not in _TOP_FRAMES
        return None if is_frame and kind is PageKind.UNKNOWN else kind

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read a part that `identify` claimed."""
        kind = self.identify(part.url or capture.url, part) or PageKind.UNKNOWN
        problems = Problems()
        parsed = Parsed(self.name, kind)
        if kind in _READ:
            parsed = _parse_answer(capture, part, parsed, problems)
        elif kind is not PageKind.UNKNOWN:
            problems.add("not_read_yet", "page", str(kind))
        elif part.role is PartRole.PAGE:
            problems.add("page_kind", "url", "a page of the site that is not known")
        return replace(parsed, problems=problems.all())


def _identify_answer(url: str, part: Part) -> PageKind | None:
    api = find_api(url) if is_ours(url) else None
    if api is not None:
        return find_api_kind(api)
    api = find_envelope_api(part)
    if api is None or not is_our_api(api):
        return PageKind.UNKNOWN if is_ours(url) else None
    return find_api_kind(api)


def _parse_answer(capture: Capture, part: Part, nothing: Parsed, problems: Problems) -> Parsed:
    """Read an answer of a kind that is read. The page around it says nothing: its data are its answers."""
    answer = parse_answer(part, part.url or capture.url, problems) if part.role is PartRole.API else None
    if answer is None:
        return nothing
    reading = make_reading(capture, answer, problems)
    if nothing.page_kind is PageKind.ORDER_LIST:
        return parse_order_list(reading)
    if nothing.page_kind is PageKind.ORDER_DETAIL:
        return parse_order_detail(reading)
    return parse_tracking(reading, capture.url)
