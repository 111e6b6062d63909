"""A worker process that may be killed: hostile or huge pages cost their own work, not the companion.

Started when the first piece of work comes, ended when idle. One piece at a time; whoever takes too long
or too much memory loses its process and gets `WorkerFailed`. Memory is limited where the system lets a
process limit itself (Linux and other Unix; macOS and Windows have the time limit alone).

The process is this module run as `python -m companion.worker`: it reads two frames from its input, the name
of a function (`module:function`) and its argument, and writes what the function gave as a frame back.
"""

from __future__ import annotations

import asyncio
import faulthandler
import importlib
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from companion.errors import CompanionError

_LENGTH = struct.Struct(">I")
_GRACE_SECONDS = 1.0  # whoever waits for a piece of work ends it first
_PACKAGE_ROOT = Path(__file__).resolve().parent.parent

# What a child process needs of our environment; nothing else of it concerns a page.
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE")

# How a terminal, a service manager or a session that ends stops programs; not every system has all of them.
_STOP_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_STOP_SIGNALS = tuple(number for number in signal.Signals if number.name in _STOP_NAMES)
_STOPS = frozenset(-number for number in _STOP_SIGNALS)  # as exit codes


class WorkerFailed(CompanionError):
    """A piece of work that ended without a result: too long, too large, or it crashed."""

    code = "worker_failed"


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """What one piece of work may take, and how long an idle process stays."""

    work_seconds: float = 10.0
    memory_bytes: int = 768 * 1024 * 1024
    idle_seconds: float = 30.0


class Worker:
    """Runs functions of ours in a process of its own; use it within one event loop."""

    def __init__(self, limits: WorkLimits | None = None) -> None:
        self._limits = limits or WorkLimits()
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process now running, if any."""
        return self._process.pid if self._process else None

    async def run(self, function: Callable[[bytes], bytes], argument: bytes) -> bytes:
        """Call a module-level function in the worker process.

        Raises:
            WorkerFailed: it took too long or too much memory, or it raised.
        """
        name = f"{function.__module__}:{function.__qualname__}".encode()
        async with self._turn:
            self._keep()
            try:
                async with asyncio.timeout(self._limits.work_seconds):
                    result = await self._ask_again_if_stopped(name, argument)
            except TimeoutError:
                await self._kill()
                raise WorkerFailed("The work took too long.") from None
            except (OSError, EOFError, asyncio.IncompleteReadError):
                await self._kill()
                raise WorkerFailed("The work crashed or took too much memory.") from None
            except asyncio.CancelledError:
                await self._kill()  # half an answer must not become the next one's
                raise
            self._end_when_idle()
        return result

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            self._keep()
            await self._kill()

    async def _ask_again_if_stopped(self, name: bytes, argument: bytes) -> bytes:
        """Ask, and once more where a stop of all processes met the worker while it was starting."""
        try:
            return await self._ask(name, argument)
        except (OSError, EOFError, asyncio.IncompleteReadError):
            if await self._kill() not in _STOPS:
                raise
        return await self._ask(name, argument)

    async def _ask(self, name: bytes, argument: bytes) -> bytes:
        process = self._process or await self._start()
        if process.stdin is None or process.stdout is None:
            raise OSError("The worker has no pipes.")
        for frame in (name, argument):  # one by one: an argument may be large, and is not copied
            process.stdin.write(_LENGTH.pack(len(frame)))
            process.stdin.write(frame)
        await process.stdin.drain()
        (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
        return await process.stdout.readexactly(length)

    async def _start(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "companion.worker",
            str(self._limits.memory_bytes),
            str(self._limits.work_seconds + _GRACE_SECONDS),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback would hold pieces of the page
            env=_make_environment(),
        )
        return self._process

    async def _kill(self) -> int | None:
        """End the process and tell how it ended; None where there is none."""
        process, self._process = self._process, None
        if process is None:
            return None
        if process.returncode is None:
            process.kill()
        return await process.wait()

    def _keep(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end_when_idle(self) -> None:
        loop = asyncio.get_running_loop()
        self._idle = loop.call_later(self._limits.idle_seconds, self._begin_end)

    def _begin_end(self) -> None:
        self._ending = asyncio.get_running_loop().create_task(self._end_idle())

    async def _end_idle(self) -> None:
        if not self._turn.locked():
            await self.close()


class BlockingWorker:
    """The same worker for code that cannot await: an event loop of its own, in a thread, does the waiting.

    Thread and process start with the first piece of work. Use it with `with`.
    """

    def __init__(self, limits: WorkLimits | None = None) -> None:
        self._worker = Worker(limits)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def __enter__(self) -> BlockingWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process now running, if any."""
        return self._worker.pid

    def run(self, function: Callable[[bytes], bytes], argument: bytes) -> bytes:
        """Call a module-level function in the worker process, and wait for it.

        Raises:
            WorkerFailed: it took too long or too much memory, or it raised.
        """
        return asyncio.run_coroutine_threadsafe(
            self._worker.run(function, argument), self._get_loop()
        ).result()

    def close(self) -> None:
        """End process and thread, also while a piece of work is under way."""
        with self._starting:
            loop, self._loop = self._loop, None
            thread, self._thread = self._thread, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _get_loop(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="worker", daemon=True)
                self._thread.start()
            return self._loop

    async def _end(self) -> None:
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await self._worker.close()


def _make_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": str(_PACKAGE_ROOT), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # Unix only

    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return  # macOS refuses an address-space limit; the time limit remains


def _outlive_signals() -> None:
    """Leave it to the companion when to end.

    Ctrl-C and a service manager's stop reach every process of a group at once. A worker that ended by itself
    would look to the companion as if the page had brought it down.
    """
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _find_function(dotted: str) -> Callable[[bytes], bytes]:
    module, _, name = dotted.partition(":")
    function: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
    return function


def _read_frame(stream: BinaryIO) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    return stream.read(length)


def serve_work(stdin: BinaryIO, stdout: BinaryIO, work_seconds: float) -> None:
    """Do one piece of work after another until the input ends.

    Whoever asked may have been killed, and then nobody ends work that has no end; so a watchdog does.
    """
    with Path(os.devnull).open("w") as nowhere:
        while (name := _read_frame(stdin)) is not None and (argument := _read_frame(stdin)) is not None:
            faulthandler.dump_traceback_later(work_seconds, exit=True, file=nowhere)
            # An error ends the process; the parent only needs to know that there is no result.
            answer = _find_function(name.decode())(argument)
            faulthandler.cancel_dump_traceback_later()
            stdout.write(_LENGTH.pack(len(answer)) + answer)
            stdout.flush()


if __name__ == "__main__":
    _outlive_signals()
    _limit_memory(int(sys.argv[1]))
    serve_work(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[2]))
