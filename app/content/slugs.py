"""Words to address parts."""

import re
import unicodedata

MAX_BYTES = 200
MAX_READ = 1000  # characters of the text that are looked at

_JOINERS = re.compile("['’ʼ`´\u00ad\u200b-\u200d\ufeff]")  # stand inside words: apostrophes, soft hyphens, joiners
_LATIN_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_HYPHENS = re.compile("-+")
_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def slugify(text: str) -> str:
    """Give the address part for a title: "Café & Tea" is "cafe-tea", "Привет мир" is "привет-мир".

    Latin letters lose their accents, letters of other scripts stay (NFC). At most 200 bytes of UTF-8, cut between
    words. Empty only for text that is empty or blank: without a letter or digit the code points are written out.
    """
    read = text.strip()[:MAX_READ]
    plain = _LATIN_ACCENT.sub("", unicodedata.normalize("NFKD", _JOINERS.sub("", read)).lower().translate(_SPELLED))
    letters = "".join(char if _is_letter(char) else "-" for char in unicodedata.normalize("NFC", plain))
    slug = _HYPHENS.sub("-", letters).strip("-")
    return _shortened(slug or "-".join(f"{ord(char):x}" for char in read))


def _is_letter(char: str) -> bool:
    """Tell letters, digits, and the marks that are part of letters in Indic scripts, Thai, Arabic."""
    return char.isalnum() or (not char.isascii() and unicodedata.category(char) in ("Mn", "Mc"))


def _shortened(slug: str) -> str:
    data = slug.encode("utf-8", "ignore")
    if len(data) <= MAX_BYTES:
        return data.decode()
    cut = data[:MAX_BYTES].decode("utf-8", "ignore")
    whole, _, _ = cut.rpartition("-")
    return (whole if len(whole) > len(cut) // 2 else cut).strip("-")
