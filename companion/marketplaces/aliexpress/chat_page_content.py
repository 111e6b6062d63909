"""What a row of a chat says: its words, what they are a translation of, pictures, cards, the time beside it.

None of a row's elements is evidenced. What stands beside the content (time, name, picture of a person, state,
buttons) is left out by the words of its class; where all would be left out, less is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_cards import Card, find_card
from companion.marketplaces.aliexpress.chat_page_media import Media, find_emoji, find_media
from companion.marketplaces.aliexpress.chat_page_words import (
    AVATAR,
    BESIDE,
    BUTTON,
    CARDS,
    ORIGINAL,
    TIME,
    TRANSLATION,
    is_original_label,
    is_translation_label,
)
from companion.when import SaidTime, parse_said_time

_BUTTONS = frozenset({"button", "input", "textarea", "select"})
_CONTENT = frozenset({"bubble", "content", "body"})
_MAX_BOXES = 500  # of one row that are looked at for labels and times
_MAX_SIBLINGS = 60
_LONGEST_TIME = 60
_TRANSLATED = ("data-translated", "data-translation", "data-translate")
_ORIGINAL = ("data-original", "data-origin")
_KINDS = ("data-type", "data-role", "data-kind")


@dataclass(frozen=True, slots=True)
class Content:
    """What one row says.

    Attributes:
        text: the words shown; of a translated message the translation.
        original: the words that were translated.
        time: the box of the row's own time.
        said: what that time says.
    """

    text: str
    original: str
    media: Media
    card: Card | None
    time: Box | None
    said: SaidTime | None


def read_content(
    row: Box, peer: str | None, common: frozenset[str], url: str, language: str | None
) -> Content:
    """Read what a row says.

    Args:
        row: the row, or the bubble in it.
        peer: the name of the other side, which is no part of a message where it stands alone.
        common: addresses of pictures that many rows show: those of people.
        url: the address of the page, for its links.
        language: the language of the page, for its times.
    """
    time, said = _find_time(row, language)
    beside = set(_list_beside(row, peer))
    if time is not None and time is not row:
        beside.add(time.key)
    media = find_media(row, common, peer, url)
    card = find_card(row, url)
    text, original = _read_texts(row, frozenset(beside), is_spaced=card is not None)
    if not text and not media.urls:
        less = {box.key for box in row.walk() if box is not row and (box is time or _is_apart(box))}
        text, original = _read_texts(row, frozenset(less), is_spaced=False)
    if not text and not media.urls:
        text = find_emoji(row)
    return Content(text, original, media, card, time, said)


def _list_beside(row: Box, peer: str | None) -> Iterator[int]:
    """List what stands beside a message's content; within a card names and states are its content."""
    waiting = [(child, False) for child in row.children]
    while waiting:
        box, in_card = waiting.pop()
        in_card = in_card or bool(CARDS & box.words)
        if box.name in _BUTTONS or (not in_card and _is_beside(box, row, peer)):
            yield box.key
        else:
            waiting.extend((child, in_card) for child in box.children)


def _is_beside(box: Box, row: Box, peer: str | None) -> bool:
    is_name = peer is not None and box.letters == len(peer) < row.letters and box.spot.see() == peer
    return is_name or bool(BESIDE & box.words and not _CONTENT & box.words)


def _is_apart(box: Box) -> bool:
    return box.name in _BUTTONS or bool((TIME | AVATAR | BUTTON) & box.words)


def _find_time(row: Box, language: str | None) -> tuple[Box | None, SaidTime | None]:
    """Find the row's own time: what is called one, else the last text that is a clock and nothing else."""
    shown: tuple[Box, SaidTime] | None = None
    named: Box | None = None
    for box in _first(row, leave_out=CARDS):
        is_named = box.name == "time" or (bool(TIME & box.words) and box.letters <= _LONGEST_TIME)
        if not is_named and (not box.own_text or box.letters != len(box.own_text)):
            continue
        if box.letters > _LONGEST_TIME:
            continue
        said = parse_said_time(box.spot.see(), language)
        if is_named and said is not None:
            return box, said
        named = named or (box if is_named and box.letters else None)
        if said is not None and said.clock is not None and box.letters < row.letters + row.pictures:
            shown = (box, said)
    return shown or (named, None)


def _read_texts(row: Box, beside: frozenset[int], *, is_spaced: bool) -> tuple[str, str]:
    """Read what is shown and what that is a translation of."""
    translation, original, labels = _find_marked(row, beside)
    left_out = beside | labels
    marked = frozenset(box.key for box in (translation, original) if box is not None)
    rest = row.spot.prose(left_out | marked, is_spaced=is_spaced)
    shown = translation.spot.prose(left_out - {translation.key}) if translation else ""
    written = original.spot.prose(left_out - {original.key}) if original else ""
    if shown and written:
        return shown, written if written != shown else ""
    if shown:
        return shown, rest if rest != shown else ""
    if written:
        return (rest, written if rest != written else "") if rest else (written, "")
    return rest, ""


def _find_marked(row: Box, beside: frozenset[int]) -> tuple[Box | None, Box | None, frozenset[int]]:
    """Find the block of a translation and that of the original: by class, attribute, or the label above."""
    found: dict[bool, Box] = {}
    labels: set[int] = set()
    for box in _first(row):
        if box is row or box.key in beside or not box.letters:
            continue
        for is_translation, is_label in ((True, is_translation_label), (False, is_original_label)):
            if box.own_text and box.letters == len(box.own_text) and is_label(box.own_text):
                labels.add(box.key)
                following = _find_following(box)
                if following is not None:
                    found.setdefault(is_translation, following)
            elif _is_marked(box, is_translation=is_translation) and not _holds_both(box):
                found.setdefault(is_translation, box)
    found = {key: box for key, box in found.items() if box.key not in labels}
    return found.get(True), found.get(False), frozenset(labels)


def _find_following(label: Box) -> Box | None:
    siblings = label.parent.filled()[:_MAX_SIBLINGS] if label.parent is not None else []
    places = [place for place, box in enumerate(siblings) if box is label]
    return siblings[places[0] + 1] if places and places[0] + 1 < len(siblings) else None


def _is_marked(box: Box, *, is_translation: bool) -> bool:
    words = TRANSLATION if is_translation else ORIGINAL
    if words & box.words:
        return True
    flags = _TRANSLATED if is_translation else _ORIGINAL
    if any((box.attribute(name) or "").lower() in {"true", "1"} for name in flags):
        return True
    return any((box.attribute(name) or "").lower() in words for name in _KINDS)


def _holds_both(box: Box) -> bool:
    """Tell what goes around both, whatever it is called."""
    inside = [inner for inner in islice(_first(box), _MAX_SIBLINGS) if inner is not box]
    return any(_is_marked(inner, is_translation=False) for inner in inside) or (
        any(_is_marked(inner, is_translation=True) for inner in inside) and bool(ORIGINAL & box.words)
    )


def _first(row: Box, leave_out: frozenset[str] = frozenset()) -> Iterator[Box]:
    """Yield the first boxes of a row, without those within one that a word names."""
    waiting = [row]
    given = 0
    while waiting and given < _MAX_BOXES:
        box = waiting.pop()
        if box is row or not leave_out & box.words:
            given += 1
            yield box
            waiting.extend(reversed(box.children))
