"""What is not kept, and what is no longer understood, on the dashboard, in the status and as a report."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import msgspec

from companion.ingest import parse_parts
from companion.model import Capture, PartRole
from companion.store import Store
from companion.web.api import StatusJson
from tests.cli.samples import LIST_URL, make_list_answer
from tests.store.samples import make_capture, make_part
from tests.web.running import RunningWeb, make_headers

COUNT_URL = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.count/1.0/"


def make_visit(number: int, body: bytes) -> Capture:
    """Make a visit of its own that brought one answer."""
    url = COUNT_URL if b"order.count" in body else LIST_URL
    return make_capture(number, replace(make_part(body, PartRole.API), url=url), visit=900 + number)


def add_visits(store: Store) -> None:
    """Keep a list that goes on, the site's count, and three lists in which a key was renamed."""
    good = make_list_answer().replace(b'"hasMore": false', b'"hasMore": true')
    count = {
        "api": "mtop.aliexpress.trade.buyer.order.count",
        "ret": ["SUCCESS::ok"],
        "data": {"module": {"shipped": "5", "unpaid": "0"}},
    }
    renamed = good.replace(b"statusText", b"stateText")
    broken = [renamed.replace(b"Jul 15", b"Jul 1%d" % day) for day in range(3)]
    for number, body in enumerate((good, json.dumps(count).encode(), *broken), start=1):
        capture = make_visit(number, body)
        store.add_capture(capture)
        store.apply_parsed(capture, parse_parts(capture))


async def test_the_status_tells_gaps_and_drift(web: RunningWeb) -> None:
    """The popup gets each gap and each change of the site as a sentence with its next action."""
    await web.store.write(add_visits)
    async with web.http.get(f"{web.url}/v1/status", headers=make_headers(await web.pair())) as answer:
        status = msgspec.json.decode(await answer.read(), type=StatusJson)

    assert [
        "1 of 5 orders on their way is kept.",
        "The list went on after the 2nd order.",
        "1 open order was seen in the list only.",
    ] == [gap.message for gap in status.coverage.gaps]
    assert ["site_state"] == [drift.field for drift in status.drift]
    assert all(gap.next_action for gap in status.coverage.gaps)
    assert all(drift.next_action for drift in status.drift)


async def test_the_dashboard_shows_gaps_calmly_and_drift_first(web: RunningWeb) -> None:
    """The change of the site stands on top with its report; the gaps stand in a strip."""
    await web.store.write(add_visits)
    await web.open_session()
    page = await web.get_text("/")

    assert 'id="drift"' in page
    assert "Order lists: the order&#39;s state can no longer be read since" in page
    assert 'href="/drift-reports/order_list"' in page
    assert page.index('id="drift"') < page.index('id="completeness"')
    assert "1 of 5 orders on their way is kept." in page


async def test_the_report_is_saved_by_the_browser(web: RunningWeb) -> None:
    """The button gives a file with redacted pages, made in another process."""
    await web.store.write(add_visits)
    await web.open_session()
    async with web.http.get(f"{web.url}/drift-reports/order_list") as answer:
        body, disposition = await answer.read(), answer.headers["Content-Disposition"]

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        page = archive.read("pages/1-1-order_list/page.json").decode()
    assert disposition.startswith('attachment; filename="orderproof-order-list-')
    assert "stateText" in page
    assert "Paper House" not in page


async def test_a_report_needs_a_session_and_a_kind(web: RunningWeb) -> None:
    """Without a session nobody gets one, and a kind that does not exist is not found."""
    async with web.http.get(f"{web.url}/drift-reports/order_list") as answer:
        assert 401 == answer.status
    await web.open_session()
    async with web.http.get(f"{web.url}/drift-reports/poem") as answer:
        assert 404 == answer.status
