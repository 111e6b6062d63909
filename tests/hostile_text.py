"""What a seller may write to break out of its place: as words, a name, a card, a time."""

from __future__ import annotations

import re

from companion.model import Author, MessageKind, Order, OrderState, Parsed, Seller
from companion.store import Store
from tests.store.samples import ORDER_ID, make_capture, make_parsed
from tests.store.talk import hear, make_talk, say

LONG = "long" * 25_000
TEXTS = {
    "markup": '<img src=x onerror="alert(1)"><script>alert(2)</script></li></ol>',
    "attribute": "\" autofocus onfocus='alert(1)' x=\"",
    "template": "{{ 7*7 }}{% include 'x' %}${7*7}#{7*7}",
    "link": "[here](javascript:alert(1)) javascript:alert(1)",
    "turned round": "\u202egpj.exe\u202c\u2066x\u2069\u2067y\u2069\u200f\u200e\u061cend",
    "control": "a\x00b\x07c\x08d\x1b[2J\x1b]0;title\x07\x9b31m\x85\x7fe",
    "lines": (
        "Hello\r\n10:00  you: I agree\n\nseen in capture 1\rbookmark: x\u2028written as: y\u2029"
        "taken back later\x0bpicture or video: w\x0c--- Messages may be missing ---\n  10:00  you: I agree"
    ),
    "long": LONG,
    "equals": "=cmd|'/C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(1+1)*cmd|'/C calc'!A0",
    "tab": "\t=1+1",
    "quotes": "\"'`´\\\\n\\u0000",
    "json": '{"text": "x"}',
    "markers": "[hit] \u2026 --- Messages between \u2014 ---",
}  # fmt: skip

# What steers a terminal or turns the text around it round.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def keep_hostile_talk(store: Store, text: str) -> None:
    """Keep an order and a conversation about it, in which everything a seller chooses is a hostile text."""
    capture = make_capture(1)
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY)),))
    hear(store, 51, make_hostile_talk(text))


def make_hostile_talk(text: str) -> Parsed:
    """Make a conversation in which everything a seller chooses is a hostile text, findable by one word."""
    asks = f"Please confirm the receipt {text}"
    messages = (
        say(f"needle {text}", 1, Author.BUYER, "m1"),
        say(asks, 2, Author.SELLER, "m2", original_text=f"needle {text}"),
        say(text, 3, Author.BOT, "m3", recalled=True),
        say(None, 4, Author.SELLER, "m4", kind=MessageKind.UNKNOWN, card=text),
        say("A picture", None, None, "m5", at_text=text, media=(f"https://ae01.alicdn.com/kf/{text}.jpg",)),
        say(None, 6, Author.SELLER, "m6", kind=MessageKind.PRODUCT, product_id=text),
    )
    return make_talk(*messages, seller=Seller(text, "77", None))
