"""/openapi.json: valid, names every public handler, and holds against what schemathesis makes of it."""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.web.api.description import description
from app.web.app import HANDLERS
from tests.web.api.serving import served
from tests.web.world import World

# Public handlers that are part of a page and nothing to be asked for by itself.
OF_PAGES = {
    "/preview/{token}": "what is not public, for who has the link",
    "/comments/{post_id}": "the form of a page",
    "/comments/mail/{token}": "what a letter leads to",
    "/comments/{post_id}/sent": "what follows the form",
    "/comments/{post_id}/mark": "what the form's script asks for",
    "/static/{digest}/{name}": "files of the theme",
    "/favicon.ico": "an icon",
    "/apple-touch-icon.png": "an icon",
    "/ghost/api/content/{rest}": "described resource by resource",
}


def plain(path: str) -> str:
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


def test_it_is_valid() -> None:
    OpenAPIV31SpecValidator(description("https://blog.example")).validate()


def test_it_names_everything_public() -> None:
    named = {path.rstrip("/") or "/" for path in description("")["paths"]}
    asked = {plain(path) for handler in HANDLERS if "GET" in handler.http_methods for path in handler.paths}
    assert asked - named == OF_PAGES.keys()
    assert {path for path in named - asked if not path.startswith("/ghost/")} == set()


def test_as_it_is_answered(shared: World) -> None:
    answer = shared.client_again().get("/openapi.json")
    assert answer.json()["servers"] == [{"url": "http://blog.test"}]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert shared.client_again().post("/openapi.json").status_code == 405


@pytest.fixture(scope="module")
def address(shared: World) -> Any:
    with served(shared) as found:
        yield found


def test_the_answers_are_as_described(shared: World, address: str) -> None:
    """A few seconds of made-up requests to every operation, each answer compared with its description."""
    key = shared.services.site.add_api_key("schemathesis").key
    schema = schemathesis.openapi.from_dict(description(address))
    checks = (schemathesis.checks.load_all_checks(), schemathesis.checks.CHECKS)[1]
    wanted = [
        check
        for check in checks.get_all()
        if check.__name__
        in ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
    ]
    assert len(wanted) == 4
    tried = 0
    for operation in schema.get_all_operations():
        one = operation.ok()

        @settings(
            max_examples=6,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @_given(one)
        def ask(case: Any) -> None:
            if case.path.startswith("/ghost/"):
                case.query = {**(case.query or {}), "key": key}
            answer = case.call(base_url=address, headers={"accept-encoding": "identity"}, allow_redirects=False)
            case.validate_response(answer, checks=wanted)

        ask()
        tried += 1
    assert tried == len(description("")["paths"])


def _given(operation: Any) -> Any:
    from hypothesis import given  # noqa: PLC0415

    return given(operation.as_strategy())
