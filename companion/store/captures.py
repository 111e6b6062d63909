"""Captures as they arrived: the row, its parts, and the bytes they are named by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from companion.errors import BlobRefused, CaptureConflict, NotFound, StoreError
from companion.model import Capture, Part, PartRole, Receipt, Trigger
from companion.store.blobs import Blobs, KeptBlob
from companion.store.database import Database, Value
from companion.store.fingerprint import hash_capture, make_part_values
from companion.store.instants import to_instant, to_instant_or_none, to_micros
from companion.store.journal import EntryKind, Journal
from companion.store.rows import text, text_or_none, whole, whole_or_none
from companion.store.tombstones import Tombstones
from companion.wire import check_bytes

# The parts that travel within their capture; all other bytes are sent apart.
_INLINE = frozenset({PartRole.PAGE, PartRole.API, PartRole.FRAME})


class Captures:
    """The captures of one store."""

    def __init__(self, database: Database, blobs: Blobs, journal: Journal) -> None:
        self._database = database
        self._blobs = blobs
        self._journal = journal
        self._tombstones = Tombstones(database)

    def keep_bodies(self, capture: Capture) -> tuple[KeptBlob, ...]:
        """Make the bytes a capture carries durable, as far as they are not; before its row is written.

        Raises:
            WireError: bytes are not what their name says.
        """
        check_bytes(capture)
        return self._keep_missing(capture)

    def _keep_missing(self, capture: Capture) -> tuple[KeptBlob, ...]:
        if self._tombstones.knows(capture.capture_id):
            return ()  # what was removed does not come back
        bodies = {_name(part): part.body for part in capture.parts if part.body is not None}
        return self._blobs.keep_all((name, body) for name, body in bodies.items() if not self._holds(name))

    def add(self, capture: Capture, kept: Iterable[KeptBlob], now: datetime) -> Receipt:
        """Write row, parts and journal entry; the same capture again gets the receipt it got.

        Raises:
            CaptureConflict: this id came before with other content.
        """
        with self._database.transaction():
            receipt = self.find_receipt(capture)
            if receipt is not None:
                return receipt
            self._add_blob_rows(kept, now)
            # Nothing is left, unless bytes were removed since they were kept.
            self._add_blob_rows(self._keep_missing(capture), now)
            content_hash = hash_capture(capture)
            entry = self._journal.add(EntryKind.CAPTURE, capture.capture_id, content_hash, now)
            self._add_row(capture, entry.number, content_hash, now)
            return Receipt(capture.capture_id, entry.number, entry.hash, now)

    def find_receipt(self, capture: Capture) -> Receipt | None:
        """Find the receipt a capture got before, also one that is gone by now.

        Raises:
            CaptureConflict: this id came before with other content.
        """
        row = self._database.find_row(
            "SELECT c.content_hash, c.journal_number, j.hash, j.at FROM ("
            "  SELECT content_hash, journal_number FROM captures WHERE capture_id = ?"
            "  UNION ALL SELECT content_hash, journal_number FROM tombstones WHERE capture_id = ?"
            ") c JOIN journal j ON j.number = c.journal_number",
            (capture.capture_id, capture.capture_id),
        )
        if row is None:
            return None
        if text(row[0]) != hash_capture(capture):
            raise CaptureConflict(
                f"Capture {capture.capture_id} is here already, with other content.",
                "Send the new content under a new id.",
            )
        return Receipt(capture.capture_id, whole(row[1]), text(row[2]), to_instant(whole(row[3])))

    def keep_blob(self, sha256: str, body: bytes) -> KeptBlob | None:
        """Make the bytes of a resource durable, before their row is written; None when they are held.

        Raises:
            BlobRefused: no capture lists them, or they are other bytes.
        """
        if self._holds(sha256):
            return None
        if not self._is_listed(sha256):
            if self._tombstones.knows_blob(sha256):
                return None  # asked for before their capture was removed
            raise BlobRefused("No capture lists these bytes.", "Send the capture first.")
        return self._blobs.keep(sha256, body)

    def add_kept_blob(self, kept: KeptBlob, now: datetime) -> None:
        """Write the row of bytes that are durable.

        Raises:
            StoreError: they were removed since they were kept.
        """
        with self._database.transaction():
            if not self._is_listed(kept.sha256):
                return  # their capture was removed meanwhile
            self._add_blob_rows([kept], now)
            if not self._holds(kept.sha256):
                raise StoreError("These bytes were just being removed.", "Send them again.")

    def find_blob(self, sha256: str) -> bytes | None:
        """Read bytes by their name; None when they are not held."""
        row = self._database.find_row("SELECT size FROM blobs WHERE sha256 = ?", (sha256,))
        return None if row is None else self._blobs.read(sha256, whole(row[0]))

    def find_resources(self, url_prefix: str, limit: int) -> tuple[str, ...]:
        """Name the bytes that are held of resources whose address begins like this, newest capture first."""
        rows = self._database.rows(
            "SELECT p.sha256 FROM parts p JOIN blobs b ON b.sha256 = p.sha256"
            " WHERE p.role = 'resource' AND p.sha256 IS NOT NULL AND p.url >= ? AND p.url < ?"
            " ORDER BY p.journal_number DESC LIMIT ?",
            (url_prefix, url_prefix + chr(0x10FFFF), limit),
        )
        return tuple(str(sha256) for (sha256,) in rows)

    def missing_blobs(self, capture_id: str) -> tuple[str, ...]:
        """Name the bytes a capture lists that are not held, in its order; a removed one wants nothing."""
        if self._tombstones.knows(capture_id):
            return ()
        number = self._get_number(capture_id)
        rows = self._database.rows(
            "SELECT p.sha256 FROM parts p LEFT JOIN blobs b ON b.sha256 = p.sha256"
            " WHERE p.journal_number = ? AND p.sha256 IS NOT NULL AND b.sha256 IS NULL"
            " GROUP BY p.sha256 ORDER BY min(p.position)",
            (number,),
        )
        return tuple(text(row[0]) for row in rows)

    def get(self, capture_id: str) -> Capture:
        """Read a capture with the bodies that travelled in it.

        Raises:
            NotFound: there is none of this id.
            BlobDamaged: one of its bodies is.
        """
        number = self._get_number(capture_id)
        row = self._database.find_row(
            "SELECT visit_id, captured_at, time_zone, url, title, language, trigger, account, browser,"
            " extension_version FROM captures WHERE journal_number = ?",
            (number,),
        )
        assert row is not None  # noqa: S101  # its number was just read
        visit_id, captured_at, time_zone, url, title, language, trigger, account, browser, version = row
        return Capture(
            capture_id=capture_id,
            visit_id=text(visit_id),
            captured_at=to_instant(whole(captured_at)),
            time_zone=text_or_none(time_zone),
            url=text(url),
            title=text(title),
            language=text_or_none(language),
            trigger=Trigger(text(trigger)),
            account=text_or_none(account),
            browser=text(browser),
            extension_version=text(version),
            parts=self._read_parts(number),
        )

    def _get_number(self, capture_id: str) -> int:
        row = self._database.find_row(
            "SELECT journal_number FROM captures WHERE capture_id = ?", (capture_id,)
        )
        if row is None:
            raise NotFound(f"There is no capture {capture_id}.", "`orderproof orders` lists what is here.")
        return whole(row[0])

    def _is_listed(self, sha256: str) -> bool:
        return self._database.find_row("SELECT 1 FROM parts WHERE sha256 = ? LIMIT 1", (sha256,)) is not None

    def _holds(self, sha256: str) -> bool:
        return self._database.find_row("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)) is not None

    def _add_blob_rows(self, kept: Iterable[KeptBlob], now: datetime) -> None:
        # Files go only within a transaction, as this is one; so a file that is here now stays.
        kept = [blob for blob in kept if self._blobs.is_there(blob.sha256)]
        self._tombstones.remove_blobs(blob.sha256 for blob in kept)
        self._database.execute_many(
            "INSERT INTO blobs (sha256, size, stored_size, added_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (sha256) DO NOTHING",
            [(blob.sha256, blob.size, blob.stored_size, to_micros(now)) for blob in kept],
        )

    def _add_row(self, capture: Capture, number: int, content_hash: str, now: datetime) -> None:
        self._database.execute(
            "INSERT INTO captures (journal_number, capture_id, visit_id, captured_at, received_at,"
            " content_hash, time_zone, url, title, language, trigger, account, browser, extension_version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                capture.capture_id,
                capture.visit_id,
                to_micros(capture.captured_at),
                to_micros(now),
                content_hash,
                capture.time_zone,
                capture.url,
                capture.title,
                capture.language,
                capture.trigger.value,
                capture.account,
                capture.browser,
                capture.extension_version,
            ),
        )
        self._database.execute_many(
            "INSERT INTO parts (journal_number, position, role, sha256, media_type, url, request, transport,"
            " frame_id, size, fetched_at, lazy, unavailable) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, position, *make_part_values(part)) for position, part in enumerate(capture.parts)],
        )

    def _read_parts(self, number: int) -> tuple[Part, ...]:
        rows = self._database.rows(
            "SELECT role, sha256, media_type, url, request, transport, frame_id, size, fetched_at, lazy,"
            " unavailable FROM parts WHERE journal_number = ? ORDER BY position",
            (number,),
        )
        return tuple(self._read_part(row) for row in rows)

    def _read_part(self, row: tuple[Value, ...]) -> Part:
        role, sha256, media_type, url, request, transport, frame_id, size, fetched_at, lazy, unavailable = row
        name = text_or_none(sha256)
        is_inline = PartRole(text(role)) in _INLINE
        return Part(
            role=PartRole(text(role)),
            sha256=name,
            media_type=text(media_type),
            body=self.find_blob(name) if is_inline and name is not None else None,
            url=text_or_none(url),
            request=text_or_none(request),
            transport=text_or_none(transport),
            frame_id=text_or_none(frame_id),
            size=whole_or_none(size),
            fetched_at=to_instant_or_none(whole_or_none(fetched_at)),
            lazy=bool(lazy),
            unavailable=text_or_none(unavailable),
        )


def _name(part: Part) -> str:
    if part.sha256 is None:
        raise BlobRefused(
            f"A {part.role} part carries bytes without their name.", "Name them by their SHA-256."
        )
    return part.sha256
