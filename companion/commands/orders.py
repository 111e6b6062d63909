"""`orderproof orders`: the orders."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date

import msgspec

from companion.commands.arguments import add_json
from companion.commands.context import Context
from companion.commands.listing import format_money, format_text, format_word
from companion.model import OrderRecord
from companion.printing import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the orders, newest first."""
    with context.open_store() as store:
        records = sorted(store.order_records(), key=_make_key, reverse=True)
    if arguments.json:
        context.terminal.json([_make_json(record) for record in records])
    elif records:
        _print(context.terminal, records)
    else:
        context.terminal.note("No order yet. Open your order list in the browser, or: orderproof import FILE")
    return 0


def _make_key(record: OrderRecord) -> tuple[date, str]:
    return record.order.placed_on or date.min, record.order.order_id


def _make_json(record: OrderRecord) -> dict[str, object]:
    return {
        "marketplace": record.marketplace,
        **msgspec.to_builtins(record.order),
        "last_seen_at": record.last_seen_at,
    }


def _print(terminal: Terminal, records: Sequence[OrderRecord]) -> None:
    rows = [
        (
            format_text(record.order.placed_on),
            record.order.order_id,
            format_word(record.order.state),
            format_money(record.order.total),
            format_text(record.order.seller.name if record.order.seller else None),
            _describe_lines(record),
        )
        for record in records
    ]
    terminal.table(("PLACED", "ORDER", "STATE", "TOTAL", "SELLER", "WHAT"), rows)


def _describe_lines(record: OrderRecord) -> str:
    first = next((line.title for line in record.order.lines if line.title), None)
    more = len(record.order.lines) - 1
    return format_text(first) if more < 1 else f"+{more}: {format_text(first)}"
