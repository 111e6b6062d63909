"""All checks in their order, and how they are run: one that cannot be done never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from companion.doctor.browsers import check_browsers, check_pairings, check_queue
from companion.doctor.captures import (
    check_clock,
    check_last_capture,
    check_problems,
    check_unread,
)
from companion.doctor.chats import check_conversations, check_frames
from companion.doctor.finding import Finding, Verdict, make_failed, make_skipped
from companion.doctor.running import check_companion, check_port
from companion.doctor.site import check_completeness, check_drift
from companion.doctor.storage import (
    check_blobs,
    check_database,
    check_disk_space,
    check_journal,
    check_kept,
    check_permissions,
    check_search_index,
    check_writable,
)
from companion.doctor.surroundings import Surroundings
from companion.doctor.system import check_notifications, check_start_at_login, check_versions
from companion.errors import CompanionError
from companion.store import Store

OpenStore = Callable[[], Store]


@dataclass(frozen=True, slots=True)
class EarlyCheck:
    """A check that needs no store, and comes before it is opened: opening narrows the folder's rights."""

    name: str
    look: Callable[[Surroundings], Verdict]


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """A check that looks into the store."""

    name: str
    look: Callable[[Surroundings, Store], Verdict]


EARLY_CHECKS = (
    EarlyCheck("versions", check_versions),
    EarlyCheck("permissions", check_permissions),
    EarlyCheck("companion", check_companion),
    EarlyCheck("port", check_port),
    EarlyCheck("start_at_login", check_start_at_login),
)
STORE_CHECKS = (
    StoreCheck("writable", check_writable),
    StoreCheck("notifications", check_notifications),
    StoreCheck("pairings", check_pairings),
    StoreCheck("browsers", check_browsers),
    StoreCheck("queue", check_queue),
    StoreCheck("last_capture", check_last_capture),
    StoreCheck("unread", check_unread),
    StoreCheck("problems", check_problems),
    StoreCheck("conversations", check_conversations),
    StoreCheck("frames", check_frames),
    StoreCheck("drift", check_drift),
    StoreCheck("completeness", check_completeness),
    StoreCheck("clock", check_clock),
    StoreCheck("database", check_database),
    StoreCheck("search_index", check_search_index),
    StoreCheck("journal", check_journal),
    StoreCheck("kept", check_kept),
    StoreCheck("disk_space", check_disk_space),
    StoreCheck("blobs", check_blobs),
)


def examine(around: Surroundings, open_store: OpenStore) -> Iterator[Finding]:
    """Run every check, and tell what each finds as soon as it is known."""
    for early in EARLY_CHECKS:
        yield _find(early.name, partial(early.look, around))
    with ExitStack() as stack:
        try:
            store = stack.enter_context(open_store())
        except CompanionError as error:
            yield _name("store", _make_verdict(error))
            yield from (
                _name(check.name, make_skipped("the store cannot be opened")) for check in STORE_CHECKS
            )
            return
        for check in STORE_CHECKS:
            yield _find(check.name, partial(check.look, around, store))


def _find(name: str, look: Callable[[], Verdict]) -> Finding:
    try:
        return _name(name, look())
    except CompanionError as error:
        return _name(name, _make_verdict(error))


def _name(name: str, verdict: Verdict) -> Finding:
    return Finding(name, verdict.state, verdict.says, verdict.next_action)


def _make_verdict(error: CompanionError) -> Verdict:
    return make_failed(error.message.rstrip("."), error.hint or "Try again in a moment.")
