"""The store of a running companion: one writer thread, readers beside it, and await for the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import SimpleQueue
from types import TracebackType
from typing import TypeVar

from companion.config import Config
from companion.errors import StoreError
from companion.model import Capture, Receipt
from companion.store.files import DiskFiles, Files
from companion.store.health import Health
from companion.store.opening import open_reader, open_store
from companion.store.store import Store
from companion.store.writer import Writer

Result = TypeVar("Result")

_READERS = 3


class ServedStore:
    """A store for many at once. Use it with `async with`, under the `ServeLock`."""

    def __init__(self, config: Config, *, clock: Callable[[], datetime], files: Files | None = None) -> None:
        self._config = config
        self._clock = clock
        self._files = files or DiskFiles()
        self._health = Health()
        self._writer = Writer(self._open_writer)
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="store-reader")
        self._readers: SimpleQueue[Store] = SimpleQueue()
        self._is_closed = False

    async def __aenter__(self) -> ServedStore:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Open the store; nothing is read or written before."""
        await asyncio.to_thread(self._writer.start)
        for _ in range(_READERS):
            self._readers.put(
                open_reader(self._config, clock=self._clock, health=self._health, files=self._files)
            )

    async def close(self) -> None:
        """Finish the writes that were asked for, and let go of the files."""
        self._is_closed = True
        await asyncio.to_thread(self._threads.shutdown)
        while not self._readers.empty():
            self._readers.get().close()
        await asyncio.to_thread(self._writer.stop)

    async def write(self, work: Callable[[Store], Result]) -> Result:
        """Do work that writes, in the writer's thread; what it gave comes back when it is durable."""
        return await asyncio.wrap_future(self._writer.submit(work))

    async def read(self, work: Callable[[Store], Result]) -> Result:
        """Do work that only reads, beside the writer; all it reads is of one moment."""
        return await self._beside(lambda store: _read_snapshot(store, work))

    async def add_capture(self, capture: Capture) -> tuple[Receipt, tuple[str, ...]]:
        """Keep a capture; like `Store.add_capture`, with its bytes written beside the writer.

        Returns:
            The receipt, and the names of the bytes the capture lists that are not held.
        """
        kept = await self._beside(lambda store: store.keep_bodies(capture))
        return await self.write(
            lambda store: (store.add_kept_capture(capture, kept), store.missing_blobs(capture.capture_id))
        )

    async def add_blob(self, sha256: str, body: bytes) -> None:
        """Keep the bytes of a resource; like `Store.add_blob`, written beside the writer."""
        kept = await self._beside(lambda store: store.keep_blob(sha256, body))
        if kept is not None:
            await self.write(lambda store: store.add_kept_blob(kept))

    async def data_version(self) -> int:
        """Tell a number that changes when another process has written."""
        return await self.write(lambda store: store.data_version())

    @property
    def is_read_only(self) -> bool:
        """Whether the disk failed and nothing is written any more."""
        return self._health.is_read_only

    @property
    def health(self) -> Health:
        """Why nothing is written any more, if so."""
        return self._health

    def _open_writer(self) -> Store:
        return open_store(
            self._config, clock=self._clock, files=self._files, health=self._health, holds_lock=True
        )

    async def _beside(self, work: Callable[[Store], Result]) -> Result:
        if self._is_closed:
            raise StoreError("The store is closed.", "Start Orderproof again.")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._lend, work)

    def _lend(self, work: Callable[[Store], Result]) -> Result:
        store = self._readers.get()
        try:
            return work(store)
        finally:
            self._readers.put(store)


def _read_snapshot(store: Store, work: Callable[[Store], Result]) -> Result:
    with store.snapshot():
        return work(store)
