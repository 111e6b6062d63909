"""Amounts as shops write them: real forms in one table, by where they were seen."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest

from companion import money, text
from companion.model import Money
from companion.money import (
    PriceStyle,
    find_amounts,
    fits,
    fraction_digits,
    has_amount,
    parse_money,
    parse_price_info,
)

# (shown, currency the data names, amount); None is "not for certain".
SEEN = [
    ("R$132,74", "BRL", "132.74"),
    ("-R$5,66", "BRL", "-5.66"),
    ("R$61.25", "BRL", "61.25"),  # the returns API of the same account writes a point
    ("US $1.99", "USD", "1.99"),
    ("$26.72", "USD", "26.72"),
    ("€ 33.85", "EUR", "33.85"),  # a German page with a point
    ("1,99€", "EUR", "1.99"),
    ("5,63zł", "PLN", "5.63"),
    ("1 129,46zł", "PLN", "1129.46"),
    ("1\u00a0129,46\u202fzł", "PLN", "1129.46"),
    ("₩11,110", "KRW", "11110"),
    ("$10.200", "CLP", "10200"),
    ("C $30.58", "CAD", "30.58"),
    ("1 234,56 руб.", "RUB", "1234.56"),
    ("€ 1,99x1", "EUR", None),
]
MADE = [
    ("12.345₩", "KRW", "12345"),
    ("₩11.10", "KRW", None),
    ("₩11,110.00", "KRW", "11110"),
    ("1.234,56 €", "EUR", "1234.56"),
    ("1,234.56", "USD", "1234.56"),
    ("1'234.50 CHF", "CHF", "1234.50"),
    ("R$ -5,66", "BRL", "-5.66"),
    ("−R$5,66", "BRL", "-5.66"),
    ("R$1.234", "BRL", "1234"),
    ("1.234", "KWD", None),  # three digits may be a fraction here
    ("0.123", "USD", None),
    ("1.2.3", "USD", None),
    ("12,34,56", "USD", None),
    ("5,", "BRL", "5"),
    ("١٬٢٣٤٫٥٠", "SAR", "1234.50"),
    ("", "BRL", None),
    ("free", "BRL", None),
    ("R$5 - R$9", "BRL", None),
    ("9" * 40, "BRL", None),
]


@pytest.mark.parametrize(("shown", "currency", "amount"), SEEN + MADE)
def test_an_amount_is_read_for_certain_or_not_at_all(shown: str, currency: str, amount: str | None) -> None:
    """Every form of an amount is read exactly, or not at all."""
    found = parse_money(shown, currency)

    assert (Decimal(amount) if amount else None) == (found.amount if found else None)


@pytest.mark.parametrize("shown", ["US $1.99", "€1.99", "1.99 PLN", "₩199"])
def test_a_sign_of_another_currency_is_refused(shown: str) -> None:
    """A text whose sign contradicts the currency that the data names is no amount."""
    assert None is parse_money(shown, "BRL")


@pytest.mark.parametrize("shown", ["$1.99", "¥199", "kr 1,99", "1,99"])
def test_a_shared_sign_names_no_currency(shown: str) -> None:
    """A sign that several countries share is no currency by itself."""
    assert None is parse_money(shown, None)


def test_a_sign_of_one_currency_names_it() -> None:
    """A sign that only one currency has is enough where the data name none."""
    assert Money(Decimal("132.74"), "BRL", "R$132,74") == parse_money("R$132,74", None)


INFOS = [
    ("R$132,74|132|74", "BRL", "132.74"),
    ("US $25.09|25|09", "USD", "25.09"),
    ("$25.66|25|66", "USD", "25.66"),
    ("129,46zł|129|46", "PLN", "129.46"),
    ("1 129,46zł|1 129|46", "PLN", "1129.46"),
    ("₩11,110|11110|", "KRW", "11110"),
    ("₩11,110|11,110|", "KRW", "11110"),
    ("-R$5,66|5|66", "BRL", "-5.66"),
    ("R$1.031,93|1.031|93", "BRL", "1031.93"),
    ("₩11,110.50|11110|50", "KRW", None),
    ("R$132,74|132|75", "BRL", None),
    ("R$132,74|132", "BRL", None),
    ("R$132,74|one|74", "BRL", None),
    ("US $25.09|25|09", "BRL", None),
    ("||", "BRL", None),
]


@pytest.mark.parametrize(("info", "currency", "amount"), INFOS)
def test_price_info_is_exact(info: str, currency: str, amount: str | None) -> None:
    """The form with its parts gives the amount exactly; parts that contradict each other give none."""
    found = parse_price_info(info, currency)

    assert (Decimal(amount) if amount else None) == (found.amount if found else None)


def test_won_have_no_fraction() -> None:
    """An amount of a currency without a minor unit is a whole number."""
    found = parse_price_info("₩11,110|11110|", "KRW")

    assert found
    assert (0, 0) == (found.amount.as_tuple().exponent, fraction_digits("KRW"))


def test_the_page_s_style_decides() -> None:
    """What a page says of its marks decides where the text alone does not."""
    assert None is parse_money("KD1.234", "KWD")
    found = parse_money("KD1.234", "KWD", PriceStyle(".", ","))

    assert Money(Decimal("1.234"), "KWD", "KD1.234") == found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Apply for R$5.00 coupon code", True),
        ("Bon de 1,00€ en cas de retard", True),
        ("Kupon na 5 zł", True),
        ("5,000원 쿠폰", True),
        ("USD 5 back", True),
        ("Refund if no delivery before Sep 3, 2026", False),
        ("within 90 days", False),
        ("THE 90 days", False),
    ],
)
def test_a_sentence_names_an_amount_or_not(sentence: str, expected: bool) -> None:
    """A sentence with an amount of money is told from one without."""
    assert expected == has_amount(sentence)


@pytest.mark.parametrize("module", [money, text], ids=lambda module: module.__name__)
def test_the_examples_are_true(module: object) -> None:
    """Every example in the documentation of these modules is true."""
    assert 0 == doctest.testmod(module).failed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Zwischensumme €33.85 Gesamt €31.51", ["€33.85", "€31.51"]),
        ("1.234,56 €Rabatt -2,00 €", ["1.234,56 €", "-2,00 €"]),
        ("TOTALUS $1.99", ["US $1.99"]),
        ("Total:CLP$1", ["CLP$1"]),
        ("$10.200 CLP", ["$10.200 CLP"]),
        ("x2 ₺1.299,90", ["₺1.299,90"]),
        ("US $3.20x2", ["US $3.20"]),
        ("R$ -5,66", ["R$ -5,66"]),
        ("١٢٫٥٠ ر.س", ["١٢٫٥٠ ر.س"]),
        ("5 pieces by Sep 3, 2026", []),
        ("8301122334400009", []),
    ],
)
def test_amounts_are_found_where_they_stand(shown: str, expected: list[str]) -> None:
    """Amounts with a sign or a code are found between labels and counts, without a gap between them."""
    found = find_amounts(shown)

    assert expected == [one.text for one in found]
    assert expected == [shown[one.start : one.end].strip() for one in found]


@pytest.mark.parametrize(
    ("shown", "currency", "expected"),
    [
        ("$1", "CLP", True),
        ("$1", "EUR", False),
        ("¥1", "CNY", True),
        ("¥1", "USD", False),
        ("129,00 kr", "SEK", True),
        ("US $1", "CLP", False),
        ("1,99", "EUR", True),
        ("zł", "PLN", True),
    ],
)
def test_a_sign_fits_its_currencies(shown: str, currency: str, expected: bool) -> None:
    """A sign fits the currencies that use it, and no sign fits them all."""
    assert expected == fits(shown, currency)
