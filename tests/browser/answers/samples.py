"""The invented orders of `samples/orders.json`, typed, with days turned into dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

SAMPLES = Path(__file__).parent.with_name("samples") / "orders.json"


@dataclass(frozen=True, slots=True)
class MadeSeller:
    """An invented shop."""

    name: str
    store_id: str


@dataclass(frozen=True, slots=True)
class MadeLine:
    """An invented article of an order; `price` is for one piece."""

    line_id: str
    product_id: str
    sku_id: str
    picture: str
    title: str
    options: dict[str, str]
    quantity: int
    price: str


@dataclass(frozen=True, slots=True)
class MadeParcel:
    """An invented parcel; events are (day, time, code), newest first."""

    number: str
    carrier: str
    events: list[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class MadeRefund:
    """The day of "Refund if no delivery before", as the tracking page and the order page say it."""

    tracking: int
    detail: int


@dataclass(frozen=True, slots=True)
class MadeOrder:
    """An invented order; days count from the day the marketplace started.

    Attributes:
        state: "to_ship", "to_deliver" or "completed".
    """

    order_id: str
    state: str
    placed: int
    seller: MadeSeller
    lines: list[MadeLine]
    rows: list[tuple[str, str]]
    total: str
    eta: int
    shipped: int | None = None
    completed: int | None = None
    coupon_from: int | None = None
    refund: MadeRefund | None = None
    parcel: MadeParcel | None = None


def load_orders() -> list[MadeOrder]:
    """Load the invented orders, newest first."""
    return msgspec.json.decode(SAMPLES.read_bytes(), type=list[MadeOrder])


@dataclass(frozen=True, slots=True)
class Days:
    """Writes days, counted from `today`, the way the site does in English."""

    today: date

    def date(self, day: int) -> date:
        """The date of a day."""
        return self.today + timedelta(days=day)

    def text(self, day: int) -> str:
        """For example "Nov 24, 2026"."""
        on = self.date(day)
        return f"{on:%b} {on.day}, {on.year}"

    def short(self, day: int) -> str:
        """For example "Nov. 24": no year."""
        on = self.date(day)
        return f"{on:%b}. {on.day}"

    def moment(self, day: int, time: str) -> str:
        """For example "Tue | Nov. 24 18:39": no year either."""
        return f"{self.date(day):%a} | {self.short(day)} {time}"
