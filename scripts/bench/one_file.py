"""A visit as others keep it: one HTML file with everything in it, or records of a WARC."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from companion.model import Part

Resources = Mapping[str, tuple[str, bytes]]  # by address: media type and bytes


@dataclass(slots=True)
class Visit:
    """What one visit showed: the last state of its documents, its answers, and the bytes of the resources."""

    url: str
    documents: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)
    resources: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def make_one_file(visit: Visit) -> bytes:
    """Make a page that needs nothing else: every resource stands in it as a `data:` address."""
    styles = {url: found for url, found in visit.resources.items() if found[0].startswith("text/css")}
    others = {url: found for url, found in visit.resources.items() if url not in styles}
    text = "".join((part.body or b"").decode("utf-8", "replace") for part in visit.documents)
    inlined = {
        url: (kind, _inline(body.decode("utf-8", "replace"), others).encode())
        for url, (kind, body) in styles.items()
    }
    return _inline(text, {**others, **inlined}).encode()


def _inline(text: str, resources: Resources) -> str:
    for url in sorted(resources, key=len, reverse=True):  # one address may begin with another
        kind, body = resources[url]
        data = f"data:{kind.partition(';')[0]};base64,{base64.b64encode(body).decode()}"
        for spelled in {url, escape(url, quote=False)}:
            text = text.replace(spelled, data)
    return text


def measure_warc(visits: Iterable[Visit], *, is_deduplicated: bool) -> int:
    """Count the bytes of a WARC.gz of all visits; deduplicated, bytes met before are a revisit record."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    seen: dict[str, str] = {}
    for visit in visits:
        for url, kind, body in _list_records(visit):
            _write(writer, seen if is_deduplicated else {}, url, kind, body)
    return len(file.getvalue())


def _list_records(visit: Visit) -> Iterable[tuple[str, str, bytes]]:
    for part in (*visit.documents, *visit.answers):
        yield part.url or visit.url, part.media_type, part.body or b""
    for url, (kind, body) in visit.resources.items():
        yield url, kind, body


def _write(writer: WARCWriter, seen: dict[str, str], url: str, kind: str, body: bytes) -> None:
    headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    record = writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=headers)
    digest = writer.ensure_digest(record) or record.rec_headers.get_header("WARC-Payload-Digest")
    if digest in seen:
        record = writer.create_revisit_record(
            url, digest, refers_to_uri=seen[digest], refers_to_date="2026-01-01T00:00:00Z"
        )
    else:
        seen[digest] = url
    writer.write_record(record)
