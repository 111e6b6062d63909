"""Listening on loopback: the sockets, and a server whose limits are ours instead of aiohttp's."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Iterable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from companion.web.keys import LIMITS

_IPV4 = "127.0.0.1"
_IPV6 = "::1"
_BACKLOG = 64
_ANY_PORT_TRIES = 20

# How long aiohttp goes on swallowing a refused body, so that the caller gets to read the answer.
_LINGER_SECONDS = 1.0

# How much of a body the server takes in before it stops the sender: with aiohttp's own 64 KB it would stop
# and wake a capture's sender some twenty times.
_READ_BYTES = 512 * 1024

_REFUSED = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json; charset=utf-8\r\n"
    b"Content-Length: 96\r\nRetry-After: 2\r\nConnection: close\r\n\r\n"
    b'{"error":"busy","message":"Too many connections are open.","hint":"Close some, then try again."}'
)


def bind_loopback(port: int) -> socket.socket | None:
    """Take a port of 127.0.0.1, 0 for any free one; None when another program has it."""
    return _bind(socket.AF_INET, _IPV4, port)


def bind_archive(port: int) -> tuple[socket.socket, ...]:
    """Take one port on 127.0.0.1 and on ::1, because `localhost` may mean either; empty when taken.

    A computer without IPv6 gets the first alone.
    """
    for _ in range(_ANY_PORT_TRIES if port == 0 else 1):
        first = bind_loopback(port)
        if first is None:
            return ()
        if not _has_ipv6():
            return (first,)
        second = _bind(socket.AF_INET6, _IPV6, get_port(first))
        if second is not None:
            return (first, second)
        first.close()
    return ()


def get_port(listening: socket.socket) -> int:
    """Tell the port of a bound socket."""
    port: int = listening.getsockname()[1]
    return port


class LoopbackServer:
    """One application on its sockets.

    aiohttp would inflate request bodies by itself, wait an hour for a request head and take any
    number of connections; here none of that holds.
    """

    def __init__(self, app: web.Application) -> None:
        limits = app[LIMITS]
        self._max_connections = limits.connections
        self._listeners: list[asyncio.Server] = []
        self._runner = web.AppRunner(
            app,
            auto_decompress=False,
            keepalive_timeout=limits.head_seconds,
            lingering_time=_LINGER_SECONDS,
            access_log=None,
            read_bufsize=_READ_BYTES,
            logger=_make_connection_logger(),
            shutdown_timeout=5.0,
        )

    @property
    def open_connections(self) -> int:
        """Connections being served."""
        return len(self._get_server().connections)

    async def start(self, sockets: Iterable[socket.socket]) -> None:
        """Start the application and accept connections."""
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        for listening in sockets:
            self._listeners.append(
                await loop.create_server(self._make_protocol, sock=listening, backlog=_BACKLOG)
            )

    async def stop(self) -> None:
        """Accept nothing more, finish what is being answered and end the application."""
        for listener in self._listeners:
            listener.close()
        await self._runner.cleanup()

    def _get_server(self) -> web.Server:
        server = self._runner.server
        if server is None:
            raise RuntimeError("The server was not started.")
        return server

    def _make_protocol(self) -> asyncio.Protocol:
        server = self._get_server()
        if len(server.connections) >= self._max_connections:
            return _RefusedConnection()
        return server()


class _RefusedConnection(asyncio.Protocol):
    """A connection too many: told so and closed, whatever it sends."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(_REFUSED)
        transport.close()


def _bind(family: socket.AddressFamily, host: str, port: int) -> socket.socket | None:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:  # on Windows the word would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)  # bound but not listening, another program could still take it
    except OSError:
        listening.close()
        return None
    listening.setblocking(False)
    return listening


def _has_ipv6() -> bool:
    if not socket.has_ipv6:
        return False
    probe = _bind(socket.AF_INET6, _IPV6, 0)
    if probe is None:
        return False
    probe.close()
    return True


def _make_connection_logger() -> logging.Logger:
    connections = logging.getLogger(f"{__name__}.connections")
    if not connections.filters:
        connections.addFilter(_without_request_bytes)
    return connections


def _without_request_bytes(record: logging.LogRecord) -> bool:
    # aiohttp logs what it could not parse, and that may hold a token or a piece of a body.
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)
