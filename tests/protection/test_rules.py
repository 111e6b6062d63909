"""The rules as data: the rows that come with the program, and what the loader refuses."""

from __future__ import annotations

import pytest

from companion.errors import InputError
from companion.model import Certainty
from companion.protection.rules import Rule, load_rules, parse_rules

GOOD = """
marketplace = "aliexpress"
[[rule]]
id = "ae.test"
kind = "dispute_close"
anchor = "order_completed"
offset_days = 15
role = "buyer_due"
applies_when = ["shipped"]
certainty = "C"
sources = ["X"]
consequence = "nothing"
"""


def by_id() -> dict[str, Rule]:
    """The rules that come with the program."""
    return {rule.id: rule for rule in load_rules()}


@pytest.mark.parametrize(
    ("rule_id", "kind", "anchor", "days", "grade"),
    [
        ("ae.ship_by", "ship_deadline", "order_paid", None, "A"),
        ("ae.delivery_promise", "delivery_promise", "page_latest_estimated_date", 0, "A"),
        ("ae.dispute_opens", "dispute_opens", "shipped", 10, "C"),
        ("ae.protection_end", "protection_end", "page_countdown", None, "C"),
        ("ae.auto_confirm_5", "auto_confirm", "carrier_delivered_scan", 5, "B"),
        ("ae.auto_confirm_7", "auto_confirm", "carrier_delivered_scan", 7, "D"),
        ("ae.dispute_close", "dispute_close", "order_completed", 15, "C"),
        ("ae.free_return_cn", "free_return_end", "order_paid", 90, "A"),
        ("ae.free_return_eu", "free_return_end", "order_completed", 15, "A"),
        ("ae.free_return_br", "free_return_end", "order_completed", 7, "A"),
    ],
)
def test_a_rule_counts_as_its_source_says(
    rule_id: str, kind: str, anchor: str, days: int | None, grade: str
) -> None:
    """Kind, event, days and grade of each row are the ones read from its source."""
    rule = by_id()[rule_id]
    assert (kind, anchor, days, grade) == (rule.kind, rule.anchor, rule.offset_days, rule.certainty)


def test_every_rule_names_its_sources_and_its_consequence() -> None:
    """A number without a source is background knowledge and may only be graded U."""
    for rule in load_rules():
        assert bool(rule.consequence), rule.id
        assert bool(rule.sources) or rule.certainty is Certainty.U, rule.id


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param('"dispute_close"', '"dispute_ends"', "'dispute_ends'", id="an unknown kind"),
        pytest.param('"order_completed"', '"full_moon"', "'full_moon'", id="an unknown anchor"),
        pytest.param('"shipped"', '"sunny"', "unknown condition 'sunny'", id="an unknown condition"),
        pytest.param('"C"', '"E"', "'E'", id="an unknown grade"),
        pytest.param('"C"', '"stated"', "only a page", id="a grade only pages have"),
        pytest.param("offset_days", "offset", "unknown field `offset`", id="an unknown field"),
        pytest.param("15", '"15"', "offset_days", id="a number written as text"),
        pytest.param('consequence = "nothing"', "", "consequence", id="a missing field"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    """The message names file, row and id, so that the row is found at once."""
    with pytest.raises(InputError) as refused:
        parse_rules(GOOD.replace(old, new), "test.toml")
    assert "test.toml, rule 1 (ae.test): " in refused.value.message
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("rule = ", "is not TOML", id="no TOML"),
        pytest.param('marketplace = "a"', "needs marketplace", id="no rows"),
        pytest.param('marketplace = "a"\nrule = [1]', "rule 1 is not a table", id="a row that is a number"),
        pytest.param(GOOD + GOOD.split('"aliexpress"')[1], "'ae.test' is used twice", id="one id twice"),
    ],
)
def test_a_file_that_is_no_list_of_rules_is_refused(text: str, words: str) -> None:
    """A broken file stops the start instead of dropping rules in silence."""
    with pytest.raises(InputError, match=words):
        parse_rules(text, "test.toml")
