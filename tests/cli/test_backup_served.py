"""A backup beside a companion that is taking captures in loses nothing that was acknowledged before."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from companion.config import Config, Running, find_running
from companion.wire import parse_capture, render_capture
from tests.cli.conftest import PROJECT, Call
from tests.cli.samples import make_capture_file, make_list_answer

START = datetime(2026, 9, 7, tzinfo=UTC)


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    """Run the companion on free ports until the test is over."""
    command = [sys.executable, "-m", "companion", "serve", "--port", "0", "--archive-port", "0"]
    environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    with subprocess.Popen(
        command, cwd=PROJECT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = find_running(Config(data_dir))
        assert found is not None
        yield found
        process.terminate()


class Sender(threading.Thread):
    """Sends captures one after the other and keeps the ids of those acknowledged."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.acknowledged: list[str] = []
        self.stop = threading.Event()
        self._running = running

    def run(self) -> None:
        """Send until stopped."""
        sample = parse_capture(make_capture_file(make_list_answer()))
        connection = http.client.HTTPConnection("127.0.0.1", self._running.port)
        headers = {
            "Authorization": f"Bearer {self._running.local_key}",
            "X-Orderproof": "1",
            "Content-Type": "application/json",
        }
        while not self.stop.is_set():
            number = len(self.acknowledged)
            capture = replace(
                sample, capture_id=str(uuid.UUID(int=number)), captured_at=START + timedelta(seconds=number)
            )
            connection.request("POST", "/v1/captures", render_capture(capture), headers)
            if connection.getresponse().read() and number < 10_000:
                self.acknowledged.append(capture.capture_id)
        connection.close()


def test_a_backup_beside_a_busy_companion(call: Call, running: Running, tmp_path: Path) -> None:
    """While captures come in, all that were acknowledged before a backup began are in what is restored."""
    sender = Sender(running)
    sender.start()
    results = []
    try:
        for number in range(2):
            while len(sender.acknowledged) < 5 * (number + 1):
                pass
            before = len(sender.acknowledged)
            made = call("backup", tmp_path / f"{number}.zip")
            restored = call("--data-dir", tmp_path / str(number), "restore", tmp_path / f"{number}.zip")
            verified = call("--data-dir", tmp_path / str(number), "verify", "--json").read_record()
            results.append((made.code, restored.code, verified["findings"]))
            assert isinstance(verified["captures"], int)
            assert before <= verified["captures"]
    finally:
        sender.stop.set()
        sender.join()

    assert [(0, 0, [])] * 2 == results
    assert 0 == call("verify").code
