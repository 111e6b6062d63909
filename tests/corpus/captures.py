"""The corpus as captures, without any browser: one for each answer, at the instant of its visit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from companion.model import Capture, Part, PartRole, Trigger
from companion.wire import make_sha256
from tests.corpus.corpus import Call, Corpus, make_address
from tests.corpus.visits import Visit

_NAMESPACE = uuid.UUID("a0b4a9c2-9b7c-5d11-8a5e-3f0d2c6b7e10")
_SECONDS = 2  # between the answers of a visit


def make_captures(corpus: Corpus) -> Iterator[Capture]:
    """Make the captures of all visits, in the order in which they were recorded."""
    for visit in corpus.visits:
        for place, call in enumerate(corpus.list_calls(visit), start=1):
            captured_at = visit.captured_at(corpus.today, place * _SECONDS)
            yield make_capture(visit, call, captured_at, visit.buyer.language.zone)


def make_capture(visit: Visit, call: Call, captured_at: datetime, time_zone: str | None) -> Capture:
    """Make the capture of one answer, seen at an instant in a zone."""
    body = call.text.encode()
    part = Part(
        role=PartRole.API,
        sha256=make_sha256(body),
        media_type="application/json",
        body=body,
        url=make_call_url(call),
        request=json.dumps(call.asked.request, ensure_ascii=False) if call.asked.transport == "xhr" else None,
        transport=call.asked.transport,
        frame_id="0",
        size=len(body),
        fetched_at=captured_at,
    )
    return Capture(
        capture_id=str(uuid.uuid5(_NAMESPACE, f"{captured_at.isoformat()}|{call.trace}")),
        visit_id=str(uuid.uuid5(_NAMESPACE, f"visit {visit.number}")),
        captured_at=captured_at,
        time_zone=time_zone,
        url=make_address(visit),
        title="",
        language=visit.buyer.language.html_tag,
        trigger=Trigger.LOAD,
        account=None,
        browser="",
        extension_version="",
        parts=(part,),
    )


def make_call_url(call: Call) -> str:
    """Make the address of a call; all but POST carry their data in it."""
    query = {"jsv": "2.5.1", "api": call.asked.api, "v": "1.0", "type": "originaljson"}
    if call.asked.transport != "xhr":
        query["data"] = json.dumps(call.asked.request, ensure_ascii=False)
    return f"https://acs.aliexpress.com/h5/{call.asked.api}/1.0/?{urlencode(query)}"
