"""Every ink can be read on every ground."""

from __future__ import annotations

import re

import pytest

from shelf import ROOT


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_ink_can_be_read_on_every_ground(scheme):
    """A contrast of 4.5 in both schemes; a paler ink is seen to fail."""
    css = (ROOT / "theme/site/assets/frame.css").read_text()
    pairs = re.findall(r"--ours-([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    colours = {name: pair[scheme] for name, *pair in pairs}
    grounds = [colours.pop(name) for name in ("paper", "ground", "lit")]
    for line in ("line", "lit-bar"):
        del colours[line]
    poor = [n for n, ink in colours.items() for g in grounds if contrast(ink, g) < 4.5]

    assert poor == []
    assert len(colours) >= 10
    assert contrast("#999", "#fff") < 4.5


def contrast(ink: str, ground: str) -> float:
    """The contrast of two colours, as WCAG 2 counts it."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((light(ink), light(ground)))
    return (high + 0.05) / (low + 0.05)
