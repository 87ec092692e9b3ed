"""Language → English text → text. Checked by a test: the same places, and no word the templates don't use."""

TRANSLATIONS: dict[str, dict[str, str]] = {}
