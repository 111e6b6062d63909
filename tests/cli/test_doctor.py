"""`doctor`: every check in one list, for people and for programs, and the exit code."""

from __future__ import annotations

from pathlib import Path

from companion.config import Config
from companion.doctor import EARLY_CHECKS, STORE_CHECKS
from tests.cli.companion_double import Double, run_double
from tests.cli.conftest import Call

NAMES = [check.name for check in (*EARLY_CHECKS, *STORE_CHECKS)]


def test_every_check_is_listed(call: Call) -> None:
    """--json prints each check with its state, what it says and what to do; 1 without a companion."""
    result = call("doctor", "--json")
    findings = result.read_list()

    assert 1 == result.code
    assert NAMES == [finding["check"] for finding in findings]
    assert [{"check", "state", "says", "next_action"}] * len(NAMES) == [set(finding) for finding in findings]
    assert ["companion"] == [finding["check"] for finding in findings if finding["state"] == "failed"]


def test_what_is_not_well_has_a_next_action(call: Call) -> None:
    """No warning and no failure leaves the user without one thing to do."""
    findings = call("doctor", "--json", "--quick").read_list()

    assert [] == [
        finding["check"]
        for finding in findings
        if (finding["state"] in {"warning", "failed"}) != bool(finding["next_action"])
    ]


def test_a_running_companion_ends_with_0(call: Call, data_dir: Path) -> None:
    """Warnings alone are no failure."""
    with run_double(Double(), Config(data_dir)):
        result = call("doctor", "--quick")

    assert 0 == result.code
    assert "companion" in result.out
    assert "Traceback" not in result.err


def test_a_damaged_store_ends_with_1(call: Call, data_dir: Path) -> None:
    """A store that cannot be opened is a finding, and no traceback."""
    call("orders")
    (data_dir / "orderproof.db").write_bytes(b"no database" * 1000)
    with run_double(Double(), Config(data_dir)):
        result = call("doctor")

    assert 1 == result.code
    assert "is not a store that can be read" in result.out
