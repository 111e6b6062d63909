"""A conversation full of what a stranger must not see, as page, answers and frames; all of it is made up."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace

from companion.model import Capture, Part, PartRole
from tests.marketplaces.captures import make_capture, make_part

ORDER = "8200000011117777"
CHAT_URL = f"https://www.aliexpress.com/p/message/index.html?orderId={ORDER}&sellerId=2209988776655"
SOCKET = "wss://msgacs.m.aliexpress.com/accs/auth"
API = "https://acs.aliexpress.com/h5/{}/1.0/"
SESSION = "1#103#4455667788#1#2209988776655#2"
DETAIL = f"//www.aliexpress.com/p/order/detail.html?orderId={ORDER}"
FILE = "https://ae01.alicdn.com/kf/maria.jpg_640x640.jpg"
PICTURE = "https://ae01.alicdn.com/kf/Sdeadbeefcafe4242oliveira.jpg"

# Words of both sides, names, places, numbers, ids, pictures: none of it may stay, in any form.
PRIVATE = (
    "maria", "oliveira", "quintal", "zeferino", "wang", "xiaoming", "nightsky", "telescope", "lx556677889cn",
    ORDER, "4455667788", "2209988776655", "91234-5678", "912345678", "01234-567", "brief.invalid",
    "deadbeefcafe", "cntaobao", "b7c6d5e4f3", "buzzer", "doorbell", "gardener", "shipment", "tomorrow",
    "1005006677881234", "сосед", "кирпич", "望远镜", "院子", "7712345678901234567", "s3cr3t",
)  # fmt: skip

BUYER_SAYS = (
    f"Hello, this is Maria Oliveira, order {ORDER}. The doorbell is broken, use the buzzer at Rua Quintal 77,"
    " 01234-567, phone +55 11 91234-5678 or oliveira.maria@brief.invalid"
)
SELLER_SAYS = (
    "Dear Maria, the gardener took parcel LX556677889CN. Write to Wang Xiaoming. Shipment leaves tomorrow"
)
RUSSIAN, CHINESE = "Сосед положил кирпич", "望远镜在院子里"


def make_item(number: int, side: int, content: object, card: str = "1", **about: object) -> dict[str, object]:
    """Make a message as the messenger sends it."""
    said = {
        "mid": f"77123456789012345{number:02}",
        "sid": SESSION,
        "from": {11: "cntaobaomaria_oliveira88", 12: "cntaobaowangxiaoming"}[side],
        "fromType": side,
        "fromNick": "Maria Oliveira" if side == 11 else "Wang Xiaoming",
        "sendTime": 1788700000000 + number * 60_000,
        "bizUnique": "b7c6d5e4f3a2b1c0d9e8",
        "status": 0,
        "ext": {"senderInfo": json.dumps({"id": "maria_oliveira88", "key": "oliveira.maria@brief.invalid"})},
        **about,
    }
    body = {"typeData": said, "layoutData": {"card": card}, "templateData": json.dumps(content)}
    return {"header": {"type": 1}, "body": body}


ITEMS = (
    make_item(1, 11, {"txt": BUYER_SAYS}),
    make_item(2, 12, {"txt": SELLER_SAYS, "translateText": RUSSIAN}),
    make_item(3, 12, {"imgUrl": PICTURE, "width": 640}, "3"),
    make_item(4, 11, {"orderId": ORDER, "title": "Telescope 70mm", "url": DETAIL}, "10004"),
    make_item(5, 12, {"txt": CHINESE}, status=1),
    make_item(6, 12, {"productId": "1005006677881234", "title": "NightSky Telescope"}, "10006"),
    make_item(7, 12, {"weird": {"note": "Call the gardener Zeferino"}}, "77001"),
    make_item(8, 12, {"txt": "I am Wang's robot"}, ext={"fromCode": "im_ai"}),
    make_item(9, 11, {"imgUrl": FILE, "trueUrl": "true"}, "3"),
)  # fmt: skip
HISTORY = {
    "sessionId": SESSION,
    "receiverNick": "Maria Oliveira",
    "hasMore": False,
    "result": ITEMS,
    "users": {"cntaobaomaria_oliveira88": {"id": "maria_oliveira88", "avatar": PICTURE, "tag": "Maria"}},
}
SESSIONS = {
    "sessionViewDTOList": [
        {
            "sessionId": SESSION,
            "sessionData": {
                "title": "NightSky Store",
                "lastMessageContent": SELLER_SAYS,
                "lastMessageId": "7712345678901234502",
                "lastMessageTime": 1788700120000,
                "container": "Maria Oliveira",
            },
            "target": {"userAccountType": "12", "id": "wangxiaoming"},
        }
    ]
}


def make_answer(data: object, api: str = "mtop.aliexpress.im.buyer.history") -> Part:
    """Make an answer of the site."""
    body = json.dumps({"api": api, "v": "1.0", "ret": ["SUCCESS::ok"], "data": data}).encode()
    request = json.dumps({"sessionId": SESSION, "buyerNick": "Maria Oliveira", "token": "s3cr3t"})
    return replace(make_part(body, API.format(api)), request=request, transport="fetch")


def make_frame(payload: object, *, packed: bool, key: str = "data") -> Part:
    """Make a frame that carries a payload as base64, plain or gzip."""
    data = json.dumps({"bizDataV2": json.dumps(payload)}).encode()
    carried = base64.b64encode(gzip.compress(data) if packed else data).decode()
    frame = {
        "type": "DATA",
        "serviceId": "ae-lz-sync",
        "compressType": "GZIP" if packed else "COMMON",
        key: carried,
    }
    part = make_part(json.dumps(frame).encode(), SOCKET, PartRole.FRAME)
    return replace(part, transport="websocket")


ROWS = f"""
<div class="row left" data-id="7712345678901234567" data-sender="cntaobaowangxiaoming">
  <img class="avatar" alt="Wang Xiaoming" src="{PICTURE}"><p class="text">{SELLER_SAYS}</p>
  <i class="time">Sep 3, 2026 10:00</i></div>
<div class="row right" data-id="7712345678901234568" title="Maria Oliveira">
  <p class="text">{BUYER_SAYS}</p><i class="time">10:01</i></div>
<div class="row left" data-id="7712345678901234569"><p class="text">{CHINESE}</p>
  <p class="translation">{RUSSIAN}</p><i class="time">10:02</i></div>
<div class="row left" data-id="7712345678901234570">
  <img src="{PICTURE}" alt="gardener" width="300" height="200"><i class="time">10:03</i></div>
<div class="row right" data-id="7712345678901234571"><p class="text">Hello</p><i class="time">10:04</i></div>
<div class="row right" data-id="7712345678901234572"><p class="text">Hello</p><i class="time">10:04</i></div>
<div class="tip">Maria Oliveira recalled a message</div>
<div class="row left" data-id="8"><p class="text">Ask Wang</p>
  <time class="time" datetime="2026-09-03T13:05:00Z">13.05</time></div>
"""
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Maria Oliveira: messages</title></head><body>
<div class="message-view"><div class="message-view-title">
<span class="message-view-title__content">NightSky Store</span></div>
<div class="list" data-session-id="{SESSION}"><div class="tip">No more messages</div>{ROWS}</div>
<textarea placeholder="Write to Wang">gardener</textarea></div></body></html>"""
FRAMED = f"""<!DOCTYPE html><html lang="en"><head><base href="{CHAT_URL}"></head><body>
<div class="list" data-session-id="{SESSION}">{ROWS}</div><textarea></textarea></body></html>"""


def make_parts() -> dict[str, Part]:
    """Make every form in which the conversation comes, by name."""
    return {
        "history": make_answer(HISTORY),
        "sessions": make_answer(SESSIONS, "mtop.aliexpress.im.buyer.sessions"),
        "unnamed call": make_answer({"module": json.dumps(HISTORY)}, "mtop.aliexpress.something.new"),
        "frame": make_frame(ITEMS, packed=False),
        "gzip frame": make_frame(ITEMS, packed=True),
        "deeper frame": make_frame({"bizData": make_frame(ITEMS, packed=True).body.decode()}, packed=False),  # type: ignore[union-attr]
        "frame under another key": make_frame(ITEMS, packed=True, key="channel"),
        "broken frame": make_part(
            b"\x00\x07" + json.dumps(ITEMS[0]).encode() + b"\xff", SOCKET, PartRole.FRAME
        ),
        "page": make_part(PAGE.encode(), CHAT_URL, PartRole.PAGE),
        "document in a frame": make_part(FRAMED.encode(), "about:srcdoc", PartRole.PAGE, "0.1"),
    }


def make_chat_capture(*parts: Part) -> Capture:
    """Make a capture of the chat page."""
    return make_capture(*parts, url=CHAT_URL, language="en")
