"""One message is kept once, whoever showed it, and nothing that was seen is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.model import Author, MessageKind, Source
from companion.store import Store
from tests.store.samples import ORDER_ID, at, make_id
from tests.store.talk import SHOPKEEPER, THREAD_ID, as_row, hear, make_page, make_talk, say, texts, the_talk

HELLO = say("Hello", 1, Author.BUYER, "9007199254740993001")
WAIT = say("Please wait fifteen days", 3.4, Author.SELLER, "9007199254740993002")
PICTURE = say(
    None,
    5,
    Author.BUYER,
    "9007199254740993003",
    kind=MessageKind.IMAGE,
    media=("https://ae01.alicdn.com/kf/broken.jpg",),
)


def test_an_id_is_one_message(store: Store) -> None:
    """Messages of overlapping answers are kept once, in order, with ids beyond any number as text."""
    hear(store, 1, make_talk(HELLO, WAIT))
    hear(store, 2, make_talk(WAIT, PICTURE))

    talk = the_talk(store)
    assert [HELLO, WAIT, PICTURE] == [kept.message for kept in talk.messages]
    assert ((), THREAD_ID, (ORDER_ID,)) == (talk.gaps, talk.thread_id, talk.order_ids)
    assert (make_id(1), make_id(2), 2) == (
        talk.messages[1].capture_id,
        talk.messages[1].last_capture_id,
        talk.messages[1].captures,
    )


def test_a_page_joins_what_the_data_says(store: Store) -> None:
    """A row without id, to the minute, and a picture in another size are the messages the data has."""
    small = replace(PICTURE, media=("https://ae02.alicdn.com/kf/broken.jpg_220x220.jpg",))
    hear(store, 1, make_page(HELLO, WAIT, small))
    hear(store, 2, make_talk(HELLO, WAIT, PICTURE))

    talk = the_talk(store)
    assert [HELLO, WAIT, PICTURE] == [kept.message for kept in talk.messages]
    assert [make_id(1)] * 3 == [kept.capture_id for kept in talk.messages]


def test_a_row_without_a_side_fits_any(store: Store) -> None:
    """Where a page does not tell the sides apart, the words and the minute are enough."""
    hear(store, 1, make_talk(HELLO))
    hear(store, 2, make_page(replace(HELLO, author=None)))

    assert [HELLO] == [kept.message for kept in the_talk(store).messages]


def test_the_other_side_is_another_message(store: Store) -> None:
    """The same word of the two sides in one minute are two messages."""
    hear(store, 1, make_talk(HELLO))
    hear(store, 2, make_page(replace(HELLO, author=Author.SELLER)))

    assert ["Hello", "Hello"] == texts(the_talk(store))


def test_two_equal_rows_are_two_messages(store: Store) -> None:
    """A buyer who says hello twice in a minute said it twice, in however many captures."""
    again = replace(HELLO, message_id="9007199254740993009")
    hear(store, 1, make_page(HELLO, again))
    hear(store, 2, make_page(HELLO, again, WAIT))
    assert ["Hello", "Hello", WAIT.text] == texts(the_talk(store))

    hear(store, 3, make_talk(HELLO, again))

    assert [HELLO.message_id, again.message_id, None] == [
        kept.message.message_id for kept in the_talk(store).messages
    ]


def test_rows_without_a_time_are_found_by_their_neighbours(store: Store) -> None:
    """A row that shows no time is the message between the same neighbours, not an equal one elsewhere."""
    early, thanks, late = (say("Thanks", when, Author.BUYER, f"m{when}") for when in (0, 4, 90))
    bare = replace(as_row(thanks), at=None)
    hear(store, 1, make_talk(early, HELLO, WAIT, thanks, PICTURE, late))
    hear(store, 2, make_page(WAIT, bare, PICTURE))

    talk = the_talk(store)
    assert [early, HELLO, WAIT, thanks, PICTURE, late] == [kept.message for kept in talk.messages]
    assert [1, 1, 2, 2, 2, 1] == [kept.captures for kept in talk.messages]


def test_a_later_reading_fills_in(store: Store) -> None:
    """The translation, and who wrote it, come from whichever capture shows them."""
    plain = say("亲，请再等十五天", 3, None, "m1")
    hear(store, 1, make_talk(plain))
    translated = replace(
        plain, author=Author.BOT, text="Dear, wait fifteen days", original_text="亲，请再等十五天"
    )
    hear(store, 2, make_talk(translated))
    hear(store, 3, make_page(replace(translated, original_text=None)))

    [kept] = the_talk(store).messages
    assert (translated, 3) == (kept.message, 3)


def test_a_recalled_message_keeps_its_words(store: Store) -> None:
    """What was taken back stays with the capture that showed it, and when it was seen to be gone."""
    hear(store, 1, make_talk(HELLO, WAIT))
    hear(store, 2, make_talk(HELLO, replace(WAIT, text=None, kind=MessageKind.SYSTEM, recalled=True)))
    hear(store, 3, make_page(HELLO, say("Seller recalled a message", 3.4, None, recalled=True)))

    kept = the_talk(store).messages[1]
    assert [HELLO.text, WAIT.text] == texts(the_talk(store))
    assert (MessageKind.TEXT, True) == (kept.message.kind, kept.message.recalled)
    assert (make_id(1), at(2), make_id(2)) == (
        kept.capture_id,
        kept.recalled_seen_at,
        kept.recall_capture_id,
    )


def test_words_seen_late_outlive_the_notice(store: Store) -> None:
    """A tab left open shows words that the newest data has no more: they are kept, and so is the recall."""
    notice = replace(WAIT, text="Message recalled", kind=MessageKind.SYSTEM, recalled=True)
    hear(store, 1, make_talk(notice))
    hear(store, 2, make_talk(WAIT))

    [kept] = the_talk(store).messages
    assert replace(WAIT, recalled=True) == kept.message
    assert (make_id(2), make_id(1)) == (kept.capture_id, kept.recall_capture_id)


def test_ids_of_the_page_are_not_those_of_the_data(store: Store) -> None:
    """A row whose markup names it otherwise is still the message the data has; the data's id holds."""
    rows = [replace(as_row(one), message_id=f"row-{place}") for place, one in enumerate((HELLO, WAIT))]
    hear(store, 1, make_talk(*rows, source=Source.PAGE))
    hear(store, 2, make_talk(HELLO, WAIT))

    assert [HELLO, WAIT] == [kept.message for kept in the_talk(store).messages]


def test_readings_order_what_one_minute_holds(store: Store) -> None:
    """Rows of one minute stand as the page shows them."""
    rows = [say(text, 7, author) for text, author in (("b", Author.BUYER), ("a", Author.SELLER), ("c", None))]
    hear(store, 1, make_page(rows[1], rows[2]))
    hear(store, 2, make_page(rows[0], rows[1]))

    assert ["b", "a", "c"] == texts(the_talk(store))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((5, 3, 6), ["a", "b", "c"]), ((5, 3, 4), ["a", "b", "c"]), ((25, 3, 26), ["b", "a", "c"])],
)
def test_a_page_orders_what_clocks_disagree_about(
    store: Store, minutes: tuple[int, ...], expected: list[str]
) -> None:
    """Rows stand as a page shows them though a clock is some minutes off; far off, its time decides."""
    hear(store, 1, make_page(*map(say, "abc", minutes)))

    assert expected == texts(the_talk(store))


def test_one_side_alone_is_said(store: Store) -> None:
    """A conversation of which only the seller's words were seen is marked; notices are no side."""
    hear(store, 1, make_talk(WAIT, say("Be careful", 4, Author.PLATFORM, "m8")))
    alone = the_talk(store).one_sided
    hear(store, 2, make_talk(HELLO))

    assert (True, False) == (alone, the_talk(store).one_sided)


def test_the_beginning_counts_while_nothing_is_older(store: Store) -> None:
    """It is complete from its start when a reading saw that; an older message refutes it."""
    hear(store, 1, make_talk(WAIT, complete=True))
    complete = the_talk(store).complete_from_start
    hear(store, 2, make_talk(HELLO))

    assert (True, False) == (complete, the_talk(store).complete_from_start)


def test_a_list_of_conversations_names_the_seller(store: Store) -> None:
    """The seller and the orders come from any reading; a conversation nobody opened has no messages."""
    hear(store, 1, make_talk(seller=SHOPKEEPER))
    silent = the_talk(store)
    hear(store, 2, make_talk(HELLO, orders=("8100000000000009",)))

    assert (SHOPKEEPER, ()) == (silent.seller, silent.messages)
    assert (SHOPKEEPER, (ORDER_ID, "8100000000000009")) == (
        the_talk(store).seller,
        the_talk(store).order_ids,
    )
