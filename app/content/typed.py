"""What strangers type into a form: without the characters that nobody types and that only deceive."""

import re

# Control characters but tab and line end; halves of characters; what turns the direction of the text around it, is
# not seen, or stands for nothing. The joiners (U+200C, U+200D) and the two direction marks stay: languages need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
MOST_MARKS = 4  # accents on one letter; more climb over the lines above
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_MARK}{{{MOST_MARKS}}}){_MARK}+")
_BLANK_LINES = re.compile(r"\n{4,}")


def typed_text(text: str) -> str:
    """The text of a form as it is kept: line ends are \\n, and there are at most two empty lines in a row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _BLANK_LINES.sub("\n\n\n", _MARKS.sub(r"\1", _UNSEEN.sub("", text))).strip()


def typed_line(text: str) -> str:
    return " ".join(typed_text(text).split())
