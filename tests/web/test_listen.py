"""Taking ports on loopback."""

from __future__ import annotations

import contextlib
import socket

from companion.web.listen import bind_archive, bind_loopback, get_port


def test_a_taken_port_is_noticed() -> None:
    """A port that another program has is refused, so that the next one can be tried."""
    with contextlib.closing(bind_loopback(0) or socket.socket()) as first:
        assert None is bind_loopback(get_port(first))


def test_only_loopback_is_bound() -> None:
    """Nothing listens where another computer could reach it."""
    with contextlib.closing(bind_loopback(0) or socket.socket()) as first:
        assert "127.0.0.1" == first.getsockname()[0]


def test_the_archive_is_localhost_in_both_families() -> None:
    """The archive has one port, on IPv4 and on IPv6 where there is one."""
    sockets = bind_archive(0)
    try:
        assert 1 == len({get_port(each) for each in sockets})
        assert {"127.0.0.1", "::1"} >= {each.getsockname()[0] for each in sockets}
        assert () == bind_archive(get_port(sockets[0]))
    finally:
        for each in sockets:
            each.close()
