"""Small bar charts, drawn on the server: geometry here, SVG and the table beside it in templates/admin/_chart.html."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 96
GAP = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """In the units of the drawing; `shown` is the value as people read it."""

    label: str
    shown: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`most` is the highest value as people read it; a chart of nothing has no bars higher than 0."""

    key: str  # for ids in the page
    title: str
    columns: tuple[str, str]
    bars: tuple[Bar, ...]
    most: str
    is_empty: bool
    width: int = WIDTH
    height: int = HEIGHT


def bar_chart(
    key: str,
    title: str,
    columns: tuple[str, str],
    values: Sequence[tuple[str, float]],
    shown: Callable[[float], str] = lambda value: f"{value:.0f}",
) -> Chart:
    """`values`: (label, value) from left to right."""
    most = max((value for _, value in values), default=0)
    step = WIDTH / max(len(values), 1)
    bars = tuple(_bar(at, step, label, value, most, shown(value)) for at, (label, value) in enumerate(values))
    return Chart(key, title, columns, bars, shown(most), most == 0)


def _bar(at: int, step: float, label: str, value: float, most: float, shown: str) -> Bar:
    height = 0.0 if not most else max(value / most * HEIGHT, 1.5 if value else 0)
    return Bar(
        label, shown, round(at * step + GAP / 2, 2), round(HEIGHT - height, 2), round(step - GAP, 2), round(height, 2)
    )


def size_text(size_bytes: float) -> str:
    for unit in ("B", "KB", "MB"):
        if size_bytes < 1000:
            return f"{size_bytes:.0f} {unit}" if unit == "B" or size_bytes >= 100 else f"{size_bytes:.1f} {unit}"
        size_bytes /= 1000
    return f"{size_bytes:.1f} GB"
