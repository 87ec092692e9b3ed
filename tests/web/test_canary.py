"""A word that stands in everything hidden is on no byte that a stranger gets, and nothing depends on it.

Everything is asked: every link, every handler there is, every address of a hidden thing, in every variant, of two
sites that differ in the word alone. What answers differently for the two knows the word, be it by a number or an ETag.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin

import httpx
import pytest

from tests.services.making import id_of
from tests.web.canaries import BESIDE, HIDDEN, OTHER, WORD, hidden_addresses, hidden_ids, hide
from tests.web.content import Sample
from tests.web.reading import links_of
from tests.web.routes import SAFE, handlers_of
from tests.web.world import ORIGIN, Client, World, open_world

ADDRESS = re.compile(re.escape(ORIGIN) + r"(/[^\s<>\"'\\]*)")
RANDOM = re.compile(r"/admin/sign-in/passkey|/comments/[^/]*/mark")  # a challenge, a signed time
UUID = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"
)  # of errors, as others write them
VARIANTS: tuple[dict[str, str], ...] = (
    {},
    {"hx-request": "true"},
    {"hx-request": "true", "hx-target": "wp-main", "hx-boosted": "true"},
    {"accept": "application/json"},
    {"accept-encoding": "gzip"},
    {"range": "bytes=0-50"},
)
DEPENDENT = ("etag", "content-length")  # on each word that a page repeats
FORMS = ("", "feed.xml", "atom.xml", "feed.json", "amp/", "page/2/", "embed/", "?page=2", "?preview=1", "?token=x",
         "?region=local", "?format=json", "?p=901", "?preview=true&p=901")  # fmt: skip


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, sample_folder: tuple[Path, Sample]
) -> Iterator[tuple[World, World]]:
    opened = []
    for word in (WORD, OTHER):
        folder = tmp_path_factory.mktemp(word) / "data"
        shutil.copytree(sample_folder[0], folder)
        shutil.copytree(sample_folder[0].with_name("data-store"), folder.with_name("data-store"))
        world = open_world(folder)
        world.sample = sample_folder[1]
        hide(world, word)
        opened.append(world)
    yield opened[0], opened[1]
    for world in opened:
        world.close()


def said(answer: httpx.Response, *, repeats: bool = False) -> str:
    """All of an answer, every encoding a word can hide in undone. `repeats`: the address has the word, so may it."""
    headers = [(name, value) for name, value in sorted(answer.headers.items()) if not repeats or name not in DEPENDENT]
    text = f"{answer.status_code} {headers} {UUID.sub('one error', answer.text)}"
    return (text + unquote(text) + unescape(text)).lower()


class Asker:
    """Asks both sites the same, and compares."""

    def __init__(self, ours: Client, theirs: Client) -> None:
        self._ours, self._theirs = ours, theirs
        self.asked = 0

    def __call__(self, method: str, make: Callable[[str], str], **options: Any) -> httpx.Response:
        """`make`: the address, with the word of each site where it belongs into it."""
        self.asked += 1
        first = self._ours.request(method, make(WORD), **options)
        second = self._theirs.request(method, make(OTHER), **options)
        assert first.status_code < 500, make(WORD)
        if WORD not in make(WORD):
            assert WORD not in said(first), (method, make(WORD), options)
        if not RANDOM.match(make(WORD)):
            repeats = WORD in make(WORD)
            shown = [
                said(answer, repeats=repeats).replace(word, "…") for answer, word in ((first, WORD), (second, OTHER))
            ]
            assert shown[0] == shown[1], (method, make(WORD), options)
        return first


@pytest.fixture
def ask(sites: tuple[World, World]) -> Asker:
    return Asker(sites[0].client(), sites[1].client())


def test_the_word_is_there(sites: tuple[World, World]) -> None:
    """Else all that follows would say nothing: owners see it, and it is in each of these files."""
    client = sites[0].client()
    client.sign_in("olga@blog.test")
    assert WORD in client.get("/admin/posts").text
    assert WORD in client.get("/admin/comments").text
    for name in ("Drafts", "Inbox", "Users", "Audit", "Jobs"):
        found = b"".join(path.read_bytes() for path in sites[0].folder.glob(f"{name}.db*"))
        assert WORD.encode() in found, name
    assert client.get("/open-to-all/").status_code == 200


def test_it_never_came_to_the_files_of_the_public(sites: tuple[World, World]) -> None:
    for path in (*sites[0].folder.glob("Posts.db*"), *sites[0].folder.glob("Comments.db*")):
        found = path.read_bytes()
        for status in HIDDEN:
            assert f"in the body of {status}".encode() not in found, (path.name, status)
        assert f"{WORD}@mail.example".encode() not in found, path.name


def test_every_link(ask: Asker) -> None:
    """Also those that feeds, sitemaps, the manifest and robots.txt name."""
    waiting, seen = ["/", "/sitemap.xml", "/robots.txt", "/feed.xml", "/search?q=map"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = ask("GET", lambda word, path=path: path)
        found = [*ADDRESS.findall(answer.text), *links_of(answer.text), answer.headers.get("location", "")]
        for link in found:
            target = urldefrag(urljoin(ORIGIN + path, unescape(link)))[0]
            if target.startswith(ORIGIN + "/"):
                waiting.append(target.removeprefix(ORIGIN))
    assert len(seen) > 100
    assert "/open-to-all/" in seen


def fillings(path: str) -> list[Callable[[str], str]]:
    """Every sensible way to fill a handler's address: with ids, slugs and paths of hidden things."""
    if "{" not in path:
        return [lambda word: path]
    values: list[Callable[[str], str]] = [lambda word, one=one: one for one in (*hidden_ids(), "x", "1", "901")]
    values += [lambda word: word, lambda word: f"{word}-draft", lambda word: "zqcovert-draft"]
    return [lambda word, value=value: re.sub(r"\{[^}]*\}", lambda _: value(word), path) for value in values]


def test_every_handler(sites: tuple[World, World], ask: Asker) -> None:
    """As everybody, with what is hidden for an argument; also those that change something, which refuse."""
    handlers = handlers_of(sites[0].app)
    assert len(handlers) > 60
    for method, path in handlers:
        for make in fillings(path):
            if method in SAFE:
                for headers in VARIANTS[:3]:
                    ask(method, make, headers=headers)
            elif path.startswith("/admin/") and "sign" not in path:
                answer = ask(method, make, data={"token": "x", "title": BESIDE})
                assert answer.status_code >= 400, path


def never(address: str) -> str:
    """An address like it that never was anything's."""
    return (
        address.replace("zqcovert-", "zqhollow-")
        .replace("?p=90", "?p=80")
        .replace(WORD, "zqnobody")
        .replace(OTHER, "zqnobody")
    )


@pytest.mark.parametrize("form", FORMS)
def test_asking_for_what_is_hidden_is_asking_for_nothing(ask: Asker, form: str) -> None:
    for index, address in enumerate(hidden_addresses(WORD)):
        for headers in VARIANTS if not form else VARIANTS[:1]:
            answer = ask("GET", lambda word, index=index: hidden_addresses(word)[index] + form, headers=headers)
            if answer.status_code == 200 and "asks for a password" in answer.text:
                assert address == "/zqcovert-protected/", "nothing else has an address of its own"
                continue
            nothing = ask("GET", lambda word, address=address: never(address) + form, headers=headers)
            assert answer.status_code == nothing.status_code, address
            assert shape(answer, address + form) == shape(nothing, never(address) + form), address


def shape(answer: httpx.Response, asked: str) -> tuple[str, list[str]]:
    """The answer without the words it repeats from the address."""
    text = answer.text
    for word in sorted(set(re.findall(r"[a-z0-9]{3,}", unquote(asked).lower())), key=len, reverse=True):
        text = re.sub(word, "…", text, flags=re.IGNORECASE)
    return text, sorted(answer.headers.keys() - set(DEPENDENT))


@pytest.mark.parametrize("words", [BESIDE, f"{BESIDE} body", "was the title", "typed by", "on a draft", "excerpt"])
def test_searching(ask: Asker, words: str) -> None:
    for path in (f"/search?q={quote(words)}", f"/search?q={quote(words)}&page=2", f"/?s={quote(words)}"):
        for headers in VARIANTS[:3]:
            ask("GET", lambda word, path=path: path, headers=headers)


def test_what_is_made_for_machines(ask: Asker) -> None:
    for address in (*hidden_addresses(WORD), "/open-to-all/", "/2015/02/the-map-is-a-promise/"):
        for kind in ("json", "xml"):
            if WORD not in address:
                ask("GET", lambda word, a=address, k=kind: f"/oembed?format={k}&url={quote(ORIGIN + a)}")
    for path in ("/-/live", "/-/ready", "/-/status", "/-/metrics", "/robots.txt", "/manifest.webmanifest"):
        ask("GET", lambda word, path=path: path)


def test_the_same_answer_again_and_by_its_etag(ask: Asker) -> None:
    """From the cache, as HEAD, and as 304: an ETag made of hidden things would differ between the two."""
    for path in ("/", "/feed.xml", "/sitemap.xml", "/open-to-all/", "/archive/", "/tag/maps/", "/author/jane/"):
        first = ask("GET", lambda word, path=path: path)
        again = ask("GET", lambda word, path=path: path, headers={"if-none-match": first.headers.get("etag", "x")})
        assert again.status_code == (304 if "etag" in first.headers else 200), path
        ask("HEAD", lambda word, path=path: path)


def test_a_password_guessed_for_what_is_hidden_is_one_for_nothing(ask: Asker) -> None:
    nothing = ask("POST", lambda word: f"/unlock/{id_of('never')}", data={"password": "guessed"})
    for item in (id_of(status) for status in HIDDEN):
        hidden = ask("POST", lambda word, item=item: f"/unlock/{item}", data={"password": "guessed"})
        assert hidden.status_code == nothing.status_code == 403
        assert hidden.text.replace(item, id_of("never")) == nothing.text, item


def test_a_comment_on_what_is_hidden_is_one_on_nothing(ask: Asker) -> None:
    form = {"name": "Ada", "body": "Hello", "email": "", "url": ""}
    for item in (*(id_of(status) for status in HIDDEN), id_of("taken back")):
        hidden = ask("POST", lambda word, item=item: f"/comments/{item}", data=form)
        nothing = ask("POST", lambda word: f"/comments/{id_of('never')}", data=form)
        assert (hidden.status_code, hidden.text) == (nothing.status_code, nothing.text), item
