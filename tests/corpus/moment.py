"""What one buyer's pages can say at one moment: the words, days and amounts the answers are written with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from tests.browser.answers.components import PICTURES, SITE, Json
from tests.corpus.languages import Language
from tests.corpus.lives import Buyer, Life, Line, Return, Scan
from tests.corpus.visits import Visit


@dataclass(frozen=True, slots=True)
class Moment:
    """A buyer looking at the site at the end of a day."""

    today: date
    day: int
    buyer: Buyer

    @classmethod
    def of(cls, visit: Visit, today: date) -> Moment:
        """The moment of a visit."""
        return cls(today, visit.day, visit.buyer)

    @property
    def language(self) -> Language:
        """The buyer's language."""
        return self.buyer.language

    def date(self, day: int) -> date:
        """The date of a day of the corpus."""
        return self.today + timedelta(days=day)

    def in_list(self, day: int) -> str:
        """Write a day as the order list does."""
        return self.language.write_list_day(self.date(day))

    def on_page(self, day: int) -> str:
        """Write a day as the order page does."""
        return self.language.write_day(self.date(day))

    def instant(self, scan: Scan) -> datetime:
        """The instant of a scan, in the buyer's zone."""
        sign = -1 if self.language.zone[3] == "-" else 1
        zone = timezone(sign * timedelta(hours=int(self.language.zone[4:6])))
        return datetime.combine(self.date(scan.day), time(), zone) + timedelta(minutes=scan.minute)

    def opened_at(self, claim: Return) -> datetime:
        """The instant at which a claim was opened: seven seconds past eleven."""
        return self.instant(Scan(claim.opened, 11 * 60, "")) + timedelta(seconds=7)

    def money(self, amount: int) -> str:
        """Write an amount."""
        return self.buyer.currency.write(amount)

    def fact(self, value: bool | int) -> object:
        """Write a truth or a number the way this account gets them."""
        if not self.buyer.texts:
            return value
        return str(value).lower() if isinstance(value, bool) else str(value)

    def promises(self, life: Life, refund_on: int) -> list[str]:
        """Write the sentences of a fast-delivery promise; none where there is none."""
        if life.promise is None:
            return []
        said = self.language.sentences
        coupon = self.money(life.promise.coupon)
        return [
            said.coupon_if.format(amount=coupon, day=self.on_page(life.promise.coupon_on)),
            said.refund_if.format(day=self.on_page(refund_on)),
            said.damaged,
        ]

    def line(self, line: Line, *, has_promise: bool) -> Json:
        """Write an article, as list and order page both show it."""
        labels = self.language.labels
        tags = [
            {"richText": f'<font color="#009966">{labels.free_returns}</font>', "type": "LOCAL_FREE_RETURN"}
        ]
        if has_promise:
            tags.append({"richText": f"<b>{labels.fast_delivery}</b>", "type": "DELIVERY_GUARANTEE"})
        return {
            "currencyCode": self.buyer.currency.code,
            "formatPriceInfo": self.buyer.currency.write_info(line.price),
            "itemDetailUrl": f"//www.aliexpress.com/item/{line.product_id}.html?spm=a2g0o.order_list.0.0",
            "itemImgUrl": make_picture_url(line),
            "itemPriceText": self.money(line.price),
            "itemTags": tags,
            "itemTitle": line.title,
            "orderLineId": line.line_id,
            "productId": line.product_id,
            "quantity": self.fact(line.quantity),
            "skuAttrs": [{"name": name, "text": text} for name, text in line.options.items()],
            "skuId": line.sku_id,
        }


def make_picture_url(line: Line) -> str:
    """Make the address of an article's picture."""
    return f"{PICTURES}/S{line.sku_id}lamp.jpg_220x220.jpg"


def make_chat_link(life: Life) -> str:
    """Make the link to the conversation about an order, which names the order and is none of its pages."""
    return f"{SITE}/p/message/index.html?fromCode=order&orderId={life.order_id}"
