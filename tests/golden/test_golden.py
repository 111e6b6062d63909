"""Every golden page says what its `expected.json` holds: each field, nothing more, the same problems."""

from __future__ import annotations

import pytest

from tests.golden.cases import Case, expected_fields, find_cases, parse_case, parse_fields

CASES = find_cases()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test for each field that an expected file names."""
    if "field" in metafunc.fixturenames:
        if metafunc.config.getoption("--golden-update"):
            for case in CASES:
                case.write_expected()
        fields = [
            pytest.param(case, field, id=f"{case.name}:{field}")
            for case in CASES
            for field in expected_fields(case)
            if not is_problem(field)
        ]
        metafunc.parametrize(("case", "field"), fields)
    elif "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES, ids=[case.name for case in CASES])


def test_field(case: Case, field: str) -> None:
    """A field holds exactly what the expected file says."""
    assert expected_fields(case)[field] == parse_fields(case).get(field, "no such field")


def test_no_unexpected_field(case: Case) -> None:
    """A page yields no field that the expected file does not name."""
    expected = {field for field in expected_fields(case) if not is_problem(field)}

    assert expected == {field for field in parse_fields(case) if not is_problem(field)}


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
