"""What the user did and was told: pairings and notices, which no rebuilding touches."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from companion.config import Config
from companion.errors import NotFound
from companion.model import Notice, Order, Urgency
from companion.store import EntryKind, Pairing, Store, ToldNotice
from companion.store.database import Database
from companion.store.health import Health
from companion.store.journal import Journal
from tests.store.samples import ORDER_ID, SHOP, at, make_capture, make_parsed, take_in

PAIRING = Pairing("p1", "Firefox", "moz-extension://0a1b", bytes(range(32)), at(0))
NOTICE = Notice("n1", SHOP, ORDER_ID, "Not here yet", "Check the tracking.", "/orders/1", Urgency.URGENT)


def test_a_pairing_is_kept_seen_and_revoked(store: Store) -> None:
    """A pairing comes back as it was added, knows when it was last seen, and stays listed when revoked."""
    store.add_pairing(PAIRING)
    assert (PAIRING,) == store.list_pairings()

    store.see_pairing("p1", at(5))
    store.revoke_pairing("p1")

    found = store.find_pairing("p1")
    assert found is not None
    assert found.revoked_at is not None
    assert replace(PAIRING, last_seen_at=at(5), revoked_at=found.revoked_at) == found


def test_letting_in_and_shutting_out_are_journalled_without_the_key(store: Store, config: Config) -> None:
    """Both acts of the user are entries; revoking twice is one act; the key is in none of them."""
    store.add_pairing(PAIRING)
    store.revoke_pairing("p1")
    store.revoke_pairing("p1")

    database = Database(config.database_path, Health())
    entries = list(Journal(database).entries())
    database.close()

    expected = [(EntryKind.PAIRING_APPROVED, "p1"), (EntryKind.PAIRING_REVOKED, "p1")]
    assert expected == [(entry.kind, entry.subject) for entry in entries]
    assert not any(PAIRING.key.hex() in entry.content_hash for entry in entries)


def test_a_key_of_another_length_is_refused(store: Store) -> None:
    """Only a whole SHA-256 is a key."""
    with pytest.raises(sqlite3.IntegrityError):
        store.add_pairing(replace(PAIRING, key=b"short"))

    assert () == store.list_pairings()


def test_an_unknown_pairing_cannot_be_revoked(store: Store) -> None:
    """Revoking what is not there is an error with a sentence."""
    with pytest.raises(NotFound):
        store.revoke_pairing("p1")
    assert None is store.find_pairing("p1")


def test_a_notice_is_open_until_it_is_told(store: Store) -> None:
    """A notice waits until a channel has shown it, and is told once: the first showing stays."""
    store.add_notice(NOTICE, at(0))
    store.add_notice(NOTICE, at(1))
    assert ((NOTICE,), None) == (store.open_notices(), store.find_notice_told("n1"))

    store.add_notice_told(NOTICE, "desktop", at(2))
    store.add_notice_told(NOTICE, "extension", at(3))

    told = ToldNotice(NOTICE, "desktop", at(2))
    assert ((), told, (told,)) == (store.open_notices(), store.find_notice_told("n1"), store.told_notices())
    assert NOTICE == store.find_notice("n1")


def test_a_notice_may_be_told_without_having_waited(store: Store) -> None:
    """A notice shown at once was never open."""
    store.add_notice_told(NOTICE, "desktop", at(2))

    assert ((), ToldNotice(NOTICE, "desktop", at(2))) == (store.open_notices(), store.find_notice_told("n1"))


def test_only_an_untold_notice_is_dropped(store: Store) -> None:
    """News that is no longer true is dropped; what was told stays told."""
    store.add_notice(NOTICE, at(0))
    store.add_notice_told(replace(NOTICE, notice_id="n2"), "desktop", at(1))

    store.remove_open_notice("n1")
    store.remove_open_notice("n2")

    assert (None, True) == (store.find_notice("n1"), store.find_notice_told("n2") is not None)


def test_rebuilding_records_does_not_touch_what_the_user_did(store: Store) -> None:
    """Clearing and rebuilding records leaves pairings, notices and journal as they are."""
    store.add_pairing(PAIRING)
    store.add_notice_told(NOTICE, "desktop", at(2))
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID)))
    number = store.counts(at(0)).journal_number

    store.clear_records()
    store.apply_parsed(make_capture(1), (make_parsed(Order(ORDER_ID)),))
    store.rereading.add(make_capture(1), (), 2)
    store.rereading.turn_some(1)

    assert ((PAIRING,), 1, number) == (
        store.list_pairings(),
        len(store.told_notices()),
        store.counts(at(0)).journal_number,
    )
