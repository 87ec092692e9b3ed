"""Two texts side by side: which lines differ, and within them which words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from app.services.drafts import FIELD_NAMES, Fields

CONTEXT = 2  # lines shown around a change
LONGEST_EXACT = 2_000  # lines; beyond, lines that are often repeated don't count
LONGEST_LINE = 4_000  # characters; beyond, a line counts as a whole
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Kind = Literal["same", "changed", "removed", "added", "gap"]


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line on either side; "gap" stands for lines that are the same and are left out."""

    kind: Kind
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldDifference:
    label: str
    rows: tuple[Row, ...]


def differing_fields(left: Fields, right: Fields, labels: Mapping[str, str]) -> list[FieldDifference]:
    return [
        FieldDifference(labels[name], tuple(differences(getattr(left, name), getattr(right, name))))
        for name in FIELD_NAMES
        if getattr(left, name) != getattr(right, name)
    ]


def differences(left: str, right: str) -> list[Row]:
    before, after = left.split("\n"), right.split("\n")
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in _matcher(before, after).get_opcodes():
        if tag == "equal":
            rows += [Row("same", _whole(line), _whole(line)) for line in before[i1:i2]]
        else:
            rows += _changed(before[i1:i2], after[j1:j2])
    return list(_without_gaps(rows))


def _matcher(before: Sequence[str], after: Sequence[str]) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > LONGEST_EXACT)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    for left, right in zip_longest(before, after):
        if left is None:
            yield Row("added", (), (Piece(right, True),))
        elif right is None:
            yield Row("removed", (Piece(left, True),), ())
        else:
            yield Row("changed", *_words(left, right))


def _words(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if max(len(left), len(right)) > LONGEST_LINE:
        return (Piece(left, True),), (Piece(right, True),)
    before, after = _WORD.findall(left), _WORD.findall(right)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for side, words in zip(pieces, (before[i1:i2], after[j1:j2]), strict=True):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return tuple(pieces[0]), tuple(pieces[1])


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, False),)


def _without_gaps(rows: Sequence[Row]) -> Iterator[Row]:
    shown: set[int] = set()
    for number, row in enumerate(rows):
        if row.kind != "same":
            shown.update(range(number - CONTEXT, number + CONTEXT + 1))
    was_shown = True
    for number, row in enumerate(rows):
        if number in shown:
            yield row
        elif was_shown:
            yield Row("gap")
        was_shown = number in shown
