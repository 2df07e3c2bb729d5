"""Pages that stand outside the playbook: one self-contained file each, style and script inside."""

from __future__ import annotations

from markupsafe import Markup

from sociable import tongue
from sociable.site import colours
from sociable.site.pages import shipped
from sociable.site.render import digest, environment

ACCENT = "#0b5d7a"


def alone(template: str, view: object, title: str, script: str = "", accent: str = ACCENT) -> str:
    """The page as HTML text; its policy allows its own style and script, and nothing from anywhere else."""
    style = colours.stylesheet(accent) + shipped("style.css")
    allowed = f"'{digest(script)}'" if script else "'none'"
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src {allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    context = {"view": view, "title": title, "policy": policy, "style": Markup(style), "script": Markup(script)}
    return environment().get_template(f"{template}.html").render(context | {"language": tongue.now().code})
