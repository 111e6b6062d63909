"""Conversations on the dashboard: both sides in order, what is missing, and hostile words as text."""

from __future__ import annotations

import pytest
from markupsafe import escape

from companion.model import Author, MessageKind, PageKind, Parsed, Part, PartRole, Problem
from companion.protection.wording import UNHEARD, UNHEARD_NEXT, undecoded_words
from companion.store import Store
from companion.wire import make_sha256
from tests.store.samples import make_capture
from tests.store.talk import SHOPKEEPER, hear, make_talk, say
from tests.web.running import RunningWeb
from tests.web.seeds import SEEDS, add_seeds

ORDER = SEEDS[0].order_id
PIXEL = b"\x89PNG\r\n\x1a\n" + b"pixels" * 30
PICTURE_URL = "https://ae01.alicdn.com/kf/broken.jpg"
HOSTILE = '<img src=x onerror="alert(1)">\u202etxt.exe {{ 7*7 }}'
CHAT_PATH = "/chats/id%3A1%23103%235500017%231%237700023%232"


def add_talk(store: Store) -> str:
    """Keep an order with its conversation, in two pieces that do not meet; the capture of the first."""
    add_seeds(store)
    picture = say(
        None,
        2,
        Author.BUYER,
        "m2",
        kind=MessageKind.IMAGE,
        media=(f"{PICTURE_URL}_640x640.jpg", "https://ae01.alicdn.com/kf/gone.jpg"),
    )
    first = (
        say("Is it original?\nReally?", 1, Author.BUYER, "m1"),
        picture,
        say("Dear friend", 3, Author.BOT, "m3", original_text="亲爱的朋友"),
    )
    second = (
        say(HOSTILE, 2000, Author.SELLER, "m4", recalled=True),
        say(None, 2001, Author.SELLER, "m5", kind=MessageKind.ORDER, order_id=ORDER),
        say("a" * 5000, 2002, None, "m6"),
    )
    part = Part(PartRole.RESOURCE, make_sha256(PIXEL), "image/png", url=f"{PICTURE_URL}_220x220.jpg")
    store.add_capture(make_capture(50, part))
    store.add_blob(make_sha256(PIXEL), PIXEL)
    capture = hear(store, 51, make_talk(*first, orders=(ORDER,), seller=SHOPKEEPER))
    hear(store, 52, make_talk(*second, orders=(ORDER,)))
    return capture.capture_id


async def test_the_order_page_shows_the_conversation(web: RunningWeb) -> None:
    """Both sides with days, the robot named, the original folded, the gap marked, each with its capture."""
    capture_id = await web.store.write(add_talk)
    await web.open_session()
    page = await web.get_text(f"/orders/{ORDER}")

    for words in (
        "Conversation with <bdi>Mörrow Home Store</bdi>",
        '<li class="message message-mine">',
        "Is it original?\nReally?",
        "Robot in the seller’s name",
        "亲爱的朋友",
        "were not on screen; scroll there once to keep them.",
        "Its beginning was not on screen.",
        f'<a href="/captures/{capture_id}" target="_blank" rel="noopener" title="Seen ',
        "Taken back: ",
        f'href="/orders/{ORDER}"><bdi>{ORDER}</bdi>',
        "Side not shown",
        "The rest of it",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("complete", "words"), [(True, "was seen to be the first"), (False, "was not on screen")]
)
async def test_whether_the_beginning_is_kept_is_said(web: RunningWeb, complete: bool, words: str) -> None:
    """A conversation kept from its first message on says so, and another one says what to do."""
    talk = make_talk(say("Hello", 1, message_id="m1"), orders=(ORDER,), complete=complete)
    await web.store.write(add_seeds)
    await web.store.write(lambda store: hear(store, 51, talk))
    await web.open_session()
    for path in (f"/orders/{ORDER}", CHAT_PATH):
        page = await web.get_text(path)
        told = [one for one in ("was seen to be the first", "was not on screen") if one in page]
        assert [words] == told, path


async def test_a_hostile_message_is_text(web: RunningWeb) -> None:
    """Markup is shown as it was written, and nothing turns the text of the page round."""
    await web.store.write(add_talk)
    await web.open_session()
    for path in (f"/orders/{ORDER}", CHAT_PATH, "/search?q=onerror"):
        page = await web.get_text(path)
        assert ("<img src=x" in page, "{{ 7*7 }}" in page) == (False, True), path
        assert "\u202e" not in page, path


async def test_pictures_are_the_kept_bytes(web: RunningWeb) -> None:
    """A picture is shown from the archive in any size, and one that is not kept is said to be missing."""
    await web.store.write(add_talk)
    await web.open_session()
    page = await web.get_text(CHAT_PATH)
    path = f"/pictures/{make_sha256(PIXEL)}"

    assert (1, 1) == (page.count(f'<img src="{path}"'), page.count("Picture, not kept"))
    async with web.http.get(f"{web.url}{path}") as answer:
        assert (PIXEL, "image/png") == (await answer.read(), answer.content_type)


async def test_what_is_no_picture_is_not_served(web: RunningWeb) -> None:
    """Pages and answers do not come out of the way for pictures, and neither does what is not there."""
    await web.store.write(add_talk)
    await web.open_session()
    for sha256 in (make_sha256(b"chat 51"), "0" * 64):
        async with web.http.get(f"{web.url}/pictures/{sha256}", allow_redirects=False) as answer:
            assert (302, "/static/no-picture.svg") == (answer.status, answer.headers["Location"])


async def test_a_long_conversation_comes_in_parts(web: RunningWeb) -> None:
    """The newest messages are shown, with a way to those before them and back."""
    said = tuple(say(f"word{number}", number, Author.BUYER, f"m{number:04d}") for number in range(450))
    await web.store.write(lambda store: hear(store, 1, make_talk(*said)))
    await web.open_session()
    newest = await web.get_text(CHAT_PATH)
    middle = await web.get_text(f"{CHAT_PATH}?before=250")
    for shown in (newest, await web.get_text(f"{CHAT_PATH}?before=nonsense")):
        assert ("word449<" in shown, "word249<" in shown, "250 earlier messages" in shown) == (
            True,
            False,
            True,
        )
    assert ("word249<" in middle, "word50<" in middle, "The newest messages" in middle) == (True, True, True)


async def test_the_list_leads_to_each(web: RunningWeb) -> None:
    """Conversations are listed with seller and count, and an empty list says what to do."""
    await web.open_session()
    assert "No conversation is kept yet" in await web.get_text("/chats")
    await web.store.write(add_talk)
    page = await web.get_text("/chats")

    assert (f'href="{CHAT_PATH}"><bdi>Mörrow Home Store</bdi>' in page, "6 messages" in page) == (True, True)


async def test_what_nobody_can_hear_is_said(web: RunningWeb) -> None:
    """The list, empty or not, and the foot of the first page say what is out of reach, and what to do."""
    await web.open_session()
    empty, nothing_kept = await web.get_text("/chats"), await web.get_text("/")
    await web.store.write(add_talk)
    pages = [nothing_kept, empty, await web.get_text("/chats"), await web.get_text("/")]

    assert [False, True, True, True] == [escape(f"{UNHEARD} {UNHEARD_NEXT}") in page for page in pages]


async def test_frames_nobody_could_decode_are_said(web: RunningWeb) -> None:
    """The foot of the first page counts them by marketplace, with what to do, and no list says it again."""

    def add(store: Store) -> None:
        problem = Problem("frame", "frame", "5 bytes that cannot be decoded")
        frame = Parsed("aliexpress", PageKind.CHAT, problems=(problem,), announces=True)
        hear(store, 51, frame, frame, role=PartRole.FRAME)

    await web.store.write(add)
    await web.open_session()
    page = await web.get_text("/")

    assert 1 == page.count(str(escape(undecoded_words(2, "aliexpress"))))
    assert "then run <code>orderproof reparse</code>." in page
    assert "Not understood" not in page


async def test_a_hit_in_a_message_leads_to_it(web: RunningWeb) -> None:
    """The search shows who wrote it, marks the word, and leads to the conversation."""
    await web.store.write(add_talk)
    await web.open_session()
    page = await web.get_text("/search?q=friend&kind=message")

    assert f'<a href="{CHAT_PATH}" dir="auto">“Dear <mark>friend</mark>”</a>' in page
    assert ("A robot wrote" in page, "Mörrow Home Store" in page) == (True, True)


@pytest.mark.parametrize("path", ["/chats", CHAT_PATH, "/pictures/" + "0" * 64])
async def test_a_session_is_needed(web: RunningWeb, path: str) -> None:
    """Without a session nobody reads conversations."""
    async with web.http.get(f"{web.url}{path}") as answer:
        assert 401 == answer.status


async def test_an_unknown_conversation_is_said_to_be(web: RunningWeb) -> None:
    """A name that is not kept is answered with what to do."""
    await web.open_session()
    async with web.http.get(f"{web.url}/chats/nothing%2Fhere") as answer:
        assert (404, True) == (answer.status, "Open it on the site once." in await answer.text())


async def test_a_sentence_worth_finding_again_is_marked(web: RunningWeb) -> None:
    """A seller's sentence gets its bookmark, quoted and with who says why; the buyer's own words get none."""
    asks = "Dear, please confirm the receipt first. <b>Thanks</b>"

    def add(store: Store) -> None:
        add_seeds(store)
        talk = (say(asks, 1, Author.SELLER, "m1"), say("Please confirm the receipt?", 2, Author.BUYER, "m2"))
        hear(store, 51, make_talk(*talk, orders=(ORDER,)))

    await web.store.write(add)
    await web.open_session()
    page = await web.get_text(f"/orders/{ORDER}")

    assert 1 == page.count("The seller asks you to confirm receipt")
    assert '<blockquote dir="auto">Dear, please confirm the receipt first.</blockquote>' in page
    assert "A bookmark, no verdict" in page
