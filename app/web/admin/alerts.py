"""Letters to somebody about a change of what lets them in, so that they notice one that was not theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide

from app.outbound import Mail
from app.outbound.letters import Happening, Letter
from app.services.users import User
from app.settings import Settings
from app.web.admin.devices import device_of
from app.web.client import client_address
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]
Notice = Callable[[str, str, Happening, str], Letter]


@dataclass(frozen=True, slots=True)
class Alert:
    """`alert(user, letters.password_changed)` after the change."""

    request: AnyRequest
    mail: Mail
    theme: Theme
    settings: Settings

    def __call__(self, user: User, notice: Notice) -> None:
        """Write to the address that `user` was known by; where there is no mail server, to nobody."""
        if not self.mail.is_on or not user.email:
            return
        device = device_of(self.request.headers.get("user-agent", ""))
        happening = Happening(datetime.now(UTC), device, client_address(self.request, self.settings))
        account = f"{self.settings.origin}/admin/account"
        self.mail.put(notice(user.email, self.theme.site().title, happening, account))


def _alert(
    request: AnyRequest,
    mail: NamedDependency[Mail],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Alert:
    return Alert(request, mail, theme, settings)


DEPENDENCIES = {"alert": Provide(_alert, sync_to_thread=False)}
