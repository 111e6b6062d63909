"""Pure: the piece of a text around what was searched for, with the hits told apart from the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from companion.store.folding import fold, measure_folds

_BEFORE, _LENGTH = 60, 220
_MOST_STEPS = 8  # a place within ½, which becomes three characters, is never met exactly
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `is_hit` where it is what was searched for."""

    text: str
    is_hit: bool


def mark_hits(text: str, pattern: re.Pattern[str]) -> tuple[Piece, ...]:
    """Cut a short text into hits and what stands between them."""
    hits = list(pattern.finditer(fold(text)))
    offsets = _make_offsets(text) if hits else []
    pieces: list[Piece] = []
    done = 0
    for hit in hits:
        start, end = max(done, offsets[hit.start()]), offsets[hit.end() - 1] + 1
        if start > done:
            pieces.append(Piece(text[done:start], is_hit=False))
        if end > start:
            pieces.append(Piece(text[start:end], is_hit=True))
        done = max(done, end)
    return (*pieces, Piece(text[done:], is_hit=False)) if done < len(text) else tuple(pieces)


def make_snippet(text: str, pattern: re.Pattern[str]) -> tuple[Piece, ...]:
    """Cut the piece of a long text that holds its first hit, or its beginning where there is none."""
    hit = pattern.search(fold(text))
    start = 0 if hit is None else max(0, _find_offset(text, hit.start()) - _BEFORE)
    if start:  # begin with a whole word, where one begins soon
        start = next((space.end() for space in _SPACE.finditer(text, start, start + _BEFORE // 2)), start)
    cut = _SPACE.sub(" ", text[start : start + _LENGTH]).strip()
    lead, tail = "…" if start else "", "…" if start + _LENGTH < len(text) else ""
    return mark_hits(f"{lead}{cut}{tail}", pattern)


def _make_offsets(text: str) -> list[int]:
    """Tell for each character of the folded text which one of the text it comes from."""
    return [index for index, length in enumerate(measure_folds(text)) for _ in range(length)]


def _find_offset(text: str, folded: int) -> int:
    """Find the character of a long text that a place in its folded form comes from, or one close by."""
    index = min(folded, len(text))
    for _ in range(_MOST_STEPS):
        off = folded - len(fold(text[:index]))
        if not off:
            break
        index = min(max(0, index + off), len(text))
    return index
