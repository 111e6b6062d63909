"""A companion in a process of its own, that tests start, stop, kill and look into."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from companion.client import CompanionClient, connect
from companion.config import Config
from companion.model import Capture, CountedProblem, Drift, OrderRecord
from launch.child import ChildProcess
from tests.browser import kept
from tests.browser.faulty_companion import VARIABLE, Fault

_PROJECT = Path(__file__).resolve().parents[2]


class Status(msgspec.Struct, frozen=True):
    """What the companion says of itself."""

    captures: int
    orders: int
    unparsed: int
    problems: tuple[CountedProblem, ...]
    drift: tuple[Drift, ...]
    channel: str


class CompanionUnderTest:
    """One data folder and the companion that serves it; its port stays the same over restarts."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self.config = Config(folder / "data")
        self.config.data_dir.mkdir(mode=0o700)
        self._fault_file = folder / "fault"
        self._environ = {**os.environ, **environ, VARIABLE: str(self._fault_file)}
        self._child: ChildProcess | None = None
        self.port = 0
        self.fail_at(Fault.NONE)

    @property
    def environ(self) -> Mapping[str, str]:
        """What the companion and commands beside it are started with."""
        return self._environ

    def use_package(self, folder: Path) -> None:
        """Take the companion's code from a folder from the next start on, as after an update."""
        roots = [folder, _PROJECT, _PROJECT / "scripts"]
        self._environ |= {"PYTHONPATH": os.pathsep.join(map(str, roots)), "PYTHONSAFEPATH": "1"}

    @property
    def client(self) -> CompanionClient:
        """A client for the companion that runs now."""
        return connect(self.config)

    def fail_at(self, fault: Fault) -> None:
        """Have the companion fail at a point from now on; `NONE` lets go of what hangs there."""
        self._fault_file.with_suffix(".reached").unlink(missing_ok=True)
        self._fault_file.write_text(fault, "utf-8")

    async def wait_until_hanging(self) -> None:
        """Await the moment at which the companion hangs at the chosen point."""
        async with asyncio.timeout(20):
            while not self._fault_file.with_suffix(".reached").exists():
                await asyncio.sleep(0.02)  # a file announces nothing

    async def start(self) -> None:
        """Start the companion and await the moment it listens."""
        command = [sys.executable, "-m", "tests.browser.faulty_companion"]
        command += ["--data-dir", str(self.config.data_dir), "serve", "--port", str(self.port)]
        self._child = await ChildProcess.start(command, environ=self._environ)
        line = await self._child.wait_for_line(r"serves on port (\d+)")
        self.port = int(line.group(1))

    async def wait_until_dead(self) -> None:
        """Await the end that the companion came to by itself."""
        if self._child is not None:
            await asyncio.wait_for(self._child.wait(), 20)

    async def kill(self) -> None:
        """Kill the companion as a crash would."""
        if self._child is not None:
            self._child.kill()
            await self._child.wait()

    async def stop(self) -> None:
        """Stop the companion."""
        if self._child is not None:
            await self._child.stop()
        self._child = None

    async def status(self) -> Status:
        """Ask how things stand."""
        return await asyncio.to_thread(lambda: self.client.get("/v1/status", Status))

    async def wait_until(self, wanted: Callable[[Status], bool], *, seconds: float = 30) -> Status:
        """Await a status; the companion does not call, so it is asked again and again."""
        status = await self.status()
        try:
            async with asyncio.timeout(seconds):
                while not wanted(status):
                    await asyncio.sleep(0.1)
                    status = await self.status()
        except TimeoutError:
            raise AssertionError(f"this did not come to pass in {seconds} s; last seen: {status}") from None
        return status

    @property
    def running(self) -> bool:
        """Whether the companion has not ended."""
        return self._child is not None and self._child.running

    def list_kept_answers(self) -> list[str]:
        """List the API of every answer kept, sorted."""
        return kept.list_kept_answers(self.config)

    def list_wanted_blobs(self) -> list[str]:
        """List the resources that captures name and that are not held."""
        return kept.list_wanted_blobs(self.config)

    def read_captures(self) -> list[Capture]:
        """Read everything kept, in the order it was captured."""
        return kept.read_captures(self.config)

    def read_orders(self) -> dict[str, OrderRecord]:
        """Read all that is known of every order, by its id."""
        with kept.open_kept(self.config) as store:
            return {record.order.order_id: record for record in store.order_records()}
