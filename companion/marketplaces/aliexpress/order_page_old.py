"""The order page of before 2022: `.order-no`, `.order-status`, and a reminder with a clock or a day in it.

Selectors as readers of the page used them in 2015 (the clock) and 2020 (a day as 2020-05-30), the receiver in
`li > span[i18entitle]`. Golden order_detail/page-en-2015, order_detail/page-ru-2020.
"""

from __future__ import annotations

from dataclasses import replace

from companion.marketplaces.aliexpress.countdowns import read_dated_reminder, read_remaining
from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_fields import find_shown_order, make_order_url, read_seller
from companion.marketplaces.aliexpress.page_lines import OLD, read_page_lines
from companion.marketplaces.aliexpress.sentences import Meaning, read_by_words
from companion.marketplaces.aliexpress.statements import make_statements
from companion.marketplaces.aliexpress.states import find_state
from companion.marketplaces.dom import HIDDEN, Spot
from companion.model import Order, PageKind, Parsed, Shipment, Statement
from companion.text import split_sentences

REMINDER = "page: order-reminder"

_MARKS = ".order-no, .order-reminder, .shipping-table"
_STATUS = (".order-status",)
_LINES = ("tr:has(.baobei-name)", "tr:has(.product-title)")
_CLOCK = "#countdown, [id^=countdown]"


def is_old_page(root: Spot) -> bool:
    """Tell the page of before 2022 by what only it has."""
    return root.find(_MARKS).is_present


def parse_old_order_page(reading: PageReading) -> Parsed:
    """Read one order, its parcels' numbers, and up to when it is protected."""
    root = reading.root
    number = root.find(".order-no")
    order_id = find_shown_order(number) or find_order_id(reading.url)
    if order_id is None:
        reading.problems.add("order_id", "page", "no order id")
        return Parsed(NAME, PageKind.ORDER_DETAIL)
    status = root.find(*_STATUS)
    label = status.text("site_state")
    if label is None:
        status.problem("site_state", "an order without its state")
    order = Order(
        order_id=order_id,
        state=find_state(frozenset(), None, label),
        site_state=label,
        seller=read_seller(root, reading),
        url=make_order_url(order_id),
        lines=read_page_lines(root.find_all(*_LINES), OLD, order_id, reading, None),
    )
    return Parsed(
        NAME,
        PageKind.ORDER_DETAIL,
        orders=(order,),
        shipments=_read_parcels(root, order_id),
        statements=tuple(_read_reminder(root.find(".order-reminder"), order_id, reading)),
    )


def _read_parcels(root: Spot, order_id: str) -> tuple[Shipment, ...]:
    """Read the numbers of the parcels; their events are on another page."""
    numbers = [spot.text("tracking_number") for spot in root.find_all(".shipping-table .no")]
    carriers = [spot.text("carrier") for spot in root.find_all(".shipping-table .logistics-name")]
    carriers += [None] * (len(numbers) - len(carriers))
    return tuple(
        Shipment(order_id, number, carrier, None, ())
        for number, carrier in zip(numbers, carriers, strict=False)
        if number
    )


def _read_reminder(reminder: Spot, order_id: str, reading: PageReading) -> list[Statement]:
    """Read the reminder: its clock, then each sentence by its words; a day without known words protects."""
    found = read_remaining(reminder, order_id, reading)
    lines = reminder.lines(f"{HIDDEN}, {_CLOCK}")
    for sentence in (one for line in lines for one in split_sentences(line)):
        meaning: Meaning | None = read_by_words(sentence, reading.setting.language)
        if meaning:
            found += make_statements([(meaning, sentence)], order_id, REMINDER)
        else:
            dated = read_dated_reminder(sentence, order_id, reading)
            found += [replace(one, place=REMINDER) for one in dated]
    return found
