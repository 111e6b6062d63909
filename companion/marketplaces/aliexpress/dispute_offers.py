"""What the parties to a dispute proposed: lists of proposals, told by what their keys are called.

Inferred: no real answer with a proposal is public. An entry counts as an offer when it names an amount, or a
solution beside who proposed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from companion.marketplaces.aliexpress.dispute_meaning import find_party
from companion.marketplaces.aliexpress.dispute_tree import OFFERED, Twig, walk
from companion.marketplaces.aliexpress.fields import Reading
from companion.marketplaces.aliexpress.nested_money import find_money
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.model import Money, Offer
from companion.text import strip_tags
from companion.when import parse_epoch, parse_moment

_ROLE = re.compile(r"role|author|creator|operator|propos|sender|owner|party|userType|from$", re.IGNORECASE)
_SOLUTION = re.compile(
    r"^solution|^(?:proposal|offer|refund)?(?:type|method|mode)(?:text|desc|name)?$", re.IGNORECASE
)
_TEXT = re.compile(r"desc|content|memo|remark|comment|reason|message|^text$", re.IGNORECASE)
_STATE = re.compile(r"status|state", re.IGNORECASE)
_TIME = re.compile(r"time|gmt|date|created|at$", re.IGNORECASE)
_MONEY = re.compile(r"amount|money|refund|fee|price", re.IGNORECASE)
_MAX_OFFERS, _MAX_NAMED = 100, 400


def read_offers(
    twigs: Sequence[Twig], currency: str | None, private: Receiver, reading: Reading
) -> tuple[Offer, ...]:
    """Read every proposal, in the order of the answer."""
    found = (_read_offer(twig, currency, private, reading) for twig in _find_entries(twigs))
    return tuple(dict.fromkeys(offer for offer in found if offer))[:_MAX_OFFERS]


def _find_entries(twigs: Sequence[Twig]) -> Iterator[Twig]:
    """Find the objects that are proposals: entries of a list of them, or the one under such a key.

    What holds several is no proposal itself; what is inside a proposal belongs to it.
    """
    named = [twig for twig in twigs if twig.node.is_object and OFFERED.search(twig.name)][:_MAX_NAMED]
    taken: list[str] = []
    for twig in named:
        where = twig.node.where
        if any(where.startswith((f"{outer}.", f"{outer}[")) for outer in taken):
            continue
        inner = [one for one in named if one.node.where.startswith((f"{where}.", f"{where}["))]
        if len(inner) > 1 or any(one.node.where.endswith("]") for one in inner):
            continue
        taken.append(where)
        yield twig


def _read_offer(twig: Twig, currency: str | None, private: Receiver, reading: Reading) -> Offer | None:
    leaves = [leaf for leaf in walk(twig.node) if leaf.is_leaf]
    amount = _find_amount(twig, currency)
    author = _find_author(twig, leaves)
    solution = _find(leaves, _SOLUTION)
    if amount is None and not (author and solution):
        return None
    text = _find(leaves, _TEXT)
    return Offer(
        author=author,
        solution=solution,
        amount=amount,
        made_at=_find_time(leaves, reading),
        text=private.hide(text) if text else None,
        site_state=_find(leaves, _STATE),
    )


def _find_amount(twig: Twig, currency: str | None) -> Money | None:
    inner = (one for one in walk(twig.node) if _MONEY.search(one.name))
    return next((money for one in inner if (money := find_money(one.node, currency))), None)


def _find_author(twig: Twig, leaves: Sequence[Twig]) -> str | None:
    """Find who proposed it: by a role in it, else by the name of the list it is in."""
    roles = (leaf.node.text("author") for leaf in leaves if _ROLE.search(leaf.name))
    named = (find_party(name) for name in (*(role for role in roles if role), *reversed(twig.names)))
    return next((party for party in named if party), None)


def _find(leaves: Sequence[Twig], pattern: re.Pattern[str]) -> str | None:
    """Find the text of a key, words before codes."""
    texts = [leaf.node.markup("offers") for leaf in leaves if pattern.search(leaf.name)]
    found = [clean for text in texts if text and (clean := strip_tags(text))]
    return next((text for text in found if not text.isdecimal()), next(iter(found), None))


def _find_time(leaves: Sequence[Twig], reading: Reading) -> datetime | None:
    """Find when it was made: by the text shown, for milliseconds were seen to contradict theirs."""
    texts = [text for leaf in leaves if _TIME.search(leaf.name) and (text := leaf.node.text("made_at"))]
    zone = reading.setting.zone or UTC
    shown = (parse_moment(text, reading.setting.language, zone) for text in texts)
    counted = (
        parse_epoch(int(text)) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16
    )
    return next((at for at in (*shown, *counted) if at), None)
