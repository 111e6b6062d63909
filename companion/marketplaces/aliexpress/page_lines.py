"""The products of an order as its pages show them, in each family of pages.

Selectors of 2022-2026 as readers of the page use them, those of the list card also from a real card of 2023;
the old family's from before 2022. Golden order_list/page-*, order_detail/page-*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from companion.marketplaces.aliexpress.fields import make_snapshot_url
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_fields import (
    find_item,
    find_line_id,
    find_link,
    find_picture,
    parse_count,
    read_count,
    read_price,
)
from companion.marketplaces.aliexpress.words import make_badge
from companion.marketplaces.dom import Spot
from companion.model import OrderLine

_NOTHING = frozenset({"-", "–", "—", "/"})  # what stands where a product has no options


@dataclass(frozen=True, slots=True)
class LineShape:
    """Where one family of pages shows the parts of an order line, best selector first."""

    title: tuple[str, ...]
    options: tuple[str, ...]
    price: tuple[str, ...]
    quantity: tuple[str, ...]
    picture: tuple[str, ...]
    badges: str


LIST = LineShape(
    title=(
        '[data-pl="order_item_content_info_name"] [title]',
        ".order-item-content-info-name [title]",
        '[data-pl="order_item_content_info_name"]',
        ".order-item-content-info-name",
    ),
    options=(".order-item-content-info-sku",),
    price=(".order-item-content-info-number",),
    quantity=(".order-item-content-info-number-quantity",),
    picture=(".order-item-content-img",),
    badges=".order-item-tag",
)
DETAIL = LineShape(
    title=(".item-title [title]", ".item-title a", ".item-title"),
    options=(".item-sku-attr",),
    price=(".item-price",),
    quantity=(".item-price-quantity",),
    picture=(".order-detail-item-content-img",),
    badges=".item-tags .order-item-tag",
)
OLD = LineShape(
    title=(".product-title a[title]", ".product-title a", ".product-title", ".baobei-name"),
    options=(".product-property .val", ".product-property"),
    price=(".product-amount span:first-child", ".product-amount"),
    quantity=(".product-amount span:last-child", ".product-amount"),
    picture=(".product-left", ".pic"),
    badges=".product-badge",
)


def read_page_lines(
    boxes: Sequence[Spot], shape: LineShape, order_id: str, reading: PageReading, currency: str | None
) -> tuple[OrderLine, ...]:
    """Read the lines of an order, each from its box; one without an id is numbered by its place."""
    lines = []
    for index, box in enumerate(boxes, start=1):
        line_id = find_line_id(box, order_id) or f"{order_id}-{index}"
        lines.append(_read_line(box, shape, line_id, reading, currency))
    return tuple(lines)


def read_pictures(boxes: Sequence[Spot], order_id: str, reading: PageReading) -> tuple[OrderLine, ...]:
    """Read the lines of a card that shows only pictures: what is there, and nothing more."""
    lines = []
    for index, box in enumerate(boxes, start=1):
        around = box.parent()
        link = box if box.name == "a" or around.name != "a" else around
        product_id, url = find_item(link, reading)
        picture = find_picture(box, reading)
        if product_id or picture:
            line_id = f"{order_id}-{index}"
            lines.append(OrderLine(line_id, product_id=product_id, url=url, image_url=picture))
    return tuple(lines)


def _read_line(
    box: Spot, shape: LineShape, line_id: str, reading: PageReading, currency: str | None
) -> OrderLine:
    title, price = box.find(*shape.title), box.find(*shape.price)
    product_id, url = find_item(box, reading)
    return OrderLine(
        line_id=line_id,
        product_id=product_id or box.find("[productid]").attribute("productid"),
        title=title.attribute("title") or title.text("title"),
        options=_read_options(box, shape),
        quantity=_read_quantity(box, shape),
        unit_price=read_price(price, "unit_price", reading, currency),
        url=url,
        image_url=find_picture(_find_pictured(box, shape), reading),
        snapshot_url=make_snapshot_url(find_link(box.find('a[href*="/snapshot"]'), reading) or ""),
        badges=_read_badges(box, shape),
    )


def _find_pictured(box: Spot, shape: LineShape) -> Spot:
    found = box.find(*shape.picture)
    return found if found.is_present else box


def _read_quantity(box: Spot, shape: LineShape) -> int | None:
    """Read the count from its own element, else from the price it stands beside."""
    own = box.find(*shape.quantity)
    if own.is_present:
        return read_count(own, "quantity")
    return parse_count(box.find(*shape.price).see())


def _read_options(box: Spot, shape: LineShape) -> dict[str, str] | None:
    """Read the chosen options: by name where the page names them, else as the one text it shows."""
    values = [text for spot in box.find_all(*shape.options) if (text := spot.text("options"))]
    shown = ", ".join(values)
    if not shown or shown in _NOTHING:
        return None
    pairs = [piece.partition(":") for piece in shown.replace("：", ":").split(",")]
    if all(name.strip() and value.strip() for name, _, value in pairs):
        return {name.strip(): value.strip() for name, _, value in pairs}
    return {"": shown}


def _read_badges(box: Spot, shape: LineShape) -> tuple[str, ...]:
    words = (spot.text("badges") for spot in box.find_all(shape.badges))
    return tuple(dict.fromkeys(make_badge(None, text) for text in words if text))
