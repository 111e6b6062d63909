"""How the messenger writes a conversation: its message family, pages of history, sessions, frames.

The family is the one seen on the seller's side of the site; that the buyer's is the same is not evidenced.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping
from itertools import cycle

from companion.model import Author
from tests.browser.answers.chat import MadeChat
from tests.browser.answers.chat_made import MadeMessage

Json = dict[str, object]
_NUMBERS = {Author.BUYER: 11, Author.SELLER: 12, Author.BOT: 13, Author.PLATFORM: 0}
_KEY = b"parcel-and-post"


def make_item(chat: MadeChat, message: MadeMessage) -> Json:
    """Write one message; of one that was taken back its words are gone."""
    about: Json = {
        "mid": message.message_id,
        "sid": chat.session_id,
        "from": _find_sender(chat, message),
        "fromType": _NUMBERS[message.author],
        "sendTime": int(message.at.timestamp() * 1000),
        "bizUnique": f"u-{message.message_id}",
        "status": int(message.is_recalled),
        "ext": {"fromCode": "im_ai"} if message.author is Author.BOT else {},
    }
    template = {} if message.is_recalled else _make_template(message)
    body = {
        "typeData": about,
        "layoutData": {"card": message.card},
        "templateData": json.dumps(template, ensure_ascii=False),
    }
    return {"header": {"type": 1}, "body": body}


def make_history(chat: MadeChat, before: str, count: int) -> Json:
    """Write a page of history, newest first; numbers and flags are sometimes text, as the site's are."""
    page = chat.list_before(before, count)
    has_more = bool(page) and page[0] is not chat.messages[0]
    return {
        "hasMore": str(has_more).lower(),
        "result": [make_item(chat, message) for message in reversed(page)],
    }


def make_sessions(chat: MadeChat) -> Json:
    """Write the list of conversations: the buyer has this one."""
    newest = chat.messages[-1]
    entry = {
        "sessionId": chat.session_id,
        "type": 103,
        "target": {"targetId": f"shop-{chat.store_id}", "userAccountType": 13},
        "sessionData": {
            "lastMessageId": newest.message_id,
            "lastMessageTime": str(int(newest.at.timestamp() * 1000)),
            "title": chat.seller,
            "content": newest.text or "[Picture]",
            "orderId": chat.order_id,
        },
    }
    views = {"2": {"hasMore": False, "sessionViewDTOList": [entry]}}
    return {"userIdToSessionView": {"1": {"nameSpaceToSessionView": views}}}


def make_sync(chat: MadeChat, messages: Iterable[MadeMessage]) -> Json:
    """Write the answer that a bell leads to."""
    items = [make_item(chat, message) for message in messages]
    synced = {"bizData": json.dumps(items, ensure_ascii=False)}
    return {"syncDataValuesMap": {"im": [synced]}}


def make_frame(
    items: Iterable[Json], number: int, *, is_packed: bool = False, is_scrambled: bool = False
) -> str:
    """Write a frame with messages, plain or gzip, or in the form that only the page understands."""
    body = {"syncBody": {"syncId": number}, "bizDataV2": json.dumps(list(items), ensure_ascii=False)}
    data = json.dumps(body).encode()
    data = gzip.compress(data, mtime=0) if is_packed else data
    return _write_frame(_mix(data) if is_scrambled else data, is_packed=is_packed)


def make_bell(number: int) -> str:
    """Write a frame that only says that something has come."""
    return _write_frame(json.dumps({"syncBody": {"syncId": number}}).encode(), is_packed=False)


def _write_frame(data: bytes, *, is_packed: bool) -> str:
    """Write what a frame carries as the socket sends it."""
    return json.dumps(
        {
            "type": "DATA",
            "serviceId": "ae-lz-sync",
            "compressType": "GZIP" if is_packed else "COMMON",
            "data": base64.b64encode(data).decode(),
        }
    )


def scramble(data: Mapping[str, object]) -> Json:
    """Write data so that only the page's own script understands it."""
    text = json.dumps(data, ensure_ascii=False).encode()
    return {"module": base64.b64encode(_mix(text)).decode()}


def _mix(data: bytes) -> bytes:
    """Mix with the page's key; twice gives the bytes back."""
    return bytes(one ^ key for one, key in zip(data, cycle(_KEY), strict=False))


def _find_sender(chat: MadeChat, message: MadeMessage) -> str:
    names = {Author.BUYER: "buyer-2204100031", Author.PLATFORM: "system"}
    return names.get(message.author, f"shop-{chat.store_id}")


def _make_template(message: MadeMessage) -> Json:
    if message.original is not None:
        return {"txt": message.original, "translateText": message.text}
    made: dict[str, Json] = {
        "3": {"imgUrl": message.picture, "width": 800, "height": 600},
        "7": {"videoUrl": message.video, "coverUrl": message.picture, "duration": "14"},
        "10003": {
            "productId": message.product_id,
            "title": message.text,
            "imgUrl": message.picture,
            "price": message.amount,
        },
        "10004": {"orderId": message.order_id, "amount": message.amount, "status": "8"},
        "10999": {"txt": message.text, "refundAmount": message.amount},
        "77001": {"check": {"label": message.text, "steps": 3}},
    }
    return made.get(message.card, {"txt": message.text})
