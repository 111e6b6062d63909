"""Where everything is kept: captures, bytes, journal, records. Knows the model, never a site."""

from companion.store.browsers import BrowserReport, HeardReport, Losses
from companion.store.condition import UndecodedFrames, UnknownCards
from companion.store.counts import StoreCounts
from companion.store.coverage import CoverageLog
from companion.store.fold import make_record
from companion.store.folding import is_searchable
from companion.store.heads import CaptureHead
from companion.store.health import Health
from companion.store.integrity import IntegrityReport
from companion.store.journal import Entry, EntryKind
from companion.store.lock import ServeLock
from companion.store.notices import ToldNotice
from companion.store.opening import open_store
from companion.store.pairings import Pairing
from companion.store.records import OrderKey
from companion.store.removal import Removed
from companion.store.removal_plan import RemovalPlan
from companion.store.rereading import OldCapture
from companion.store.retention import Expired
from companion.store.row_checks import Finding, survive
from companion.store.search_hits import Found, Hit, Wish
from companion.store.search_items import ItemKind
from companion.store.served import ServedStore
from companion.store.sightings import FieldSource
from companion.store.snippets import Piece
from companion.store.store import Store
from companion.store.thread_lists import ThreadHead
from companion.store.tombstones import RemovalReason
from companion.store.watch import Sight, Watch

__all__ = [
    "BrowserReport",
    "CaptureHead",
    "CoverageLog",
    "Entry",
    "EntryKind",
    "Expired",
    "FieldSource",
    "Finding",
    "Found",
    "Health",
    "HeardReport",
    "Hit",
    "IntegrityReport",
    "ItemKind",
    "Losses",
    "OldCapture",
    "OrderKey",
    "Pairing",
    "Piece",
    "RemovalPlan",
    "RemovalReason",
    "Removed",
    "ServeLock",
    "ServedStore",
    "Sight",
    "Store",
    "StoreCounts",
    "ThreadHead",
    "ToldNotice",
    "UndecodedFrames",
    "UnknownCards",
    "Watch",
    "Wish",
    "is_searchable",
    "make_record",
    "open_store",
    "survive",
]
