"""The worker process: does work elsewhere, and may be killed for it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from companion.worker import BlockingWorker, Worker, WorkerFailed, WorkLimits

QUICK = WorkLimits(work_seconds=20, memory_bytes=512 * 1024 * 1024, idle_seconds=60)


def get_pid(_argument: bytes) -> bytes:
    """Tell which process this is."""
    return str(os.getpid()).encode()


def reverse(argument: bytes) -> bytes:
    """Turn bytes around."""
    return argument[::-1]


def crash(_argument: bytes) -> bytes:
    """Fail."""
    raise ValueError


def sleep(argument: bytes) -> bytes:
    """Take long."""
    time.sleep(float(argument))
    return b"slept"


def swallow(argument: bytes) -> bytes:
    """Take much memory."""
    return bytes(bytearray(int(argument)))[:1]


def list_modules(_argument: bytes) -> bytes:
    """Tell which modules this process has loaded."""
    return " ".join(sys.modules).encode()


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    """A worker that is ended after the test."""
    made = Worker(QUICK)
    yield made
    await made.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals reach single processes there")
async def test_a_stop_of_the_whole_group_is_the_companions_to_handle(worker: Worker) -> None:
    """Ctrl-C and a service manager's stop, which reach the worker too, do not end the work under way."""
    pid = int(await worker.run(get_pid, b""))
    work = asyncio.create_task(worker.run(sleep, b"0.3"))
    await asyncio.sleep(0)  # the work is on its way
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(pid, number)
    assert b"slept" == await work
    assert pid == worker.pid


@pytest.mark.skipif(sys.platform == "win32", reason="no signals reach single processes there")
async def test_a_stop_that_meets_a_starting_worker_costs_no_work(worker: Worker) -> None:
    """A worker that is stopped before it can say otherwise is started again, and the work is done."""
    work = asyncio.create_task(worker.run(reverse, b"ab"))
    async with asyncio.timeout(20):
        while worker.pid is None:
            await asyncio.sleep(0)
    os.kill(worker.pid, signal.SIGTERM)
    assert b"ba" == await work


async def test_work_is_done_in_another_process(worker: Worker) -> None:
    """The first piece of work starts a process, and the next one uses it again."""
    assert None is worker.pid
    first, second = await worker.run(get_pid, b""), await worker.run(get_pid, b"")
    assert str(worker.pid).encode() == first == second
    assert os.getpid() != worker.pid


async def test_large_work_travels_whole(worker: Worker) -> None:
    """Megabytes go there and come back as they are."""
    body = os.urandom(3 * 1024 * 1024)
    assert body[::-1] == await worker.run(reverse, body)


async def test_pieces_take_turns(worker: Worker) -> None:
    """Work asked for at the same time is all done, each with its own result."""
    bodies = [str(number).encode() for number in range(20)]
    assert [body[::-1] for body in bodies] == await asyncio.gather(
        *(worker.run(reverse, body) for body in bodies)
    )


async def test_a_crash_costs_the_process_only(worker: Worker) -> None:
    """A piece of work that raises is reported, and the next one gets a fresh process."""
    with pytest.raises(WorkerFailed):
        await worker.run(crash, b"")
    assert b"ba" == await worker.run(reverse, b"ab")


async def test_endless_work_is_killed() -> None:
    """Work beyond its time loses its process, and the next one gets a fresh one."""
    worker = Worker(WorkLimits(work_seconds=1.5, idle_seconds=60))
    await worker.run(get_pid, b"")
    process = psutil.Process(worker.pid)
    with pytest.raises(WorkerFailed, match="too long"):
        await worker.run(sleep, b"600")
    assert not process.is_running()
    await worker.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux holds the memory limit for sure")
async def test_huge_work_is_refused_memory(worker: Worker) -> None:
    """Work beyond its memory loses its process."""
    with pytest.raises(WorkerFailed, match="memory"):
        await worker.run(swallow, str(1024 * 1024 * 1024).encode())
    assert b"ba" == await worker.run(reverse, b"ab")


async def test_a_killed_process_is_replaced(worker: Worker) -> None:
    """When somebody kills the process, that piece fails and the next one works."""
    await worker.run(get_pid, b"")
    psutil.Process(worker.pid).kill()
    with pytest.raises(WorkerFailed):
        await worker.run(reverse, b"ab")
    assert b"ba" == await worker.run(reverse, b"ab")


async def test_an_idle_process_ends() -> None:
    """After a quiet while there is no process, and later work starts one again."""
    worker = Worker(WorkLimits(idle_seconds=0.05))
    await worker.run(reverse, b"ab")
    process = psutil.Process(worker.pid)
    await asyncio.to_thread(process.wait, 10)
    while worker.pid is not None:
        await asyncio.sleep(0)
    assert b"ba" == await worker.run(reverse, b"ab")
    await worker.close()


async def test_cancelled_work_leaves_nothing_behind(worker: Worker) -> None:
    """Work that nobody waits for any more does not answer the next question."""
    await worker.run(get_pid, b"")
    task = asyncio.create_task(worker.run(sleep, b"600"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert b"ba" == await worker.run(reverse, b"ab")


async def test_the_worker_stays_small(worker: Worker) -> None:
    """The process knows neither the web nor the store; nothing of the companion's secrets is in it."""
    modules = (await worker.run(list_modules, b"")).decode().split()
    assert [] == [name for name in ("aiohttp", "sqlite3", "companion.store") if name in modules]


async def test_a_worker_whose_companion_was_killed_ends_by_itself() -> None:
    """Work without an end does not outlive, for ever, a companion that can no longer end it."""
    script = (
        "import asyncio\n"
        "from companion.worker import Worker, WorkLimits\n"
        "from tests.test_worker import get_pid, sleep\n"
        "async def run():\n"
        "    worker = Worker(WorkLimits(work_seconds=2))\n"
        "    print((await worker.run(get_pid, b'')).decode(), flush=True)\n"
        "    await worker.run(sleep, b'600')\n"
        "asyncio.run(run())\n"
    )
    companion = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    assert companion.stdout is not None
    orphan = psutil.Process(int(await companion.stdout.readline()))
    companion.kill()
    await companion.wait()

    await asyncio.to_thread(psutil.wait_procs, [orphan], 20)

    assert not orphan.is_running()


def test_code_that_cannot_await_has_its_worker_too() -> None:
    """The first piece of work starts the process, a crash costs only itself, and leaving ends it."""
    with BlockingWorker(QUICK) as worker:
        assert None is worker.pid
        first = worker.run(get_pid, b"")
        with pytest.raises(WorkerFailed):
            worker.run(crash, b"")
        second = worker.run(get_pid, b"")
        process = psutil.Process(int(second))

    assert first != second
    assert os.getpid() not in (int(first), int(second))
    assert not process.is_running()


async def test_a_blocking_worker_needs_no_loop_of_its_caller() -> None:
    """It works from any thread, also from one that runs an event loop."""
    with BlockingWorker(QUICK) as worker:
        assert b"ba" == worker.run(reverse, b"ab")
        assert b"dc" == await asyncio.to_thread(worker.run, reverse, b"cd")


def test_endless_blocking_work_is_killed() -> None:
    """Whoever waits without an event loop waits no longer than the limit."""
    with BlockingWorker(WorkLimits(work_seconds=1.5)) as worker:
        with pytest.raises(WorkerFailed, match="too long"):
            worker.run(sleep, b"600")
        assert b"ba" == worker.run(reverse, b"ab")
