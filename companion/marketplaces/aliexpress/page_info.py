"""The rows of an order page that say when what happened: a label and a value in each.

`data-pl` marks seen 2024: `order_detail_gray_id`, `_date`, `_payment`; other rows are told by their label.
A day under a label that is not known is a problem: it is one of four, and it is not said which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from companion.marketplaces.aliexpress.labels import Label, find_label, split_label
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_fields import find_day
from companion.marketplaces.aliexpress.privacy import RECEIVER
from companion.marketplaces.dom import HIDDEN, Spot
from companion.when import find_days

_ROWS = (".info-row", "li", "tr")
_MARKS = {
    "order_detail_gray_id": Label.ORDER_ID,
    "order_detail_gray_date": Label.PLACED_ON,
    "order_detail_gray_payment": Label.PAYMENT_METHOD,
}
_DAYS = frozenset({Label.PLACED_ON, Label.PAID_ON, Label.SHIPPED_ON, Label.COMPLETED_ON})


@dataclass(slots=True)
class Info:
    """What the rows say; filled row by row."""

    payment_method: str | None = None
    days: dict[Label, date] = field(default_factory=dict)

    @property
    def placed_on(self) -> date | None:
        """The day of the order."""
        return self.days.get(Label.PLACED_ON)

    @property
    def paid_on(self) -> date | None:
        """The day of the payment."""
        return self.days.get(Label.PAID_ON)

    @property
    def shipped_on(self) -> date | None:
        """The day the seller had sent everything."""
        return self.days.get(Label.SHIPPED_ON)

    @property
    def completed_on(self) -> date | None:
        """The day the order ended."""
        return self.days.get(Label.COMPLETED_ON)


def read_info(blocks: Sequence[Spot], reading: PageReading) -> Info:
    """Read every row of the blocks."""
    info = Info()
    for block in blocks:
        rows = block.find_all(*_ROWS)
        for row in rows:
            _read_row(row, row.words(f"{HIDDEN}, {RECEIVER}"), _find_mark(row), info, reading)
        for line in () if rows else block.lines(f"{HIDDEN}, {RECEIVER}"):
            _read_row(block, line, None, info, reading)
    return info


def _read_row(row: Spot, text: str, mark: Label | None, info: Info, reading: PageReading) -> None:
    language = reading.setting.language
    found = find_days(text, language) or find_days(text)
    shown, value = split_label(text)
    label = mark or find_label(shown)
    if found and label is None:
        label = find_label(f"{text[: found[0].start]} {text[found[-1].end :]}")
    if label in _DAYS:
        _read_day(row, text, label, info, reading)
    elif label is Label.PAYMENT_METHOD and value:
        info.payment_method = info.payment_method or value
    elif found and label is None:
        row.problem("dates", text)


def _read_day(row: Spot, text: str, label: Label, info: Info, reading: PageReading) -> None:
    day = find_day(text, reading)
    if day is None or info.days.setdefault(label, day) != day:
        row.problem(label.value, text)


def _find_mark(row: Spot) -> Label | None:
    marked = (row.attribute("data-pl"), row.find("[data-pl]").attribute("data-pl"))
    return next((_MARKS[mark] for mark in marked if mark in _MARKS), None)
