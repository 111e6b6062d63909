"""Where goods go back to, and by which parcel; and what of an answer is private and goes nowhere.

Inferred: no real answer with a return address is public. The seller's or warehouse's address is evidence. An
address under a key that may mean the buyer (pick-up, sender, contact) is private, and so is every name and
phone beside any address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from companion.marketplaces.aliexpress.dispute_tree import Twig, walk
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.text import strip_tags

_PRIVATE = re.compile(r"buyer|pick-?up|sender|contact|consignor|home|user|mailing|customer", re.IGNORECASE)
_PRIVATE_LEAF = re.compile(
    r"(?:contact|full|first|last|buyer|receiver|consignee)Name$|phone|mobile|^tel|email", re.IGNORECASE
)
_NAME, _LAND = re.compile(r"^name$", re.IGNORECASE), re.compile(r"country|province|state", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:return|refund|seller|warehouse|reverse|sendBack)\w*address", re.IGNORECASE)
_SELLERS = re.compile(r"seller|warehouse", re.IGNORECASE)
_ADDRESS_LEAF = re.compile(
    r"address|street|city|province|region|state$|district|country|zip|postCode|postal", re.IGNORECASE
)
_RETURN = re.compile(r"return|sendBack|reverseLogistic|buyerShip", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:tracking|logistics?|mail|waybill|express|ship\w*)_?(?:no|number|code|id)$", re.IGNORECASE
)
_CARRIER = re.compile(
    r"carrier|logistics?(?:company|provider|name|cpName)|express(?:company|name)|cpName", re.IGNORECASE
)
_TRACKING = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{5,39}")
_MAX_ADDRESS = 400


@dataclass(frozen=True, slots=True)
class ReturnPost:
    """How goods go back."""

    address: str | None
    carrier: str | None
    tracking_number: str | None


def read_private(twigs: Sequence[Twig]) -> Receiver:
    """Gather the names, phones and addresses that no text we keep may repeat."""
    found: list[str] = []
    for twig in twigs:
        if not twig.is_leaf or not twig.names or not _is_private(twig.names):
            continue
        text = twig.node.text("receiver") or ""
        is_name = _NAME.search(twig.name) or _PRIVATE_LEAF.search(twig.name)
        found += [text, *(text.split() if is_name else ())]
    return Receiver(tuple(found[:200]))


def _is_private(names: Sequence[str]) -> bool:
    """Tell a value that says who or where a person is."""
    if _PRIVATE_LEAF.search(names[-1]):
        return True
    is_place = _ADDRESS_LEAF.search(names[-1]) and not _LAND.search(names[-1])
    is_of_person = any(_PRIVATE.search(name) for name in names) and not _find_public(names)
    return bool((is_place or _NAME.search(names[-1])) and is_of_person)


def _find_public(names: Sequence[str]) -> str | None:
    """Find the key under which a seller's or warehouse's address stands."""
    for outer, name in zip(("", *names), names, strict=False):
        is_sellers = _SELLERS.search(name) or not _PRIVATE.search(outer)
        if _ADDRESS.search(name) and not _PRIVATE.search(name) and is_sellers:
            return name
    return None


def read_return_post(twigs: Sequence[Twig], private: Receiver) -> ReturnPost:
    """Read where goods go back to, and by which parcel."""
    returning = [twig for twig in twigs if twig.is_leaf and any(_RETURN.search(name) for name in twig.names)]
    numbers = (twig.node.text("return_tracking_number") for twig in returning if _NUMBER.search(twig.name))
    carriers = (twig.node.text("return_carrier") for twig in returning if _CARRIER.search(twig.name))
    return ReturnPost(
        address=_read_address(twigs, private),
        carrier=next((carrier for carrier in carriers if carrier and not carrier.isdecimal()), None),
        tracking_number=next((one for one in numbers if one and _TRACKING.fullmatch(one)), None),
    )


def _read_address(twigs: Sequence[Twig], private: Receiver) -> str | None:
    for twig in twigs:
        if not _ADDRESS.search(twig.name) or not _find_public(twig.names):
            continue
        leaves = [twig] if twig.is_leaf else [leaf for leaf in walk(twig.node) if _is_address_leaf(leaf)]
        texts = (strip_tags(text) for leaf in leaves if (text := leaf.node.markup("return_address")))
        address = private.hide(", ".join(dict.fromkeys(text for text in texts if text)))[:_MAX_ADDRESS]
        if address.strip(" ,…"):
            return address
    return None


def _is_address_leaf(leaf: Twig) -> bool:
    return leaf.is_leaf and bool(_ADDRESS_LEAF.search(leaf.name)) and not _PRIVATE_LEAF.search(leaf.name)
