"""What pages say: orders, parcels, messages, disputes, listings and statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import msgspec

from companion.model.words import (
    Anchor,
    Author,
    MessageKind,
    Milestone,
    OrderState,
    PageKind,
    Source,
    StatementKind,
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a page shows it; `raw` keeps the text it was read from."""

    amount: Decimal
    currency: str  # ISO 4217
    raw: str


class DateRange(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """Two days, both included. A Struct because the field's word in JSON, `from`, is no Python name."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Seller:
    """The counterparty of an order."""

    name: str | None
    store_id: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row of an order's price block; `hidden` rows are folded away on the page."""

    label: str
    value: Money | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product within an order. `unit_price` is for one piece.

    `options` are by name; an empty name holds what a page shows of them without naming any.
    """

    line_id: str
    product_id: str | None = None
    sku_id: str | None = None
    title: str | None = None
    options: Mapping[str, str] | None = None
    quantity: int | None = None
    unit_price: Money | None = None
    url: str | None = None
    image_url: str | None = None
    snapshot_url: str | None = None
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase as far as pages have shown it; None is a field no page has shown."""

    order_id: str
    state: OrderState | None = None
    site_state: str | None = None
    placed_on: date | None = None
    paid_on: date | None = None
    shipped_on: date | None = None
    completed_on: date | None = None
    total: Money | None = None
    price_rows: tuple[PriceRow, ...] = ()
    seller: Seller | None = None
    payment_method: str | None = None
    ship_to_country: str | None = None  # ISO 3166-1 alpha-2
    url: str | None = None
    lines: tuple[OrderLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One line a carrier wrote about a parcel."""

    at: datetime | None
    at_text: str | None
    code: str | None
    milestone: Milestone
    text: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel of an order; events are newest first, as the site shows them."""

    order_id: str
    tracking_number: str | None
    carrier: str | None
    estimated_delivery: DateRange | None
    events: tuple[TrackingEvent, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance in a thread.

    Attributes:
        message_id: the site's, which may be larger than any number; None where only the page showed it.
        author: None where the page does not tell the sides apart.
        at: when it was sent; `at_text` keeps the words that were shown instead of an instant.
        text: what was shown; a translation where the page showed one, and `original_text` what it is of.
        media: addresses of pictures and videos, without what only opens them for a while.
        recalled: taken back by its author; what it said before stays in earlier captures.
        card: the site's own name or number for what it carries.
        order_id: of an order card.
        product_id: of a product card.
    """

    message_id: str | None
    author: Author | None
    at: datetime | None
    at_text: str | None
    kind: MessageKind
    text: str | None
    original_text: str | None
    media: tuple[str, ...]
    recalled: bool
    card: str | None = None
    order_id: str | None = None
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation with a seller.

    Attributes:
        thread_id: the site's name for it; None where the page did not tell.
        complete_from_start: whether its first message was truly seen to be the first.
        messages: by time, then by id; where there is neither, as they stood.
    """

    thread_id: str | None
    seller: Seller | None
    order_ids: tuple[str, ...]
    complete_from_start: bool
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal in a dispute. `solution` and `site_state` are the site's words."""

    author: str | None  # buyer | seller | platform
    solution: str | None
    amount: Money | None
    made_at: datetime | None
    text: str | None
    site_state: str | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim the buyer made for an order line; None is a field no page has shown.

    `site_state` is the site's words, or its code where it shows no words; `is_open` is what they mean, as
    far as that is known. `answer_from` is who must act next, and `answer_by` until when; a page that shows
    the day alone has it as a statement. `return_address` is where goods go back to, never where the buyer
    lives.
    """

    dispute_id: str
    order_id: str
    line_id: str | None = None
    kind: str | None = None
    site_state: str | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    amount: Money | None = None
    is_open: bool | None = None
    reason: str | None = None
    solution: str | None = None
    answer_from: str | None = None  # buyer | seller | platform
    answer_by: datetime | None = None
    offers: tuple[Offer, ...] = ()
    evidence_requests: tuple[str, ...] = ()
    return_address: str | None = None
    return_carrier: str | None = None
    return_tracking_number: str | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it has ended: by the newest word on its state, else by the day it ended."""
        return self.closed_at is not None if self.is_open is None else not self.is_open


@dataclass(frozen=True, slots=True)
class Listing:
    """A product page."""

    product_id: str
    title: str | None
    price: Money | None
    seller: Seller | None
    specs: Mapping[str, str]
    promises: tuple[str, ...]
    images: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a page says about a right: a day in `on`, or `within_days` after an event."""

    order_id: str
    kind: StatementKind
    on: date | None
    within_days: int | None
    after: Anchor | None
    quote: str
    place: str  # component the sentence stood in, without the page kind, e.g. "fastDeliveryInfoDTO"


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that is there and cannot be read, or a page that is known and not understood."""

    field: str
    where: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a list one answer or page shows, and how much there is by the site's own word.

    `counts` are the numbers of orders beside the list's tabs, by the tab's code; `has_more` is None where
    the page does not say.
    """

    tab: str | None = None
    page: int | None = None  # from 1
    shown: int = 0  # orders on this page of the list
    has_more: bool | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything one page or answer says.

    `text` is what a reader sees of a page, for the search; answers have none. `announces` says of a frame of
    a messenger that something has come which it does not hold. `adapter_version` is that of the adapter that
    read it, filled in by whoever asked the adapter.
    """

    marketplace: str
    page_kind: PageKind
    orders: tuple[Order, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    threads: tuple[Thread, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    listings: tuple[Listing, ...] = ()
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: Source = Source.API
    coverage: Coverage | None = None
    text: str | None = None
    announces: bool = False
    adapter_version: int = 1
