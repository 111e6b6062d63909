"""Reads what all order pages share: days, amounts, counts, links, pictures and sellers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urljoin

from companion.marketplaces.aliexpress.fields import DETAIL_PAGE, STORE, find_order_id, make_url
from companion.marketplaces.aliexpress.kinds import find_parameter
from companion.marketplaces.aliexpress.labels import split_label
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.words import is_free
from companion.marketplaces.dom import Spot
from companion.model import Money, Seller
from companion.money import find_amounts, fits, parse_money
from companion.when import parse_day

STRUCK = "del, s"  # prices of before

# A snapshot's link may name the order line in the order's place (seen before 2022).
_ORDER_LINKS = (
    'a[href*="/order/detail.html"]',
    'a[href*="order_detail.htm"]',
    'a[href*="tradeOrderId="]',
    'a[href*="orderId="]:not([href*="/snapshot"])',
)
_ID = re.compile(r"(?<!\d)\d{14,20}(?!\d)")
_COUNT = re.compile(r"(?<![^\W\d_])[xX×]\s?(\d{1,6})(?!\d)|(?<!\d)(\d{1,6})\s?[xX×](?![^\W_])")
_BARE = re.compile(r"\D{0,12}?(\d{1,6})\D{0,12}")
ITEM = re.compile(r"/(?:item|i)/(?:[^/]+/)?(\d{6,20})\.html", re.IGNORECASE)
BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;]{0,200}?url\(\s*[\"']?([^\"')]{1,2000})", re.IGNORECASE
)
_THUMBNAIL = re.compile(r"(\.(?:jpe?g|png|webp|avif|gif))_[^/]*$", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BESIDE = re.compile(r"(?:\./)?[^/:]*_files/")  # where browsers put what belongs to a saved page


def find_linked_order(spot: Spot) -> str | None:
    """Find the order that the links within a place lead to; None where they name none, or several."""
    for selector in _ORDER_LINKS:
        links = (link.attribute("href") for link in spot.find_all(selector))
        ids = {found for link in links if (found := find_order_id(link))}
        if ids:
            return ids.pop() if len(ids) == 1 else None
    return None


def find_shown_order(spot: Spot) -> str | None:
    """Find the one run of digits in a text that is long enough to be an order's id."""
    ids = {str(int(found)) for found in _ID.findall(spot.words())}
    return ids.pop() if len(ids) == 1 else None


def make_order_url(order_id: str) -> str:
    """Make the address of an order's page."""
    return f"{DETAIL_PAGE}?orderId={order_id}"


def read_day(spot: Spot, field: str, reading: PageReading) -> date | None:
    """Read the one day that a place shows beside its label; one that is not certain is a problem."""
    text = spot.words()
    day = find_day(text, reading)
    if text and day is None:
        spot.problem(field, text)
    return day


def find_day(text: str, reading: PageReading) -> date | None:
    """Find the one day of a text, in the page's language, else in the one language in which it is a day."""
    return parse_day(text, reading.setting.language) or parse_day(text, None)


def read_price(spot: Spot, field: str, reading: PageReading, currency: str | None = None) -> Money | None:
    """Read the one amount that a place shows beside its label; `currency` is that of the amounts near it."""
    text = spot.see(STRUCK)
    if not text:
        return None
    money = make_amount(text, reading, currency)
    if money is None:
        spot.problem(field, text)
    return money


def make_amount(text: str, reading: PageReading, currency: str | None = None) -> Money | None:
    """Make an amount of a text; None where it is not one amount, or its sign may mean several currencies."""
    value = split_label(text)[1] or text
    known = _known_currency(value, reading, currency)
    if known and is_free(value):
        return Money(Decimal(0), known, value)
    found = {one.text for one in find_amounts(text)}
    if len(found) > 1:
        return None
    shown = found.pop() if found else value
    own = parse_money(shown, None)
    meant = _known_currency(shown, reading, currency)
    return own or (parse_money(shown, meant) if meant else None)


def read_count(spot: Spot, field: str) -> int | None:
    """Read how many pieces a text names: "x2"."""
    return spot.read(field, parse_count)


def parse_count(text: str) -> int | None:
    """Read "x2", or a number that stands alone with its label.

    >>> parse_count("€33.85 x1"), parse_count("× ٢"), parse_count("Menge: 3"), parse_count("2 of 3")
    (1, 2, 3, None)
    """
    match = _COUNT.search(text) or _BARE.fullmatch(text)
    return int(next(group for group in match.groups() if group)) if match else None


def find_link(spot: Spot, reading: PageReading) -> str | None:
    """Find where a link leads, made whole but not cut; None for one that leads nowhere."""
    href = spot.attribute("href") or ""
    if (
        not href
        or href.startswith("#")
        or ":" in href.split("/", 1)[0].removeprefix("https:").removeprefix("http:")
    ):
        return None
    try:
        return urljoin(reading.url, href)
    except ValueError:  # a host in broken brackets
        return None


def find_item(spot: Spot, reading: PageReading) -> tuple[str | None, str | None]:
    """Find the product that a place links to: its id and the address of its page."""
    box = spot if spot.name == "a" else spot.find('a[href*="/item/"]', 'a[href*="/i/"]')
    link = find_link(box, reading) or ""
    match = ITEM.search(link)
    return (match[1], make_url(link)) if match else (None, None)


def find_picture(spot: Spot, reading: PageReading) -> str | None:
    """Find the picture of a place: its background, else the image in it; never the thumbnail's address."""
    for one in (spot, *spot.find_all("[style*=url], img")):
        background = BACKGROUND.search(one.attribute("style") or "")
        address = background[1] if background else one.attribute("src") if one.name == "img" else None
        if address and not address.startswith(("data:", "blob:")) and not _BESIDE.match(address):
            return _make_picture(address, reading)
    return None


def read_seller(box: Spot, reading: PageReading) -> Seller | None:
    """Read the seller, None where the page names none."""
    name = box.find('[data-pl="order_item_store_name"]', ".order-item-store-name", ".store-info .info-body")
    inner = name.find('a[href*="/store/"]')
    link = inner if inner.is_present else box.find('a[href*="/store/"]')
    address = find_link(link, reading) or ""
    store = STORE.search(address)
    shown = (inner if inner.see() else name if name.see() else link).text("seller")
    seller = Seller(shown, store[1] if store else None, make_url(address))
    return seller if seller != Seller(None, None, None) else None


def find_line_id(box: Spot, order_id: str) -> str | None:
    """Find an order line's own id in the links of its box."""
    for link in box.find_all("a[href]"):
        href = link.attribute("href") or ""
        names = ("tradeOrderLineId", "orderLineId", *(("orderId",) if "/snapshot/" in href else ()))
        for name in names:
            found = find_parameter(href, name) or ""
            if _ID.fullmatch(found) and found != order_id:
                return found
    return None


def _known_currency(text: str, reading: PageReading, currency: str | None) -> str | None:
    """Find the one currency that an amount's sign may be: that of the amounts near it, else the page's."""
    if currency and fits(text, currency):
        return currency
    fitting = [code for code in reading.currencies if fits(text, code)]
    return fitting[0] if len(fitting) == 1 else None


def _make_picture(address: str, reading: PageReading) -> str | None:
    try:
        whole = make_url(urljoin(reading.url, address))
    except ValueError:
        return None
    return _THUMBNAIL.sub(r"\1", whole) if whole else None
