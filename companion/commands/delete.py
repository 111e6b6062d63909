"""`orderproof delete`: take orders or single captures out of the archive, for good."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from companion.commands.context import Context
from companion.errors import InputError, NotFound
from companion.printing import Terminal
from companion.store import OrderKey, RemovalPlan, RemovalReason, Removed, Store

_MOST_NAMED = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("orders", metavar="ORDER", nargs="*", help="the id of an order")
    parser.add_argument(
        "--capture", metavar="ID", action="append", default=[], help="the id of one capture; may be repeated"
    )
    parser.add_argument(
        "--with-shared", action="store_true", help="also captures that show other orders, such as lists"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Say what would go, ask, and take it away."""
    terminal = context.terminal
    if not arguments.orders and not arguments.capture:
        raise InputError(
            "Nothing is named that could be deleted.", "Name an order, or a capture with --capture."
        )
    if not arguments.yes and not terminal.is_interactive:
        raise InputError("Nobody is here to be asked.", "Say --yes if it shall be deleted for good.")
    with context.open_store() as store:
        plan = _make_plan(store, arguments.orders, arguments.capture, arguments.with_shared)
        _say_plan(terminal, plan)
        if not arguments.yes and not terminal.ask("Delete this for good?"):
            terminal.line("Nothing was deleted.")
            return 1
        removed = store.removal.remove(plan.capture_ids, RemovalReason.DELETED, context.clock())
        waiting = store.removal.clear_files()
        store.removal.empty_log()
    _say_removed(terminal, removed, waiting)
    return 0


def _make_plan(
    store: Store, orders: Sequence[str], capture_ids: Sequence[str], with_shared: bool
) -> RemovalPlan:
    """Tell what would go.

    Raises:
        NotFound: there is no such order or capture.
        InputError: all captures of an order show other orders too, and those were not asked for.
    """
    records = {order_id: store.find_order(order_id) for order_id in orders}
    missing = next((order_id for order_id, record in records.items() if record is None), None)
    if missing is not None:
        raise NotFound(f"There is no order {missing!r} here.", "List them with: orderproof orders")
    keys = [OrderKey(record.marketplace, record.order.order_id) for record in records.values() if record]
    plan = store.removal.plans.plan_orders(keys, capture_ids, with_shared=with_shared)
    if not plan.capture_ids:
        raise InputError(
            f"{', '.join(orders)} is seen only in captures that show other orders too.",
            "To delete those as well: --with-shared. It says first which orders that concerns.",
        )
    return plan


def _say_plan(terminal: Terminal, plan: RemovalPlan) -> None:
    terminal.note(
        f"To be deleted: {_count(len(plan.capture_ids), 'capture')}, with their pages and pictures."
    )
    if plan.gone:
        terminal.note(f"Gone by that: {_name(plan.gone)}.")
    if plan.poorer:
        terminal.note(f"Still known from other captures, with less behind: {_name(plan.poorer)}.")
    if plan.kept:
        terminal.note(
            f"Kept: {_count(len(plan.kept), 'capture')} that show other orders too, such as lists. "
            "To delete those as well: --with-shared."
        )
    terminal.note("The journal keeps a note that they were here: ids, kinds, times and hashes, no content.")


def _say_removed(terminal: Terminal, removed: Removed, waiting: int) -> None:
    gone = f" {_name(tuple(sorted(removed.gone)))} gone." if removed.gone else ""
    terminal.line(f"Deleted {_count(removed.captures, 'capture')}.{gone}")
    if waiting:
        terminal.note(
            f"{_count(waiting, 'file')} in use just now will be taken away later by `orderproof serve`."
        )


def _name(keys: Sequence[OrderKey]) -> str:
    named = ", ".join(key.order_id for key in keys[:_MOST_NAMED])
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    return f"{'order' if len(keys) == 1 else 'orders'} {named}{more}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
