"""Files: declared, found beside the export, missing, and by which addresses they are known."""

import zipfile
from pathlib import Path
from typing import Any

UPLOADS = "https://alice.example/wp-content/uploads"
SIZES = 'a:1:{s:5:"sizes";a:1:{s:6:"medium";a:1:{s:4:"file";s:13:"a-300x225.jpg";}}}'


def put(folder: Path, name: str, data: bytes = b"picture") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def content_of(media: Any) -> bytes:
    assert media.open is not None
    with media.open() as file:
        data: bytes = file.read()
    return data


def test_declared_file(exports: Any, attachment: Any, meta: Any) -> None:
    more = meta(_wp_attached_file="2024/05/a.jpg", _wp_attachment_image_alt="A boat", _wp_attachment_metadata=SIZES)
    (media,) = exports.read(attachment(5, "2024/05/a.jpg", more, excerpt="On the sea")).media
    assert (media.ref, media.url, media.name) == ("5", f"{UPLOADS}/2024/05/a.jpg", "a.jpg")
    assert (media.alt, media.caption, media.open) == ("A boat", "On the sea", None)
    assert {"/wp-content/uploads/2024/05/a.jpg", f"{UPLOADS}/2024/05/a-300x225.jpg"} <= set(media.aliases)


def test_sizes_of_damaged_metadata(exports: Any, attachment: Any, meta: Any) -> None:
    more = meta(_wp_attachment_metadata=SIZES.replace("s:13:", "s:99:"))
    (media,) = exports.read(attachment(5, "2024/05/a.jpg", more)).media
    assert f"{UPLOADS}/2024/05/a-300x225.jpg" in media.aliases


def test_folder_by_path_then_by_name(exports: Any, attachment: Any, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    put(folder, "2024/05/a.jpg", b"right")
    put(folder, "2023/01/a.jpg", b"wrong")
    put(folder, "anywhere/else/b.jpg", b"by name")
    put(folder, "x/c.jpg")
    put(folder, "y/c.jpg")
    stream = exports.read(
        *(attachment(n, path) for n, path in enumerate(["2024/05/a.jpg", "2024/06/b.jpg", "2024/06/c.jpg"], 5)),
        media=(folder,),
    )
    first, second, third = stream.media
    assert content_of(first) == b"right"
    assert content_of(second) == b"by name"
    assert third.open is None  # two files have the name


def test_uploads_beside_the_export_are_found(exports: Any, attachment: Any, tmp_path: Path) -> None:
    put(tmp_path, "wp-content/uploads/2024/05/a.jpg")
    put(tmp_path, "uploads/2024/05/b.jpg")
    stream = exports.read(attachment(5, "2024/05/a.jpg"), attachment(6, "2024/05/b.jpg"))
    assert [content_of(media) for media in stream.media] == [b"picture", b"picture"]


def test_zip_file(exports: Any, attachment: Any, tmp_path: Path) -> None:
    archive = tmp_path / "media.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("backup/wp-content/uploads/2024/05/a.jpg", b"zipped")
        file.writestr("../../etc/2024/05/b.jpg", b"slipped")
        file.writestr("wp-content/uploads/2024/05/bomb.jpg", b"\0" * 3_000_000)
    stream = exports.read(attachment(5, "2024/05/a.jpg"), attachment(6, "2024/05/bomb.jpg"), media=(archive,))
    assert content_of(stream.media[0]) == b"zipped"
    assert stream.media[1].open is None
    assert any("bomb.jpg" in warning for warning in stream.warnings)


def test_links_are_not_followed(exports: Any, attachment: Any, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", "secret.jpg")
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "a.jpg").symlink_to(outside)
    (folder / "more").symlink_to(outside.parent)
    stream = exports.read(attachment(5, "a.jpg"), attachment(6, "secret.jpg"), media=(folder,))
    assert [media.open for media in stream.media] == [None, None]


def test_names_beyond_ascii(exports: Any, attachment: Any, tmp_path: Path) -> None:
    put(tmp_path, "uploads/2024/05/über uns.jpg")
    (media,) = exports.read(attachment(5, "2024/05/%C3%BCber%20uns.jpg")).media
    assert content_of(media) == b"picture"
    assert media.name == "über uns.jpg"


def test_original_of_a_scaled_file(exports: Any, attachment: Any, tmp_path: Path) -> None:
    put(tmp_path, "uploads/2024/05/a.jpg")
    (media,) = exports.read(attachment(5, "2024/05/a-scaled.jpg")).media
    assert content_of(media) == b"picture"


def test_addresses_in_bodies_are_aliases(exports: Any, item: Any, attachment: Any, tmp_path: Path) -> None:
    put(tmp_path, "uploads/2024/05/a.jpg")
    body = (
        f'<img src="{UPLOADS}/2024/05/a-300x225.jpg"'
        ' srcset="//alice.example/wp-content/uploads/2024/05/a-768x576.jpg 2x">'
        '<img src="https://i0.wp.com/alice.example/wp-content/uploads/2024/05/a.jpg?resize=300%2C200&#038;ssl=1">'
        '<a href="http://other.example/wp-content/uploads/2024/05/a-1x1.jpg">x</a>'
    )
    (media,) = exports.read(item(content=body), attachment(5, "2024/05/a.jpg")).media
    assert {
        f"{UPLOADS}/2024/05/a-300x225.jpg",
        "//alice.example/wp-content/uploads/2024/05/a-768x576.jpg",
        "https://i0.wp.com/alice.example/wp-content/uploads/2024/05/a.jpg",
    } <= set(media.aliases)
    assert not any("other.example" in alias for alias in media.aliases)


def test_names_that_look_like_sizes(exports: Any, item: Any, attachment: Any, tmp_path: Path) -> None:
    for name in ("a-580x300.jpg", "a-150x150.jpg"):
        put(tmp_path, f"uploads/2024/05/{name}", name.encode())
    body = f'<img src="{UPLOADS}/2024/05/a-150x150.jpg">'
    stream = exports.read(
        item(content=body), attachment(5, "2024/05/a-580x300.jpg"), attachment(6, "2024/05/a-150x150.jpg")
    )
    assert [content_of(media) for media in stream.media] == [b"a-580x300.jpg", b"a-150x150.jpg"]
    assert not any("150x150" in alias for alias in stream.media[0].aliases)


def test_file_nobody_declared_comes_in_if_it_is_there(exports: Any, item: Any, tmp_path: Path) -> None:
    put(tmp_path, "uploads/2024/05/b.pdf")
    body = f'<a href="{UPLOADS}/2024/05/b.pdf">b</a> <img src="{UPLOADS}/2024/05/gone.jpg">'
    (media,) = exports.read(item(content=body)).media
    assert (media.ref, media.url) == ("file:/wp-content/uploads/2024/05/b.pdf", f"{UPLOADS}/2024/05/b.pdf")
    assert content_of(media) == b"picture"


def test_attachment_without_an_address_fails(exports: Any, attachment: Any) -> None:
    stream = exports.read(attachment(5, "x").replace(f"{UPLOADS}/x", ""))
    assert [(one.kind, one.ref) for one in stream.failed] == [("media", "5")]


def test_address_from_the_guid(exports: Any, attachment: Any) -> None:
    text = attachment(5, "x", guid=f"{UPLOADS}/2024/05/a.jpg").replace(f"{UPLOADS}/x", "")
    assert exports.read(text).media[0].url == f"{UPLOADS}/2024/05/a.jpg"


def test_featured_image(exports: Any, item: Any, attachment: Any, meta: Any) -> None:
    more = meta(_wp_attachment_image_alt="A boat")
    stream = exports.read(item(meta(_thumbnail_id="5")), attachment(5, "2024/05/a.jpg", more, excerpt="On the sea"))
    entry = stream.entry
    assert (entry.image, entry.image_alt, entry.image_caption) == (f"{UPLOADS}/2024/05/a.jpg", "A boat", "On the sea")


def test_missing_featured_image_is_said(exports: Any, item: Any, meta: Any) -> None:
    stream = exports.read(item(meta(_thumbnail_id="5")))
    assert stream.entry.image is None
    assert "attachment 5" in stream.warnings[0]
