"""Uploads: found, named in other ways, missing, foreign."""

import pytest

from app.importers.items import Media, Skipped, Warned


def write(folder, *names):
    for name in names:
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def found(items, kind):
    return [item for item in items if isinstance(item, kind)]


def test_files_come_in_under_their_address(ghost, make):
    write(ghost.folder, "images/2020/01/a b.png", "media/v.mp4", "files/f.pdf")
    items = ghost.read_tables(posts=[make.post(html='<img src="__GHOST_URL__/content/images/2020/01/a%20b.png">')])
    media = {one.url: one for one in found(items, Media)}
    assert set(media) == {"/content/images/2020/01/a%20b.png", "/content/media/v.mp4", "/content/files/f.pdf"}
    with media["/content/media/v.mp4"].open() as stream:
        assert stream.read() == b"media/v.mp4"


def test_other_sizes_and_hosts_are_the_same_file(ghost, make):
    write(ghost.folder, "images/a.png")
    html = (
        '<img src="https://old.example/content/images/a.png" '
        'srcset="https://old.example/content/images/size/w600/a.png 600w, '
        'https://old.example/content/images/size/w1000/format/webp/a.png 1000w">'
        '<img src="//cdn.example/content/images/A.PNG">'
    )
    (media,) = found(ghost.read_tables(posts=[make.post(html=html)], site_url="https://old.example"), Media)
    assert media.aliases == (
        "https://old.example/content/images/a.png",
        "https://old.example/content/images/size/w600/a.png",
        "https://old.example/content/images/size/w1000/format/webp/a.png",
        "//cdn.example/content/images/A.PNG",
    )


def test_ghosts_copies_are_skipped_with_a_reason(ghost):
    write(
        ghost.folder,
        "images/a.jpg",
        "images/a_o.jpg",
        "images/size/w300/a.jpg",
        "images/lonely_o.jpg",
        "images/size/w300/b.jpg",
    )
    items = ghost.read_tables()
    assert {one.ref for one in found(items, Media)} == {"images/a.jpg", "images/lonely_o.jpg", "images/size/w300/b.jpg"}
    assert {one.ref for one in found(items, Skipped)} == {"images/a_o.jpg", "images/size/w300/a.jpg"}


def test_missing_files_keep_their_address(ghost, make):
    rows = [
        make.post(
            html='<img src="/content/images/gone.png">', feature_image="https://old.example/content/images/also.png"
        )
    ]
    items = ghost.read_tables(posts=rows, site_url="https://old.example")
    assert [(one.url, one.open) for one in found(items, Media)] == [
        ("/content/images/gone.png", None),
        ("https://old.example/content/images/also.png", None),
    ]


def test_pictures_of_people_and_the_site_count_too(ghost):
    items = ghost.read_tables(
        users=[{"id": 1, "slug": "a", "profile_image": "/content/images/me.png"}],
        settings=[{"key": "logo", "value": "__GHOST_URL__/content/images/logo.png"}],
        tags=[{"id": 1, "slug": "t", "feature_image": "/content/images/t.png"}],
    )
    assert {one.url.rpartition("/")[2] for one in found(items, Media)} == {"me.png", "logo.png", "t.png"}


def test_another_blogs_files_are_not_ours_but_said(ghost, make):
    html = '<img src="https://other.example/content/images/a.png"><img src="https://static.ghost.org/v1/images/x.png">'
    items = ghost.read_tables(posts=[make.post(html=html)])
    assert not found(items, Media)
    assert "--site-url https://other.example" in found(items, Warned)[0].message
    assert not found(ghost.read_tables(posts=[make.post(html=html)], site_url="https://mine.example"), Warned)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("![a](/content/images/x.png)", "x.png"),
        ("![a](/content/images/x(1).png)", "x(1).png"),
        ("see /content/images/x.png.", "x.png"),
        ('{"src":"\\/content\\/images\\/x.png"}', "x.png"),
        ('{\\"src\\":\\"/content/images/x.png\\"}', "x.png"),
        ("url(&quot;/content/images/x.png&quot;)", "x.png"),
        ("/content/images/x.png?v=1", "x.png"),
        ("/content/images/caf%C3%A9.png", "café.png"),
    ],
)
def test_addresses_end_where_they_end(ghost, make, text, name):
    write(ghost.folder, f"images/{name}")
    items = ghost.read_tables(posts=[make.post(html=text)])
    assert [one.name for one in found(items, Media)] == [name]


def test_spelling_of_accents_and_case_do_not_matter(ghost, make):
    write(ghost.folder, "images/cafe\u0301.PNG")
    (media,) = found(ghost.read_tables(posts=[make.post(html='<img src="/content/images/caf%C3%A9.png">')]), Media)
    assert media.aliases == ("/content/images/caf%C3%A9.png",)
