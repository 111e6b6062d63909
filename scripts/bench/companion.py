"""A companion of the bench's own, as `orderproof serve` runs it, and how to reach it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.posting import Target
from companion.client import CompanionClient, connect
from companion.config import Config
from launch.child import ChildProcess
from launch.serving import start_companion

NO_DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}  # a bench warns nobody


class Status(msgspec.Struct, frozen=True):
    """What a companion says of itself."""

    captures: int
    unparsed: int
    channel: str


@dataclass(frozen=True, slots=True)
class RunningCompanion:
    """A companion that runs now."""

    child: ChildProcess
    client: CompanionClient

    @property
    def origin(self) -> str:
        """Its dashboard's origin."""
        return f"http://127.0.0.1:{self.client.running.port}"

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a command of this user."""
        return {"Authorization": f"Bearer {self.client.running.local_key}", "X-Orderproof": "1"}

    @property
    def captures(self) -> Target:
        """Where captures go."""
        return Target(f"{self.origin}/v1/captures", self.headers)

    async def status(self) -> Status:
        """Ask how things stand."""
        return await asyncio.to_thread(self.client.get, "/v1/status", Status)

    async def wait_until_read(self, *, seconds: float = 120) -> None:
        """Await the moment at which every capture has been read; it does not call, so it is asked."""
        async with asyncio.timeout(seconds):
            while (await self.status()).unparsed:
                await asyncio.sleep(0.1)


@asynccontextmanager
async def run_companion(
    data_dir: Path, environ: Mapping[str, str] | None = None
) -> AsyncIterator[RunningCompanion]:
    """Run a companion over a data folder and stop it at the end."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = {**os.environ, **NO_DESKTOP, **(environ or {})}
    child = await start_companion(data_dir, port=0, environ=wanted)
    try:
        yield RunningCompanion(child, connect(Config(data_dir)))
    finally:
        await child.stop()
