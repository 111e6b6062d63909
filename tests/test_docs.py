"""The documentation is under test: what the code offers is written down, and what is written down exists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from companion import __version__
from companion.commands import COMMANDS
from companion.model import PageKind
from companion.web.app import ROUTES

PROJECT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    """Read one of the project's documents."""
    return (PROJECT / name).read_text("utf-8")


def routes_of_code() -> set[str]:
    """Collect the path of every route the companion serves, from the route tables themselves."""
    archive = re.findall(r'add_route\("GET", "([^"]+)"', read("companion/web/archive.py"))
    return {
        re.sub(r"\{(\w+):.+?\}(?=/|$)", r"{\1}", path) for path in [*(route[1] for route in ROUTES), *archive]
    }


@pytest.mark.parametrize("name", sorted(command.name for command in COMMANDS))
def test_every_command_is_in_the_readme(name: str) -> None:
    """A command that exists is described in the README."""
    assert f"`orderproof {name}" in read("README.md")


def test_every_command_of_the_readme_exists() -> None:
    """The README names no command that is not there."""
    documented = set(re.findall(r"^\| `orderproof (\w+)", read("README.md"), re.MULTILINE))

    assert {command.name for command in COMMANDS} == documented


def test_every_route_is_in_the_protocol() -> None:
    """A route that the companion serves is described in PROTOCOL.md."""
    protocol = read("PROTOCOL.md")
    routes = routes_of_code()

    assert routes
    assert [] == sorted(route for route in routes if not re.search(rf"{re.escape(route)}[`? \[]", protocol))


def test_every_refusal_is_in_the_protocol() -> None:
    """A code with which the companion refuses is in the table of PROTOCOL.md, beside its status."""
    sources = [path.read_text("utf-8") for path in (PROJECT / "companion" / "web").glob("*.py")]
    codes = {code for source in sources for code in re.findall(r'HTTPStatus\.[A-Z_]+,\s+"([a-z_]+)"', source)}
    listed = set(re.findall(r"`([a-z_]+)`", read("PROTOCOL.md").split("## Pairing")[0]))

    assert {"not_paired", "wrong_host", "too_large"} <= codes
    assert set() == codes - listed


@pytest.mark.parametrize("kind", list(PageKind))
def test_every_page_kind_is_in_the_architecture(kind: PageKind) -> None:
    """A page kind is listed in ARCHITECTURE.md with what is read from it."""
    assert f"| `{kind}` |" in read("ARCHITECTURE.md")


def test_the_readme_stays_short() -> None:
    """The README is read in one go: at most 120 lines."""
    assert len(read("README.md").splitlines()) <= 120


def test_the_changelog_knows_this_version() -> None:
    """The version that is built has its section in the changelog."""
    assert f"## {__version__}" in read("CHANGELOG.md")


def test_the_extension_has_the_same_version() -> None:
    """Extension and companion are released together."""
    assert f'"version": "{__version__}"' in (PROJECT / "extension" / "manifest.json").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(PROJECT.glob("*.md")), ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    """A document links only to files that are in the project."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))

    assert [] == [target for target in targets if not (PROJECT / target).exists()]


def test_every_permission_has_its_reason() -> None:
    """A permission the extension asks for is explained in PRIVACY.md."""
    manifest = json.loads((PROJECT / "extension" / "manifest.json").read_text("utf-8"))
    asked = [*manifest["permissions"], *manifest["host_permissions"]]

    assert [] == [permission for permission in asked if f"`{permission}`" not in read("PRIVACY.md")]
