"""Is the companion there, and can browsers find it?"""

from __future__ import annotations

from companion import __version__
from companion.client import Listener, look_at_port
from companion.config import PORTS, find_running
from companion.doctor.finding import Verdict, make_failed, make_ok, make_warning
from companion.doctor.surroundings import Surroundings

_START = "Start it: orderproof serve"


def check_companion(around: Surroundings) -> Verdict:
    """A companion runs for this folder, answers, and proves that it is the one that was written down."""
    if around.client is not None:
        running = around.client.running
        return make_ok(
            f"runs on port {running.port}, archive on {running.archive_port}, version {__version__}"
        )
    left_behind = find_running(around.config)
    if left_behind is None:
        return make_failed("does not run: nothing is kept and nobody is warned", _START)
    if left_behind.version != __version__:
        says = f"is of version {left_behind.version}, this command of {__version__}, or it was killed"
        return make_failed(says, f"Stop it. {_START}")
    return make_failed(f"was killed, or does not answer on port {left_behind.port}", _START)


def check_port(around: Surroundings) -> Verdict:
    """The ports that the extension tries are free for the companion, or its own."""
    found = {port: look_at_port(port) for port in PORTS}
    if around.client is not None:
        return _judge_own(around.client.running.port, found)
    if Listener.COMPANION in found.values():
        port = next(port for port, listener in found.items() if listener is Listener.COMPANION)
        return make_warning(
            f"a companion of another folder or user answers on port {port}",
            "Start this one all the same; a paired browser knows its own companion.",
        )
    if Listener.NOBODY in found.values():
        return make_ok(f"{_list(found, Listener.NOBODY)} can be taken{_tell_others(found)}")
    return make_failed(
        f"other programs hold {_list(found, Listener.OTHER)}",
        "Start it with a port of its own, orderproof serve --port 0, and type that on the options page.",
    )


def _judge_own(own: int, found: dict[int, Listener]) -> Verdict:
    if own not in PORTS:
        return make_ok(f"{own} is the companion's; the extension has to be told on its options page")
    before = {port: listener for port, listener in found.items() if PORTS.index(port) < PORTS.index(own)}
    return make_ok(f"{own} is the companion's{_tell_others(before)}")


def _tell_others(found: dict[int, Listener]) -> str:
    others = _list(found, Listener.OTHER)
    return f"; another program holds {others}, which the extension passes over" if others else ""


def _list(found: dict[int, Listener], wanted: Listener) -> str:
    return ", ".join(str(port) for port, listener in found.items() if listener is wanted)
