"""`orderproof open`: the dashboard in the browser, by a link that works once."""

from __future__ import annotations

import argparse
import webbrowser
from urllib.parse import quote

from companion.client import connect
from companion.commands.context import Context
from companion.errors import CompanionError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("order", nargs="?", metavar="ORDER", help="open this order's page")
    parser.add_argument("--print", action="store_true", dest="print_only", help="print the link instead")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Ask for a link and open it."""
    path = f"/orders/{quote(arguments.order, safe='')}" if arguments.order else "/"
    link = connect(context.make_config()).make_dashboard_link(path)
    if arguments.print_only:
        context.terminal.line(link.url)
        return 0
    if not webbrowser.open(link.url):
        raise CompanionError("No browser could be opened.", "Print the link with: orderproof open --print")
    context.terminal.line("The dashboard opens in your browser.")
    return 0
