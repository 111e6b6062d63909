"""AliExpress: www, m. and language subdomains of aliexpress.com, and aliexpress.us.

Order data comes as answers of the site's API, which fill pages that are empty shells at first. Both are read:
the answers, and the page as the buyer saw it.
aliexpress.ru is claimed only to say that it is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from companion.marketplaces.aliexpress.chat import find_threads, may_hold_messages, parse_chat
from companion.marketplaces.aliexpress.chat_frame import open_frame
from companion.marketplaces.aliexpress.chat_shapes import tells_event
from companion.marketplaces.aliexpress.dispute import parse_dispute
from companion.marketplaces.aliexpress.fields import Reading, make_reading
from companion.marketplaces.aliexpress.kinds import (
    HOSTS,
    NAME,
    find_api,
    find_api_kind,
    find_frame_kind,
    find_page_kind,
    is_frame,
    is_our_api,
    is_ours,
    is_unsupported,
)
from companion.marketplaces.aliexpress.mtop import find_envelope_api, parse_answer
from companion.marketplaces.aliexpress.order import parse_order_detail
from companion.marketplaces.aliexpress.orders import COUNT_API, parse_order_count, parse_order_list
from companion.marketplaces.aliexpress.refunds import parse_refund_list
from companion.marketplaces.aliexpress.tracking import parse_tracking
from companion.marketplaces.base import Node, Problems
from companion.model import Capture, PageKind, Parsed, Part, PartRole, Source

# Each kind is read twice: from the site's answers, here, and from the document as the buyer saw it, in
# `pages.py`. The address is that of the tab.
ANSWERS: Mapping[PageKind, Callable[[Reading, str], Parsed]] = {
    PageKind.ORDER_LIST: parse_order_list,
    PageKind.ORDER_DETAIL: parse_order_detail,
    PageKind.TRACKING: parse_tracking,
    PageKind.REFUND_LIST: parse_refund_list,
    PageKind.DISPUTE: parse_dispute,
    PageKind.CHAT: parse_chat,
}
# Kept as they are shown: what they say is no data of an order, so that not reading it is no problem.
_KEPT_AS_SHOWN = frozenset({PageKind.ORDER_SNAPSHOT, PageKind.LISTING, PageKind.POLICY})


class AliExpress:
    """The adapter of AliExpress."""

    name = NAME
    version = 2
    hosts = HOSTS

    def identify(self, capture: Capture, part: Part) -> PageKind | None:
        """Tell what a part is by its URL; an answer that came without it, by the API its envelope names."""
        url = part.url or capture.url
        if is_unsupported(url):
            return None if is_frame(part) else PageKind.UNKNOWN
        if part.role is PartRole.FRAME:
            return PageKind.CHAT if is_ours(url) else None
        if part.role is PartRole.API:
            return _identify_answer(url, part)
        if is_frame(part):
            return find_frame_kind(url, capture.url)
        return find_page_kind(url) if is_ours(url) else None

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read a part that `identify` claimed."""
        kind = self.identify(capture, part) or PageKind.UNKNOWN
        problems = Problems()
        if is_unsupported(part.url or capture.url):
            problems.add("site", "url", "aliexpress.ru is another site, which is not supported")
            source = Source.PAGE if part.role is PartRole.PAGE else Source.API
            return Parsed(NAME, kind, problems=problems.all(), source=source)
        if part.role is PartRole.PAGE:
            parsed = replace(_parse_page(capture, part, kind, problems), source=Source.PAGE)
        elif part.role is PartRole.FRAME:
            parsed = _parse_frame(capture, part, problems)
        else:
            parsed = _parse_answer(capture, part, kind, problems)
        return replace(parsed, problems=problems.all())


def _identify_answer(url: str, part: Part) -> PageKind | None:
    api = find_api(url) if is_ours(url) else None
    if api is not None:
        return find_api_kind(api)
    api = find_envelope_api(part)
    if api is None or not is_our_api(api):
        return PageKind.UNKNOWN if is_ours(url) else None
    return find_api_kind(api)


def _parse_answer(capture: Capture, part: Part, kind: PageKind, problems: Problems) -> Parsed:
    nothing = Parsed(NAME, kind)
    if kind not in ANSWERS:
        if _names_count(part, capture.url):
            return _parse_count(part, capture.url)
        if kind is PageKind.UNKNOWN:
            return _parse_unnamed(capture, part)
        if kind not in _KEPT_AS_SHOWN:
            problems.add("not_read_yet", "page", str(kind))
        return nothing
    answer = parse_answer(part, part.url or capture.url, problems)
    if answer is None:
        return nothing
    return ANSWERS[kind](make_reading(capture, answer, problems), capture.url)


def _parse_frame(capture: Capture, part: Part, problems: Problems) -> Parsed:
    frame = open_frame(part, problems)
    if frame is None:
        return Parsed(NAME, PageKind.CHAT, announces=True)
    threads = find_threads(frame, Node(None, "request", problems), capture.url)
    return Parsed(NAME, PageKind.CHAT, threads=threads, announces=not threads and not tells_event(frame))


def _names_count(part: Part, page_url: str) -> bool:
    return (find_api(part.url or page_url) or find_envelope_api(part)) == COUNT_API


def _parse_unnamed(capture: Capture, part: Part) -> Parsed:
    """Read an answer whose call nobody has described: a conversation, where it has the shape of one.

    Reviews and questions have author, time and words too. So apart from the pages of chats, only what names
    the conversation it belongs to is taken for a message.
    """
    nothing = Parsed(NAME, PageKind.UNKNOWN)
    answer = parse_answer(part, part.url or capture.url, Problems()) if may_hold_messages(part) else None
    if answer is None:
        return nothing
    threads = find_threads(answer.data, answer.request, capture.url)
    is_chat = find_page_kind(capture.url) is PageKind.CHAT
    said = tuple(one for one in threads if one.messages and (is_chat or one.thread_id is not None))
    return Parsed(NAME, PageKind.CHAT, threads=said) if said else nothing


def _parse_count(part: Part, page_url: str) -> Parsed:
    # Its own problems are dropped: where it fails the list fails too, and says so.
    answer = parse_answer(part, part.url or page_url, Problems())
    return parse_order_count(answer) if answer else Parsed(NAME, PageKind.UNKNOWN)


def _parse_page(capture: Capture, part: Part, kind: PageKind, problems: Problems) -> Parsed:
    # Pages are read in the worker alone; the companion, which reads answers, never loads what that takes.
    from companion.marketplaces.aliexpress.pages import PAGES, make_page_reading

    reading = make_page_reading(capture, part, kind, problems)
    parsed = Parsed(NAME, kind)
    if kind in PAGES:
        parsed = PAGES[kind](reading)
        if parsed.page_kind is PageKind.UNKNOWN:
            return parsed  # a frame that shows something else
    elif kind is PageKind.UNKNOWN:
        problems.add("page_kind", "url", "a page of the site that is not known")
    elif kind not in _KEPT_AS_SHOWN:
        problems.add("not_read_yet", "page", str(kind))
    return replace(parsed, text=reading.text or None)
