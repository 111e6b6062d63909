"""Pages as the buyer sees them: what decides, what is a problem, and what never leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from companion.marketplaces import parse_capture
from companion.marketplaces.aliexpress.privacy import MAX_TEXT
from tests.golden.cases import GOLDEN, Case
from tests.marketplaces.pages import (
    DETAIL_PAGE,
    LIST_PAGE,
    TRACKING_PAGE,
    list_problems,
    make_document,
    read_page,
)

ORDER = "8301122334400009"
LINK = f'<a href="https://www.aliexpress.com/p/order/detail.html?orderId={ORDER}">Details</a>'


def make_card(info: str = "Order date: Jul 15, 2026", total: str = "US $1.10", more: str = "") -> str:
    """Make a card of the list."""
    return (
        '<div class="order-item"><span class="order-item-header-status-text">Completed</span>'
        f'<div class="order-item-header-right-info">{info}</div>{more}'
        '<div class="order-item-content-body"><div class="order-item-content-info-name">Lamp</div></div>'
        f'<span class="order-item-content-opt-price-total">{total}</span></div>'
    )


def make_order_page(*blocks: str) -> str:
    """Make an order page of some blocks."""
    status = '<div class="order-status order-block"><div class="order-block-title">Completed</div></div>'
    item = '<div class="order-detail-item-content-wrap"><div class="item-title">Lamp</div></div>'
    price = '<div class="order-price"><div class="order-price-item"><p>Total</p><p>US $1.10</p></div></div>'
    return status + "".join(blocks) + item + price


def read_total(text: str, around: str = "") -> tuple[str, str] | None:
    """Read the total of a card that shows this text."""
    [order] = read_page(around + make_card(total=text, more=LINK)).orders
    return (str(order.total.amount), order.total.currency) if order.total else None


SWITCHER = '<div class="ship-to--menuItem--WdBDsYl">ES/ CLP</div>'
SCRIPT = '<script>window.data = {"currencyCode": "MXN", "amount": 3}</script>'


@pytest.mark.parametrize(
    ("text", "around", "expected"),
    [
        ("Total: US $1.99", "", ("1.99", "USD")),
        ("Total:CLP$1.990", "", ("1990", "CLP")),
        ("Total: $1.990", SWITCHER, ("1990", "CLP")),
        ("Total: $1,990.50", SCRIPT, ("1990.50", "MXN")),
        ("Total: $1.99", "<p>C $4.00</p>", ("1.99", "CAD")),
        ("Total: €1.99", SWITCHER, ("1.99", "EUR")),
        ("Total: 1 990", SWITCHER, ("1990", "CLP")),
        ("Total: Free", SWITCHER, ("0", "CLP")),
        ("Total: $1.99", "", None),
        ("Total: $1.99", "<p>€ 4.00</p>", None),
        ("Total: $1.99", "<p>C $3.00</p><p>US $4.00</p>", None),  # two dollars are named
        ("Total: US $1.99 US $2.99", "", None),
        ("Total: <del>US $2.99</del> US $1.99", "", ("1.99", "USD")),
    ],
)
def test_whose_money_it_is(text: str, around: str, expected: tuple[str, str] | None) -> None:
    """An amount has its own sign's currency, else the one the page names and the sign may mean, else none."""
    assert expected == read_total(text, around)


def test_an_amount_of_nobody_is_a_problem() -> None:
    """A lone dollar sign on a page that names no dollar is a problem with the text shown."""
    parsed = read_page(make_card(total="$1.99", more=LINK))

    assert [("total", "$1.99")] == list_problems(parsed)


@pytest.mark.parametrize(
    ("info", "more", "expected"),
    [
        ("Jul 15, 2026", LINK, ORDER),
        ("Jul 15, 2026 Tracking: 8400000000000017", LINK, ORDER),
        ("Jul 15, 2026 Anything 8400000000000017", "", "8400000000000017"),
        ("<b>Jul 15, 2026</b><i>8400000000000017</i>", "", "8400000000000017"),
        ("Jul 15, 2026 Order ID: 84000000", "", None),
        ("Jul 15, 2026 Order ID: 8400000000000017 8400000000000018", "", None),
        (
            "Jul 15, 2026",
            '<a href="/p/message/index.html?orderId=8400000000000017">Contact</a>',
            "8400000000000017",
        ),
        (
            "Jul 15, 2026",
            '<a href="//www.aliexpress.com/snapshot/0.html?orderId=8400000000000017">x</a>',
            None,
        ),
    ],
)
def test_links_name_an_order_before_words(info: str, more: str, expected: str | None) -> None:
    """A card's order is the one it links to, else its header's one long number, whatever the label says."""
    parsed = read_page(make_card(info, more=more))

    assert ([expected] if expected else []) == [order.order_id for order in parsed.orders]
    assert expected or ("order_id", "an order without its id") in list_problems(parsed)


def test_a_confirm_link_says_more_than_the_label() -> None:
    """An order that can be confirmed is on its way, whatever its label says."""
    confirm = f'<a href="https://www.aliexpress.com/p/trade/confirm.html?orderId={ORDER}">?</a>'
    [order] = read_page(make_card(more=LINK + confirm)).orders

    assert ("awaiting_delivery", "Completed") == (str(order.state), order.site_state)


INFO = '<div class="order-detail-info"><div class="info-row">{}</div></div>'


@pytest.mark.parametrize(
    ("row", "placed_on", "problems"),
    [
        ("<span>Order placed on</span><span>Jul 15, 2026</span>", date(2026, 7, 15), []),
        ('<span data-pl="order_detail_gray_date">Xyz Jul 15, 2026</span>', date(2026, 7, 15), []),
        ("Xyz: Jul 15, 2026", None, [("dates", "Xyz: Jul 15, 2026")]),
        ("Xyz: something", None, [("placed_on", "nothing where it stood")]),
        ("Order placed on: soon", None, [("placed_on", "Order placed on: soon")]),
        ("Order placed on: 05/08/2026", None, [("placed_on", "Order placed on: 05/08/2026")]),
    ],
)
def test_a_day_is_placed_by_mark_or_label(
    row: str, placed_on: date | None, problems: list[tuple[str, str]]
) -> None:
    """A row's mark or label says which day it is; a day that cannot be placed is a problem, a word is not."""
    parsed = read_page(make_order_page(INFO.format(row)), DETAIL_PAGE)

    assert placed_on == parsed.orders[0].placed_on
    assert problems == list_problems(parsed)


def test_product_texts_state_nothing() -> None:
    """A title, an option or a badge that looks like a promise states nothing, wherever its block stands."""
    promise = "Refund if no delivery before Jan 1, 2031"
    item = (
        f'<div class="order-detail-item-content-wrap"><div class="item-title"><a>{promise}</a></div>'
        f'<div class="item-sku-attr">{promise}</div><div class="item-service">{promise}</div></div>'
    )
    bare = item.replace("order-detail-item-content-wrap", "order-detail-item")
    page = make_order_page(
        f'<div class="order-block">{item}</div><div class="order-block">{bare}</div>{item}'
    )

    assert () == read_page(page, DETAIL_PAGE).statements


TRACKED = '<div class="logistic-info--mailNo--x">LP00123456789012<b class="nodeDesc">On its way</b>{}</div>'


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        ("<li>Refund if no delivery before Sep 3, 2026</li>", [date(2026, 9, 3)]),
        ('<div class="item-title">Refund if no delivery before Sep 3, 2026</div>', []),
        ("<li hidden>Refund if no delivery before Sep 3, 2026</li>", []),
    ],
)
def test_a_promise_is_what_the_site_shows(promise: str, expected: list[date]) -> None:
    """A tracking page's promise is what stands in its block, but for product titles and what is not shown."""
    page = f'<div class="fast-delivery">{promise}</div>{TRACKED.format("")}'

    assert expected == [one.on for one in read_page(page, TRACKING_PAGE).statements]


@pytest.mark.parametrize(
    ("eta", "expected"), [("Delivery: Sep. 6", []), ("Delivery: Sep. 9", ["2026-09-09"]), ("Soon", [])]
)
def test_what_has_come_is_not_expected(eta: str, expected: list[str]) -> None:
    """The day on which the last thing happened to a parcel is no estimate of when it will arrive."""
    rest = f'<p class="nodeTime">Sun | Sep. 6 18:39</p><p class="tracking-eta">{eta}</p>'
    parsed = read_page(TRACKED.format(rest), TRACKING_PAGE)

    assert expected == [str(one.on) for one in parsed.statements]
    assert expected == [str(one.estimated_delivery.end) for one in parsed.shipments if one.estimated_delivery]


def test_english_pages_decide_no_day() -> None:
    """A page that calls itself American may be in any language: it does not say which number is the day."""
    parsed = read_page(make_card("Order date: 05/08/2026", more=LINK), language="en-US")

    assert (None, ["placed_on"]) == (parsed.orders[0].placed_on, [one.field for one in parsed.problems])


def test_an_address_never_leaves() -> None:
    """Nothing of the receiver but the country is in records, text or problems."""
    contact = (
        '<div class="order-detail-info"><div data-pl="contact_info"><p>Ada Example</p><p>+00 12 34</p></div>'
        "<p class='info-row'>Order date: Jul 15, 2026</p>"
        '<div data-pl="contact_info_address">+00 123 456, Some Lane 5, Jul 15, 2026, Portugal</div></div>'
        "<p>Left with Ada Example</p>"
    )
    parsed = read_page(make_order_page(contact), DETAIL_PAGE)

    assert ("PT", ()) == (parsed.orders[0].ship_to_country, parsed.problems)
    assert [] == [word for word in ("Ada", "Example", "Lane", "123 456") if word in str(parsed)]


@pytest.mark.parametrize(
    "url",
    [
        LIST_PAGE,
        DETAIL_PAGE,
        TRACKING_PAGE,
        "https://www.aliexpress.com/item/1005006000000011.html",
        "https://www.aliexpress.com/p/message/index.html?orderId=1",
        "https://www.aliexpress.com/p/coupons/index.html",
    ],
)
def test_every_page_has_its_text(url: str) -> None:
    """The text of every page is kept for the search, whether its kind is read or not, up to a bound."""
    page = f"<p>Warm <b>lamp</b></p><p hidden>no</p><script>no</script><p>{'long ' * MAX_TEXT}</p>"
    text = read_page(page, url).text or ""

    assert (True, MAX_TEXT) == (text.startswith("Warm lamp long long"), len(text))


@pytest.mark.parametrize("url", [LIST_PAGE, DETAIL_PAGE, TRACKING_PAGE])
@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("", []),
        ('<div id="root"></div><script>go()</script>', []),
        ("<h1>Sorry</h1>", ["data"]),
        ("<form><input type=password></form>", ["ret"]),
        ("<p>Sign in</p><a href='https://login.aliexpress.com/x'>here</a>", ["ret"]),
        ("<p>Slide</p><iframe src='/_____tmd_____/punish?x5secdata=1'></iframe>", ["ret"]),
    ],
)
def test_pages_that_are_something_else(url: str, body: str, problems: list[str]) -> None:
    """A shell says nothing yet; a login form, a puzzle and an error are told, and give no record."""
    parsed = read_page(body, url)

    assert problems == [problem.field for problem in parsed.problems]
    assert ((), (), ()) == (parsed.orders, parsed.shipments, parsed.statements)


def test_another_encoding_is_read() -> None:
    """A saved page in an encoding of its own, which it names, is read as it was shown."""
    page = make_document(make_card(more=LINK).replace("Lamp", "Lâmpada")).decode()
    page = page.replace("<html", '<html><meta charset="iso-8859-1"', 1)
    [order] = read_page(page.encode("iso-8859-1")).orders

    assert ["Lâmpada"] == [line.title for line in order.lines]


def test_a_clock_ends_no_day_too_late() -> None:
    """Where the zone is not known, a clock that runs down ends on the day it is then in the west."""
    case = Case(GOLDEN / "aliexpress" / "order_list" / "page-en-2019")
    body = (case.folder / "page.html").read_bytes().replace(b"5799645229", b"3600000")
    [parsed] = parse_capture(replace(case.make_capture(body), time_zone=None))

    assert [date(2019, 3, 31)] == [one.on for one in parsed.statements]
