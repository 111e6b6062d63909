"""The real pieces of pages beside the project say all that is known to be true of them.

Nothing of the samples is repeated here: what a record must hold is taken from the sample by a shorter way.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from companion.marketplaces import parse_capture
from companion.marketplaces.files import read_file
from companion.model import Parsed

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "aliexpress" / "dom"
CARD, ROWS = "order_list_item_adapted_es.html", "order_detail_row_de.html"
SITE = "https://www.aliexpress.com/p/order"
ORDER = "8000000000000000"

pytestmark = pytest.mark.samples


def read(name: str, url: str, language: str) -> Parsed:
    """Read a sample as `orderproof parse` does."""
    capture = read_file(
        (FOLDER / name).read_bytes(),
        url=url,
        captured_at=datetime(2026, 9, 7, 12, tzinfo=UTC),
        time_zone="Europe/Berlin",
        language=language,
    )
    [parsed] = parse_capture(capture)
    return parsed


def find(name: str, pattern: str) -> str:
    """Find a text of a sample by what stands around it."""
    match = re.search(pattern, (FOLDER / name).read_text("utf-8"), re.DOTALL)
    assert match
    return match[1]


def test_the_list_card() -> None:
    """The Spanish card gives its order, state, day, total in pesos, seller, title and badge."""
    parsed = read(CARD, f"{SITE}/index.html", "es")
    [order] = parsed.orders
    [line] = order.lines

    assert (ORDER, "awaiting_delivery", date(2023, 12, 14)) == (
        order.order_id,
        str(order.state),
        order.placed_on,
    )
    assert order.total
    assert (Decimal(1), "CLP") == (order.total.amount, order.total.currency)
    assert order.seller
    assert find(CARD, r'data-pl="order_item_store_name"><span>([^<]+)') == order.seller.name
    assert (find(CARD, r'<span title="([^"]+)'), None, ("delivery_guarantee",)) == (
        line.title,
        line.options,
        line.badges,
    )
    assert ((), ()) == (parsed.problems, parsed.statements)


def test_the_order_rows() -> None:
    """The German rows give the day, the line with its price by the character, the rows and the total."""
    parsed = read(ROWS, f"{SITE}/detail.html?orderId={ORDER}", "de")
    [order] = parsed.orders
    [line] = order.lines
    prices = [row.value.amount for row in order.price_rows if row.value]

    assert (date(2026, 7, 7), [Decimal("33.85")]) == (order.placed_on, prices)
    assert order.total
    assert (Decimal("31.51"), "EUR") == (order.total.amount, order.total.currency)
    assert line.unit_price
    assert (Decimal("33.85"), 1) == (line.unit_price.amount, line.quantity)
    assert (find(ROWS, r"/item/(\d+)"), find(ROWS, r'\.html">([^<]+)')) == (line.product_id, line.title)
    assert {"": find(ROWS, r'item-sku-attr">([^<]+)')} == line.options
    assert () == parsed.problems
