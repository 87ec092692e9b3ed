"""Sets of names, written as one readable line."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
