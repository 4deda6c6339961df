"""The picture of what an answer read."""
# ruff: noqa: PLC0415 - matplotlib is imported when a picture is drawn

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.errors import BadRequest

if TYPE_CHECKING:
    from bot.wiring import Services
    from tools.charts import ChartKind
    from tools.results import MarketResult


def check_chart(path: Path | None) -> Path | None:
    """Refuse a file that could not be written before anything is fetched.

    Raises:
        BadRequest: It is no PNG, or its folder is not there.
    """
    if path is None:
        return None
    if path.suffix.lower() != ".png":
        raise BadRequest(f"--chart {path.name[:80]!r}: charts are PNG; give a file name that ends in .png.")
    if not path.parent.is_dir():
        raise BadRequest(f"--chart: there is no folder {str(path.parent)[:200]!r}.")
    return path


ChartFile = Annotated[
    Path | None,
    typer.Option(
        "--chart", metavar="FILE.png", help="Also draw a chart into this file.", callback=check_chart
    ),
]


def draw(services: "Services", result: "MarketResult", path: Path) -> str:
    """Draw the chart that belongs to a result; the file is there whole or not at all.

    Returns:
        What is on the picture, in words.

    Raises:
        BadRequest: No chart belongs to a result of this kind.
    """
    from tools.market.atomic import write_whole

    picture = services.desk.chart(
        result.header.symbol, result.header.as_of, kind=_kind(result), theme=services.settings.theme
    )
    write_whole(path, picture.png)
    return picture.alt


def _kind(result: "MarketResult") -> "ChartKind":
    from tools.results import Analysis, BreadthReport, LevelsReport, RotationReport

    if isinstance(result, Analysis):
        return "all"
    if isinstance(result, BreadthReport):
        return "breadth"
    if isinstance(result, RotationReport):
        return "ratio"
    if isinstance(result, LevelsReport):
        return "price"
    raise BadRequest("--chart: a ranking of members has no chart; ask about one symbol.")
