"""Templates: every value escaped, every unknown name an error."""

from __future__ import annotations

import re

import aiohttp_jinja2
import jinja2
from aiohttp import web
from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]{1,200})`")


def add_templates(app: web.Application) -> None:
    """Give an application the templates of this package."""
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.PackageLoader("companion.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        default_helpers=False,
        filters={"marked": mark_code},
    )


def mark_code(text: str) -> Markup:
    """Escape a sentence of ours and show what stands between backticks as something to type."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  # escaped just before
