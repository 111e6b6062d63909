"""The shape of the code: who may import whom, and how long a file and a function may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
COMPANION = PROJECT / "companion"
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40

# Left imports nothing to its right; names within one set never import each other, save a package itself.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model", "errors"}),
    frozenset({"money", "when", "text"}),
    frozenset({"wire", "config", "memory", "worker"}),
    frozenset({"marketplaces", "protection", "store"}),
    frozenset({"ingest", "lookout", "completeness", "drift", "redaction"}),
    frozenset({"reporting"}),
    frozenset({"reminders", "web"}),
    frozenset({"server", "client"}),
    frozenset({"doctor"}),
    frozenset({"printing", "commands", "cli", "__main__"}),
)
# These two tiers are built of pieces that may lean on each other; a cycle among them is still refused.
FREE_WITHIN = ({"model", "errors"}, {"money", "when", "text"}, {"wire", "config", "memory", "worker"})
FREE_WITHIN_NAMES = frozenset().union(*FREE_WITHIN, LAYERS[-1])


def rank(name: str) -> int:
    """Tell which layer a top-level module or package belongs to."""
    for index, layer in enumerate(LAYERS):
        if name in layer:
            return index
    raise AssertionError(f"companion/{name} stands in no layer; add it to LAYERS and ARCHITECTURE.md")


def python_files() -> list[Path]:
    """List every Python file of the project that people maintain."""
    return sorted(
        path for folder in ("companion", "tests", "scripts") for path in (PROJECT / folder).rglob("*.py")
    )


def imports_of(path: Path) -> Iterator[str]:
    """Yield the dotted names of our own modules that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("companion"))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("companion"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top(dotted: str) -> str | None:
    """Name the top-level piece of the companion behind a dotted import, None for the package itself."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and not parts[1].startswith("__version") else None


@pytest.mark.parametrize(
    "path", sorted(COMPANION.rglob("*.py")), ids=lambda path: str(path.relative_to(PROJECT))
)
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only from layers to its left, or from its own package."""
    own = path.relative_to(COMPANION).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    wrong = [dotted for dotted in imports_of(path) if not is_allowed(own, top(dotted))]

    assert [] == wrong


def is_allowed(own: str, other: str | None) -> bool:
    """Tell whether `own` may import `other`."""
    if other is None or other == own:
        return True
    if rank(other) == rank(own):
        return own in FREE_WITHIN_NAMES
    return rank(other) < rank(own)


def module_name(path: Path) -> str:
    """Name the module a file holds."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_graph() -> dict[str, set[str]]:
    """Map each module to the modules it imports when it is imported itself."""
    files = {module_name(path): path for path in COMPANION.rglob("*.py")}
    return {
        name: {
            found
            for found in (nearest(dotted, files) for dotted in top_level_imports(path))
            if found and found != name
        }
        for name, path in files.items()
    }


def nearest(dotted: str, files: dict[str, Path]) -> str | None:
    """Find the module that a dotted import loads: the name itself or the module that holds it."""
    return dotted if dotted in files else next((n for n in [dotted.rpartition(".")[0]] if n in files), None)


def top_level_imports(path: Path) -> Iterator[str]:
    """Yield what a module imports at import time; imports for types only do not count."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("companion"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_imports_itself_by_a_detour() -> None:
    """No chain of imports comes back to where it began."""
    graph = import_graph()
    cycles = [name for name in graph if name in reachable(graph, name)]

    assert [] == cycles


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    """Collect every module that importing `start` imports in turn."""
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return seen


def source_files() -> list[Path]:
    """List every source file that people maintain, in every language."""
    kinds = (".py", ".js", ".mjs", ".css", ".html")
    return [
        path
        for folder in ("companion", "extension", "tests", "scripts")
        for path in sorted((PROJECT / folder).rglob("*"))
        if path.suffix in kinds and not {"node_modules", "golden"} & set(path.parts)
    ]


def test_no_file_outgrows_its_room() -> None:
    """A file stays under 300 lines; a longer one is split."""
    long = {
        str(path.relative_to(PROJECT)): count
        for path in source_files()
        if (count := len(path.read_text("utf-8").splitlines())) > MAX_FILE_LINES
    }

    assert {} == long


def test_no_function_outgrows_its_room() -> None:
    """A Python function stays under 40 lines, its docstring aside."""
    long = {
        f"{path.relative_to(PROJECT)}:{node.name}": length
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := body_lines(node)) > MAX_FUNCTION_LINES
    }

    assert {} == long


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_every_test_states_its_promise() -> None:
    """Each test has a docstring of one sentence that says what it promises."""
    silent = [
        f"{path.relative_to(PROJECT)}:{node.name}"
        for path in sorted((PROJECT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert [] == silent
