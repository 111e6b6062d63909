"""The extensions the user has let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.errors import NotFound
from companion.store.database import Database, Value
from companion.store.fingerprint import hash_fields
from companion.store.instants import to_instant, to_instant_or_none, to_micros, to_micros_or_none
from companion.store.journal import EntryKind, Journal
from companion.store.rows import blob, text, whole, whole_or_none

_COLUMNS = "pairing_id, name, origin, key, created_at, last_seen_at, revoked_at"


@dataclass(frozen=True, slots=True)
class Pairing:
    """One extension that may send captures, until it is revoked.

    Attributes:
        key: SHA-256 of the extension's secret, 32 bytes.
    """

    pairing_id: str
    name: str
    origin: str
    key: bytes
    created_at: datetime
    last_seen_at: datetime | None = None
    revoked_at: datetime | None = None


class Pairings:
    """The pairings of one store; to let in and to revoke are acts of the user and go to the journal."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    def add(self, pairing: Pairing, now: datetime) -> None:
        """Let an extension in."""
        with self._database.transaction():
            self._database.execute(
                f"INSERT INTO pairings ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # constants
                (
                    pairing.pairing_id,
                    pairing.name,
                    pairing.origin,
                    pairing.key,
                    to_micros(pairing.created_at),
                    to_micros_or_none(pairing.last_seen_at),
                    to_micros_or_none(pairing.revoked_at),
                ),
            )
            # The key stays out of the journal, which leaves this computer with every piece of evidence.
            named = hash_fields("pairing-1", pairing.pairing_id, pairing.name, pairing.origin)
            self._journal.add(EntryKind.PAIRING_APPROVED, pairing.pairing_id, named, now)

    def revoke(self, pairing_id: str, now: datetime) -> None:
        """Shut an extension out; doing so twice is the same as once.

        Raises:
            NotFound: there is no such pairing.
        """
        with self._database.transaction():
            pairing = self.find(pairing_id)
            if pairing is None:
                raise NotFound(f"There is no pairing {pairing_id}.", "`orderproof pair` lists them.")
            if pairing.revoked_at is not None:
                return
            self._database.execute(
                "UPDATE pairings SET revoked_at = ? WHERE pairing_id = ?", (to_micros(now), pairing_id)
            )
            named = hash_fields("pairing-1", pairing_id, pairing.name, pairing.origin)
            self._journal.add(EntryKind.PAIRING_REVOKED, pairing_id, named, now)

    def see(self, pairing_id: str, now: datetime) -> None:
        """Note that an extension was heard of."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE pairings SET last_seen_at = ? WHERE pairing_id = ?", (to_micros(now), pairing_id)
            )

    def find(self, pairing_id: str) -> Pairing | None:
        """Find one pairing, revoked or not."""
        row = self._database.find_row(
            f"SELECT {_COLUMNS} FROM pairings WHERE pairing_id = ?",  # noqa: S608  # a constant
            (pairing_id,),
        )
        return None if row is None else _read(row)

    def all(self) -> tuple[Pairing, ...]:
        """List all pairings, oldest first, the revoked ones too."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM pairings ORDER BY created_at, pairing_id"  # noqa: S608  # a constant
        )
        return tuple(map(_read, rows))


def _read(row: tuple[Value, ...]) -> Pairing:
    pairing_id, name, origin, key, created_at, last_seen_at, revoked_at = row
    return Pairing(
        pairing_id=text(pairing_id),
        name=text(name),
        origin=text(origin),
        key=blob(key),
        created_at=to_instant(whole(created_at)),
        last_seen_at=to_instant_or_none(whole_or_none(last_seen_at)),
        revoked_at=to_instant_or_none(whole_or_none(revoked_at)),
    )
