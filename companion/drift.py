"""What the site changed so that it is no longer understood, in a sentence with one next action."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol

from companion.model import Drift, Notice, PageKind, SeenDrift, Source, Urgency
from companion.protection.wording import day_words

_PAGES = {
    PageKind.ORDER_LIST: "Order lists",
    PageKind.ORDER_DETAIL: "Order pages",
    PageKind.TRACKING: "Tracking pages",
    PageKind.CHAT: "Chats",
    PageKind.REFUND_LIST: "Refund lists",
    PageKind.DISPUTE: "Dispute pages",
    PageKind.ORDER_SNAPSHOT: "Order snapshots",
    PageKind.LISTING: "Product pages",
    PageKind.POLICY: "Policy pages",
    PageKind.UNKNOWN: "Pages",
}
# What a buyer calls the fields that matter most; the others are named as they are.
_FIELDS = {
    "order_id": "the order's number",
    "state": "the order's state",
    "site_state": "the order's state",
    "placed_on": "the day of the order",
    "paid_on": "the day of the payment",
    "shipped_on": "the day it was shipped",
    "completed_on": "the day it was completed",
    "total": "the amount",
    "price_rows": "the rows of the price",
    "unit_price": "the price of an item",
    "lines": "what was ordered",
    "title": "the name of an item",
    "quantity": "the number of pieces",
    "options": "the chosen options",
    "seller": "the seller",
    "estimated_delivery": "the delivery date",
    "events": "what happened to the parcel",
    "events.at": "when things happened to the parcel",
    "text": "what happened to the parcel",
    "tracking_number": "the tracking number",
    "statements": "the dates the site promises",
    "amount": "the amount of the refund",
    "messages": "the messages",
    "messages.author": "who wrote a message",
    "messages.at": "when messages were written",
    "frame": "what arrives over the chat's own connection",
}
_NEXT = "The pages are kept; update Orderproof, then run `orderproof reparse`."
_QUIET_NEXT = "Nothing is lost: the site's answers still say it. Update Orderproof when you can."


class FieldSource(Protocol):
    """What knows which fields readings gave."""

    def find_drifts(self) -> tuple[SeenDrift, ...]:
        """Find what is no longer understood."""


class DriftSource(Protocol):
    """The part of a store that is looked at here."""

    @property
    def fields(self) -> FieldSource:
        """Which fields readings gave."""


def find_drifts(store: DriftSource) -> tuple[Drift, ...]:
    """Find the changes that hold, those first that cost something."""
    drifts = [make_drift(seen) for seen in store.fields.find_drifts()]
    return tuple(sorted(drifts, key=lambda one: one.is_quiet))


def make_drift(seen: SeenDrift) -> Drift:
    """Put one change in words."""
    is_quiet = seen.is_covered and seen.source is Source.PAGE
    return Drift(
        *(seen.marketplace, seen.page_kind, seen.source, seen.field),
        *(seen.since, seen.last_good_at, seen.visits, seen.capture_id),
        is_quiet=is_quiet,
        message=_make_message(seen),
        next_action=_QUIET_NEXT if is_quiet else _NEXT,
    )


def make_drift_notices(drifts: tuple[Drift, ...]) -> tuple[Notice, ...]:
    """Make the news of the changes that cost something; one change has one id, so it is told once."""
    return tuple(_make_notice(drift) for drift in drifts if not drift.is_quiet)


def _make_message(seen: SeenDrift) -> str:
    pages = _PAGES[seen.page_kind]
    since = _local_day_words(seen.since)
    if seen.field is None:
        return f"{pages} can no longer be read since {since}."
    field = _FIELDS.get(seen.field) or f"“{seen.field.replace('_', ' ')}”"
    where = " in the page itself" if seen.is_covered and seen.source is Source.PAGE else ""
    return f"{pages}: {field} can no longer be read{where} since {since}."


def _make_notice(drift: Drift) -> Notice:
    # The last good day names the change: it stays the same however many bad visits follow.
    name = (
        drift.marketplace,
        drift.page_kind,
        drift.source,
        drift.field or "",
        drift.last_good_at.isoformat(),
    )
    return Notice(
        notice_id=f"drift-{hashlib.sha256(chr(10).join(name).encode()).hexdigest()[:26]}",
        marketplace=drift.marketplace,
        order_id="",
        title="The site changed",
        body=f"{drift.message} {drift.next_action.replace('`', '')}",
        path="/#drift",
        urgency=Urgency.SOON,
    )


def _local_day_words(moment: datetime) -> str:
    return day_words(moment.astimezone().date())
