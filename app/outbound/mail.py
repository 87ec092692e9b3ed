"""Mail: what asks for a letter (a request), and what sends it (the primary's runner). Sealed while it waits.

A letter may carry an address that lets somebody in, so that Jobs.db and its copies must not show it.
"""

import base64
import hashlib
import secrets
from datetime import UTC, datetime

import msgspec

from app.outbound.letters import Letter, reset
from app.outbound.message import message_of
from app.outbound.smtp import hand_over
from app.services.audit import AuditService
from app.services.jobs import Job, JobService, NotDone, Refused
from app.services.site import SiteService
from app.services.users import UserService
from app.settings import Settings
from app.settings.sealing import seal, unseal
from app.settings.secret import keys_for

LETTER = "mail.letter"
RESET = "mail.reset"
PURPOSE = "mail"


class Mail:
    """Where letters are put. Without a mail server they are not."""

    def __init__(self, jobs: JobService, settings: Settings) -> None:
        self._jobs, self._settings = jobs, settings

    @property
    def is_on(self) -> bool:
        return self._settings.smtp_url is not None

    def put(self, letter: Letter, key: str = "") -> None:
        """Let the letter be sent; it returns at once. With the same key it is one letter while it waits."""
        self._put(LETTER, key or secrets.token_hex(8), msgspec.json.encode(letter).decode())

    def put_reset(self, email: str) -> None:
        """Let a reset address be made and sent, if somebody with that e-mail can sign in: only the runner looks."""
        self._put(RESET, hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32], email.strip())

    def _put(self, kind: str, key: str, text: str) -> None:
        if self.is_on:
            sealed = seal(keys_for(self._settings, PURPOSE), text, f"{kind} {key}")
            self._jobs.put(kind, key, datetime.now(UTC), {"sealed": base64.b85encode(sealed).decode()})


class Mailing:
    """The steps; each job is carried out once (app/services/jobs/runner.py)."""

    def __init__(self, settings: Settings, users: UserService, site: SiteService, audit: AuditService) -> None:
        self._settings, self._users, self._site, self._audit = settings, users, site, audit

    def send_letter(self, job: Job) -> None:
        self._send(msgspec.json.decode(self._text(job), type=Letter), job)

    def send_reset(self, job: Job) -> None:
        user = self._users.find_by_email(self._text(job))
        if user is None or not user.email or not user.can_sign_in:
            return
        token = self._users.new_reset(user.id)
        address = f"{self._settings.origin}/admin/reset?token={token}"
        self._send(reset(user.email, self._site.site().title, address), job)

    def _text(self, job: Job) -> str:
        sealed = base64.b85decode(job.payload["sealed"])
        text = unseal(keys_for(self._settings, PURPOSE), sealed, f"{job.kind} {job.key}")
        if text is None:
            raise Refused("the letter was sealed with a secret this site has no more")
        return text

    def _send(self, letter: Letter, job: Job) -> None:
        if self._settings.smtp_url is None:
            raise NotDone("WAYPOST_SMTP_URL is unset")
        mark = f"{self._settings.origin} {job.kind} {job.id} {job.generation}"
        message = message_of(letter, self._settings.mail_from, datetime.now(UTC), mark)
        hand_over(self._settings.smtp_url, message)
        self._audit.record(None, "mail sent", "letter", "", {"to": letter.to, "subject": letter.subject})
