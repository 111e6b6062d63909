"""The list of returns as the buyer saw it: a card for each, told by the link to the return's own page.

No such page is public; the links are those that its answers carry (seen 2026-09). They name the return and
the order line, and not always the order; a card that names no order cannot be kept with one.
"""

from __future__ import annotations

from dataclasses import replace

from companion.marketplaces.aliexpress.dispute_page import find_ids, find_links, read_dispute
from companion.marketplaces.aliexpress.dispute_text import read_text
from companion.marketplaces.aliexpress.duties import make_duty_statements
from companion.marketplaces.aliexpress.kinds import NAME, find_parameter
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.dom import Spot
from companion.model import Dispute, PageKind, Parsed, Statement

_LINKS = "a[href*='reverseOrderLineId='], a[href*='issueId=']"
_MAX_CARDS, _MAX_CLIMB = 100, 40


def parse_refund_page(reading: PageReading) -> Parsed:
    """Read every card of the list."""
    disputes: list[Dispute] = []
    statements: list[Statement] = []
    cards = _find_cards(reading.root)
    for card in cards:
        text = read_text(card, reading)
        seen = read_dispute(card, text, find_ids(list(find_links(card)), text))
        if seen and seen.dispute.order_id:
            disputes.append(seen.dispute)
            statements += make_duty_statements(
                seen.duties, seen.dispute.order_id, seen.dispute.dispute_id, reading.setting
            )
    if len(disputes) < len(cards) or not cards:
        read = f"{len(disputes)} of {len(cards)} returns" if cards else "no return recognised"
        reading.problems.add("data", "page", read)
    nothing = Parsed(NAME, PageKind.REFUND_LIST)
    return replace(nothing, disputes=tuple(disputes), statements=tuple(statements))


def _find_cards(root: Spot) -> tuple[Spot, ...]:
    """Find the cards: around each return's link the largest element that holds no other return's link."""
    links = [(link, named) for link in root.find_all(_LINKS)[:_MAX_CARDS] if (named := _name(link))]
    inside: dict[int, set[str]] = {}
    around: dict[str, list[Spot]] = {}
    for link, named in links:
        for spot in _climb(link):
            inside.setdefault(spot.key, set()).add(named)
            around.setdefault(named, []).append(spot)
    cards: dict[str, Spot] = {}
    for named, spots in around.items():
        own = [spot for spot in spots if len(inside[spot.key]) == 1 and spot.name not in {"body", "html"}]
        if own:
            cards[named] = own[-1]
    return tuple(cards.values())


def _name(link: Spot) -> str | None:
    address = link.attribute("href") or ""
    return find_parameter(address, "reverseOrderLineId") or find_parameter(address, "issueId")


def _climb(link: Spot) -> list[Spot]:
    spots = [link]
    while len(spots) < _MAX_CLIMB and (above := spots[-1].parent()).is_present:
        spots.append(above)
    return spots
