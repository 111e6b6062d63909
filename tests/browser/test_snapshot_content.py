"""A frozen page holds what the buyer saw, and none of the buyer's secrets."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

ORDER_PAGE = f"{SITE}/p/order/detail.html?orderId=8200000000000001&token=sesame-0"
_PROBE = Path(__file__).with_name("probe") / "page.html"
pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the recorder got of one page."""

    url: str
    documents: dict[str, str]
    text: str
    data_urls: dict[str, str]
    lazy: list[str]


async def _freeze(name: str, folder: Path) -> Frozen:
    site = ProbeSite()
    site.pages["/p/order/detail.html"] = _PROBE.read_text("utf-8")
    site.pages["/msgDetail.htm"] = "<!DOCTYPE html><title>Chat</title><p>chat of another origin</p>"
    async with site.run(), open_browser(site.make_launch(name, make_recorder(folder))) as browser:
        record = await browser.extension_page("recorder.html")
        await browser.open(ORDER_PAGE)
        await record.wait_for("pages().length === 2", seconds=20)
        text = await record.read_text("JSON.stringify(pages())")
    pages = json.loads(text)
    main = next(page for page in pages if page["title"] == "Order details")
    documents = {one["frame_id"]: one["html"] for page in pages for one in page["documents"]}
    data_urls = {one["url"]: one["data_url"] for one in main["resources"] if "data_url" in one}
    lazy = [one["url"] for one in main["resources"] if one["lazy"]]
    return Frozen(main["page_url"], documents, re.sub(r"<script.*?</script>", "", text), data_urls, lazy)


@pytest.fixture(scope="module", params=BROWSERS)
def frozen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """The probe page, frozen once in each browser."""
    return asyncio.run(_freeze(request.param, tmp_path_factory.mktemp("recorder")))


def _holds(html: str, *fragments: str) -> None:
    assert [] == [fragment for fragment in fragments if fragment not in html]


def test_form_holds_what_was_typed_and_chosen(frozen: Frozen) -> None:
    """Values, ticks and choices are those of the moment, not those of the markup."""
    _holds(
        frozen.documents["0"],
        '<input id="text" value="typed text">',
        '<input id="empty" value="typed &quot;quoted&quot; &lt;b&gt;">',
        '<input type="checkbox" id="box" checked="">',
        '<input type="radio" id="radio">',
        '<textarea id="area">\n\ntyped area</textarea>',
        '<option value="a">A</option><option value="b" selected="">B</option>',
    )


def test_passwords_cards_and_codes_are_never_kept(frozen: Frozen) -> None:
    """No password, not even one that is shown, no card number, no code, no token, no hidden value."""
    outside_scripts = frozen.text
    assert [] == re.findall(r"sesame-\d", outside_scripts)
    assert "4111" not in outside_scripts
    assert 6 == frozen.documents["0"].count('data-orderproof-withheld="filled"')


def test_open_and_closed_shadow_roots_are_kept(frozen: Frozen) -> None:
    """Shadow trees are in the document as templates, with what was typed in them."""
    _holds(
        frozen.documents["0"],
        '<p-open><template shadowrootmode="open"><b>open shadow</b>',
        '<section><template shadowrootmode="open" data-orderproof-shadow="closed"><i>closed in open</i>',
        '<input value="typed in closed"><u>closed shadow</u>',
    )


def test_rules_that_exist_only_in_memory_are_written_back(frozen: Frozen) -> None:
    """Inserted and adopted rules become text; text that says the same stays letter by letter."""
    html = frozen.documents["0"]
    _holds(
        html,
        '<style id="written">.written { color: rgb(1, 2, 3) }</style>',
        ".inserted { color: rgb(4, 5, 6); }",
        ".mixed-a { color: red; }\n.mixed-b { color: rgb(7, 8, 9); }",
        '<style id="disabled" media="not all">',
    )
    assert 2 == html.count(".adopted { color: rgb(10, 11, 12); }")  # the document's and the shadow root's


def test_pictures_are_those_shown(frozen: Frozen) -> None:
    """The chosen source, drawings and the page's own bytes are kept; pictures never seen are marked."""
    html = frozen.documents["0"]
    _holds(
        html,
        f'<img id="picture" src="{SITE}/small.png">',
        'src="orderproof-canvas:1"',
        "data-orderproof-lazy",
    )
    assert [f"{SITE}/far.png"] == frozen.lazy
    own = next(url for url in frozen.data_urls if url.startswith("blob:"))
    assert f'<img id="own" src="{own}">' in html
    assert frozen.data_urls[own].startswith("data:image/png;base64,")
    assert frozen.data_urls["orderproof-canvas:1"].startswith("data:image/png;base64,")


def test_frames_are_documents_of_their_own(frozen: Frozen) -> None:
    """Frames of the same origin come with the page, a permitted other one by itself, joined by its place."""
    assert ["0", "0.0", "0.1", "0.2", "0.2.0", "0.3"] == sorted(frozen.documents)
    _holds(frozen.documents["0.0"], '<input value="typed in frame"><p>written frame</p>')
    _holds(frozen.documents["0.1"], "inline frame", "<base href=")
    _holds(frozen.documents["0.2.0"], "frame in a frame")
    _holds(frozen.documents["0.3"], "chat of another origin")
    _holds(frozen.documents["0"], 'data-orderproof-frame="0.3"')


def test_state_of_the_page_is_marked(frozen: Frozen) -> None:
    """Scrolling and modal dialogs, which markup cannot say, are marked; the URL comes without secrets."""
    _holds(frozen.documents["0"], 'data-orderproof-scroll="0,120"', "data-orderproof-modal")
    assert f"{SITE}/p/order/detail.html?orderId=8200000000000001" == frozen.url
