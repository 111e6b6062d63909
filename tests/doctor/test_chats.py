"""The doctor tells what of conversations nobody can hear, and what came over a socket and was not decoded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from companion.doctor import State
from companion.ingest import Ingest
from companion.model import MessageKind, PartRole
from companion.protection.wording import UNHEARD, UNHEARD_NEXT
from companion.store import Store
from tests.doctor.conftest import NOW, Look, read_clock
from tests.store.samples import make_capture, make_part
from tests.store.talk import hear, make_talk, say

SOCKET = "wss://msgacs.m.aliexpress.com/accs/auth"
FRAMES = (b"\x00\x01\x02\xfa\xff", b"\x1f\x8bcut", b"no json", b'{"type": "DATA", "data": "e30="}')


def take_in_frames(store: Store) -> None:
    """Take in one burst of a socket: three frames that nobody can decode, and one that holds nothing."""
    parts = [replace(make_part(body, PartRole.FRAME), url=SOCKET) for body in FRAMES]
    capture = make_capture(1, *parts)
    store.add_capture(capture)
    with Ingest(store, read_clock) as ingest:
        ingest.parse_pending()


def test_what_nobody_can_hear_is_said(store: Store, look: Look) -> None:
    """Kept conversations are counted, and what to do about messages that no extension hears is said."""
    empty = look("conversations")
    hear(store, 1, make_talk(say("Hello", 1, message_id="m1")))
    found = look("conversations")

    assert [(State.OK, None)] * 2 == [(one.state, one.next_action) for one in (empty, found)]
    assert [
        f"{kept}. {UNHEARD} {UNHEARD_NEXT}" for kept in ("no conversation is kept yet", "1 conversation kept")
    ] == [
        empty.says,
        found.says,
    ]


def test_cards_of_unknown_kinds_are_counted(store: Store, look: Look) -> None:
    """A message that nothing knows counts once under its kind's name; one that data knows counts no more."""
    unknown = [
        replace(say(f"Card {n}", n, message_id=f"m{n}"), kind=MessageKind.UNKNOWN, card=card)
        for n, card in enumerate(("77001", "77001", None, "box-card"))
    ]
    hear(store, 1, make_talk(*unknown))
    hear(store, 2, make_talk(*unknown[:2], replace(unknown[3], kind=MessageKind.OFFER, card="10999")))

    words = "kept as they were shown: 2 of “77001”, 1 of no name."
    assert words in look("conversations").says


def test_frames_that_were_decoded_are_well(store: Store, look: Look) -> None:
    """Without a frame that could not be decoded nothing is asked of anybody."""
    assert State.OK is look("frames").state


def test_frames_nobody_could_decode_are_counted(store: Store, look: Look) -> None:
    """Each frame that could not be decoded counts once, under its marketplace, and as no page's problem."""
    take_in_frames(store)
    found = look("frames", now=NOW + timedelta(days=9))

    assert (State.WARNING, State.OK) == (found.state, look("problems").state)
    assert found.says.startswith(
        "3 pieces of what aliexpress sends over its chat's own connection could not be decoded;"
        " they are kept as they came. The newest came "
    )
    assert "orderproof reparse" in (found.next_action or "")


def test_undecoded_frames_are_kept_as_they_came(store: Store) -> None:
    """The bytes of a frame that nobody could decode are in the store as the socket received them."""
    take_in_frames(store)
    [capture_id] = store.capture_ids()

    assert list(FRAMES) == [part.body for part in store.get_capture(capture_id).parts]
