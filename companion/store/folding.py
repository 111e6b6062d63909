"""Text as the search compares it: without case, accents and points, and scripts without spaces in pairs.

What is indexed, what the user types and where a hit is marked all pass through here, so they always agree.
An index entry is removed by giving its words once more: whoever changes what this file makes of a text adds
a migration that calls for the index to be made anew.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

# Points that readers leave out when they type: accents, Hebrew points, Arabic vowel signs and stretching.
_POINTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]"
)
# Letters that one keyboard has and another has not; neither decomposition nor case folding joins them.
_SAME = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ٱ": "ا", "ى": "ي", "ة": "ه"}
# Han, kana, hangul, Thai, Lao, Burmese and Khmer: written without spaces, or with endings grown onto words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_MOST_FOLDS = 70_000
_MOST_WORDS = 16  # beyond them a search is a text, not a question


class _Folds(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < _MOST_FOLDS:  # no page has so many, unless it was made for that
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return " "  # also NUL and half characters, neither of which SQLite takes in a text
    apart = unicodedata.normalize("NFKD", character).casefold()
    plain = "".join(_SAME.get(one, one) for one in _POINTS.sub("", unicodedata.normalize("NFKD", apart)))
    return unicodedata.normalize("NFC", plain)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Take case, accents and points away.

    >>> fold("Crème BRÛLÉE, İstanbul, ёлка, Straße, ＵＳＢ")
    'creme brulee, istanbul, елка, strasse, usb'
    """
    return text.translate(_FOLDS)


def measure_folds(text: str) -> list[int]:
    """Tell how many characters each character of a text becomes."""
    return [len(_FOLDS[code]) for code in map(ord, text)]


def make_words(text: str) -> str:
    """Make the words that stand in the index for a text.

    >>> make_words("USB手机壳")
    'usb 手机 机壳 壳 '
    """
    return _UNSPACED.sub(lambda run: f" {_make_pairs(run[0])} {run[0][-1]} ", fold(text))


def is_searchable(text: str) -> bool:
    """Tell whether a text holds a letter or a digit, and so can be searched for."""
    return make_query(text) is not None


def make_query(text: str) -> str | None:
    """Make the index's question of what a user typed; None where that holds neither letter nor digit.

    Every word has to be there, the beginning of a longer one is enough. The user's text is data: each piece
    is a quoted string, so no operator of the index's language can come out of it.

    >>> make_query('blue "OR" lam 手机壳')
    '"blue"* "or"* "lam"* "手机 机壳"*'
    """
    pieces = [piece for piece in text.split() if any(map(str.isalnum, fold(piece)))]
    return " ".join(_make_phrase(piece) for piece in pieces[:_MOST_WORDS]) or None


def make_hit_pattern(text: str) -> re.Pattern[str]:
    """Make the pattern that finds in a folded text what a query was about."""
    pieces = [fold(piece) for piece in text.split()]
    parts = [re.split(r"[\W_]+", piece) for piece in pieces[:_MOST_WORDS]]
    # Longest first, so that of two hits at one place the whole word is marked.
    words = sorted({word for part in parts for word in part if word}, key=lambda word: (-len(word), word))
    starts = (word if _UNSPACED.match(word) else rf"(?<![^\W_]){re.escape(word)}" for word in words)
    return re.compile("|".join(starts) or r"(?!)")


def _make_phrase(piece: str) -> str:
    folded = fold(piece)
    words = _UNSPACED.sub(lambda run: f" {_make_question(run, len(folded))} ", folded).replace('"', " ")
    words = " ".join(words.split())
    # One letter begins too many words to be worth looking for; one sign of Chinese is a word.
    return f'"{words}"' if len(words) == 1 and words.isascii() else f'"{words}"*'


def _make_question(run: re.Match[str], end: int) -> str:
    if run.end() == end:  # the text may go on after it, with pairs that nobody typed
        return _make_pairs(run[0]) or run[0]
    return f"{_make_pairs(run[0])} {run[0][-1]}"


def _make_pairs(run: str) -> str:
    return " ".join(first + second for first, second in itertools.pairwise(run))
