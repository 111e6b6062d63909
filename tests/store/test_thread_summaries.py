"""What a list tells of conversations is what reading them tells, whatever happened since it was kept."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from companion.config import Config
from companion.model import (
    Author,
    ConversationPart,
    ConversationSummary,
    Order,
    PageKind,
    Parsed,
    PartRole,
    Seller,
)
from companion.store import Store, ThreadHead
from tests.store.removals import remove
from tests.store.samples import ORDER_ID, SHOP, make_capture, make_parsed
from tests.store.talk import SHOPKEEPER, hear, make_page, make_talk, say

SAID = tuple(say(f"message {number}", number, Author.SELLER, f"m{number}") for number in range(6))
BELL = Parsed(SHOP, PageKind.CHAT, announces=True)


def sum_up(store: Store) -> list[ConversationSummary]:
    """Sum conversations up by reading them, see that the list tells the same, and keep what it tells."""
    expected = [talk.summary for talk in store.threads.all()]
    assert expected == list(store.threads.summaries())
    store.threads.keep_summaries()
    assert expected == list(store.threads.summaries())
    assert [make_head(one) for one in expected] == list(store.threads.heads(99))
    return expected


def make_head(one: ConversationSummary) -> ThreadHead:
    """Make the head that a list without gaps shows of the same conversation."""
    return ThreadHead(
        name=one.name,
        marketplace=one.marketplace,
        seller=one.seller.name if one.seller else None,
        order_ids=tuple(sorted(one.order_ids, reverse=True)),
        messages=one.message_count,
        last_at=one.last_at,
        last_seen_at=one.last_seen_at,
    )


def count_kept(config: Config) -> int:
    """Count the summaries that are kept."""
    with sqlite3.connect(config.database_path) as database:
        return int(database.execute("SELECT count(*) FROM thread_summaries").fetchone()[0])


def test_a_bell_that_comes_late_opens_a_gap(store: Store) -> None:
    """An announcement that arrives after what it preceded is heeded, and one that is removed is not."""
    hear(store, 1, make_talk(*SAID[:3]), visit=5)
    hear(store, 3, make_talk(SAID[4]), role=PartRole.FRAME, visit=5)
    whole = sum_up(store)
    bell = hear(store, 2, BELL, role=PartRole.FRAME, visit=5)
    [announced] = sum_up(store)
    assert [2] == [gap.behind for gap in announced.gaps]

    store.apply_parsed(bell, ())
    assert whole == sum_up(store)


def test_what_was_announced_last_waits(store: Store) -> None:
    """Of two announcements in one visit the one that nothing followed is told; reading answers it."""
    hear(store, 1, BELL, role=PartRole.FRAME, visit=5)
    hear(store, 2, make_talk(*SAID[:3]), visit=5)
    last = hear(store, 3, BELL, role=PartRole.FRAME, visit=5)
    assert [last.captured_at] == [one.missing_since_at for one in sum_up(store)]

    hear(store, 4, make_talk(*SAID[:4]), visit=6)
    assert [None] == [one.missing_since_at for one in sum_up(store)]


def test_a_page_that_changes_sides_changes_both(store: Store) -> None:
    """A page joins the conversation that is left over for it, and leaves it when there are two again."""
    hear(store, 1, make_talk(*SAID[:2], thread_id="a"))
    other = hear(store, 2, make_talk(say("else", 90), thread_id="b"))
    hear(store, 3, make_page(*SAID[3:5]))
    apart = sum_up(store)
    assert 3 == len(apart)

    store.apply_parsed(other, ())
    assert [4] == [one.message_count for one in sum_up(store)]
    store.apply_parsed(other, (make_talk(say("else", 90), thread_id="b"),))
    assert apart == sum_up(store)


def test_the_seller_of_the_order_is_told_at_once(store: Store) -> None:
    """A conversation without a name is with the seller of its order, also where that is read later."""
    hear(store, 6, make_talk(*SAID[:2]))
    assert [None] == [one.seller for one in sum_up(store)]
    store.add_capture(make_capture(5))
    store.apply_parsed(make_capture(5), (make_parsed(Order(ORDER_ID, seller=SHOPKEEPER)),))

    assert [SHOPKEEPER.name] == [one.seller and one.seller.name for one in sum_up(store)]
    assert 1 == len(list(store.threads.summaries(seller="MORROW", order_id=ORDER_ID)))
    assert [] == list(store.threads.summaries(seller="vega"))
    assert [] == list(store.threads.summaries(order_id="1"))


def test_the_name_seen_last_is_the_sellers(store: Store) -> None:
    """The newest capture that shows a name tells it, whichever came last; one without takes none away."""
    hear(store, 3, make_talk(*SAID[:2], seller=replace(SHOPKEEPER, name="New name")))
    hear(store, 2, make_page(*SAID[:2], seller=SHOPKEEPER))
    hear(store, 4, make_talk(*SAID[:3], seller=Seller(None, "77", None)))

    assert ["New name"] == [one.seller and one.seller.name for one in sum_up(store)]


@pytest.mark.parametrize(
    ("before", "start", "end"), [(None, 4, 7), (7, 4, 7), (6, 3, 6), (2, 0, 2), (99, 4, 7), (0, 4, 7)]
)
def test_a_part_is_cut_out_of_the_whole(store: Store, before: int | None, start: int, end: int) -> None:
    """A part of a conversation has the messages that the whole has at these places, and sums all of it up."""
    hear(store, 1, make_talk(*SAID[:5]))
    hear(store, 2, make_page(*SAID[4:], say("last", 30)))
    [talk] = store.threads.all()
    part = store.threads.find_part(talk.name, 3, before)

    assert part == ConversationPart(talk.summary, start, talk.messages[start:end])
    assert None is store.threads.find_part("id:nobody", 3, before)


def test_a_summary_goes_with_its_conversation(store: Store, config: Config) -> None:
    """What was kept of a conversation goes when it changes, and nothing is left of one that is removed."""
    hear(store, 1, make_talk(*SAID[:2]))
    sum_up(store)
    assert 1 == count_kept(config)
    hear(store, 2, make_talk(*SAID[1:3]))
    assert 0 == count_kept(config)

    sum_up(store)
    for number in (1, 2):
        remove(store, number)
    assert ([], 0) == (sum_up(store), count_kept(config))


def test_what_another_version_kept_is_made_anew(store: Store, config: Config) -> None:
    """A summary that another version of the program made is not taken for this one's."""
    hear(store, 1, make_talk(*SAID[:2]))
    expected = sum_up(store)
    with sqlite3.connect(config.database_path) as database:
        database.execute("UPDATE thread_summaries SET made_by = '0', summary = x'7b7d'")

    assert expected == sum_up(store)
