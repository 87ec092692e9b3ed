"""Two texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.admin.editor.differences import LONGEST_LINE, Row, differences

TEXTS = st.text(alphabet=st.sampled_from("ab \n.é🙂"), max_size=60)


def side(rows: list[Row], name: str) -> list[str]:
    other = {"left": "added", "right": "removed"}[name]
    return ["".join(piece.text for piece in getattr(row, name)) for row in rows if row.kind not in ("gap", other)]


@given(TEXTS, TEXTS)
def test_each_side_says_what_its_text_says(left: str, right: str) -> None:
    rows = differences(left, right)
    for name, text in (("left", left), ("right", right)):
        shown = side(rows, name)
        if not any(row.kind == "gap" for row in rows):
            assert shown == text.split("\n")
        changed = [row for row in rows if row.kind not in ("same", "gap")]
        assert all(line in text for line in side(changed, name))
    assert (left == right) == (not [row for row in rows if row.kind not in ("same", "gap")])


def test_only_the_words_that_differ_are_marked() -> None:
    (row,) = differences("one two three", "one 2 three")
    assert [(piece.text, piece.changed) for piece in row.left] == [("one ", False), ("two", True), (" three", False)]
    assert [(piece.text, piece.changed) for piece in row.right] == [("one ", False), ("2", True), (" three", False)]


def test_what_is_the_same_is_left_out() -> None:
    before = [str(number) for number in range(50)]
    rows = differences("\n".join(before), "\n".join([*before[:25], "new", *before[25:]]))
    assert [row.kind for row in rows] == ["gap", "same", "same", "added", "same", "same", "gap"]


def test_very_long_lines_are_not_looked_into() -> None:
    (row,) = differences("a " * LONGEST_LINE, "b " * LONGEST_LINE)
    assert (len(row.left), len(row.right)) == (1, 1)
