"""A place in untrusted HTML: the twin of `Node` for documents as the buyer saw them.

A read gives a value, or None for absence, or None and a problem. Text is read the way it is seen: what
stands within one line is joined without a gap, for shops set prices one `<span>` per character; blocks are
parted by one blank. Scripts, styles and templates are no text; a template that is a frozen shadow root is a
part of the page like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from companion.marketplaces.base import MAX_TEXT, Problems
from companion.marketplaces.seeing import BREAK, JOINT, is_text, join_prose, see, space
from companion.marketplaces.selecting import DomIndex
from companion.model import Part
from companion.text import clean

# The parser of HTML is large, and the companion knows its adapters without ever reading a page itself; so
# it is imported where a document is read, which is in the worker.
if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

T = TypeVar("T")

_MAX_WHERE = 200
_SHADOW_ROOT = "shadow-root"
_NO_DISPLAY = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

HIDDEN = '[hidden], [style*="display:none" i], [style*="display: none" i]'  # elements that nobody sees


class Spot:
    """A place in a document; one that was looked for and not found is a Spot too, and absent."""

    __slots__ = ("_index", "_problems", "_tag", "where")

    def __init__(self, tag: Tag | None, where: str, problems: Problems, index: DomIndex) -> None:
        self._tag = tag
        self._index = index
        self._problems = problems
        self.where = where[:_MAX_WHERE]

    @property
    def is_present(self) -> bool:
        """Whether there is such an element."""
        return self._tag is not None

    @property
    def name(self) -> str:
        """The element's name in lower case; empty where there is none."""
        return self._tag.name.lower() if self._tag is not None else ""

    @property
    def classes(self) -> tuple[str, ...]:
        """The element's classes."""
        found = self._tag.get("class") if self._tag is not None else None
        return tuple(found.split() if isinstance(found, str) else found or ())

    @property
    def class_words(self) -> frozenset[str]:
        """The words that the element's classes are made of, without the hashes build tools add.

        `logistic-info-v2--mailNoValue--X0fPzen` has the words logistic, info, mail, no, value.
        """
        return frozenset[str]().union(*map(split_class, self.classes))

    @property
    def is_hidden(self) -> bool:
        """Whether the element, or one around it, says of itself that it is not shown."""
        around = [self._tag, *self._tag.parents] if self._tag is not None else []
        return any(
            tag.has_attr("hidden") or _NO_DISPLAY.search(str(tag.get("style") or "")) for tag in around if tag
        )

    def is_same(self, other: Spot) -> bool:
        """Tell whether both are one and the same element."""
        return self._tag is not None and self._tag is other._tag

    def told_to(self, problems: Problems) -> Spot:
        """Give the same place with another collector of problems."""
        return Spot(self._tag, self.where, problems, self._index)

    def find(self, *selectors: str) -> Spot:
        """Find the first element inside by CSS selector; of several selectors the first that fits decides."""
        for selector in selectors:
            found = next(self._select(selector), None)
            if found is not None:
                return self._go(found, f"{self.where} {selector}")
        return self._go(None, f"{self.where} {selectors[0] if selectors else ''}")

    def find_all(self, *selectors: str) -> tuple[Spot, ...]:
        """Find all elements inside, in the order of the page, by the first selector that fits any."""
        for selector in selectors:
            found = tuple(self._select(selector))
            if found:
                return tuple(
                    self._go(tag, f"{self.where} {selector}[{index}]") for index, tag in enumerate(found)
                )
        return ()

    def children(self) -> tuple[Spot, ...]:
        """List the elements directly inside."""
        from bs4 import Tag  # heavy

        inside = self._tag.children if self._tag is not None else ()
        tags = [child for child in inside if isinstance(child, Tag)]
        return tuple(self._go(tag, f"{self.where} > {tag.name}[{index}]") for index, tag in enumerate(tags))

    @property
    def key(self) -> int:
        """Tell the same element, found by different ways, from others."""
        return id(self._tag)

    def parent(self) -> Spot:
        """Give the element around this one; absent at the top."""
        around = self._tag.parent if self._tag is not None else None
        return self._go(around, f"{self.where} < parent")

    def find_around(self, is_wanted: Callable[[Spot], bool]) -> Spot:
        """Climb as long as the element around is still wanted; give the last one that was, maybe this one."""
        spot = self
        while (outer := spot.parent()).is_present and is_wanted(outer):
            spot = outer
        return self if spot is self else self._go(spot._tag, f"{self.where} around")

    def holds(self, selector: str, count: int) -> bool:
        """Tell whether at least so many elements inside fit."""
        return len(list(islice(self._select(selector), count))) >= count

    def outermost(self, selector: str) -> tuple[Spot, ...]:
        """Find all elements inside that fit, save those within another one that fits."""
        found = self.find_all(selector)
        every = {id(spot._tag) for spot in found}
        return tuple(
            spot
            for spot in found
            if spot._tag is not None and not any(id(tag) in every for tag in spot._tag.parents)
        )

    def attribute_names(self) -> frozenset[str]:
        """Name the attributes that are there, be they empty."""
        return frozenset(self._tag.attrs) if self._tag is not None else frozenset()

    def attribute(self, name: str) -> str | None:
        """Read an attribute; an empty one is nothing."""
        value = self._tag.get(name) if self._tag is not None else None
        text = " ".join(value) if isinstance(value, list) else value
        return clean(text)[:MAX_TEXT] or None if text else None

    def see(self, leave_out: str = "") -> str:
        """Give the text a reader sees here, without that of the elements a selector names; empty for none."""
        return clean("".join(self._pieces(leave_out)).replace(JOINT, ""))

    def words(self, leave_out: str = "") -> str:
        """Give the text seen here with a blank between any two elements, save those of one character.

        For labels and values that only a style keeps apart: `<b>Paid</b><i>Jul 15</i>`.
        """
        return clean(space("".join(self._pieces(leave_out)).split(JOINT)))

    def lines(self, leave_out: str = "") -> tuple[str, ...]:
        """Give the text seen here line by line, a line being what no block parts."""
        pieces = "".join(self._pieces(leave_out)).replace(JOINT, "").split(BREAK)
        return tuple(line for piece in pieces if (line := clean(piece)))

    def prose(self, skipped: frozenset[int] = frozenset(), *, is_spaced: bool = False) -> str:
        """Give what a person wrote here, with its line breaks; `skipped` are keys of elements left out.

        `is_spaced` puts blanks between elements, as `words` does.
        """
        return join_prose(see(self._tag, skipped), is_spaced=is_spaced) if self._tag is not None else ""

    def _pieces(self, leave_out: str) -> Iterator[str]:
        if self._tag is None:
            return iter(())
        skipped = frozenset(map(id, self._select(leave_out))) if leave_out else frozenset()
        return see(self._tag, skipped)

    def _select(self, selector: str) -> Iterator[Tag]:
        return self._index.select(self._tag, selector) if self._tag is not None else iter(())

    def _go(self, tag: Tag | None, where: str) -> Spot:
        return Spot(tag, where, self._problems, self._index)

    def scripts(self) -> Iterator[str]:
        """Yield the sources that stand within the document; a frozen page has none, a saved one may."""
        for tag in self._tag.find_all("script") if self._tag is not None else ():
            yield "".join(str(one) for one in tag.children)

    def own_text(self) -> str:
        """Give the text that stands directly here, without that of the elements inside."""
        if self._tag is None:
            return ""
        return clean(" ".join(str(one) for one in self._tag.children if is_text(one)))

    def text(self, field: str) -> str | None:
        """Read the text seen here; one that is too long to be a value is a problem."""
        seen = self.see()
        if len(seen) <= MAX_TEXT:
            return seen or None
        self.problem(field, f"a text of {len(seen)} characters")
        return None

    def read(self, field: str, parse: Callable[[str], T | None]) -> T | None:
        """Read the text through a parser; a text that the parser cannot read is a problem."""
        seen = self.text(field)
        value = parse(seen) if seen is not None else None
        if seen is not None and value is None:
            self.problem(field)
        return value

    def problem(self, field: str, excerpt: str | None = None) -> None:
        """Note that what stands here cannot be read."""
        self._problems.add(field, self.where, self.see()[:MAX_TEXT] if excerpt is None else excerpt)


def parse_document(part: Part, problems: Problems) -> Spot:
    """Parse the bytes of a frozen or saved page. Slow and large for hostile pages: do it in the worker."""
    body = part.body or b""
    document = _parse_markup(body)
    for template in document.find_all("template", shadowrootmode=True) if b"shadowrootmode" in body else ():
        template.name = _SHADOW_ROOT
    return Spot(document, "page", problems, DomIndex(document))


def _parse_markup(body: bytes) -> BeautifulSoup:
    from bs4 import BeautifulSoup  # heavy

    try:
        return BeautifulSoup(body.decode("utf-8"), "lxml")
    except UnicodeDecodeError:
        pass  # a saved page in another encoding, which its own meta element names
    try:
        return BeautifulSoup(body, "lxml")
    except ValueError:  # what it names is the name of none, such as one with a NUL in it
        return BeautifulSoup(body.decode("utf-8", "replace"), "lxml")


@lru_cache(maxsize=4096)
def split_class(name: str) -> frozenset[str]:
    """Split a class into its words, without the hash that build tools add."""
    stem = name.rsplit("--", 1)[0] if name.count("--") > 1 else name
    return frozenset(word.lower() for word in _WORD.findall(stem))
