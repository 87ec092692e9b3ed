"""The editor's form as a browser without scripts sends it back."""

from selectolax.lexbor import LexborHTMLParser

from tests.services.making import id_of
from tests.web.content import own_draft
from tests.web.world import Client, World

DRAFT, PUBLIC = id_of("draft"), id_of("essay")
BAD_IDS = ["0" * 24, "x", "%00"]


def form_of(html: str, which: str = "#editor") -> dict[str, str]:
    """Name -> value of what a browser would send."""
    form = LexborHTMLParser(html).css_first(which)
    assert form is not None, html
    values = {}
    for node in form.css("input,textarea"):
        name, kind = node.attributes.get("name"), node.attributes.get("type")
        if not name or (kind in ("checkbox", "file") and "checked" not in node.attributes):
            continue
        value = node.attributes.get("value") if node.tag == "input" else node.text(deep=True)
        values[name] = (value or "").replace("\n", "\r\n")
    return values


def opened(client: Client, draft_id: str, query: str = "") -> dict[str, str]:
    answer = client.get(f"/admin/posts/{draft_id}/edit{query}")
    assert answer.status_code == 200, answer.text
    return form_of(answer.text)


def sent(client: Client, draft_id: str, form: dict[str, str], **changes: str):  # type: ignore[no-untyped-def]
    return client.post(f"/admin/posts/{draft_id}/edit", data=form | changes)


def own(world: World, name: str) -> str:
    """The id of a draft of Alice's or Carl's."""
    user = world.services.users.find_by_email(f"{name}@blog.test")
    assert user is not None
    return own_draft(world.services, user)
