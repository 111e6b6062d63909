"""Taking captures away: rows first, in one transaction with a tombstone; files after that.

Bytes that a remaining capture names stay. A file is taken away only when the rows that named it are gone for
good, within a transaction that looks again; a crash in between leaves a file without a row, which is noted
and taken away later, and never a row without its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from companion.errors import NotFound, StoreLocked
from companion.model import Notice, PageKind
from companion.store.blobs import Blobs
from companion.store.database import Database
from companion.store.journal import Journal
from companion.store.records import OrderKey, Records
from companion.store.removal_plan import RemovalPlans
from companion.store.rows import blob, text, text_or_none, whole
from companion.store.search import Search
from companion.store.tombstones import RemovalReason, Tombstone, Tombstones, hash_tombstone

_FILES_AT_ONCE = 200
# Far longer than any capture waits between its bytes and its row.
_STRAY_AFTER = timedelta(days=1)

_decode_notice = msgspec.json.Decoder(Notice).decode


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal came to: how many captures went, and which orders by that are others or none."""

    captures: int
    touched: frozenset[OrderKey]
    gone: frozenset[OrderKey]


class Removal:
    """Takes captures of one store away.

    Attributes:
        plans: what that would take with it.
    """

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        journal: Journal,
        records: Records,
        search: Search,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._journal = journal
        self._records = records
        self._search = search
        self._tombstones = Tombstones(database)
        self.plans = RemovalPlans(database)

    def knows(self, capture_id: str) -> bool:
        """Tell whether a capture was here and is gone."""
        return self._tombstones.knows(capture_id)

    def tombstones(self) -> Iterator[Tombstone]:
        """List what is gone, oldest capture first."""
        return self._tombstones.all()

    def empty_log(self) -> None:
        """Cut the database's log, which may hold rows from before; not within a transaction."""
        self._database.empty_log()

    def remove(self, capture_ids: Iterable[str], reason: RemovalReason, now: datetime) -> Removed:
        """Take captures away and fold the orders they spoke of from what remains, all in one transaction.

        Ids of captures that are gone already count for nothing. What the user deletes is overwritten, not
        only forgotten. Files follow with `clear_files`.

        Raises:
            NotFound: there never was such a capture.
        """
        erasing = self._database.erasing() if reason is RemovalReason.DELETED else nullcontext()
        with erasing, self._database.transaction():
            removed = self._remove_all(capture_ids, reason, now)
            if reason is RemovalReason.DELETED:
                self._search.erase_removed()
            return removed

    def clear_files(self) -> int:
        """Take files away that nothing names any more; counts those that have to wait.

        Never within a transaction: a file goes only after the rows that named it are gone for good.
        """
        left, after = 0, ""
        while names := self.waiting_files(after):
            left += self.clear(names)
            after = names[-1]
        return left

    def waiting_files(self, after: str = "") -> tuple[str, ...]:
        """Name some files that nothing names any more, after this one."""
        return self._tombstones.blobs_with_file(_FILES_AT_ONCE, after)

    def clear(self, names: Sequence[str]) -> int:
        """Take some of the waiting files away; counts those the system does not let go yet.

        They were named by a read that saw their rows gone for good. While a backup is made nothing is taken.
        """
        try:
            with self._blobs.hold(), self._database.transaction():
                return sum(not self._clear_one(name) for name in names)
        except StoreLocked:
            return len(names)

    def find_strays(self, now: datetime) -> tuple[str, ...]:
        """Name files that no row ever came to name, and that are too old to be waiting for one."""
        oldest = (now - _STRAY_AFTER).timestamp()
        old = (entry.name for entry in self._blobs.files() if entry.stat().st_mtime < oldest)
        return tuple(name for name in old if not self._is_held(name))

    def note_strays(self, names: Sequence[str], now: datetime) -> None:
        """Let strays be taken away with the other files, and let go of names that are of no use any more."""
        with self._database.transaction():
            self._tombstones.add_blobs([name for name in names if not self._is_held(name)], now)
            self._tombstones.forget_old_blobs(now)

    def _remove_all(self, capture_ids: Iterable[str], reason: RemovalReason, now: datetime) -> Removed:
        stale: set[int] = set()
        removed = 0
        for capture_id in dict.fromkeys(capture_ids):
            if not self._tombstones.knows(capture_id):
                stale |= self._remove_capture(capture_id, reason, now)
                removed += 1
        # One of another removal may have gone with an order of this one.
        keys = {number: self._records.get_key(number) for number in sorted(stale)}
        for number in keys:
            self._records.rebuild(number)
        if stale:
            self._records.remove_unused()
        gone = frozenset(key for key in keys.values() if self._records.find(key) is None)
        self._remove_notices(gone)
        return Removed(removed, frozenset(keys.values()), gone)

    def _remove_capture(self, capture_id: str, reason: RemovalReason, now: datetime) -> frozenset[int]:
        row = self._database.find_row(
            "SELECT c.journal_number, c.visit_id, c.content_hash, r.page_kind FROM captures c"
            " LEFT JOIN readings r ON r.journal_number = c.journal_number WHERE c.capture_id = ?",
            (capture_id,),
        )
        if row is None:
            raise NotFound(f"There is no capture {capture_id}.", "`orderproof orders` lists what is here.")
        number, visit_id, content_hash = whole(row[0]), text(row[1]), text(row[2])
        kind = PageKind(text_or_none(row[3]) or PageKind.UNKNOWN)
        stale = self._records.remove_capture(number)
        self._remove_rows(number, now)
        self._records.look_again_at(visit_id)
        draft = Tombstone(number, capture_id, kind, content_hash, now, reason, 0)
        entry = self._journal.add(reason.entry_kind, capture_id, hash_tombstone(draft), now)
        self._tombstones.add(Tombstone(number, capture_id, kind, content_hash, now, reason, entry.number))
        return stale

    def _remove_rows(self, number: int, now: datetime) -> None:
        named = self._database.rows(
            "SELECT DISTINCT sha256 FROM parts WHERE journal_number = ? AND sha256 IS NOT NULL", (number,)
        )
        self._database.execute("DELETE FROM parts WHERE journal_number = ?", (number,))
        self._database.execute("DELETE FROM captures WHERE journal_number = ?", (number,))
        unnamed = [text(sha256) for (sha256,) in named if not self._is_named(text(sha256))]
        self._database.execute_many("DELETE FROM blobs WHERE sha256 = ?", [(name,) for name in unnamed])
        self._tombstones.add_blobs(unnamed, now)

    def _remove_notices(self, gone: frozenset[OrderKey]) -> None:
        """Take away what was told of orders that are gone, or was still to be."""
        if not gone:
            return
        rows = self._database.rows("SELECT notice_id, notice FROM notices")
        notices = [_decode_notice(blob(row[1])) for row in rows]
        self._database.execute_many(
            "DELETE FROM notices WHERE notice_id = ?",
            [(one.notice_id,) for one in notices if OrderKey(one.marketplace, one.order_id) in gone],
        )

    def _clear_one(self, sha256: str) -> bool:
        is_clear = self._is_held(sha256) or self._blobs.remove(sha256)
        if is_clear:
            self._tombstones.note_file_gone(sha256)
        return is_clear

    def _is_named(self, sha256: str) -> bool:
        return self._database.find_row("SELECT 1 FROM parts WHERE sha256 = ?", (sha256,)) is not None

    def _is_held(self, sha256: str) -> bool:
        return self._database.find_row("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)) is not None
