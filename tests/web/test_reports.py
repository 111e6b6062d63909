"""What a browser says it still holds: bounded, kept, and shown beside its name."""

from __future__ import annotations

import msgspec
import pytest

from companion.store import BrowserReport, Losses
from companion.web.pairing_list import Pairings
from tests.web.running import RunningWeb, make_headers

REPORT: dict[str, object] = {
    "waiting": 2,
    "waiting_since": "2026-08-30T08:00:00Z",
    "refused": 1,
    "lost": {"images": 0, "listings": 0, "orders": 3},
    "browser": "Firefox 153.0",
    "extension_version": "0.1.0",
}


async def post(web: RunningWeb, headers: dict[str, str], **changed: object) -> int:
    """Send a report, and tell the status of the answer."""
    url = f"{web.url}/v1/reports"
    async with web.http.post(url, json={**REPORT, **changed}, headers=headers) as answer:
        return answer.status


async def list_paired(web: RunningWeb) -> Pairings:
    """Ask for the browsers as a command does."""
    async with web.http.get(f"{web.url}/v1/pairings", headers=web.local) as answer:
        return msgspec.json.decode(await answer.read(), type=Pairings)


async def test_a_report_is_listed_with_its_browser(web: RunningWeb) -> None:
    """The list of pairings holds what the browser said, and when."""
    assert 204 == await post(web, make_headers(await web.pair()))
    [paired] = (await list_paired(web)).pairings

    assert paired.last_report is not None
    assert web.clock.now == paired.last_report.heard_at
    said = paired.last_report.report
    assert (2, 1, Losses(0, 0, 3), "Firefox 153.0", "0.1.0") == (
        said.waiting,
        said.refused,
        said.lost,
        said.browser,
        said.extension_version,
    )


async def test_a_report_outlives_the_run(web: RunningWeb) -> None:
    """The store holds the last report, for commands without a running companion."""
    await post(web, make_headers(await web.pair()))
    kept = await web.store.read(lambda store: store.browsers.reports())

    assert [2] == [heard.report.waiting for heard in kept.values()]


async def test_the_same_report_is_written_seldom_and_known_at_once(web: RunningWeb) -> None:
    """A report without news does not wake the disk each time; when it was heard is known all the same."""
    headers = make_headers(await web.pair())
    first = web.clock.now
    await post(web, headers)
    web.clock.move(60)
    await post(web, headers)
    kept = await web.store.read(lambda store: store.browsers.reports())
    [paired] = (await list_paired(web)).pairings

    assert [first] == [heard.heard_at for heard in kept.values()]
    assert web.clock.now == (paired.last_report and paired.last_report.heard_at)
    web.clock.move(600)
    await post(web, headers)
    kept = await web.store.read(lambda store: store.browsers.reports())
    assert [web.clock.now] == [heard.heard_at for heard in kept.values()]


async def test_news_are_written_at_once(web: RunningWeb) -> None:
    """A changed count reaches the store with its report."""
    headers = make_headers(await web.pair())
    await post(web, headers)
    await post(web, headers, waiting=0)
    kept = await web.store.read(lambda store: store.browsers.reports())

    expected = BrowserReport(0, None, 1, Losses(0, 0, 3), "Firefox 153.0", "0.1.0")
    assert [expected] == [heard.report for heard in kept.values()]


async def test_the_dashboard_says_it(web: RunningWeb) -> None:
    """The paired browser's row tells what waits, was refused and was lost, its versions, and its age."""
    await post(web, make_headers(await web.pair()))
    web.clock.move(180)
    await web.open_session()
    page = await web.get_text("/")

    assert "2 captures waiting, the oldest from 4 h ago, 1 refused, 3 pages lost for want of room" in page
    assert "Firefox 153.0, extension 0.1.0, last heard 3 min ago" in page


@pytest.mark.parametrize(
    "changed",
    [
        {"waiting": -1},
        {"waiting": 10**10},
        {"waiting": "2"},
        {"waiting_since": "2026-08-30T08:00:00"},
        {"refused": None},
        {"lost": {"orders": -1}},
        {"browser": "x" * 101},
        {"extension_version": "1" * 41},
        {"browser": "y" * 20_000},
    ],
    ids=str,
)
async def test_a_report_out_of_bounds_is_refused(web: RunningWeb, changed: dict[str, object]) -> None:
    """Counts, times and names beyond their bounds are refused, and nothing of them is kept."""
    assert await post(web, make_headers(await web.pair()), **changed) in {400, 413}
    assert {} == await web.store.read(lambda store: store.browsers.reports())


async def test_a_browser_cannot_put_markup_on_the_dashboard(web: RunningWeb) -> None:
    """What a browser calls itself is shown as text."""
    await post(web, make_headers(await web.pair()), browser="<script>1</script>")
    await web.open_session()
    page = await web.get_text("/")

    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "<script>1" not in page


async def test_only_a_paired_browser_reports(web: RunningWeb) -> None:
    """Without a pairing nothing is taken, nor from a command, which has no outbox."""
    assert 401 == await post(web, make_headers("0" * 64))
    assert 400 == await post(web, web.local)
