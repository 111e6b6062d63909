"""Returns and disputes on the command line, and the site that is not supported."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import PROJECT, Call

DISPUTE = PROJECT / "tests" / "golden" / "aliexpress" / "dispute" / "en-offer-to-answer" / "page.json"
ORDER = "8010011223399901"
SEEN = ("--captured-at", "2026-09-07T15:04:05Z", "--time-zone", "America/Sao_Paulo")
RUSSIAN = ("--url", "https://trade.aliexpress.ru/orderList.htm")


def save_page(folder: Path) -> Path:
    """Save a page of no account."""
    path = folder / "page.html"
    path.write_text("<!doctype html><html><title>Orders</title><body>Orders</body></html>", "utf-8")
    return path


def test_an_order_prints_its_dispute(call: Call) -> None:
    """Whose turn it is until when, every offer, and what the site said."""
    call("import", DISPUTE, *SEEN)
    shown = call("order", ORDER, "--now", "2026-09-08T00:00:00Z").out

    for words in (
        "Return 6200000000099902",
        "Your turn, until 2026-09-09",
        "Waiting for your response · 61.25 BRL",
        "You ask for 61.25 BRL · Refund only",
        "The seller offers 20.00 BRL · Return and refund",
        "“Please respond to the seller's proposal.”",
    ):
        assert words in shown, words


def test_the_json_holds_the_whole_dispute(call: Call) -> None:
    """`parse` and `order --json` give every field of a dispute, the same."""
    call("import", DISPUTE, *SEEN)
    parsed = call("parse", DISPUTE, *SEEN).read_record()["disputes"]

    assert isinstance(parsed, list)
    assert {"offers", "answer_from", "answer_by", "is_open", "evidence_requests", "return_address"} <= set(
        parsed[0]
    )
    assert parsed == call("order", ORDER, "--json").read_record()["disputes"]


def test_the_russian_site_is_said_to_be_unsupported(call: Call, tmp_path: Path) -> None:
    """`parse` has it as a problem; `import` keeps the page and says so; `status` counts it."""
    page = save_page(tmp_path)
    problems = call("parse", page, *RUSSIAN).read_record()["problems"]
    imported = call("import", page, *RUSSIAN)

    assert isinstance(problems, list)
    assert ["site"] == [one["field"] for one in problems]
    assert (0, "Stored 1 captures. 0 orders are known.\n") == (imported.code, imported.out)
    assert "aliexpress.ru works differently and is not supported" in imported.err
    assert "aliexpress.ru works differently" in call("status").out


def test_importing_again_says_it_once(call: Call, tmp_path: Path) -> None:
    """A page that was here before is no news."""
    page = save_page(tmp_path)
    call("import", page, *RUSSIAN)

    assert "" == call("import", page, *RUSSIAN).err
