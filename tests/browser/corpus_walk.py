"""A person who makes all visits of a corpus in a real browser, in their order.

The browser's clock is the real one: two years of visits take minutes, and every capture is of today. It is
the days within the answers that lie in the two years before. Captures of visits that the corpus calls late
wait in the extension while the companion is down.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterable

from companion.model import Capture, PartRole
from tests.browser import shopper
from tests.browser.answers.visited import VisitedAnswers
from tests.browser.browser import Page
from tests.browser.marketplace import Front
from tests.browser.scene import Scene
from tests.corpus.corpus import Corpus, make_address, make_context
from tests.corpus.lives import Buyer
from tests.corpus.visits import Kind, Visit

_USUAL_BUSYNESS = 4.0  # programs waiting for each core while two browsers walk
_REST_SECONDS = 3  # the last page is not left for another one, so it is kept when it has come to rest
_BACKLOG_SECONDS = 300  # hundreds of pages, on a machine that has other things to do


async def walk(scene: Scene, corpus: Corpus) -> list[Capture]:
    """Make all visits and give what the companion kept of them."""
    await scene.agree_and_pair()
    answers = VisitedAnswers(corpus)
    page = await scene.browser.open("about:blank")
    for visit in corpus.visits:
        await _switch_companion(scene, is_wanted=not visit.is_late)
        answers.begin(visit)
        scene.marketplace.serve(answers, make_front(visit.buyer))
        await _visit(page, visit)
    await asyncio.sleep(_REST_SECONDS)
    await page.close()
    await _switch_companion(scene, is_wanted=True)
    await scene.wait_until_delivered(seconds=_BACKLOG_SECONDS)
    return scene.companion.read_captures()


def make_front(buyer: Buyer) -> Front:
    """Make the shop as it presents itself to a buyer."""
    return Front(buyer.language.html_tag, buyer.language.direction, make_context(buyer))


def find_answers(captures: Iterable[Capture]) -> dict[str, Capture]:
    """Find the capture of each answer by the name in its envelope."""
    return {
        str(json.loads(part.body)["traceId"]): capture
        for capture in captures
        for part in capture.parts
        if part.role is PartRole.API and part.body
    }


async def _switch_companion(scene: Scene, *, is_wanted: bool) -> None:
    if scene.companion.running and not is_wanted:
        await scene.companion.stop()
    elif is_wanted and not scene.companion.running:
        await scene.companion.start()


async def _visit(page: Page, visit: Visit) -> None:
    await page.go(make_address(visit))
    await page.wait_for("document.body.dataset.state")
    if visit.kind is Kind.LIST and visit.trouble is None:
        await page.wait_for("document.body.dataset.counted")
    for number in range(2, visit.pages + 1):
        await page.click("[data-pl=order_more] button")
        await page.wait_for(f"document.body.dataset.pages === '{number}'")
    await asyncio.sleep(_find_glance())


def _find_glance() -> float:
    """Tell for how long a page is looked at: longer where a busy machine takes longer for everything."""
    busyness = os.getloadavg()[0] / (os.cpu_count() or 1)
    return shopper.GLANCE_SECONDS * max(1.0, busyness / _USUAL_BUSYNESS)
