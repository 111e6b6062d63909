"""Pieces that the answers of the fake marketplace share."""

from __future__ import annotations

from collections.abc import Mapping

from tests.browser.answers.samples import MadeLine, MadeOrder

Json = dict[str, object]

CURRENCY = "USD"
SITE = "https://www.aliexpress.com"
PICTURES = "https://ae-pic-a1.aliexpress-media.com/kf"
STATUS_TEXTS = {"to_ship": "To ship", "to_deliver": "Awaiting delivery", "completed": "Completed"}
STATUS_CODES = {"to_ship": 7, "to_deliver": 8, "completed": 9}


def make_component(tag: str, suffix: str, fields: Mapping[str, object]) -> tuple[str, Json]:
    """Make a component of the tree and its key."""
    component: Json = {"fields": fields, "id": suffix, "status": "normal", "tag": tag, "type": tag}
    return f"{tag}_{suffix}", component


def make_price(amount: str) -> str:
    """Write an amount as the page shows it."""
    return f"-US ${amount[1:]}" if amount.startswith("-") else f"US ${amount}"


def make_price_info(amount: str) -> str:
    """Write an amount in the site's own readable form."""
    whole, _, fraction = amount.partition(".")
    return f"US ${amount}|{whole}|{fraction}"


def make_line(order: MadeOrder, line: MadeLine) -> Json:
    """Make an article of an order, as list and order page both show it."""
    tags: list[Json] = [
        {"richText": '<font color="#009966">Free returns</font>', "type": "LOCAL_FREE_RETURN"}
    ]
    if order.coupon_from is not None:
        tags.append({"richText": '<font color="#009966">Fast delivery</font>', "type": "DELIVERY_GUARANTEE"})
    return {
        "currencyCode": CURRENCY,
        "formatPriceInfo": make_price_info(line.price),
        "itemDetailUrl": f"//www.aliexpress.com/item/{line.product_id}.html",
        "itemImgUrl": f"{PICTURES}/S{line.sku_id}{line.picture}.jpg_220x220.jpg",
        "itemPriceText": make_price(line.price),
        "itemTags": tags,
        "itemTitle": line.title,
        "orderLineId": line.line_id,
        "productId": line.product_id,
        "quantity": line.quantity,
        "skuAttrs": [
            {"id": 14 + place, "name": name, "text": text}
            for place, (name, text) in enumerate(line.options.items())
        ],
        "skuId": line.sku_id,
    }
