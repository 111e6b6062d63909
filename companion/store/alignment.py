"""Pure: which shown order line is which known one, where a page shows no ids.

Adapters number what shows no id by its place: `<order id>-<place>`. Such a stand-in says nothing: another
page of the same order may show its lines in another order, or only some of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from companion.model import OrderLine

_WORD = re.compile(r"\w+")
_Fits = Callable[[OrderLine, OrderLine], bool]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Shown lines under the ids they are known by.

    Attributes:
        lines: the shown lines, without those that are only shadows of known ones.
        renamed: stand-ins of known lines whose id is now known.
        shadows: stand-ins of known lines that turned out to be none.
    """

    lines: tuple[OrderLine, ...]
    renamed: dict[str, str]
    shadows: frozenset[str]


def is_stand_in(record_id: str, order_id: str) -> bool:
    """Tell whether an id was made up for a record that shows none."""
    return record_id.startswith(f"{order_id}-")


def align_lines(known: tuple[OrderLine, ...], shown: tuple[OrderLine, ...], order_id: str) -> Alignment:
    """Find the known line that each shown line is: by id, product and options, product, title, place."""
    pairing = _Pairing(known, shown, order_id)
    pairing.pair_by_id()
    for fits in (_same_choice, _similar_choice, _same_product, _same_title):
        pairing.pair_by(fits)
    pairing.pair_by_place()
    return pairing.make_alignment()


class _Pairing:
    def __init__(self, known: Sequence[OrderLine], shown: Sequence[OrderLine], order_id: str) -> None:
        self._known = known
        self._shown = shown
        self._order_id = order_id
        self._pairs: dict[int, int] = {}  # place shown → place known

    def pair_by_id(self) -> None:
        """Pair what shows its own id."""
        places = {line.line_id: place for place, line in enumerate(self._known)}
        for place, line in enumerate(self._shown):
            if line.line_id in places and not self._is_nameless(line):
                self._pairs[place] = places[line.line_id]

    def pair_by(self, fits: _Fits) -> None:
        """Pair the first known line that fits, where one of the two has no id of its own."""
        for place, line in enumerate(self._shown):
            if place not in self._pairs:
                free = (one for one in self._free() if self._may_be(line, self._known[one]))
                found = next((one for one in free if fits(self._known[one], line)), None)
                if found is not None:
                    self._pairs[place] = found

    def pair_by_place(self) -> None:
        """Pair by place where as many lines are shown as are known, and nothing speaks against it."""
        if len(self._known) != len(self._shown):
            return
        free = set(self._free())
        for place, line in enumerate(self._shown):
            known = self._known[place]
            is_free = place not in self._pairs and place in free and self._may_be(line, known)
            if is_free and not (line.product_id and known.product_id):
                self._pairs[place] = place

    def make_alignment(self) -> Alignment:
        """Name every shown line."""
        lines: list[OrderLine] = []
        renamed: dict[str, str] = {}
        for place, line in enumerate(self._shown):
            known = self._known[self._pairs[place]] if place in self._pairs else None
            if known is None:
                lines.extend(self._admit(line, lines))
            elif self._is_nameless(line):
                lines.append(replace(line, line_id=known.line_id))
            else:
                lines.append(line)
                if known.line_id != line.line_id:
                    renamed[known.line_id] = line.line_id
        return Alignment(tuple(lines), renamed, self._find_shadows())

    def _admit(self, line: OrderLine, lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
        """Take in a line that fits no known one, unless it says too little to be one of its own."""
        if not self._is_nameless(line) or not self._known:
            return (line,)
        named = [one for one in self._known if not self._is_nameless(one)]
        is_other = line.product_id is not None and line.product_id not in {one.product_id for one in named}
        if not (is_other or (line.title and not named)):
            return ()
        taken = {one.line_id for one in (*self._known, *lines)}
        numbers = (f"{self._order_id}-{number}" for number in range(1, len(taken) + 2))
        return (replace(line, line_id=next(number for number in numbers if number not in taken)),)

    def _find_shadows(self) -> frozenset[str]:
        """Find lines without an id that are left over once a reading has named the lines of the order."""
        named = {line.product_id for line in self._shown if not self._is_nameless(line)}
        if not named:
            return frozenset()
        left = (self._known[place] for place in self._free())
        return frozenset(
            line.line_id
            for line in left
            if self._is_nameless(line) and (line.product_id is None or line.product_id in named)
        )

    def _free(self) -> list[int]:
        taken = set(self._pairs.values())
        return [place for place in range(len(self._known)) if place not in taken]

    def _may_be(self, shown: OrderLine, known: OrderLine) -> bool:
        return self._is_nameless(shown) or self._is_nameless(known)

    def _is_nameless(self, line: OrderLine) -> bool:
        return is_stand_in(line.line_id, self._order_id)


def _same_choice(known: OrderLine, shown: OrderLine) -> bool:
    if not _same_product(known, shown):
        return False
    if known.sku_id and shown.sku_id:
        return known.sku_id == shown.sku_id
    return bool(known.options and shown.options) and _words(known) == _words(shown)


def _similar_choice(known: OrderLine, shown: OrderLine) -> bool:
    """Tell whether one names all the options that the other names, and some more."""
    ours, theirs = _words(known), _words(shown)
    return _same_product(known, shown) and bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _same_product(known: OrderLine, shown: OrderLine) -> bool:
    return known.product_id is not None and known.product_id == shown.product_id


def _same_title(known: OrderLine, shown: OrderLine) -> bool:
    if not known.title or not shown.title or (known.product_id and shown.product_id):
        return False
    return known.title.casefold() == shown.title.casefold()


def _words(line: OrderLine) -> frozenset[str]:
    # One reading names the options, the other may show their values alone, in one text.
    values = (line.options or {}).values()
    return frozenset(word.casefold() for value in values for word in _WORD.findall(value))
