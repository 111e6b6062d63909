"""Every golden page says what its `expected.json` holds: each field, nothing more, the same problems."""

from __future__ import annotations

import os

import pytest

from tests.golden.cases import (
    Case,
    UpdateRefused,
    expected_fields,
    find_cases,
    parse_case,
    parse_fields,
    update_cases,
)

CASES = find_cases()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test for each field that an expected file names."""
    if "field" in metafunc.fixturenames:
        if metafunc.config.getoption("--golden-update"):
            update_expected()
        fields = [
            pytest.param(case, field, id=f"{case.name}:{field}")
            for case in CASES
            for field in expected_fields(case)
            if not is_problem(field)
        ]
        metafunc.parametrize(("case", "field"), fields)
    elif "case" in metafunc.fixturenames:
        cases = choose_cases(metafunc.function.__name__)
        metafunc.parametrize("case", cases, ids=[case.name for case in cases])


def update_expected() -> None:
    """Rewrite what the pages must say, or end the run with the reason why not."""
    try:
        update_cases(CASES, os.environ)
    except UpdateRefused as error:
        raise pytest.UsageError(str(error)) from error


def choose_cases(test_name: str) -> list[Case]:
    """Choose the cases of a test: pages that must be read without a problem, those with some, or all."""
    if test_name not in {"test_no_problem_reported", "test_problems"}:
        return CASES
    return [
        case for case in CASES if bool(case.read_expected()["problems"]) == (test_name == "test_problems")
    ]


def test_field(case: Case, field: str) -> None:
    """A field holds exactly what the expected file says."""
    assert expected_fields(case)[field] == parse_fields(case).get(field, "no such field")


def test_no_unexpected_field(case: Case) -> None:
    """A page yields no field that the expected file does not name."""
    expected = {field for field in expected_fields(case) if not is_problem(field)}

    assert expected == {field for field in parse_fields(case) if not is_problem(field)}


def test_no_problem_reported(case: Case) -> None:
    """A page whose expected file lists no problem is read without any."""
    assert [] == parse_case(case)["problems"]


def test_problems(case: Case) -> None:
    """A page yields exactly the problems that the expected file lists, in their order."""
    assert case.read_expected()["problems"] == parse_case(case)["problems"]


def test_receiver_stays_out(case: Case) -> None:
    """Nothing of the made-up receivers in the pages reaches the records."""
    said = str(parse_case(case)).lower()
    private = ("nobody", "example road", "+00 ", "example city", "00000-000")

    assert [] == [word for word in private if word in said]


def is_problem(field: str) -> bool:
    """Tell the fields of problems, which have their own test."""
    return field.startswith("problems")
