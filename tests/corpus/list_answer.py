"""The order list of the corpus."""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.answers.components import SITE, Json, make_component
from tests.corpus.lives import Life, Stage
from tests.corpus.moment import Moment, make_chat_link
from tests.corpus.visits import PAGE_SIZE

# Seen 2026-09: CONFIRM_GOODS on every order on its way, REPURCHASE with DELETE on one that has ended.
_BUTTONS = {
    Stage.UNPAID: ("PAY", "CANCEL_ORDER"),
    Stage.TO_SHIP: ("CANCEL_ORDER",),
    Stage.ON_WAY: ("CONFIRM_GOODS", "TRACKING"),
    Stage.COMPLETED: ("REPURCHASE", "DELETE"),
    Stage.CANCELLED: ("REPURCHASE", "DELETE"),
    Stage.CLOSED: ("REPURCHASE", "DELETE"),
}
# The site's numbers that have been seen; of the other stages none has.
CODES = {Stage.ON_WAY: 8, Stage.COMPLETED: 9}


def make_list_answer(moment: Moment, lives: Sequence[Life], page: int) -> Json:
    """Make one page of the list, newest order first; the map is in another order than the hierarchy says."""
    shown = list(reversed(lives))[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    cards = [make_component("pc_om_list_order", one.order_id, _make_card(moment, one)) for one in shown]
    body = {
        "hasMore": moment.fact(page * PAGE_SIZE < len(lives)),
        "pageIndex": moment.fact(page),
        "pageSize": moment.fact(PAGE_SIZE),
    }
    components = [
        *reversed(cards),
        make_component(
            "pc_om_list_header", "110551", {"pageTitle": "Orders", "statusTabList": _make_tabs(moment)}
        ),
        make_component("pc_om_list_body", "109702", body),
        make_component("pc_om_list_page", "109694", {}),
    ]
    structure = {
        "pc_om_list_page_109694": ["pc_om_list_header_110551", "pc_om_list_body_109702"],
        "pc_om_list_body_109702": [key for key, _ in cards],
    }
    hierarchy: Json = {"root": "pc_om_list_page_109694", "structure": structure}
    return {"data": dict(components), "hierarchy": hierarchy, "global": {}}


def make_count_answer(moment: Moment, lives: Sequence[Life]) -> Json:
    """Make the numbers beside the tabs, which are texts for every account (seen 2026-09)."""
    stages = [life.stage_on(moment.day) for life in lives]
    tabs = (("unpaid", Stage.UNPAID), ("processing", Stage.TO_SHIP), ("shipped", Stage.ON_WAY))
    return {"module": {name: str(stages.count(stage)) for name, stage in tabs}}


def _make_tabs(moment: Moment) -> list[Json]:
    states = moment.language.states
    titles = (moment.language.labels.all, states.unpaid, states.to_ship, states.on_way, states.completed)
    codes = ("all", "unpaid", "processing", "shipped", "completed")
    return [{"code": code, "title": title} for code, title in zip(codes, titles, strict=True)]


def _make_card(moment: Moment, life: Life) -> Json:
    stage = life.stage_on(moment.day)
    labels, currency = moment.language.labels, moment.buyer.currency
    card: Json = {
        "baseCurrency": "CNY",
        "buttons": [{"text": kind.replace("_", " ").capitalize(), "type": kind} for kind in _BUTTONS[stage]],
        "currencyCode": currency.code,
        "formatPriceInfo": currency.write_info(life.total),
        "orderDateText": moment.in_list(life.placed),
        "orderDateTitle": labels.order_date,
        "orderDetailUrl": f"{SITE}/p/order/detail.html?orderId={life.order_id}",
        "orderId": life.order_id,
        "orderLineSize": moment.fact(len(life.lines)),
        "orderLines": [moment.line(line, has_promise=life.promise is not None) for line in life.lines],
        "sellerConnectUrl": make_chat_link(life),
        "statusText": moment.language.states.__getattribute__(stage),
        "storeName": life.seller.name,
        "storePageUrl": f"//www.aliexpress.com/store/{life.seller.store_id}",
        "totalPriceText": moment.money(life.total),
        "totalPriceTitle": labels.total,
    }
    if moment.buyer.texts and stage in CODES:
        card["utParams"] = {"args": {"orderStatus": str(CODES[stage])}}
    return card
