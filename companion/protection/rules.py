"""The rules of a marketplace: rows of `rules/*.toml`, refused as a whole where one cannot be meant."""

from __future__ import annotations

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from companion.errors import InputError
from companion.model import Certainty, DeadlineKind, Role
from companion.protection.conditions import CONDITIONS


class RuleAnchor(StrEnum):
    """The event a rule counts from."""

    ORDER_PAID = "order_paid"
    SHIPPED = "shipped"
    DELIVERED_SCAN = "carrier_delivered_scan"
    ORDER_COMPLETED = "order_completed"
    DELIVERY_TIME_OVER = "delivery_time_over"
    LATEST_ESTIMATED = "page_latest_estimated_date"
    PAGE_COUNTDOWN = "page_countdown"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row. Without `offset_days` only a page knows the date, and the row is there for its consequence."""

    id: str
    marketplace: str
    kind: DeadlineKind
    anchor: RuleAnchor
    offset_days: int | None = None
    role: Role
    applies_when: tuple[str, ...] = ()
    certainty: Certainty
    sources: tuple[str, ...] = ()
    consequence: str
    valid_from: date | None = None
    valid_to: date | None = None


def _refuse(where: str, why: str) -> InputError:
    return InputError(f"{where}: {why}.", "Correct the rule, or remove it, and start again.")


def parse_rules(text: str, file_name: str) -> tuple[Rule, ...]:
    """The rows of one rules file.

    Raises:
        InputError: for a file that is no TOML, an unknown word or field, or an id used twice; it says where.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise _refuse(file_name, f"is not TOML: {broken}") from broken
    marketplace, rows = data.get("marketplace"), data.get("rule")
    if not isinstance(marketplace, str) or not isinstance(rows, list) or set(data) != {"marketplace", "rule"}:
        raise _refuse(file_name, 'needs marketplace = "…" and [[rule]] rows, and nothing else')
    rules = tuple(_parse_rule(row, marketplace, f"{file_name}, rule {n}") for n, row in enumerate(rows, 1))
    _refuse_repeated(rules, file_name)
    return rules


def _parse_rule(row: object, marketplace: str, where: str) -> Rule:
    if not isinstance(row, dict):
        raise InputError(f"{where} is not a table.", "Write it as [[rule]].")
    where = f"{where} ({row.get('id', 'no id')})"
    try:
        rule = msgspec.convert({**row, "marketplace": marketplace}, Rule)
    except msgspec.ValidationError as broken:
        raise _refuse(where, str(broken)) from broken
    for name in rule.applies_when:
        if name not in CONDITIONS:
            raise _refuse(where, f"unknown condition '{name}'")
    if rule.certainty is Certainty.STATED:
        raise _refuse(where, "only a page can make a date 'stated'; a rule has a grade from A to D, or U")
    return rule


def _refuse_repeated(rules: tuple[Rule, ...], file_name: str) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise _refuse(file_name, f"the id '{rule.id}' is used twice")
        seen.add(rule.id)


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of every marketplace that come with the program."""
    folder = resources.files("companion.protection").joinpath("rules")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    return tuple(rule for file in files for rule in parse_rules(file.read_text("utf-8"), file.name))
