"""The list of returns: `mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer`, ten a page.

Seen 2026-09, golden refund_list/*. Each return is of one order line. The list shows a product's unit price
and no refund amount; `pages` and its like are always 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from companion.marketplaces.aliexpress.dispute_meaning import read_state
from companion.marketplaces.aliexpress.fields import (
    ORDER_ID_DIGITS,
    Reading,
    find_order_id,
    make_url,
    read_seller,
)
from companion.marketplaces.aliexpress.instants import choose_instants, read_twofold
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.nested_money import read_money
from companion.marketplaces.base import Node
from companion.model import Dispute, Money, Order, OrderLine, PageKind, Parsed

LINES = "reverseOrderLines"

# 4 seen 2026-09 on closed returns; 2 and 3 by readers of the site. Others are kept as they are.
OPEN_BY_CODE = {"2": True, "3": True, "4": False}
# Not seen with a value: the real list shows none of these, but other states may.
_AMOUNTS = ("refundAmount", "reverseAmount", "applyRefundAmount")
_STATES = ("reverseStatusText", "reverseDetailStatusText", "statusText")


@dataclass(frozen=True, slots=True)
class Return:
    """One return of the list and the order line it is of."""

    dispute: Dispute
    order: Order


def parse_refund_list(reading: Reading, _page_url: str) -> Parsed:
    """Read every return of one page of the list."""
    module = reading.answer.data.at("module")
    shops = module.at("items")
    if not shops.is_list:
        reading.problems.add("data", module.where, "no list of returns in it")
    found = [(line, shop) for shop in shops.items("disputes") for line in shop.at(LINES).items("disputes")]
    return make_returns(found, PageKind.REFUND_LIST, reading)


def make_returns(found: Sequence[tuple[Node, Node]], kind: PageKind, reading: Reading) -> Parsed:
    """Read returns, each from its own place and from that of the shop around it."""
    returns = _read_returns(found, reading)
    orders: dict[str, Order] = {}
    for one in returns:
        known = orders.get(one.order.order_id)
        orders[one.order.order_id] = _join(known, one.order) if known else one.order
    return Parsed(NAME, kind, orders=tuple(orders.values()), disputes=tuple(one.dispute for one in returns))


def _read_returns(found: Sequence[tuple[Node, Node]], reading: Reading) -> list[Return]:
    named = [(line, shop, order_id) for line, shop in found if (order_id := _read_order_id(line))]
    opened = [
        read_twofold("opened_at", line.at("gmtCreateFormat"), line.at("gmtCreate"), reading)
        for line, _, _ in named
    ]
    changed = [
        read_twofold("closed_at", line.at("gmtModifiedFormat"), line.at("gmtModified"), reading)
        for line, _, _ in named
    ]
    instants = choose_instants([*opened, *changed], reading)
    times = zip(instants[: len(named)], instants[len(named) :], strict=True)
    return [
        Return(
            _make_dispute(line, f"{order_id}-{place}", time, reading),
            _make_order(line, shop, order_id),
        )
        for place, ((line, shop, order_id), time) in enumerate(zip(named, times, strict=True), start=1)
    ]


def _make_dispute(
    line: Node, stand_in: str, times: tuple[datetime | None, datetime | None], reading: Reading
) -> Dispute:
    order_id = stand_in.partition("-")[0]
    is_open, site_state, answer_from = _read_state(line, reading)
    opened_at, changed_at = times
    return Dispute(
        dispute_id=_read_dispute_id(line) or stand_in,
        order_id=order_id,
        line_id=line.at("tradeOrderLineId").identifier("line_id"),
        kind=_read_kind(line.at("reverseType")),
        site_state=site_state,
        opened_at=opened_at,
        # Nothing says when a return ended; one that is done was changed last when it was done.
        closed_at=changed_at if is_open is False else None,
        amount=_read_amount(line),
        is_open=is_open,
        solution=line.at("solutionType").text("solution"),
        answer_from=answer_from,
    )


def _read_dispute_id(line: Node) -> str | None:
    """Read the id by which list and detail meet: that of the return's line.

    It is in the list, in the address of the dispute's page, and in the name of the call that page makes. The
    return as a whole (`reverseOrderId`) may hold several lines, and `issueId` is on some addresses only.
    """
    found = line.at("reverseOrderLineId").identifier("dispute_id")
    if found is None:
        line.problem("dispute_id", "no id: numbered by its place in the list")
    return found


def _read_order_id(line: Node) -> str | None:
    named = line.at("tradeOrderId").identifier("order_id", ORDER_ID_DIGITS)
    linked = (
        find_order_id(button.at("detailUrl").text("order_id"))
        for button in line.at("buttonDTOList").items("order_id")
    )
    found = named or next((order_id for order_id in linked if order_id), None)
    if found is None and not line.at("tradeOrderId").is_present:
        line.problem("order_id", "no order id")
    return found


def _read_kind(node: Node) -> str | None:
    kind = node.text("kind")
    return kind.lower() if kind else None


def _read_state(line: Node, reading: Reading) -> tuple[bool | None, str | None, str | None]:
    """Read whether a return is open, the site's words or else its code, and who must act."""
    code = line.at("reverseStatus").text("site_state")
    shown = next((text for key in _STATES if (text := line.at(key).text("site_state"))), None)
    meaning = read_state(shown, reading.setting.language) if shown else None
    by_code = OPEN_BY_CODE.get(code or "")
    is_open = by_code if by_code is not None or meaning is None else meaning.is_open
    return is_open, shown or code, meaning.answer_from if meaning and is_open is not False else None


def _read_amount(line: Node) -> Money | None:
    found = next((line.at(key) for key in _AMOUNTS if line.at(key).is_present), None)
    return read_money(found, "amount") if found else None


def _make_order(line: Node, shop: Node, order_id: str) -> Order:
    """Make what the list says of the order; `itemCount` is left out, for it may count what goes back."""
    item = line.at("aeItemDTO")
    line_id = line.at("tradeOrderLineId").identifier("line_id")
    bought = OrderLine(
        line_id=line_id or "",
        product_id=item.at("itemId").identifier("product_id"),
        title=item.at("itemTitle").text("title"),
        unit_price=read_money(item.at("itemUnitPrice"), "unit_price"),
        url=item.at("itemDetailUrl").read("url", make_url),
        image_url=item.at("itemPicUrl").read("image_url", make_url),
    )
    seller = read_seller(shop.at("shopName"), line.at("seller", "storeUrl"))
    return Order(order_id, seller=seller, lines=(bought,) if line_id else ())


def _join(known: Order, more: Order) -> Order:
    """Join two returns of one order."""
    ids = {line.line_id for line in known.lines}
    return replace(known, lines=(*known.lines, *(line for line in more.lines if line.line_id not in ids)))
