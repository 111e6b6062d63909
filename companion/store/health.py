"""Whether this process may still acknowledge writes; shared by all its connections to one store."""

from __future__ import annotations

import logging

from companion.errors import StoreReadOnly

log = logging.getLogger(__name__)

_HINT = "Check the disk, then restart Orderproof; what was not acknowledged is sent again."


class Health:
    """Turns read-only once, for the life of the process, when the disk fails to keep a write."""

    def __init__(self) -> None:
        self._reason: str | None = None

    @property
    def reason(self) -> str | None:
        """Why nothing is written any more; None while all is well."""
        return self._reason

    @property
    def is_read_only(self) -> bool:
        """Whether writes are refused."""
        return self._reason is not None

    def fail(self, reason: str) -> StoreReadOnly:
        """Refuse all writes from now on, and make the error to raise."""
        if self._reason is None:
            self._reason = reason
            log.critical("the store is read-only from now on: %s", reason)
        return self._make_error()

    def check_writable(self) -> None:
        """Refuse a write after a failure.

        Raises:
            StoreReadOnly: an earlier write failed on disk.
        """
        if self._reason is not None:
            raise self._make_error()

    def _make_error(self) -> StoreReadOnly:
        return StoreReadOnly(f"Nothing more is written, because the disk failed: {self._reason}.", _HINT)
