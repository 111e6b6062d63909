"""The price block of an order page: its rows, the folded ones too, and the total.

Rows `.order-price-item` with `data-pl` marks seen 2023-2026, `.left-col`/`.right-col` before; a summary in
one line ("Zwischensumme €33.85 Gesamt €31.51") seen 2026.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from companion.marketplaces.aliexpress.labels import Label, find_label
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_fields import STRUCK, make_amount
from companion.marketplaces.dom import Spot
from companion.model import Money, PriceRow
from companion.money import find_amounts

_ROWS = (".order-price-item", ".order-price-row", "tr")
_TITLE = ('[data-pl="order_price_item_title"]', ".left-col", "td:first-child")
_VALUE = ('[data-pl="order_price_item_value"]', ".rightPriceClass", ".right-col", "td:last-child")
_EDGE = " :：-–|"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a price block says; the total is no row of it."""

    total: Money | None
    rows: tuple[PriceRow, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """One row as it stands: its label, the text of its value, and where."""

    label: str
    value: str
    spot: Spot
    is_total: bool


def read_prices(blocks: Sequence[Spot], reading: PageReading) -> Prices:
    """Read the rows of all price blocks."""
    shown = [row for block in blocks for row in _list_rows(block)]
    total = next((row for row in shown if row.is_total), None) or _find_sum(shown, reading)
    amount = _read(total, "total", reading, None) if total else None
    if total is None and shown:
        blocks[0].problem("total", "no total among the prices")
    currency = amount.currency if amount else None
    rows = tuple(
        PriceRow(row.label, _read(row, "price_rows", reading, currency), row.spot.is_hidden)
        for row in shown
        if row is not total
    )
    return Prices(amount, rows)


def _list_rows(block: Spot) -> list[_Shown]:
    rows = block.find_all(*_ROWS)
    if not rows:
        return _cut_summary(block)
    return [_part(row) for row in rows if row.see()]


def _part(row: Spot) -> _Shown:
    title, value = row.find(*_TITLE), row.find(*_VALUE)
    label, amount = title.see(), value.see(STRUCK)
    if not value.is_present or not title.is_present:
        text = row.see(STRUCK)
        found = find_amounts(text)
        cut = found[-1].start if found else len(text)
        label, amount = label or text[:cut].strip(_EDGE), amount or text[cut:]
    is_total = find_label(label) is Label.TOTAL or "total" in row.class_words
    return _Shown(label.strip(_EDGE), amount, row, is_total)


def _cut_summary(block: Spot) -> list[_Shown]:
    """Cut a summary that runs on in one line behind each of its amounts."""
    text = block.see(STRUCK)
    rows, start = [], 0
    for found in find_amounts(text):
        label = text[start : found.start].strip(_EDGE)
        rows.append(_Shown(label, found.text, block, find_label(label) is Label.TOTAL))
        start = found.end
    return rows


def _find_sum(shown: Sequence[_Shown], reading: PageReading) -> _Shown | None:
    """Find the total by what it is: the last row, when it is the sum of those before it."""
    amounts = [make_amount(row.value, reading) for row in shown]
    known = [amount.amount for amount in amounts[:-1] if amount]
    last = amounts[-1] if amounts else None
    is_sum = last is not None and len(known) > 0 and sum(known) == last.amount
    return shown[-1] if is_sum else None


def _read(row: _Shown, field: str, reading: PageReading, currency: str | None) -> Money | None:
    amount = make_amount(row.value, reading, currency) if row.value else None
    if amount is None and row.value:
        row.spot.problem(field, row.value)
    return amount
