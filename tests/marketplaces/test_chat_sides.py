"""Who wrote a row of a chat page: told by words, places, styles, the peer's face; and never guessed."""

from __future__ import annotations

import pytest

from tests.marketplaces.chat_pages import list_said, make_row, read_chat
from tests.marketplaces.pages import list_problems

# (class of the seller's rows, class of the buyer's)
NAMED_SIDES = [
    ("left", "right"),
    ("message-left", "message-right"),
    ("msg--other--x8Yz", "msg--self--p3Qr"),
    ("peer", "mine"),
    ("seller", "buyer"),
    ("received", "sent"),
    ("incoming", "outgoing"),
]


@pytest.mark.parametrize(("theirs", "ours"), NAMED_SIDES)
def test_sides_are_known_by_the_words_of_classes(theirs: str, ours: str) -> None:
    """Classes that name the sides tell who wrote each row."""
    said = list_said(read_chat(make_row(theirs, "Hello") + make_row(ours, "Hi") + make_row(theirs, "Ok")))

    assert [("seller", "Hello"), ("buyer", "Hi"), ("seller", "Ok")] == said


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ('style="text-align:left"', 'style="text-align: right"'),
        (
            'style="display:flex;justify-content:flex-start"',
            'style="display:flex; justify-content: flex-end"',
        ),
        ('data-is-self="false"', 'data-is-self="true"'),
        ('data-from-type="12"', 'data-from-type="11"'),
        ('data-direction="in"', 'data-direction="out"'),
        ('align="left"', 'align="right"'),
    ],
)
def test_sides_are_known_by_style_and_attributes(theirs: str, ours: str) -> None:
    """Where no class tells, the row's own style or an attribute does."""
    rows = "".join(
        f"<div {side}><p>{text}</p><i>10:00</i></div>" for side, text in ((theirs, "A"), (ours, "B")) * 2
    )

    assert [("seller", "A"), ("buyer", "B")] * 2 == list_said(read_chat(rows))


def test_the_peers_face_names_both_sides_where_rows_fall_in_two_sets() -> None:
    """Of two sets of rows the one that shows the peer's picture in each row is the seller's."""
    theirs = '<div class="r aa1"><img alt="Lyra Lamps Store" src="https://x.alicdn.com/a.png"><p>A</p><i>10:00</i></div>'
    ours = '<div class="r bb2"><p>B</p><i>10:01</i><img alt="me" src="https://x.alicdn.com/b.png"></div>'

    assert [("seller", "A"), ("buyer", "B")] * 3 == list_said(read_chat((theirs + ours) * 3))


def test_one_side_told_says_nothing_of_the_other() -> None:
    """Rows without any mark have no author, though others have one."""
    rows = make_row("is-self", "A") + make_row("", "B") + make_row("is-self", "C") + make_row("", "D")

    assert [("buyer", "A"), (None, "B"), ("buyer", "C"), (None, "D")] == list_said(read_chat(rows))


def test_nothing_told_is_nobody() -> None:
    """Rows of one kind, with nothing that tells their side, have no author, and that is said."""
    parsed = read_chat("".join(make_row("line", text, "Sep 1, 2026 10:00") for text in "ABC"))

    assert [(None, "A"), (None, "B"), (None, "C")] == list_said(parsed)
    assert [("messages.author", "nothing tells the sides apart")] == list_problems(parsed)


def test_what_stands_beside_a_message_does_not_tell_its_side() -> None:
    """The class of a time or a state, which may be called that of something sent, names nobody."""
    row = '<div class="row"><p>{}</p><i class="send-time">10:00</i><b class="sent-status">Sent</b></div>'

    assert [(None, "A"), (None, "B")] == list_said(read_chat(row.format("A") + row.format("B")))


def test_places_are_not_believed_where_the_peers_name_stands_against_them() -> None:
    """A page that shows the peer on the right is not read by place."""
    theirs = '<div class="row right"><b class="nick">Lyra Lamps Store</b><p>A</p><i>10:00</i></div>'
    ours = '<div class="row left"><p>B</p><i>10:01</i></div>'

    assert [("seller", "A"), ("buyer", "B")] * 2 == list_said(read_chat((theirs + ours) * 2))


def test_a_buyer_who_writes_the_sellers_name_stays_the_buyer() -> None:
    """That a message is the peer's name, and nothing else, does not turn the sides round."""
    rows = make_row("left", "Who are you?") + make_row("right", "Lyra Lamps Store") + make_row("right", "No?")

    assert [("seller", "Who are you?"), ("buyer", "Lyra Lamps Store"), ("buyer", "No?")] == list_said(
        read_chat(rows)
    )


def test_a_card_within_a_row_does_not_tell_its_side() -> None:
    """The outermost mark decides, whatever the layout of a card is called."""
    row = '<div class="row left"><div class="card-right"><p>Coupon</p></div><i class="time">10:00</i></div>'

    assert ["seller"] * 2 == [
        author for author, _ in list_said(read_chat(row + row.replace("10:00", "10:01")))
    ]
