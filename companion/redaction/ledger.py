"""The ledger of one redaction: which text is replaced by which, the same always by the same.

A page is gone through twice. The first time the ledger learns what is private, wherever it stands; the second
time it replaces all of it, also where only the whole page could tell that it is private: a name within a
sentence of the shop's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import Enum

from companion.marketplaces.privacy import THROUGHOUT, Privacy, Private
from companion.marketplaces.vocabulary import WORD, is_few
from companion.redaction.stand_ins import StandIns, is_unspaced, like_case

Kind = Private | None  # None: nothing is known of the text

# Milliseconds of 2005 to 2040: the site's clock, which parsers read and which names nobody.
_FIRST_MOMENT, _LAST_MOMENT = 1_104_537_600_000, 2_208_988_800_000

_TOKENS = re.compile(
    rf"""(?P<email>[\w.+-]{{1,80}}@[\w-]{{1,80}}(?:\.[\w-]{{1,40}})+)
    |(?P<tag><[^<>]{{1,2000}}>|&(?:\#\d{{1,7}}|\#x[0-9a-fA-F]{{1,6}}|[A-Za-z]\w{{1,30}});)
    |(?P<phone>\+\d[\d .()/-]{{6,24}}\d|\(\d{{2,4}}\)\s?\d{{3,5}}[ -]\d{{4}})
    |(?P<code>(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])
        (?:(?=(?:[A-Za-z]*\d){{5}})[A-Za-z0-9]{{10,}}|[A-Za-z0-9]{{20,}}))
    |(?P<number>\d+)
    |(?P<word>{WORD})""",
    re.VERBOSE,
)
_AMOUNT = re.compile(r"(?:[\d\s.,'’|+-]|[^\w\s<>@/]|[^\W\d_]{1,4}(?![^\W\d_])){1,64}")
# What a person wrote, told from ids and codes, of which parsers read the short numbers.
_PROSE = re.compile(r"\s|[^\x00-\x7f]")
_SHORTEST_ID = 7
_PLAIN = frozenset({"true", "false", "null"})  # some accounts get these as texts
_COMMON = frozenset({Private.OTHER, Private.PRODUCT})  # may be a word of anybody's
_ENTIRELY = THROUGHOUT | {Private.TRACKING, Private.TOKEN}
_HIDES_DIGITS = frozenset({
    Private.ADDRESS, Private.PHONE, Private.PAYMENT, Private.TRACKING, Private.NAME, Private.TOKEN,
    Private.ID,
})  # fmt: skip


class Trust(Enum):
    """Whose wording a text is, where it is not private."""

    MACHINES = "words for machines: only numbers are replaced"
    AMOUNTS = "money: stays as it is, as long as it is an amount"
    SHOP = "the shop's own: names that are private elsewhere are replaced"
    NOBODY = "unknown: only words that a parser knows stay"


class Ledger:
    """What was met in one redaction, and what stands in for it.

    Attributes:
        counts: how many different texts of each kind were replaced.
    """

    def __init__(self, privacy: Privacy) -> None:
        self.privacy = privacy
        self.counts: Counter[Private] = Counter()
        self._kinds: dict[str, Private] = {}  # what is private, folded
        self._made: dict[str, str] = {}
        self._phrases: set[str] = set()
        self._structure: set[str] = set()
        self._shown: set[str] = set()  # words of the shop's own sentences
        self._is_learning = True
        self._stand_ins = StandIns(self._is_taken)
        self._unspaced: list[str] = []

    def finish_learning(self) -> None:
        """Turn from learning to replacing."""
        self._is_learning = False
        self._unspaced = sorted((word for word in self._kinds if is_unspaced(word)), key=len, reverse=True)

    def redact(self, text: str, kind: Kind, trust: Trust = Trust.NOBODY) -> str:
        """Replace what is private in a text; while learning, give it back as it is.

        Args:
            text: any text.
            kind: what all of it is, if it is private.
            trust: whose wording it is, if it is not.
        """
        if text.casefold() in _PLAIN:
            return text
        if trust is Trust.AMOUNTS:
            if _AMOUNT.fullmatch(text):
                return text
            trust = Trust.NOBODY
        if self._is_learning:
            self._learn(text, kind, trust)
        is_prose = kind is Private.MESSAGE and _PROSE.search(text) is not None
        return _TOKENS.sub(lambda found: self._replace(found, kind, trust, is_prose=is_prose), text)

    def redact_key(self, name: str) -> str:
        """Replace in a key of JSON what was met as somebody's own word; the shop's names of fields stay."""
        return _TOKENS.sub(self._replace_in_key, name)

    def originals(self) -> Mapping[str, Private]:
        """Give what was replaced, in lower case, save words that machines, parsers or the shop use, too."""
        used = self._structure | {word for word in self._shown if self._kinds.get(word) in _COMMON}
        return {
            text: kind
            for text, kind in self._kinds.items()
            if text in self._made and text not in used and not self.privacy.vocabulary.knows(text)
        }

    def phrases(self) -> frozenset[str]:
        """Give the private texts of several words."""
        return frozenset(self._phrases)

    def _learn(self, text: str, kind: Kind, trust: Trust) -> None:
        if kind is not None and " " in text.strip():
            self._phrases.add(text.strip())
        if kind is None and trust is Trust.MACHINES:
            self._structure.update(word.casefold() for word in re.findall(WORD, text))

    def _replace_in_key(self, found: re.Match[str]) -> str:
        text = found[0]
        if found.lastgroup != "word":
            return self._replace(found, None, Trust.MACHINES)
        is_known = self._is_learning or text.casefold() not in self._kinds
        return text if is_known or self.privacy.vocabulary.knows(text) else self._hide(text, Private.OTHER)

    def _replace(self, found: re.Match[str], kind: Kind, trust: Trust, *, is_prose: bool = False) -> str:
        text, group = found[0], found.lastgroup
        if group == "tag":
            return self._redact_tag(text)
        if group == "email":
            return self._hide(text, Private.EMAIL)
        if group == "phone":
            return self._hide(text, Private.PHONE)
        if group == "code":
            return self._hide(text, kind if kind is Private.TRACKING else Private.TOKEN)
        if group == "number":
            return self._redact_number(text, kind, is_prose=is_prose)
        return self._redact_word(text, kind, trust)

    def _redact_tag(self, text: str) -> str:
        if text.startswith("&"):
            return text
        return f"<{self.redact(text[1:-1], None, Trust.MACHINES)}>"

    def _redact_number(self, text: str, kind: Kind, *, is_prose: bool) -> str:
        if kind in _HIDES_DIGITS or (is_prose and len(text) > 1):
            return self._hide(text, kind or Private.ID)
        if len(text) < _SHORTEST_ID or _is_moment(text):
            return text
        return self._hide(text, Private.ID)

    def _redact_word(self, text: str, kind: Kind, trust: Trust) -> str:
        if kind in _ENTIRELY:
            return self._hide(text, kind or Private.OTHER)
        if trust is Trust.MACHINES and kind is None:
            return text
        if is_unspaced(text):
            return self._redact_run(text, kind, trust)
        if is_few(text) or text.casefold() in _PLAIN or self.privacy.vocabulary.knows(text):
            return text
        if kind is None and trust is Trust.SHOP:
            return self._redact_shown(text)
        return self._hide(text, kind or Private.OTHER)

    def _redact_shown(self, text: str) -> str:
        """Redact a word of the shop's own: what is the buyer's goes, also what was bought if it is a name."""
        known = self._kinds.get(text.casefold())
        if known is None or known is Private.OTHER or (known is Private.PRODUCT and text.islower()):
            if self._is_learning:
                self._shown.add(text.casefold())
            return text
        return self._hide(text, known)

    def _redact_run(self, text: str, kind: Kind, trust: Trust) -> str:
        """Redact a text without gaps: known pieces stay, private ones are found wherever they begin."""
        if kind is None and trust is Trust.SHOP:
            for word in self._unspaced:
                if len(word) > 1 and word in text:
                    text = text.replace(word, self._hide(word, self._kinds[word]))
            return text
        pieces = self.privacy.vocabulary.split(text)
        return "".join(
            piece if is_known else self._hide(piece, kind or Private.OTHER) for piece, is_known in pieces
        )

    def _hide(self, text: str, kind: Private) -> str:
        folded = text.casefold()
        if self._is_learning:
            known = self._kinds.setdefault(folded, kind)
            if known is Private.OTHER:
                self._kinds[folded] = kind
            return text
        if folded not in self._made:
            self._made[folded] = self._make(text, kind)
            self.counts[self._kinds.get(folded, kind)] += 1
        return like_case(text, self._made[folded]) if text[:1].isalpha() else self._made[folded]

    def _make(self, text: str, kind: Private) -> str:
        if kind is Private.EMAIL:
            return self._stand_ins.make_email()
        if text.isdigit():
            return self._stand_ins.make_digits(text)
        if text.isalpha() or not any(sign.isdigit() for sign in text):
            return self._stand_ins.make_word(text.casefold())
        return self._stand_ins.make_code(text)

    def _is_taken(self, made: str) -> bool:
        return made.casefold() in self._kinds or (made.isalpha() and self.privacy.vocabulary.knows(made))


def _is_moment(digits: str) -> bool:
    return len(digits) == len(str(_FIRST_MOMENT)) and _FIRST_MOMENT <= int(digits) <= _LAST_MOMENT
