"""A companion or browser as a child process: started in a process group of its own, always reaped.

Nothing here polls: both say in a line of their output that they are ready, and that line is awaited.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence

START_SECONDS = 60.0
CLOSE_SECONDS = 10.0


class ChildError(Exception):
    """A child ended, or did not say in time that it is ready."""


class ChildProcess:
    """A running child with its last lines of output at hand for error messages."""

    def __init__(self, process: asyncio.subprocess.Process, name: str) -> None:
        self._process = process
        self._name = name
        self._lines: deque[str] = deque(maxlen=40)
        self._drain: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, command: Sequence[str], *, environ: Mapping[str, str] | None = None) -> ChildProcess:
        """Start a command whose standard error and output are read by us."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(os.environ if environ is None else environ),
            start_new_session=sys.platform != "win32",
            limit=1 << 20,
        )
        return cls(process, command[0])

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def tail(self) -> str:
        """The last lines of output."""
        return "\n".join(self._lines)

    @property
    def running(self) -> bool:
        """Whether the process has not ended yet."""
        return self._process.returncode is None

    async def wait_for_line(self, pattern: str, *, seconds: float = START_SECONDS) -> re.Match[str]:
        """Await the first line of output in which `pattern` is found; later lines are drained.

        Raises:
            ChildError: the process ended or stayed silent; says its last lines.
        """
        try:
            match = await asyncio.wait_for(self._find_line(re.compile(pattern)), seconds)
        except TimeoutError:
            match = None
        if match is None:
            raise ChildError(f"{self._name} did not print {pattern!r}; its last lines:\n{self.tail}")
        self.drain()
        return match

    def drain(self) -> None:
        """Read the output from now on and keep only its last lines, so that the child never blocks on it."""
        self._drain = asyncio.create_task(self._read_on())

    async def wait(self) -> int:
        """Await the end of the process and return its exit code."""
        if self._drain is not None:
            await asyncio.shield(self._drain)  # whoever stops waiting must not stop the reading
        return await self._process.wait()

    async def stop(self, *, seconds: float = CLOSE_SECONDS) -> None:
        """End the process and everything it started, politely at first."""
        self._signal_group(getattr(signal, "SIGTERM", signal.SIGINT))
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            self.kill()
            await self._process.wait()
        self._signal_group(getattr(signal, "SIGKILL", signal.SIGTERM))  # what outlived its parent
        if self._drain is not None:
            await asyncio.wait({self._drain}, timeout=5)

    def kill(self) -> None:
        """Kill the process and everything it started, as a crash or a power cut would."""
        if sys.platform == "win32":
            if self.running:
                self._process.kill()
        else:
            self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                if self.running:
                    self._process.terminate()
            else:
                os.killpg(self._process.pid, number)

    async def _find_line(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        async for line in self._output():
            match = pattern.search(line)
            if match is not None:
                return match
        return None

    async def _read_on(self) -> None:
        async for _ in self._output():
            pass

    async def _output(self) -> AsyncIterator[str]:
        stream = self._process.stdout
        while raw := await stream.readline() if stream else b"":
            line = raw.decode("utf-8", "replace").rstrip()
            self._lines.append(line)
            yield line
