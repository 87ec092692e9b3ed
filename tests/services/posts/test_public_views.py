from app.db import attach
from app.services.posts import PostService
from tests.services.conftest import OpenDatabase
from tests.services.making import ALICE, BOB, id_of, post


def test_others_may_read_what_is_public(posts: PostService, open_database: OpenDatabase) -> None:
    posts.publish([post(1, authors=(BOB, ALICE))])
    with attach.cross_read({"posts": open_database("Posts").path}) as conn:
        shown = conn.raw.execute("SELECT id, title, path, published_at FROM posts.public_posts").fetchall()
        authors = conn.raw.execute("SELECT post_id, user_id FROM posts.public_post_authors").fetchall()
    assert shown == [(id_of(1), "Post 1", "/post-1/", "2015-01-02T12:00:00.000000Z")]
    assert sorted(authors) == sorted([(id_of(1), ALICE.id), (id_of(1), BOB.id)])
