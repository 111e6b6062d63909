"""A parser makes of a redacted page what it made of the original, with the same stand-ins."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import msgspec
import pytest

from companion.marketplaces import parse_capture
from companion.marketplaces.aliexpress.chat_page_words import find_label
from companion.marketplaces.privacies import find_privacy
from companion.marketplaces.privacy import Private
from companion.model import Capture, PageKind, PartRole
from companion.redaction.answers import AnswerRedactor
from companion.redaction.ledger import Ledger, Trust
from companion.redaction.pages import RedactedPart, redact_capture
from tests.golden.cases import Case, find_cases

CASES = find_cases()
# Fields of records that hold an address, and those of which not one word stays.
ADDRESSES = {"url", "image_url", "snapshot_url", "media"}
OUR_WORDS = {
    *("problems", "amount", "currency", "kind", "state", "after", "on", "page_kind", "source"),
    *("milestone", "ship_to_country"),
}
_SHORT = re.compile(r"(?<!\d)\d{1,6}(?!\d)")
PRIVATE = {
    "options": Private.PRODUCT,
    "title": Private.PRODUCT,
    "name": Private.PRODUCT,
    "store_id": Private.ID,
    "tracking_number": Private.TRACKING,
    "return_tracking_number": Private.TRACKING,
    "payment_method": Private.PAYMENT,
    "thread_id": Private.TOKEN,
}


def make_redacted_capture(case: Case, part: RedactedPart) -> Capture:
    """Make the capture of a redacted part, as its case would."""
    capture = case.make_capture(part.body)
    again = replace(
        capture.parts[0], url=part.url, request=part.request, body=part.body, transport=part.transport
    )
    address = part.url if part.role is PartRole.PAGE and not part.is_inside else part.page_url
    return replace(capture, url=address, parts=(again,))


def parse(capture: Capture) -> dict[str, object]:
    """Parse a capture and give its records as JSON holds them, problems by field alone."""
    [parsed] = parse_capture(capture)
    records: dict[str, object] = json.loads(msgspec.json.encode(replace(parsed, problems=(), text=None)))
    return {**records, "problems": [problem.field for problem in parsed.problems]}


class Mapped:
    """Replaces in records what a redaction replaced in their page."""

    def __init__(self, case: Case) -> None:
        capture = case.make_capture()
        self.ledger = Ledger(find_privacy("aliexpress"))
        self.parsed = parse(capture)
        self.redacted = redact_capture(capture, ledger=self.ledger)
        self.is_chat = self.redacted.parts[0].page_kind is PageKind.CHAT
        self.answers = AnswerRedactor(self.ledger, self.redacted.parts[0].page_kind)

    def agrees(self, original: object, redacted: object, key: str = "") -> bool:
        """Tell whether a record, or a field by its name, is the other one with stand-ins in it."""
        if isinstance(original, dict) and isinstance(redacted, dict):
            names = [self.ledger.redact(name, Private.PRODUCT) for name in original]
            same = list(redacted) in (list(original), names)
            inner = [key] * len(original) if key == "options" else list(original)
            pairs = zip(original.values(), redacted.values(), inner, strict=False)
            return same and all(self.agrees(*pair) for pair in pairs)
        if isinstance(original, list) and isinstance(redacted, list):
            pairs_of = zip(original, redacted, strict=False)
            return len(original) == len(redacted) and all(self.agrees(*pair, key) for pair in pairs_of)
        if not isinstance(original, str) or key in OUR_WORDS:
            return original == redacted
        return self._agrees_in_words(original, redacted, key)

    def _agrees_in_words(self, original: str, redacted: object, key: str) -> bool:
        if key == "return_address":  # the country at its end stays, where it stood as one
            return original != redacted and original.count(",") == str(redacted).count(",")
        if key in ADDRESSES:
            return self.answers.redact_address(original) == redacted
        if self.is_chat:
            return self._agrees_in_chat(original, str(redacted), key)
        # Whether a sentence stood among the shop's own words no record tells.
        return redacted in {self.ledger.redact(original, PRIVATE.get(key), trust) for trust in Trust}

    def _agrees_in_chat(self, original: str, redacted: str, key: str) -> bool:
        """Tell the same of a text of a conversation, whose pieces may have stood in elements of their own.

        Of short numbers those in prose are replaced, and the page's own labels stay.
        """
        label = find_label(original)
        words = original[: len(original) - len(label)]
        kinds = {PRIVATE.get(key), Private.MESSAGE}
        told = {f"{self.ledger.redact(words, kind, trust)}{label}" for trust in Trust for kind in kinds}
        return _SHORT.sub("0", redacted) in {_SHORT.sub("0", one) for one in told}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_redacted_page_says_the_same(case: Case) -> None:
    """What is read in the redacted page is what was read in the page, under other names."""
    mapped = Mapped(case)
    [part] = mapped.redacted.parts

    assert mapped.agrees(mapped.parsed, parse(make_redacted_capture(case, part)))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_nothing_private_of_the_page_is_left(case: Case) -> None:
    """None of the receivers, orders, parcels and products made up for the goldens is in the redacted page."""
    [part] = redact_capture(case.make_capture()).parts
    written = f"{part.body.decode()} {part.url} {part.page_url} {part.request}".lower()
    private = ("nobody", "example road", "+00 ", "example city", "00000-000", "83011223", "hdmi")

    assert [] == [word for word in private if word in written]
