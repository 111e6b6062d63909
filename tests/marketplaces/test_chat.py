"""Messages are found by their shape, wherever a site may put them, and nothing else is taken for one."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.marketplaces import parse_capture
from companion.model import Author, MessageKind, PageKind, Parsed
from tests.golden.cases import GOLDEN, Case
from tests.marketplaces.captures import make_capture, make_part
from tests.marketplaces.chat_answers import (
    LAST,
    SITE,
    list_messages,
    make_item,
    read_answer,
    read_frame,
)

HISTORY = Case(GOLDEN / "aliexpress" / "chat" / "history-family")


def wrap(data: object, layers: list[str]) -> object:
    """Put data deeper: into an object, a list, or a text that holds it as JSON."""
    for layer in layers:
        data = (
            {"bizData": json.dumps(data)} if layer == "json" else [data] if layer == "list" else {layer: data}
        )
    return data


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["json", "list", "data", "module", "x"]), max_size=9))
def test_a_message_is_found_wherever_it_lies(layers: list[str]) -> None:
    """However deep messages lie, within objects, lists or texts of JSON, all are found, in order of time."""
    items = [make_item(2, text="second"), make_item(1, text="first")]
    assert ["first", "second"] == [one.text for one in list_messages(read_answer(wrap(items, layers)))]


def test_what_is_no_message_is_none() -> None:
    """Read receipts, states, changes of conversations, previews and drafts are no messages."""
    others = [{**make_item(), "header": {"type": kind}} for kind in (3, 4, 11, "12")]
    preview = {"sessionId": "s-1", "sessionData": {"lastMessageId": "1", "lastMessageTime": "1759480800000"}}
    assert [] == list_messages(read_answer({"items": others, "list": [preview]}))


def test_an_answer_of_an_unknown_call_is_read_by_its_shape() -> None:
    """A call nobody has described is a chat where messages are in it, and unknown where none are."""
    found = read_answer({"anything": [make_item()]}, "mtop.aliexpress.something.new")
    other = read_answer({"list": [{"id": 1, "title": "A cup"}]}, "mtop.aliexpress.something.new")

    assert (PageKind.CHAT, 1) == (found.page_kind, len(list_messages(found)))
    assert (PageKind.UNKNOWN, ()) == (other.page_kind, other.threads)


REVIEW = {"id": 7, "author": "someone", "time": 1759480800000, "text": "Nice cup", "messageId": "9"}


@pytest.mark.parametrize(
    ("page", "more", "count"),
    [
        ("https://www.aliexpress.com/item/1005001000000117.html", {}, 0),
        ("https://www.aliexpress.com/item/1005001000000117.html", {"conversationId": "c-1"}, 1),
        ("https://www.aliexpress.com/p/message/index.html", {}, 1),
    ],
    ids=["a review", "a chat over a product page", "a chat page"],
)
def test_what_is_like_a_message_is_one_only_in_a_conversation(
    page: str, more: dict[str, str], count: int
) -> None:
    """A review has author, time and words too: off chat pages only what names its conversation counts."""
    found = read_answer({"list": [REVIEW | more]}, "mtop.aliexpress.something.new", page)
    assert count == len(list_messages(found))


def test_ids_stay_text() -> None:
    """An id that no number of a browser holds exactly is kept digit by digit, quoted or not."""
    quoted, bare = make_item(1), make_item(2)
    bare["body"]["typeData"]["mid"] = LAST + 2
    ids = [one.message_id for one in list_messages(read_answer([quoted, bare]))]
    assert [str(LAST + 1), str(LAST + 2)] == ids


def test_nesting_without_end_ends() -> None:
    """A text of JSON in a text of JSON is opened to a depth, and what lies deeper is left alone."""
    data: object = make_item()
    for _ in range(12):
        data = {"bizData": json.dumps(data)}
    deep: object = {}
    for _ in range(400):
        deep = {"a": [deep]}
    assert 1 == len(list_messages(read_answer([data, deep])))


def test_the_order_of_the_page_is_of_the_conversation_it_asked_for() -> None:
    """The order in the page's address is linked to the conversation the page asked for, and to no other."""
    page = "https://www.aliexpress.com/p/message/index.html?orderId=8200000000000117"
    asked = HISTORY.make_capture()
    [history] = parse_capture(asked)
    pushed = read_answer([make_item()], page=page)
    assert [("8200000000000117",), ()] == [one.threads[0].order_ids for one in (history, pushed)]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"hasMore": False}, {}),
        ({"hasMore": "false"}, {"cursor": 1759480802000, "direction": "backward"}),
        ({"hasMore": 0, "nextCursor": None}, {"before": 1759480802000}),
        ({"hasMore": False}, {"after": 1759480800000, "direction": "forward"}),
        ({"noMoreData": True, "isEnd": True}, {"pageIndex": 3}),
        ({"hasMore": False}, {"startTime": 1759480800000, "endTime": 1759480900000}),
    ],
)
def test_no_answer_says_that_a_conversation_begins_with_it(
    said: dict[str, object], asked: dict[str, object]
) -> None:
    """What "no more" is about, newer messages or a span of time, is not known: no beginning is claimed."""
    body = {"api": "mtop.ae.im.history", "ret": ["SUCCESS::ok"], "data": {**said, "result": [make_item()]}}
    part = make_part(json.dumps(body).encode(), SITE.format("mtop.ae.im.history"))
    request = json.dumps({"sessionId": "s-1", **asked})
    [parsed] = parse_capture(make_capture(replace(part, request=request)))

    assert [("s-1", False)] == [(one.thread_id, one.complete_from_start) for one in parsed.threads]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_frame_is_opened(packed: bool) -> None:
    """What a frame carries as base64, plain or gzip, is read."""
    inner = json.dumps({"bizDataV2": json.dumps(make_item(text="Привет"))}).encode()
    data = base64.b64encode(gzip.compress(inner) if packed else inner).decode()
    parsed = read_frame(json.dumps({"type": "DATA", "compressType": "X", "data": data}).encode())
    assert ["Привет"] == [one.text for one in list_messages(parsed)]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(make_item()).encode(),
        b"ACCS 1\n" + json.dumps({"payload": [make_item()]}).encode(),
        gzip.compress(json.dumps([make_item()]).encode()),
    ],
    ids=["bare", "behind a line", "gzip"],
)
def test_a_frame_of_another_kind_is_opened(body: bytes) -> None:
    """A frame may be JSON itself, hold it behind a line, or be gzip as a whole."""
    assert 1 == len(list_messages(read_frame(body)))


@pytest.mark.parametrize("body", [b"\x1f\x8b broken", b"\x00\x01\x02", b"PONG", b'"text"'])
def test_a_frame_that_cannot_be_decoded_is_counted(body: bytes) -> None:
    """A frame nobody can decode gives a problem that tells its size and nothing of what it holds."""
    [problem] = read_frame(body).problems
    assert ("frame", f"{len(body)} bytes that cannot be decoded") == (problem.field, problem.excerpt)


@pytest.mark.parametrize(
    ("body", "announces"),
    [
        (json.dumps({"type": "DATA", "serviceId": "x"}).encode(), True),
        (b"\x00\x01\x02", True),
        (json.dumps([make_item()]).encode(), False),
        (json.dumps([{"header": {"type": 4}, "body": {"typeData": {"mid": "1"}}}]).encode(), False),
    ],
    ids=["bell", "not decoded", "message", "read receipt"],
)
def test_a_frame_without_anything_announces(body: bytes, announces: bool) -> None:
    """A frame that holds nothing says that something has come; a message or a read receipt does not."""
    assert announces == read_frame(body).announces


def test_a_bomb_in_a_frame_is_not_inflated() -> None:
    """Gzip that inflates beyond every message is no message."""
    assert ["frame"] == [one.field for one in read_frame(gzip.compress(b"[" + b" " * 40_000_000)).problems]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_frame_crashes_the_reader(body: bytes) -> None:
    """Whatever bytes a socket carries, the frame is read or said to be unreadable."""
    parsed = read_frame(body or b" ")
    assert PageKind.CHAT is parsed.page_kind


@pytest.mark.samples
def test_the_sellers_samples_are_read() -> None:
    """The real field names of the seller's side give messages and conversations."""
    folder = GOLDEN.parents[2] / "shared" / "fixtures" / "aliexpress" / "chat-seller-side"
    said: list[Parsed] = []
    for name in ("gsp_js_sync_messages.json", "gsp_querysessionlist_real_fieldnames.json"):
        body = (folder / name).read_bytes()
        [parsed] = parse_capture(make_capture(make_part(body, SITE.format(json.loads(body)["api"]))))
        said.append(parsed)

    assert [Author.BUYER, Author.SELLER, Author.BUYER] == [one.author for one in list_messages(said[0])]
    assert [MessageKind.TEXT, MessageKind.TEXT, MessageKind.ORDER] == [
        one.kind for one in list_messages(said[0])
    ]
    assert ([["s-9"], []], ()) == (
        [[one.thread_id for one in said[1].threads], list_messages(said[1])],
        said[1].problems,
    )
