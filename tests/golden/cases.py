"""Golden cases: a stored page, what is known around it, and what it must say; README.md tells more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from companion.marketplaces import parse_capture
from companion.model import Capture, Part, PartRole, Trigger
from companion.wire import make_sha256

GOLDEN = Path(__file__).resolve().parent
MEDIA_TYPES = {".json": "application/json", ".js": "text/javascript", ".html": "text/html"}
ID = "00000000-0000-0000-0000-000000000000"


class Meta(msgspec.Struct, forbid_unknown_fields=True):
    """What `meta.json` says of a page; `note` tells what the case shows and when its shape was seen."""

    note: str
    url: str
    captured_at: datetime
    time_zone: str | None
    language: str | None
    role: PartRole = PartRole.API
    page_url: str = "https://www.aliexpress.com/p/order/index.html"
    frame_id: str = "0"  # of a document inside the page at `page_url`
    request: str | None = None
    transport: str | None = None


@dataclass(frozen=True)
class Case:
    """One golden folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's path below its marketplace's parent."""
        return self.folder.relative_to(GOLDEN).as_posix()

    def make_capture(self, body: bytes | None = None) -> Capture:
        """Make the capture that the extension would have sent; with another body on request."""
        meta = msgspec.json.decode((self.folder / "meta.json").read_bytes(), type=Meta)
        page = next(self.folder.glob("page.*"))
        data = page.read_bytes() if body is None else body
        part = Part(
            role=meta.role,
            sha256=make_sha256(data),
            media_type=MEDIA_TYPES[page.suffix],
            body=data,
            url=meta.url,
            request=meta.request,
            transport=meta.transport,
            frame_id=meta.frame_id,
            size=len(data),
        )
        is_page = meta.role is PartRole.PAGE and meta.frame_id == "0"
        address = meta.url if is_page else meta.page_url
        return Capture(
            capture_id=ID,
            visit_id=ID,
            captured_at=meta.captured_at,
            time_zone=meta.time_zone,
            url=address,
            title="",
            language=meta.language,
            trigger=Trigger.LOAD,
            account=None,
            browser="",
            extension_version="",
            parts=(part,),
        )

    def read_expected(self) -> dict[str, Any]:
        """Read what the page must say."""
        expected: dict[str, Any] = json.loads((self.folder / "expected.json").read_text("utf-8"))
        return expected

    def write_expected(self) -> None:
        """Rewrite what the page must say from what it says now; page and `meta.json` are all that is read."""
        text = json.dumps(parse_case(self), ensure_ascii=False, indent=1)
        (self.folder / "expected.json").write_text(text + "\n", "utf-8")


class UpdateRefused(Exception):
    """Expectations may not be rewritten here."""


def find_cases() -> list[Case]:
    """List every golden folder."""
    return [Case(meta.parent) for meta in sorted(GOLDEN.rglob("meta.json"))]


def update_cases(cases: Iterable[Case], environ: Mapping[str, str]) -> None:
    """Rewrite what every page must say.

    Raises:
        UpdateRefused: nobody would read the difference here, and every promise would hold by itself.
    """
    if environ.get("CI"):
        raise UpdateRefused(
            "--golden-update rewrites what the tests promise, so it is refused where CI is set;"
            " run it by hand and read the difference"
        )
    for case in cases:
        case.write_expected()


@cache
def parse_case(case: Case) -> dict[str, Any]:
    """Parse a case once and give its records as JSON holds them."""
    [parsed] = parse_capture(case.make_capture())
    records: dict[str, Any] = json.loads(msgspec.json.encode(parsed))
    if not records["announces"]:
        del records["announces"]  # frames alone do
    del records["adapter_version"]  # no word of the page: raising it must not rewrite every promise
    return records


@cache
def parse_fields(case: Case) -> dict[str, object]:
    """Give the fields that a case yields."""
    return dict(list_fields(parse_case(case)))


@cache
def expected_fields(case: Case) -> dict[str, object]:
    """Give the fields that a case must yield."""
    return dict(list_fields(case.read_expected()))


def list_fields(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """List the fields of records: lists are opened down to their entries, values of a field are not."""
    if isinstance(value, dict) and (path == "" or path.endswith("]")):
        for key, inner in value.items():
            yield from list_fields(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, inner in enumerate(value):
            yield from list_fields(inner, f"{path}[{index}]")
    else:
        yield path, value
