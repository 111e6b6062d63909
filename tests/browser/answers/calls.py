"""What the fake marketplace's API says: the invented orders, or a folder of answers, in the site's own shape.

The shapes follow what is known of the site's answers: a component tree whose map is out of order and whose
order is in `hierarchy`, numbers that are sometimes text, an order id that is a number on the order page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from tests.browser.answers.disputes import MadeDispute, make_dispute, make_refund_list
from tests.browser.answers.order_detail import make_detail
from tests.browser.answers.order_list import make_count, make_list
from tests.browser.answers.samples import Days, MadeOrder
from tests.browser.answers.tracking import make_tracking
from tests.browser.rpc import Node

LIST = "mtop.aliexpress.trade.buyer.order.list"
DETAIL = "mtop.aliexpress.trade.buyer.order.detail"
TRACKING = "mtop.ae.ld.querydetail"
REFUNDS = "mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer"
DISPUTE = "mtop.aliexpress.buyer.reverse.reverseorderlinerenderforbuyer"
COUNT = "mtop.aliexpress.trade.buyer.order.count"
PAGE_SIZE = 5

Json = dict[str, object]


class Answers(Protocol):
    """Something that answers the site's API calls."""

    def find(self, api: str, request: Node) -> str | None:
        """Find the answer to a call (its `data`) as JSON text; None when the API is not known here."""


class MadeAnswers:
    """Answers about invented orders."""

    def __init__(self, orders: list[MadeOrder], days: Days, disputes: Sequence[MadeDispute] = ()) -> None:
        self._orders = orders
        self._days = days
        self._disputes = list(disputes)

    def find(self, api: str, request: Node) -> str | None:
        """Find the answer to a call about the invented orders."""
        data = self._find_data(api, request)
        return None if data is None else make_envelope(api, data)

    def _find_data(self, api: str, request: Node) -> Json | None:
        if api == LIST:
            page = find_page_index(request)
            shown = self._orders[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
            return make_list(shown, self._days, page=page, has_more=page * PAGE_SIZE < len(self._orders))
        if api == COUNT:
            return make_count(self._orders)
        if api in {REFUNDS, DISPUTE}:
            return self._find_returns(api, request)
        order = self._find_order(request["tradeOrderId"])
        if api == DETAIL:
            return make_detail(order, self._days) if order else make_empty_detail()
        if api == TRACKING:
            return make_tracking(order, self._days) if order else {"module": {}, "result": True}
        return None

    def _find_returns(self, api: str, request: Node) -> Json:
        """Find all returns, or one by its own id or that of its line, which some addresses name alone."""
        if api == REFUNDS:
            return make_refund_list(self._disputes, self._orders, self._days)
        for dispute in self._disputes:
            order = next(one for one in self._orders if one.order_id == dispute.order_id)
            named = {dispute.dispute_id, order.lines[0].line_id}
            if {request["reverseOrderLineId"].text, request["tradeOrderLineId"].text} & named:
                return make_dispute(dispute, order, self._days)
        return {"module": {}}

    def _find_order(self, order_id: Node) -> MadeOrder | None:
        return next((one for one in self._orders if one.order_id == str(order_id.value)), None)


class FolderAnswers:
    """The answers in a folder of JSON files, each known by its own `api`."""

    def __init__(self, folder: Path) -> None:
        self._texts: dict[str, str] = {}
        for path in sorted(folder.glob("*.json")):
            text = path.read_text("utf-8")
            api = Node(json.loads(text))["api"].text.lower()
            if api:
                self._texts[api] = text

    def find(self, api: str, request: Node) -> str | None:
        """Find the file for a call; other pages of the list are empty, other orders unknown."""
        text = self._texts.get(api)
        if text is None:
            return None
        if api == LIST and find_page_index(request) > 1:
            return make_envelope(api, make_list([], Days(date.min), page=2, has_more=False))
        if api in {DETAIL, TRACKING} and not _names_order(text, str(request["tradeOrderId"].value)):
            return make_failure(api, "UNKNOWN_FAIL_CODE::the order is not in this folder")
        return text


def _names_order(text: str, order_id: str) -> bool:
    return re.search(rf"\b{re.escape(order_id)}\b", text) is not None


def find_page_index(request: Node) -> int:
    """Find the list's page in a call: nested as text in `params`, and absent on the first call."""
    text = request["params"].text
    return Node(json.loads(text))["pageIndex"].number or 1 if text else 1


def make_envelope(
    api: str,
    data: Mapping[str, object],
    ret: str = "SUCCESS::ok",
    trace: str = "00c0ffee17000000000000001e0001",
) -> str:
    """Wrap data as every answer of the site's API is; `trace` is the name the site gives an answer."""
    whole = {"api": api, "data": data, "ret": [ret], "traceId": trace, "v": "1.0"}
    return json.dumps(whole, ensure_ascii=False)


def make_failure(api: str, ret: str, data: Mapping[str, object] | None = None) -> str:
    """Make an answer that says why there is none."""
    return make_envelope(api, data or {}, ret)


def make_empty_detail() -> Json:
    """Make the skeleton that the site gives, with SUCCESS, when an order is asked for in the wrong way."""
    root = {"tag": "detail_root_container", "type": "detail_root_container", "id": "109716", "fields": {}}
    hierarchy = {"root": "detail_root_container_109716", "structure": {}}
    return {"data": {"detail_root_container_109716": root}, "global": {}, "hierarchy": hierarchy}
