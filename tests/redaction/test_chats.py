"""Of a conversation no word, name, number or picture of either side stays; who wrote what and when does."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from companion.marketplaces import parse_capture
from companion.marketplaces.vocabulary import WORD
from companion.model import Message, Parsed, Part, PartRole
from companion.redaction.golden import make_goldens, write_goldens
from companion.redaction.pages import RedactedPart, redact_capture
from tests.golden.cases import Case, parse_case
from tests.redaction.private_chat import (
    BUYER_SAYS,
    PRIVATE,
    SELLER_SAYS,
    SESSION,
    make_answer,
    make_chat_capture,
    make_parts,
)

PARTS = make_parts()
READ = [name for name, part in PARTS.items() if parse_capture(make_chat_capture(part))[0].threads]
_ESCAPE = re.compile(r"\\+u([0-9a-f]{4})")
_PACKED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


def redact(part: Part) -> RedactedPart:
    """Redact one part of a chat page."""
    [redacted] = redact_capture(make_chat_capture(part)).parts
    return redacted


def parse_again(redacted: RedactedPart, part: Part) -> Parsed:
    """Read a redacted part as it would have been read."""
    again = replace(part, body=redacted.body, url=redacted.url, request=redacted.request)
    [parsed] = parse_capture(replace(make_chat_capture(again), url=redacted.page_url))
    return parsed


def list_messages(parsed: Parsed) -> list[Message]:
    """List the messages of all conversations."""
    return [message for thread in parsed.threads for message in thread.messages]


def unpack_all(text: str) -> str:
    """Give a text with everything that lies packed in it, however deep."""
    found = [text]
    for packed in _PACKED.findall(text):
        try:
            data = base64.b64decode(packed + "=" * (-len(packed) % 4))
            data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        except (ValueError, OSError, EOFError, zlib.error):
            continue
        inner = data.decode("utf-8", "replace")
        found += [inner] if inner == text else [inner, *([unpack_all(inner)] if "{" in inner else [])]
    return "\n".join(found)


def test_packed_words_are_found() -> None:
    """What these tests look with finds private words in a frame, plain, packed and packed twice."""
    for name in ("frame", "gzip frame", "deeper frame", "frame under another key"):
        assert "doorbell" in unpack_all((PARTS[name].body or b"").decode()).lower(), name


@pytest.mark.parametrize("name", PARTS)
def test_nothing_private_of_a_conversation_is_left(name: str) -> None:
    """Neither names, places, numbers, ids and pictures nor what somebody wrote is anywhere in it."""
    redacted = redact(PARTS[name])
    beside = (redacted.url, redacted.page_url, redacted.request or "")
    written = unpack_all("\n".join((redacted.body.decode(), *beside))).lower()
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), written)

    assert [] == [word for word in PRIVATE if word.lower() in written or word.lower() in plain]


@pytest.mark.parametrize("name", READ)
def test_no_word_of_a_message_is_left(name: str) -> None:
    """Not even common words and words that the shop uses too stay where somebody wrote them."""
    said = {word.lower() for word in re.findall(WORD, f"{BUYER_SAYS} {SELLER_SAYS}") if len(word) > 2}
    messages = list_messages(parse_again(redact(PARTS[name]), PARTS[name]))
    kept = [word for one in messages for word in re.findall(WORD, f"{one.text} {one.original_text}".lower())]

    assert [] == [word for word in kept if word in said]


def outline(parsed: Parsed) -> list[tuple[object, ...]]:
    """Tell of each message what is no private word."""
    return [
        (
            *(one.author, one.at, one.at_text, one.kind, one.recalled, len(one.media)),
            *map(bool, (one.text, one.original_text, one.message_id, one.order_id, one.product_id)),
        )
        for one in list_messages(parsed)
    ]


@pytest.mark.parametrize("name", PARTS)
def test_the_structure_stays(name: str) -> None:
    """Authors, times, kinds, pictures, recalls, the beginning, counts and problems are what they were."""
    part = PARTS[name]
    [before] = parse_capture(make_chat_capture(part))
    after = parse_again(redact(part), part)

    assert outline(before) == outline(after)
    assert [one.complete_from_start for one in before.threads] == [
        one.complete_from_start for one in after.threads
    ]
    assert len({one.message_id for one in list_messages(before)}) == len(
        {one.message_id for one in list_messages(after)}
    )
    assert (before.page_kind, before.announces, [one.field for one in before.problems]) == (
        after.page_kind,
        after.announces,
        [one.field for one in after.problems],
    )


def test_one_conversation_stays_one() -> None:
    """The list of conversations, history, frames and pages name a conversation alike after redaction, too."""
    parts = [PARTS[name] for name in ("history", "sessions", "gzip frame", "page", "document in a frame")]
    redacted = redact_capture(make_chat_capture(*parts)).parts
    names = {
        thread.thread_id
        for one, part in zip(redacted, parts, strict=True)
        for thread in parse_again(one, part).threads
    }

    assert (1, False) == (len(names), SESSION in names)


def test_words_for_machines_stay() -> None:
    """Whose a message is, by a word, and a clock in seconds are read in the redacted answer as before."""
    said = {"message_id": "9007199254740993", "content": "Meet Maria at Quintal", "created_time": 1788700000}
    data = {"conversationId": SESSION, "list": [{**said, "sender": "seller-oliveira"}]}
    part = make_answer(data)
    [before] = parse_capture(make_chat_capture(part))

    after = parse_again(redact(part), part)
    assert outline(before) == outline(after)
    assert "oliveira" not in redact(part).body.decode()


@pytest.mark.parametrize("name", PARTS)
def test_a_golden_of_a_conversation_proves_the_parser(name: str, tmp_path: Path) -> None:
    """The folder that `fixture add` writes says what its page says, also of frames and inner documents."""
    capture = make_chat_capture(PARTS[name])
    write_goldens(make_goldens(capture, redact_capture(capture).parts, "chat", tmp_path))
    [meta] = tmp_path.rglob("meta.json")
    case = Case(meta.parent)

    assert "chat" == meta.parent.parent.name
    assert case.read_expected() == parse_case(case)
    role = PARTS[name].role
    assert role.value == json.loads(meta.read_text("utf-8")).get("role", PartRole.API.value)
