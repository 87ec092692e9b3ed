"""The theme's own words in the languages of sites; English is the key, and what is shown where a word is unknown."""

from collections.abc import Mapping

from app.web.translations import TRANSLATIONS


def translate(language: str, text: str, **values: object) -> str:
    """Give `text` in the site's language, with its {places} filled."""
    known: Mapping[str, str] = TRANSLATIONS.get(language.replace("_", "-").split("-")[0].lower(), {})
    found = known.get(text, text)
    return found.format(**values) if values else found
