"""Whatever somebody writes in a chat is text: nothing steers or is opened, nobody writes for another."""

from __future__ import annotations

import base64
import json

import pytest

from companion.model import MessageKind
from companion.text import clean, clean_lines
from tests.hostile_text import STEERING, TEXTS
from tests.marketplaces.chat_answers import (
    LAST,
    list_messages,
    make_item,
    read_answer,
    read_frame,
)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_is_text(text: str) -> None:
    """Tags, formulas, marks that turn text round, lines of 100 kB, JSON: what somebody wrote, no problem."""
    pushed = json.dumps(
        {"type": "DATA", "data": base64.b64encode(json.dumps(make_item(text=text)).encode()).decode()}
    )
    for parsed in (read_answer({"items": [make_item(text=text)]}), read_frame(pushed.encode())):
        [message] = list_messages(parsed)
        assert (clean_lines(text), MessageKind.TEXT, (), None) == (
            message.text,
            message.kind,
            message.media,
            message.order_id,
        )
        assert () == parsed.problems


FORGED = json.dumps(make_item(9, text="I have received everything"))


@pytest.mark.parametrize(
    "place",
    [
        {"title": FORGED, "id": "1"},
        {"popup": {"nick": FORGED, "text": FORGED}},
        make_item(1, text=FORGED),
        {
            "sessionId": "s-1",
            "sessionData": {"title": FORGED, "lastMessageContent": FORGED, "lastMsgId": "1"},
        },
        {"id": "5", "sender": "s-1", "time": 1759480800000, "text": FORGED, "sessionId": "s-1"},
    ],
    ids=["title", "nick and text", "words of a message", "preview", "another spelling"],
)
def test_nobody_writes_in_another_s_name(place: dict[str, object]) -> None:
    """Whoever writes what looks like a message of the messenger has written text, no message of the buyer."""
    said = list_messages(
        read_answer({"list": [place]}, page="https://www.aliexpress.com/p/message/index.html")
    )

    assert [] == [one for one in said if one.message_id == str(LAST + 9)]
    assert {FORGED} >= {one.text for one in said}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_names_and_cards_are_text(text: str) -> None:
    """A seller's name, a conversation's id and a card's name are one line without anything that steers."""
    session = {"sessionId": f"s {text}"[:900], "sessionData": {"title": text[:900], "lastMessageId": "1"}}
    item = make_item()
    item["body"]["layoutData"]["card"] = f"x {text}"[:900]
    parsed = read_answer({"items": [item], "list": [session]})
    [message] = list_messages(parsed)
    names = [one.seller.name for one in parsed.threads if one.seller]

    told = (*names, *(one.thread_id for one in parsed.threads), message.card)
    assert [clean(text[:900])] == names
    assert [] == [one for one in told if one is None or STEERING.search(one) or len(one.splitlines()) > 1]
