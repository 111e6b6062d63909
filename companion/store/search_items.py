"""Pure: what of an order, of a message, and of a captured page, can be searched for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum

import zstandard

from companion.model import (
    Capture,
    Dispute,
    KeptMessage,
    Money,
    Order,
    OrderLine,
    OrderRecord,
    PageKind,
    Parsed,
    PartRole,
    SeenStatement,
    Shipment,
)
from companion.text import clean

PER_SECOND = 4096  # item numbers for what happened in one second; what is more goes into the next
MOST_CHARACTERS = 200_000  # of one page; no page a person reads has more
_MOST_TITLE = 140  # characters
_MOST_TEXT = 2_000_000  # bytes; far over what an item may hold
_SECOND = 1_000_000  # microseconds
_NOON = time(12)  # of a day without an hour: nearly everywhere it is the same day then


class ItemKind(StrEnum):
    """What a search can find."""

    ORDER = "order"
    LINE = "line"
    PARCEL = "parcel"
    DISPUTE = "dispute"
    MESSAGE = "message"
    STATEMENT = "statement"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be found.

    Attributes:
        name: tells it from the others of its kind within its order; of a page, its address.
        at: what "newest first" goes by; it stays the same while the thing does.
        capture_id: the capture that shows it, where one does more than others.
    """

    kind: ItemKind
    name: str
    at: datetime
    title: str
    text: str
    page_kind: PageKind | None = None
    capture_id: str | None = None
    seller: str | None = None

    @property
    def hash(self) -> bytes:
        """Tell whether this is what the index holds already; which capture shows it does not matter."""
        fields = (self.at.isoformat(), self.title, self.text, self.page_kind, self.seller)
        return hashlib.blake2b("\0".join(field or "" for field in fields).encode(), digest_size=16).digest()


def make_first_number(micros: int) -> int:
    """Make the lowest number of an item that belongs to this second; so numbers sort as time passed."""
    return micros // _SECOND * PER_SECOND


def pack_text(shown: str) -> bytes:
    """Make a text small enough to lie beside its index entry."""
    return zstandard.compress(shown.encode())


def unpack_text(packed: bytes) -> str:
    """Give the text back."""
    return zstandard.decompress(packed, _MOST_TEXT).decode()


def make_order_items(record: OrderRecord) -> tuple[Item, ...]:
    """Make everything of an order that can be found."""
    order = record.order
    placed_at = datetime.combine(order.placed_on, _NOON, UTC) if order.placed_on else record.last_seen_at
    said = (*record.statements, *record.earlier_statements)
    return (
        _make_order(order, placed_at),
        *(_make_line(line, placed_at) for line in order.lines),
        *(_make_parcel(number, one, placed_at) for number, one in enumerate(record.shipments)),
        *(_make_dispute(one, placed_at) for one in record.disputes),
        *_make_statements(said),
    )


def make_page_item(capture: Capture, parsed: tuple[Parsed, ...]) -> Item | None:
    """Make a captured page findable by title, address, kind and what it shows; None for answers alone."""
    if all(part.role is not PartRole.PAGE for part in capture.parts):
        return None
    kinds = (one.page_kind for one in parsed if one.page_kind is not PageKind.UNKNOWN)
    kind = next(kinds, PageKind.UNKNOWN)
    shown = "\n".join(one.text for one in parsed if one.text)[:MOST_CHARACTERS]
    return Item(
        ItemKind.PAGE,
        name=_clean(capture.url),
        at=capture.captured_at,
        title=_clean(capture.title) or _clean(capture.url),
        text=_clean(f"{shown}\n{capture.url}\n{kind.replace('_', ' ')} page"),
        page_kind=kind,
        capture_id=capture.capture_id,
    )


def make_message_item(kept: KeptMessage) -> Item:
    """Make a message findable by its words, shown and written, and by what its card names."""
    message = kept.message
    words = (message.text, message.original_text, message.card, message.order_id, message.product_id)
    said = tuple(clean(word) for word in words if word)  # what turns text round would turn the list of hits
    title = said[0] if said else ""
    return Item(
        ItemKind.MESSAGE,
        name="",
        at=message.at or kept.first_seen_at,
        title=title if len(title) <= _MOST_TITLE else f"{title[:_MOST_TITLE].rstrip()}…",
        text=_join(said)[:MOST_CHARACTERS],
        page_kind=PageKind.CHAT,
        capture_id=kept.capture_id,
    )


def _make_order(order: Order, at: datetime) -> Item:
    seller = order.seller
    words = (
        seller.name if seller else None,
        order.site_state,
        order.state.replace("_", " ") if order.state else None,
        *_list_money(order.total),
        order.payment_method,
        *(day.isoformat() if day else None for day in (order.placed_on, order.paid_on, order.completed_on)),
        seller.store_id if seller else None,
    )
    name = _clean(seller.name) if seller and seller.name else None
    return Item(ItemKind.ORDER, "", at, f"Order {_clean(order.order_id)}", _join(words), seller=name)


def _make_line(line: OrderLine, at: datetime) -> Item:
    options = (f"{name}: {value}" for name, value in (line.options or {}).items())
    words = (*options, *_list_money(line.unit_price), line.product_id, line.sku_id, *line.badges)
    title = _clean(line.title or "") or f"Product {_clean(line.product_id or line.line_id)}"
    return Item(ItemKind.LINE, _clean(line.line_id), at, title, _join(words))


def _make_parcel(number: int, shipment: Shipment, placed_at: datetime) -> Item:
    times = (event.at for event in shipment.events if event.at)
    title = _join((shipment.carrier, shipment.tracking_number)) or "Parcel without a number"
    text = _join(event.text for event in shipment.events)
    return Item(ItemKind.PARCEL, str(number), max(times, default=placed_at), title, text)


def _make_dispute(dispute: Dispute, placed_at: datetime) -> Item:
    offers = (word for offer in dispute.offers for word in (offer.solution, offer.text, offer.site_state))
    words = (
        dispute.site_state,
        dispute.solution,
        *_list_money(dispute.amount),
        *offers,
        *dispute.evidence_requests,
        dispute.return_address,
        dispute.return_carrier,
        dispute.return_tracking_number,
        dispute.dispute_id,
    )
    title = _clean(dispute.reason or "") or f"Dispute {_clean(dispute.dispute_id)}"
    at = dispute.opened_at or placed_at
    return Item(ItemKind.DISPUTE, _clean(dispute.dispute_id), at, title, _join(words))


def _make_statements(said: Iterable[SeenStatement]) -> Iterator[Item]:
    """One item for each sentence; several places of one page often say the same."""
    known: set[tuple[str, PageKind]] = set()
    for one in said:
        quote = _clean(one.statement.quote)
        if (quote, one.page_kind) in known:
            continue
        known.add((quote, one.page_kind))
        yield Item(
            ItemKind.STATEMENT,
            name=f"{one.page_kind} {quote}",
            at=one.first_seen_at,
            title=quote,
            text=one.statement.kind.replace("_", " "),
            page_kind=one.page_kind,
            capture_id=one.capture_id,
        )


def _list_money(money: Money | None) -> tuple[str | None, ...]:
    return (money.raw, f"{money.amount} {money.currency}") if money else ()


def _join(words: Iterable[str | None]) -> str:
    return " · ".join(dict.fromkeys(_clean(word) for word in words if word))


def _clean(text: str) -> str:
    """Take out what SQLite stores in no text: NUL, and halves of characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ").strip()
