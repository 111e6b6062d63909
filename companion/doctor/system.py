"""Does this computer have what is needed: a way to warn, a start at login, versions that fit?"""

from __future__ import annotations

import asyncio
import platform
import sqlite3
import sys
from importlib import metadata

from companion.doctor.finding import Verdict, make_failed, make_ok, make_warning
from companion.doctor.surroundings import Surroundings
from companion.reminders.desktop import DesktopNotifier
from companion.store import Store

_PYTHON, _SQLITE, _AIOHTTP = (3, 11), (3, 38, 0), (3, 14, 1)


def check_notifications(around: Surroundings, store: Store) -> Verdict:
    """Somebody can show a warning, best with the browser closed."""
    if asyncio.run(_ask_desktop()):
        return make_ok("the desktop shows them, also with the browser closed")
    action = "Start a notification service on this desktop, or look at the dashboard now and then."
    if around.list_browsers(store):
        return make_warning(
            "no service of the desktop answers; the extension shows them while it runs", action
        )
    return make_warning("neither the desktop nor a paired browser can show them", action)


def check_start_at_login(_around: Surroundings) -> Verdict:
    """The companion starts by itself when the user logs in."""
    return make_warning(
        "not set up: after a restart nothing is kept until you start the companion",
        "Start it yourself with orderproof serve, or add that command to what your desktop starts at login.",
    )


def check_versions(_around: Surroundings) -> Verdict:
    """Python, SQLite and aiohttp are new enough, and SQLite has its full-text search."""
    aiohttp = metadata.version("aiohttp")
    says = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, aiohttp {aiohttp}"
    known = (
        (sys.version_info[:2] >= _PYTHON, "Python 3.11"),
        (sqlite3.sqlite_version_info >= _SQLITE, "SQLite 3.38"),
        (_parse(aiohttp) >= _AIOHTTP, "aiohttp 3.14.1"),
        (_has_full_text(), "SQLite with FTS5"),
    )
    missing = [name for is_there, name in known if not is_there]
    if missing:
        return make_failed(says, f"Needed: {', '.join(missing)} or newer. Install Orderproof anew.")
    return make_ok(says)


async def _ask_desktop() -> bool:
    notifier = DesktopNotifier()
    try:
        return await notifier.is_there()
    finally:
        await notifier.close()


def _parse(version: str) -> tuple[int, ...]:
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")[:3])


def _has_full_text() -> bool:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True
