"""Titles to address parts, in any script."""

import unicodedata

import pytest

from app.content import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", ""),
        ("   ", ""),
        ("Hello, World!", "hello-world"),
        ("  --Already-a--slug__x--  ", "already-a-slug-x"),
        ("Café & Tea", "cafe-tea"),
        ("Größe, Łódź, Ærø, ĳ", "grosse-lodz-aero-ij"),
        ("It's Jane’s", "its-janes"),
        ("C++ 20 / 100%", "c-20-100"),
        ("Привет, Мир", "привет-мир"),
        ("йод", "йод"),
        ("Ελλάδα", "ελλάδα"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
        ("हिन्दी में लेख", "हिन्दी-में-लेख"),
        ("สวัสดี ครับ", "สวัสดี-ครับ"),
        ("می\u200cخواهم", "میخواهم"),
        ("한국어 제목", "한국어-제목"),
        ("İstanbul", "istanbul"),
        ("🎉", "1f389"),
        ("!?", "21-3f"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\x00b/c?d#e", "a-b-c-d-e"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slugify(text) == unicodedata.normalize("NFC", slug)


@pytest.mark.parametrize("text", ["word " * 100, "語" * 300, "a" * 1000, "я" * 90 + " " + "я" * 90])
def test_long_slug_is_cut(text: str) -> None:
    slug = slugify(text)
    assert 80 <= len(slug.encode()) <= 200
    assert not slug.endswith("-")
