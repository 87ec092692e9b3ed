"""Where a store is: the parts of WAYPOST_REPLICA_URL, for obstore and for the sidecar's configuration alike."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from app.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Location:
    """A folder (`root` is set) or a bucket with a prefix that has no slash at either end."""

    kind: Literal["file", "s3"]
    url: str
    root: Path | None = None
    bucket: str = ""
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None

    def key(self, name: str) -> str:
        """What `name` is called inside the bucket, or inside the folder."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def same_disk(self, data: Path) -> bool:
        """True where losing the disk under `data` loses the store too."""
        if self.root is None:
            return False
        return _device(self.root) == _device(data)


def parse_location(url: str) -> Location:
    """Raises: SettingsError: neither `file:///folder` nor `s3://bucket/prefix?endpoint=…&region=…`."""
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return Location("file", url, root=Path(url.removeprefix("file://")))
    if parts.scheme == "s3" and parts.netloc:
        options = dict(parse_qsl(parts.query))
        return Location(
            "s3",
            url,
            bucket=parts.netloc,
            prefix=parts.path.strip("/"),
            endpoint=options.get("endpoint"),
            region=options.get("region"),
        )
    raise SettingsError(f"WAYPOST_REPLICA_URL is {url!r}: allowed is file:///folder or s3://bucket/prefix?endpoint=…")


def _device(path: Path) -> int:
    """The device `path` is on, or will be on once it is made."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev
