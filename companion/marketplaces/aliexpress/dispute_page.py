"""The pages of one return or dispute as the buyer saw them, old (`/issue/…`) and new (`/p/refund-…`).

Read by the address, by links, and by labels (dispute_labels.py), for no such page is public. A state closes
a dispute only where it stands in a heading or behind its label: "completed" may be said of many things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from companion.marketplaces.aliexpress import dispute_labels as labels
from companion.marketplaces.aliexpress.dispute_ids import DisputeIds
from companion.marketplaces.aliexpress.dispute_meaning import StateMeaning, read_state
from companion.marketplaces.aliexpress.dispute_text import DisputeText, is_state, read_text
from companion.marketplaces.aliexpress.duties import Duty, find_duties, make_duty_statements, make_turn
from companion.marketplaces.aliexpress.fields import ORDER_ID_DIGITS, find_order_id
from companion.marketplaces.aliexpress.kinds import NAME, find_parameter
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.dom import Spot
from companion.model import Dispute, PageKind, Parsed

_NUMBER = re.compile(r"\d{10,32}")
_HEADINGS = ("[class*='status']", "[class*='state']", "h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class SeenDispute:
    """A dispute as a place of a page shows it, and what has to be done on it."""

    dispute: Dispute
    duties: tuple[Duty, ...]


def parse_dispute_page(reading: PageReading) -> Parsed:
    """Read one dispute, and what the page says has to be done."""
    nothing = Parsed(NAME, PageKind.DISPUTE)
    text = read_text(reading.root, reading)
    ids = find_ids([reading.url, *find_links(reading.root)], text)
    seen = read_dispute(reading.root, text, ids)
    if seen is None:
        excerpt = "no dispute recognised" if ids.order_id or ids.dispute_id else "no dispute is named"
        reading.problems.add("data", "page", excerpt)
        return nothing
    if not seen.dispute.order_id:
        reading.problems.add("data", "page", "the dispute names no order")
        return nothing
    if text.shows(labels.AMOUNT) and seen.dispute.amount is None:
        reading.problems.add("amount", "page", "an amount that cannot be read for certain")
    statements = make_duty_statements(
        seen.duties, seen.dispute.order_id, seen.dispute.dispute_id, reading.setting
    )
    return replace(nothing, disputes=(seen.dispute,), statements=statements)


def read_dispute(spot: Spot, text: DisputeText, ids: DisputeIds) -> SeenDispute | None:
    """Read the dispute that a place of a page shows; None where it shows none."""
    state, meaning = _read_state(spot, text)
    amount = text.find(labels.AMOUNT, text.read_money)
    reason = text.find(labels.REASON, lambda value: value or None)
    offers = text.read_offers()
    if not (ids.dispute_id or ids.order_id) or not (state or amount or reason or offers):
        return None
    duties = tuple(find_duties(text.sentences(), text.setting))
    turn = make_turn(duties, meaning.answer_from)
    is_open = True if duties and meaning.is_open is False else meaning.is_open
    is_closed = is_open is False
    dispute = Dispute(
        dispute_id=ids.name,
        order_id=ids.order_id or "",
        line_id=ids.line_id,
        site_state=state,
        opened_at=text.find(labels.OPENED, text.read_instant),
        closed_at=text.find(labels.CLOSED, text.read_instant) if is_closed else None,
        amount=amount,
        is_open=is_open,
        reason=reason,
        solution=text.find(labels.SOLUTION, lambda value: value or None),
        answer_from=None if is_closed else turn.answer_from,
        answer_by=None if is_closed else turn.answer_by,
        offers=offers,
        evidence_requests=text.read_evidence_requests(),
        return_address=text.read_return_address(),
        return_carrier=text.find(labels.CARRIER, lambda value: value or None),
        return_tracking_number=text.find(labels.TRACKING, text.read_tracking_number),
    )
    return SeenDispute(dispute, duties)


def find_links(spot: Spot) -> Iterator[str]:
    """List the addresses that a place links to."""
    for link in spot.find_all("a[href]")[:500]:
        address = link.attribute("href")
        if address:
            yield address


def find_ids(addresses: list[str], text: DisputeText) -> DisputeIds:
    """Find what names the dispute in addresses, the first of them first, and the order behind its label."""
    dispute_id = _find_number(addresses, "reverseOrderLineId") or _find_number(addresses, "issueId")
    linked = next((found for address in addresses if (found := find_order_id(address))), None)
    return DisputeIds(
        dispute_id,
        linked or text.find(labels.ORDER, _read_order_id),
        _find_number(addresses, "tradeOrderLineId"),
    )


def _find_number(addresses: list[str], name: str) -> str | None:
    found = (find_parameter(address, name) for address in addresses)
    return next((one for one in found if one and one.isascii() and one.isdecimal() and len(one) <= 32), None)


def _read_order_id(value: str) -> str | None:
    found = _NUMBER.search(value)
    return found[0] if found and len(found[0]) >= ORDER_ID_DIGITS else None


def _read_state(spot: Spot, text: DisputeText) -> tuple[str | None, StateMeaning]:
    """Read the state: behind its label, in a heading, else in the first line that can be one."""
    language = text.language
    named = text.find(labels.STATE, lambda value: value or None)
    headings = (
        line
        for selector in _HEADINGS
        for heading in spot.find_all(selector)[:20]
        for line in heading.lines()[:20]
    )
    firm = named or next((line for line in headings if is_state(line, language)), None)
    if firm:
        return firm, read_state(firm, language) or StateMeaning(None, None)
    for line in text.lines:
        meaning = read_state(line, language) if is_state(line, language) else None
        if meaning and meaning.is_open:
            return line, meaning
    return None, StateMeaning(None, None)
