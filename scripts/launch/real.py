"""Real use: the companion with the user's own data folder, and a browser the shop sees as any other."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from companion.client import CompanionClient
from companion.config import find_data_dir, make_private_dir
from launch.approval import APPROVAL_SECONDS, approve_once
from launch.child import ChildProcess
from launch.finding import find_browser
from launch.opening import Opening, find_profile, make_opening
from launch.serving import run_companion

EXTENSION = Path(__file__).resolve().parents[2] / "extension"


async def run_real(names: tuple[str, ...], data_dir: Path | None) -> int:
    """Run the companion until Ctrl-C, and a browser beside it."""
    if not _has_screen():
        print("There is no screen here. Hint: --demo --headless runs without one.", file=sys.stderr)
        return 1
    found = find_browser(*names)
    folder = find_data_dir(data_dir, os.environ)
    make_private_dir(folder)
    async with run_companion(folder) as client:
        print(f"The companion serves on port {client.running.port} and keeps everything in {folder}.")
        opening = make_opening(found, EXTENSION, find_profile(found, folder))
        await _run_browser(client, opening)
    return 0


async def _run_browser(client: CompanionClient, opening: Opening) -> None:
    browser = await ChildProcess.start(opening.command)
    browser.drain()
    approval = asyncio.create_task(_approve(client, opening))
    try:
        print("The browser is open." + (" It shows two steps." if opening.needs_steps else ""), flush=True)
        await browser.wait()
        print("The browser was closed. The companion goes on warning you; stop it with Ctrl-C.", flush=True)
        await asyncio.Event().wait()
    finally:
        approval.cancel()
        await browser.stop()


async def _approve(client: CompanionClient, opening: Opening) -> None:
    code = await approve_once(client, opening.origin)
    if code is not None:
        print(f"This browser is paired (code {code}).", flush=True)
    elif opening.needs_steps:
        minute = round(APPROVAL_SECONDS)
        print(f"No pairing was asked for within {minute} seconds; approve a later one with: orderproof pair")


def _has_screen() -> bool:
    on_desktop = sys.platform in {"win32", "darwin"}
    return on_desktop or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
