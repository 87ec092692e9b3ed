"""Pictures an import brought: readers have them at once, and their sizes when a job has made them."""

import io
from datetime import UTC, datetime, timedelta

from app.importers.picture_sizes import COLLECTION, PICTURE_SIZES, MediaCollection, PictureSizes
from app.services.jobs import Job
from app.services.posts import Image
from tests.imaging import pictures
from tests.services.making import draft
from tests.web.world import ORIGIN, World

LATER = datetime.now(UTC) + timedelta(days=2)


def claimed(world: World, kind: str) -> Job:
    (job,) = world.services.jobs.claim(LATER, [kind])
    return job


def test_sizes_come_after_the_import(world: World) -> None:
    services = world.services
    sizes = PictureSizes(services.media, services.drafts, services.jobs)
    sizes.put()
    assert services.jobs.next_at(PICTURE_SIZES) is None  # nothing waits: nothing is written
    brought = services.media.add(io.BytesIO(pictures.photo(360, 240)), "old.jpg")
    services.drafts.save(draft(950, version=0, html=f'<p><img src="{brought.path}" alt="Old"></p>'))
    client = world.client()
    assert "<picture>" not in client.get("/post-950/").text
    assert client.get("/-/status").json()["pictures_waiting"] == 1
    assert client.get(brought.path).headers["cache-control"] == "public, max-age=300"
    sizes.put()
    sizes.carry_out(claimed(world, PICTURE_SIZES))
    world.settle()
    page = client.get("/post-950/").text
    assert '<source type="image/avif" srcset="/media/' in page
    assert 'alt="Old"' in page
    assert client.get("/-/status").json()["pictures_waiting"] == 0
    assert services.drafts.get(draft(950).id).version == 1  # nobody has edited it


def test_featured_pictures(world: World) -> None:
    services, client = world.services, world.client()
    brought = services.media.add(io.BytesIO(pictures.photo(700, 500)), "lead.jpg")
    services.media.make_waiting(1)
    made = services.media.get(brought.id)
    assert made.social is not None
    services.drafts.save(draft(951, version=0, image=Image(brought.path, "A lead"), html=f'<img src="{brought.path}">'))
    page = client.get("/post-951/").text
    assert f'<meta property="og:image" content="{ORIGIN}{made.path_of(made.social)}">' in page
    assert '<meta property="og:image:width" content="700">' in page
    assert '<meta property="og:image:height" content="368">' in page
    assert client.get(made.path_of(made.social)).headers["content-type"] == "image/jpeg"
    lead = page.split('<figure class="lead">')[1].split("</figure>")[0]
    assert made.srcset("image/avif") in lead
    assert 'alt="A lead" width="700" height="500" fetchpriority="high"' in lead
    assert 'loading="lazy"' in page.split("e-content")[1].split("</picture>")[0]  # another one stands above
    services.media.describe(brought.id, name="", alt="", decorative=False, focal=(50, 0))
    assert made.path_of(made.social) not in client.get("/post-951/").text  # cut anew: the page says so


def test_collection_comes_round(world: World) -> None:
    collection = MediaCollection(world.services.media, world.services.jobs)
    collection.put()
    planned = world.services.jobs.next_at(COLLECTION)
    collection.put()
    assert world.services.jobs.next_at(COLLECTION) == planned
    job = claimed(world, COLLECTION)
    collection.carry_out(job)
    assert not world.services.jobs.finish(job)  # it was put again
    assert world.services.jobs.next_at(COLLECTION) is not None
