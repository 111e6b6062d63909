"""What reaches the terminal: hostile text is harmless, tables fit, JSON stays JSON."""

from __future__ import annotations

import io
import json

import pytest

from companion.errors import InputError
from companion.printing import Cell, Colour, Terminal, clean, escape_json, measure, shorten


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def make_terminal(*, on_screen: bool = False, **environ: str) -> tuple[Terminal, io.StringIO, io.StringIO]:
    """Make a terminal with its two streams to look at."""
    out, notes = (Screen(), Screen()) if on_screen else (io.StringIO(), io.StringIO())
    return Terminal(out, notes, environ), out, notes


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[2J\x1b[Hgone", "[2J[Hgone"),
        ("\x1b]0;title\x07shop", "]0;titleshop"),
        ("\x9b31mred", "31mred"),
        ("left\u202egnitteps\u202c", "leftgnitteps"),
        ("a\u2066b\u2069c\u200fd", "abcd"),
        ("two\nlines\r\tand\u2028more", "two lines  and more"),
        ("bell\x07back\x08\x7f", "bellback"),
        ("tag\U000e0041s", "tags"),
        ("half \ud83d pair", "half  pair"),
        ("Ünïcode 漢字 😀", "Ünïcode 漢字 😀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_clean_takes_out_what_steers_a_terminal(hostile: str, harmless: str) -> None:
    """No escape, control or bidi character of a page reaches the terminal; letters do."""
    assert harmless == clean(hostile)


def test_every_way_out_is_cleaned() -> None:
    """Lines, notes, errors and table cells all pass the same cleaning."""
    terminal, out, notes = make_terminal()
    terminal.line("\x1b[31mline")
    terminal.note("\x1b[31mnote")
    terminal.error(InputError("\x1b[31mmessage", "\x1b[31mhint"))
    terminal.table(("A", "B"), [("\x1b[31mtext", Cell("\x1b[31mcell", Colour.RED))])

    assert "\x1b" not in out.getvalue() + notes.getvalue()


def test_json_keeps_hostile_text_but_harmless() -> None:
    """JSON carries every character of the data, and none that a terminal would obey."""
    terminal, out, _ = make_terminal()
    hostile = "\x1b[2J\x9b\u202e\U000e0041 漢字 é\n"
    terminal.json({"name": hostile})

    assert {"name": hostile} == json.loads(out.getvalue())
    assert not any(character in out.getvalue() for character in "\x1b\x9b\u202e\U000e0041")
    assert "漢字 é" in out.getvalue()


def test_escape_json_leaves_the_layout() -> None:
    """Line breaks of the layout stay line breaks."""
    assert '{\n  "a": 1\n}' == escape_json('{\n  "a": 1\n}')


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("", 0)])
def test_measure_counts_columns(text: str, columns: int) -> None:
    """Wide characters take two columns and marks none."""
    assert columns == measure(text)


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [("seller", 6, "seller"), ("seller", 5, "sell…"), ("漢字漢字", 5, "漢字…"), ("a bcd", 3, "a…")],
)
def test_shorten_never_exceeds_the_width(text: str, width: int, short: str) -> None:
    """A cut text fits and shows that it was cut."""
    assert short == shorten(text, width)


def test_a_pipe_gets_whole_texts_without_colours() -> None:
    """Output that a program reads is neither cut nor coloured."""
    terminal, out, _ = make_terminal()
    terminal.table(("A", "B"), [(Cell("x", Colour.RED), "y" * 500)])

    assert f"A  B\nx  {'y' * 500}\n" == out.getvalue()


def print_table(monkeypatch: pytest.MonkeyPatch, columns: int, *, wrap: bool) -> list[str]:
    """Print a table with a long last column on a terminal and read its lines."""
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal, out, _ = make_terminal(on_screen=True, NO_COLOR="1")
    terminal.table(("ORDER", "WHY"), [("8200000000000001", "because " * 9)], wrap=wrap)
    return out.getvalue().splitlines()


def test_the_last_column_is_cut_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a line of the table fits, and shows that something is missing."""
    assert [
        "ORDER             WHY",
        "8200000000000001  because because because because…",
    ] == print_table(monkeypatch, 50, wrap=False)


def test_the_last_column_can_be_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that must be read whole is broken into lines below each other."""
    assert [
        "ORDER             WHY",
        "8200000000000001  because because because because",
        "                  because because because because",
        "                  because",
    ] == print_table(monkeypatch, 50, wrap=True)


def test_the_last_column_goes_below_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal the last column stands below the others."""
    assert ["ORDER", "8200000000000001", "    because because because b…"] == print_table(
        monkeypatch, 30, wrap=False
    )


@pytest.mark.parametrize(
    ("environ", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_only_where_they_are_wanted(environ: dict[str, str], is_coloured: bool) -> None:
    """NO_COLOR and a dumb terminal are obeyed."""
    terminal, out, _ = make_terminal(on_screen=True, **environ, WT_SESSION="1")
    terminal.line("now", Colour.ALARM)

    assert ("\x1b[1;31mnow\x1b[0m\n" if is_coloured else "now\n") == out.getvalue()


def test_progress_is_for_people_and_is_wiped() -> None:
    """Progress shows on a terminal, is gone before the next note, and never reaches a log file."""
    _, _, notes = shown = make_terminal(on_screen=True)
    shown[0].progress("1 of 2")
    shown[0].note("done")
    quiet, _, silent = make_terminal()
    quiet.progress("1 of 2")

    assert "\r\x1b[K1 of 2\r\x1b[Kdone\n" == notes.getvalue()
    assert "" == silent.getvalue()
