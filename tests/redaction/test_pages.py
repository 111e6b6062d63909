"""What a stranger must not see is not in a redacted page, wherever it stood; what parsers read still is."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from companion.errors import NotFound
from companion.marketplaces.privacies import find_privacy
from companion.marketplaces.privacy import Private
from companion.model import PageKind
from companion.redaction.answers import AnswerRedactor
from companion.redaction.documents import DocumentRedactor
from companion.redaction.guard import RedactionFailed
from companion.redaction.ledger import Ledger
from companion.redaction.pages import redact_capture
from tests.marketplaces.captures import API, DETAIL, make_capture, make_envelope, make_part, make_tree
from tests.redaction.private_page import PAGE, PRIVATE, make_page_capture


def redact_page(markup: str = PAGE) -> str:
    """Redact the page and give what is left."""
    [part] = redact_capture(make_page_capture(markup)).parts
    return part.body.decode()


def test_nothing_private_is_left_in_a_document() -> None:
    """Names, addresses, numbers, products and tokens are gone from text and attributes."""
    written = redact_page().lower()

    assert [] == [word for word in PRIVATE if word in written]


def test_what_parsers_read_is_left_in_a_document() -> None:
    """Dates, prices, state, the sentence about the refund and all classes stay as they were."""
    written, before = BeautifulSoup(redact_page(), "lxml"), BeautifulSoup(PAGE, "lxml")

    assert "Awaiting delivery" == written.select_one(".order-block-title").get_text()  # type: ignore[union-attr]
    assert "R$19,9" == written.select_one(".es--wrap--x").get_text()  # type: ignore[union-attr]
    assert {"Refund if no delivery before Sep 3, 2026"} & {p.get_text() for p in written.select("p")}
    assert "Jul 15, 2026" in written.get_text()
    assert [tag.get("class") for tag in before.select("div")] == [
        tag.get("class") for tag in written.select("div")
    ]


@pytest.mark.parametrize("gone", ["<!--", "onload", "window.user", "data:image", "mailto:", "/* Maria"])
def test_what_nobody_sees_is_dropped(gone: str) -> None:
    """Comments, handlers, scripts, bytes within the page and ways to write to people do not stay."""
    assert gone in PAGE
    assert gone not in redact_page()


def test_the_same_text_gets_the_same_stand_in() -> None:
    """A number or a name that stands in several places is replaced by one and the same."""
    [part] = redact_capture(make_page_capture()).parts
    number = part.url.partition("orderId=")[2][:16]

    assert 16 == len(number)
    assert number in part.body.decode()


def test_kinds_are_counted() -> None:
    """It is said how many different texts of each kind were replaced."""
    counts = redact_capture(make_page_capture()).counts

    assert {Private.EMAIL, Private.ADDRESS, Private.ID, Private.PRODUCT, Private.TOKEN} <= counts.keys()
    assert 1 == counts[Private.EMAIL]


def test_a_renamed_class_does_not_give_the_product_away() -> None:
    """A text that nobody knows loses every word that no parser knows, so a changed page tells no more."""
    written = redact_page(PAGE.replace("order-item-content-info-name", "card-title-v9")).lower()

    assert "telescope" not in written


def test_names_learnt_elsewhere_are_found_in_the_shops_own_sentences() -> None:
    """What an answer calls the receiver's name is replaced in a reminder that repeats it."""
    data = make_tree(
        detail_simple_order_info_component={
            "tradeOrderId": "8200000011112222",
            "addressVO": {"contactName": "Maria Oliveira", "countryCode": "BR"},
        },
        detail_order_status_block={
            "title": "Delivered",
            "reminder": "Signed by Maria. Refund by Sep 3, 2026",
        },
    )
    body = json.dumps(make_envelope(DETAIL, data)).encode()

    [part] = redact_capture(make_capture(make_part(body, API.format(DETAIL)))).parts

    fields = json.loads(part.body)["data"]["data"]["detail_order_status_block_1"]["fields"]
    assert "Maria" not in part.body.decode()
    assert fields["reminder"].startswith("Signed by ")
    assert fields["reminder"].endswith(". Refund by Sep 3, 2026")
    assert "BR" in part.body.decode()


def test_words_of_another_capture_are_private_too() -> None:
    """A page that shows the receiver where nobody expects it is redacted by what an answer taught."""
    data = make_tree(detail_simple_order_info_component={"addressVO": {"contactName": "Maria Oliveira"}})
    answer = make_capture(make_part(json.dumps(make_envelope(DETAIL, data)).encode(), API.format(DETAIL)))
    page = make_page_capture(
        '<html><body><p class="order-block-title">Delivered to Oliveira</p></body></html>'
    )
    [alone], [taught] = redact_capture(page).parts, redact_capture(page, (answer,)).parts

    assert [True, False] == [b"Oliveira" in part.body for part in (alone, taught)]


def test_moments_stay() -> None:
    """The site's clock in milliseconds is read by parsers and names nobody; other long numbers go."""
    ledger = Ledger(find_privacy("aliexpress"))
    answers = AnswerRedactor(ledger, PageKind.TRACKING)
    body = '{"time": 1785274783000, "buyerId": 5511912345678}'
    answers.redact_body(body)
    ledger.finish_learning()

    assert [True, False] == [
        number in answers.redact_body(body) for number in ("1785274783000", "5511912345678")
    ]


def test_every_text_of_a_chat_is_a_message() -> None:
    """In a chat no key is the shop's own wording."""
    ledger = Ledger(find_privacy("aliexpress"))
    answers = AnswerRedactor(ledger, PageKind.CHAT)
    body = '{"reminder": "Meet me at Quintal", "content": "my parcel"}'
    answers.redact_body(body)
    ledger.finish_learning()

    assert "Quintal" not in answers.redact_body(body)


def test_a_number_split_over_elements_is_found_by_the_guard() -> None:
    """A private number that a page sets digit by digit stops the redaction instead of slipping through."""
    digits = "".join(f"<span>{digit}</span>" for digit in "8200000011112222")

    with pytest.raises(RedactionFailed):
        redact_page(PAGE.replace("</body>", f"<p>{digits}</p></body>"))


def test_the_guard_looks_at_the_result_and_not_at_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever forgets to replace something, the guard refuses what came of it, without saying it aloud."""
    monkeypatch.setattr(DocumentRedactor, "redact", _learn_only)

    with pytest.raises(RedactionFailed) as caught:
        redact_page()

    assert [] == [word for word in PRIVATE if word in caught.value.message.lower()]
    assert "redaction_failed" == caught.value.code


_redact = DocumentRedactor.redact


def _learn_only(redactor: DocumentRedactor, markup: str | bytes) -> str:
    """Go through a document and give it back as it was."""
    _redact(redactor, markup)
    return markup if isinstance(markup, str) else markup.decode()


def test_a_capture_of_nobodys_page_is_refused() -> None:
    """What belongs to no marketplace cannot be redacted, for nobody knows what is private in it."""
    with pytest.raises(NotFound):
        redact_capture(make_capture(make_part(b"{}", "https://shop.example/x"), url="https://shop.example/"))


def test_a_page_nested_beyond_reason_is_redacted() -> None:
    """Depth costs no recursion."""
    deep = "<div>" * 3000 + "Telescope" + "</div>" * 3000

    assert "Telescope" not in redact_page(f"<html><body>{deep}</body></html>")
