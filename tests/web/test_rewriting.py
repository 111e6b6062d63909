"""The view of a page: its words as they were, its addresses pointed to blobs."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.web.rewriting import ViewWish, make_page_view, make_style_view

BLOB = "/run/captures/c/blobs/aa"
IMAGE = "https://ae01.alicdn.com/kf/S1.jpg"
PAGE = "https://www.aliexpress.com/p/order/detail.html"


PIECES = [
    *("<", ">", "</", "/>", "<!", "<![", "<![if", "<![x", "]]>", "<!--", "-->", "<?", "<!DOCTYPE", "\0", "é"),
    *("<script>", "</script>", "<style>", "</style", "<textarea>", "<svg", "<plaintext>", "<template>"),
    *(
        '<img src="https://evil.example/"',
        "<iframe src=https://evil.example/ ",
        "<link href='https://evil.example/'",
    ),
    *("'", '"', " ", "=", "&", "&#", "&#x", "&amp", ";", "url(", "@import '", " srcdoc='", " xlink:href="),
]


def view(html: str, frames: dict[str, str] | None = None) -> str:
    """Make the view of a page that lists one image."""
    wish = ViewWish(html, PAGE, frames or {}, {IMAGE: BLOB})
    return make_page_view(msgspec.msgpack.encode(wish)).decode()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<img src="{IMAGE}" alt="a">', f'<img src="{BLOB}" alt="a">'),
        ('<img src="//ae01.alicdn.com/kf/S1.jpg">', f'<img src="{BLOB}">'),
        (f"<img src='{IMAGE}'/>", f'<img src="{BLOB}"/>'),
        (f'<video poster="{IMAGE}"></video>', f'<video poster="{BLOB}"></video>'),
        (f'<link rel="stylesheet" href="{IMAGE}">', f'<link rel="stylesheet" href="{BLOB}">'),
        (f'<image xlink:href="{IMAGE}#part">', f'<image xlink:href="{BLOB}#part">'),
        (f'<p style="background:url({IMAGE})">', f'<p style="background:url(&quot;{BLOB}&quot;)">'),
        (f"<style>a{{b:url('{IMAGE}')}}</style>", f'<style>a{{b:url("{BLOB}")}}</style>'),
        (f'<style>@import "{IMAGE}";</style>', f'<style>@import "{BLOB}";</style>'),
    ],
)
def test_listed_addresses_point_to_blobs(html: str, expected: str) -> None:
    """Whatever loads a listed resource loads its blob instead."""
    assert expected == view(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="https://tracker.example/p.gif">', '<img src="data:,">'),
        ('<img src="x" srcset="https://tracker.example/p.gif 2x">', '<img src="data:,">'),
        ("<style>a{b:url(https://tracker.example/x)}</style>", '<style>a{b:url("data:,")}</style>'),
        ('<iframe src="https://tracker.example/"></iframe>', "<iframe></iframe>"),
        ('<base href="https://tracker.example/"><p>', "<p>"),
        ('<a href="/x" ping="https://tracker.example/">', '<a href="/x">'),
    ],
)
def test_unlisted_addresses_load_nothing(html: str, expected: str) -> None:
    """What the capture does not list stays in its place and loads nothing."""
    assert expected == view(html)


@pytest.mark.parametrize(
    "html",
    [
        "<!DOCTYPE html><html><head><title>Bestellung &amp; Lieferung</title></head><body>",
        "<p>5 &lt; 6 &#8364; &euro;</p><!-- a comment --><br>",
        '<img src="data:image/png;base64,AAAA"><a href="https://www.aliexpress.com/item/1.html">x</a>',
        '<div><template shadowrootmode="open"><p>closed</p></template></div>',
        "<p>주문 📦 مرحبا</p>" + "<div>" * 3000 + "deep" + "</div>" * 3000,
        '<input type="text" value="typed &quot;words&quot;" checked>',
        "<svg><path d='M0 0'/><![CDATA[a]]></svg><![if !IE]>x<![endif]><![other]>".replace("'", '"'),
    ],
)
def test_everything_else_passes_unchanged(html: str) -> None:
    """Text, structure, links and typed values come out as they went in, at any depth."""
    assert html == view(html)


def test_frames_are_put_in_their_places() -> None:
    """The document of a frame stands in its frame, rewritten like the page, and frames within frames too."""
    frames = {"0.0": f'<img src="{IMAGE}"><iframe data-orderproof-frame="0.0.0">', "0.0.0": "<p>inner</p>"}
    made = view('<iframe data-orderproof-frame="0.0" src="https://other.example/"></iframe>', frames)
    assert "other.example" not in made
    assert f"&lt;img src=&quot;{BLOB}&quot;&gt;" in made
    assert "inner" in made


def test_frames_that_hold_each_other_end() -> None:
    """A page that is its own frame does not go on for ever."""
    made = view('<iframe src="a"></iframe>', {"a": '<iframe src="a"></iframe>'})
    assert len(made) < 100_000


@pytest.mark.parametrize(
    "html", ["", "<", "<img", "<img src=", "&", "<!--", "<![CDATA[x]]>", "\0", "</", "<a b='"]
)
def test_broken_html_makes_some_view(html: str) -> None:
    """Markup that is cut anywhere still makes a view."""
    assert isinstance(view(html), str)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_no_markup_breaks_the_view(html: str) -> None:
    """However pieces of markup are strung together, there is a view; what it may load, the policy says."""
    assert isinstance(view(html), str)


def test_style_sheets_read_addresses_against_their_own() -> None:
    """A relative address in a style sheet means a place beside that sheet."""
    wish = ViewWish("a{b:url(../kf/S1.jpg)}", "https://ae01.alicdn.com/css/a.css", {}, {IMAGE: BLOB})
    assert f'a{{b:url("{BLOB}")}}' == make_style_view(msgspec.msgpack.encode(wish)).decode()
