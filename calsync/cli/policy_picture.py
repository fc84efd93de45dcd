"""A policy's ladders over time as a picture (SVG): one lane for each ladder that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calsync.cli.policy_ladder import CLOCKS, TO_BE_CHOSEN, brief, minutes, open_keys
from calsync.cli.replay_drawing import FAINT, INK, RULE, SMALL, rect, safe, text, wide
from calsync.domain.model import DeadlineKind, OnNoAnswer, Step
from calsync.policies.cases import Rung, lanes
from calsync.policies.loader import Sketch

WIDTH, MARGIN = 1200, 28
LEFT, RIGHT = MARGIN + 24, WIDTH - MARGIN - 24
"""From where to where the minutes reach."""
HEAD, LANE_HEAD, ROW, AXIS = 118, 40, 42, 46
"""Room over all lanes, over the steps of one, for one step, and for the minutes below them."""
AFTERWARDS = 20
"""Minutes that are drawn after the last step, so that its repeats are seen."""
WORKER, RESPONDER, OUTSIDE = "#1d70b8", "#4c2c92", "#a3200d"
MARKS = {
    WORKER: "the worker is asked",
    RESPONDER: "others are asked",
    OUTSIDE: "others are asked to call for help from outside",
}
"""Each with a shape of its own besides, for whoever sees no colours."""

ZEROS = {
    DeadlineKind.VISIT_END: "the end",
    DeadlineKind.RETURN: "the return",
    DeadlineKind.HOME_SAFE: "to be home",
    DeadlineKind.INTERVAL: "each time",
}
"""What stands at 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """One lane as it is drawn."""

    title: str
    zero: str
    rungs: tuple[Rung, ...]
    open: frozenset[int]
    """The numbers of the steps whose minutes are still to be chosen."""

    @property
    def height(self) -> int:
        return LANE_HEAD + ROW * len(self.rungs) + AXIS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Minutes to places on the paper."""

    first: int
    last: int

    def x(self, at: float) -> float:
        return LEFT + (RIGHT - LEFT) * (at - self.first) / (self.last - self.first)

    def ticks(self) -> range:
        length = self.last - self.first
        step = next((each for each in (5, 10, 15, 30, 60, 120) if length / each <= 16), 240)
        return range(-(-self.first // step) * step, self.last + 1, step)


def picture(sketch: Sketch) -> str:
    """An SVG document, all lanes on one scale; minutes that are still to be chosen stand in order, without numbers."""
    drawn = list(_lanes(sketch))
    scale = _scale(drawn)
    height = HEAD + sum(lane.height for lane in drawn) + MARGIN
    title = f"{sketch.policy.title}: who is told when"
    described = " ".join(_described(lane) for lane in drawn)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title desc" font-family="Arial, Helvetica, sans-serif">',
        f'<title id="title">{safe(title)}</title>',
        f'<desc id="desc">{safe(described)}</desc>',
        rect(0, 0, WIDTH, height, "#ffffff"),
        text(MARGIN, 40, title, size=20, bold=True),
        text(
            MARGIN,
            64,
            "In minutes from each ladder's own clock. Small strokes: told again. An arrow: until a person closes it.",
            ink=FAINT,
        ),
        *_legend(),
    ]
    top = HEAD
    for lane in drawn:
        out += _lane(lane, top, scale)
        top += lane.height
    return "\n".join((*out, "</svg>", ""))


def _lanes(sketch: Sketch) -> Iterator[_Drawn]:
    for lane in lanes(sketch.policy.steps):
        clock = CLOCKS[lane.kind]
        yield _Drawn(
            title=f"From {clock}" + (f": {lane.whose}" if lane.whose else ""),
            zero=ZEROS[lane.kind],
            rungs=lane.rungs,
            open=_open(sketch, "step", lane.rungs),
        )
    rungs = tuple(Rung(number=number, step=step) for number, step in enumerate(sketch.policy.emergency, 1))
    yield _Drawn(
        title="After a call for help, duress or a code word",
        zero="the call",
        rungs=rungs,
        open=_open(sketch, "emergency step", rungs),
    )


def _open(sketch: Sketch, place: str, rungs: Sequence[Rung]) -> frozenset[int]:
    return frozenset(rung.number for rung in rungs if "after" in open_keys(sketch, f"{place} {rung.number}"))


def _scale(drawn: Sequence[_Drawn]) -> _Scale:
    at = [minutes(rung.step.after) for lane in drawn if not lane.open for rung in lane.rungs]
    return _Scale(first=min(-5, *at, 0) - 3, last=max(*at, 10, 0) + AFTERWARDS)


def _lane(lane: _Drawn, top: float, scale: _Scale) -> Iterator[str]:
    yield f'<path d="M{MARGIN} {top}.5H{WIDTH - MARGIN}" stroke="#b1b4b6"/>'
    yield text(MARGIN, top + 26, lane.title, size=15, bold=True)
    base = top + LANE_HEAD + ROW * len(lane.rungs) + 6
    rungs = lane.rungs
    if lane.open:
        # In order and evenly: nobody knows when.
        step = (scale.last - scale.first) / (len(rungs) + 1)
        places = [scale.x(scale.first + step * (number + 0.5)) for number in range(len(rungs))]
        yield text(LEFT, base + 18, f"minutes {TO_BE_CHOSEN}, in this order", size=SMALL, ink=FAINT)
    else:
        places = [scale.x(minutes(rung.step.after)) for rung in rungs]
        yield from _axis(lane, scale, top + LANE_HEAD, base)
    yield f'<path d="M{LEFT} {base}H{RIGHT}" stroke="{INK}"/>'
    for number, (rung, x) in enumerate(zip(rungs, places, strict=True)):
        y = top + LANE_HEAD + ROW * number
        until = places[number + 1] if number + 1 < len(rungs) else RIGHT
        if not lane.open:
            yield from _repeats(rung.step, x, until, y + 27, scale, last=number + 1 == len(rungs))
            if rung.step.then_within and number:
                yield (
                    f'<path d="M{places[number - 1]:.1f} {y + 27}H{x:.1f}" stroke="{_ink(rung.step)}" '
                    'stroke-width="2" stroke-dasharray="5 4"/>'
                )
        yield _mark(rung.step, x, y + 27)
        yield _label(_words(lane, rung), x, y + 13)


def _axis(lane: _Drawn, scale: _Scale, top: float, base: float) -> Iterator[str]:
    for tick in scale.ticks():
        x = round(scale.x(tick)) + 0.5
        yield f'<path d="M{x} {top}V{base + 4}" stroke="{INK if tick == 0 else RULE}"/>'
        words = f"{tick:+d}" if tick else "0"
        yield text(x, base + 18, words, size=SMALL, anchor="middle", ink=INK if tick == 0 else FAINT, bold=tick == 0)
    yield text(scale.x(0), base + 33, lane.zero, size=SMALL, anchor="middle")


def _repeats(step: Step, x: float, until: float, y: float, scale: _Scale, *, last: bool) -> Iterator[str]:
    """The strokes of a step that is told again; an arrow where nothing but a person ends it."""
    if step.every is None:
        return
    pace = scale.x(minutes(step.every)) - scale.x(0)
    ink = _ink(step)
    stroke = x + pace
    while stroke < until - 1:
        yield f'<path d="M{stroke:.1f} {y - 6}V{y + 6}" stroke="{ink}" stroke-width="2"/>'
        stroke += pace
    if last:
        yield f'<path d="M{x:.1f} {y}H{RIGHT + 8}m-7 -5l7 5l-7 5" fill="none" stroke="{ink}" stroke-width="1.5"/>'


def _ink(step: Step) -> str:
    return WORKER if step.to_worker else OUTSIDE if step.ask.outside_body else RESPONDER


def _mark(step: Step, x: float, y: float) -> str:
    return _shape(_ink(step), x, y)


def _shape(ink: str, x: float, y: float) -> str:
    if ink == WORKER:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{ink}"/>'
    if ink == RESPONDER:
        return rect(x - 6.5, y - 6.5, 13, 13, ink)
    return f'<path d="M{x:.1f} {y - 9}l9 9l-9 9l-9 -9z" fill="{ink}"/>'


def _words(lane: _Drawn, rung: Rung) -> str:
    """What is written at a mark: when, who, what, how often."""
    step = rung.step
    time = TO_BE_CHOSEN if rung.number in lane.open else f"{minutes(step.after):+d}" if step.after else "0"
    if step.then_within and rung.number not in lane.open:
        time = f"then, at the latest {time}"
    every = f", every {minutes(step.every)} minutes" if step.every else ""
    at_once = '; "no answer" goes on at once' if step.on_no_answer is OnNoAnswer.NEXT else ""
    return f"{time} – {brief(step)}{every}{at_once}"


def _label(words: str, x: float, y: float) -> str:
    """The words over a mark: to its right, to its left where there is no room, else from the margin on."""
    length = wide(words) * 13 / SMALL
    if x - 7 + length <= WIDTH - MARGIN:
        label = text(x - 7, y, words)
    elif x + 7 - length >= MARGIN:
        label = text(x + 7, y, words, anchor="end")
    else:
        label = text(MARGIN, y, words)
    # White around the letters, so that no line of the minutes strikes them through.
    return f'<g stroke="#ffffff" stroke-width="5" stroke-linejoin="round" paint-order="stroke">{label}</g>'


def _legend() -> Iterator[str]:
    x: float = MARGIN + 9
    for ink, words in MARKS.items():
        yield _shape(ink, x, 88)
        yield text(x + 16, 93, words)
        x += 16 + wide(words) * 13 / SMALL + 36


def _described(lane: _Drawn) -> str:
    """A lane in words, for whoever can't see it."""
    steps = "; ".join(_words(lane, rung) for rung in lane.rungs)
    return f"{lane.title}: {steps}."
