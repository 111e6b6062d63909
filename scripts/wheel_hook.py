"""Carry the extension folder in the wheel, as `companion/extension`; a checkout uses the folder itself."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEFT_OUT = {"node_modules", "test", ".npmrc", "package.json", "package-lock.json", "jsconfig.json"}


class ExtensionHook(BuildHookInterface):  # type: ignore[type-arg]  # the builder's config type is hatchling's own affair
    """Adds what a browser loads, file by file, and nothing that is only for developing it."""

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:
        """Name the extension's files, unless the install points at the checkout anyway."""
        if version == "editable":
            return
        folder = Path(self.root) / "extension"
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and not LEFT_OUT & set(name.parts):
                build_data["force_include"][str(path)] = f"companion/extension/{name.as_posix()}"
