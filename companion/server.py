"""One running companion, put together: lock, store, ingest, reminders and the two applications."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from companion import __version__
from companion.config import (
    PORTS,
    Config,
    Running,
    Settings,
    make_local_key,
    read_settings,
    remove_running,
    write_running,
)
from companion.errors import CompanionError, InputError
from companion.ingest import ServedIngest, Upkeep
from companion.lookout import Lookout
from companion.memory import FreedMemory, keep_heaps_few
from companion.reminders.desktop import DesktopNotifier
from companion.reminders.reminders import Reminders
from companion.store import ServedStore, ServeLock
from companion.web.app import make_app
from companion.web.archive import make_archive_app, make_archive_path
from companion.web.bodies import BODY_GATE
from companion.web.keys import Ports
from companion.web.listen import LoopbackServer, bind_archive, bind_loopback, get_port
from companion.web.sessions import SESSIONS
from companion.worker import Worker

# Another process may write to the same store (an import, a reparse); this is how soon it is noticed.
WATCH_SECONDS = 2.0

MARK = Path(__file__).parent / "web" / "static" / "mark.svg"  # beside the notices' text

OnReady = Callable[[Running], None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sockets:
    """The bound sockets of one run."""

    web: socket.socket
    archive: tuple[socket.socket, ...]

    @property
    def ports(self) -> Ports:
        """Their ports."""
        return Ports(web=get_port(self.web), archive=get_port(self.archive[0]))


def serve(config: Config, on_ready: OnReady) -> int:
    """Run the companion until Ctrl-C or a termination signal, and return the exit code.

    Raises:
        StoreLocked: another companion serves this folder.
        InputError: no port is free.
    """
    keep_heaps_few()
    with ServeLock(config.lock_path):
        asyncio.run(_serve(config, on_ready))
    return 0


def bind_sockets(config: Config) -> Sockets:
    """Take the ports that were asked for, or the first free ones.

    Raises:
        InputError: another program has them.
    """
    wanted = PORTS if config.port is None else (config.port,)
    web = next((bound for port in wanted if (bound := bind_loopback(port)) is not None), None)
    if web is None:
        names = ", ".join(map(str, wanted))
        raise InputError(
            f"Another program uses port {names}.", "Choose another one with --port, or 0 for any."
        )
    archive = bind_archive(config.archive_port or 0)
    if not archive:
        web.close()
        raise InputError(
            f"Another program uses port {config.archive_port}.", "Choose another one with --archive-port."
        )
    return Sockets(web, archive)


async def _serve(config: Config, on_ready: OnReady) -> None:
    stop = asyncio.Event()
    _stop_on_signals(stop)
    async with run_companion(config, _utc_now) as running:
        on_ready(running)
        await stop.wait()


@asynccontextmanager
async def run_companion(config: Config, clock: Callable[[], datetime]) -> AsyncIterator[Running]:
    """Keep a companion running; on leaving, what was acknowledged is finished and the ports are let go."""
    async with AsyncExitStack() as stack:
        settings = read_settings(config)
        sockets = bind_sockets(config)
        store = await stack.enter_async_context(ServedStore(config, clock=clock))
        memory = FreedMemory()
        stack.callback(memory.close)
        ingest = ServedIngest(store, clock)
        ingest.on_read.append(memory.note_use)
        stack.push_async_callback(ingest.close)
        running = _make_running(sockets.ports, clock)
        reminders = await _start_applications(
            stack,
            sockets=sockets,
            running=running,
            store=store,
            ingest=ingest,
            clock=clock,
            settings=settings,
            memory=memory,
        )
        ingest.on_change.append(lambda _orders: reminders.poke())
        upkeep = Upkeep(store, ingest, clock, settings)
        for work in (reminders.run(), _look_after(ingest, upkeep), _watch(store, reminders)):
            stack.push_async_callback(_end, asyncio.create_task(work))
        memory.note_use()  # of starting
        write_running(config, running)
        stack.callback(remove_running, config)
        yield running


async def _start_applications(
    stack: AsyncExitStack,
    *,
    sockets: Sockets,
    running: Running,
    store: ServedStore,
    ingest: ServedIngest,
    clock: Callable[[], datetime],
    settings: Settings,
    memory: FreedMemory,
) -> Reminders:
    """Start the two servers; the reminders come with them, since a click on one opens a link."""
    archive_path = make_archive_path()

    async def open_path(path: str) -> None:
        link = app[SESSIONS].make_link(path)
        await asyncio.to_thread(webbrowser.open, f"http://127.0.0.1:{running.port}/session/{link.token}")

    lookout = Lookout()
    reminders = Reminders(store, DesktopNotifier(icon=MARK), clock, open_path, lookout=lookout)
    app = make_app(
        store,
        ingest,
        reminders,
        clock=clock,
        local_key=running.local_key,
        ports=sockets.ports,
        archive_path=archive_path,
        lookout=lookout,
        settings=settings,
    )
    app[BODY_GATE].on_left.append(memory.note_use)
    archive = make_archive_app(store, sockets.ports, archive_path, worker=Worker())
    for server, listening in (
        (LoopbackServer(app), (sockets.web,)),
        (LoopbackServer(archive), sockets.archive),
    ):
        await server.start(listening)
        stack.push_async_callback(server.stop)
    return reminders


def _make_running(ports: Ports, clock: Callable[[], datetime]) -> Running:
    return Running(
        port=ports.web,
        archive_port=ports.archive,
        local_key=make_local_key(),
        pid=os.getpid(),
        started_at=clock(),
        version=__version__,
    )


async def _look_after(ingest: ServedIngest, upkeep: Upkeep) -> None:
    """Read what an earlier run stored and did not get to read; then keep the store in shape."""
    try:
        await ingest.run_pending()
    except CompanionError as error:
        logger.error("what was stored before could not be read yet: %s", error.message)
    await upkeep.run()


async def _watch(store: ServedStore, reminders: Reminders) -> None:
    """Look at the orders again when another process has written to the store."""
    seen = await store.data_version()
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        version = await store.data_version()
        if version != seen:
            seen = version
            reminders.poke()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C ends asyncio.run, and the exit stack with it
            return


def _utc_now() -> datetime:
    return datetime.now(UTC)
