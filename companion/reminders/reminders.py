"""The loop that keeps the promise: look at every order now and then, and say what is new, once."""

from __future__ import annotations

import asyncio
import logging
import traceback
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from companion.drift import find_drifts, make_drift_notices
from companion.lookout import Look, Lookout
from companion.model import Notice, Urgency
from companion.reminders.notifiers import Channel, NoticeStore, Notifier, ServedNotices
from companion.reminders.schedule import OrderNews, make_news
from companion.store import Sight

logger = logging.getLogger(__name__)

_TICK_SECONDS = 60.0
_PROBE_AGAIN_SECONDS = 300.0
_QUIET_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Untold:
    """A notice to show, and the other news of its order that it stands for."""

    notice: Notice
    covers: tuple[Notice, ...]
    kept: bool = True  # False for a test notice, which the store never hears of


class Reminders:
    """Looks at the orders at start, on `poke()` and at least every minute, and tells each piece of news once.

    A notice goes to the desktop; while no desktop service answers it waits for the extension, which fetches
    `pending_for_extension()` and answers with `confirm_shown()`.
    """

    def __init__(
        self,
        served_store: ServedNotices,
        notifier: Notifier | None,
        clock: Callable[[], datetime],
        open_path: Callable[[str], Awaitable[None]],
        *,
        lookout: Lookout | None = None,
        tick_seconds: float = _TICK_SECONDS,
        probe_again_seconds: float = _PROBE_AGAIN_SECONDS,
    ) -> None:
        self._served = served_store
        self._notifier = notifier
        self._clock = clock
        self._open_path = open_path
        self._lookout = lookout or Lookout()
        self._tick_seconds = tick_seconds
        self._probe_again = timedelta(seconds=probe_again_seconds)
        self._poked = asyncio.Event()
        self._channel = Channel.NONE
        self._probe_at: datetime | None = None
        self._pending: dict[str, Untold] = {}
        # A store that cannot write must not make the same notice appear every minute.
        self._told_here: set[str] = set()
        self._opening: set[asyncio.Task[None]] = set()

    @property
    def channel(self) -> Channel:
        """Where the next notice would appear; `none` until the desktop was asked the first time."""
        return self._channel

    def poke(self) -> None:
        """Ask for a look at the orders soon: something changed."""
        self._poked.set()

    async def run(self) -> None:
        """Tick until cancelled."""
        try:
            while True:
                self._poked.clear()
                try:
                    await self.tick()
                # A tick is a border: one order or one failing disk must not end all later warnings.
                except Exception as error:  # noqa: BLE001
                    logger.error("a look at the orders failed: %s", _trace(error))
                await self._wait()
        finally:
            await self.close()

    async def _wait(self) -> None:
        # The timer stands still while the computer sleeps, so after waking it ends within this time.
        try:
            await asyncio.wait_for(self._poked.wait(), self._tick_seconds)
        except TimeoutError:
            return

    async def tick(self) -> None:
        """Look at every order once and tell what is new."""
        await self._choose_channel()
        now = self._clock()
        seen, untold = await self._served.read(lambda store: _find_untold(store, self._lookout, now))
        fresh = [each for each in untold if each.notice.notice_id not in self._told_here]
        waiting = {each.notice.notice_id: each for each in self._pending.values() if not each.kept}
        for each in fresh:
            if not await self._show(each):
                waiting[each.notice.notice_id] = each
        self._pending = {key: each for key, each in waiting.items() if key not in self._told_here}
        await self._note_quiet(seen)

    async def _note_quiet(self, seen: Look) -> None:
        """Leave the orders alone that are over; some at a time, because other writers wait."""
        for start in range(0, len(seen.quiet), _QUIET_AT_ONCE):
            await self._served.write(_noting(seen, seen.quiet[start : start + _QUIET_AT_ONCE]))

    async def _choose_channel(self) -> None:
        if self._notifier is None:
            self._channel = Channel.EXTENSION
            return
        now = self._clock()
        if self._channel is Channel.DESKTOP or (self._probe_at is not None and now < self._probe_at):
            return
        self._probe_at = now + self._probe_again
        self._channel = Channel.DESKTOP if await self._notifier.is_there() else Channel.EXTENSION

    async def _show(self, untold: Untold) -> bool:
        """Show a notice on the desktop; False leaves it to the extension."""
        if self._notifier is None or self._channel is not Channel.DESKTOP:
            return False
        try:
            shown = await self._notifier.send(untold.notice, self._clicked(untold.notice.path))
        # A send is a border: whatever a desktop service answers, the notice still has its second channel.
        except Exception as error:  # noqa: BLE001
            logger.warning("the desktop did not take a notice: %s", _trace(error))
            shown = False
        if not shown:
            self._channel = Channel.EXTENSION
            self._probe_at = self._clock() + self._probe_again
            return False
        await self._keep_told(untold, self._notifier.name)
        return True

    async def _keep_told(self, untold: Untold, channel: str) -> None:
        self._told_here.update(notice.notice_id for notice in untold.covers)
        if untold.kept:
            told_at = self._clock()
            await self._served.write(lambda store: _add_told(store, untold, channel, told_at))

    def _clicked(self, path: str) -> Callable[[], None]:
        loop = asyncio.get_running_loop()
        # Some desktops call back on a thread of their own.
        return lambda: _call_in(loop, self._open, path)

    def _open(self, path: str) -> None:
        task = asyncio.ensure_future(self._open_safely(path))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _open_safely(self, path: str) -> None:
        try:
            await self._open_path(path)
        # Part of the notifier's border: a browser that does not start must not end the loop.
        except Exception as error:  # noqa: BLE001
            logger.warning("an order could not be opened from its notice: %s", _trace(error))

    def pending_for_extension(self) -> tuple[Notice, ...]:
        """The notices that no desktop service took, for the extension to show."""
        return tuple(each.notice for each in self._pending.values())

    async def confirm_shown(self, notice_id: str) -> None:
        """The extension has shown a notice; one that no longer waits was told another way meanwhile."""
        untold = self._pending.pop(notice_id, None)
        if untold is not None:
            await self._keep_told(untold, Channel.EXTENSION)

    async def send_test(self) -> Channel:
        """Show a notice that means nothing, and say through which channel it goes."""
        self._probe_at = None
        await self._choose_channel()
        notice = Notice(
            notice_id=f"test-{uuid.uuid4().hex}",
            marketplace="",
            order_id="",
            title="Orderproof can reach you",
            body="This is a test. Warnings about your orders will look like this.",
            path="/",
            urgency=Urgency.URGENT,
        )
        untold = Untold(notice, (notice,), kept=False)
        if await self._show(untold):
            return Channel.DESKTOP
        self._pending[notice.notice_id] = untold
        return self._channel

    async def close(self) -> None:
        """Let go of the desktop and of browsers still being opened."""
        for task in tuple(self._opening):
            task.cancel()
        await asyncio.gather(*self._opening, return_exceptions=True)
        if self._notifier is not None:
            await self._notifier.close()


def _find_untold(store: NoticeStore, lookout: Lookout, now: datetime) -> tuple[Look, tuple[Untold, ...]]:
    """All news never told: of orders, and of a site that changed. Runs where the store is read."""
    seen = lookout.look(store.watch, now)
    records = [order.record for order in seen.running]
    deadlines = [deadline for order in seen.running for deadline in order.deadlines]
    changes = (OrderNews((notice,)) for notice in make_drift_notices(find_drifts(store)))
    found = (_untold_of(store, news) for news in (*make_news(records, deadlines, now), *changes))
    return seen, tuple(each for each in found if each is not None)


def _noting(seen: Look, quiet: tuple[Sight, ...]) -> Callable[[NoticeStore], None]:
    return lambda store: store.watch.note_quiet(quiet, seen.at, seen.rules)


def _untold_of(store: NoticeStore, news: OrderNews) -> Untold | None:
    new = tuple(each for each in news.notices if store.find_notice_told(each.notice_id) is None)
    return Untold(new[0], new) if new else None


def _add_told(store: NoticeStore, untold: Untold, channel: str, told_at: datetime) -> None:
    for notice in untold.covers:
        store.add_notice_told(notice, channel, told_at)


def _call_in(loop: asyncio.AbstractEventLoop, callback: Callable[[str], None], path: str) -> None:
    loop.call_soon_threadsafe(callback, path)


def _trace(error: Exception) -> str:
    """Kind and place of an error; its message may hold a name or a text, which no log may."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
