"""The tap copies every answer of the site's API with its request data, whichever way it came."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browser.browser import Browser, Page
from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

PAGE = f"{SITE}/probe/empty.html"
pytestmark = pytest.mark.browser


@asynccontextmanager
async def _run(name: str, folder: Path, site: ProbeSite) -> AsyncIterator[tuple[Browser, Page]]:
    async with site.run(), open_browser(site.make_launch(name, make_recorder(folder))) as browser:
        yield browser, await browser.extension_page("recorder.html")


async def _copied(record: Page, count: int) -> list[tuple[str, str, str | None]]:
    """Wait for as many answers; give transport, name of the call and its request data."""
    await record.wait_for(f"answers().length >= {count}")
    text = await record.read_text("JSON.stringify(answers())")
    answers = json.loads(text)
    for one in answers:
        assert "5ec2e7" not in json.dumps(one)  # the signature of every call of the probe
    return [(one["transport"], json.loads(one["body"])["api"], one["request"]) for one in answers]


@pytest.mark.parametrize("name", BROWSERS)
async def test_fetch_and_xhr_answers_are_copied(name: str, tmp_path: Path) -> None:
    """Whatever form request and response have, the answer and its request data arrive."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        page = await browser.open(PAGE)
        await page.evaluate(
            """(async () => {
          await calls.fetchGet("mtop.a01", {orderId: "8200000000000001"});
          await calls.fetchPost("mtop.a02", "data=%7B%22page%22%3A2%7D");
          await calls.fetchPost("mtop.a03", new URLSearchParams({data: "3"}));
          const form = new FormData(); form.set("data", "4"); form.set("file", new Blob(["x"]));
          await calls.fetchPost("mtop.a04", form);
          await calls.fetchPost("mtop.a05", new Blob(["data=5"]));
          await calls.fetchPost("mtop.a06", new TextEncoder().encode("data=6"));
          await fetch(new Request(API + "mtop.a07/1.0/", {method: "POST", body: "data=7"}));
          await calls.xhr("mtop.a08", {body: "data=8"});
          await calls.xhr("mtop.a09", {body: "data=9", type: "json"});
          await calls.xhr("mtop.a10", {type: "arraybuffer"});
          await calls.xhr("mtop.a11", {type: "blob"});
          await calls.xhr("mtop.a12", {asynchronous: false});
          await fetch("/api/z13.json");
        })()"""
        )
        copied = await _copied(record, 13)
    assert [
        ("fetch", "mtop.a01", '{"orderId":"8200000000000001"}'),
        ("fetch", "mtop.a02", "data=%7B%22page%22%3A2%7D"),
        *(("fetch", f"mtop.a{number:02}", f"data={number}") for number in range(3, 8)),
        ("xhr", "mtop.a08", "data=8"),
        ("xhr", "mtop.a09", "data=9"),
        ("xhr", "mtop.a10", None),
        ("xhr", "mtop.a11", None),
        ("xhr", "mtop.a12", None),
        ("fetch", "z13.json", None),
    ] == sorted(copied, key=lambda one: one[1])


# Every way a page can put a script into itself, each with its callback defined before and after.
EVERY_WAY_TO_INSERT = """(async () => {
const box = document.createElement("div"); document.body.append(box);
const inserts = [
  (s) => document.head.appendChild(s), (s) => document.body.insertBefore(s, box),
  (s) => document.head.append(s), (s) => box.replaceChildren(s),
  (s) => box.insertAdjacentElement("afterend", s),
  (s) => { const f = new DocumentFragment(); f.append(s); box.append(f); },
  (s) => { const p = document.createElement("p"); p.append(s); box.append(p); },
  (s) => { const src = s.src; s.removeAttribute("src"); document.head.append(s);
           s.setAttribute("src", src); },
  (s) => { document.head.append(s); s.remove(); },
];
let n = 0;
const all = [];
for (const insert of inserts) for (const order of ["before", "after"]) {
  n += 1;
  all.push(calls.jsonp(`mtopjsonp${n}`, `mtop.call${n}`, {order, insert, data: {n}}));
}
await Promise.all(all);
await calls.jsonp("mtopjsonp77", "mtop.again", {data: {n: 1}});
await calls.jsonp("mtopjsonp77", "mtop.again", {data: {n: 2}});
})()"""


@pytest.mark.parametrize("name", BROWSERS)
async def test_jsonp_answers_are_copied(name: str, tmp_path: Path) -> None:
    """JSONP is caught however its script is inserted, its callback defined before or after, many at once."""
    site = ProbeSite()
    site.pages["/probe/parsed.html"] = (
        "<!DOCTYPE html><script>mtopjsonp90 = (answer) => { window.got = answer.api; }</script>"
        '<script src="https://acs.aliexpress.com/h5/mtop.parsed/1.0/?callback=mtopjsonp90&data=%7B%7D"></script>'
    )
    async with _run(name, tmp_path, site) as (browser, record):
        page = await browser.open(PAGE)
        await page.evaluate(EVERY_WAY_TO_INSERT)
        await browser.open(f"{SITE}/probe/parsed.html")
        copied = await _copied(record, 21)
    expected = [("jsonp", f"mtop.call{n}", f'{{"n":{n}}}') for n in range(1, 19)]
    expected += [
        ("jsonp", "mtop.again", '{"n":1}'),
        ("jsonp", "mtop.again", '{"n":2}'),
        ("jsonp", "mtop.parsed", "{}"),
    ]
    assert sorted(expected) == sorted(copied, key=lambda one: (one[0], one[1], one[2] or ""))


@pytest.mark.parametrize("name", BROWSERS)
async def test_answers_to_secrets_and_strangers_are_not_copied(name: str, tmp_path: Path) -> None:
    """Token, log-in and payment calls, other sites, pages, failed and giant answers leave no copy."""
    site = ProbeSite()
    site.answers["mtop.giant"] = json.dumps({"api": "mtop.giant", "data": "x" * (6 * 1024 * 1024)})
    async with _run(name, tmp_path, site) as (browser, record):
        page = await browser.open(PAGE)
        await page.evaluate(
            """(async () => {
          await calls.fetchGet("mtop.aliexpress.im.gettoken", {});
          await calls.xhr("mtop.ae.payment.submit", {body: "data=1"});
          await calls.jsonp("mtopjsonp1", "mtop.taobao.login.check");
          await fetch("https://ae01.alicdn.com/x.json");
          await fetch("/probe/empty.html");
          await fetch(`${API}mtop.dead/1.0/`, {signal: AbortSignal.abort()}).catch(() => 0);
          await calls.fetchGet("mtop.giant", {});
          await calls.jsonp("mtopjsonp2", "mtop.giant");
          await calls.fetchGet("mtop.last", {});
        })()"""
        )
        assert [("fetch", "mtop.last", "{}")] == await _copied(record, 1)


@pytest.mark.parametrize("name", BROWSERS)
async def test_nothing_is_kept_before_consent_or_when_paused(name: str, tmp_path: Path) -> None:
    """Answers wait for the first reply, go only when it allows, and stop again the moment a pause is told."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        await record.evaluate("replies.enabled = null")  # the background does not answer yet
        page = await browser.open(PAGE)
        await page.evaluate("calls.fetchGet('mtop.early', {})")
        assert 0 == await record.evaluate("messages.length")
        await record.evaluate("replies.enabled = false")
        count = await record.evaluate("hellos")
        await record.wait_for(f"hellos > {count}")
        await page.evaluate("calls.fetchGet('mtop.refused', {})")
        await record.evaluate("(replies.enabled = true, spread(true))")
        await record.wait_for(f"hellos > {count} + 1")
        await page.evaluate("calls.fetchGet('mtop.allowed', {})")
        assert [("fetch", "mtop.allowed", "{}")] == await _copied(record, 1)
        await record.evaluate("spread(false)")
        await page.evaluate("calls.fetchGet('mtop.paused', {})")
        await asyncio.sleep(0.3)  # nothing is to come: there is no event to await
        assert "mtop.allowed" == await record.read_text("answers().map((a) => JSON.parse(a.body).api).join()")


@pytest.mark.parametrize("name", BROWSERS)
async def test_unacknowledged_answer_is_sent_again_in_order(name: str, tmp_path: Path) -> None:
    """While the background gives no word the answers wait, then arrive in order, each under one id."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        page = await browser.open(PAGE)
        await record.wait_for("hellos > 0")
        await record.evaluate("replies.ok = false")
        await page.evaluate(
            "(async () => { for (const n of [1, 2, 3]) await calls.fetchGet(`mtop.call${n}`, {n}); })()"
        )
        await record.evaluate("replies.ok = true")
        copied = await _copied(record, 3)
        ids = await record.evaluate("new Set(messages.map((m) => m.capture_id)).size")
    assert [("fetch", f"mtop.call{n}", f'{{"n":{n}}}') for n in (1, 2, 3)] == copied
    assert 3 == ids
