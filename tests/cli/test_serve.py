"""`orderproof serve` as a process, and the commands beside it."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from companion.config import PORTS, Config, Running, find_running
from tests.cli.conftest import PROJECT, Call
from tests.cli.samples import FINISHED, WAITING, make_list_answer

ORIGIN = "moz-extension://3d0c5a7e-1111-4111-8111-00000000000f"
SECRET = bytes(range(32))


@pytest.fixture
def serving(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the companion on free ports until the test is over."""
    command = [sys.executable, "-m", "companion", "serve", "--port", "0", "--archive-port", "0"]
    environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    with subprocess.Popen(
        command, cwd=PROJECT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def running(serving: subprocess.Popen[str], data_dir: Path) -> Running:
    """Wait until the companion says that it serves."""
    assert serving.stdout is not None
    said = [serving.stdout.readline() for _ in range(3)]
    found = find_running(Config(data_dir))

    assert found is not None
    assert f"serves on port {found.port}." in said[0]
    assert f"on port {found.archive_port}." in said[1]
    return found


def ask_for_pairing(running: Running) -> dict[str, str]:
    """Ask to be paired, the way an extension does."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    body = msgspec.json.encode({"name": "Firefox on Linux", "key": hashlib.sha256(SECRET).hexdigest()})
    headers = {"Origin": ORIGIN, "X-Orderproof": "1", "Content-Type": "application/json"}
    connection.request("POST", "/v1/pairings", body, headers)
    answer = connection.getresponse().read()
    connection.close()
    return msgspec.json.decode(answer, type=dict[str, str])


def test_a_browser_is_paired_and_shut_out(call: Call, running: Running) -> None:
    """From the request over the code to the list, and out again."""
    nobody = call("pair")
    asked = ask_for_pairing(running)
    shown = call("pair")
    wrong = call("pair", "--yes", "--code", "AAA-AAA")
    paired = call("pair", "--yes", "--code", asked["code"])
    listed = call("pair", "--list", "--json").read_record()["pairings"]
    revoked = call("pair", "--revoke", asked["id"][:8])

    assert [1, 1, 1, 0, 0] == [result.code for result in (nobody, shown, wrong, paired, revoked)]
    assert asked["code"] in shown.out
    assert isinstance(listed, list)
    assert [asked["id"]] == [one["id"] for one in listed]
    assert "revoked" in call("pair", "--list").out


def test_a_browser_is_refused(call: Call, running: Running) -> None:
    """A refused browser is not in the list."""
    ask_for_pairing(running)
    refused = call("pair", "--refuse")

    assert (0, "“Firefox on Linux” was refused.\n") == (refused.code, refused.out)
    assert {"pending": [], "pairings": []} == call("pair", "--list", "--json").read()


def test_open_gives_a_link_to_the_companion(call: Call, running: Running) -> None:
    """The link leads to the port in use."""
    result = call("open", "--print")

    assert 0 == result.code
    assert result.out.startswith(f"http://127.0.0.1:{running.port}/session/")


def test_status_and_import_work_beside_it(call: Call, running: Running, tmp_path: Path) -> None:
    """Commands use the same store as the running companion."""
    (tmp_path / "list.json").write_bytes(make_list_answer())
    imported = call("import", tmp_path / "list.json")
    status = call("status", "--json").read_record()

    assert (0, "") == (imported.code, imported.err)
    assert (True, running.port, running.archive_port, 1, 2) == (
        status["running"],
        status["port"],
        status["archive_port"],
        status["captures"],
        status["orders"],
    )
    assert status["channel"] in {"desktop", "extension", "none"}
    assert [FINISHED, WAITING] == [order["order_id"] for order in call("orders", "--json").read_list()]


def test_a_second_companion_is_refused(start: Call, running: Running) -> None:
    """Two companions on one folder: the second says so, with 1 and a hint."""
    second = start("serve", "--port", "0", "--archive-port", "0")

    assert 1 == second.code
    assert "Another companion" in second.err
    assert "Hint: " in second.err


def test_a_port_in_use_is_said(start: Call, running: Running, tmp_path: Path) -> None:
    """A port that another program has ends with a sentence that names it."""
    result = start("--data-dir", tmp_path / "other", "serve", "--port", str(running.port))

    assert 2 == result.code
    assert str(running.port) in result.err
    assert "Traceback" not in result.err


@pytest.mark.skipif(os.name != "posix", reason="signals are sent in another way on Windows")
@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_order(
    serving: subprocess.Popen[str], running: Running, data_dir: Path, name: signal.Signals
) -> None:
    """Ctrl-C and a termination signal end it with 0, and its note is gone."""
    serving.send_signal(name)
    _, err = serving.communicate(timeout=30)

    assert 0 == serving.returncode
    assert "Traceback" not in err
    assert find_running(Config(data_dir)) is None


@pytest.mark.skipif(os.name != "posix", reason="signals are sent in another way on Windows")
def test_a_killed_companion_is_seen_through(
    call: Call, serving: subprocess.Popen[str], running: Running
) -> None:
    """After a kill its note is left behind, and commands still know that nothing runs."""
    serving.kill()
    serving.wait()

    assert False is call("status", "--json").read_record()["running"]
    assert 1 == call("open", "--print").code


@pytest.mark.parametrize(
    ("argv", "port", "is_said"),
    [((), PORTS[1], True), ((), PORTS[0], False), (("--port", "0"), 40404, False)],
)
def test_a_first_port_that_is_taken_is_said(
    call: Call, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], port: int, is_said: bool
) -> None:
    """When another program has the first port the next one is used, and the user is told."""

    def serve(config: Config, on_ready: Callable[[Running], None]) -> int:
        on_ready(Running(port, 40123, "ab" * 32, 1, datetime(2026, 9, 20, tzinfo=UTC), "0.1.0"))
        return 0

    monkeypatch.setattr("companion.commands.serve.serve", serve)
    result = call("serve", *argv)

    assert (0, is_said) == (result.code, f"Port {PORTS[0]} is taken by another program" in result.out)
    assert f"Orderproof 0.1.0 serves on port {port}." in result.out
