"""What every marketplace adapter is, and the reader that keeps value, absence and problem apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol, TypeVar

from companion.marketplaces.jsonp import NotJson, decode_text
from companion.model import Capture, PageKind, Parsed, Part, Problem
from companion.text import clean, clean_lines, make_excerpt

T = TypeVar("T")

MAX_TEXT = 20_000  # no text that a shop shows is longer; a longer one is a problem, not a value
MAX_PROSE = 200_000  # characters of one message
MAX_PROBLEMS = 200  # of one page; past that the page as a whole is the problem
_MAX_ID_DIGITS = 32
_EPOCH_DIGITS = frozenset({10, 13})  # seconds, milliseconds, from 2001 to 2286


class Marketplace(Protocol):
    """One shop: knows its pages and what they say. Pure: no clock, no store, no network.

    Its class is made without arguments, for pages are read by another one of it in the worker process.
    """

    @property
    def name(self) -> str:
        """The shop's name in records."""

    @property
    def version(self) -> int:
        """Raised when the adapter reads old captures in a new way."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Domains of the shop; their subdomains belong to it too."""

    def identify(self, capture: Capture, part: Part) -> PageKind | None:
        """Tell what a part is, by itself and by the page around it; None where it is not this shop's."""

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read everything a part says. Bad data gives problems, never an exception."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What was around a page when it was seen, as far as its words depend on it."""

    captured_at: datetime
    zone: tzinfo | None
    language: str | None


class Problems:
    """Collects the problems of one page, up to a bound."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, field: str, where: str, excerpt: str) -> None:
        """Note a field that is there and cannot be read. `excerpt` must hold nothing private."""
        if len(self._found) < MAX_PROBLEMS:
            problem = Problem(field, where, make_excerpt(excerpt))
            if problem not in self._found[-8:]:
                self._found.append(problem)

    def take(self, others: Problems) -> None:
        """Note what another collector holds, too."""
        for one in others.all():
            self.add(one.field, one.where, one.excerpt)

    def all(self) -> tuple[Problem, ...]:
        """Give the problems in the order they were met."""
        return tuple(self._found)


class Node:
    """A place in untrusted JSON. A read gives a value, or None for absence, or None and a problem.

    A problem carries the record's field, the place's path, and a short excerpt; never a whole object.
    """

    __slots__ = ("_problems", "_value", "where")

    def __init__(self, value: object, where: str, problems: Problems) -> None:
        self._value = value
        self._problems = problems
        self.where = where

    @property
    def is_present(self) -> bool:
        """Whether anything stands here; an empty text is nothing."""
        return self._value is not None and self._value != ""

    @property
    def is_text(self) -> bool:
        """Whether a text stands here."""
        return isinstance(self._value, str)

    @property
    def is_flag(self) -> bool:
        """Whether yes or no stands here."""
        return isinstance(self._value, bool)

    @property
    def is_object(self) -> bool:
        """Whether keys and values stand here."""
        return isinstance(self._value, dict)

    @property
    def is_list(self) -> bool:
        """Whether an array stands here."""
        return isinstance(self._value, list)

    @property
    def is_epoch(self) -> bool:
        """Whether a count of seconds or milliseconds since 1970 stands here, quoted or not."""
        value = str(self._value) if isinstance(self._value, (int, str)) else ""
        return value.isascii() and value.isdecimal() and len(value) in _EPOCH_DIGITS

    def told_to(self, problems: Problems) -> Node:
        """Give the same place with another collector of problems."""
        return Node(self._value, self.where, problems)

    def at(self, *keys: str) -> Node:
        """Go down to a key; what is no object on the way is a problem, what is missing is not."""
        node = self
        for key in keys:
            node = node._child(key)
        return node

    def _child(self, key: str) -> Node:
        value: object = None
        if isinstance(self._value, dict):
            value = self._value.get(key)
        elif self.is_present:
            self._misplaced(key)
        return Node(value, f"{self.where}.{clean(key)[:60]}", self._problems)

    def items(self, field: str) -> tuple[Node, ...]:
        """List the entries of an array; nothing is an empty one."""
        if isinstance(self._value, list):
            return tuple(
                Node(value, f"{self.where}[{index}]", self._problems)
                for index, value in enumerate(self._value)
            )
        if self.is_present:
            self._misplaced(field)
        return ()

    def entries(self, field: str) -> tuple[tuple[str, Node], ...]:
        """List the keys and values of an object; nothing is an empty one."""
        if isinstance(self._value, dict):
            return tuple((str(key), self._child(str(key))) for key in self._value)
        if self.is_present:
            self._misplaced(field)
        return ()

    def text(self, field: str) -> str | None:
        """Read a text; a whole number counts as one, for sites differ in what they quote."""
        value = self._value
        if isinstance(value, str) and len(value) <= MAX_TEXT:
            return clean(value) or None
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self.problem(field)
        return None

    def markup(self, field: str) -> str | None:
        """Read a text as the site sent it, line breaks and tags and all."""
        return self._value if isinstance(self._value, str) and self.text(field) else self.text(field)

    def prose(self) -> str | None:
        """Read what a person wrote: of several lines, long, and never a problem; what is too long is cut."""
        if isinstance(self._value, str):
            return clean_lines(self._value[:MAX_PROSE]) or None
        return self.text("text") if isinstance(self._value, int) else None

    def opened(self) -> Node:
        """Give the object or list that a text holds as JSON; anything else stays what it is."""
        value = self._value
        if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
            return self
        try:
            return Node(decode_text(value), self.where, self._problems)
        except NotJson:
            return self

    def identifier(self, field: str, shortest: int = 1) -> str | None:
        """Read an id: digits only, as text whether the site quoted them or not."""
        text = self.text(field)
        if text is None:
            return None
        if text.isascii() and text.isdecimal() and shortest <= len(text) <= _MAX_ID_DIGITS:
            return text
        self.problem(field)
        return None

    def whole(self, field: str) -> int | None:
        """Read a whole number, quoted or not."""
        text = self.text(field)
        if text is None:
            return None
        if text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= _MAX_ID_DIGITS:
            return int(text)
        self.problem(field)
        return None

    def flag(self, field: str) -> bool | None:
        """Read yes or no, as a boolean or as its word."""
        value = self._value
        word = value.strip().lower() if isinstance(value, str) else value
        for answer, words in ((True, ("true", "1")), (False, ("false", "0"))):
            if word is answer or (isinstance(word, str) and word in words):
                return answer
        if self.is_present:
            self.problem(field)
        return None

    def read(self, field: str, parse: Callable[[str], T | None]) -> T | None:
        """Read a text through a parser; a text that the parser cannot read is a problem."""
        text = self.text(field)
        if text is None:
            return None
        value = parse(text)
        if value is None:
            self.problem(field)
        return value

    def problem(self, field: str, excerpt: str | None = None) -> None:
        """Note that what stands here cannot be read."""
        self._problems.add(field, self.where, self._describe() if excerpt is None else excerpt)

    def _misplaced(self, field: str) -> None:
        """Note that something stands here that is no object or list; what it says may be private."""
        self._problems.add(field, self.where, self._name_type())

    def _describe(self) -> str:
        value = self._value
        if isinstance(value, str):
            return value if len(value) <= MAX_TEXT else f"a text of {len(value)} characters"
        return str(value) if isinstance(value, bool | int | float) else self._name_type()

    def _name_type(self) -> str:
        names = ((dict, "an object"), (list, "a list"), (str, "a text"), (bool, "a boolean"))
        return next((name for kind, name in names if isinstance(self._value, kind)), "a number")
