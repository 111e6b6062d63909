"""The doctor tells a companion that runs from one that was killed, and ours from another program's port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from companion import __version__, client
from companion.config import Config, Running, make_private_dir, write_running
from companion.doctor import State, running
from tests.cli.companion_double import Double, run_double
from tests.doctor.conftest import Look


@contextmanager
def run_stranger(answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nPrinter") -> Iterator[int]:
    """Let another program hold a port, and answer everybody with the same bytes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(1)
                    try:
                        connection.recv(4096)
                        connection.sendall(answer)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield port
        server.shutdown(socket.SHUT_RDWR)


def find_free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def leave_note(config: Config, port: int, version: str = __version__) -> None:
    """Leave the note of a companion that was killed."""
    make_private_dir(config.data_dir)
    write_running(config, Running(port, 1, "5f" * 32, 1, datetime(2026, 8, 1, tzinfo=UTC), version))


def use_ports(monkeypatch: pytest.MonkeyPatch, *ports: int) -> None:
    """Let the extension try these ports."""
    monkeypatch.setattr(running, "PORTS", ports)


def test_a_running_companion_is_well(config: Config, look: Look) -> None:
    """A companion that answers is named with its port and version."""
    with run_double(Double(), config) as double:
        found = look("companion")

    assert (State.OK, f"runs on port {double.port}, archive on 1, version {__version__}") == (
        found.state,
        found.says,
    )


def test_without_a_companion_the_way_to_start_it_is_said(look: Look) -> None:
    """No companion is a failure: nothing is kept."""
    found = look("companion")

    assert (State.FAILED, "Start it: orderproof serve") == (found.state, found.next_action)


def test_a_killed_companion_is_told(config: Config, look: Look) -> None:
    """A note without a companion behind it says that it was killed."""
    leave_note(config, find_free_port())

    assert "was killed, or does not answer" in look("companion").says


def test_another_version_is_told(config: Config, look: Look) -> None:
    """A companion of another version has to be started anew."""
    leave_note(config, find_free_port(), "0.0.9")
    found = look("companion")

    assert (State.FAILED, True) == (found.state, "0.0.9" in found.says)


def test_a_stranger_on_the_port_of_a_note_gets_no_key(config: Config, look: Look) -> None:
    """A program that took the port over is greeted only, and is no companion."""
    with run_double(Double(product="something else"), config) as double:
        assert State.FAILED is look("companion").state

    assert {"GET /v1/hello"} == set(double.asked)
    assert {None} == set(double.keys)


def test_free_ports_can_be_taken(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports nobody holds are free to take."""
    port = find_free_port()
    use_ports(monkeypatch, port)

    assert f"{port} can be taken" == look("port").says


def test_a_port_of_another_program_is_passed_over(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program on one port is named; the others are still free."""
    with run_stranger() as taken:
        free = find_free_port()
        use_ports(monkeypatch, taken, free)
        found = look("port")

    expected = f"{free} can be taken; another program holds {taken}, which the extension passes over"
    assert (State.OK, expected) == (found.state, found.says)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 404 No\r\n\r\n", b"\x00\xff garbage", b""])
def test_no_free_port_is_a_failure(look: Look, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    """Where other programs hold every port, whatever they answer, the way around is said."""
    monkeypatch.setattr(client, "_LOOK_SECONDS", 0.5)
    with run_stranger(answer) as taken:
        use_ports(monkeypatch, taken)
        found = look("port")

    assert (State.FAILED, f"other programs hold {taken}") == (found.state, found.says)
    assert "--port 0" in (found.next_action or "")


def test_another_companion_is_told_apart(config: Config, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """A companion of another folder on the port is no other program."""
    other = Config(config.data_dir.parent / "other")
    with run_double(Double(), other) as double:
        use_ports(monkeypatch, double.port)
        found = look("port")

    assert (State.WARNING, True) == (found.state, "another folder or user" in found.says)


def test_a_port_the_extension_does_not_try_is_said(
    config: Config, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A companion on a port of its own says what to do in the extension."""
    use_ports(monkeypatch, find_free_port())
    with run_double(Double(), config):
        assert "options page" in look("port").says
