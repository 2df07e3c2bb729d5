"""Turns one accent colour into a readable set of colour tokens, light and dark.

The brand's accent is kept where it is a surface; where it carries text or a
line it is moved in lightness until WCAG 2 contrast holds, so no client
colour can make a page unreadable.
"""

from __future__ import annotations

import colorsys
from typing import Final

LIGHT_PAPER: Final = "#fbfaf7"
DARK_PAPER: Final = "#14181b"
TEXT_CONTRAST: Final = 5.5  # above the 4.5 of WCAG AA, so that tinted grounds still pass
LINE_CONTRAST: Final = 3.2

Rgb = tuple[float, float, float]


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str, ratio: float) -> str:
    """`colour`, made darker or lighter by steps until it stands out from `ground` by `ratio`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    step = -0.01 if luminance(ground) > 0.18 else 0.01
    found = colour
    while contrast(found, ground) < ratio and 0 <= lightness + step <= 1:
        lightness += step
        found = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return found


def blend(colour: str, ground: str, amount: float) -> str:
    """`amount` of `colour` laid over `ground`."""
    return _hex(tuple(a * amount + b * (1 - amount) for a, b in zip(_rgb(colour), _rgb(ground), strict=True)))  # type: ignore[arg-type]


def tokens(accent: str) -> dict[str, dict[str, str]]:
    """The accent's custom properties for the light and the dark scheme: name -> colour."""
    found = {}
    for scheme, paper in (("light", LIGHT_PAPER), ("dark", DARK_PAPER)):
        wash = blend(accent, paper, 0.07 if scheme == "light" else 0.16)
        text = readable(readable(accent, paper, TEXT_CONTRAST), wash, TEXT_CONTRAST - 0.8)
        mid = blend(text, paper, 0.55)
        on_mid = max(("#10171a", "#ffffff"), key=lambda ink: contrast(ink, mid))
        found[scheme] = {
            "accent": text,
            "accent-line": readable(accent, paper, LINE_CONTRAST),
            "accent-wash": wash,
            "accent-soft": blend(text, paper, 0.22 if scheme == "light" else 0.32),
            "accent-faint": blend(text, paper, 0.12),
            "accent-mid": readable(mid, on_mid, 4.6),
            "on-mid": on_mid,
            "on-accent": paper,
            "cover": readable(accent, "#ffffff", 7.0) if scheme == "light" else blend(accent, DARK_PAPER, 0.28),
        }
    return found


def stylesheet(accent: str) -> str:
    """The tokens as CSS, to stand before the templates' own style sheet."""
    both = tokens(accent)
    light, dark = (
        ";".join(f"--{name}:{value}" for name, value in both[scheme].items()) for scheme in ("light", "dark")
    )
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _rgb(colour: str) -> Rgb:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, c)) * 255):02x}" for c in rgb)
