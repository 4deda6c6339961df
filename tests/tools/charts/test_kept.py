"""Pictures kept by their content."""

from dataclasses import replace

import pytest

from tests.tools.charts.made_charts import made
from tools.charts import KeptCharts, draw, kept


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every picture that is drawn anew."""
    found: list[object] = []

    def counted(*given: object) -> object:
        found.append(given)
        return draw(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(kept, "draw", counted)
    return found


def test_equal_data_are_drawn_once(drawn: list[object]) -> None:
    """Also where they are other objects: what counts is the content."""
    charts = KeptCharts()
    first, second = charts.draw(made(), "price", "dark"), charts.draw(made(), "price", "dark")
    assert first == second == draw(made(), "price", "dark")
    assert len(drawn) == 1


def test_any_other_figure_panel_or_theme_is_another_picture(drawn: list[object]) -> None:
    """One close of the last session that changes by a cent must be drawn."""
    charts, data = KeptCharts(), made()
    closes = data.price.close.copy()
    closes[-1] += 0.01
    other = replace(data, price=replace(data.price, close=closes))
    pictures = {
        charts.draw(data, "price", "dark").png,
        charts.draw(other, "price", "dark").png,
        charts.draw(data, "momentum", "dark").png,
        charts.draw(data, "price", "light").png,
    }
    assert len(drawn) == 4
    assert len(pictures) >= 3, "a cent may be less than a pixel"


def test_the_one_unused_for_longest_goes(drawn: list[object]) -> None:
    charts = KeptCharts(most=2)
    charts.draw(made(), "price", "dark")
    charts.draw(made(), "price", "light")
    charts.draw(made(), "price", "dark")
    charts.draw(made(), "momentum", "dark")
    charts.draw(made(), "price", "dark")
    assert len(drawn) == 3
    charts.draw(made(), "price", "light")
    assert len(drawn) == 4
