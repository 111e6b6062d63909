"""Finds messages and conversations in JSON by their shape, for the buyer's calls have no known names.

Known is the family of the site's messenger from the seller's side (seen 2026-09 and 2026-10): a message is
`{header: {type}, body: {typeData, layoutData, templateData}}`, wherever it lies, often as a text that holds
JSON within another. Whatever else has an id, a sender, a time and something to say is taken for one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from companion.marketplaces.base import Node, Problems

_MAX_NODES = 200_000  # of one answer; a page of history has some thousands
_MAX_DEPTH = 40
_MESSAGE = "1"  # header.type; 3 and 4 are states and read receipts, 11 and 12 conversations
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

# Words that keys are made of, whatever their spelling: `messageId`, `msg_id`, `mid`.
_IDS = frozenset({"mid", "id", "messageid", "msgid", "messageuid", "msguid"})
_SENDERS = frozenset({"sender", "from", "author", "direction", "self"})
_TIMES = frozenset({"time", "timestamp", "gmt", "date"})
# What a person wrote or chose. It is never opened, or whoever writes JSON could write in another's name.
WRITTEN = frozenset({"txt", "text", "title", "summary", "desc", "nick", "name"})
_TEXTS = ("txt", "text", "content", "message", "msg", "body")
THREAD_KEYS = ("sid", "sessionId", "realSessionId", "conversationId", "cid", "threadId")
_CONVERSATION = frozenset(key.lower() for key in THREAD_KEYS)


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message as it lies in an answer.

    Attributes:
        about: ids, sender, time, state.
        card: the name of what it carries, absent where nothing tells.
        content: what it says.
        thread_id: the conversation it belongs to, by its own word or by what it lies in.
    """

    about: Node
    card: Node
    content: Node
    thread_id: str | None = None


@dataclass(frozen=True, slots=True)
class FoundConversation:
    """One entry of a list of conversations: never a message, though it shows the newest one's words."""

    about: Node
    data: Node


Found = FoundMessage | FoundConversation


def find_in(data: Node) -> Iterator[Found]:
    """Yield what looks like a message or a conversation, in the order it stands in.

    Walks without recursion, opens texts that hold JSON, and stops at a bound.
    """
    waiting: list[tuple[Node, int, str | None]] = [(data, 0, None)]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node, depth, around = waiting.pop()
        seen += 1
        node = node.opened()
        thread_id = find_thread_id(node) or around
        found = _recognise(node) if node.is_object else None
        if isinstance(found, FoundMessage):
            yield replace(found, thread_id=find_thread_id(found.about) or thread_id)
        elif found is not None:
            yield found
        elif depth < _MAX_DEPTH and not _is_other_event(node):
            waiting.extend((child, depth + 1, thread_id) for child in reversed(_list_children(node)))


def tells_event(data: Node) -> bool:
    """Tell whether some JSON says what has happened, such as that a message was read."""
    waiting = [(data.told_to(Problems()), 0)]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node, depth = waiting.pop()
        seen += 1
        node = node.opened()
        if _is_other_event(node):
            return True
        if depth < _MAX_DEPTH:
            waiting.extend((child, depth + 1) for child in _list_children(node))
    return False


def split_key(key: str) -> frozenset[str]:
    """Split a key into its words.

    >>> sorted(split_key("senderAccount_ID2"))
    ['2', 'account', 'id', 'sender']
    """
    return frozenset(word.lower() for word in _WORD.findall(key))


def find_thread_id(node: Node) -> str | None:
    """Find the conversation that an object names."""
    if not node.is_object:
        return None
    return next((text for key in THREAD_KEYS if (text := node.at(key).text("thread_id"))), None)


def _is_other_event(node: Node) -> bool:
    """Tell a state, a read receipt or a change of a conversation, which the messenger sends like messages."""
    header = node.at("header") if node.is_object else node
    kind = header.at("type").text("type") if header.is_object else None
    return kind is not None and kind != _MESSAGE and node.at("body").is_present


def _list_children(node: Node) -> list[Node]:
    if node.is_object:
        return [child for key, child in node.entries("data") if not (child.is_text and key in WRITTEN)]
    return list(node.items("data")) if node.is_list else []


def _recognise(node: Node) -> Found | None:
    return _find_family(node) or _find_conversation(node) or _find_other(node)


def _find_family(node: Node) -> FoundMessage | None:
    """Find a message of the site's messenger; its body may stand alone."""
    body = node.at("body").opened()
    body = body if body.is_object else node
    about = body.at("typeData").opened()
    if not about.is_object or _is_other_event(node):
        return None
    layout, content = body.at("layoutData").opened(), body.at("templateData").opened()
    if not (layout.is_object or content.is_present):
        return None
    return FoundMessage(about, layout.at("card") if layout.is_object else layout, content)


def _find_conversation(node: Node) -> FoundConversation | None:
    """Find an entry of the list of conversations: it has an id and tells of its last message."""
    data = node.at("sessionData").opened()
    data = data if data.is_object else node
    keys = {key.lower() for key, _ in (*node.entries("data"), *data.entries("data"))}
    tells_last = any(key.startswith(("lastmessage", "lastmsg", "latestmessage")) for key in keys)
    return FoundConversation(node, data) if tells_last and keys & _CONVERSATION else None


def _find_other(node: Node) -> FoundMessage | None:
    """Find a message of another spelling: id, sender, time and words, all four."""
    keys = [key for key, value in node.entries("data") if value.is_present]
    has_id = any(key.replace("_", "").lower() in _IDS for key in keys)
    words = {key: split_key(key) for key in keys}
    has_sender = any(found & _SENDERS for found in words.values())
    has_time = any(found & _TIMES and node.at(key).is_epoch for key, found in words.items())
    content = next((_open_content(key, node.at(key)) for key in keys if key.lower() in _TEXTS), None)
    if not (has_id and has_sender and has_time) or content is None or content.is_list:
        return None
    return FoundMessage(
        node, _find_key(node, ("card", "cardType", "messageType", "msgType", "type")), content
    )


def _open_content(key: str, content: Node) -> Node:
    return content if key.lower() in WRITTEN else content.opened()


def _find_key(node: Node, names: tuple[str, ...]) -> Node:
    return next((node.at(name) for name in names if node.at(name).is_present), node.at(names[0]))
