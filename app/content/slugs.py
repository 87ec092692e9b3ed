"""Words to address parts."""

import re
import unicodedata

MAX_BYTES = 200

_APOSTROPHES = re.compile("['’ʼ`´]")
_NOT_WORD = re.compile(r"[\W_]+")
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def slugify(text: str) -> str:
    """Give the address part for a title: "Café & Tea" is "cafe-tea", "Привет мир" is "привет-мир".

    Latin letters lose their accents, letters of other scripts stay (NFC). At most 200 bytes of UTF-8, cut between
    words where there are any. Empty only for empty text: text without a letter or digit gives its code points.
    """
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text).lower().translate(_SPELLED))
    joined = _NOT_WORD.sub("-", unicodedata.normalize("NFC", _kept_marks(_APOSTROPHES.sub("", plain)))).strip("-")
    if joined:
        return _shortened(joined)
    return _shortened("-".join(f"{ord(char):x}" for char in text.strip() or text))


def _kept_marks(text: str) -> str:
    """Combine marks with their letters first: a lone mark is no word character and would become a hyphen."""
    return unicodedata.normalize("NFC", text)


def _shortened(slug: str) -> str:
    data = slug.encode("utf-8", "ignore")
    if len(data) <= MAX_BYTES:
        return data.decode()
    cut = data[:MAX_BYTES].decode("utf-8", "ignore")
    whole, _, _ = cut.rpartition("-")
    return (whole if len(whole) > len(cut) // 2 else cut).strip("-")
