"""Passkeys: signing in with a key a device keeps, instead of password and second step. They need JavaScript."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import webauthn
from itsdangerous import BadSignature, URLSafeTimedSerializer
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.errors import Conflict, Invalid, TooMany, WaypostError
from app.outbound import letters
from app.services.audit import AuditService
from app.services.sessions import SessionService
from app.services.users import Passkey, UserService
from app.settings import Settings
from app.settings.secret import keys_for
from app.web.admin.alerts import Alert
from app.web.admin.auth import Visit
from app.web.admin.confirming import Confirm
from app.web.admin.devices import device_of
from app.web.admin.entry import let_in, outside_page, sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.client import client_address, counted_address
from app.web.theme import Theme

ADDRESS = "/admin/account/passkeys"
PATIENCE_S = 300
LONGEST = 20_000
REFUSED = "this passkey was not accepted; try again"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/sign-in/passkey", sync_to_thread=False)
def show_passkey(theme: NamedDependency[Theme], settings: NamedDependency[Settings]) -> Response[bytes]:
    return _ask(theme, settings)


@post("/admin/sign-in/passkey", sync_to_thread=True, status_code=303)
def sign_in_by_passkey(
    request: AnyRequest,
    data: Form,
    alert: NamedDependency[Alert],
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    address = client_address(request, settings)
    counted = (
        "",
        "",
        f"passkeys from {counted_address(request, settings)}",
    )  # nobody can guess a signature
    try:
        sessions.check_attempts(*counted)
        passkey = _verified(settings, users, data)
        user = users.find_by_id(passkey.user_id)
        if user is None or not user.can_sign_in:
            raise Invalid(REFUSED)
    except TooMany as error:
        return _ask(theme, settings, sentence(error), 429)
    except Invalid as error:
        sessions.count_failure(*counted)
        audit.record(None, "passkey refused", "user", "", {"address": address})
        return _ask(theme, settings, sentence(error), 422)
    users.note_passkey(passkey.id, passkey.sign_count)
    audit.record(user.id, "signed in", "user", user.id, {"with": "passkey"})
    return let_in(request, sessions, settings, user, alert=alert)


@get(ADDRESS, sync_to_thread=False)
def show_passkeys(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    users: NamedDependency[UserService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    return _page(request, theme, visit, users, settings)


@post(ADDRESS, sync_to_thread=True, status_code=303)
def add_passkey(
    request: AnyRequest,
    data: Form,
    alert: NamedDependency[Alert],
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        confirm(data)
        users.add_passkey(_registered(request, visit, settings, data))
    except (Invalid, Conflict, TooMany) as error:
        return _page(request, theme, visit, users, settings, error)
    audit.record(visit.user.id, "added a passkey", "user", visit.user.id)
    alert(visit.user, letters.passkey_added)
    return done(ADDRESS, "saved")


@post(f"{ADDRESS}/{{passkey_id:str}}/delete", sync_to_thread=True, status_code=303)
def remove_passkey(
    request: AnyRequest,
    passkey_id: FromPath[str],
    data: Form,
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        confirm(data)
    except (Invalid, TooMany) as error:
        return _page(request, theme, visit, users, settings, error)
    users.remove_passkey(visit.user.id, passkey_id)
    audit.record(visit.user.id, "removed a passkey", "user", visit.user.id)
    return done(ADDRESS, "saved")


def _host(settings: Settings) -> str:
    return urlsplit(settings.origin).hostname or ""


def _tickets(settings: Settings, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(keys_for(settings, purpose))))


def _challenge(settings: Settings, purpose: str, data: Form) -> bytes:
    try:
        return base64url_to_bytes(_tickets(settings, purpose).loads(data.get("ticket", ""), max_age=PATIENCE_S))
    except (BadSignature, ValueError):
        raise Invalid("that took too long; try again") from None


def _verified(settings: Settings, users: UserService, data: Form) -> Passkey:
    """Return the passkey with its new count. Raises: Invalid."""
    challenge, given = _challenge(settings, "passkey sign-in", data), data.get("credential", "")[:LONGEST]
    try:
        found = json.loads(given)
        passkey = users.find_passkey(str(found.get("id")) if isinstance(found, dict) else "")
        if passkey is None:
            raise Invalid(REFUSED)
        verified = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=_host(settings),
            expected_origin=settings.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid(REFUSED) from None
    return Passkey(
        passkey.id, passkey.user_id, passkey.public_key, verified.new_sign_count, passkey.name, passkey.created_at
    )


def _registered(request: AnyRequest, visit: Visit, settings: Settings, data: Form) -> Passkey:
    """Raises: Invalid."""
    challenge = _challenge(settings, f"passkey of {visit.user.id}", data)
    try:
        made = webauthn.verify_registration_response(
            credential=data.get("credential", "")[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=_host(settings),
            expected_origin=settings.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid(REFUSED) from None
    name = " ".join(data.get("name", "").split())[:100] or device_of(request.headers.get("user-agent", ""))
    key_id = bytes_to_base64url(made.credential_id)
    return Passkey(key_id, visit.user.id, made.credential_public_key, made.sign_count, name, datetime.now(UTC))


def _ask(theme: Theme, settings: Settings, problem: str = "", status: int = 200) -> Response[bytes]:
    options = webauthn.generate_authentication_options(
        rp_id=_host(settings), user_verification=UserVerificationRequirement.REQUIRED
    )
    return outside_page(
        theme,
        "admin/passkey.html",
        "Sign in with a passkey",
        status,
        options=webauthn.options_to_json(options),
        ticket=_tickets(settings, "passkey sign-in").dumps(bytes_to_base64url(options.challenge)),
        problem=problem,
    )


def _page(
    request: AnyRequest,
    theme: Theme,
    visit: Visit,
    users: UserService,
    settings: Settings,
    error: WaypostError | None = None,
) -> Response[bytes]:
    user, passkeys = visit.user, users.passkeys_of(visit.user.id)
    options = webauthn.generate_registration_options(
        rp_id=_host(settings),
        rp_name=theme.site().title or "Waypost",
        user_name=user.email or user.name,
        user_id=user.id.encode(),
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.id)) for key in passkeys],
    )
    return desk_page(
        request,
        theme,
        user,
        "admin/passkeys.html",
        "Passkeys",
        status_code=200 if error is None else 429 if isinstance(error, TooMany) else 422,
        problem=sentence(error) if error else "",
        is_fresh=visit.is_fresh,
        passkeys=passkeys,
        options=webauthn.options_to_json(options),
        ticket=_tickets(settings, f"passkey of {user.id}").dumps(bytes_to_base64url(options.challenge)),
    )


HANDLERS = [show_passkey, sign_in_by_passkey, show_passkeys, add_passkey, remove_passkey]
