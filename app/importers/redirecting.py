"""Old addresses that belong to no single post: tags, categories, authors, and the old blog's own redirects."""

from app.importers.addresses import is_own, normal_path
from app.importers.context import Run
from app.importers.items import Redirect
from app.importers.report import UNCHANGED
from app.services import site


class RedirectWriter:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._waiting: dict[str, tuple[site.Redirect, bool]] = {}  # source -> (redirect, whether the blog had it)

    def lead(self, old: str, target: str) -> None:
        """Make an address of a tag or an author lead to its new one."""
        source = normal_path(old)
        if source != target and not is_own(source):
            self._waiting.setdefault(source, (site.Redirect(source, target), False))

    def take(self, item: Redirect) -> None:
        source = item.source if item.is_regex else normal_path(item.source)
        target = self._run.site.local_path(item.target) or item.target
        if not item.is_regex and is_own(source) and not self._run.is_exact:
            self._run.report.skip("redirects", source, "Waypost itself answers at this address")
            return
        if source == normal_path(target):
            self._run.report.skip("redirects", source, "it leads to itself here")
            return
        self._waiting[source] = (site.Redirect(source, target, item.permanent, item.is_regex), True)

    def flush(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        outcomes = self._put([redirect for redirect, _ in waiting.values()])
        for source, (_, counted) in waiting.items():
            if counted:
                self._count(source, outcomes[source])

    def _put(self, redirects: list[site.Redirect]) -> dict[str, str]:
        """Return source -> "created", "unchanged" or why it was refused."""
        if self._run.services is None:
            return {redirect.source: "created" for redirect in redirects}
        return self._run.services.site.put_redirects(redirects)

    def _count(self, source: str, outcome: str) -> None:
        if outcome in ("created", "updated"):
            self._run.report.take("redirects")
        elif outcome == "unchanged":
            self._run.report.skip("redirects", source, UNCHANGED)
        else:
            self._run.report.fail("redirects", source, outcome)
