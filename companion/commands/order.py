"""`orderproof order`: all that is known of one order."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import msgspec

from companion.commands.arguments import add_json, add_now
from companion.commands.context import Context
from companion.commands.conversation import make_conversation_json, print_conversation
from companion.commands.listing import (
    format_moment,
    format_money,
    format_text,
    format_word,
    make_sorted_deadlines,
    print_deadlines,
)
from companion.errors import NotFound
from companion.model import Conversation, Deadline, Dispute, OrderRecord, SeenStatement
from companion.printing import Colour, Terminal
from companion.protection.turns import kind_words, offer_words, state_words, turn_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("order", metavar="ID", help="the order's number, as the marketplace shows it")
    add_json(parser)
    add_now(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show one order."""
    with context.open_store() as store:
        record = store.find_order(arguments.order)
        talks = store.threads.of_order(record) if record else ()
    if record is None:
        raise NotFound(f"There is no order {arguments.order!r} here.", "List them with: orderproof orders")
    deadlines = make_sorted_deadlines([record], arguments.now or context.clock())
    if arguments.json:
        context.terminal.json(_make_json(record, deadlines, talks))
    else:
        _print(context.terminal, record, deadlines)
        for talk in talks:
            print_conversation(context.terminal, talk, record.order.order_id, _list_declared(record))
    return 0


def _make_json(
    record: OrderRecord, deadlines: Sequence[Deadline], talks: Sequence[Conversation]
) -> dict[str, object]:
    return {
        "marketplace": record.marketplace,
        "order": record.order,
        "shipments": record.shipments,
        "disputes": record.disputes,
        "threads": [make_conversation_json(talk, _list_declared(record)) for talk in talks],
        "statements": [_make_statement_json(seen) for seen in record.statements],
        "earlier_statements": [_make_statement_json(seen) for seen in record.earlier_statements],
        "deadlines": deadlines,
        "changes": record.changes,
        "disagreements": record.disagreements,
        "last_seen_at": record.last_seen_at,
        "capture_ids": record.capture_ids,
        "page_capture_id": record.page_capture_id,
    }


def _list_declared(record: OrderRecord) -> tuple[str, ...]:
    return tuple(one.tracking_number for one in record.shipments if one.tracking_number)


def _make_statement_json(seen: SeenStatement) -> dict[str, object]:
    rest: dict[str, object] = msgspec.to_builtins(seen)
    statement: dict[str, object] = msgspec.to_builtins(seen.statement)
    del rest["statement"]
    return statement | rest


def _print(terminal: Terminal, record: OrderRecord, deadlines: Sequence[Deadline]) -> None:
    order = record.order
    seller = order.seller.name if order.seller else None
    terminal.line(f"Order {order.order_id}", Colour.BOLD)
    terminal.line(f"{format_word(order.state)} · {format_money(order.total)} · {format_text(seller)}")
    terminal.line(f"placed {format_text(order.placed_on)} · last seen {format_moment(record.last_seen_at)}")
    _print_lines(terminal, record)
    _print_shipments(terminal, record)
    _print_disputes(terminal, record)
    _print_statements(terminal, record)
    _print_disagreements(terminal, record)
    if deadlines:
        terminal.line()
        print_deadlines(terminal, deadlines)


def _print_lines(terminal: Terminal, record: OrderRecord) -> None:
    rows = [
        (
            format_text(line.quantity),
            format_money(line.unit_price),
            ", ".join(f"{name}: {value}" if name else value for name, value in (line.options or {}).items()),
            format_text(line.title),
        )
        for line in record.order.lines
    ]
    if rows:
        terminal.line()
        terminal.table(("PIECES", "EACH", "OPTIONS", "WHAT"), rows)


def _print_shipments(terminal: Terminal, record: OrderRecord) -> None:
    rows = [
        (
            format_text(shipment.tracking_number),
            format_text(shipment.carrier),
            str(len(shipment.events)),
            (shipment.events[0].at_text or "") if shipment.events else "",
            shipment.events[0].text if shipment.events else "",
        )
        for shipment in record.shipments
    ]
    if rows:
        terminal.line()
        terminal.table(("PARCEL", "CARRIER", "EVENTS", "NEWEST", "WHAT HAPPENED"), rows)


def _print_disputes(terminal: Terminal, record: OrderRecord) -> None:
    for dispute in record.disputes:
        until = f", until {format_moment(dispute.answer_by)}" if dispute.answer_by else ""
        known = (state_words(dispute), format_money(dispute.amount) if dispute.amount else None)
        words = " · ".join(text for text in (f"{turn_words(dispute)}{until}", *known) if text)
        terminal.line()
        terminal.line(f"{kind_words(dispute)} {dispute.dispute_id}", Colour.BOLD)
        terminal.line(words)
        for label, text in _list_dispute_lines(dispute):
            terminal.line(f"  {label} {text}")


def _list_dispute_lines(dispute: Dispute) -> Iterator[tuple[str, str]]:
    for offer in dispute.offers:
        made = format_moment(offer.made_at) if offer.made_at else "offer"
        yield f"{made}:", offer_words(offer, format_money(offer.amount))
    yield from (("evidence asked for:", text) for text in dispute.evidence_requests)
    if dispute.return_address:
        yield "goods go back to:", dispute.return_address
    if dispute.return_tracking_number:
        yield "by parcel:", f"{dispute.return_carrier or ''} {dispute.return_tracking_number}".strip()


def _print_statements(terminal: Terminal, record: OrderRecord) -> None:
    rows = [
        (format_moment(seen.captured_at), format_word(seen.page_kind), f"“{seen.statement.quote}”")
        for seen in record.statements
    ]
    if rows:
        terminal.line()
        terminal.table(("SEEN", "PAGE", "WHAT IT SAID"), rows)


def _print_disagreements(terminal: Terminal, record: OrderRecord) -> None:
    rows = [
        (
            format_moment(found.captured_at),
            format_word(found.field),
            f"“{found.api_quote}”",
            f"“{found.page_quote}”",
        )
        for found in record.disagreements
    ]
    if rows:
        terminal.line()
        terminal.line("The site's data and the page differ; the data is used, and of dates both warn.")
        terminal.table(("SEEN", "FIELD", "THE SITE'S DATA", "THE PAGE"), rows)
