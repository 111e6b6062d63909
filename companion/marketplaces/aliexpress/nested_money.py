"""Amounts as the returns' answers hold them: an object with cents, a text and how that text is written.

Seen 2026-09 (golden refund_list/closed-returns): `{cent, currency, formatMoney, formatPrice: {priceInfo,
localPriceTag}}`, with a decimal point where the order pages of the same account show a comma.
"""

from __future__ import annotations

from companion.marketplaces.base import Node, Problems
from companion.marketplaces.jsonp import NotJson, decode_text
from companion.model import Money
from companion.money import PriceStyle, parse_money, parse_price_info

_TEXTS = (
    "formatMoney",
    "formattedAmount",
    "formatAmount",
    "amountText",
    "displayAmount",
    "amountStr",
    "text",
)
_NUMBERS = ("amount", "value")
_CURRENCIES = ("currency", "currencyCode", "currencyCodeStr")


def read_money(node: Node, field: str, currency: str | None = None) -> Money | None:
    """Read an amount, an object or a text; what is there and cannot be read is a problem."""
    if not node.is_present:
        return None
    found = find_money(node, currency)
    if found is None:
        node.problem(field)
    return found


def find_money(node: Node, currency: str | None = None) -> Money | None:
    """Find an amount that a place holds; None where it holds none, or none that is certain."""
    quiet = node.told_to(Problems())
    if not quiet.is_object:
        return None if quiet.is_list else parse_money(quiet.text("amount") or "", currency)
    named = next((code for key in _CURRENCIES if (code := quiet.at(key).text("currency"))), currency)
    price = quiet.at("formatPrice")
    exact = parse_price_info(price.at("priceInfo").text("amount") or "", named)
    return exact or _find_shown(quiet, named, _find_style(price.at("localPriceTag")))


def _find_shown(amount: Node, currency: str | None, style: PriceStyle | None) -> Money | None:
    keys = (*_TEXTS, *_NUMBERS)
    texts = (text for key in keys if not amount.at(key).is_object and (text := amount.at(key).text("amount")))
    return next((money for text in texts if (money := parse_money(text, currency, style))), None)


def _find_style(tag: Node) -> PriceStyle | None:
    try:
        decoded = decode_text(tag.text("price_style") or "")
    except NotJson:
        return None
    single = Node(decoded, tag.where, Problems()).at("single")
    mark = single.at("decimalPointChar").markup("price_style")
    thousands = single.at("thousandsChar").markup("price_style")
    return PriceStyle(mark, thousands or "") if mark and len(mark) == 1 else None
