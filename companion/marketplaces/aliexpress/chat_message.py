"""Makes a message of what an answer holds of it; what it says may lie one text deeper, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from companion.marketplaces.aliexpress.chat_shapes import WRITTEN, FoundMessage, split_key
from companion.marketplaces.aliexpress.fields import ORDER_ID_DIGITS, make_url
from companion.marketplaces.base import Node
from companion.model import Author, Message, MessageKind
from companion.when import parse_epoch

# Seen 2026-09 and 2026-10 on the seller's side of the same messenger, not on the buyer's.
_AUTHORS = {"11": Author.BUYER, "12": Author.SELLER, "13": Author.SELLER}
_BOTS = frozenset({"im_ai", "im_open_api"})
_CARDS = {
    "1": MessageKind.TEXT,
    "3": MessageKind.IMAGE,
    "5": MessageKind.VIDEO,
    "7": MessageKind.VIDEO,
    "10003": MessageKind.PRODUCT,
    "10006": MessageKind.PRODUCT,
    "10004": MessageKind.ORDER,
    "10007": MessageKind.ORDER,
}
_RECALLED = "1"  # status

_AUTHOR_KEYS = ("fromType", "senderType", "fromAccountType", "senderAccountType", "accountType", "role")
_SENDER_KEYS = ("from", "fromId", "senderId", "sender", "senderAccountId", "author")
_ID_KEYS = ("mid", "messageId", "msgId", "message_id", "msg_id", "id")
_TIME_KEYS = ("sendTime", "send_time", "gmtCreate", "createTime", "messageTime", "time", "timestamp")
_SELF_KEYS = ("isSelf", "self", "fromSelf", "isMine")
_TEXT_KEYS = ("txt", "text", "content", "message", "title", "desc", "summary")
_ORDER_KEYS = ("orderId", "tradeOrderId", "parentOrderId")
_PRODUCT_KEYS = ("productId", "itemId")

# Words that keys are made of.
_TRANSLATION = frozenset({"trans", "translate", "translated", "translation"})
_PICTURE = frozenset({"img", "image", "pic", "picture", "photo", "thumbnail", "cover"})
_VIDEO = frozenset({"video", "media"})
_OFFER = frozenset({"refund", "coupon", "offer", "voucher"})
_MAX_VALUES = 400  # of one card
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is who, as far as the answer around a message tells: ids of the buyer and of the seller."""

    authors: Mapping[str, Author] = field(default_factory=dict)


def make_message(found: FoundMessage, sides: Sides) -> Message | None:
    """Make a message; None for what has neither id nor anything to show."""
    about, content = found.about, found.content
    values = tuple(_list_values(content))
    card = found.card.text("card")
    kind = _find_kind(card, values)
    text, original = _find_texts(content, values)
    message = Message(
        message_id=_first_text(about, _ID_KEYS),
        author=_find_author(about, sides, kind),
        at=_find_time(about),
        at_text=None,
        kind=kind,
        text=text,
        original_text=original,
        media=tuple(dict.fromkeys(_find_media(values, kind))),
        recalled=_is_recalled(about),
        card=card,
        order_id=_find_id(values, _ORDER_KEYS, ORDER_ID_DIGITS) if kind is not MessageKind.TEXT else None,
        product_id=_find_id(values, _PRODUCT_KEYS, 6) if kind is not MessageKind.TEXT else None,
    )
    return message if message.message_id or text or message.media else None


def _list_values(content: Node) -> Iterator[tuple[str, Node]]:
    """Yield every value of a card with its key, whatever lies around it."""
    waiting: list[tuple[str, Node, int]] = [("", content, 0)]
    given = 0
    while waiting and given < _MAX_VALUES:
        key, node, depth = waiting.pop(0)
        node = node if key in WRITTEN else node.opened()
        if node.is_object and depth < _MAX_DEPTH:
            waiting.extend((name, child, depth + 1) for name, child in node.entries("card"))
        elif node.is_list and depth < _MAX_DEPTH:
            waiting.extend((key, child, depth + 1) for child in node.items("card"))
        elif node.is_present:
            given += 1
            yield key, node


def _first_text(node: Node, keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys if (text := node.at(key).text(key))), None)


def _find_author(about: Node, sides: Sides, kind: MessageKind) -> Author | None:
    if about.at("ext").opened().is_object and about.at("ext").opened().at("fromCode").text("author") in _BOTS:
        return Author.BOT
    by_type = _find_named(_first_text(about, _AUTHOR_KEYS))
    if by_type is not None:
        return by_type
    mine = next((about.at(key).flag("author") for key in _SELF_KEYS if about.at(key).is_present), None)
    if mine:
        return Author.BUYER
    sender = _first_text(about, _SENDER_KEYS)
    known = sides.authors.get(sender or "") or _find_named(sender)
    if known is None and kind is MessageKind.SYSTEM:
        return Author.PLATFORM
    return known


def _find_named(said: str | None) -> Author | None:
    """Find an author by the messenger's number for it, or by the word a name holds."""
    if said is None or said in _AUTHORS:
        return _AUTHORS.get(said or "")
    name = said.lower()
    words = (("buyer", Author.BUYER), ("seller", Author.SELLER), ("system", Author.PLATFORM))
    return next((author for word, author in words if word in name), None)


def _find_time(about: Node) -> datetime | None:
    node = next((about.at(key) for key in _TIME_KEYS if about.at(key).is_epoch), None)
    number = node.whole("at") if node else None
    if number is None:
        return None
    return parse_epoch(number if number > 10**11 else number * 1000)


def _is_recalled(about: Node) -> bool:
    keys = (key for key, _ in about.entries("recalled") if split_key(key) & {"recall", "recalled", "revoked"})
    by_name = any(about.at(key).flag("recalled") for key in keys)
    return by_name or about.at("status").text("recalled") == _RECALLED


def _find_kind(card: str | None, values: tuple[tuple[str, Node], ...]) -> MessageKind:
    """Tell by the card's number, else by what the card holds."""
    if card in _CARDS:
        return _CARDS[card]
    words = frozenset[str]().union(*(split_key(key) for key, _ in values))
    named = split_key(card or "")
    for kind, keys in (
        (MessageKind.SYSTEM, {"system", "notice", "tip", "tips"}),
        (MessageKind.OFFER, _OFFER),
        (MessageKind.ORDER, {"order"}),
        (MessageKind.PRODUCT, {"product", "item"}),
        (MessageKind.VIDEO, {"video"}),
        (MessageKind.IMAGE, _PICTURE),
    ):
        if (named & keys) or (kind is not MessageKind.SYSTEM and words & keys):
            return kind
    is_text = card is None or card.lower() in {"text", "txt"}
    return MessageKind.TEXT if is_text and values else MessageKind.UNKNOWN


def _find_texts(content: Node, values: tuple[tuple[str, Node], ...]) -> tuple[str | None, str | None]:
    """Find what was shown, and what that is a translation of."""
    if not content.is_object and not content.is_list:
        return content.prose(), None
    keyed = dict(reversed(values))
    written = next((text for key in _TEXT_KEYS if key in keyed and (text := keyed[key].prose())), None)
    translated = next(
        (text for key, node in values if split_key(key) & _TRANSLATION and (text := node.prose())), None
    )
    if translated is None or translated == written:
        return written, None
    return translated, written


def _find_media(values: tuple[tuple[str, Node], ...], kind: MessageKind) -> Iterator[str]:
    wanted = _PICTURE | _VIDEO | ({"url"} if kind in {MessageKind.IMAGE, MessageKind.VIDEO} else frozenset())
    for key, node in values:
        if split_key(key) & wanted and node.is_text:
            url = make_url(node.text("media") or "")
            if url and url.startswith("https://"):
                yield url


def _find_id(values: tuple[tuple[str, Node], ...], keys: tuple[str, ...], shortest: int) -> str | None:
    found = (node.text("id") for key, node in values if key in keys)
    return next((text for text in found if text and text.isdecimal() and len(text) >= shortest), None)
