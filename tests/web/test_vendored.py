"""Front-end files of others are what their packages hold, to the byte."""

import hashlib
import re

from app.settings import resources

ROW = re.compile(r"\| `([\w.-]+)` \| .* \| `([0-9a-f]{64})` \|")


def test_checksums_are_those_noted() -> None:
    noted = dict(ROW.findall((resources.STATIC / "VENDORED.md").read_text("utf-8")))
    found = {name: hashlib.sha256((resources.STATIC / name).read_bytes()).hexdigest() for name in noted}
    assert len(noted) >= 4
    assert found == noted
