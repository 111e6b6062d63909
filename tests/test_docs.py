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


def find_project_tests() -> set[str]:
    """Collect the names of all Python tests."""
    found: set[str] = set()
    for path in (PROJECT / "tests").rglob("test_*.py"):
        found |= set(re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
    return found


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "THREAT_MODEL.md"])
def test_every_named_file_is_there(name: str) -> None:
    """A file or folder that a guide names between backticks, by its path, exists."""
    paths = re.findall(r"`([\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:md|toml|py))`", read(name))
    written_by_the_reader = {path for path in paths if "de-new-total" in path}
    of_a_golden_case = {"page.json", "page.html", "meta.json", "expected.json"}

    assert paths
    missing = [path for path in paths if not (PROJECT / path).exists()]
    assert [] == sorted({*missing} - written_by_the_reader - of_a_golden_case)


def test_every_test_of_the_threat_model_is_there() -> None:
    """What the threat model says a test holds is held by a test of that name."""
    named = set(re.findall(r"`(test_\w+)`", read("THREAT_MODEL.md")))
    quoted = re.findall(r"`([a-z ]{20,})` in `(extension/test/[\w.-]+)`", read("THREAT_MODEL.md"))

    assert len(named) > 30
    assert set() == named - find_project_tests()
    assert [] == [title for title, path in quoted if f'test("{title}"' not in read(path)]


def lines_to_type(name: str) -> list[str]:
    """Collect what a guide tells the reader to type, in its shell blocks and in its text."""
    text = read(name)
    blocks = re.findall(r"^ *```\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    typed = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    starts = ("orderproof ", "python3 ", "node ", "grep ")
    inline = [code for code in re.findall(r"`([^`\n]+)`", text) if code.startswith(starts)]
    return [line for line in (*typed, *inline) if line]


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "scripts/README.md"])
def test_every_line_to_type_can_be_typed(name: str) -> None:
    """Commands, scripts and folders that a guide tells the reader to use exist."""
    lines = lines_to_type(name)
    commands = {line.split()[1] for line in lines if line.startswith("orderproof ")}
    files = {word for line in lines if not line.startswith("orderproof ") for word in line.split()[1:]}
    missing = {word for word in files if re.match(r"(scripts|tests|companion)/", word)}
    known = {command.name for command in COMMANDS}

    assert lines
    assert set() == commands - known
    assert set() == {word for word in missing if not (PROJECT / word).exists()}


def test_every_script_is_listed() -> None:
    """scripts/README.md lists each script, and no other."""
    scripts = {path.name for path in (PROJECT / "scripts").glob("*.py")}
    listed = set(re.findall(r"^\| `([\w.]+)` \|", read("scripts/README.md"), re.MULTILINE))

    assert scripts == listed
