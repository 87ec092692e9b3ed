"""The page about the settings is the settings."""

from pathlib import Path

from app.settings.reference import markdown

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text() == markdown(), "run: make docs"
