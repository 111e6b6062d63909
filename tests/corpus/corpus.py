"""A marketplace of invented orders, and two years of looking at them.

    corpus = make_corpus(orders=300, seed=1, today=date(2026, 11, 25))
    for visit in corpus.visits:
        for call in corpus.list_calls(visit):
            call.text                   # what the site answered then
    captures.make_captures(corpus)      # what the extension would have recorded

Pure: the same arguments give the same corpus. Every name, id and sentence is invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.browser.answers import calls
from tests.browser.answers.components import SITE, Json
from tests.browser.rpc import Node
from tests.corpus.detail_answer import make_detail_answer
from tests.corpus.fates import Fates
from tests.corpus.languages import load_languages
from tests.corpus.list_answer import make_count_answer, make_list_answer
from tests.corpus.lives import Buyer, Life
from tests.corpus.moment import Moment
from tests.corpus.tracking_answer import make_returns_answer, make_tracking_answer
from tests.corpus.visits import Kind, Trouble, Visit, draw_visits

RETURNS = "mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer"
_APIS = (calls.LIST, calls.COUNT, calls.DETAIL, calls.TRACKING, RETURNS)
MOBILE = "https://m.aliexpress.com"
_FAILURES = {
    Trouble.LOGGED_OUT: "FAIL_SYS_SESSION_EXPIRED::session expired",
    Trouble.CAPTCHA: "FAIL_SYS_USER_VALIDATE::please verify",
    Trouble.TOKEN_EXPIRED: "FAIL_SYS_TOKEN_EXOIRED::token expired",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks its API for, and by which transport: jsonp, xhr or fetch."""

    api: str
    transport: str
    request: Json


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a page and its answer; `trace` names the answer, as the site's envelopes do."""

    asked: Asked
    trace: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Buyers, the lives of their orders, and the visits."""

    today: date
    lives: Mapping[Buyer, tuple[Life, ...]]
    visits: tuple[Visit, ...]

    def list_lives(self) -> list[Life]:
        """List every order."""
        return [life for own in self.lives.values() for life in own]

    def list_calls(self, visit: Visit) -> Iterator[Call]:
        """List the calls that the page of a visit makes, in their order."""
        for asked, attempt in _list_attempts(visit):
            trace = make_trace(visit, asked.api, find_page(asked.request), attempt)
            yield Call(asked, trace, self.answer(visit, asked.api, asked.request, attempt))

    def answer(self, visit: Visit, api: str, request: Json, attempt: int = 0) -> str:
        """Give what the site answers to a call of a visit's page, as JSON text."""
        trace = make_trace(visit, api, find_page(request), attempt)
        is_first = not attempt and (api, find_page(request)) == _find_first(visit)
        failure = _FAILURES.get(visit.trouble) if visit.trouble and is_first else None
        if failure:
            return calls.make_envelope(api, {}, failure, trace)
        if visit.trouble is Trouble.EMPTY:
            return calls.make_envelope(api, calls.make_empty_detail(), trace=trace)
        return calls.make_envelope(api, self._make_data(visit, api, request), trace=trace)

    def _make_data(self, visit: Visit, api: str, request: Json) -> Json:
        moment = Moment.of(visit, self.today)
        known = [life for life in self.lives[visit.buyer] if life.placed <= visit.day]
        if api == calls.LIST:
            return make_list_answer(moment, known, find_page(request))
        if api == calls.COUNT:
            return make_count_answer(moment, known)
        if api == RETURNS:
            return make_returns_answer(moment, known)
        life = next(life for life in known if life.order_id == request["tradeOrderId"])
        return make_detail_answer(moment, life) if api == calls.DETAIL else make_tracking_answer(moment, life)


def make_corpus(orders: int = 300, seed: int = 1, *, today: date) -> Corpus:
    """Make a corpus whose orders are spread evenly over buyers of all languages."""
    languages = load_languages()
    source = Random(seed)
    lives: dict[Buyer, tuple[Life, ...]] = {}
    for number, language in enumerate(languages):
        buyer = Buyer(number, language, texts=number % 3 == 1, epochs=number % 2 == 0)
        count = orders // len(languages) + (number < orders % len(languages))
        lives[buyer] = Fates(Random(source.random()), buyer).draw_orders(count)
    return Corpus(today, lives, draw_visits(source, lives))


def make_address(visit: Visit) -> str:
    """Make the address of a visit's page."""
    return {
        Kind.LIST: f"{SITE}/p/order/index.html",
        Kind.DETAIL: f"{SITE}/p/order/detail.html?orderId={visit.order_id}",
        Kind.TRACKING: f"{SITE}/p/tracking/index.html?tradeOrderId={visit.order_id}",
        Kind.RETURNS: f"{MOBILE}/p/refund-dispute/list.html",
    }[visit.kind]


def make_context(buyer: Buyer) -> Json:
    """Make what every call of a page names: the buyer's zone, language, currency and country."""
    language = buyer.language
    return {
        "timeZone": language.zone,
        "_lang": language.tag,
        "_currency": language.currency,
        "shipToCountry": language.country,
    }


def make_trace(visit: Visit, api: str, page: int, attempt: int) -> str:
    """Name an answer."""
    return f"{visit.number:08x}{sorted(_APIS).index(api):02x}{page:04x}{attempt:02x}1e0001"


def find_page(request: Json) -> int:
    """Find the list's page in a call."""
    return calls.find_page_index(Node(request))


def _list_attempts(visit: Visit) -> Iterator[tuple[Asked, int]]:
    first, *others = _list_asked(visit)
    yield first, 0
    if visit.trouble is Trouble.TOKEN_EXPIRED:  # the page repeats the call by itself
        yield first, 1
    if visit.trouble not in {Trouble.LOGGED_OUT, Trouble.CAPTCHA}:
        yield from ((asked, 0) for asked in others)


def _find_first(visit: Visit) -> tuple[str, int]:
    """Find the call that a page makes first, which is the one that the site refuses."""
    asked = _list_asked(visit)[0]
    return asked.api, find_page(asked.request)


def _list_asked(visit: Visit) -> list[Asked]:
    """List what the shop's pages ask for; the words are those of its scripts."""
    context = make_context(visit.buyer)
    if visit.kind is Kind.LIST:
        pages = [
            json.dumps({"pageIndex": page, "pageSize": 10}, separators=(",", ":"))
            for page in range(2, visit.pages + 1)
        ]
        return [
            Asked(calls.LIST, "jsonp", {**context, "renderType": "init"}),
            Asked(calls.COUNT, "fetch", context),
            *(
                Asked(calls.LIST, "xhr", {**context, "params": params, "renderType": "more"})
                for params in pages
            ),
        ]
    if visit.kind is Kind.RETURNS:
        return [Asked(RETURNS, "xhr", {**context, "pageNum": 1, "pageSize": 10})]
    order: Json = {**context, "tradeOrderId": visit.order_id}
    if visit.kind is Kind.DETAIL:
        return [Asked(calls.DETAIL, "jsonp", {**order, "channel": "tracking"})]
    return [Asked(calls.TRACKING, "jsonp", {**order, "terminalType": "PC"})]
