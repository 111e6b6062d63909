"""Cards of a conversation: data has fields, a page has words around them, and both are one message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.model import Author, Message, MessageKind
from companion.store import Store
from tests.store.samples import ORDER_ID
from tests.store.talk import hear, make_page, make_talk, say, the_talk

ORDER = say(None, 3, Author.BUYER, "m1", kind=MessageKind.ORDER, order_id=ORDER_ID)
PRODUCT = say("Blue cup", 3, Author.SELLER, "m2", kind=MessageKind.PRODUCT, product_id="1005001000000117")
OFFER = say("Coupon", 3, Author.SELLER, "m3", kind=MessageKind.OFFER)
STRANGE = say(None, 3, Author.SELLER, "m4", kind=MessageKind.UNKNOWN, card="77001")
SHOWN = {
    "m1": f"Order {ORDER_ID}\nUS $3.00",
    "m2": "Blue cup\nUS $4.00",
    "m3": "Coupon\nUS $1.00\nUse it now",
    "m4": "Parcel check\nStep 1",
}


def _as_seen(*cards: Message) -> tuple[Message, ...]:
    return tuple(replace(card, text=SHOWN[card.message_id or ""]) for card in cards)


def _list_ids(store: Store) -> list[str | None]:
    return [kept.message.message_id for kept in the_talk(store).messages]


@pytest.mark.parametrize("is_page_first", [False, True])
@pytest.mark.parametrize(
    "cards", [(ORDER,), (PRODUCT,), (OFFER,), (STRANGE,), (ORDER, PRODUCT, OFFER, STRANGE)]
)
def test_what_a_page_shows_of_a_card_is_its_message(
    store: Store, cards: tuple[Message, ...], *, is_page_first: bool
) -> None:
    """A page's words around a card make no second message, whichever reading came first."""
    readings = [make_talk(*cards), make_page(*_as_seen(*cards))]
    for number, parsed in enumerate(reversed(readings) if is_page_first else readings, 1):
        hear(store, number, parsed)

    assert [card.message_id for card in cards] == _list_ids(store)
    assert [2] * len(cards) == [kept.captures for kept in the_talk(store).messages]


@pytest.mark.parametrize(
    "other",
    [
        replace(ORDER, order_id="8200000000009999"),
        replace(ORDER, author=Author.SELLER),
        replace(ORDER, kind=MessageKind.PRODUCT, order_id=None, product_id="1005001000000117"),
        replace(OFFER, author=Author.BUYER, text="We offer a refund"),
    ],
)
def test_a_card_of_something_else_is_another_message(store: Store, other: Message) -> None:
    """Another order, the other side, another kind: a message of its own, though of the same minute."""
    data = OFFER if other.kind is MessageKind.OFFER else ORDER
    hear(store, 1, make_talk(replace(data, author=Author.BUYER)))
    hear(store, 2, make_page(other))

    assert 2 == len(_list_ids(store))


def test_two_cards_on_two_pages_are_two(store: Store) -> None:
    """Two windows of a page that show a strange card each, in one minute, show two."""
    first, second = _as_seen(STRANGE, STRANGE)
    hear(store, 1, make_page(first))
    hear(store, 2, make_page(replace(second, text="Another check")))

    assert 2 == len(_list_ids(store))
