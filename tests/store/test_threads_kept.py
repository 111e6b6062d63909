"""Conversations go where captures go: with a removal, through a backup, and into the search."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.config import Config
from companion.model import Author, MessageKind, Order, Seller
from companion.store import ItemKind, OrderKey, Store, open_store
from companion.store.integrity import IntegrityReport
from companion.store.restore import restore_backup
from tests.store.conftest import read_clock
from tests.store.finding import find, kinds
from tests.store.removals import add, remove
from tests.store.samples import ORDER_ID, SHOP, at, make_capture, make_id, make_parsed
from tests.store.talk import SHOPKEEPER, hear, make_page, make_talk, say, texts, the_talk
from tests.store.test_backup import back_up, silent

OTHER = "8100000000000002"
HELLO = say("Hello", 1, Author.BUYER, "m1")
WAIT = say("请再等十五天", 2, Author.SELLER, "m2")


def count_rows(store: Store) -> dict[str, int]:
    """Count what is left in the tables of conversations."""
    tables = ("thread_names", "thread_links", "thread_sightings", "message_contents", "messages")
    database = store._database  # nothing public shows a row that nobody reads
    return {table: database.get_number(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608


def check(store: Store) -> IntegrityReport:
    """Check every row and file."""
    return store.integrity.check_all()


def test_what_only_one_capture_said_goes_with_it(store: Store) -> None:
    """A message that another capture shows stays, without what only the removed one told of it."""
    hear(store, 1, make_talk(HELLO, WAIT))
    hear(store, 2, make_page(HELLO, thread_id="1#103#5500017#1#7700023#2"))

    remove(store, 1)

    talk = the_talk(store)
    assert [("Hello", None)] == [(kept.message.text, kept.message.message_id) for kept in talk.messages]
    assert ([], (make_id(2), 1)) == (
        find(store, "十五天"),
        (talk.messages[0].capture_id, talk.messages[0].captures),
    )
    assert () == check(store).findings


def test_nothing_is_left_of_a_conversation(store: Store) -> None:
    """With its last capture every row of it is gone."""
    hear(store, 1, make_talk(HELLO, WAIT, seller=SHOPKEEPER))
    hear(store, 2, make_page(HELLO))

    remove(store, 1, 2)

    assert dict.fromkeys(count_rows(store), 0) == count_rows(store)
    assert ((), []) == (check(store).findings, find(store, "hello"))


def test_what_is_read_no_more_goes(store: Store) -> None:
    """A capture that an update finds no conversation in leaves none behind, once the records turn."""
    capture = hear(store, 1, make_talk(HELLO))
    store.rereading.add(capture, (), 2)
    before = texts(the_talk(store))
    store.rereading.turn_some(10)

    assert (["Hello"], False) == (before, store.rereading.has_orders_to_turn)
    assert dict.fromkeys(count_rows(store), 0) == count_rows(store)


def test_deleting_an_order_leaves_the_talk_about_others(store: Store) -> None:
    """A conversation about two orders is shared by them; one about this order alone goes with it."""
    add(store, 1, ORDER_ID, visit=1)
    add(store, 2, OTHER, visit=2)
    hear(store, 3, make_talk(HELLO, orders=(ORDER_ID, OTHER)))
    hear(store, 4, make_talk(WAIT, thread_id="another", orders=(ORDER_ID,)))

    found = store.removal.plans.find_captures(OrderKey(SHOP, ORDER_ID))

    assert ({make_id(1), make_id(4)}, (make_id(3),)) == (set(found.own), found.shared)


def test_a_page_joins_the_conversation_of_its_order(store: Store) -> None:
    """A page that names no conversation belongs to the only one about its order."""
    hear(store, 1, make_page(HELLO))
    alone = the_talk(store)
    hear(store, 2, make_talk(WAIT))

    assert ("order:" + ORDER_ID, None) == (alone.name, alone.thread_id)
    assert ["Hello", "请再等十五天"] == texts(the_talk(store))
    assert the_talk(store) == store.threads.find("order:" + ORDER_ID)


def test_a_page_of_two_candidates_stays_its_own(store: Store) -> None:
    """Where two conversations are about an order nobody guesses; when one goes, the page joins the other."""
    hear(store, 1, make_page(HELLO))
    hear(store, 2, make_talk(WAIT, thread_id="a"))
    hear(store, 3, make_talk(WAIT, thread_id="b"))
    assert ["id:a", "id:b", "order:" + ORDER_ID] == sorted(talk.name for talk in store.threads.all())

    remove(store, 3)

    assert ["Hello", "请再等十五天"] == texts(the_talk(store))


def test_a_page_joins_by_its_seller(store: Store) -> None:
    """Without an order the seller decides, by name or store, whatever the spelling of the name."""
    hear(store, 1, make_page(HELLO, orders=(), seller=Seller("MORROW HOME STORE", None, None)))
    hear(store, 2, make_talk(WAIT, orders=(), seller=SHOPKEEPER))

    assert ["Hello", "请再等十五天"] == texts(the_talk(store))


def test_messages_are_found_by_their_words(store: Store) -> None:
    """Two signs of Chinese, Cyrillic, accents and what was translated: each finds its message."""
    shown = say("Crème, please", 3, Author.SELLER, "m3", original_text="Крем, пожалуйста")
    hear(store, 1, make_talk(HELLO, WAIT, shown, seller=SHOPKEEPER))

    for query in ("十五", "creme", "КРЕМ", "пожалуйста"):
        assert [ItemKind.MESSAGE] == kinds(store, query), query
    [hit] = find(store, "十五")
    assert (at(2), Author.SELLER, "Mörrow Home Store", ORDER_ID, make_id(1)) == (
        hit.at,
        hit.author,
        hit.seller,
        hit.order_id,
        hit.capture_id,
    )


def test_a_hit_names_the_first_capture(store: Store) -> None:
    """What a page showed first and the data told later is found where it was seen first."""
    hear(store, 1, make_page(HELLO))
    hear(store, 2, make_talk(HELLO))

    assert [make_id(1)] == [hit.capture_id for hit in find(store, "hello")]


def test_filters_hold_for_messages(store: Store) -> None:
    """Seller, order and days narrow messages as they narrow everything else."""
    hear(store, 1, make_talk(HELLO, seller=SHOPKEEPER))
    hear(store, 2, make_talk(HELLO, thread_id="b", orders=(OTHER,), seller=Seller("Vega", None, None)))

    wanted = (
        {"order_id": OTHER},
        {"seller": "vega"},
        {"seller": "mörrow"},
        {"seller": "vega", "order_id": ORDER_ID},
        {"since": at(0), "until": at(5)},
        {"since": at(5)},
        {"kind": ItemKind.ORDER},
    )
    assert [1, 1, 1, 0, 2, 0, 0] == [len(find(store, "hello", **wish)) for wish in wanted]


def test_the_seller_of_the_order_stands_in(store: Store) -> None:
    """A conversation that shows no name is with the seller of its order, also for the search."""
    order = Order(ORDER_ID, seller=SHOPKEEPER)
    store.add_capture(make_capture(5))
    store.apply_parsed(make_capture(5), (make_parsed(order),))
    hear(store, 6, make_talk(HELLO))

    talk = the_talk(store)
    assert SHOPKEEPER.name == (talk.seller and talk.seller.name)
    assert [ItemKind.MESSAGE] == kinds(store, "hello", seller="mörrow")


def test_an_order_has_the_talks_with_its_seller(store: Store) -> None:
    """Conversations about an order come first, then those with its seller; those with others do not."""
    store.add_capture(make_capture(5))
    store.apply_parsed(make_capture(5), (make_parsed(Order(ORDER_ID, seller=SHOPKEEPER)),))
    by_name, by_store = Seller("MORROW home store", None, None), Seller(None, "77", None)
    hear(store, 6, make_talk(HELLO, thread_id="about it"))
    hear(store, 7, make_talk(HELLO, thread_id="same", orders=(), seller=by_name))
    hear(store, 8, make_talk(HELLO, thread_id="store", orders=(), seller=by_store))
    hear(store, 9, make_talk(HELLO, thread_id="other", orders=(), seller=Seller("Vega", "78", None)))
    record = store.find_order(ORDER_ID)
    assert record is not None

    assert ["about it", "store", "same"] == [talk.thread_id for talk in store.threads.of_order(record)]


@pytest.mark.parametrize("text", ["\x00\x1b[2J", "\u202eevil", "=1+1", "<script>", "a" * 100_000, "\x00"])
def test_hostile_words_are_kept_as_they_are(store: Store, text: str) -> None:
    """Whatever a seller writes is text: kept whole, found once, and removed again."""
    hear(
        store, 1, make_talk(say(f"{text} lamp", 1, Author.SELLER, "m1", kind=MessageKind.UNKNOWN, card=text))
    )

    assert [f"{text} lamp"] == texts(the_talk(store))
    remove(store, 1)
    assert () == check(store).findings


def test_a_reload_keeps_the_conversation(config: Config) -> None:
    """Closed and opened again, the store has the same conversation."""
    with open_store(config, clock=read_clock) as store:
        hear(store, 1, make_talk(HELLO, WAIT))
        hear(store, 2, make_page(WAIT))
        before = the_talk(store)
    with open_store(config, clock=read_clock) as store:
        assert before == the_talk(store)


def test_a_backup_holds_conversations(store: Store, config: Config, tmp_path: Path) -> None:
    """Put back elsewhere, the store has the same conversation and the same hits."""
    hear(store, 1, make_talk(HELLO, WAIT, seller=SHOPKEEPER))
    hear(store, 2, make_page(WAIT))
    target, other = tmp_path / "b.zip", Config(tmp_path / "new")
    back_up(store, config, target)
    restore_backup(target, other, silent)

    with open_store(other, clock=read_clock) as restored:
        assert the_talk(store) == the_talk(restored)
        assert [ItemKind.MESSAGE] == kinds(restored, "十五")
        assert () == check(restored).findings
