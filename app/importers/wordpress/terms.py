"""Categories and tags, which are one thing here; terms of other taxonomies stay with their posts as metadata."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.content import slugify
from app.importers.items import Tag, Warned
from app.importers.wordpress.channel import DeclaredTerm
from app.importers.wordpress.raw import Term
from app.importers.wordpress.survey import Survey
from app.importers.wordpress.urls import decoded_slug, site_path

_TAXONOMIES = {"category": "category", "post_tag": "post_tag", "tag": "post_tag"}  # WXR 1.0 says "tag"
# Said elsewhere, or machinery of plugins and themes.
_NO_TAXONOMIES = frozenset(
    {
        *("author", "post_format", "nav_menu", "language", "post_translations", "term_translations", "term_language"),
        *("wp_theme", "wp_template_part_area", "wp_pattern_category", "link_category", "elementor_library_type"),
        *("product_type", "product_visibility", "translation_priority", "amp_validation_error"),
    }
)
_FOLDERS = {"category": "category", "post_tag": "tag"}  # what WordPress puts before slugs, unless told otherwise


@dataclass(slots=True)
class _Made:
    """A tag in the making; several terms may become one."""

    slug: str
    name: str
    description: str = ""
    old_paths: dict[str, None] = field(default_factory=dict)


class Terms:
    def __init__(self, survey: Survey, base: str) -> None:
        self._base = base
        self._declared = {
            (_TAXONOMIES[taxonomy], nicename): term
            for (taxonomy, nicename), term in survey.channel.terms.items()
            if taxonomy in _TAXONOMIES
        }
        self._used = [term for term in survey.terms if term.domain in _TAXONOMIES]
        self._by_name = {
            (taxonomy, term.name.casefold()): nicename for (taxonomy, nicename), term in self._declared.items()
        }
        for used in self._used:
            if used.nicename:
                self._by_name.setdefault((_TAXONOMIES[used.domain], used.name.casefold()), used.nicename)
        keys = {(term.domain, term.nicename or term.name) for term in survey.terms} | set(survey.channel.terms)
        self._others = Counter(taxonomy for taxonomy, _ in keys if _is_other(taxonomy))

    def tag_ref(self, term: Term) -> str | None:
        """Return the ref of the tag a term of an item becomes; None where it becomes none."""
        taxonomy = _TAXONOMIES.get(term.domain)
        return None if taxonomy is None else _ref(self._nicename(taxonomy, term))

    def path_of(self, number: str) -> str | None:
        """Return where the term with this id was listed."""
        for (taxonomy, _), term in self._declared.items():
            if term.number == number:
                return self._path(taxonomy, term)
        return None

    def items(self) -> Iterator[Tag | Warned]:
        for made in self._made().values():
            yield Tag(_ref(made.slug), made.slug, made.name, made.description, old_paths=tuple(made.old_paths))
        for taxonomy, number in sorted(self._others.items()):
            yield Warned(
                f"taxonomy {taxonomy}",
                f"its {number} terms are no tags here; each post keeps its own as metadata",
            )

    def _made(self) -> dict[str, _Made]:
        """Return ref -> tag, declared ones first."""
        made: dict[str, _Made] = {}
        for (taxonomy, nicename), term in self._declared.items():
            self._add(made, taxonomy, nicename, term)
        for used in self._used:
            taxonomy = _TAXONOMIES[used.domain]
            nicename = self._nicename(taxonomy, used)
            if (taxonomy, nicename) not in self._declared:
                self._add(made, taxonomy, nicename, DeclaredTerm(taxonomy, nicename, used.name))
        return made

    def _add(self, made: dict[str, _Made], taxonomy: str, nicename: str, term: DeclaredTerm) -> None:
        slug = _slug(nicename)
        if not slug:
            return
        tag = made.setdefault(_ref(nicename), _Made(slug, term.name or slug))
        tag.description = tag.description or term.description
        last = f"/{_FOLDERS[taxonomy]}/{slug}/"
        paths = [self._path(taxonomy, term), self._base + last]
        queries = [f"/?cat={term.number}"] if taxonomy == "category" and term.number else []
        queries += [f"/?tag={slug}"] if taxonomy == "post_tag" else [f"/?category_name={slug}"]
        for query in queries:
            paths += site_path(self._base, query)
        tag.old_paths.update(dict.fromkeys(paths))

    def _nicename(self, taxonomy: str, term: Term) -> str:
        """Return the term's nicename; very old exports name terms a second time without it."""
        return term.nicename or self._by_name.get((taxonomy, term.name.casefold())) or slugify(term.name)

    def _path(self, taxonomy: str, term: DeclaredTerm) -> str:
        """Return the address of a term below its parents: "/category/parent/child/"."""
        parts, seen, parent = [_slug(term.nicename or term.name)], {term.nicename}, term.parent
        while parent and parent not in seen:
            seen.add(parent)
            above = self._declared.get((taxonomy, parent))
            parts.append(_slug(parent))
            parent = above.parent if above else ""
        return f"{self._base}/{_FOLDERS[taxonomy]}/{'/'.join(reversed(parts))}/"


def _slug(nicename: str) -> str:
    slug = decoded_slug(nicename)
    return slugify(slug) if any(char.isspace() for char in slug) else slug


def _ref(nicename: str) -> str:
    return slugify(decoded_slug(nicename))


def other_terms(terms: list[Term]) -> dict[str, list[str]]:
    """Return the names of an item's terms of other taxonomies, by taxonomy."""
    found: dict[str, list[str]] = {}
    for term in terms:
        if _is_other(term.domain) and term.name:
            found.setdefault(term.domain, []).append(term.name)
    return found


def _is_other(taxonomy: str) -> bool:
    return taxonomy not in _TAXONOMIES and taxonomy not in _NO_TAXONOMIES
