"""The page about the settings is the settings, and says which of them nothing reads yet."""

import re
from pathlib import Path

import pytest

from app.settings import FIELDS
from app.settings.fields import Field
from app.settings.reference import markdown

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "configuration.md"
SOURCES = "".join(
    path.read_text() for path in (ROOT / "app").rglob("*.py") if path.name not in ("fields.py", "reference.py")
)


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text() == markdown(), "run: make docs"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_setting_does_something_or_says_that_it_does_not(field: Field) -> None:
    is_read = re.search(rf"(?:settings|self)\.{field.name}\b", SOURCES) is not None
    assert is_read is not field.purpose.endswith(" Not used yet.")
