"""Rendering in two processes gives what rendering in one gives."""

from app.importers.files import Files
from app.importers.items import Entry, Site
from app.importers.old_site import OldSite
from app.importers.rendering import WORTH_A_PROCESS, Renderer

SITE = Site(url="https://old.example")
ENTRIES = [
    Entry(
        "post",
        f"{n}",
        f"Title {n}",
        "",
        "published",
        f"Body {n} ![a](/a.png) " + "word " * (n % 7) * 200,
        "markdown",
    )
    for n in range(WORTH_A_PROCESS)
]


def files() -> Files:
    known = Files(OldSite(SITE))
    known.add(["https://old.example/a.png"], "/media/a.png")
    return known


def rendered(total: int | None) -> list[object]:
    renderer = Renderer(total)
    renderer.start()
    renderer.know(SITE, files())
    try:
        results = [renderer.submit(entry) for entry in ENTRIES]
        return [result() for result in results]
    finally:
        renderer.close()


def test_two_processes_give_the_same_in_the_same_order() -> None:
    alone = rendered(None)
    assert rendered(WORTH_A_PROCESS) == alone
    assert "/media/a.png" in str(alone[0])
