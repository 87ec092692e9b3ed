"""Alerts: what an operator has to know at once, to the address they named and to the owners' mail."""

import secrets
from datetime import UTC, datetime

import msgspec

from app.outbound.letters import Letter
from app.outbound.mail import Mail
from app.outbound.posting import post
from app.services.jobs import Job, JobService
from app.services.users import UserService
from app.settings import Settings

ALERT = "alert"


class Alerts:
    def __init__(self, jobs: JobService, users: UserService, settings: Settings) -> None:
        self._jobs, self._users, self._settings = jobs, users, settings
        self._mail = Mail(jobs, settings)

    def tell(self, text: str) -> None:
        """`text`: a sentence that says what is wrong."""
        if self._settings.alert_url:
            self._jobs.put(ALERT, secrets.token_hex(8), datetime.now(UTC), {"text": text})
        for user in self._users.list_users():
            if user.role == "owner" and user.email and self._mail.is_on:
                self._mail.put(Letter(user.email, f"Look after {self._settings.origin}", (text,), after=(_REMEDY,)))

    def send(self, job: Job) -> None:
        """The step of an alert: {"text": a sentence, "site": its address}, which chat services show as it is."""
        if self._settings.alert_url:
            said = {"text": f"{self._settings.origin}: {job.payload['text']}", "site": self._settings.origin}
            post(self._settings.alert_url, msgspec.json.encode(said), "application/json", allowed=_wherever)


_REMEDY = "On the server, waypost status and waypost doctor say more, and what to do."


def _wherever(_address: object) -> bool:
    """The operator has named it: it may well be in their own network."""
    return True
