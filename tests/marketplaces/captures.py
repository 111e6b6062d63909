"""Captures of answers and pages, made for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from companion.marketplaces import parse_capture
from companion.model import Capture, Parsed, Part, PartRole, Trigger

ID = "00000000-0000-0000-0000-000000000000"
CAPTURED_AT = datetime(2026, 9, 7, 15, 4, 5, tzinfo=UTC)
API = "https://acs.aliexpress.com/h5/{}/1.0/"
LIST = "mtop.aliexpress.trade.buyer.order.list"
DETAIL = "mtop.aliexpress.trade.buyer.order.detail"
TRACKING = "mtop.ae.ld.querydetail"
REFUNDS = "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer"
DISPUTE = "mtop.aliexpress.buyer.reverse.reverseOrderLineRenderForBuyer"


def make_part(body: bytes, url: str | None, role: PartRole = PartRole.API, frame_id: str = "0") -> Part:
    """Make a part of some bytes."""
    return Part(role=role, sha256=None, media_type="text/plain", body=body, url=url, frame_id=frame_id)


def make_capture(
    *parts: Part, url: str = "https://www.aliexpress.com/p/order/index.html", language: str | None = "en_US"
) -> Capture:
    """Make a capture of some parts."""
    return Capture(
        capture_id=ID,
        visit_id=ID,
        captured_at=CAPTURED_AT,
        time_zone="America/Sao_Paulo",
        url=url,
        title="",
        language=language,
        trigger=Trigger.LOAD,
        account=None,
        browser="",
        extension_version="",
        parts=parts,
    )


def make_envelope(api: str, data: object, ret: object = ("SUCCESS::ok",)) -> dict[str, object]:
    """Wrap data as the site's API does."""
    return {"api": api, "v": "1.0", "ret": ret, "data": data}


def parse_answer(
    api: str, data: object, *, ret: object = ("SUCCESS::ok",), language: str | None = "en_US"
) -> Parsed:
    """Parse one answer of the site's API."""
    body = json.dumps(make_envelope(api, data, ret)).encode()
    [parsed] = parse_capture(make_capture(make_part(body, API.format(api)), language=language))
    return parsed


def make_tree(**components: object) -> dict[str, object]:
    """Make a component tree: each keyword is a tag with its fields."""
    return {
        "data": {f"{tag}_1": {"tag": tag, "fields": fields} for tag, fields in components.items()},
        "hierarchy": {"root": "root", "structure": {"root": [f"{tag}_1" for tag in components]}},
    }
