"""What messages of the invented conversation carry beside words: pictures, cards, notices, recalls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from companion.model import MessageKind
from tests.browser.answers.chat_lines import NOTICE
from tests.browser.answers.chat_made import MadeMessage
from tests.browser.answers.samples import MadeOrder

PICTURES = "https://ae01.alicdn.com/kf"
VIDEOS = "https://video.aliexpress-media.com/play/u"
_SHAPES = ("box", "mug", "lamp", "bag", "book")


def _make_image(plain: MadeMessage, place: int, order: MadeOrder) -> MadeMessage:
    return replace(plain, kind=MessageKind.IMAGE, card="3", picture=_find_picture("H", place, order))


def _make_video(plain: MadeMessage, place: int, order: MadeOrder) -> MadeMessage:
    poster = _find_picture("V", place, order)
    video = f"{VIDEOS}/packing{place:05}.mp4"
    return replace(plain, kind=MessageKind.VIDEO, card="7", picture=poster, video=video)


def _make_product(plain: MadeMessage, _place: int, order: MadeOrder) -> MadeMessage:
    line = order.lines[0]
    return replace(
        plain,
        kind=MessageKind.PRODUCT,
        card="10003",
        text=line.title,
        picture=f"{PICTURES}/S{line.sku_id}{line.picture}.jpg",
        product_id=line.product_id,
        amount=f"US ${line.price}",
    )


def _make_order(plain: MadeMessage, _place: int, order: MadeOrder) -> MadeMessage:
    amount = f"US ${order.total}"
    return replace(plain, kind=MessageKind.ORDER, card="10004", order_id=order.order_id, amount=amount)


def _make_offer(plain: MadeMessage, place: int, _order: MadeOrder) -> MadeMessage:
    """A coupon and a refund in turn."""
    text = "Coupon for your next order" if place % 2 else "We offer a partial refund"
    return replace(plain, kind=MessageKind.OFFER, card="10999", text=text, amount="US $3.00")


def _make_unknown(plain: MadeMessage, place: int, _order: MadeOrder) -> MadeMessage:
    return replace(plain, kind=MessageKind.UNKNOWN, card="77001", text=f"Parcel check-up {place}")


def _make_notice(plain: MadeMessage, place: int, _order: MadeOrder) -> MadeMessage:
    return replace(plain, kind=MessageKind.SYSTEM, card="systemTip", text=NOTICE.format(place=place))


def _make_recalled(plain: MadeMessage, place: int, _order: MadeOrder) -> MadeMessage:
    return replace(plain, text=f"I sent it to number {place}", is_recalled=True)


def _find_picture(letter: str, place: int, order: MadeOrder) -> str:
    name = f"{letter}{order.seller.store_id}{place:05}{_SHAPES[place % len(_SHAPES)]}"
    return f"{PICTURES}/{name}.jpg"


MAKERS: Mapping[str, Callable[[MadeMessage, int, MadeOrder], MadeMessage]] = {
    "IMAGE": _make_image,
    "VIDEO": _make_video,
    "PRODUCT": _make_product,
    "ORDER": _make_order,
    "OFFER": _make_offer,
    "UNKNOWN": _make_unknown,
    "NOTICE": _make_notice,
    "RECALLED": _make_recalled,
}
