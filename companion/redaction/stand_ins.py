"""Makes what stands in for a private text: of the same script, length and case, and made up."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

# Letters that read as an invented word, first and second ones in turn. A script without an entry borrows
# the Latin one.
_LETTERS: dict[str, tuple[str, str]] = {
    "LATIN": ("bdfgklmnprstvz", "aeiou"),
    "CYRILLIC": ("бвгдзклмнпрст", "аеиоу"),
    "GREEK": ("βγδζκλμνπρστ", "αεηιο"),
    "ARMENIAN": ("բգդզկմնպստ", "աեիոը"),
    "GEORGIAN": ("ბგდზკლმნპრ", "აეიოუ"),
    "HEBREW": ("בגדזחטכלמנ", "אהוינ"),
    "ARABIC": ("بتجدرسعفكلم", "اوينه"),
    "THAI": ("กขคงจชดตนบ", "มยรลวสหอ"),
    "DEVANAGARI": ("कगचजटडतदनप", "मयरलवसह"),
    "HANGUL": ("가나다라마바사", "아자차카타파하"),
    "HIRAGANA": ("かきさしたなは", "まらわりるもの"),
    "KATAKANA": ("カキサシタナハ", "マラワリルモノ"),
    "CJK": ("山石花竹川田林森", "草松梅雪雲風星海"),
}
_SHORT_NUMBER = 6  # digits; house numbers, the last digits of a card
_GOLDEN_CUT = 0.618  # of all words there are: neighbours then do not look alike


class StandIns:
    """Makes stand-ins; none is ever made twice, and none is a text that must not appear."""

    def __init__(self, is_taken: Callable[[str], bool]) -> None:
        self._is_taken = is_taken
        self._made: set[str] = set()
        self._count: Counter[tuple[str, int]] = Counter()

    def make_word(self, word: str) -> str:
        """Make a word of the same script and length, in lower case."""
        script, length = _find_script(word), len(word)
        while True:
            number = self._count[script, length]
            if number >= _count_words(script, length):
                length += 1
                continue
            self._count[script, length] += 1
            made = _spell(script, length, number)
            if self._take(made):
                return made

    def make_digits(self, digits: str) -> str:
        """Make a number of as many digits; a long one keeps its first, short ones may repeat."""
        kept = digits[:1] if len(digits) > _SHORT_NUMBER else ""
        while True:
            self._count["digits", len(digits)] += 1
            number = str(self._count["digits", len(digits)])[-len(digits) :].zfill(len(digits))
            made = _like_digits(digits, kept + number[len(kept) :])
            if len(digits) <= _SHORT_NUMBER or self._take(made):
                return made

    def make_code(self, code: str) -> str:
        """Make a code: letters for letters and digits for digits, the first two letters kept."""
        while True:
            self._count["codes", 0] += 1
            made = _recode(code, self._count["codes", 0])
            if self._take(made):
                return made

    def make_email(self) -> str:
        """Make an address of nobody."""
        self._count["emails", 0] += 1
        return f"person{self._count['emails', 0]}@example.org"

    def _take(self, made: str) -> bool:
        if made in self._made or self._is_taken(made):
            return False
        self._made.add(made)
        return True


def like_case(word: str, made: str) -> str:
    """Give a stand-in the capitals of the word it stands for.

    >>> like_case("Maria", "tolam"), like_case("MARIA", "tolam"), like_case("maria", "tolam")
    ('Tolam', 'TOLAM', 'tolam')
    """
    if len(word) > 1 and word.isupper():
        return made.upper()
    return made[:1].upper() + made[1:] if word[:1].isupper() else made


def is_unspaced(word: str) -> bool:
    """Tell a script that puts no gaps between its words."""
    return _find_script(word) in {"CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI"}


def _find_script(word: str) -> str:
    name = unicodedata.name(word[0], "LATIN").partition(" ")[0]
    return name if name in _LETTERS else "LATIN"


def _count_words(script: str, length: int) -> int:
    first, second = _LETTERS[script]
    return int(len(first) ** ((length + 1) // 2) * len(second) ** (length // 2))


def _spell(script: str, length: int, number: int) -> str:
    words = _count_words(script, length)
    rest = (number + 1) * (int(words * _GOLDEN_CUT) | 1) % words
    letters: list[str] = []
    for place in range(length):
        choice = _LETTERS[script][place % 2]
        rest, step = divmod(rest, len(choice))
        letters.append(choice[step])
    return "".join(letters)


def _recode(code: str, number: int) -> str:
    """Write a number into a code's places, last one first; places left over are filled by a fixed pattern."""
    fresh = list(code)
    for place in reversed([place for place, sign in enumerate(code) if sign.isalnum()]):
        step = (place * 7 + 3) % 10
        if number:
            number, step = divmod(number, 10)
        if code[place].isdigit():
            fresh[place] = str(step)
        elif place > 1:
            fresh[place] = chr(ord("A" if code[place].isupper() else "a") + step)
    return "".join(fresh)


def _like_digits(original: str, made: str) -> str:
    """Write a number with the digits of the original's script."""
    zeros = (ord(sign) - unicodedata.decimal(sign) for sign in original)
    return "".join(chr(zero + int(sign)) for zero, sign in zip(zeros, _ascii(made), strict=True))


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in digits)
