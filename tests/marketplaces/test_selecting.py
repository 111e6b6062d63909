"""The index of a document finds what soupsieve finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.marketplaces import parse_capture, selecting
from companion.marketplaces.selecting import DomIndex
from companion.model import PartRole
from tests.golden.cases import Case, find_cases

PAGES = [case for case in find_cases() if case.make_capture().parts[0].role is PartRole.PAGE]

SELECTORS = (
    ".a",
    "b",
    "B.a",
    "*",
    "#a",
    "b#a.b",
    "[title]",
    "[class]",
    "[class=a]",
    '[class="a b"]',
    "[class*=a]",
    "[class*='A' i]",
    "[class^=a]",
    "[class$='b']",
    '[title*="a b" i]',
    "[type=A]",
    "[title~=a]",
    "[rel='a b']",
    ".a .b",
    ".a > .b",
    "i + b",
    "i ~ .a",
    "b:first-child",
    ".a:not(.b)",
    "[class*=a]:not(:has([class*=a]))",
    "b:has(.a)",
    ".a, .b i, [title*=b]",
    "b:is(.a, .b) > i",
    ".a:has(> i)",
    ".b:not([title]), b:last-child",
)


def find_both(index: DomIndex, inside: Tag, selector: str) -> tuple[list[int], list[int]]:
    """Find by soupsieve and by the index; tell the elements by their identity."""
    return [id(tag) for tag in inside.select(selector)], [id(tag) for tag in index.select(inside, selector)]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_every_selector_of_the_adapters_finds_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is looked for while a golden page is read is what soupsieve finds, in the same order."""
    compared: list[str] = []
    select = DomIndex.select

    def compare(index: DomIndex, inside: Tag, selector: str) -> Iterator[Tag]:
        found = list(select(index, inside, selector))
        assert [id(tag) for tag in inside.select(selector)] == [id(tag) for tag in found], selector
        compared.append(selector)
        return iter(found)

    monkeypatch.setattr(selecting.DomIndex, "select", compare)
    parse_capture(case.make_capture())
    assert compared or "unknown" in case.name


def documents() -> st.SearchStrategy[str]:
    """Make small documents of few names, so that much fits."""
    words = st.lists(st.sampled_from(["a", "b", "A", "ab", "a-b"]), max_size=2).map(" ".join)
    attributes = st.dictionaries(st.sampled_from(["class", "id", "title", "type", "rel"]), words, max_size=3)
    element = st.tuples(st.sampled_from(["b", "i", "p", "template", "td"]), attributes)

    def wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(element, st.lists(inner, max_size=4)).map(_render)

    return st.recursive(element.map(lambda one: _render((one, []))), wrap, max_leaves=20)


def _render(made: tuple[tuple[str, dict[str, str]], list[str]]) -> str:
    (name, attributes), inner = made
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inner)}</{name}>"


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_document_gives_the_same(markup: str) -> None:
    """In any document, from its top and from within, every kind of selector finds what soupsieve finds."""
    document = BeautifulSoup(markup, "lxml")
    index = DomIndex(document)
    for inside in (document, *document.find_all(["b", "p"], limit=3)):
        for selector in SELECTORS:
            expected, actual = find_both(index, inside, selector)
            assert expected == actual, (selector, markup)


def test_a_template_is_searched_only_from_within() -> None:
    """What stands within a template is no part of the page, and is found by whoever starts there."""
    document = BeautifulSoup("<p><template><b class='a'></b></template></p>", "lxml")
    index = DomIndex(document)

    assert [] == list(index.select(document, ".a"))
    assert document.b is not None
    assert [document.b] == list(index.select(document.find("template"), ".a"))  # type: ignore[arg-type]
