"""Looks into a data folder: what is kept, beside whatever companion serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from companion.config import Config
from companion.model import Capture, PartRole
from companion.store import Store, open_store


@contextmanager
def open_kept(config: Config) -> Iterator[Store]:
    """Open the store of a data folder."""
    with open_store(config, clock=lambda: datetime.now(UTC)) as store:
        yield store


def read_captures(config: Config) -> list[Capture]:
    """Read everything kept, in the order it was captured."""
    with open_kept(config) as store:
        return [store.get_capture(head.capture_id) for head in store.list_captures()]


def list_kept_answers(config: Config) -> list[str]:
    """List the API of every answer kept, sorted, e.g. "mtop.ae.ld.querydetail"."""
    return sorted(
        (part.url or "").split("/")[4].lower()
        for capture in read_captures(config)
        for part in capture.parts
        if part.role is PartRole.API
    )


def list_wanted_blobs(config: Config) -> list[str]:
    """List the resources that captures name and that are not held."""
    with open_kept(config) as store:
        heads = list(store.list_captures())
        return sorted(one for head in heads for one in store.missing_blobs(head.capture_id))
