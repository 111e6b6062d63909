"""Clients that post bodies one after the other over kept connections, and note how long each took."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp

from bench.bodies import Body


@dataclass(frozen=True, slots=True)
class Target:
    """Where bodies go."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Posted:
    """How a round went: the time of each post, and of the whole."""

    seconds: tuple[float, ...]
    elapsed: float

    @property
    def rate(self) -> float:
        """Posts per second."""
        return len(self.seconds) / self.elapsed


async def post_all(target: Target, bodies: Sequence[Body], clients: int) -> Posted:
    """Post all bodies with so many clients at once; each client waits for an answer before its next post.

    Raises:
        RuntimeError: an answer was no 201.
    """
    waiting = deque(bodies)
    connector = aiohttp.TCPConnector(limit=clients)
    async with aiohttp.ClientSession(connector=connector) as http:
        started = time.perf_counter()
        rounds = await asyncio.gather(*(_post_some(http, target, waiting) for _ in range(clients)))
        elapsed = time.perf_counter() - started
    return Posted(tuple(_join(rounds)), elapsed)


async def _post_some(http: aiohttp.ClientSession, target: Target, waiting: deque[Body]) -> list[float]:
    seconds: list[float] = []
    while waiting:
        body = waiting.popleft()
        started = time.perf_counter()
        async with http.post(
            target.url, data=body.data, headers={**target.headers, **body.headers}
        ) as answer:
            await answer.read()
            if answer.status != HTTPStatus.CREATED:
                raise RuntimeError(f"{target.url} answered {answer.status}: {await answer.text()}")
        seconds.append(time.perf_counter() - started)
    return seconds


def _join(rounds: Iterable[list[float]]) -> Iterable[float]:
    for one in rounds:
        yield from one
