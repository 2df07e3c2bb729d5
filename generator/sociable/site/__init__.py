"""Report to pages to text; the only room that knows jinja2 and markdown."""

from __future__ import annotations

from sociable.site.csvs import table as csv_table
from sociable.site.native import wiki
from sociable.site.pages import pages, summary
from sociable.site.paper import pdf
from sociable.site.parts import Page
from sociable.site.render import render, single_file, slides
from sociable.site.view_compare import comparison_lines, comparison_page
from sociable.site.view_portfolio import portfolio_lines, portfolio_page
from sociable.site.view_review import review_page, review_sheet

__all__ = [
    "Page", "comparison_lines", "comparison_page", "csv_table", "pages", "pdf", "portfolio_lines", "portfolio_page",
    "render", "review_page", "review_sheet", "single_file", "slides", "summary", "wiki",
]  # fmt: skip
