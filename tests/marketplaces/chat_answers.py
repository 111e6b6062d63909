"""Answers and frames of the site's messenger, made for tests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from companion.marketplaces import parse_capture
from companion.model import Message, Parsed, PartRole
from tests.marketplaces.captures import make_capture, make_part

SITE = "https://acs.aliexpress.com/h5/{}/1.0/"
SOCKET = "wss://msgacs.m.aliexpress.com/accs/auth"
LAST = 10**18  # beyond what a browser's numbers hold exactly


def make_item(
    number: int = 1, *, text: str = "Hello", session: str = "s-1", status: int = 0
) -> dict[str, Any]:
    """Make a message of the messenger's family."""
    return {
        "header": {"type": 1},
        "body": {
            "typeData": {
                "mid": str(LAST + number),
                "sid": session,
                "from": "b-1",
                "fromType": 11,
                "sendTime": 1759480800000 + number * 1000,
                "status": status,
                "ext": {},
            },
            "layoutData": {"card": "1"},
            "templateData": json.dumps({"txt": text}),
        },
    }


def read_answer(
    data: object, api: str = "mtop.ae.im.sync", page: str = "https://www.aliexpress.com/"
) -> Parsed:
    """Read an answer of the site that holds some data."""
    body = json.dumps({"api": api, "ret": ["SUCCESS::ok"], "data": data}).encode()
    [parsed] = parse_capture(make_capture(make_part(body, SITE.format(api)), url=page))
    return parsed


def read_frame(body: bytes) -> Parsed:
    """Read a frame of the messenger's socket."""
    part = replace(make_part(body, SOCKET, PartRole.FRAME), transport="websocket")
    [parsed] = parse_capture(make_capture(part))
    return parsed


def list_messages(parsed: Parsed) -> list[Message]:
    """List the messages of all conversations."""
    return [message for thread in parsed.threads for message in thread.messages]
