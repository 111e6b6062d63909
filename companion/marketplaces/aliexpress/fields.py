"""Reads what order list and order detail share: order lines, sellers, amounts, days and links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from companion.marketplaces.aliexpress.kinds import find_parameter
from companion.marketplaces.aliexpress.mtop import Answer
from companion.marketplaces.aliexpress.words import is_free, make_badge
from companion.marketplaces.base import Node, Problems, Setting
from companion.marketplaces.jsonp import NotJson, decode_text
from companion.model import Capture, Money, OrderLine, Seller
from companion.money import PriceStyle, parse_money, parse_price_info
from companion.text import strip_tags
from companion.when import parse_day, parse_zone

ORDER_ID_DIGITS = 10  # ids seen have 16; older ones 14 and 15
DETAIL_PAGE = "https://www.aliexpress.com/p/order/detail.html"

_CURRENCY = re.compile(r"[A-Z]{3}")
STORE = re.compile(r"/store/(\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one answer needs beside the answer: when and where it was seen, how it writes money."""

    answer: Answer
    setting: Setting
    styles: Mapping[str, PriceStyle]
    problems: Problems


def make_reading(capture: Capture, answer: Answer, problems: Problems) -> Reading:
    """Gather what the request, the capture and the answer say about language, zone and money."""
    language = answer.request.at("_lang").text("_lang") or capture.language
    zone = answer.request.at("timeZone").read("time_zone", parse_zone) or parse_zone(capture.time_zone or "")
    setting = Setting(capture.captured_at, zone, language)
    return Reading(answer, setting, _read_styles(answer.data), problems)


def read_day(node: Node, field: str, reading: Reading) -> date | None:
    """Read a calendar day; one that cannot be read for certain is a problem."""
    return node.read(field, lambda text: parse_day(text, reading.setting.language))


def read_currency(node: Node) -> str | None:
    """Read a currency's code."""
    return node.read("currency", lambda text: text if _CURRENCY.fullmatch(text) else None)


def read_price(
    fields: Node, text_key: str, field: str, currency: str | None, reading: Reading
) -> Money | None:
    """Read an amount by `formatPriceInfo`, which is exact, else by the text shown."""
    info, shown = fields.at("formatPriceInfo"), fields.at(text_key)
    exact = parse_price_info(info.text(field) or "", currency)
    return exact or read_amount(shown if shown.is_present else info, field, currency, reading)


def read_amount(node: Node, field: str, currency: str | None, reading: Reading) -> Money | None:
    """Read an amount from the text shown; the words for "free" are an amount of nothing."""

    def parse(text: str) -> Money | None:
        if currency and is_free(text):
            return Money(Decimal(0), currency, text)
        return parse_money(text, currency, reading.styles.get(currency or ""))

    return node.read(field, parse)


def read_buttons(node: Node) -> frozenset[str]:
    """Read the types of an order's buttons."""
    types = (button.at("type").text("state") for button in node.items("state"))
    return frozenset(name for name in types if name)


def read_seller(name: Node, link: Node) -> Seller | None:
    """Read the seller, None where the page names none."""
    url = link.read("seller", make_url)
    store = STORE.search(url or "")
    seller = Seller(name.text("seller"), store[1] if store else None, url)
    return seller if seller != Seller(None, None, None) else None


def read_lines(nodes: Node, order_id: str, reading: Reading) -> tuple[OrderLine, ...]:
    """Read an order's lines."""
    return tuple(
        _read_line(line, f"{order_id}-{index}", reading)
        for index, line in enumerate(nodes.items("lines"), start=1)
    )


def read_order_url(node: Node, order_id: str) -> str:
    """Give the address of an order's page; the site's own where it names this order."""
    shown = node.read("url", make_url)
    page = shown if shown and shown.startswith("https://") else DETAIL_PAGE
    return f"{page}?orderId={order_id}"


def find_order_id(url: str | None) -> str | None:
    """Find the order that a link names."""
    for name in ("orderId", "tradeOrderId", "tradeId"):
        found = find_parameter(url or "", name)
        if found and found.isascii() and found.isdecimal() and ORDER_ID_DIGITS <= len(found) <= 32:
            return found
    return None


def make_url(text: str) -> str | None:
    """Make a link whole and drop what only counts clicks; None where it is no link.

    >>> make_url("//www.aliexpress.com/store/11?spm=a2g0o.order_list")
    'https://www.aliexpress.com/store/11'
    """
    whole = f"https:{text}" if text.startswith("//") else text
    try:
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return f"{parts.scheme}://{host}{parts.path}"


def _read_line(line: Node, stand_in: str, reading: Reading) -> OrderLine:
    line_id = line.at("orderLineId").identifier("line_id")
    if line_id is None:
        line.problem("line_id", "no id: numbered by its place in the order")
    currency = read_currency(line.at("currencyCode"))
    return OrderLine(
        line_id=line_id or stand_in,
        product_id=line.at("productId").identifier("product_id"),
        sku_id=line.at("skuId").identifier("sku_id"),
        title=line.at("itemTitle").text("title"),
        options=_read_options(line.at("skuAttrs")),
        quantity=line.at("quantity").whole("quantity"),
        unit_price=read_price(line, "itemPriceText", "unit_price", currency, reading),
        url=line.at("itemDetailUrl").read("url", make_url),
        image_url=line.at("itemImgUrl").read("image_url", make_url),
        snapshot_url=line.at("snapshotUrl").read("snapshot_url", make_snapshot_url),
        badges=tuple(dict.fromkeys(_read_badges(line.at("itemTags")))),
    )


def make_snapshot_url(text: str) -> str | None:
    """Make a snapshot's link whole, keeping the order line it is of."""
    url, order_id = make_url(text), find_order_id(text)
    return f"{url}?orderId={order_id}" if url and order_id else url


def _read_options(attributes: Node) -> dict[str, str] | None:
    if not attributes.is_present:
        return None
    options: dict[str, str] = {}
    for attribute in attributes.items("options"):
        name, value = attribute.at("name").text("options"), attribute.at("text").text("options")
        if name and value:
            options[name] = f"{options[name]}, {value}" if name in options else value
    return options


def _read_badges(tags: Node) -> list[str]:
    badges: list[str] = []
    for tag in tags.items("badges"):
        words = strip_tags(tag.at("richText").text("badges") or "")
        code = tag.at("type").text("badges")
        if words or code:
            badges.append(make_badge(code, words or code or ""))
    return badges


def _read_styles(data: Node) -> dict[str, PriceStyle]:
    """Read how the answer writes each currency: `global_price_local_config` maps its code to a JSON text."""
    styles: dict[str, PriceStyle] = {}
    for currency, node in data.at("global", "global_price_local_config").entries("global_price_local_config"):
        config = node.read("global_price_local_config", _decode_object)
        if config is None:
            continue
        single = Node(config, node.where, Problems()).at("single")
        mark = single.at("decimalPointChar").markup("price_style")
        thousands = single.at("thousandsChar").markup("price_style")
        if mark and len(mark) == 1:
            styles[currency] = PriceStyle(mark, thousands or "")
    return styles


def _decode_object(text: str) -> dict[object, object] | None:
    try:
        decoded = decode_text(text)
    except NotJson:
        return None
    return decoded if isinstance(decoded, dict) else None
