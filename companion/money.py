"""Reads amounts of money as shops write them. Decimal only; never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from companion.model import Money
from companion.text import clean

# ISO 4217: currencies without a minor unit, and with three digits of it; every other one has two.
_NO_FRACTION = frozenset({
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
    "XOF", "XPF",
})  # fmt: skip
_THREE_DIGITS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])

# Signs that can only mean one currency. "$", "¥" and "kr" are shared, so they prove nothing.
_SIGNS = {
    "R$": "BRL", "US$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "원": "KRW", "zł": "PLN", "₽": "RUB",
    "руб": "RUB", "₺": "TRY", "₪": "ILS", "₹": "INR", "₴": "UAH", "₫": "VND", "฿": "THB", "₱": "PHP",
    "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "MX$": "MXN", "HK$": "HKD",
    "NT$": "TWD", "S$": "SGD", "CN¥": "CNY", "円": "JPY", "元": "CNY", "Kč": "CZK", "Ft": "HUF", "TL": "TRY",
    "грн": "UAH", "ر.س": "SAR", "د.إ": "AED",
}  # fmt: skip
# Signs of several currencies, and which. A code elsewhere on the page may say which one is meant.
_SHARED_SIGNS = {
    "$": frozenset([
        "USD", "CAD", "AUD", "NZD", "MXN", "HKD", "TWD", "SGD", "CLP", "COP", "ARS", "UYU", "BRL", "DOP",
    ]),
    "¥": frozenset(["JPY", "CNY"]),
    "￥": frozenset(["JPY", "CNY"]),
    "kr": frozenset(["SEK", "NOK", "DKK", "ISK"]),
}  # fmt: skip
_CODES = frozenset(_SIGNS.values()) | frozenset().union(*_SHARED_SIGNS.values()) | _NO_FRACTION | (
    _THREE_DIGITS | {"CHF", "IDR", "MYR", "PEN", "RON", "ZAR", "BGN", "EGP", "MAD", "QAR"}
)  # fmt: skip

_MINUS = "-−‒–"
_SEPARATORS = ".,'’٫٬ "
_AMOUNT = re.compile(
    rf"^(?P<before>[^\d]{{0,16}}?)(?P<number>\d[\d{re.escape(_SEPARATORS)}]{{0,30}})(?P<after>[^\d]{{0,16}})$"
)
_PRICE_NEAR = re.compile(
    r"[$€£₩¥₽₺₪₹₴₫฿₱]\s?\d|\d\s?(?:[$€£₩¥₽₺₪₹₴₫฿₱]|zł|Kč|Ft\b|TL\b|kr\b|lei\b|원|円|元|руб|грн|лв|د\.إ|ر\.س)|"
    r"\b(?:Rp|RM|kr)\.?\s?\d|(?<![\d.,])\d{1,6}[.,]\d\d(?![\d.,]\d)"
)
_CODE_NEAR = re.compile(r"\b([A-Z]{3})\s?\d|\d\s?([A-Z]{3})\b")

# An amount within a text, for shops set labels, amounts and counts side by side without a gap.
_CODE = "|".join(sorted(_CODES))
_SIGN = "|".join(re.escape(one) for one in sorted((*_SIGNS, *_SHARED_SIGNS), key=len, reverse=True))
_MARK = rf"(?:(?:US|R|CA?|AU?|NZ|MX|HK|NT|S|{_CODE})\s?\$|{_SIGN}|{_CODE})"
_NUMBER = r"(?:\d{1,3}(?:[ '’.,٬]\d{3})+(?!\d)(?:[.,٫]\d{1,3})?|\d{1,12}(?:[.,٫]\d{1,4})?)(?!\d)"
_SIGNED = rf"[{_MINUS}]?\s?{_MARK}\s?[{_MINUS}]?\s?{_NUMBER}(?:\s?(?:{_CODE})(?!\s?\d))?"
_FOLLOWED = rf"(?<![\d.,٫xX×])[{_MINUS}]?{_NUMBER}\s?{_MARK}(?!\d)"
_WITHIN = re.compile(rf"{_SIGNED}|{_FOLLOWED}")


@dataclass(frozen=True, slots=True)
class PriceStyle:
    """How a page writes its amounts; an empty character is one the page does not use."""

    decimal_mark: str
    thousands_mark: str


def fraction_digits(currency: str) -> int:
    """Tell how many digits a currency has after the decimal mark.

    >>> fraction_digits("KRW"), fraction_digits("BRL"), fraction_digits("KWD")
    (0, 2, 3)
    """
    return 0 if currency in _NO_FRACTION else 3 if currency in _THREE_DIGITS else 2


def parse_money(text: str, currency: str | None, style: PriceStyle | None = None) -> Money | None:
    """Read an amount; None where it cannot be read for certain.

    `currency` is the code the data names; without one only a sign that is nobody else's will do.

    >>> parse_money("-R$5,66", "BRL").amount
    Decimal('-5.66')
    >>> parse_money("1 129,46zł", "PLN").amount
    Decimal('1129.46')
    >>> parse_money("$10.200", "CLP").amount
    Decimal('10200')
    >>> parse_money("€ 33.85", None).currency
    'EUR'
    >>> parse_money("$26.72", None), parse_money("US $1.99", "BRL"), parse_money("€ 1,99x1", "EUR")
    (None, None, None)
    """
    raw = clean(text)
    match = _AMOUNT.match(_to_ascii_digits(raw))
    if match is None:
        return None
    said = _find_currency(match["before"], match["after"])
    code = currency or said
    if code is None or (said is not None and said != code):
        return None
    number = _parse_number(match["number"].strip(_SEPARATORS), fraction_digits(code), style)
    if number is None:
        return None
    return Money(-number if _is_negative(match["before"], match["after"]) else number, code, raw)


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """A place in a text that has the shape of an amount with its currency."""

    text: str
    start: int
    end: int


def find_amounts(text: str) -> tuple[FoundAmount, ...]:
    """Find every amount that has a sign or a code, in the order of the text.

    >>> [found.text for found in find_amounts("Zwischensumme €33.85 Gesamt€31.51 x1")]
    ['€33.85', '€31.51']
    >>> find_amounts("Total:CLP$10.200")[0].text, find_amounts("5 szt. 129,46zł")[0].text
    ('CLP$10.200', '129,46zł')
    """
    shown = _to_ascii_digits(text)
    return tuple(
        FoundAmount(text[found.start() : found.end()].strip(), found.start(), found.end())
        for found in _WITHIN.finditer(shown)
    )


def find_codes(text: str) -> frozenset[str]:
    """Find the currency codes that stand in a text as words of their own.

    >>> sorted(find_codes("English / USD")), sorted(find_codes("FREE GPS"))
    (['USD'], [])
    """
    return frozenset(re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", text)) & _CODES


def fits(text: str, currency: str) -> bool:
    """Tell whether the sign in a text may be that of a currency; no sign at all is any currency's.

    >>> fits("$26.72", "CLP"), fits("$26.72", "EUR"), fits("€ 1", "EUR"), fits("26.72", "EUR")
    (True, False, True, True)
    """
    match = _AMOUNT.match(_to_ascii_digits(clean(text)))
    around = f"{match['before']} {match['after']}" if match else text
    said = _find_currency(around, "")
    shared = next((codes for sign, codes in _SHARED_SIGNS.items() if sign in around), None)
    return said == currency if said else shared is None or currency in shared


def parse_price_info(info: str, currency: str | None) -> Money | None:
    """Read the form `shown|whole|fraction`, whose two last parts say where the decimal mark stands.

    >>> parse_price_info("R$132,74|132|74", "BRL").amount
    Decimal('132.74')
    >>> parse_price_info("₩11,110|11110|", "KRW").amount
    Decimal('11110')
    >>> parse_price_info("1 129,46zł|1 129|46", "PLN").raw
    '1 129,46zł'
    >>> parse_price_info("R$132,74|133|74", "BRL") is None
    True
    """
    parts = [clean(part) for part in _to_ascii_digits(info).split("|")]
    if len(parts) != 3:
        return None
    shown, whole, fraction = parts
    match = _AMOUNT.match(shown)
    digits = _strip_separators(whole)
    if match is None or digits is None or (fraction and not fraction.isdecimal()):
        return None
    said = _find_currency(match["before"], match["after"])
    code = currency or said
    if code is None or (said is not None and said != code):
        return None
    if _strip_separators(match["number"]) != digits + fraction:
        return None
    number = _join(digits, fraction, fraction_digits(code))
    if number is None:
        return None
    return Money(-number if _is_negative(match["before"], match["after"]) else number, code, _first(info))


def has_amount(text: str) -> bool:
    """Tell whether a sentence names an amount of money.

    >>> has_amount("Apply for R$5.00 coupon"), has_amount("5 000원 쿠폰"), has_amount("before Sep 3, 2026")
    (True, True, False)
    >>> has_amount("Bono de 5,00 por retraso")
    True
    """
    if _PRICE_NEAR.search(text):
        return True
    return any((found[0] or found[1]) in _CODES for found in _CODE_NEAR.findall(text))


def _first(info: str) -> str:
    return clean(info.split("|", 1)[0])


def _to_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _find_currency(before: str, after: str) -> str | None:
    """Find the one currency that the text around a number can only mean."""
    around = f"{before} {after}".replace(" $", "$").strip(_MINUS + " ")
    codes = {code for code in re.findall(r"[A-Z]{3}", around) if code in _CODES}
    if codes:
        return codes.pop() if len(codes) == 1 else None
    signs = sorted((sign for sign in _SIGNS if _stands_alone(sign, around)), key=len, reverse=True)
    return _SIGNS[signs[0]] if signs else None


def _stands_alone(sign: str, around: str) -> bool:
    """Tell whether a sign is there, and no piece of a word where it is made of letters alone."""
    if not sign.isalpha() or not sign.isascii():
        return sign in around
    return re.search(rf"(?<![^\W\d_]){sign}(?![^\W\d_])", around) is not None


def _is_negative(before: str, after: str) -> bool:
    return any(mark in before for mark in _MINUS) or (after[:1] != "" and after[0] in _MINUS)


def _strip_separators(text: str) -> str | None:
    digits = "".join(char for char in text if char not in _SEPARATORS)
    return digits if digits.isdecimal() else None


def _parse_number(text: str, places: int, style: PriceStyle | None) -> Decimal | None:
    """Read digits and separators, by the page's style first, then by what the separators can only mean."""
    if style is not None:
        number = _parse_styled(text, places, style)
        if number is not None:
            return number
    marks = [char for char in text if char in _SEPARATORS]
    if not marks:
        return _join(text, "", places)
    last = marks[-1]
    if len(set(marks)) > 1:
        return _parse_styled(text, places, PriceStyle(last, ""))
    if len(marks) > 1 or last in " '’":
        return _join(_strip_groups(text), "", places)
    whole, _, tail = text.partition(last)
    if len(tail) == 3 and places < 3 and not whole.startswith("0"):
        return _join(_strip_groups(text), "", places)
    return _join(whole, tail, places) if len(tail) != 3 else None


def _parse_styled(text: str, places: int, style: PriceStyle) -> Decimal | None:
    whole, mark, fraction = text.partition(style.decimal_mark) if style.decimal_mark else (text, "", "")
    if style.decimal_mark and style.decimal_mark in fraction:
        return None
    if mark and not fraction:
        return None
    return _join(_strip_groups(whole), fraction, places)


def _strip_groups(text: str) -> str | None:
    """Take the thousands marks out; None unless they part groups of three by one kind of mark."""
    groups = re.split(r"[^\d]", text)
    if len({char for char in text if not char.isdecimal()}) > 1:
        return None
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    return "".join(groups)


def _join(whole: str | None, fraction: str, places: int) -> Decimal | None:
    """Make the number; a fraction longer than the currency has is refused unless it is all noughts."""
    if not whole or not whole.isdecimal() or (fraction and not fraction.isdecimal()):
        return None
    if len(fraction) > places:
        if fraction.strip("0"):
            return None
        fraction = fraction[:places]
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
