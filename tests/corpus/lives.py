"""The lives of invented orders. Days count from the day of the corpus, which is 0; the past is negative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.corpus.languages import Language
from tests.corpus.prices import CURRENCIES, Currency


class Stage(StrEnum):
    """Where an order stands."""

    UNPAID = "unpaid"
    TO_SHIP = "to_ship"
    ON_WAY = "on_way"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whose pages are looked at.

    Attributes:
        texts: the account gets numbers and truths as text, as some accounts of the site do.
        epochs: tracking rows carry their instant beside the text.
    """

    number: int
    language: Language
    texts: bool
    epochs: bool

    @property
    def currency(self) -> Currency:
        """What the buyer pays in."""
        return CURRENCIES[self.language.currency]


@dataclass(frozen=True, slots=True)
class Seller:
    """An invented shop."""

    name: str
    store_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """An article of an order; `price` is for one piece."""

    line_id: str
    product_id: str
    sku_id: str
    title: str
    options: Mapping[str, str]
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Scan:
    """One event of a parcel."""

    day: int
    minute: int
    code: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is on its way; scans are oldest first."""

    number: str
    carrier: str
    line_ids: tuple[str, ...]
    scans: tuple[Scan, ...]

    def scans_until(self, day: int) -> tuple[Scan, ...]:
        """List what had happened at the end of a day."""
        return tuple(scan for scan in self.scans if scan.day <= day)


@dataclass(frozen=True, slots=True)
class Promise:
    """A fast-delivery promise; tracking and order page may name different days for the refund."""

    coupon_on: int
    coupon: int
    refund_on_tracking: int
    refund_on_order: int


@dataclass(frozen=True, slots=True)
class Return:
    """A claim for one line; `closed` is None while it is open."""

    return_id: str
    line_id: str
    amount: int
    opened: int
    closed: int | None

    def code_on(self, day: int) -> int:
        """The site's number for its state: 4 is done, 2 and 3 are under way."""
        if self.closed is not None and self.closed <= day:
            return 4
        return 2 if day - self.opened < 5 else 3


@dataclass(frozen=True, slots=True)
class Life:
    """An order from its first day to its last.

    Attributes:
        steps: the day on which each stage began, oldest first.
        coupon: what a coupon takes off the total.
        estimate: the first and the last day on which it was said to arrive.
    """

    order_id: str
    seller: Seller
    lines: tuple[Line, ...]
    shipping: int
    coupon: int
    estimate: tuple[int, int]
    steps: tuple[tuple[int, Stage], ...]
    parcels: tuple[Parcel, ...] = ()
    promise: Promise | None = None
    claim: Return | None = None

    @property
    def placed(self) -> int:
        """The day of the order."""
        return self.steps[0][0]

    @property
    def subtotal(self) -> int:
        """What the lines cost."""
        return sum(line.price * line.quantity for line in self.lines)

    @property
    def total(self) -> int:
        """What was paid."""
        return self.subtotal + self.shipping - self.coupon

    def stage_on(self, day: int) -> Stage:
        """Where the order stood at the end of a day not before its first."""
        return [stage for begun, stage in self.steps if begun <= day][-1]

    def begun(self, stage: Stage, day: int) -> int | None:
        """The day on which a stage had begun, seen from a day; None when it had not."""
        return next((begun for begun, one in self.steps if one is stage and begun <= day), None)

    def signature_on(self, day: int) -> tuple[Stage, int]:
        """What a person would look at anew: the stage, and how many scans there were."""
        return self.stage_on(day), sum(len(parcel.scans_until(day)) for parcel in self.parcels)
