"""What an upload costs others, and how fast the library lists ten thousand files: `python -m bench.media`.

The real program, `waypost serve`; one reader asks for the home page without a break, first alone, then while files of
20 MB arrive one after the other. Memory is resident, of the app's process and of the one that makes pictures.
"""

import http.client
import io
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image

from app.db import Connection, Database, migrate
from app.services.media import MediaService, Wanted
from app.store import open_store
from tests.journeys.desk import Desk
from tests.journeys.running import Site

ALONE_S, EACH = 8.0, 4
FILES, LISTS, PER_PAGE = 10_000, 300, 48
PASSWORD = "correct horse battery"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wpb") as folder:
        site = Site(Path(folder) / "data", Path(folder) / "run")
        (Path(folder) / "run").mkdir()
        site.start().ready()
        try:
            uploading(site)
        finally:
            site.end()
    with tempfile.TemporaryDirectory() as folder:
        listing(Path(folder))


def uploading(site: Site) -> None:
    site.run("user", "add", "--role", "owner", "olga@blog.test", "Olga", typed=PASSWORD + "\n")
    desk = Desk(site, "olga@blog.test", PASSWORD)
    send(site, desk, b"%PDF-1.4 " + bytes(100), "warm.pdf")
    alone = latencies(site, lambda: time.sleep(ALONE_S))
    show("GET / alone", alone)
    for name, content in (("document.pdf", document()), ("photo.jpg", photo()), ("film.mp4", film())):
        with watched(site.pids()["app"]) as peaks:
            beside = latencies(site, lambda n=name, c=content: repeatedly(site, desk, n, c))
        show(f"GET / beside {EACH} uploads, {name} of {len(content) / 1e6:.1f} MB", beside)
        print(f"  the app's memory rose by {peaks['app']:.0f} MB; the other process took {peaks['pictures']:.0f} MB")


def repeatedly(site: Site, desk: Desk, name: str, content: bytes) -> None:
    for number in range(EACH):
        begun = time.perf_counter()
        said = send(site, desk, content + b"\0" * (number + 1), name)
        took = time.perf_counter() - begun
        print(f"  {name}: {took:.1f} s, {said['files'][0]['width'] or ''} {said['refused'] or ''}".rstrip())


def send(site: Site, desk: Desk, content: bytes, name: str) -> dict[str, list[dict[str, object]]]:
    boundary = "----bench"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
    headers = {
        "Cookie": desk._cookie,
        "Accept": "application/json",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }
    connection.request("POST", "/admin/media", io.BytesIO(body), {**headers, "Content-Length": str(len(body))})
    answer: dict[str, list[dict[str, object]]] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def document() -> bytes:
    return b"%PDF-1.7\n" + random.Random(1).randbytes(19_900_000)


def film() -> bytes:
    return b"\0\0\0\x18ftypisom" + random.Random(2).randbytes(19_900_000)


def photo() -> bytes:
    """24 megapixels with grain, as large as is taken."""
    width, height = 6000, 4000
    grain = Image.effect_noise((width, height), 55)
    slope = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (Image.blend(slope, grain, 0.4), slope, Image.blend(slope, grain, 0.3)))
    for quality in (97, 95, 92, 88, 80):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() < 19_900_000:
            break
    return out.getvalue()


def latencies(site: Site, meanwhile: object) -> list[float]:
    """Milliseconds of each answer, asked one after the other on one connection, while `meanwhile` runs."""
    done, found = threading.Event(), []

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        while not done.is_set():
            begun = time.perf_counter()
            connection.request("GET", "/")
            connection.getresponse().read()
            found.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.005)

    reader = threading.Thread(target=read)
    reader.start()
    meanwhile()  # type: ignore[operator]
    done.set()
    reader.join()
    return found


@contextmanager
def watched(app: int) -> Iterator[dict[str, float]]:
    """Yield what the app's memory rose by at most, and what the process that makes pictures took, in MB."""
    peaks, done = {"app": 0.0, "pictures": 0.0}, threading.Event()
    before = resident_mb(app)

    def look() -> None:
        while not done.wait(0.02):
            peaks["app"] = max(peaks["app"], resident_mb(app) - before)
            peaks["pictures"] = max([peaks["pictures"], *map(resident_mb, children(app))])

    watcher = threading.Thread(target=look)
    watcher.start()
    yield peaks
    done.set()
    watcher.join()


def children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # the thread has ended
            yield from map(int, (task / "children").read_text().split())


def resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def show(what: str, found: list[float]) -> None:
    p50, p99 = statistics.median(found), statistics.quantiles(found, n=100)[98]
    print(f"{what}: {len(found)} answers, p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {max(found):.0f} ms", flush=True)


def listing(folder: Path) -> None:
    """Ten thousand pictures with ten files made of each; two thirds are used somewhere."""
    path = folder / "Media.db"
    migrate.upgrade(path)
    database = Database(path)
    database.write(fill)
    media = MediaService(database, open_store(f"file://{folder}/store", make_root=True), folder / "cache")
    used = [f"{number:020x}" for number in range(FILES) if number % 3]
    pick = random.Random(3)
    ways = {
        "any page": lambda: (Wanted(), pick.randint(1, FILES // PER_PAGE)),
        "found by words": lambda: (Wanted(pick.choice(("hill", "picture 77", "nothing like it"))), 1),
        "pictures without a description": lambda: (Wanted(kind="image", only="no alt text"), pick.randint(1, 60)),
        "used nowhere": lambda: (Wanted(only="unused", used=used), pick.randint(1, 60)),
    }
    for name, way in ways.items():
        took, worked = [], []
        for _ in range(LISTS):
            begun, begun_work = time.perf_counter(), time.thread_time()
            media.list_media(*way(), PER_PAGE)
            took.append((time.perf_counter() - begun) * 1000)
            worked.append((time.thread_time() - begun_work) * 1000)
        p95, of_cpu = statistics.quantiles(took, n=20)[18], statistics.quantiles(worked, n=20)[18]
        print(
            f"library of {FILES}, {name}: p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms ({of_cpu:.1f} of CPU)"
        )
    database.close()


def fill(conn: Connection) -> None:
    files, variants = [], []
    for number in range(FILES):
        media_id = f"{number:020x}" + "0" * 44
        alt = "" if number % 4 == 0 else f"Picture {number} of a hill"
        name = f"picture-{number}.jpg"
        moment = f"2026-01-01T00:00:00.{number:06}Z"
        searched = f"{name} {alt}".casefold()
        files.append((media_id, name, "image/jpeg", 9, 4000, 3000, alt, moment, media_id, "made", searched))
        for kind in ("avif", "webp"):
            for width in (320, 640, 960, 1280, 1920):
                object_id = f"{number:020x}{width:04x}" + ("a" if kind == "avif" else "b") * 40
                variants.append((media_id, "size", f"image/{kind}", width, width * 3 // 4, object_id[::-1], 9))
    columns = "id, name, type, size_bytes, width, height, alt, created_at, object_id, state, searched"
    conn.raw.executemany(f"INSERT INTO media ({columns}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", files)
    conn.raw.executemany("INSERT INTO variants VALUES (?,?,?,?,?,?,?)", variants)


if __name__ == "__main__":
    main()
