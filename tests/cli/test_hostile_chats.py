"""Whatever a seller writes is text on the terminal and in JSON: it steers nothing and forges no line."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.config import Config
from companion.store import open_store
from tests.cli.conftest import Call
from tests.hostile_text import STEERING, TEXTS, keep_hostile_talk
from tests.store.conftest import read_clock
from tests.store.samples import ORDER_ID

COMMANDS = (("chats",), ("order", ORDER_ID), ("search", "needle"), ("search", "confirm", "--kind", "message"))
OUR_LINES = ("seen in capture ", "taken back later", "bookmark: ", "written as: ", "picture or video: ")


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def hostile(call: Call, data_dir: Path, request: pytest.FixtureRequest) -> tuple[Call, str]:
    """A store whose conversation is hostile in every field."""
    with open_store(Config(data_dir), clock=read_clock) as store:
        keep_hostile_talk(store, request.param)
    return call, request.param


def test_no_text_steers_the_terminal(hostile: tuple[Call, str]) -> None:
    """Neither the listings nor their JSON hold a control, an escape or a mark that turns text round."""
    call, _ = hostile
    for asked in (*COMMANDS, *((*argv, "--json") for argv in COMMANDS)):
        result = call(*asked)

        assert (0, "") == (result.code, result.err)
        assert [] == STEERING.findall(result.out), asked


def test_no_text_forges_a_line_of_ours(hostile: tuple[Call, str]) -> None:
    """What stands behind the first line of a message is told from what the program says about it."""
    call, _ = hostile
    lines = [line.strip() for line in call("order", ORDER_ID).out.splitlines()]

    assert [6, 1, 1, 1, 1] == [sum(line.startswith(ours) for line in lines) for ours in OUR_LINES]
    assert [] == [line for line in lines if line.startswith(("10:00  you", "--- "))]


def test_the_json_holds_the_words_as_they_were_read(hostile: tuple[Call, str]) -> None:
    """JSON is for programs: nothing is cut or changed, whatever it is."""
    call, text = hostile
    talk = call("order", ORDER_ID, "--json").read_record()["threads"][0]  # type: ignore[index]

    assert (text, f"needle {text}", text) == (
        talk["seller"]["name"],
        talk["messages"][0]["text"],
        talk["messages"][3]["card"],
    )
