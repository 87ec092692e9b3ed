"""The reference of all settings, as Markdown: `python -m app.settings.reference > docs/configuration.md`."""

from pathlib import Path

from app.settings.fields import FIELDS, Field

_HEAD = """# Configuration

Every setting is an environment variable. A TOML file may set the same: name it with `WAYPOST_CONFIG`; the
environment wins over it. A wrong value, or a misspelt name, stops the start with the name, the value and what
is allowed. Lists are comma-separated.

This page is made from the program (`make docs`); a test checks that it is up to date.

| Setting | Default | Allowed | What it is for |
|---|---|---|---|
"""

_TAIL = """
`WAYPOST_REGION`, `WAYPOST_PRIMARY_REGION`, `WAYPOST_MACHINE_ID` and `WAYPOST_APP_NAME` are read from `FLY_REGION`,
`PRIMARY_REGION`, `FLY_MACHINE_ID` and `FLY_APP_NAME` where they are unset.

Example `waypost.toml`:

```toml
url = "https://blog.example"
data = "/var/lib/waypost"
replica_url = "s3://my-bucket/blog?region=eu-central-1"
```
"""


def markdown() -> str:
    return _HEAD + "\n".join(_row(field) for field in FIELDS) + "\n" + _TAIL


def _row(field: Field) -> str:
    return f"| `{field.variable}` | {_default(field)} | {field.allowed} | {field.purpose} |"


def _default(field: Field) -> str:
    if field.default in (None, ()):
        return "unset"
    if isinstance(field.default, Path):
        return f"`{field.default.name}` in the current folder"
    return f"`{field.default:g}`" if isinstance(field.default, int | float) else f"`{field.default}`"


if __name__ == "__main__":
    print(markdown(), end="")  # noqa: T201 - this is what it is for
