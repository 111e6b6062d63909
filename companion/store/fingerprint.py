"""What makes two captures the same: one hash over all they say."""

from __future__ import annotations

import hashlib
import json

from companion.model import Capture, Part
from companion.store.database import Value
from companion.store.instants import to_micros, to_micros_or_none


def hash_capture(capture: Capture) -> str:
    """Compute what the journal vouches for: SHA-256 over all a capture says, its bytes by their names.

    The list is spelt out, so that a field the model may gain one day does not change old hashes.
    """
    return hash_fields(
        "capture-1",
        capture.capture_id,
        capture.visit_id,
        to_micros(capture.captured_at),
        capture.time_zone,
        capture.url,
        capture.title,
        capture.language,
        capture.trigger.value,
        capture.account,
        capture.browser,
        capture.extension_version,
        [make_part_values(part) for part in capture.parts],
    )


def hash_fields(*fields: object) -> str:
    """Compute SHA-256 over fields written as one compact JSON list in UTF-8."""
    sealed = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(sealed.encode("utf-8", "surrogatepass")).hexdigest()


def make_part_values(part: Part) -> tuple[Value, ...]:
    """List a part's fields without its bytes, in the order of the `parts` table."""
    return (
        part.role.value,
        part.sha256,
        part.media_type,
        part.url,
        part.request,
        part.transport,
        part.frame_id,
        part.size,
        to_micros_or_none(part.fetched_at),
        int(part.lazy),
        part.unavailable,
    )
