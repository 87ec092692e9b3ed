"""The errors every layer may raise; HTTP numbers are given to them in one table, `app.web.errors`."""


class WaypostError(Exception):
    """Base of all expected errors; its text is a sentence fit to be shown: what failed, why, what to do."""


class NotFound(WaypostError):
    """No such thing, or none the asker may know of."""


class Conflict(WaypostError):
    """The name is taken, or the thing was changed by somebody else meanwhile."""


class Invalid(WaypostError):
    """The input names a value that is not allowed."""


class Forbidden(WaypostError):
    """The asker is known, and may not do this."""


class Unauthenticated(WaypostError):
    """Nobody is signed in, or the sign-in was wrong."""


class TooMany(WaypostError):
    """Too many attempts; `retry_after_s` says when to come back."""

    def __init__(self, message: str, retry_after_s: int = 60) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ReadOnlyReplica(WaypostError):
    """This node is not the primary and may not write."""


class Unavailable(WaypostError):
    """It can't be done just now; `retry_after_s` says when to come back."""

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SettingsError(WaypostError):
    """A setting has a wrong value: its name, the value, and what is allowed."""


class StartRefused(WaypostError):
    """The process can't start: a busy port, a locked or unwritable folder, no right to write, an older library."""
