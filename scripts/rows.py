"""Write static/vendor/rows.css: places on a five-minute grid as classes; the CSP forbids inline styles."""

from pathlib import Path

from icons import write_if_changed

TARGET = Path(__file__).resolve().parent.parent / "static" / "vendor" / "rows.css"
# 25 hours: the day on which clocks go back.
HOURS = 25
ROWS = HOURS * 12
# 20 minutes (24 px): the lowest box that holds a line of text and can be hit. Shorter events get it too.
SHORTEST = 4
LANES = 6


def write_rows() -> None:
    """`r0` is the range's first row, `x6` half an hour, `hours-13` a track's size, `lane-2-3` lane 2 of 3."""
    write_if_changed(TARGET, "\n".join(rules()) + "\n")


def rules() -> list[str]:
    starts = [f".r{row}{{grid-row-start:{row + 1}}}" for row in range(ROWS)]
    spans = [f".x{rows}{{grid-row-end:span {max(rows, SHORTEST)}}}" for rows in range(1, ROWS + 1)]
    heights = [f".hours-{hours}{{--hours:{hours}}}" for hours in range(1, HOURS + 1)]
    return starts + spans + heights + lanes()


def lanes() -> list[str]:
    """Lanes on the track's 60 columns, divisible by 1 to 6."""
    return [
        f".lane-{lane}-{count}{{grid-column:{(lane - 1) * (60 // count) + 1}/span {60 // count}}}"
        for count in range(1, LANES + 1)
        for lane in range(1, count + 1)
    ]
