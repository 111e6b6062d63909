"""The commands, one a module; a module is loaded only when its command is called."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import cast

from companion.commands.context import CommandModule


@dataclass(frozen=True, slots=True)
class Command:
    """One word after `orderproof`.

    Attributes:
        name: what the user types, and the name of the module.
        summary: one line for the list of commands.
        example: one call, shown at the end of the command's help.
        details: what else its help says.
    """

    name: str
    summary: str
    example: str
    details: str = ""

    def load(self) -> CommandModule:
        """Load the module that does the work."""
        module = importlib.import_module(f"companion.commands.{self.module_name}")
        return cast(CommandModule, module)

    @property
    def module_name(self) -> str:
        """The module's name; `import` is a word of the language and gets a tail."""
        return f"{self.name}_" if self.name == "import" else self.name


COMMANDS: tuple[Command, ...] = (
    Command(
        "serve",
        "run the companion: take captures in, warn before deadlines",
        "orderproof serve",
        "Stops at Ctrl-C. The ports in use are printed and kept in the data folder.",
    ),
    Command(
        "open",
        "open the dashboard in the browser",
        "orderproof open",
        "The link works once and for a minute. The companion must be running.",
    ),
    Command(
        "pair",
        "let the extension of a browser in, or shut it out again",
        "orderproof pair",
        "Shows which browser is waiting and the code that its extension shows too; the same code means "
        "that it is that browser. The companion must be running.",
    ),
    Command(
        "status",
        "show what is kept, whether the companion runs, and what needs care",
        "orderproof status --json",
    ),
    Command(
        "doctor",
        "check that everything works, and say what to do where it does not",
        "orderproof doctor --quick",
        "Reads every stored byte again, which takes a while where there are many; --quick reads a sample "
        "and says so. Ends with 1 when a check failed.",
    ),
    Command("orders", "list the orders, newest first", "orderproof orders --json"),
    Command(
        "order",
        "show one order: lines, parcels, what pages said, deadlines, the conversation with the seller",
        "orderproof order 8200000000000001",
    ),
    Command(
        "deadlines",
        "list every date at which you gain or lose a right, most urgent first",
        "orderproof deadlines --json --now 2026-09-01T12:00:00Z",
        "Without --json only those that still matter are listed; --all lists every one.",
    ),
    Command(
        "chats",
        "list the conversations with sellers, and what is missing in each",
        "orderproof chats --order 8200000000000001",
        "`orderproof order ID` prints what was written, with the conversation's gaps where they are.",
    ),
    Command(
        "search",
        "find orders, products, parcels, disputes, messages, promises and archived pages by their words",
        "orderproof search keyboard --seller works --from 2026-08-01",
        "Every word has to be there; the beginning of one is enough, and case and accents do not matter. "
        "Newest first.",
    ),
    Command(
        "parse",
        "read one page or answer and print what it says, as JSON",
        "orderproof parse detail.json --url 'https://www.aliexpress.com/p/order/detail.html?orderId=82'",
        "Takes a HTML page, one JSON answer of the site (JSON or JSONP) or a capture file, told apart by "
        "content. Touches no store.",
    ),
    Command(
        "import",
        "store pages, answers and capture files, and folders of them",
        "orderproof import saved-pages/ --captured-at 2026-09-07T10:00:00Z",
        "Goes on past files it cannot read and lists them at the end. A file that was imported before "
        "is not stored again. Works with and without a running companion.",
    ),
    Command(
        "reparse",
        "read every stored capture again and rebuild all records",
        "orderproof reparse --dry-run",
        "Nothing that you wrote and no capture is changed. After an update `orderproof serve` does this by "
        "itself, in the background. --dry-run shows, field by field, what would change.",
    ),
    Command(
        "delete",
        "take an order, or single captures, out of the archive for good",
        "orderproof delete 8200000000000001",
        "Says first what would go and which other orders that concerns, and asks. The journal keeps a note "
        "without content; what was deleted does not come back when a browser sends it again.",
    ),
    Command(
        "backup",
        "write the whole archive into one file, also while the companion runs",
        "orderproof backup orders-2026-11.zip",
        "A ZIP that any system opens, of one moment, with settings and pairings; every byte is read back "
        "before it is called done. Keep it where only you can read it.",
    ),
    Command(
        "restore",
        "put a backup back into an empty data folder, or check it",
        "orderproof restore --check orders-2026-11.zip",
        "Everything is checked before anything is put in place. --check puts nothing anywhere.",
    ),
    Command(
        "verify",
        "check that everything kept is as it was written",
        "orderproof verify --json",
        "Recomputes the hash of every capture and of every file and follows the journal. Works while the "
        "companion runs. Exit code 1 and a list when something is wrong.",
    ),
    Command(
        "report",
        "save what a bug report needs when the site changed: redacted pages and what was not read",
        "orderproof report --to report.zip",
        "Names, addresses, numbers, products and messages are replaced; nothing is sent anywhere. Read it "
        "before you share it.",
    ),
    Command(
        "fixture",
        "make a redacted golden page for the tests out of a stored capture",
        "orderproof fixture add 0f8a5f0e-6a5e-4a52-9c58-2d7a3b1c9e10 --slug de-shipped",
        "Writes page, meta.json and expected.json under tests/golden of a checkout, or under --to. Nothing "
        "is overwritten. Read it before you share it.",
    ),
    Command(
        "extension",
        "print the folder of the extension, to load into a browser",
        "orderproof extension",
        "Chromium, Chrome, Edge: extensions page, developer mode, “Load unpacked”. Firefox: "
        "about:debugging, “Load temporary add-on”, its manifest.json.",
    ),
)


def find_command(name: str) -> Command | None:
    """Find a command by the word the user typed."""
    return next((command for command in COMMANDS if command.name == name), None)
