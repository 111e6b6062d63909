"""What becomes of orders: plans of lives, drawn from a seeded source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from tests.corpus.lives import Buyer, Life, Line, Parcel, Promise, Return, Scan, Seller, Stage

YEARS = 730  # days
_OPTIONS = {
    "Color": ("Black", "Sand", "Blue 5 m", "Red/White"),
    "Size": ("S", "M", "XL", "40 x 60 cm"),
    "Ships From": ("China", "Spain"),
}
_MAKERS = ("Nordwind", "Kirra", "Velto", "Amberline", "Quist", "Halden", "Orbi", "Sunfold", "Tarn", "Mirelo")
_SHOPS = ("Store", "Official Store", "Trading", "Home Store")
_CARRIERS = ("Example Post", "Swift Parcel", "Blue Kite Logistics")
_WAY = (
    "AE_GWMS_OUTBOUND",
    "AE_PICK_UP_SUCCESS",
    "AE_SC_INBOUND_SUCCESS",
    "AE_LH_DEPART",
    "AE_LH_ARRIVE",
    "AE_CC_IM_SUCCESS",
    "AE_GTMS_ACCEPT",
    "AE_GTMS_DELIVERING",
    "AE_GTMS_SIGNED",
)


@dataclass(slots=True)
class Fates:
    """Draws lives; one per buyer, so that more buyers change nothing about the others."""

    random: Random
    buyer: Buyer
    drawn: int = 0

    def draw_orders(self, count: int) -> tuple[Life, ...]:
        """Draw orders, oldest first; one in six was bought together with the one before it."""
        days = sorted(self._draw_day() for _ in range(count))
        lives: list[Life] = []
        for day in days:
            is_together = bool(lives) and self.random.random() < 1 / 6
            lives.append(self._draw_together(lives[-1]) if is_together else self._draw(day))
        return tuple(lives)

    def _draw_day(self) -> int:
        """Draw the day of an order; one in five is so recent that it is still under way."""
        return self.random.randint(-35 if self.random.random() < 0.2 else 5 - YEARS, 0)

    def _draw_together(self, first: Life) -> Life:
        """Draw the other order of a checkout, whose ids lie 20000 apart (seen 2026-09)."""
        order_id = str(int(first.order_id) - 20_000)
        second = self._draw(first.placed)
        lines = tuple(
            replace(line, line_id=str(int(order_id) + place)) for place, line in enumerate(second.lines, 1)
        )
        by_id = {old.line_id: new.line_id for old, new in zip(second.lines, lines, strict=True)}
        parcels = tuple(
            replace(one, line_ids=tuple(by_id[line_id] for line_id in one.line_ids)) for one in second.parcels
        )
        claim = second.claim and replace(second.claim, line_id=by_id[second.claim.line_id])
        return replace(second, order_id=order_id, lines=lines, parcels=parcels, claim=claim)

    def _draw(self, day: int) -> Life:
        self.drawn += 1
        order_id = str(3_000_000_000_000_000 + self.buyer.number * 10**12 + self.drawn * 10**9 + 400_000)
        lines = tuple(
            self._draw_line(order_id, place) for place in range(1, self.random.choice((1, 1, 2, 3)) + 1)
        )
        subtotal = sum(line.price * line.quantity for line in lines)
        first = day + self.random.randint(14, 25)
        life = Life(
            order_id=order_id,
            seller=self._draw_seller(),
            lines=lines,
            shipping=self.random.choice((0, 0, self._round(subtotal // 10))),
            coupon=self.random.choice((0, self._round(subtotal // 20))),
            estimate=(first, first + self.random.randint(0, 6)),
            steps=((day, Stage.UNPAID),),
        )
        return self._choose()(life)

    def _choose(self) -> Callable[[Life], Life]:
        weights: Mapping[Callable[[Life], Life], int] = {
            self._complete: 50,
            self._lose: 14,
            self._cancel: 9,
            self._expire: 6,
            self._claim: 21,
        }
        return self.random.choices(list(weights), list(weights.values()))[0]

    def _expire(self, life: Life) -> Life:
        return replace(life, steps=(*life.steps, (life.placed + 2, Stage.CLOSED)))

    def _cancel(self, life: Life) -> Life:
        steps = ((life.placed, Stage.TO_SHIP), (life.placed + self.random.randint(1, 5), Stage.CANCELLED))
        return replace(life, steps=steps)

    def _ship(self, life: Life, scans: int) -> Life:
        """Pay at once, ship after some days; the promise holds for two orders of three."""
        shipped = life.placed + self.random.randint(1, 6)
        count = 2 if len(life.lines) > 1 and self.random.random() < 0.4 else 1
        parcels = tuple(self._draw_parcel(life, shipped, place, count, scans) for place in range(count))
        promise = self._draw_promise(life) if self.random.random() < 2 / 3 else None
        steps = ((life.placed, Stage.TO_SHIP), (shipped, Stage.ON_WAY))
        return replace(life, steps=steps, parcels=parcels, promise=promise)

    def _complete(self, life: Life) -> Life:
        life = self._ship(life, len(_WAY))
        arrived = max(parcel.scans[-1].day for parcel in life.parcels)
        return replace(life, steps=(*life.steps, (arrived + self.random.randint(2, 12), Stage.COMPLETED)))

    def _lose(self, life: Life) -> Life:
        """Never delivered; the site closes the order after four months."""
        life = self._ship(life, self.random.randint(2, len(_WAY) - 2))
        return replace(life, steps=(*life.steps, (life.placed + 120, Stage.CLOSED)))

    def _claim(self, life: Life) -> Life:
        """Completed and claimed: some claims are open for long, the others end in a refund."""
        life = self._complete(life)
        line = self.random.choice(life.lines)
        opened = life.steps[-1][0] + self.random.randint(0, 10)
        closed = opened + self.random.randint(6, 30) if self.random.random() < 0.7 else None
        number = str(int(line.line_id) + 2_000_000_000_000_000)
        return replace(life, claim=Return(number, line.line_id, line.price, opened, closed))

    def _draw_promise(self, life: Life) -> Promise:
        refund = life.placed + self.random.randint(40, 60)
        return Promise(
            coupon_on=life.estimate[1],
            coupon=self._round(500),
            refund_on_tracking=refund,
            refund_on_order=refund + self.random.choice((0, 1)),
        )

    def _draw_parcel(self, life: Life, shipped: int, place: int, count: int, scans: int) -> Parcel:
        days = [shipped]
        while len(days) < scans:
            days.append(days[-1] + self.random.randint(0, 4))
        minutes = sorted(self.random.sample(range(1440), scans))
        return Parcel(
            number=f"EX{life.order_id[4:]}{place}",
            carrier=self.random.choice(_CARRIERS),
            line_ids=tuple(line.line_id for line in life.lines[place::count]),
            scans=tuple(Scan(*one) for one in zip(days, minutes, _WAY, strict=False)),
        )

    def _draw_line(self, order_id: str, place: int) -> Line:
        noun = self.random.choice(self.buyer.language.nouns.split())
        kinds = self.random.sample(sorted(_OPTIONS), self.random.randint(0, 2))
        number = self.random.randint(10**9, 10**10 - 1)
        return Line(
            line_id=str(int(order_id) + place),
            product_id=f"100500{number}",
            sku_id=f"120000{number}",
            title=f"{noun} {self.random.choice(_MAKERS)} {self.random.randint(2, 99)}",
            options={kind: self.random.choice(_OPTIONS[kind]) for kind in kinds},
            quantity=self.random.choice((1, 1, 1, 2, 3)),
            price=self._round(self.random.randint(150, 9_900)),
        )

    def _draw_seller(self) -> Seller:
        name = f"{self.random.choice(_MAKERS)} {self.random.choice(_SHOPS)}"
        return Seller(name, str(self.random.randint(1_100_000_000, 1_109_999_999)))

    def _round(self, amount: int) -> int:
        """Make an amount of cents one that the currency's smallest pieces are worth."""
        return amount if self.buyer.currency.digits else amount * 10
