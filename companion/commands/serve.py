"""`orderproof serve`: the companion itself, until Ctrl-C."""

from __future__ import annotations

import argparse
import logging

from companion.commands.arguments import parse_port
from companion.commands.context import Context
from companion.config import PORTS, Config, Running, make_private_dir
from companion.printing import Terminal
from companion.server import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    first = ", ".join(map(str, PORTS))
    parser.add_argument(
        "--port", type=parse_port, metavar="N", help=f"0 = any free one (else the first free of {first})"
    )
    parser.add_argument(
        "--archive-port", type=parse_port, metavar="N", help="where archived pages are shown (else any free)"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Serve the data folder."""
    config = context.make_config(arguments.port, arguments.archive_port)
    make_private_dir(config.data_dir)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return serve(config, on_ready=lambda running: _say_ready(context.terminal, config, running))


def _say_ready(terminal: Terminal, config: Config, running: Running) -> None:
    if config.port is None and running.port != PORTS[0]:
        terminal.line(f"Port {PORTS[0]} is taken by another program, so the next free one is used.")
    terminal.line(f"Orderproof {running.version} serves on port {running.port}.")
    terminal.line(f"Archived pages are shown on port {running.archive_port}.")
    terminal.line("Open the dashboard with: orderproof open. Stop with Ctrl-C.")
    terminal.flush()
