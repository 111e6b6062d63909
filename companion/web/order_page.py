"""The page of one order: everything known of it, and every word it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from companion.lookout import LIVE
from companion.model import (
    OrderChange,
    OrderLine,
    OrderRecord,
    PriceRow,
    SeenStatement,
    Shipment,
    TrackingEvent,
)
from companion.protection.deadlines import make_deadlines
from companion.protection.wording import page_words
from companion.web.cards import (
    DeadlineCard,
    OrderCard,
    Reader,
    find_safe_url,
    make_deadline_card,
    make_order_card,
    make_picture_path,
)
from companion.web.readings import DisagreementCard, make_disagreement_card
from companion.web.wording import (
    STATEMENT_WORDS,
    make_age_words,
    make_country_words,
    make_day_words,
    make_field_words,
    make_moment_words,
    make_money_words,
    make_name_words,
    make_says_words,
)


@dataclass(frozen=True, slots=True)
class LineCard:
    """One product of the order."""

    title: str
    options: str
    quantity: int | None
    unit_price: str | None
    picture: str
    url: str | None
    badges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceCard:
    """One row of the price block."""

    label: str
    value: str | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class EventCard:
    """One line a carrier wrote."""

    when: str | None
    text: str
    milestone: str


@dataclass(frozen=True, slots=True)
class ShipmentCard:
    """One parcel."""

    tracking_number: str | None
    carrier: str | None
    estimate: str | None
    events: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True)
class StatementCard:
    """What a page said about a right, and where."""

    label: str
    says: str
    quote: str
    page: str
    place: str
    seen: str
    first_seen: str | None
    capture_path: str


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A field that changed between two captures."""

    field: str
    before: str
    after: str
    seen: str
    capture_path: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """All that the order page shows."""

    card: OrderCard
    facts: tuple[tuple[str, str], ...]
    lines: tuple[LineCard, ...]
    price_rows: tuple[PriceCard, ...]
    total: str | None
    shipments: tuple[ShipmentCard, ...]
    open_deadlines: tuple[DeadlineCard, ...]
    ended_deadlines: tuple[DeadlineCard, ...]
    statements: tuple[StatementCard, ...]
    earlier_statements: tuple[StatementCard, ...]
    changes: tuple[ChangeCard, ...]
    disagreements: tuple[DisagreementCard, ...]
    last_seen: str


def make_order_page(record: OrderRecord, reader: Reader) -> OrderPage:
    """Put an order into words."""
    order = record.order
    deadlines = make_deadlines(record, reader.now)
    ended = [deadline for deadline in deadlines if deadline.status not in LIVE]
    running = [deadline for deadline in deadlines if deadline.status in LIVE]
    return OrderPage(
        card=make_order_card(record, deadlines, reader),
        facts=_make_facts(record, reader),
        lines=tuple(_make_line(order.order_id, line, reader) for line in order.lines),
        price_rows=tuple(_make_price(row, reader) for row in order.price_rows),
        total=make_money_words(order.total, reader.locale),
        shipments=tuple(_make_shipment(shipment, reader) for shipment in record.shipments),
        open_deadlines=tuple(make_deadline_card(deadline, record, reader) for deadline in running),
        ended_deadlines=tuple(make_deadline_card(deadline, record, reader) for deadline in ended),
        statements=tuple(_make_statement(seen, reader) for seen in record.statements),
        earlier_statements=tuple(_make_statement(seen, reader) for seen in record.earlier_statements),
        changes=tuple(_make_change(change, reader) for change in record.changes),
        disagreements=tuple(make_disagreement_card(found, record, reader) for found in record.disagreements),
        last_seen=make_age_words(record.last_seen_at, reader.now),
    )


def _make_change(change: OrderChange, reader: Reader) -> ChangeCard:
    return ChangeCard(
        field=make_field_words(change.field),
        before=change.before or "nothing",
        after=change.after or "nothing",
        seen=make_age_words(change.captured_at, reader.now),
        capture_path=f"/captures/{change.capture_id}",
    )


def _make_facts(record: OrderRecord, reader: Reader) -> tuple[tuple[str, str], ...]:
    order = record.order
    days = {
        "Placed": order.placed_on,
        "Paid": order.paid_on,
        "Shipped": order.shipped_on,
        "Completed": order.completed_on,
    }
    texts = {
        "On the site": order.site_state,
        "Seller": make_name_words(order.seller.name if order.seller else None),
        "Paid with": order.payment_method,
        "Ships to": make_country_words(order.ship_to_country, reader.locale),
    }
    dated = [(label, make_day_words(day, reader.today, reader.locale)) for label, day in days.items() if day]
    return (*dated, *((label, text) for label, text in texts.items() if text))


def _make_line(order_id: str, line: OrderLine, reader: Reader) -> LineCard:
    return LineCard(
        title=line.title or "Product without a title",
        options=" · ".join(
            f"{name}: {value}" if name else value for name, value in (line.options or {}).items()
        ),
        quantity=line.quantity,
        unit_price=make_money_words(line.unit_price, reader.locale),
        picture=make_picture_path(order_id, line),
        url=find_safe_url(line.url),
        badges=tuple(badge.replace("_", " ") for badge in line.badges),
    )


def _make_price(row: PriceRow, reader: Reader) -> PriceCard:
    return PriceCard(row.label, make_money_words(row.value, reader.locale), row.hidden)


def _make_shipment(shipment: Shipment, reader: Reader) -> ShipmentCard:
    estimate = shipment.estimated_delivery
    days = (estimate.start, estimate.end) if estimate else ()
    words = dict.fromkeys(make_day_words(day, reader.today, reader.locale) for day in days)
    return ShipmentCard(
        tracking_number=shipment.tracking_number,
        carrier=shipment.carrier,
        estimate=" – ".join(words) or None,
        events=tuple(_make_event(event, reader) for event in shipment.events),
    )


def _make_event(event: TrackingEvent, reader: Reader) -> EventCard:
    when = make_moment_words(event.at, reader.zone, reader.locale) if event.at else event.at_text
    return EventCard(when, event.text, event.milestone.value)


def _make_statement(seen: SeenStatement, reader: Reader) -> StatementCard:
    said = seen.statement
    is_older = seen.first_seen_at != seen.captured_at
    return StatementCard(
        label=STATEMENT_WORDS[said.kind],
        says=make_says_words(said, reader.today, reader.locale),
        quote=said.quote,
        page=page_words(seen.page_kind),
        place=said.place,
        seen=make_moment_words(seen.captured_at, reader.zone, reader.locale),
        first_seen=make_moment_words(seen.first_seen_at, reader.zone, reader.locale) if is_older else None,
        capture_path=f"/captures/{seen.capture_id}",
    )
