"""The browsers ever paired, as the running companion knows them, else as the store does."""

from __future__ import annotations

from companion.client import CompanionClient
from companion.commands.context import Context
from companion.errors import CompanionError
from companion.web.pairing_list import Paired, Pairings, read_paired


def list_paired(context: Context, client: CompanionClient | None) -> tuple[Paired, ...]:
    """List browsers with their last reports; a running companion heard them a moment ago."""
    if client is not None:
        try:
            return client.get("/v1/pairings", Pairings).pairings
        except CompanionError:
            pass  # it stopped between two questions; what the store says still holds
    with context.open_store() as store:
        return read_paired(store)
