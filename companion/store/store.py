"""The store as everybody else sees it: one synchronous object over one connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType

from companion.model import Capture, CountedProblem, Notice, OrderRecord, Parsed, Receipt
from companion.store.attempts import PageAttempts
from companion.store.blobs import Blobs, KeptBlob
from companion.store.browsers import Browsers
from companion.store.captures import Captures
from companion.store.condition import Condition
from companion.store.copies import Copies
from companion.store.counts import StoreCounts
from companion.store.coverage import CoverageLog
from companion.store.database import Database
from companion.store.drift import FieldLog
from companion.store.heads import CaptureHead, Heads
from companion.store.health import Health
from companion.store.integrity import Integrity
from companion.store.journal import Journal
from companion.store.notices import Notices, ToldNotice
from companion.store.pairings import Pairing, Pairings
from companion.store.readings import Readings
from companion.store.records import OrderKey, Records
from companion.store.removal import Removal
from companion.store.rereading import Rereading
from companion.store.retention import Retention
from companion.store.search import Search
from companion.store.sightings import FieldSource
from companion.store.threads import Threads
from companion.store.watch import Watch

Clock = Callable[[], datetime]


class Store:
    """Captures, records, pairings and notices of one data folder.

    Every write is one transaction and durable when its method returns. One thread at a time uses a store.

    Attributes:
        page_attempts: how often reading a capture's pages was begun and not ended.
        condition: damage, growth and times, for whoever looks at the store's health.
        browsers: what each paired browser last said of itself.
        search: finds orders, lines, parcels, disputes, statements, messages and pages by their words.
        threads: the conversations, each message once.
        watch: the orders for which something may still run.
        coverage: how much of the site's list was seen.
        fields: which fields readings gave, and which page kinds are no longer understood.
        rereading: captures that are read anew after an update, and the records that turn over to it.
        removal: taking captures away, by the user's will or after their time.
        retention: which captures have had their time.
        integrity: whether everything is as it was written.
        copies: the store as it is at one moment.
    """

    def __init__(self, database: Database, blobs: Blobs, health: Health, clock: Clock) -> None:
        self._database = database
        self._health = health
        self._clock = clock
        self._journal = Journal(database)
        self._captures = Captures(database, blobs, self._journal)
        self._heads = Heads(database)
        self._readings = Readings(database)
        self.search = Search(database)
        self.threads = Threads(database, self.search)
        self._records = Records(database, self._readings, self.search, self.threads)
        self._pairings = Pairings(database, self._journal)
        self._notices = Notices(database)
        self.page_attempts = PageAttempts(database)
        self.browsers = Browsers(database)
        self.watch = Watch(database)
        self.condition = Condition(database)
        self.coverage = CoverageLog(database)
        self.fields = FieldLog(database)
        self.rereading = Rereading(database, self._records, self.threads, clock)
        self.removal = Removal(database, blobs, self._journal, self._records, self.search)
        self.retention = Retention(database)
        self.integrity = Integrity(database, blobs, self._journal)
        self.copies = Copies(database, blobs)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()

    # Captures and bytes

    def add_capture(self, capture: Capture) -> Receipt:
        """Keep a capture: its bytes first, then its row and journal entry.

        Raises:
            CaptureConflict: this id came before with other content.
            WireError: a body is not what its name says.
            StoreReadOnly: the disk failed, now or before.
        """
        return self.add_kept_capture(capture, self.keep_bodies(capture))

    def keep_bodies(self, capture: Capture) -> tuple[KeptBlob, ...]:
        """Do the slow first half of `add_capture`, which needs no transaction."""
        return self._captures.keep_bodies(capture)

    def add_kept_capture(self, capture: Capture, kept: tuple[KeptBlob, ...]) -> Receipt:
        """Do the second half of `add_capture`."""
        return self._captures.add(capture, kept, self._clock())

    def missing_blobs(self, capture_id: str) -> tuple[str, ...]:
        """Name the bytes a capture lists that are not held."""
        return self._captures.missing_blobs(capture_id)

    def add_blob(self, sha256: str, body: bytes) -> None:
        """Keep the bytes of a resource that a capture lists; doing so twice is the same as once."""
        kept = self.keep_blob(sha256, body)
        if kept is not None:
            self.add_kept_blob(kept)

    def keep_blob(self, sha256: str, body: bytes) -> KeptBlob | None:
        """Do the slow first half of `add_blob`; None when the bytes are held already."""
        return self._captures.keep_blob(sha256, body)

    def add_kept_blob(self, kept: KeptBlob) -> None:
        """Do the second half of `add_blob`."""
        self._captures.add_kept_blob(kept, self._clock())

    def find_blob(self, sha256: str) -> bytes | None:
        """Read bytes by their name, checked; None when they are not held."""
        return self._captures.find_blob(sha256)

    def find_resources(self, url_prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Name the bytes of resources whose address begins like this, newest capture first."""
        return self._captures.find_resources(url_prefix, limit)

    def get_capture(self, capture_id: str) -> Capture:
        """Read a capture with the bodies that travelled in it."""
        return self._captures.get(capture_id)

    def list_captures(self, *, unparsed_only: bool = False) -> Iterator[CaptureHead]:
        """Read the heads of captures in the order they were captured."""
        return self._heads.read(unparsed_only=unparsed_only)

    def capture_ids(
        self, *, unparsed_only: bool = False, limit: int | None = None, with_page: bool | None = None
    ) -> tuple[str, ...]:
        """Name captures in the order they were captured: all, or those with or without a frozen page."""
        return self._heads.ids(unparsed_only=unparsed_only, limit=limit, with_page=with_page)

    # Records

    def apply_parsed(
        self, capture: Capture, parsed: tuple[Parsed, ...], adapter_version: int = 1
    ) -> frozenset[OrderKey]:
        """Take over what was read in a capture, mark it parsed, and name the orders this touches."""
        return self._records.apply(capture, parsed, adapter_version, self._clock())

    def rebuild_records(self) -> frozenset[OrderKey]:
        """Fold the stale records anew, a few per transaction, and name those that changed."""
        changed: set[OrderKey] = set()
        while self.has_stale_records():
            changed |= self.rebuild_some()
        if changed:
            self._records.remove_unused()
        return frozenset(changed)

    def rebuild_some(self) -> frozenset[OrderKey]:
        """Fold a few of the stale records anew, in one transaction, and name those that changed."""
        return self._records.rebuild_some()

    def has_stale_records(self) -> bool:
        """Tell whether a reparse has to be finished."""
        return bool(self._records.stale_orders(limit=1))

    def clear_records(self) -> None:
        """Forget all that was read; every capture is unparsed again. What the user wrote stays."""
        self._records.clear()

    def order_records(self) -> tuple[OrderRecord, ...]:
        """Read all orders."""
        return self._records.all()

    def find_order(self, order_id: str, marketplace: str = "aliexpress") -> OrderRecord | None:
        """Read one order."""
        return self._records.find(OrderKey(marketplace, order_id))

    def field_sources(self, order_id: str, marketplace: str = "aliexpress") -> Mapping[str, FieldSource]:
        """Tell which capture each field of an order comes from."""
        return self._records.get_sources(OrderKey(marketplace, order_id))

    def counted_problems(self) -> tuple[CountedProblem, ...]:
        """Count what could not be read, each with its next action."""
        return self._readings.counted_problems()

    def counts(self, today: datetime) -> StoreCounts:
        """Count what is here; `today` is the instant at which the user's day began."""
        return StoreCounts(
            captures=self._heads.count(),
            captured_today=self._heads.count_since(today),
            orders=self.watch.count(),
            unparsed=self._heads.count_unparsed(),
            journal_number=self._journal.head()[0],
            problems=sum(problem.count for problem in self.counted_problems()),
        )

    # Notices

    def add_notice(self, notice: Notice, made_at: datetime) -> None:
        """Keep a notice that waits for a channel."""
        self._notices.add(notice, made_at)

    def add_notice_told(self, notice: Notice, channel: str, told_at: datetime) -> None:
        """Note that a notice was shown; the first showing stays."""
        self._notices.add_told(notice, channel, told_at)

    def remove_open_notice(self, notice_id: str) -> None:
        """Drop a notice that is no longer true, unless it was shown."""
        self._notices.remove_open(notice_id)

    def open_notices(self) -> tuple[Notice, ...]:
        """List the notices no channel has shown yet."""
        return self._notices.open()

    def told_notices(self) -> tuple[ToldNotice, ...]:
        """List the notices that were shown."""
        return self._notices.told()

    def find_notice(self, notice_id: str) -> Notice | None:
        """Find a notice, shown or not."""
        return self._notices.find(notice_id)

    def find_notice_told(self, notice_id: str) -> ToldNotice | None:
        """Find a notice that was shown."""
        return self._notices.find_told(notice_id)

    # Pairings

    def add_pairing(self, pairing: Pairing) -> None:
        """Let an extension in."""
        self._pairings.add(pairing, self._clock())

    def list_pairings(self) -> tuple[Pairing, ...]:
        """List all pairings, the revoked ones too."""
        return self._pairings.all()

    def find_pairing(self, pairing_id: str) -> Pairing | None:
        """Find one pairing, revoked or not."""
        return self._pairings.find(pairing_id)

    def revoke_pairing(self, pairing_id: str) -> None:
        """Shut an extension out."""
        self._pairings.revoke(pairing_id, self._clock())

    def see_pairing(self, pairing_id: str, seen_at: datetime) -> None:
        """Note that an extension was heard of."""
        self._pairings.see(pairing_id, seen_at)

    # Condition

    def transaction(self) -> AbstractContextManager[None]:
        """Write several things or none; each of them may still fail alone."""
        return self._database.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """Read several things as they were at one moment."""
        return self._database.snapshot()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way."""
        return self._database.in_transaction

    @property
    def is_read_only(self) -> bool:
        """Whether the disk failed and nothing is written any more."""
        return self._health.is_read_only

    @property
    def health(self) -> Health:
        """Why nothing is written any more, if so."""
        return self._health

    def data_version(self) -> int:
        """Tell a number that changes when another connection has written."""
        return self._database.data_version()

    def find_journal_break(self) -> int | None:
        """Find the number of the first journal entry that does not follow from the one before it."""
        return self._journal.find_break()
