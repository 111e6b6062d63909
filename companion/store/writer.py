"""The one thread of `serve` that writes; what waits while it commits goes into the next commit together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from companion.errors import CompanionError, StoreError
from companion.store.store import Store

Result = TypeVar("Result")

_MOST_AT_ONCE = 64


@dataclass(slots=True)
class _Job(Generic[Result]):
    """A piece of work, how it ended, and the future that tells so once it is durable."""

    work: Callable[[Store], Result]
    future: Future[Result]
    result: Result | None = None
    error: Exception | None = None

    def attempt(self, store: Store) -> None:
        """Do the work as one part of the transaction under way; what fails is undone alone."""
        try:
            with store.transaction():
                self.result = self.work(store)
        except Exception as error:  # noqa: BLE001  # not handled here: whoever awaits the future gets it
            self.error = error

    def tell(self) -> None:
        """Tell how it ended."""
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)  # type: ignore[arg-type]  # set when there is no error


# Jobs of all result types wait in one queue.
_AnyJob = _Job[Any]


class Writer:
    """Runs work on a store in one thread of its own. Futures resolve after the commit, never before."""

    def __init__(self, open_it: Callable[[], Store]) -> None:
        self._open_it = open_it
        self._jobs: SimpleQueue[_AnyJob | None] = SimpleQueue()
        self._opened: Future[None] = Future()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._lock = Lock()
        self._is_stopped = False

    def start(self) -> None:
        """Open the store, and raise what stands in the way."""
        self._thread.start()
        self._opened.result()

    def stop(self) -> None:
        """Finish all work that was submitted, and close the store."""
        with self._lock:
            self._is_stopped = True
            self._jobs.put(None)
        self._thread.join()

    def submit(self, work: Callable[[Store], Result]) -> Future[Result]:
        """Queue work; its future holds the result once that is committed.

        Raises:
            StoreError: the writer was stopped.
        """
        job = _Job(work, Future())
        with self._lock:
            if self._is_stopped:
                raise _make_closed()
            self._jobs.put(job)
        return job.future

    def _run(self) -> None:
        try:
            store = self._open_it()
        except CompanionError as error:
            self._opened.set_exception(error)
            return
        with store:
            self._opened.set_result(None)
            try:
                while batch := self._take_batch():
                    jobs = [job for job in batch if job.future.set_running_or_notify_cancel()]
                    try:
                        _commit(store, jobs)
                    finally:
                        _refuse_untold(jobs)
            finally:
                self._refuse_rest()

    def _refuse_rest(self) -> None:
        """Leave nobody waiting for a thread that has ended, whatever ended it."""
        with self._lock:
            self._is_stopped = True
        while not self._jobs.empty():
            job = self._jobs.get()
            if job is not None and job.future.set_running_or_notify_cancel():
                job.future.set_exception(_make_closed())

    def _take_batch(self) -> list[_AnyJob]:
        """Wait for work and take all that has come; nothing means that it is over."""
        batch: list[_AnyJob] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == _MOST_AT_ONCE:
                return batch
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return batch
        if batch:
            self._jobs.put(None)  # the end comes after this batch
        return batch


def _commit(store: Store, jobs: list[_AnyJob]) -> None:
    try:
        with store.transaction():
            for job in jobs:
                job.attempt(store)
                if not store.in_transaction:
                    raise job.error or StoreError("A write was undone.", "Try again.")
    except (CompanionError, sqlite3.Error) as error:
        # Nothing of this batch is on disk, so nothing of it may be acknowledged.
        for job in jobs:
            job.error = error
    for job in jobs:
        job.tell()


def _refuse_untold(jobs: list[_AnyJob]) -> None:
    for job in jobs:
        if not job.future.done():
            job.future.set_exception(_make_closed())


def _make_closed() -> StoreError:
    return StoreError("The store is closed.", "Start Orderproof again.")
