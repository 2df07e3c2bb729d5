"""Report to pages to text; the only room that knows jinja2 and markdown."""

from __future__ import annotations

from sociable.site.pages import pages, summary
from sociable.site.parts import Page
from sociable.site.render import render, single_file

__all__ = ["Page", "pages", "render", "single_file", "summary"]
