"""The shapes of the picture of `calsync replay`, as SVG: words, stacked bars on an axis, and grids with their sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

INK, FAINT, RULE, EMPTY = "#0b0c0c", "#505a5f", "#d8dadb", "#f3f2f1"
SMALL, ROW = 12, 22
"""The size of the words at the shapes, and the height of a grid's row."""
AXIS, NAMES, SUMS = 34, 58, 104
"""Room to the left of bars for their axis, and of a grid for its rows' names; to its right for the sums."""
WIDEST_BAR, WIDEST_CELL, LONGEST_SUM = 44, 64, 46
PALEST = 0.14
"""The shade of a cell with very little in it, so that it is not taken for an empty one."""
DARK = 0.68
"""From this shade on a number is white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where something is drawn."""

    left: float
    right: float
    top: float
    height: float

    @property
    def base(self) -> float:
        """Its lower edge."""
        return self.top + self.height


def bars(
    box: Box, names: Sequence[str], counts: Sequence[Sequence[int]], fills: Sequence[str], most: int
) -> Iterator[str]:
    """A stack for each name on an axis up to at least `most`, each part with its own fill, the first at the foot."""
    step = _step(most)
    top = max(step, -(-most // step) * step)
    unit = (box.height - 16) / top  # the figures need their room above the tallest bar
    for tick in range(0, top + 1, step):
        y = round(box.base - tick * unit) + 0.5
        yield f'<path d="M{box.left + AXIS} {y}H{box.right}" stroke="{INK if tick == 0 else RULE}"/>'
        yield text(box.left + AXIS - 6, y + 4, f"{tick:,}", size=SMALL, anchor="end", ink=FAINT)
    slot = (box.right - box.left - AXIS) / max(1, len(names))
    width = min(WIDEST_BAR, slot * 0.7)
    figures = ["+".join(f"{count:,}" for count in stack if count) or "0" for stack in counts]
    fits = max(map(wide, figures), default=0) < slot - 2
    for number, stack in enumerate(counts):
        middle, y = box.left + AXIS + (number + 0.5) * slot, box.base
        for count, fill in zip(stack, fills, strict=True):
            tall = count * unit
            y -= tall
            if count:
                yield rect(middle - width / 2, y, width, tall, fill, stroke=INK)
        if fits:
            yield text(middle, y - 5, figures[number], size=SMALL, anchor="middle")
    yield from _under(names, box.left + AXIS, slot, box.base)


def grid(
    box: Box, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], colour: str, most: int, most_sum: int
) -> Iterator[str]:
    """Rows of cells, the darker the nearer to `most`, and beside each a bar of its sum, the longest for `most_sum`."""
    begin = box.left + NAMES
    slot = min(WIDEST_CELL, (box.right - SUMS - begin) / max(1, len(columns)))
    longest = max((wide(f"{count:,}") for _, counts in rows for count in counts), default=0)
    after = begin + slot * len(columns) + 12
    for number, (name, counts) in enumerate(rows):
        y = box.top + number * ROW
        yield text(begin - 8, y + 16, name, size=SMALL, anchor="end")
        for column, count in enumerate(counts):
            shade = PALEST + (1 - PALEST) * count / max(1, most) if count else 0.0
            gap = 2 if slot > 8 else 0.5
            x = begin + column * slot
            fill = _shaded(colour, shade) if count else EMPTY
            yield rect(x, y + 1, slot - gap, ROW - 2, fill, title=f"{columns[column]}, {name}: {count:,}")
            if longest < slot - 4:
                ink = "#ffffff" if shade > DARK else INK if count else FAINT
                yield text(x + (slot - gap) / 2, y + 16, f"{count:,}", size=SMALL, anchor="middle", ink=ink)
        length = LONGEST_SUM * sum(counts) / max(1, most_sum)
        yield rect(after, y + 4, length, ROW - 8, colour)
        yield text(after + length + 5, y + 16, f"{sum(counts):,}", size=SMALL, bold=True)
    yield text(after, box.top + len(rows) * ROW + 17, "all weeks", size=SMALL, ink=FAINT)
    yield from _under(columns, begin, slot, box.top + len(rows) * ROW)


def _under(names: Sequence[str], begin: float, slot: float, base: float) -> Iterator[str]:
    """The names below a row of slots; where there are many only some, so that none touches the next."""
    every = max(1, int(-(-(max(map(wide, names), default=0) + 8) // slot)))
    for number in range(0, len(names), every):
        yield text(begin + (number + 0.5) * slot, base + 17, names[number], size=SMALL, anchor="middle", ink=FAINT)


def _step(most: int) -> int:
    """From tick to tick of an axis, so that it has at most five."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 4 * step:
                return step
        size *= 10


def _shaded(colour: str, shade: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * shade):02x}" for part in parts)


def rect(x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "", title: str = "") -> str:
    """A rectangle, and what is said of it when one points at it."""
    outline = f' stroke="{stroke}" stroke-width="0.75"' if stroke else ""
    shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"{outline}'
    return f"{shape}><title>{safe(title)}</title></rect>" if title else f"{shape}/>"


def text(
    x: float, y: float, words: str, *, size: int = 13, bold: bool = False, anchor: str = "start", ink: str = INK
) -> str:
    """Words from `x` on, around it ("middle") or up to it ("end")."""
    weight = ' font-weight="bold"' if bold else ""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}"{weight}{where}>{safe(words)}</text>'


def wide(words: str) -> float:
    """About how wide small words are: digits and letters of Arial, a little on the wide side."""
    return 0.58 * SMALL * len(words)


def safe(words: str) -> str:
    """Text for XML: names of folders and departments are not ours, and what XML knows no sign for is left out."""
    return escape("".join(each for each in words if each.isprintable()))
