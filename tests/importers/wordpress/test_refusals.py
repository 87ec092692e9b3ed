"""Input that is refused as a whole, with a sentence that says why."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from app.importers.items import Options, Unreadable
from app.importers.wordpress import open_reader

BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        open_reader([path], Options(**options))
    return str(caught.value)


@pytest.mark.parametrize("doctype", [BOMB, XXE, "<!DOCTYPE rss>", "<!doctype rss SYSTEM 'http://evil.example/x'>"])
@pytest.mark.parametrize(
    "before",
    [
        "",
        '<?xml version="1.0"?>',
        '<?xml version="1.0"?><!-- <rss> -->',
        "<?php <rss> ?>",
        "<!-- a --><?x <!-- ?>",
        '<!-- <?xml version="1.0"?> -->',
        "Warning: something\n",
        " " * 300_000,
    ],
)
def test_doctype_is_refused_wherever_it_hides(exports: Any, item: Any, head: str, doctype: str, before: str) -> None:
    rest = head.partition("?>")[2] + item(title="&x;&b;") + "</channel></rss>"
    path = exports.write_bytes((before + doctype + rest).encode())
    assert "DOCTYPE" in refusal(path)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "utf-7", "cp037"])
def test_doctype_is_refused_in_any_encoding(exports: Any, item: Any, head: str, codec: str) -> None:
    text = head.replace("UTF-8", codec).replace("?>", "?>" + XXE, 1) + item(title="ä")
    data = text.encode(codec)
    message = refusal(exports.write_bytes(data))
    assert "DOCTYPE" in message or "no <rss>" in message  # EBCDIC says nothing an importer would read


def test_doctype_inside_of_a_post_is_text(exports: Any, item: Any) -> None:
    assert "&lt;!DOCTYPE" in exports.read(item(content="<pre>&lt;!DOCTYPE html></pre>")).entry.source
    assert exports.read(item(content="<!DOCTYPE html> in words")).entry.ref == "1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"plain text", "no <rss> element"),
        (b"<?xml version='1.0'?><opml></opml>", "no <rss> element"),
        (b"<rss><notachannel/></rss>", "no <channel>"),
        (b"<rss><channel><title>x</title><item><title>y</title></item></channel></rss>", "is a feed"),
        (b"<rss><channel></channel></rss>", "is a feed"),
        (b"\x1f\x8b broken", "can't be unpacked"),
    ],
)
def test_what_is_no_export(exports: Any, data: bytes, says: str) -> None:
    assert says in refusal(exports.write_bytes(data))


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    assert "can't be read" in refusal(tmp_path / "nothing.xml")
    assert "holds no export" in refusal(tmp_path)


def test_packed_bomb(exports: Any, head: str) -> None:
    path = exports.write_bytes(gzip.compress(head.encode() + b"<item>" + b"a" * 70_000_000))
    assert "200 times" in refusal(path)


def test_files_of_two_blogs(exports: Any, item: Any, head: str) -> None:
    one = exports.write(item())
    other = exports.write(item(), head=head.replace("alice.example", "bob.example"), name="other.xml")
    with pytest.raises(Unreadable, match="several blogs"):
        open_reader([one, other], Options())


def test_media_place_that_is_none(exports: Any, item: Any) -> None:
    path = exports.write(item())
    assert "--media" in refusal(path, media=(path,))
