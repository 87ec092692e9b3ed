"""Jinja, set up once: escaping on, an unknown name is an error, and what every template may call."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.services.media import Picture
from app.services.site import SiteInfo
from app.web.addresses import absolute, href, link
from app.web.compiled import CompiledTemplates
from app.web.dates import calendar, direction, locale_of
from app.web.head import Head
from app.web.linked_data import script_text
from app.web.words import translate

# What XML 1.0 forbids, however it is escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Templates:
    """Renders pages (HTML, with the site's words, dates and head) and feeds (XML)."""

    def __init__(
        self,
        folder: Path,
        origin: str,
        static: Callable[[str], str],
        picture_of: Callable[[str], Picture | None],
        compiled: Path,
    ) -> None:
        """`picture_of`: an address → what is known of the picture there; None for one of another site.

        `compiled`: a folder of this process's user alone, where compiled templates are kept from one start to the next.
        """
        self.origin = origin
        self._html = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=CompiledTemplates(compiled),
        )
        self._html.globals.update(
            origin=origin,
            static=static,
            href=href,
            link=link,
            direction_of=direction,
            absolute=partial(absolute, origin),
            script_text=script_text,
            picture_of=picture_of,
        )
        self._xml = self._html.overlay(finalize=_xml_text)
        for name in self._html.list_templates():  # now, rather than while the first readers wait
            (self._xml if name.endswith(".xml") else self._html).get_template(name)

    def page(self, name: str, site: SiteInfo, head: Head, **values: Any) -> bytes:
        """Render a whole HTML page."""
        text = self._html.get_template(name).render(
            site=site,
            head=head,
            canonical=head.canonical or self.origin + head.path,
            dates=calendar(site.language, site.timezone),
            direction=direction(site.language),
            locale=str(locale_of(site.language)),
            _=partial(translate, site.language),
            **values,
        )
        return text.encode("utf-8", "replace")

    def bare(self, name: str, **values: Any) -> bytes:
        """Render a template that stands alone: an error page, robots.txt."""
        return self._html.get_template(name).render(**values).encode("utf-8", "replace")

    def kept(self, text: str, is_signed_out: bool, address: str, fields: list[tuple[str, str]]) -> bytes:
        """Render a form that could not be taken, with everything in it."""
        return self.bare("kept.html", text=text, is_signed_out=is_signed_out, address=address, fields=fields)

    def xml(self, name: str, **values: Any) -> bytes:
        """Render XML that is well-formed whatever the values hold."""
        return self._xml.get_template(name).render(**values).encode("utf-8", "replace")


def _xml_text(value: Any) -> Any:
    if isinstance(value, str) and _FORBIDDEN.search(value):
        return type(value)(_FORBIDDEN.sub("", value))
    return value
