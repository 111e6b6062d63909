"""Every error the companion raises on purpose; each says what happened and what the user can do.

CompanionError
├── InputError            a file or argument the user gave cannot be used          (exit 2, HTTP 400)
│   └── WireError         a capture on the wire breaks the contract                (HTTP 400)
├── NotFound              an order, capture or blob that is not here               (exit 1, HTTP 404)
├── StoreError            the data folder cannot be read or written                (exit 1, HTTP 503)
│   ├── StoreLocked       another companion serves this folder                     (exit 1)
│   ├── StoreReadOnly     a write failed on disk; nothing more is acknowledged     (HTTP 503)
│   ├── BlobDamaged       stored bytes are gone or changed                         (exit 1, HTTP 503)
│   └── IndexDamaged      the search index has to be made anew                     (exit 1, HTTP 503)
├── CaptureConflict       the same capture id arrived with other content           (HTTP 409)
├── BlobRefused           a blob nobody listed, or whose bytes do not match        (HTTP 409)
└── CompanionUnreachable  no companion answers, or it could not prove itself       (exit 1)
"""


class CompanionError(Exception):
    """What went wrong in one sentence, and what to do about it in another.

    Attributes:
        code: stable word for machines, used in `{"error": code}`.
        message: one sentence for people.
        hint: the next action, or an empty string.
    """

    code = "companion_error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(CompanionError):
    """A file or argument that cannot be used."""

    code = "bad_input"


class WireError(InputError):
    """A capture that breaks the wire contract."""

    code = "bad_capture"


class NotFound(CompanionError):
    """Something asked for by name that is not in the store."""

    code = "not_found"


class StoreError(CompanionError):
    """The data folder cannot be read or written."""

    code = "store_error"


class StoreLocked(StoreError):
    """Another companion serves this data folder."""

    code = "store_locked"


class StoreReadOnly(StoreError):
    """A write failed on disk, so nothing more is acknowledged until a restart."""

    code = "store_read_only"


class BlobDamaged(StoreError):
    """Stored bytes that are gone, cut or changed; they are never shown as if they were good."""

    code = "blob_damaged"


class IndexDamaged(StoreError):
    """The search index does not hang together; nothing but the index is affected."""

    code = "index_damaged"


class CaptureConflict(CompanionError):
    """The same capture id arrived before with other content."""

    code = "capture_conflict"


class BlobRefused(CompanionError):
    """A blob that no capture lists, or whose bytes are not what its name says."""

    code = "blob_refused"


class CompanionUnreachable(CompanionError):
    """No companion answers, or the one that answers could not prove itself."""

    code = "companion_unreachable"
