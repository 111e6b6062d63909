"""When a rule applies. Three answers: yes, no, and nothing captured says so (None, shown as "possibly")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from companion.protection.facts import Facts


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on an order, and the words for not knowing its answer."""

    holds: Callable[[Facts], bool | None]
    open_question: str


def _shipped(facts: Facts) -> bool | None:
    """A parcel not shipped yet will be: the rule may apply, so it is never ruled out."""
    return True if facts.shipped else None


def _unshipped(facts: Facts) -> bool | None:
    return None if facts.shipped is None else not facts.shipped


def _delivery_time_ran_out(facts: Facts) -> bool | None:
    """Whether it is the end of the delivery time, and nothing earlier, that completes the order.

    A parcel that has arrived, or an order that completed on a day not shown, may have completed earlier.
    """
    if facts.record.order.completed_on is not None:
        return False
    return None if facts.delivered or facts.completed else True


def _badge(name: str) -> Callable[[Facts], bool | None]:
    def shows(facts: Facts) -> bool | None:
        """No badge on any product says nothing: some pages leave all of them out."""
        badges = {badge for line in facts.record.order.lines for badge in line.badges}
        if name in badges:
            return True
        return False if badges else None

    return shows


def _nobody_says(_facts: Facts) -> bool | None:
    """Order, detail and tracking answers do not tell in which country a seller is registered."""
    return None


CONDITIONS: dict[str, Condition] = {
    "shipped": Condition(_shipped, "no page shows yet that it was shipped"),
    "unshipped": Condition(_unshipped, "whether it was shipped is not known"),
    "delivery_time_ran_out": Condition(
        _delivery_time_ran_out, "the day the order was completed may be earlier"
    ),
    "badge:free_returns": Condition(
        _badge("free_returns"), "whether it was sold with free returns is not known"
    ),
    "seller:CN": Condition(_nobody_says, "whether the seller is in China is not known"),
    "seller:EU": Condition(_nobody_says, "whether the seller is in the EU is not known"),
    "seller:BR": Condition(_nobody_says, "whether the seller is in Brazil is not known"),
}
