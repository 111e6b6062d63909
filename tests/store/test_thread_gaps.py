"""Where messages may be missing is said where it is, and nowhere else."""

from __future__ import annotations

from companion.model import Author, MessageGap, PageKind, Parsed, PartRole
from companion.store import Store
from tests.store.samples import SHOP, at
from tests.store.talk import hear, make_page, make_talk, say, texts, the_talk

SAID = tuple(say(f"message {number}", number, Author.SELLER, f"m{number}") for number in range(10))
BELL = Parsed(SHOP, PageKind.CHAT, announces=True)


def gaps(store: Store) -> list[int]:
    """Tell behind which messages something may be missing."""
    return [gap.behind for gap in the_talk(store).gaps]


def test_captures_that_do_not_meet_leave_a_gap(store: Store) -> None:
    """Between two windows of a conversation that share nothing something may be missing."""
    hear(store, 1, make_talk(*SAID[:3]))
    hear(store, 2, make_page(*SAID[5:7]))

    assert (MessageGap(2, at(2), at(5)),) == the_talk(store).gaps


def test_a_window_over_the_gap_closes_it(store: Store) -> None:
    """Once both sides were in one reading nothing is missing between them."""
    hear(store, 1, make_talk(*SAID[:3]))
    hear(store, 2, make_talk(*SAID[5:7]))
    hear(store, 3, make_page(*SAID[2:6]))

    assert ([], 7) == (gaps(store), len(the_talk(store).messages))


def test_one_message_in_common_is_a_bridge(store: Store) -> None:
    """Pages of history that share a message follow on each other, whichever came first."""
    hear(store, 1, make_talk(*SAID[4:8]))
    hear(store, 2, make_talk(*SAID[:5]))

    assert [] == gaps(store)


def test_a_pushed_message_follows_the_newest(store: Store) -> None:
    """What the messenger pushes in the visit that shows the conversation leaves no gap."""
    hear(store, 1, make_talk(*SAID[:3]), visit=5)
    for number in (3, 4):
        hear(store, number, make_talk(SAID[number]), role=PartRole.FRAME, visit=5)
    hear(store, 9, make_talk(SAID[9]), role=PartRole.FRAME, visit=6)

    assert [4] == gaps(store)


def test_a_bell_before_a_push_leaves_a_gap(store: Store) -> None:
    """Where something was announced and not seen, the next message does not follow; its answer does."""
    hear(store, 1, make_talk(*SAID[:3]), visit=5)
    hear(store, 2, BELL, role=PartRole.FRAME, visit=5)
    hear(store, 3, make_talk(SAID[4]), role=PartRole.FRAME, visit=5)
    assert [2] == gaps(store)

    hear(store, 4, make_talk(*SAID[2:5]), visit=6)
    assert [] == gaps(store)


def test_the_answer_to_a_bell_follows(store: Store) -> None:
    """What a page fetches after it was told that something has come leaves no gap."""
    hear(store, 1, make_talk(*SAID[:3]), visit=5)
    hear(store, 2, BELL, role=PartRole.FRAME, visit=5)
    hear(store, 3, make_talk(SAID[3]), visit=5)

    assert ([], None) == (gaps(store), the_talk(store).missing_since_at)


def test_a_bell_alone_is_missing_until_it_is_seen(store: Store) -> None:
    """What was only announced is said to be missing until the conversation is read again."""
    hear(store, 1, make_talk(*SAID[:3]), visit=5)
    hear(store, 2, BELL, role=PartRole.FRAME, visit=5)
    missing = the_talk(store).missing_since_at
    hear(store, 3, make_talk(*SAID[:4]), visit=6)

    assert (at(2), None) == (missing, the_talk(store).missing_since_at)


def test_what_announces_nothing_is_no_bell(store: Store) -> None:
    """That a message was read, or anything else a frame tells, leaves nothing missing."""
    hear(store, 1, make_talk(*SAID[:3]), visit=5)
    hear(store, 2, Parsed(SHOP, PageKind.CHAT), role=PartRole.FRAME, visit=5)
    hear(store, 3, make_talk(SAID[3]), role=PartRole.FRAME, visit=5)

    assert ([], None) == (gaps(store), the_talk(store).missing_since_at)


def test_nothing_is_missing_in_an_empty_conversation(store: Store) -> None:
    """Without messages there is no gap, and with one there is none either."""
    hear(store, 1, make_talk())
    empty = the_talk(store).gaps
    hear(store, 2, make_talk(SAID[0]))

    assert ((), (), ["message 0"]) == (empty, the_talk(store).gaps, texts(the_talk(store)))
