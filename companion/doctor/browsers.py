"""Are there browsers that deliver, with versions that fit, and does anything wait in them?"""

from __future__ import annotations

import re
from datetime import timedelta

from companion import __version__
from companion.doctor.finding import Verdict, make_failed, make_ok, make_skipped, make_warning
from companion.doctor.surroundings import Surroundings
from companion.protection.wording import age_words
from companion.store import Store
from companion.web.pairing_list import Paired, make_queue_words
from companion.wire import PROTOCOL_HIGHEST, PROTOCOL_LOWEST

_LONG_AGO = timedelta(days=7)
_WAITS_LONG = timedelta(hours=1)
# The oldest that the extension's manifest allows; whoever is older cannot load it any more.
_OLDEST = {"Firefox": 140}
_OLDEST_CHROMIUM = 121
_VERSION = re.compile(r"^(.+?)[ /](\d+)")
_OPEN_POPUP = "Open that browser, and the extension's popup once."


def check_pairings(around: Surroundings, store: Store) -> Verdict:
    """At least one browser is paired and was heard of lately."""
    browsers = around.list_browsers(store)
    if not browsers:
        return make_warning(
            "no browser is paired", "Add the extension (orderproof extension) and press “Pair”."
        )
    heard = [f"{one.name}, {_tell_heard(one, around)}" for one in browsers]
    if all(one.heard_at is None or around.now - one.heard_at > _LONG_AGO for one in browsers):
        return make_warning("; ".join(heard), _OPEN_POPUP)
    return make_ok("; ".join(heard))


def check_browsers(around: Surroundings, store: Store) -> Verdict:
    """Every paired browser and its extension are of versions that fit this companion."""
    browsers = around.list_browsers(store)
    if not browsers:
        return make_skipped("no browser is paired")
    silent = [one.name for one in browsers if one.last_report is None]
    if silent:
        return make_warning(f"{', '.join(silent)} has not told its versions yet", _OPEN_POPUP)
    misfits = [words for one in browsers if (words := _find_misfit(one))]
    if misfits:
        return make_warning(
            "; ".join(misfits), "Update the browser, or load the extension anew: orderproof extension"
        )
    return make_ok(f"{'; '.join(map(_tell_versions, browsers))}; protocol {_tell_protocols()}")


def check_queue(around: Surroundings, store: Store) -> Verdict:
    """Nothing waits long in a browser, was refused, or had no room."""
    reports = [(one.name, one.last_report.report) for one in around.list_browsers(store) if one.last_report]
    if not reports:
        return make_skipped("no browser has told yet what waits in it")
    says = "; ".join(f"{name}: {', '.join(make_queue_words(told, around.now))}" for name, told in reports)
    if any(told.lost.orders or told.lost.listings for _, told in reports):
        return make_failed(
            says, "Start the companion, open the extension's options page, and open those pages again."
        )
    if any(told.refused for _, told in reports):
        return make_warning(says, "The extension's options page lists what was refused, and why.")
    if any(told.waiting_since and around.now - told.waiting_since > _WAITS_LONG for _, told in reports):
        action = "Open that browser, and the popup: it delivers at once and says what is in the way."
        return make_warning(says, action)
    return make_ok(says)


def _tell_heard(paired: Paired, around: Surroundings) -> str:
    return f"last heard {age_words(paired.heard_at, around.now)}" if paired.heard_at else "never heard of"


def _tell_versions(paired: Paired) -> str:
    told = paired.last_report.report if paired.last_report else None
    return f"{told.browser} with extension {told.extension_version}" if told else paired.name


def _tell_protocols() -> str:
    # A report comes only from an extension whose protocols overlap with ours: both look before they talk.
    if PROTOCOL_LOWEST == PROTOCOL_HIGHEST:
        return str(PROTOCOL_HIGHEST)
    return f"{PROTOCOL_LOWEST} to {PROTOCOL_HIGHEST}"


def _find_misfit(paired: Paired) -> str | None:
    told = paired.last_report.report if paired.last_report else None
    if told is None:
        return None
    if told.extension_version != __version__:
        return f"{told.browser} has extension {told.extension_version}, and the companion is {__version__}"
    version = _VERSION.match(told.browser)
    oldest = _OLDEST.get(version[1], _OLDEST_CHROMIUM) if version else 0
    if version and int(version[2]) < oldest:
        return f"{told.browser} is older than {oldest}, the oldest that is supported"
    return None
