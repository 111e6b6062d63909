"""`orderproof extension`: where the extension's folder is."""

from __future__ import annotations

import argparse
from pathlib import Path

import companion
from companion.commands.context import Context
from companion.errors import NotFound


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command takes none."""


def run(_arguments: argparse.Namespace, context: Context) -> int:
    """Print the folder and nothing else, so that scripts can use it."""
    context.terminal.line(str(find_extension_dir()))
    return 0


def find_extension_dir() -> Path:
    """Find the folder to load: beside us in an installed wheel, one up in a checkout.

    Raises:
        NotFound: neither holds a manifest.
    """
    package = Path(companion.__file__).resolve().parent
    for folder in (package / "extension", package.parent / "extension"):
        if (folder / "manifest.json").is_file():
            return folder
    raise NotFound("The extension's folder is not here.", "Install Orderproof again.")
