"""Whatever JSON stands where Ghost keeps its documents, reading it yields something and hides what it must."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.importers.ghost import open_reader
from app.importers.ghost.bodies import body_of
from app.importers.ghost.cards import CARDS, LEFT_OUT
from app.importers.ghost.dialect import settled
from app.importers.ghost.lexical import render_lexical
from app.importers.ghost.mobiledoc import render_mobiledoc
from app.importers.ghost.notes import Notes
from app.importers.items import Entry, Failed, Options, Skipped

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
JSON = st.recursive(
    SCALARS, lambda c: st.lists(c, max_size=4) | st.dictionaries(st.text(max_size=8), c, max_size=4), max_leaves=8
)
TYPES = st.sampled_from(
    ["root", "paragraph", "extended-text", "text", "link", "list", "listitem", "extended-heading", "extended-quote",
     "aside", "linebreak", "tab", "at-link", "unknown", *CARDS, *LEFT_OUT]
) | SCALARS  # fmt: skip
FIELDS = [
    "src",
    "url",
    "html",
    "code",
    "markdown",
    "images",
    "metadata",
    "visibility",
    "caption",
    "header",
    "calloutText",
]
VALUES = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3)


def nodes(children):
    parts = {"type": TYPES, "text": SCALARS, "format": SCALARS, "tag": SCALARS, "start": SCALARS, "url": SCALARS}
    return st.builds(
        lambda values, payload, inner: {**payload, **values, "children": inner},
        st.fixed_dictionaries({}, optional=parts),
        VALUES,
        st.lists(children, max_size=4) | JSON,
    )


LEXICAL = st.builds(lambda root: {"root": root}, st.recursive(JSON, nodes, max_leaves=12))
MARKER = st.lists(JSON, max_size=5) | st.tuples(
    st.integers(0, 1), st.lists(st.integers(-1, 3), max_size=3), st.integers(-1, 4), SCALARS
)
SECTION = st.tuples(
    st.sampled_from([1, 2, 3, 10, 99]),
    SCALARS | st.integers(0, 3),
    st.lists(MARKER | st.lists(MARKER, max_size=3) | JSON, max_size=3),
)
MOBILEDOC = st.fixed_dictionaries(
    {},
    optional={
        "sections": st.lists(SECTION | JSON, max_size=5) | JSON,
        "markups": st.lists(
            st.tuples(st.sampled_from(["a", "em", "strong", "x"]), st.lists(SCALARS, max_size=3)) | JSON, max_size=4
        ),
        "atoms": st.lists(JSON, max_size=3),
        "cards": st.lists(st.tuples(TYPES, VALUES) | JSON, max_size=4) | JSON,
    },
)


@settings(max_examples=150, deadline=None)
@given(LEXICAL | JSON)
def test_any_lexical_renders(document):
    assert isinstance(render_lexical(document, Notes()), str)


@settings(max_examples=150, deadline=None)
@given(MOBILEDOC | JSON)
def test_any_mobiledoc_renders(document):
    document = json.loads(json.dumps(document))
    assert isinstance(render_mobiledoc(document, Notes()), str)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["html", "lexical", "mobiledoc", "markdown", "plaintext"]), LEXICAL.map(json.dumps) | JSON
    )
)
def test_any_row_has_a_body(row):
    body = body_of(row, Notes())
    assert isinstance(body.source, str)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="#>-*` ~=^<pre/|\n\taé1.", max_size=80))
def test_markdown_is_settled_once_and_for_all(written):
    once = settled(written)
    assert settled(once) == once


COLUMNS = ["id", "uuid", "title", "slug", "html", "lexical", "mobiledoc", "status", "visibility",
    "type", "page", "author_id",
           "published_at", "created_at", "updated_at", "feature_image", "featured", "locale",
           "canonical_url"]  # fmt: skip
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), JSON, max_size=8) | JSON, max_size=4)
TABLES = st.dictionaries(
    st.sampled_from(
        ["posts", "tags", "users", "posts_tags", "posts_meta", "posts_authors", "settings", "roles_users", "members"]
    ),
    ROWS | JSON,
    max_size=4,
)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_every_row_of_any_export_is_accounted_for(tmp_path_factory, tables):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps({"data": {**tables, "snippets": []}}))
    reader = open_reader([path], Options())
    items = list(reader.items())
    counted = [item for item in items if isinstance(item, Entry)]
    counted += [item for item in items if isinstance(item, Failed | Skipped) and item.kind in ("posts", "pages")]
    assert len(counted) == reader.total()
    refs = [item.ref for item in items if isinstance(item, Entry)]
    assert len(refs) == len(set(refs))


SECRET = "SECRET"
HIDDEN_CARDS = [
    {"type": "email", "html": SECRET},
    {"type": "email-cta", "html": SECRET, "buttonText": SECRET},
    {"type": "signup", "header": SECRET, "successMessage": SECRET},
    {"type": "html", "html": SECRET, "visibility": {"web": {"nonMember": False, "memberSegment": "status:free"}}},
    {"type": "html", "html": SECRET, "visibility": {"emailOnly": True}},
    {"type": "call-to-action", "textValue": SECRET, "visibility": {"showOnWeb": False}},
    {
        "type": "markdown",
        "markdown": f"<!--kg-gated-block:begin nonMember:false -->\n\n# {SECRET}\n\n<!--kg-gated-block:end-->",
    },
    {
        "type": "html",
        "html": f"<!--kg-gated-block:begin memberSegment:'status:free' --><b>{SECRET}</b><!--kg-gated-block:end-->",
    },
]


def wrapped(children):
    return st.builds(lambda kind, inner: {"type": kind, "children": inner}, TYPES, st.lists(children, max_size=3))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.recursive(st.sampled_from(HIDDEN_CARDS), wrapped, max_leaves=6), max_size=5))
def test_wherever_a_hidden_card_stands_it_stays_hidden(children):
    row = {"lexical": json.dumps({"root": {"children": children}})}
    assert SECRET not in repr(body_of(row, Notes()))
