"""`pair`, `open` and `status` beside a running companion, and what they do without one."""

from __future__ import annotations

import io
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.config import Config
from companion.errors import CompanionUnreachable
from companion.printing import Terminal
from tests.cli.companion_double import LOCAL_KEY, PENDING, Double, run_double
from tests.cli.conftest import Call


@pytest.fixture
def companion(data_dir: Path) -> Iterator[Double]:
    """Let a companion answer for the data folder."""
    with run_double(Double(), Config(data_dir)) as double:
        yield double


@pytest.mark.parametrize("argv", [("open",), ("pair",), ("pair", "--refuse")], ids=" ".join)
def test_without_a_companion_commands_say_how_to_start_it(call: Call, argv: tuple[str, ...]) -> None:
    """A command that needs the companion ends with 1 and names `orderproof serve`."""
    result = call(*argv)

    assert (1, "") == (result.code, result.out)
    assert "No companion is running" in result.err
    assert "orderproof serve" in result.err


def test_another_program_on_the_port_gets_no_key(call: Call, data_dir: Path) -> None:
    """A program that took the port over is greeted, and then left alone."""
    with run_double(Double(product="something else"), Config(data_dir)) as double:
        result = call("open")

    assert 1 == result.code
    assert ["GET /v1/hello"] == double.asked
    assert [None] == double.keys


def test_commands_show_the_key_of_the_run(call: Call, companion: Double) -> None:
    """After hello every question carries the local key and our header."""
    call("pair", "--list")

    assert [None, f"Bearer {LOCAL_KEY}"] == companion.keys


def test_a_proxy_of_the_environment_is_not_asked(
    call: Call, companion: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key never goes through a proxy."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert 0 == call("pair", "--list").code


def test_open_prints_the_link(call: Call, companion: Double) -> None:
    """open --print prints the one-use link and nothing else."""
    result = call("open", "--print")

    assert (0, f"http://127.0.0.1:{companion.port}/session/once\n", "") == (
        result.code,
        result.out,
        result.err,
    )


def test_open_opens_the_browser(call: Call, companion: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open hands the link to the browser, and says so when there is none."""
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    there = call("open", "8200000000000001")
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    gone = call("open")

    assert [f"http://127.0.0.1:{companion.port}/session/once"] == opened
    assert [0, 1] == [there.code, gone.code]
    assert "orderproof open --print" in gone.err


def test_a_link_that_leads_elsewhere_is_not_opened(call: Call, companion: Double) -> None:
    """Only links to this very companion are followed."""
    companion.link = "https://example.org/session/once"
    result = call("open", "--print")

    assert (1, "") == (result.code, result.out)


def test_pairing_with_the_right_code(call: Call, companion: Double) -> None:
    """The scripted way approves the browser that shows the code, however it is typed."""
    result = call("pair", "--yes", "--code", "acd347")

    assert (0, "“Firefox on Linux” is paired.\n") == (result.code, result.out)
    assert f"POST /v1/pairings/{PENDING['id']}/approve" == companion.asked[-1]


def test_pairing_with_a_wrong_code(call: Call, companion: Double) -> None:
    """A browser that shows another code is not let in."""
    result = call("pair", "--yes", "--code", "XXX-XXX")

    assert 1 == result.code
    assert "shows another code" in result.err
    assert "GET /v1/pairings" == companion.asked[-1]


def test_pairing_needs_somebody_who_compares(call: Call, companion: Double) -> None:
    """Without a terminal the code is shown, nothing is approved, and the scripted way is named."""
    result = call("pair")

    assert 1 == result.code
    assert "“Firefox on Linux” asks to be paired. Its code is ACD-347.\n" == result.out
    assert "--yes --code CODE" in result.err
    assert "GET /v1/pairings" == companion.asked[-1]


def test_yes_alone_is_wrong_usage(call: Call, companion: Double) -> None:
    """Nobody approves blindly: --yes needs the code."""
    assert 2 == call("pair", "--yes").code


@pytest.mark.parametrize(("typed", "outcome"), [("y\n", (0, "approve")), ("\n", (1, "pairings"))])
def test_pairing_asks_a_person(
    call: Call, companion: Double, monkeypatch: pytest.MonkeyPatch, typed: str, outcome: tuple[int, str]
) -> None:
    """On a terminal the person is asked, and no answer is a no."""
    monkeypatch.setattr(Terminal, "is_interactive", True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    assert outcome == (call("pair").code, companion.asked[-1].rpartition("/")[2])


def test_refusing(call: Call, companion: Double) -> None:
    """A waiting browser can be refused."""
    assert 0 == call("pair", "--refuse").code
    assert f"POST /v1/pairings/{PENDING['id']}/refuse" == companion.asked[-1]


def test_nobody_waits(call: Call, companion: Double) -> None:
    """When no browser asks, the hint says where to ask."""
    companion.pending = []
    result = call("pair")

    assert 1 == result.code
    assert "No browser asks to be paired." in result.err


def test_the_list_of_pairings(call: Call, companion: Double) -> None:
    """--list shows the waiting browser; --json prints everything about it."""
    shown, printed = call("pair", "--list"), call("pair", "--list", "--json").read_record()

    assert "Firefox on Linux" in shown.out
    assert {"pending": [PENDING], "pairings": []} == printed


def test_pairings_are_listed_without_a_companion(call: Call) -> None:
    """Paired browsers are kept in the store and need no companion to be listed."""
    result = call("pair", "--list", "--json")

    assert (0, {"pending": [], "pairings": []}) == (result.code, result.read())


def test_revoking_an_unknown_browser(call: Call) -> None:
    """Shutting out a browser that is not paired ends with 1."""
    assert 1 == call("pair", "--revoke", "beef").code


def test_status_tells_the_port(call: Call, companion: Double) -> None:
    """Status tells on which port the companion runs and how it warns."""
    status = call("status", "--json").read_record()

    assert (True, companion.port, "desktop", False) == (
        status["running"],
        status["port"],
        status["channel"],
        status["read_only"],
    )
    assert f"runs on port {companion.port}" in call("status").out


def test_a_companion_that_was_killed_is_not_running(call: Call, companion: Double) -> None:
    """A stale note in the data folder is seen through."""
    companion.product = "gone"

    assert False is call("status", "--json").read_record()["running"]


def test_unreachable_is_an_error_of_its_own() -> None:
    """The error has its own word for machines."""
    assert "companion_unreachable" == CompanionUnreachable.code
