"""Old addresses that belong to no entry: pages of files, lists of a blog in a folder, redirects of a plugin."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.importers.items import Redirect, Unreadable
from app.importers.wordpress.survey import Survey
from app.importers.wordpress.urls import OldAddresses, site_path

MAX_BYTES = 50 * 1024 * 1024


def site_redirects(survey: Survey, own: OldAddresses) -> Iterator[Redirect]:
    yield from _attachment_pages(survey, own)
    if own.base:
        yield Redirect(own.base, "/")
        years = {year for year, _ in survey.months}
        for year in sorted(years):
            yield Redirect(f"{own.base}/{year:04}/", f"/archive/{year:04}/")
        for year, month in sorted(survey.months):
            yield Redirect(f"{own.base}/{year:04}/{month:02}/", f"/archive/{year:04}/{month:02}/")


def _attachment_pages(survey: Survey, own: OldAddresses) -> Iterator[Redirect]:
    """Yield the page WordPress made for each file that belongs to nothing else in the export.

    A public entry has it among its own old addresses; of anything else nobody is to learn what files it has.
    """
    for attachment in survey.attachments.values():
        if not attachment.url or attachment.parent in survey.entries or attachment.parent in survey.others:
            continue
        link = own.link(attachment.link)
        if link and link.path and link.path != attachment.path:
            yield Redirect(link.path, attachment.url)
        if attachment.ref.isdigit():
            for old in site_path(own.base, f"/?attachment_id={attachment.ref}"):
                yield Redirect(old, attachment.url)


def read_redirects(path: Path) -> Iterator[Redirect]:
    """Yield what the Redirection plugin has exported, as CSV or JSON, or any CSV of "from,to".

    Raises: Unreadable: it is neither.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(f"--redirects {path} is larger than {MAX_BYTES >> 20} MB")
        text = path.read_text("utf-8-sig")
        yield from _from_json(json.loads(text)) if text.lstrip().startswith(("{", "[")) else _from_csv(text)
    except (OSError, ValueError, csv.Error, RecursionError) as error:
        raise Unreadable(f"--redirects {path} can't be read: {error}") from error


def _from_csv(text: str) -> Iterator[Redirect]:
    for row in csv.reader(text.splitlines()):
        if len(row) < 2 or row[0].strip().lower() in ("source", "from", "old"):
            continue
        is_regex = len(row) > 2 and row[2].strip() == "1"
        code = row[3].strip() if len(row) > 3 else row[2].strip() if len(row) > 2 and not is_regex else ""
        yield from _redirect(row[0].strip(), row[1].strip(), code, is_regex=is_regex)


def _from_json(found: Any) -> Iterator[Redirect]:
    rows = found.get("redirects", []) if isinstance(found, dict) else found
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or row.get("enabled") is False:
            continue
        action = row.get("action_data")
        target = row.get("to") or (action.get("url") if isinstance(action, dict) else None)
        source = row.get("from") or row.get("url")
        code = str(row.get("action_code") or ("302" if row.get("permanent") is False else ""))
        if isinstance(source, str) and isinstance(target, str):
            yield from _redirect(source, target, code, is_regex=bool(row.get("regex")))


def _redirect(source: str, target: str, code: str, *, is_regex: bool) -> Iterator[Redirect]:
    if source and target:
        yield Redirect(source, target, permanent=code not in ("302", "303", "307"), is_regex=is_regex)
