"""Hostile and broken answers: every one is read to its end, with problems and never an exception."""

from __future__ import annotations

import copy
import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.marketplaces import parse_capture
from companion.marketplaces.jsonp import decode_json
from companion.model import Parsed
from tests.golden.cases import GOLDEN, Case
from tests.marketplaces.captures import API, DETAIL, DISPUTE, LIST, REFUNDS, TRACKING, make_capture, make_part

GOOD = [
    Case(GOLDEN / "aliexpress" / name)
    for name in (
        "order_list/en-brl",
        "order_detail/en-completed",
        "tracking/en-delivered",
        "tracking/pt-awaiting-new-year",
        "refund_list/open-and-unknown",
        "dispute/en-offer-to-answer",
        "dispute/en-evidence-and-return",
    )
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(
        ["", "0", "-", "|||", "9" * 50, "\x00", "\ud800", "Feb 30, 2026", "99/99/9999", "R$-|1|2", "<b>"]
    ),
    st.sampled_from([2**63, -(2**70), 10**400, float("nan"), float("inf")]),
)
ODD = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.text(max_size=5), SCALARS, max_size=3),
    st.builds(lambda depth: json.loads("[" * depth + "]" * depth), st.integers(1, 200)),
)


def list_paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List the path of every value within a value."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(found for key, one in inner for found in list_paths(one, (*path, key)))]


def put(value: object, path: tuple[str | int, ...], odd: object) -> object:
    """Put something odd in the place of a value, where that place still is."""
    if not path:
        return odd
    key = path[0]
    if isinstance(value, dict) and key in value:
        value[key] = put(value[key], path[1:], odd)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        value[key] = put(value[key], path[1:], odd)
    return value


def parse_body(case: Case, value: object) -> tuple[Parsed, ...]:
    """Parse another answer in a case's place; its records must be JSON."""
    body = json.dumps(value).encode()
    parsed = parse_capture(case.make_capture(body))
    json.dumps(msgspec.to_builtins(parsed, builtin_types=()), ensure_ascii=False).encode()
    return parsed


@pytest.mark.parametrize("case", GOOD, ids=[case.name for case in GOOD])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_answer_with_odd_values_is_read_to_its_end(case: Case, data: st.DataObject) -> None:
    """Whatever stands in the place of whatever value, the parse returns and its records are sound."""
    good = decode_json(next(case.folder.glob("page.*")).read_bytes())
    value = copy.deepcopy(good)
    for path in data.draw(st.lists(st.sampled_from(list_paths(good)), min_size=1, max_size=6)):
        value = put(value, path, data.draw(ODD))

    assert 1 == len(parse_body(case, value))


BODIES = {
    "empty": b"",
    "cut": b'{"api": "x", "ret": ["SUC',
    "no envelope": b"[]",
    "nothing": b"null",
    "nested": b'{"ret": ["SUCCESS"], "data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "long number": b'{"ret": ["SUCCESS"], "data": ' + b"9" * 100_000 + b"}",
    "bytes": bytes(range(256)) * 10,
    "open call": b"mtopjsonp1({",
    "call in call": b"a(b(c({})))",
    "odd ret": b'{"ret": {"0": "SUCCESS"}, "data": {}}',
    "ret as text": b'{"ret": "FAIL_SYS_SESSION_EXPIRED::x", "data": {}}',
    "no ret": b'{"data": {}}',
}


@pytest.mark.parametrize("api", [LIST, DETAIL, TRACKING, REFUNDS, DISPUTE])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_broken_answer_is_a_problem(api: str, body: bytes) -> None:
    """A broken answer gives no record, and a problem says so."""
    [parsed] = parse_capture(make_capture(make_part(body, API.format(api))))

    assert ((), (), ()) == (parsed.orders, parsed.shipments, parsed.statements)
    assert parsed.problems


def test_a_huge_answer_is_read() -> None:
    """Five megabytes of one order over and over, with a circle in its tree, are read in one go."""
    good = decode_json((GOOD[0].folder / "page.json").read_bytes())
    assert isinstance(good, dict)
    tree = good["data"]
    [key, order] = next(item for item in tree["data"].items() if item[1]["tag"] == "pc_om_list_order")
    structure = tree["hierarchy"]["structure"]
    for number in range(2500):
        tree["data"][f"{key}_{number}"] = order
        structure[f"{key}_{number}"] = [f"{key}_{number + 1}", tree["hierarchy"]["root"]]
    body = json.dumps(good).encode()
    [parsed] = parse_capture(GOOD[0].make_capture(body))

    assert len(body) > 5_000_000
    assert 2504 == len(parsed.orders)


@pytest.mark.parametrize("filler", [" ", "refund no ", "confirm", "1.", "Jan ", "1 Jan ", "<a", "·", "$1"])
def test_a_long_text_costs_little(filler: str) -> None:
    """A text as long as is allowed is cut into sentences and searched without running away."""
    case = GOOD[1]
    good = decode_json((case.folder / "page.json").read_bytes())
    assert isinstance(good, dict)
    for component in good["data"]["data"].values():
        if component["tag"] == "detail_order_status_block":
            component["fields"]["reminder"] = (filler * 20_000)[:19_990]

    assert 1 == len(parse_body(case, good)[0].orders)
