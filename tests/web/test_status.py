"""The popup's status, and the notices the extension shows."""

from __future__ import annotations

import msgspec

from companion.ingest import RereadProgress
from companion.model import Notice, Urgency
from companion.web.api import StatusJson
from tests.web.running import RunningWeb, make_headers
from tests.web.seeds import SEEDS, add_seeds

NOTICE = Notice(
    "n1", "aliexpress", "8200000000000001", "2 days left", "Check it", "/orders/1", Urgency.URGENT
)


async def test_status_tells_the_popup_what_it_shows(web: RunningWeb) -> None:
    """Counts, problems, the five most urgent dates and the waiting notices, in one answer."""
    await web.store.write(add_seeds)
    web.desk.notices.append(NOTICE)
    async with web.http.get(f"{web.url}/v1/status", headers=make_headers(await web.pair())) as answer:
        raw = await answer.read()
    status = msgspec.json.decode(raw, type=StatusJson)
    assert ("orderproof", 14, 7, 0, False, "extension") == (
        status.product,
        status.captures,
        status.orders,
        status.unparsed,
        status.read_only,
        status.channel,
    )
    assert [SEEDS[1].order_id, SEEDS[0].order_id] == [each.order_id for each in status.deadlines[:2]]
    assert (5, (NOTICE,), 1) == (len(status.deadlines), status.notices, len(status.problems))
    assert {"amount": "41.90", "currency": "EUR", "raw": "41.90 €"} == msgspec.json.decode(raw)["deadlines"][
        0
    ]["amount"]


async def test_reading_anew_is_told(web: RunningWeb) -> None:
    """While kept pages are read anew, popup and dashboard are told how many are; else neither is."""
    await web.store.write(add_seeds)
    headers = make_headers(await web.pair())
    await web.open_session()
    told, pages = [], []
    for _ in range(2):
        async with web.http.get(f"{web.url}/v1/status", headers=headers) as answer:
            told.append(msgspec.json.decode(await answer.read(), type=StatusJson).rereading)
        pages.append("Reading 0 of 14 kept pages anew after the update." in await web.get_text("/"))
        await web.store.write(lambda store: store.rereading.mark_all_old())

    assert ([None, RereadProgress(0, 14)], [False, True]) == (told, pages)


async def test_how_long_pages_are_kept_is_said(web: RunningWeb) -> None:
    """The foot of the dashboard says when product pages go."""
    await web.open_session()

    assert "Product pages that no order comes of go after 60 days." in await web.get_text("/")


async def test_a_shown_notice_is_confirmed(web: RunningWeb) -> None:
    """What the extension has shown is told to the reminders."""
    url = f"{web.url}/v1/notices/n%3A1/shown"
    async with web.http.post(url, json={}, headers=make_headers(await web.pair())) as answer:
        assert 204 == answer.status
    assert ["n:1"] == web.desk.shown


async def test_a_browser_heard_of_is_noted(web: RunningWeb) -> None:
    """The list of paired browsers tells when each was last heard of."""
    headers = make_headers(await web.pair())
    async with web.http.get(f"{web.url}/v1/status", headers=headers):
        pass
    pairings = await web.store.read(lambda store: store.list_pairings())
    assert [web.clock.now] == [pairing.last_seen_at for pairing in pairings]
