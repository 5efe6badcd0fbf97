"""Draws a clean SVG with resvg; runs in a process of its own (apart.py), since a drawing may ask for more than there is."""

import resvg_py


def main(data, *sides):
    """The drawing as PNG in each box of these sides (width, height, width, …), each after its length in four bytes."""
    return b"".join(
        len(png).to_bytes(4, "big") + png
        for png in (_png(data, *box) for box in zip(sides[::2], sides[1::2], strict=True))
    )


def _png(data, width, height):
    """PNG bytes; no fonts and no files of the system."""
    width, height = int(width), int(height)
    box = {"width": width} if width >= height else {"height": height}
    return resvg_py.svg_to_bytes(svg_string=data.decode(), skip_system_fonts=True, dpi=96, **box)
