"""What a page shows of one order and of each of its deadlines, ready for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from urllib.parse import quote, urlsplit

from babel import Locale

from companion.lookout import LIVE
from companion.model import (
    Certainty,
    Deadline,
    DeadlineKind,
    DeadlineStatus,
    OrderLine,
    OrderRecord,
    Origin,
    PageKind,
    Urgency,
)
from companion.protection.wording import page_words
from companion.web.wording import (
    KIND_WORDS,
    URGENCY_WORDS,
    find_days,
    find_zone,
    make_age_words,
    make_day_words,
    make_distance_words,
    make_money_words,
    make_name_words,
    make_state_words,
)

PLACEHOLDER = "/static/no-picture.svg"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom and when a page is made."""

    now: datetime
    zone: tzinfo
    locale: Locale

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    """One deadline in words."""

    kind: DeadlineKind
    label: str
    tone: str  # a class of the style sheet: overdue … later, unknown, ended
    urgency: str | None
    status: DeadlineStatus
    distance: str | None  # "in 3 days"
    day: str | None  # "Thu 26 Nov"
    day_iso: str | None
    doubt: str | None  # None for a date that a page states
    quote: str | None
    seen: str | None  # "seen on the tracking page, 3 h ago"
    is_stale: bool
    is_past: bool  # over or moot: its day is struck out
    reason: str
    next_action: str
    capture_path: str | None


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order on the dashboard."""

    order_id: str
    path: str
    title: str
    more_lines: int
    picture: str
    seller: str | None
    amount: str | None
    state: str
    page_path: str | None
    site_url: str | None
    top: DeadlineCard | None
    more_dates: int


def make_reader(now: datetime, locale: Locale) -> Reader:
    """Make the reader of a page: this computer's zone, the browser's locale."""
    return Reader(now, find_zone(now), locale)


def make_order_path(order_id: str) -> str:
    """Tell the dashboard path of an order."""
    return f"/orders/{quote(order_id, safe='')}"


def make_picture_path(order_id: str, line: OrderLine | None) -> str:
    """Tell where the picture of an order line is."""
    if line is None or line.image_url is None:
        return PLACEHOLDER
    return f"{make_order_path(order_id)}/lines/{quote(line.line_id, safe='')}/picture"


def find_safe_url(url: str | None) -> str | None:
    """Let through only addresses that open a web page: the text comes from the site."""
    if url is None:
        return None
    try:
        parts = urlsplit(f"https:{url}" if url.startswith("//") else url)
    except ValueError:
        return None
    return parts.geturl() if parts.scheme == "https" and parts.hostname else None


def find_title(record: OrderRecord) -> str:
    """Find the words an order is known by: its first product's."""
    first = record.order.lines[0] if record.order.lines else None
    return (first.title if first else None) or f"Order {record.order.order_id}"


def make_order_card(record: OrderRecord, deadlines: tuple[Deadline, ...], reader: Reader) -> OrderCard:
    """Make the card of an order; `deadlines` are its own, most urgent first."""
    order = record.order
    first = order.lines[0] if order.lines else None
    live = [deadline for deadline in deadlines if deadline.status in LIVE]
    return OrderCard(
        order_id=order.order_id,
        path=make_order_path(order.order_id),
        title=find_title(record),
        more_lines=max(0, len(order.lines) - 1),
        picture=make_picture_path(order.order_id, first),
        seller=make_name_words(order.seller.name if order.seller else None),
        amount=make_money_words(order.total, reader.locale),
        state=make_state_words(order.state),
        page_path=_make_capture_path(record.page_capture_id),
        site_url=find_safe_url(order.url),
        top=make_deadline_card(live[0], record, reader) if live else None,
        more_dates=max(0, len(live) - 1),
    )


def make_deadline_card(deadline: Deadline, record: OrderRecord, reader: Reader) -> DeadlineCard:
    """Put a deadline into words."""
    days = find_days(deadline, reader.zone)
    return DeadlineCard(
        kind=deadline.kind,
        label=KIND_WORDS[deadline.kind],
        tone=_find_tone(deadline),
        urgency=_find_urgency_words(deadline),
        status=deadline.status,
        distance=make_distance_words(days[0], reader.today) if days else None,
        day=_make_days_words(days, reader) if days else None,
        day_iso=days[0].isoformat() if days else None,
        doubt=_find_doubt(deadline),
        quote=deadline.quote,
        seen=_make_seen_words(deadline, record, reader),
        is_stale=deadline.stale,
        is_past=deadline.status in (DeadlineStatus.MOOT, DeadlineStatus.OVER),
        reason=_make_reason(deadline, record),
        next_action=deadline.next_action,
        capture_path=_make_capture_path(deadline.capture_id),
    )


def _make_days_words(days: tuple[date, date], reader: Reader) -> str:
    first, last = (make_day_words(day, reader.today, reader.locale) for day in days)
    return first if first == last else f"{first} or {last}"


def _find_tone(deadline: Deadline) -> str:
    if deadline.status not in LIVE:
        return "ended"
    if deadline.kind is DeadlineKind.NO_DATE_KNOWN:
        return "unknown"
    return (deadline.urgency or Urgency.LATER).value


def _find_urgency_words(deadline: Deadline) -> str | None:
    if deadline.status is DeadlineStatus.CLAIMABLE:
        return "Claim now"
    if deadline.status is not DeadlineStatus.OPEN:
        return deadline.status.value.capitalize()
    if deadline.kind is DeadlineKind.NO_DATE_KNOWN:
        return "No date known"
    return URGENCY_WORDS[deadline.urgency] if deadline.urgency else None


def _find_doubt(deadline: Deadline) -> str | None:
    if deadline.origin is not Origin.RULE:
        return None
    # A rule of any grade is only possible while nobody knows whether its conditions hold; the reason says so.
    is_possible = deadline.certainty in (Certainty.D, Certainty.U) or deadline.reason.startswith("Possibly")
    return "possibly from" if is_possible else "estimated"


def _make_seen_words(deadline: Deadline, record: OrderRecord, reader: Reader) -> str | None:
    if deadline.last_seen_at is None:
        return None
    age = make_age_words(deadline.last_seen_at, reader.now)
    page = _find_page(deadline, record)
    return f"seen on {page_words(page)}, {age}" if page else f"order seen {age}"


def _find_page(deadline: Deadline, record: OrderRecord) -> PageKind | None:
    for seen in record.statements:
        if seen.capture_id == deadline.capture_id and seen.statement.quote == deadline.quote:
            return seen.page_kind
    return None


def _make_reason(deadline: Deadline, record: OrderRecord) -> str:
    # Beside the quote and where it was seen, that the page says so is no news.
    page = _find_page(deadline, record)
    is_told = page is not None and deadline.reason.lower() == f"{page_words(page)} says so."
    return "" if is_told else deadline.reason


def _make_capture_path(capture_id: str | None) -> str | None:
    return f"/captures/{capture_id}" if capture_id else None
