"""The shapes of the Content API's answers, in JSON Schema (OpenAPI 3.1)."""

from typing import Any

Schema = dict[str, Any]


def _object(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(of: str) -> Schema:
    return {"type": "array", "items": ref(of)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_URL: Schema = {"type": "string", "format": "uri"}
_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{24}$"}
_COUNT = _object(("posts",), posts=_NUMBER)

# No field is required: `fields` leaves out what was not asked for.
_POST = _object(
    id=_ID,
    uuid={"type": "string", "format": "uuid"},
    title=_TEXT,
    slug=_TEXT,
    html=_TEXT,
    plaintext=_TEXT,
    comment_id=_ID,
    feature_image=_MAYBE,
    feature_image_alt=_MAYBE,
    feature_image_caption=_MAYBE,
    featured=_FLAG,
    visibility={"const": "public"},
    created_at=_MOMENT,
    updated_at=_MOMENT,
    published_at=_MOMENT,
    custom_excerpt=_MAYBE,
    canonical_url=_MAYBE,
    meta_description=_MAYBE,
    url=_URL,
    excerpt=_TEXT,
    reading_time=_NUMBER,
    access=_FLAG,
    comments=_FLAG,
    tags=_list("Tag"),
    primary_tag={"anyOf": [ref("Tag"), {"type": "null"}]},
    authors=_list("Author"),
    primary_author={"anyOf": [ref("Author"), {"type": "null"}]},
)
_PAGINATION = _object(
    ("page", "limit", "pages", "total", "next", "prev"),
    page={"type": "integer", "minimum": 1},
    limit={"type": "integer", "minimum": 1, "maximum": 100},
    pages={"type": "integer", "minimum": 1},
    total=_NUMBER,
    next={"type": ["integer", "null"]},
    prev={"type": ["integer", "null"]},
)
_ERROR = _object(
    ("message", "type", "id"),
    message=_TEXT,
    context=_MAYBE,
    type=_TEXT,
    details={"type": "null"},
    property={"type": "null"},
    help=_MAYBE,
    code=_MAYBE,
    id={"type": "string", "format": "uuid"},
    ghostErrorCode=_MAYBE,
)


def _answer(name: str, of: str) -> Schema:
    return _object((name,), **{name: _list(of), "meta": ref("Meta")})


SCHEMAS: dict[str, Schema] = {
    "Post": _POST,
    "Tag": _object(id=_ID, name=_TEXT, slug=_TEXT, description=_MAYBE, url=_URL, visibility=_TEXT, count=_COUNT),
    "Author": _object(
        id=_ID, name=_TEXT, slug=_TEXT, bio=_MAYBE, website=_MAYBE, profile_image=_MAYBE, url=_URL, count=_COUNT
    ),
    "Settings": _object(
        ("title", "url", "lang", "timezone", "navigation"),
        title=_TEXT,
        description=_MAYBE,
        url=_URL,
        lang=_TEXT,
        timezone=_TEXT,
        navigation={"type": "array", "items": _object(("label", "url"), label=_TEXT, url=_TEXT)},
    ),
    "Meta": _object(("pagination",), pagination=_PAGINATION),
    "posts": _answer("posts", "Post"),
    "pages": _answer("pages", "Post"),
    "tags": _answer("tags", "Tag"),
    "authors": _answer("authors", "Author"),
    "settings": _object(("settings",), settings=ref("Settings"), meta={"type": "object"}),
    "Empty": {"type": "object"},
    "Errors": _object(("errors",), errors={"type": "array", "items": _ERROR, "minItems": 1}),
    "Card": _object(
        ("version", "type", "title"), version={"const": "1.0"}, type={"const": "link"}, title=_TEXT, provider_url=_URL
    ),
    "Feed": _object(
        ("version", "title", "items"),
        version={"const": "https://jsonfeed.org/version/1.1"},
        title=_TEXT,
        items={"type": "array", "items": _object(("id", "url"), id=_TEXT, url=_URL)},
    ),
    "Status": _object(("ok", "role"), ok=_FLAG, role={"enum": ["primary", "replica"]}),
}
