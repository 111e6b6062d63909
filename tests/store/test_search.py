"""The search finds what was kept, in every script, and nothing that is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from companion.model import Order, PageKind, PartRole, Seller
from companion.store import Found, ItemKind, Store, Wish
from tests.store.finding import PAGE, add_page, find, kinds
from tests.store.samples import (
    ORDER_ID,
    SHOP,
    at,
    make_capture,
    make_parsed,
    make_part,
)

OTHER = Order("8100000000000002", placed_on=date(2026, 7, 21), seller=Seller("Vega Store", "78", None))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ORDER_ID, ItemKind.ORDER),
        ("morrow", ItemKind.ORDER),
        ("awaiting", ItemKind.ORDER),
        ("41.90", ItemKind.ORDER),
        ("CREME brulee", ItemKind.LINE),
        ("sand", ItemKind.LINE),
        ("lx000000001", ItemKind.PARCEL),
        ("customs", ItemKind.PARCEL),
        ("chipped", ItemKind.DISPUTE),
        ("no delivery before", ItemKind.STATEMENT),
    ],
)
def test_everything_of_an_order_is_found(filled: Store, text: str, kind: ItemKind) -> None:
    """Ids, sellers, states, amounts, titles, options, parcels, disputes and quotes lead to their order."""
    [hit] = find(filled, text)

    assert (kind, SHOP, ORDER_ID, "Mörrow Home Store") == (
        hit.kind,
        hit.marketplace,
        hit.order_id,
        hit.seller,
    )


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("超薄手机壳防摔", "手机"),
        ("超薄手机壳防摔", "手机壳"),
        ("超薄手机壳防摔", "摔"),
        ("USB手机壳X", "usb手机"),
        ("ワイヤレスイヤホン 充電器", "イヤホン"),
        ("고속충전 케이블을 샀어요", "케이블"),
        ("заказ отменён, ёлка", "ОТМЕНЕН"),
        ("Yılbaşı İNDİRİMİ", "yilbasi indirimi"),
        ("Łódź część zamienna", "lodz czesc"),
        ("هاتف مُحَمَّد", "محمد"),
        ("שָׁלוֹם עולם", "שלום"),
        ("Straße 12", "strasse"),
        ("ＵＳＢケーブル", "usb"),
        ("हिन्दी किताब", "किताब"),
        ("แบตเตอรี่สำรอง", "สำรอง"),
    ],
)
def test_every_script_is_found(store: Store, shown: str, asked: str) -> None:
    """Words are found without accents and case, and within scripts that put no spaces between them."""
    add_page(store, 1, shown)
    [hit] = find(store, asked)

    assert any(piece.is_hit for piece in hit.snippet)
    assert hit.snippet[0].text.startswith(shown[0]) or shown in "".join(piece.text for piece in hit.snippet)


@pytest.mark.parametrize("asked", ["机手", "手壳", "イホ", "케블", "mas"])
def test_what_is_not_there_is_not_found(store: Store, asked: str) -> None:
    """Signs that do not stand beside each other, and ends of words, are no hits."""
    add_page(store, 1, "手机壳 ワイヤレスイヤホン 케이블 christmas")

    assert [] == find(store, asked)


def test_the_hit_is_marked_where_it_stands(filled: Store) -> None:
    """A hit is told apart from the text around it, which stays as it was written."""
    [hit] = find(filled, "brule")

    assert [("Ceramic Crème ", False), ("brûlé", True), ("e set", False)] == [
        (piece.text, piece.is_hit) for piece in hit.title
    ]


def test_a_snippet_is_cut_around_its_hit(store: Store) -> None:
    """Of a long page only the surroundings of the hit are shown, also behind letters that become several."""
    add_page(store, 1, "½ ﬁlm ß " * 3000 + "the needle is here " + "straw " * 3000)
    [hit] = find(store, "needle")
    shown = "".join(piece.text for piece in hit.snippet)

    assert ["needle"] == [piece.text for piece in hit.snippet if piece.is_hit]
    assert (True, True, True) == (shown.startswith("…"), shown.endswith("…"), len(shown) < 240)


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "* ^ :",
        'a" OR "b',
        'x"OR"else',
        'x"OR(else)OR"x',
        "NEAR(x y)",
        "words: x",
        "x AND",
        "-x",
        "a\0b",
        "x\0",
        "\ud800",
        "(",
        "'; --",
        "{x}",
    ],
)
def test_the_text_is_data(store: Store, asked: str) -> None:
    """Quotes, operators, NUL and halves of characters are words to look for, or nothing."""
    add_page(store, 1, "something else")

    assert Found((), has_more=False) == store.search.find(Wish(asked))


def test_operators_are_words(store: Store) -> None:
    """AND, OR and NOT are found as words, together with the others."""
    add_page(store, 1, "black and white or grey")

    assert 1 == len(find(store, "black AND white"))
    assert [] == find(store, "black OR blue")


def test_newest_first_and_the_rest_is_said(store: Store) -> None:
    """Hits come newest first; a limit leaves out the oldest and says so."""
    for number in range(1, 5):
        add_page(store, number, "lamp", url=f"https://shop.example/p/{number}.html")
    found = store.search.find(Wish("lamp", limit=3))

    assert [at(4), at(3), at(2)] == [hit.at for hit in found.hits]
    assert found.has_more
    assert not store.search.find(Wish("lamp", limit=4)).has_more


def test_pages_are_found_by_kind_title_and_address(store: Store) -> None:
    """What a page is, what it is called and where it was are words too."""
    add_page(store, 1, "something", url="https://shop.example/item/4711.html")

    assert [1, 1, 1] == [len(find(store, asked)) for asked in ("listing page", "4711", make_capture(1).title)]


def test_captures_of_one_page_are_one_hit(store: Store) -> None:
    """A page that was captured again is shown once, by its newest capture, with their number."""
    for number in range(1, 4):
        add_page(store, number, "lamp")
    [hit] = find(store, "lamp")

    assert (at(3), 3) == (hit.at, hit.captures)


def test_filters_narrow(filled: Store) -> None:
    """Kind, order, seller and days each leave out what does not fit."""
    capture = replace(make_capture(2), visit_id=make_capture(9).visit_id)
    filled.add_capture(capture)
    filled.apply_parsed(capture, (make_parsed(OTHER),))

    assert [ItemKind.ORDER] * 2 == kinds(filled, "store")
    assert [ORDER_ID] == [hit.order_id for hit in find(filled, "store", seller="morrow")]
    assert [OTHER.order_id] == [hit.order_id for hit in find(filled, "store", order_id=OTHER.order_id)]
    assert [] == find(filled, "store", kind=ItemKind.LINE)
    assert [] == find(filled, "store", since=at(0))
    assert [ItemKind.ORDER] * 2 == kinds(filled, "store", until=at(0))


def test_a_page_belongs_to_the_order_of_its_visit(filled: Store) -> None:
    """A frozen page is listed with the order that the answers of its visit showed."""
    page = replace(make_capture(2, make_part(PAGE, PartRole.PAGE)), visit_id=make_capture(1).visit_id)
    filled.add_capture(page)
    filled.apply_parsed(page, (make_parsed(kind=PageKind.ORDER_DETAIL, text="a warm welcome"),))
    [hit] = find(filled, "welcome", order_id=ORDER_ID)

    assert (ItemKind.PAGE, ORDER_ID, page.capture_id, page.url) == (
        hit.kind,
        hit.order_id,
        hit.capture_id,
        hit.url,
    )
