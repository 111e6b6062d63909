"""An extension of the product's content scripts alone, whose own page records what they send.

    recorder = make_recorder(tmp_path)
    async with open_browser(site.make_launch(name, extension=recorder)) as browser:
        record = await browser.extension_page("recorder.html")
        await record.wait_for("messages.some(m => m.type === 'answer')")

On that page `messages` holds everything but the greetings, `attempts` also what was not acknowledged;
`replies.enabled` is what a greeting is answered, `replies.ok` whether a message is acknowledged, and
`spread(enabled)` tells every tab.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

EXTENSION = Path(__file__).parents[2] / "extension"

_RECORDER = """
const runtime = (globalThis.browser ?? chrome).runtime;
globalThis.messages = [];
globalThis.attempts = [];
globalThis.hellos = 0;
globalThis.replies = {enabled: true, ok: true, visit_id: "00000000-0000-4000-8000-000000000001"};
runtime.onMessage.addListener((message, sender, reply) => {
  if (message.type === "hello") {
    hellos += 1;
    if (replies.enabled === null) return false;
    reply({enabled: replies.enabled, visit_id: replies.visit_id, top_url: sender.tab?.url});
  } else {
    attempts.push(message);
    if (!replies.ok) return false;
    // As the background does: the same id twice is one capture.
    if (!messages.some((one) => one.capture_id === message.capture_id)) messages.push(message);
    reply({ok: true});
  }
  return false;
});
globalThis.spread = async (enabled) => {
  const api = globalThis.browser ?? chrome;
  for (const tab of await api.tabs.query({})) {
    await api.tabs.sendMessage(tab.id, {type: "enabled", enabled}).catch(() => undefined);
  }
};
globalThis.answers = () => messages.filter((m) => m.type === "answer").map((m) => m.answer);
globalThis.frames = () => messages.filter((m) => m.type === "frames").flatMap((m) => m.frames);
globalThis.pages = () => messages.filter((m) => m.type === "page");
"""


def make_recorder(folder: Path, *, minute: int = 60_000) -> Path:
    """Write the extension below `folder`; `minute` is the least time between two freezes."""
    target = folder / "recorder"
    shutil.copytree(EXTENSION / "content", target / "content")
    snapshot = target / "content" / "snapshot.js"
    written = snapshot.read_text("utf-8")
    assert "MINUTE = 60_000;" in written
    snapshot.write_text(written.replace("MINUTE = 60_000;", f"MINUTE = {minute};"), "utf-8")
    manifest = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    kept = (
        "manifest_version",
        "version",
        "browser_specific_settings",
        "permissions",
        "host_permissions",
        "content_scripts",
    )
    made = {key: manifest[key] for key in kept}
    made["name"] = "Recorder"
    made["background"] = {"service_worker": "background.js", "scripts": ["background.js"]}
    (target / "manifest.json").write_text(json.dumps(made), "utf-8")
    (target / "background.js").write_text("// the page records\n", "utf-8")
    (target / "recorder.js").write_text(_RECORDER, "utf-8")
    page = '<!DOCTYPE html><meta charset="utf-8"><title>Recorder</title><script src="recorder.js"></script>'
    (target / "recorder.html").write_text(page, "utf-8")
    return target
