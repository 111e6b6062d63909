"""`orders`, `order`, `deadlines`, `status` and `reparse`: what the store holds, in its JSON shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.commands.context import read_clock
from companion.config import Config
from companion.store import open_store
from tests.cli.conftest import Call
from tests.cli.samples import FINISHED, HOSTILE_NAME, WAITING, make_list_answer
from tests.web.test_readings import ORDER_ID as DIFFERING
from tests.web.test_readings import add_disagreement

NOW = ("--now", "2026-09-20T00:00:00Z")
ORDER_SHAPE = {
    "marketplace",
    "order_id",
    "state",
    "site_state",
    "placed_on",
    "paid_on",
    "shipped_on",
    "completed_on",
    "total",
    "price_rows",
    "seller",
    "payment_method",
    "ship_to_country",
    "url",
    "lines",
    "last_seen_at",
}
DEADLINE_SHAPE = {
    "order_id",
    "marketplace",
    "kind",
    "role",
    "status",
    "reason",
    "earliest_at",
    "latest_at",
    "origin",
    "certainty",
    "quote",
    "rule_id",
    "capture_id",
    "last_seen_at",
    "stale",
    "urgency",
    "next_action",
    "amount",
    "seller",
}


@pytest.fixture
def filled(call: Call, tmp_path: Path) -> Call:
    """Give a command line whose store holds two orders of a seller with a hostile name."""
    file = tmp_path / "list.json"
    file.write_bytes(make_list_answer(HOSTILE_NAME))
    call("import", file, "--captured-at", "2026-09-19T00:00:00Z")
    return call


@pytest.mark.parametrize("command", ["orders", "deadlines"])
def test_an_empty_store_lists_nothing(call: Call, command: str) -> None:
    """Listings of an empty store are empty, not an error, and say what to do."""
    as_json, as_text = call(command, "--json"), call(command)

    assert (0, "[]\n") == (as_json.code, as_json.out)
    assert (0, "") == (as_text.code, as_text.out)
    assert as_text.err


def test_orders_have_their_shape(filled: Call) -> None:
    """orders --json is a list of whole orders with their lines."""
    orders = filled("orders", "--json").read_list()
    first = orders[0]["lines"]

    assert [ORDER_SHAPE, ORDER_SHAPE] == [set(order) for order in orders]
    assert [FINISHED, WAITING] == [order["order_id"] for order in orders]
    assert ["completed", "awaiting_delivery"] == [order["state"] for order in orders]
    assert isinstance(first, list)
    assert ("Paper lamp", 2, {"Color": "White"}) == (
        first[0]["title"],
        first[0]["quantity"],
        first[0]["options"],
    )
    assert {"amount": "12.50", "currency": "BRL", "raw": "R$12,50"} == first[0]["unit_price"]


def test_an_order_has_its_shape(filled: Call) -> None:
    """order ID --json holds the order, its parcels, statements, deadlines and captures."""
    record = filled("order", WAITING, "--json", *NOW).read_record()
    deadlines = record["deadlines"]

    assert [
        "marketplace",
        "order",
        "shipments",
        "disputes",
        "threads",
        "statements",
        "earlier_statements",
        "deadlines",
        "changes",
        "disagreements",
        "last_seen_at",
        "capture_ids",
        "page_capture_id",
    ] == list(record)
    assert isinstance(deadlines, list)
    assert ["no_date_known"] == [one["kind"] for one in deadlines if one["kind"] == "no_date_known"]


def test_an_order_shows_where_its_two_readings_differ(call: Call, data_dir: Path) -> None:
    """order ID prints both values with what is used, and --json has them as they stood."""
    with open_store(Config(data_dir), clock=read_clock) as store:
        add_disagreement(store)
    printed = call("order", DIFFERING, *NOW)
    shown = call("order", DIFFERING, "--json", *NOW).read_record()["disagreements"]

    assert isinstance(shown, list)
    assert ("total", "€132.74", "€123.74") == next(
        (one["field"], one["api_quote"], one["page_quote"]) for one in shown if one["field"] == "total"
    )
    assert "the data is used" in printed.out
    assert "“€123.74”" in printed.out


def test_an_unknown_order_is_not_found(filled: Call) -> None:
    """An order that is not here ends with 1, a sentence and a hint."""
    result = filled("order", "123", "--json")

    assert (1, "") == (result.code, result.out)
    assert (
        "orderproof: There is no order '123' here.\nHint: List them with: orderproof orders\n" == result.err
    )


def test_deadlines_have_their_shape(filled: Call) -> None:
    """deadlines --json lists deadlines, and an order awaiting delivery without a date is among them."""
    deadlines = filled("deadlines", "--json", *NOW).read_list()

    assert [DEADLINE_SHAPE] * len(deadlines) == [set(one) for one in deadlines]
    assert [WAITING] == [one["order_id"] for one in deadlines if one["kind"] == "no_date_known"]


def test_status_has_its_shape(filled: Call, data_dir: Path) -> None:
    """status --json is one record that also tells that no companion runs."""
    status = filled("status", "--json", *NOW).read_record()

    assert ("orderproof", str(data_dir), False, None) == (
        status["product"],
        status["data_dir"],
        status["running"],
        status["port"],
    )
    assert (1, 2, 0) == (status["captures"], status["orders"], status["unparsed"])
    assert isinstance(status["problems"], list)
    assert isinstance(status["deadlines"], list)


def test_reparse_rebuilds_the_same(filled: Call) -> None:
    """A reparse reads every capture and comes to the same records."""
    before = filled("orders", "--json").out
    result = filled("reparse")

    assert 0 == result.code
    assert result.out.startswith("Read 1 captures: 2 orders, ")
    assert before == filled("orders", "--json").out


@pytest.mark.parametrize(
    "argv",
    [
        ("orders",),
        ("orders", "--json"),
        ("order", WAITING, *NOW),
        ("order", WAITING, "--json", *NOW),
        ("deadlines", "--all", *NOW),
        ("deadlines", "--json", *NOW),
        ("status", *NOW),
        ("status", "--json", *NOW),
    ],
    ids=" ".join,
)
def test_a_hostile_seller_name_is_neutralised_everywhere(filled: Call, argv: tuple[str, ...]) -> None:
    """No listing lets a seller's name steer the terminal."""
    result = filled(*argv)

    assert 0 == result.code
    assert result.out
    assert not any(character in result.out + result.err for character in "\x1b\x9b\u202e")
