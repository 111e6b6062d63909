"""What pages say about rights: the right kind, the earliest day, the smallest sentence, the right place."""

from __future__ import annotations

import pytest

from companion.model import Parsed
from tests.marketplaces.captures import DETAIL, TRACKING, make_tree, parse_answer

ORDER = "8301122334400009"
Said = tuple[str, str | int | None, str | None, str]


def said(parsed: Parsed) -> list[Said]:
    """List statements as kind, day or number of days, anchor, quote."""
    return [
        (
            str(one.kind),
            one.on.isoformat() if one.on else one.within_days,
            one.after and str(one.after),
            one.quote,
        )
        for one in parsed.statements
    ]


def read_detail(language: str | None = "en_US", **components: object) -> Parsed:
    """Read an order page that holds some components."""
    info = {"tradeOrderId": ORDER}
    tree = make_tree(detail_simple_order_info_component=info, **components)
    return parse_answer(DETAIL, tree, language=language)


def read_promise(promise: object, language: str | None = "en_US") -> Parsed:
    """Read a tracking answer with a promise above its parcels."""
    eta = {"tipsLink": f"https://www.aliexpress.com/p/tracking/pop-text.html?tradeOrderId={ORDER}"}
    module = {"trackingDetailLineList": [{"etaInfo": eta}], "fastDeliveryInfoDTO": promise}
    return parse_answer(TRACKING, {"module": module}, language=language)


COUPON = "Apply for R$5.00 coupon code if delayed by Aug 3, 2026"
REFUND = "Refund if no delivery before Sep 3, 2026"
BOTH: list[Said] = [
    ("late_coupon_from", "2026-08-03", None, COUPON),
    ("refund_if_not_delivered_by", "2026-09-03", None, REFUND),
]
COPIES = {
    "list, joined and rich": {
        "fdContentList": [COUPON, REFUND, "Refund if items damaged"],
        "fdContent": f"{COUPON} · {REFUND}",
        "fdContentListRichText": [f"<b>{COUPON}</b>", f"<b>{REFUND}</b>"],
    },
    "joined only": {"fdContent": f"{COUPON} · {REFUND} · Refund if items damaged"},
    "rich only": {"fdContentListRichText": [f"<img src='x'><span>{COUPON}</span>", f"<b>{REFUND}</b>"]},
    "joined in the list": {"fdContentList": [f"{COUPON} · {REFUND}"]},
}


@pytest.mark.parametrize("promise", COPIES.values(), ids=COPIES.keys())
def test_a_sentence_is_stated_once(promise: object) -> None:
    """Copies of a sentence make no further statement, and any one copy is enough."""
    assert (BOTH, ()) == (said(read_promise(promise)), read_promise(promise).problems)


@pytest.mark.parametrize(
    ("language", "coupon", "refund"),
    [
        ("pt_BR", "Cupom de R$5,00 se atrasar até 3 ago, 2026", "Reembolso sem entrega até 3 set, 2026"),
        (
            "ko_KR",
            "2026년 8월 3일까지 지연되면 ₩5,000 지급",
            "2026년 9월 3일까지 미배송 시 돈을 돌려드립니다",
        ),
        ("tr", "3 Ağu 2026 sonrası 5 TL", "3 Eyl 2026 tarihine kadar teslim edilmezse"),
        ("ja", "2026年8月3日以降は500円", "2026年9月3日までに届かない場合"),
        ("xx", "Foo € 5,00 3. Aug 2026", "Foo bar 3. Sep 2026"),
    ],
)
def test_another_language_still_gives_the_days(language: str, coupon: str, refund: str) -> None:
    """The sentence with an amount is the coupon, the one without the refund, in any language."""
    expected = [
        ("late_coupon_from", "2026-08-03", None, coupon),
        ("refund_if_not_delivered_by", "2026-09-03", None, refund),
    ]

    assert expected == said(read_promise({"fdContentList": [coupon, refund]}, language))


def test_of_two_days_the_earlier_stands() -> None:
    """Where one place names two days for one right, the earlier one is stated."""
    later = "Refund if not delivered by Oct 3, 2026"

    assert [BOTH[1]] == said(read_promise({"fdContentList": [later, REFUND]}))


@pytest.mark.parametrize(
    "sentence",
    ["Something on Sep 3, 2026", "Refund if no delivery before 03/04/2026", "Decide within 7 days"],
)
def test_what_is_not_understood_is_a_problem(sentence: str) -> None:
    """A sentence that names a day or counts days and is not understood is a problem with its words."""
    parsed = read_promise({"fdContentList": [sentence]}, "en")

    assert ([], ["statements"], [sentence]) == (
        said(parsed),
        [problem.field for problem in parsed.problems],
        [problem.excerpt for problem in parsed.problems],
    )


NODES = [{"text": "Paid", "time": "Jul 15, 2026"}, {"text": "R$5", "time": "Aug 5, 2026"}]


def test_the_refund_node_is_found_by_its_name() -> None:
    """In English the node called Refund is the refund, anywhere; one with an amount is the coupon."""
    nodes = [*NODES, {"text": "Refund", "time": "Sep 4, 2026"}, {"text": "Later", "time": "Sep 9, 2026"}]
    expected = [
        ("late_coupon_from", "2026-08-05", None, "R$5: Aug 5, 2026"),
        ("refund_if_not_delivered_by", "2026-09-04", None, "Refund: Sep 4, 2026"),
    ]

    assert expected == said(read_detail(detail_service_progress_bar={"nodes": nodes}))


def test_the_last_node_is_the_refund_in_other_languages() -> None:
    """In a language whose word is not known the last node is the refund."""
    nodes = [{"text": "결제", "time": "2026년 7월 15일"}, {"text": "₩5,000", "time": "2026년 8월 5일"}]
    nodes.append({"text": "환급", "time": "2026년 9월 4일"})
    found = said(read_detail("ko", detail_service_progress_bar={"nodes": nodes}))

    assert ("refund_if_not_delivered_by", "2026-09-04", None, "환급: 2026년 9월 4일") == found[-1]


def test_an_unknown_last_node_in_english_is_no_refund() -> None:
    """An English node with another name is not taken for the refund; a problem names it."""
    parsed = read_detail(
        detail_service_progress_bar={"nodes": [NODES[0], {"text": "Sorted", "time": "Sep 4, 2026"}]}
    )

    assert ([], ["Sorted"]) == (said(parsed), [problem.excerpt for problem in parsed.problems])


@pytest.mark.parametrize(
    ("sentence", "kind", "days", "anchor"),
    [
        (
            "You can apply for a refund within 7 days of confirming receipt.",
            "return_within",
            7,
            "order_completed",
        ),
        (
            "You can open a dispute within 90 days after order was placed.",
            "dispute_within",
            90,
            "order_placed",
        ),
        ("Send it back within 15 days after delivery.", "return_within", 15, "delivered"),
        (
            "Você pode abrir uma disputa em até 90 dias após o pedido ser realizado.",
            "dispute_within",
            90,
            "order_placed",
        ),
        ("Devuélvelo en 15 días tras la entrega.", "return_within", 15, "delivered"),
        (
            "Nach der Lieferung haben Sie 15 Tage Zeit, eine Streitigkeit zu eröffnen.",
            "dispute_within",
            15,
            "delivered",
        ),
    ],
)
def test_a_count_of_days_has_its_anchor(sentence: str, kind: str, days: int, anchor: str) -> None:
    """A number of days is stated with the event it is counted from."""
    parsed = read_detail(detail_order_services={"data": [{"content": sentence}]})

    assert ([(kind, days, anchor, sentence)], ()) == (said(parsed), parsed.problems)


def test_a_service_that_only_names_a_day_is_no_promise() -> None:
    """A service in another language with one dated sentence is not taken for the refund."""
    parsed = read_detail(
        "fr", detail_order_services={"data": [{"content": "Remis au transporteur le 3 sept. 2026"}]}
    )

    assert ([], ["statements"]) == (said(parsed), [problem.field for problem in parsed.problems])


def test_product_texts_are_no_statements() -> None:
    """A title, an option or a badge that looks like a promise states nothing."""
    line = {
        "orderLineId": "1",
        "itemTitle": REFUND,
        "skuAttrs": [{"name": "Colour", "text": REFUND}],
        "itemTags": [{"richText": REFUND, "desc": REFUND}],
    }

    assert [] == said(read_detail(detail_product_block={"productVOList": [line]}))
