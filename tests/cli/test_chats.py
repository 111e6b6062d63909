"""`chats`, and the conversation in `order`: what an answer of the messenger says, to read and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.samples import FINISHED, WAITING, make_list_answer

HISTORY_URL = "https://acs.aliexpress.com/h5/mtop.aliexpress.im.buyer.history/1.0/"
SESSION = "1#103#5500017#1#7700023#2"
HOSTILE = "Dear\x1b[2J friend \u202e<b>"


def make_message(
    number: int, side: int, text: str, minutes: int, order_id: str | None = None
) -> dict[str, object]:
    """Make a message as the site's messenger sends it; with an order, its card."""
    about = {
        "mid": f"100100000000000000{number}",
        "sid": SESSION,
        "from": "x",
        "fromType": side,
        "sendTime": 1759480800000 + minutes * 60_000,
        "status": 0,
        "ext": {},
    }
    content = {"orderId": order_id} if order_id else {"txt": text}
    card = {"card": "10004" if order_id else "1"}
    body = {"typeData": about, "layoutData": card, "templateData": json.dumps(content)}
    return {"header": {"type": 1}, "body": body}


def save_history(path: Path, *messages: dict[str, object]) -> Path:
    """Save a page of history."""
    answer = {
        "api": "mtop.aliexpress.im.buyer.history",
        "v": "1.0",
        "ret": ["SUCCESS::ok"],
        "data": {"result": messages},
    }
    path.write_text(json.dumps(answer), "utf-8")
    return path


@pytest.fixture
def talked(call: Call, tmp_path: Path) -> Call:
    """A store with an order and two pages of its conversation, which do not meet."""
    orders = tmp_path / "list.json"
    orders.write_bytes(make_list_answer())
    assert 0 == call("import", orders).code
    pages = (
        save_history(
            tmp_path / "1.json",
            make_message(1, 11, "Is it original?", 0),
            make_message(4, 11, "", 1, WAITING),
        ),
        save_history(
            tmp_path / "2.json", make_message(2, 12, HOSTILE, 60), make_message(3, 12, "保证 正品", 61)
        ),
    )
    for page in pages:
        assert 0 == call("import", page, "--url", HISTORY_URL, "--captured-at", "2026-09-07T00:00:00Z").code
    return call


def test_the_list_tells_what_is_missing(talked: Call) -> None:
    """Each conversation is listed with its number of messages and its gaps."""
    shown = talked("chats").out

    assert "1 gap. Its beginning was not on screen" in shown
    [talk] = talked("chats", "--json").read_list()
    assert (SESSION, 4, False, False) == (
        talk["thread_id"],
        talk["message_count"],
        talk["complete_from_start"],
        talk["one_sided"],
    )
    assert ("messages" in talk, len(talk["gaps"])) == (False, 1)  # type: ignore[arg-type]


def test_an_order_shows_its_conversation(talked: Call) -> None:
    """Both sides are told apart, the gap stands where it is, and hostile words steer no terminal."""
    shown = talked("order", WAITING).out
    lines = [line.strip() for line in shown.splitlines()]

    assert "Conversation with Paper House Store" in lines
    assert ["you: Is it original?", "you: (order)"] == [line[7:] for line in lines if "you: " in line]
    assert ["seller: Dear[2J friend <b>", "seller: 保证 正品"] == [
        line[7:] for line in lines if "seller: " in line
    ]
    assert 1 == sum("were not on screen; scroll there once to keep them." in line for line in lines)
    assert 4 == sum(line.startswith("seen in capture ") for line in lines)
    assert ("\x1b" in shown, "\u202e" in shown) == (False, False)


def test_a_conversation_kept_from_its_beginning_says_so(call: Call, tmp_path: Path) -> None:
    """A page that says above its first message that nothing is before it is taken at its word."""
    page = tmp_path / "chat.html"
    rows = '<div class="row left"><p>Hello</p><i class="time">10:00</i></div>'
    page.write_text(f'<div class="message-view"><div class="tip">No more messages</div>{rows}</div>', "utf-8")
    orders = tmp_path / "list.json"
    orders.write_bytes(make_list_answer())
    call("import", orders)
    url = f"https://www.aliexpress.com/p/message/index.html?orderId={WAITING}"
    assert 0 == call("import", page, "--url", url, "--captured-at", "2026-09-07T12:00:00Z").code

    assert "Its first message was seen to be the first." in call("order", WAITING).out
    assert [True] == [talk["complete_from_start"] for talk in call("chats", "--json").read_list()]


def test_the_json_has_every_message(talked: Call) -> None:
    """`order --json` gives the fields of `parse` for each message, and where it was seen."""
    talk = talked("order", WAITING, "--json").read_record()["threads"][0]  # type: ignore[index]
    messages = talk["messages"]

    assert ["buyer", "buyer", "seller", "seller"] == [one["author"] for one in messages]
    assert [HOSTILE.replace("\x1b", "").replace("\u202e", "")] == [messages[2]["text"]]
    assert {
        "message_id",
        "at_text",
        "media",
        "recalled",
        "capture_id",
        "first_seen_at",
        "recall_capture_id",
    } <= set(messages[0])
    assert [1] == [gap["behind"] for gap in talk["gaps"]]


@pytest.mark.parametrize(
    ("argv", "count"), [((), 1), (("--order", "1"), 0), (("--seller", "nobody"), 0)], ids=str
)
def test_the_list_can_be_narrowed(talked: Call, argv: tuple[str, ...], count: int) -> None:
    """Only conversations of the order or seller asked for are listed."""
    assert count == len(talked("chats", "--json", *argv).read_list())


def test_nothing_yet_is_said(call: Call) -> None:
    """An empty archive says how a conversation gets into it."""
    result = call("chats")

    assert (0, "") == (result.code, result.out)
    assert "No conversation yet." in result.err


def test_messages_are_found(talked: Call) -> None:
    """A two-sign word finds its message, alone with `--kind` and within its days."""
    [hit] = talked("search", "正品", "--kind", "message", "--from", "2025-10-03", "--json").read_list()

    assert ("message", "seller", f"id:{SESSION}") == (hit["kind"], hit["author"], hit["thread"])
    assert [] == talked("search", "正品", "--to", "2025-10-01", "--json").read_list()


@pytest.mark.parametrize(
    ("argv", "count"),
    [
        (("正品",), 1),
        (("品保",), 0),
        (("退款", "正品"), 0),
        (("退款",), 1),
        (("creme",), 1),
        (("CRÈME", "brulee"), 1),
        (("подожди",), 1),
        (("ЕЩЁ",), 1),
        (("еще",), 1),
        (("straße",), 1),
        (("хранить",), 0),
        (("正品", "--seller", "paper HOUSE"), 1),
        (("正品", "--seller", "glass"), 0),
        (("正品", "--order", WAITING), 1),
        (("正品", "--order", FINISHED), 0),
        (("正品", "--seller", "paper", "--order", WAITING, "--kind", "message"), 1),
        (("正品", "--from", "2025-10-03", "--to", "2025-10-03"), 1),
        (("正品", "--from", "2025-10-04"), 0),
        (("正品", "--to", "2025-10-02"), 0),
        (("正品", "--from", "2025-10-03T09:40:59Z", "--to", "2025-10-03T09:41:01Z"), 1),
        (("正品", "--from", "2025-10-03T09:41:01Z"), 0),
        (("正品", "--kind", "order"), 0),
    ],
    ids=str,
)
def test_messages_are_found_in_every_script_and_narrowed(
    talked: Call, tmp_path: Path, argv: tuple[str, ...], count: int
) -> None:
    """Two signs, accents and Cyrillic find their message; seller, order and days hold for messages too."""
    more = ("可以退款吗", "Crème brûlée set, Strasse 5", "Подождите ещё пять дней")
    page = save_history(
        tmp_path / "3.json", *(make_message(n, 12, text, 70) for n, text in enumerate(more, 5))
    )
    talked("import", page, "--url", HISTORY_URL)

    assert count == len(talked("search", *argv, "--json").read_list())


def test_reading_anew_changes_nothing(talked: Call) -> None:
    """A reparse, and another one, leave the conversation as it was."""
    before = talked("chats", "--json").out
    for _ in range(2):
        assert 0 == talked("reparse").code
        assert before == talked("chats", "--json").out


def test_a_sentence_worth_finding_again_is_marked(talked: Call, tmp_path: Path) -> None:
    """What a seller asks for early is bookmarked, to read and as JSON, with its sentence."""
    asks = make_message(7, 12, "Please confirm the receipt. Then we help you.", 700)
    talked("import", "--url", HISTORY_URL, save_history(tmp_path / "9.json", asks))

    shown = talked("order", WAITING)
    messages = json.loads(talked("order", WAITING, "--json").out)["threads"][0]["messages"]
    marks = [mark for message in messages for mark in message["bookmarks"]]

    assert "bookmark: the seller asks you to confirm receipt" in shown.out
    assert [("promises_genuine", "保证 正品"), ("confirm_early", "Please confirm the receipt.")] == [
        (one["kind"], one["quote"]) for one in marks
    ]
