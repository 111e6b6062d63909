"""What a row of a chat page says: lines, translations, pictures, recalls, and nothing that stands beside."""

from __future__ import annotations

import pytest

from companion.model import MessageKind
from tests.marketplaces.chat_pages import list_messages, make_row, read_chat

LEFT, RIGHT = make_row("left", "Hello"), make_row("right", "Where is it?")


def test_line_breaks_are_kept_and_hostile_signs_are_not() -> None:
    """A message keeps its lines; controls and marks that turn text round are gone, markup is text."""
    text = "=1+1<br>&lt;b&gt;\x01&#x202e;txt.exe&#x202c;<br><br>end"
    [message, _] = list_messages(read_chat(make_row("left", text) + RIGHT))

    assert "=1+1\n<b>txt.exe\n\nend" == message.text


def test_a_message_of_a_hundred_kilobytes_is_kept() -> None:
    """A long line stays whole."""
    [message, _] = list_messages(read_chat(make_row("left", "x" * 100_000) + RIGHT))

    assert "x" * 100_000 == message.text


@pytest.mark.parametrize(
    "row",
    [
        '<div class="row left message-recalled"><p>This message was recalled</p></div>',
        '<div class="row"><span class="notice">撤回了一条消息</span></div>',
        '<div class="row right" data-recalled="true"><p>Hello</p></div>',
    ],
)
def test_recalled_messages_are_marked(row: str) -> None:
    """A message that was taken back is kept as such."""
    assert [True, False, False] == [one.recalled for one in list_messages(read_chat(row + LEFT + RIGHT))]


def test_a_button_that_recalls_is_no_recall() -> None:
    """That a message could be taken back does not make it one."""
    row = '<div class="row right"><p>Hello</p><button class="recall-btn">Recall</button></div>'

    assert [False, False] == [one.recalled for one in list_messages(read_chat(row + LEFT))]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Hello</p><p class=translated>Hallo</p>",
        "<p class=original>Hello</p><p>Hallo</p>",
        "<div class=translate-box><p class=origin>Hello</p><p class=trans>Hallo</p></div>",
        '<p>Hello</p><p data-type="translation">Hallo</p>',
        '<p>Hello</p><p data-translated="true">Hallo</p>',
        "<p>Hello</p><p>Übersetzung:</p><p>Hallo</p>",
        "<p>Original</p><p>Hello</p><p>Translation</p><p>Hallo</p>",
        "<p>Hello</p><p class=translated>Hallo</p><span class=translate-btn>Show original</span>",
    ],
)
def test_a_translation_and_its_original_are_told_apart(content: str) -> None:
    """The translation is what is shown, and the words it was made of are kept beside it."""
    [message, _] = list_messages(read_chat(f'<div class="row left">{content}</div>{RIGHT}'))

    assert ("Hallo", "Hello") == (message.text, message.original_text)


def test_equal_words_are_no_translation() -> None:
    """A translation that says the same is no second text."""
    row = '<div class="row left"><p>Ok</p><p class="translated">Ok</p></div>'
    [message, _] = list_messages(read_chat(row + RIGHT))

    assert ("Ok", None) == (message.text, message.original_text)


def test_small_and_repeated_pictures_are_no_media() -> None:
    """Faces, signs and smileys are left out; what was sent stays, at the address that was shown."""
    face = '<img src="https://x.alicdn.com/face.png">'
    tick = '<img width="16" src="https://x.alicdn.com/tick.png">'
    rows = "".join(
        f'<div class="row left">{face}<p>{n}</p><img src="//x.alicdn.com/kf/sent-{n}.jpg?e=1">{tick}'
        f'<i style="background-image:url(https://x.alicdn.com/kf/b{n}.png)"></i></div>'
        for n in range(4)
    )

    assert [
        (f"https://x.alicdn.com/kf/sent-{n}.jpg", f"https://x.alicdn.com/kf/b{n}.png") for n in range(4)
    ] == [one.media for one in list_messages(read_chat(rows))]


def test_a_video_is_told_from_a_picture() -> None:
    """A video keeps its addresses, and a frozen one is known by its mark."""
    rows = (
        '<div class="row left"><video src="https://v.alicdn.com/a.mp4" poster="https://v.alicdn.com/a.jpg"></video></div>'
        '<div class="row left"><img data-orderproof-video="" src="orderproof-video:1"></div>'
    )

    assert [
        (MessageKind.VIDEO, ("https://v.alicdn.com/a.mp4", "https://v.alicdn.com/a.jpg")),
        (MessageKind.VIDEO, ()),
    ] == [(one.kind, one.media) for one in list_messages(read_chat(rows))]


def test_a_message_that_nobody_can_read_is_kept_by_its_classes() -> None:
    """A row that shows nothing readable is a message of an unknown kind; one that still loads is none."""
    face = '<img class="avatar" src="https://x.alicdn.com/me.png">'
    rows = f'<div class="row left reaction">{face}</div><div class="row left skeleton">{face}</div>'

    assert [(MessageKind.UNKNOWN, "row left reaction"), (MessageKind.TEXT, None)] == [
        (one.kind, one.card) for one in list_messages(read_chat(rows + RIGHT))
    ]


def test_the_search_is_given_all_that_was_said() -> None:
    """Who gets a message is no receiver of a parcel: the words of such rows are not left out."""
    parsed = read_chat(
        make_row("msg-receiver left", "Where do you live") + make_row("msg-sender right", "Here")
    )

    assert "Lyra Lamps Store Where do you live 10:00 Here 10:00" == parsed.text
