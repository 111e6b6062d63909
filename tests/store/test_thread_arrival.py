"""However a conversation is cut into readings, and however they arrive, it is the same conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.config import Config
from companion.model import Author, Conversation, Message, PageKind, Parsed, PartRole
from companion.store import Store, open_store
from tests.store.conftest import read_clock
from tests.store.samples import SHOP
from tests.store.talk import THREAD_ID, make_chat_capture, make_page, make_talk, say

COUNT = 8
CAPTURES = tuple(
    make_chat_capture(number, PartRole.FRAME if number == 3 else PartRole.API, visit=900 + number // 3)
    for number in range(COUNT)
)
BELL = Parsed(SHOP, PageKind.CHAT, announces=True)
authors = st.sampled_from([Author.BUYER, Author.SELLER, Author.BOT])
# Few words and few minutes, so that equal rows are common; each message has its own second.
said = st.lists(st.tuples(st.sampled_from(["Hello", "Ok", "亲"]), authors), min_size=2, max_size=9)
minutes = st.sampled_from([0.3, 1.1, 2.5])


class Change(StrEnum):
    """What happens to what a capture says."""

    SAID = "said"
    FORGOTTEN = "forgotten"
    READ_ANEW = "read anew"
    TURNED = "turned"


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Message, ...]:
    """Draw a conversation as it was really written."""
    step = draw(minutes)
    return tuple(
        say(text, number * step, author, f"900719925474099{number:04d}")
        for number, (text, author) in enumerate(draw(said))
    )


@st.composite
def windows(draw: st.DrawFn, length: int, overlap: int) -> list[tuple[int, int]]:
    """Draw windows over a conversation, each beginning within the one before it, that cover it all."""
    found = [(0, draw(st.integers(min(length, overlap + 1), length)))]
    while found[-1][1] < length and len(found) < COUNT:
        last_start, last_end = found[-1]
        start = draw(st.integers(last_start, max(last_start, last_end - overlap)))
        end = length if len(found) == COUNT - 1 else draw(st.integers(last_end + 1, length))
        found.append((start, end))
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds the captures; what is read in them is cleared for each example."""
    folder: Path = tmp_path_factory.mktemp("threads")
    with open_store(Config(folder / "data"), clock=read_clock) as store:
        for capture in CAPTURES:
            store.add_capture(capture)
        yield store


def read_all(store: Store, readings: Mapping[int, tuple[Parsed, ...]]) -> list[Conversation]:
    """Apply readings, in the order they are given, to a store in which nothing was read."""
    with store.transaction():
        store.clear_records()
        for number, parsed in readings.items():
            store.apply_parsed(CAPTURES[number], parsed)
    return sort_talks(store)


def sort_talks(store: Store) -> list[Conversation]:
    """Read all conversations."""
    return sorted(store.threads.all(), key=lambda talk: talk.name)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), talk=conversations())
def test_answers_in_pieces_are_the_whole(
    shared: Store, data: st.DataObject, talk: tuple[Message, ...]
) -> None:
    """Overlapping answers in any order, some of them twice, give every message once and no gap."""
    cuts = data.draw(windows(len(talk), overlap=1))
    order = data.draw(st.permutations([*range(len(cuts)), 0]))
    readings = {number: (make_talk(*talk[slice(*cuts[number])]),) for number in order}
    [found] = read_all(shared, readings)

    assert talk == tuple(kept.message for kept in found.messages)
    assert () == found.gaps


@settings(max_examples=60, deadline=None)
@given(data=st.data(), talk=conversations())
def test_pages_and_answers_are_one(shared: Store, data: st.DataObject, talk: tuple[Message, ...]) -> None:
    """Windows of a page beside the whole history add nothing and lose nothing."""
    cuts = data.draw(windows(len(talk), overlap=1))[: COUNT - 1]
    readings: dict[int, tuple[Parsed, ...]] = {
        number: (make_page(*talk[slice(*cut)]),) for number, cut in enumerate(cuts)
    }
    readings[COUNT - 1] = (make_talk(*talk),)
    order = data.draw(st.permutations(list(readings)))
    [found] = read_all(shared, {number: readings[number] for number in order})

    assert talk == tuple(kept.message for kept in found.messages)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), words=st.lists(st.sampled_from("abcdefghijkl"), min_size=2, max_size=9, unique=True))
def test_pages_in_pieces_are_the_whole(shared: Store, data: st.DataObject, words: list[str]) -> None:
    """Rows that can be told apart need nothing but a page, even all in one minute."""
    talk = tuple(say(word, 1, Author.BUYER) for word in words)
    cuts = data.draw(windows(len(talk), overlap=1))
    order = data.draw(st.permutations(range(len(cuts))))
    [found] = read_all(shared, {number: (make_page(*talk[slice(*cuts[number])]),) for number in order})

    assert words == [kept.message.text for kept in found.messages]
    assert () == found.gaps


@st.composite
def readings(draw: st.DrawFn) -> tuple[Parsed, ...]:
    """Draw anything that a capture may say of one or two conversations."""
    rows = st.builds(
        say,
        st.sampled_from(["Hello", "Ok", None]),
        st.sampled_from([None, 0, 0.5, 1, 30]),
        st.sampled_from([None, Author.BUYER, Author.SELLER]),
        st.sampled_from([None, "m1", "m2", "m3"]),
        recalled=st.sampled_from([False, False, True]),
        media=st.sampled_from([(), (), ("https://a.example/kf/x.jpg",)]),
    )
    made = []
    for _ in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from([None, THREAD_ID, "other"]))
        orders = draw(st.sampled_from([(), ("8100000000000001",), ("8100000000000002",)]))
        make = draw(st.sampled_from([make_talk, make_page]))
        made.append(make(*draw(st.lists(rows, max_size=4)), thread_id=name, orders=orders))
    return tuple(made)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), drawn=st.tuples(*(readings() for _ in CAPTURES)))
def test_any_order_of_arrival_gives_the_same(
    shared: Store, data: st.DataObject, drawn: tuple[tuple[Parsed, ...], ...]
) -> None:
    """Whatever was said by whom, conversations do not depend on when captures came or were read anew."""
    inorder = dict(enumerate(drawn))
    expected = read_all(shared, inorder)
    order = data.draw(st.permutations(range(COUNT)))

    assert expected == read_all(shared, {number: inorder[number] for number in order})


@settings(max_examples=40, deadline=None)
@given(drawn=st.tuples(*(readings() for _ in CAPTURES)), before=st.tuples(*(readings() for _ in CAPTURES)))
def test_reading_anew_gives_the_same(
    shared: Store, drawn: tuple[tuple[Parsed, ...], ...], before: tuple[tuple[Parsed, ...], ...]
) -> None:
    """What was read before leaves no trace: neither in a reading in its place, nor in a reparse of all."""
    expected = read_all(shared, dict(enumerate(drawn)))
    stale = read_all(shared, dict(enumerate(before)))
    with shared.transaction():
        for capture, parsed in zip(CAPTURES, drawn, strict=True):
            shared.rereading.add(capture, parsed, 1)
        assert stale == sort_talks(shared)  # whole until they turn
        while shared.rereading.has_orders_to_turn:
            shared.rereading.turn_some(1)
    assert expected == sort_talks(shared)

    with shared.transaction():
        for capture, parsed in zip(CAPTURES, before, strict=True):
            shared.apply_parsed(capture, parsed)
    assert stale == sort_talks(shared)
    shared.clear_records()


@st.composite
def changes(draw: st.DrawFn) -> tuple[Change, int, tuple[Parsed, ...]]:
    """Draw something that happens to what one capture says."""
    told = draw(st.one_of(readings(), st.just((BELL,))))
    return draw(st.sampled_from(Change)), draw(st.integers(0, COUNT - 1)), told


@settings(max_examples=100, deadline=None)
@given(drawn=st.lists(changes(), max_size=14))
def test_a_kept_summary_is_what_reading_gives(
    shared: Store, drawn: list[tuple[Change, int, tuple[Parsed, ...]]]
) -> None:
    """A summary, kept since before or made anew, tells the same as reading all of the conversation."""
    shared.clear_records()
    for change, number, parsed in drawn:
        shared.threads.keep_summaries()
        happen(shared, change, number, parsed)
        talks = list(shared.threads.all())
        expected = [talk.summary for talk in talks]
        assert [find_edges(talk) for talk in talks] == [
            [(gap.after_at, gap.before_at) for gap in talk.gaps] for talk in talks
        ]
        assert expected == list(shared.threads.summaries())
        shared.threads.keep_summaries()
        assert expected == list(shared.threads.summaries())
    shared.clear_records()


def find_edges(talk: Conversation) -> list[tuple[datetime | None, datetime | None]]:
    """Find the times of the messages on both sides of each gap."""
    times = [kept.message.at for kept in talk.messages]
    return [(times[gap.behind], times[gap.behind + 1]) for gap in talk.gaps]


def happen(store: Store, change: Change, number: int, parsed: tuple[Parsed, ...]) -> None:
    """Have a capture say something, or nothing any more, or have it read anew."""
    with store.transaction():
        if change is Change.SAID:
            store.apply_parsed(CAPTURES[number], parsed)
        elif change is Change.FORGOTTEN:
            store.threads.remove_capture(number + 1)
        else:
            store.rereading.add(CAPTURES[number], parsed, 1)
            while change is Change.TURNED and store.rereading.has_orders_to_turn:
                store.rereading.turn_some(1)
