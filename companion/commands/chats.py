"""`orderproof chats`: the conversations with sellers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress

from companion.commands.arguments import add_json
from companion.commands.context import Context
from companion.commands.conversation import list_remarks, make_thread_json, name_seller
from companion.commands.listing import format_moment
from companion.errors import StoreError
from companion.model import ConversationSummary
from companion.printing import Terminal
from companion.protection.wording import count_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--seller", metavar="NAME", help="only with a seller whose name holds this")
    parser.add_argument("--order", metavar="ID", help="only those about this order")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the conversations, the one last seen first."""
    with context.open_store() as store:
        with suppress(StoreError):  # a disk that takes nothing more still gives; it takes longer
            store.threads.keep_summaries()
        talks = store.threads.summaries(order_id=arguments.order, seller=arguments.seller)
        if arguments.json:
            context.terminal.json([make_thread_json(talk) for talk in talks])
            return 0
        rows = [_make_row(talk) for talk in talks]
    if rows:
        _print(context.terminal, rows)
    else:
        context.terminal.note(
            "No conversation yet. Open one with a seller in the browser, and scroll through it."
        )
    return 0


def _print(terminal: Terminal, rows: Sequence[tuple[str, ...]]) -> None:
    terminal.table(("NEWEST", "MESSAGES", "SELLER", "ORDERS", "WHAT IS MISSING"), rows, wrap=True)


def _make_row(talk: ConversationSummary) -> tuple[str, ...]:
    gaps = (f"{count_words(len(talk.gaps), 'gap')}.",) if talk.gaps else ()
    return (
        format_moment(talk.last_at),
        str(talk.message_count),
        name_seller(talk),
        ", ".join(talk.order_ids),
        " ".join((*gaps, *list_remarks(talk))),
    )
