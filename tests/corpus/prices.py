"""How pages write amounts, currency by currency. Amounts are whole numbers of the smallest unit.

As seen: BRL, PLN, KRW, EUR, CLP and US dollars. The other currencies are written as shops usually do; that
the site does so has not been seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Currency:
    """How one currency is written."""

    code: str
    before: str = ""
    after: str = ""
    mark: str = "."
    thousands: str = ","
    digits: int = 2

    def write(self, amount: int) -> str:
        """Write an amount as a page shows it."""
        whole, fraction = self._split(amount)
        tail = f"{self.mark}{fraction}" if fraction else ""
        return f"{'-' if amount < 0 else ''}{self.before}{whole}{tail}{self.after}"

    def write_info(self, amount: int) -> str:
        """Write an amount in the site's own readable form: shown, whole and fraction."""
        whole, fraction = self._split(amount)
        return f"{self.write(amount)}|{whole.replace(self.thousands, '')}|{fraction}"

    def value(self, amount: int) -> Decimal:
        """Give the number that an amount is."""
        return Decimal(amount).scaleb(-self.digits)

    def _split(self, amount: int) -> tuple[str, str]:
        whole, fraction = divmod(abs(amount), 10**self.digits)
        grouped = f"{whole:,}".replace(",", self.thousands)
        return grouped, f"{fraction:0{self.digits}}" if self.digits else ""


CURRENCIES: Mapping[str, Currency] = {
    one.code: one
    for one in (
        Currency("USD", before="US $"),
        Currency("GBP", before="£"),
        Currency("BRL", before="R$", mark=",", thousands="."),
        Currency("EUR", after="€", mark=",", thousands="."),
        Currency("PLN", after="zł", mark=",", thousands=" "),
        Currency("CLP", before="$", thousands=".", digits=0),
        Currency("RUB", after=" руб.", mark=",", thousands=" "),
        Currency("UAH", after="₴", mark=",", thousands=" "),
        Currency("TRY", before="₺", mark=",", thousands="."),
        Currency("KRW", before="₩", digits=0),
        Currency("JPY", before="¥", digits=0),
        Currency("AED", before="AED "),
        Currency("ILS", before="₪"),
        Currency("CZK", after=" Kč", mark=",", thousands=" "),
    )
}
