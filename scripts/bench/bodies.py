"""Captures as the extension sends them, made up and each another one."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from bench.seeding import NOW
from tests.browser.answers import calls
from tests.browser.answers.calls import MadeAnswers
from tests.browser.answers.samples import Days, load_orders
from tests.browser.rpc import Node

_WORDS = ("order", "shipped", "parcel", "seller", "refund", "delivery", "before", "tracking", "carrier")
UNREAD_URL = "https://shop.example/page.html"  # of no marketplace: kept, and read by nobody
PAGE_URL = "https://www.aliexpress.com/p/order/detail.html?orderId=3041870025561204"
_API_URL = f"https://acs.aliexpress.com/h5/{calls.DETAIL}/1.0/?type=originaljson"
_ORDER_ID = "3041870025561204"


@dataclass(frozen=True, slots=True)
class Body:
    """The body of one POST, and the headers that go with it."""

    data: bytes
    headers: dict[str, str]


def make_page(characters: int, number: int) -> str:
    """Make a document of about this size, as a shop's page is: nested, repetitive, with words that differ."""
    some = random.Random(number)  # noqa: S311  # to be the same in every run, not to be secret
    rows: list[str] = []
    size = 0
    while size < characters:
        words = " ".join(some.choices(_WORDS, k=8))
        token = some.getrandbits(64)
        row = (
            f'<div class="order-item order-item--{token:016x}"><a href="/item/{token % 10**15}.html">'
            f'<span class="title" title="{words}">{words}</span></a>'
            f'<div class="price"><b>{token % 1000},{token % 100:02d}</b></div></div>\n'
        )
        rows.append(row)
        size += len(row)
    return f"<!doctype html><html><head><title>Order</title></head><body>{''.join(rows)}</body></html>"


def make_order_answer() -> str:
    """Make the site's answer about an order, as the replica shop gives it."""
    answer = MadeAnswers(load_orders(), Days(NOW.date())).find(
        calls.DETAIL, Node({"tradeOrderId": _ORDER_ID})
    )
    if answer is None:
        raise LookupError("the replica shop has no such order")
    return answer


def make_body(
    html: str, answers: Iterable[str] = (), *, url: str = PAGE_URL, is_packed: bool = False
) -> Body:
    """Make the body of `POST /v1/captures`, packed as the extension packs large ones."""
    parts = [_make_part("page", html, "text/html; charset=utf-8", url)]
    parts += [_make_part("api", answer, "application/json", _API_URL) for answer in answers]
    record = {
        "capture_id": str(uuid.uuid4()),
        "visit_id": str(uuid.uuid4()),
        "captured_at": f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
        "time_zone": "Europe/Berlin",
        "url": url,
        "title": "Order details",
        "language": "en",
        "trigger": "load",
        "account": None,
        "browser": "Firefox 153",
        "extension_version": "0.1.0",
        "parts": parts,
    }
    data = json.dumps(record).encode()
    headers = {"Content-Type": "application/json"}
    if is_packed:
        return Body(gzip.compress(data, 6), {**headers, "Content-Encoding": "gzip"})
    return Body(data, headers)


def _make_part(role: str, body: str, media_type: str, url: str) -> dict[str, object]:
    more = {"transport": "jsonp", "request": "{}"} if role == "api" else {}
    return {
        "role": role,
        "media_type": media_type,
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "encoding": "utf-8",
        "body": body,
        "url": url,
        "frame_id": "0",
        **more,
    }
