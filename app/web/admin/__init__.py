"""The desk of the people who write: behind a session, never cached, and small until the next step."""

from app.web.admin import (
    account,
    alerts,
    auth,
    comment,
    comment_settings,
    confirming,
    desk,
    drafts,
    editor,
    exports,
    forgotten,
    imports,
    inbox,
    keys,
    library,
    links,
    log,
    passkeys,
    people,
    preview_links,
    protection,
    redirects,
    report,
    second_step,
    setup,
    sign_in,
    site_settings,
    tags,
    uploads,
)

OF_ACCOUNTS = [  # their forms are short, and most are open to strangers
    *setup.HANDLERS,
    *sign_in.HANDLERS,
    *account.HANDLERS,
    *passkeys.HANDLERS,
    *second_step.HANDLERS,
    *links.HANDLERS,
    *forgotten.HANDLERS,
    *people.HANDLERS,
]
OF_THE_DESK = [
    *keys.HANDLERS,
    *log.HANDLERS,
    *desk.HANDLERS,
    *drafts.HANDLERS,
    *editor.HANDLERS,
    *preview_links.HANDLERS,
    *protection.HANDLERS,
    *inbox.HANDLERS,
    *comment_settings.HANDLERS,
    *comment.HANDLERS,
    *report.HANDLERS,
    *redirects.HANDLERS,
    *imports.HANDLERS,
    *exports.HANDLERS,
    *site_settings.HANDLERS,
    *tags.HANDLERS,
    *library.HANDLERS,
    *uploads.HANDLERS,
]
HANDLERS = [*OF_ACCOUNTS, *OF_THE_DESK]
DEPENDENCIES = {**auth.DEPENDENCIES, **confirming.DEPENDENCIES, **alerts.DEPENDENCIES}

__all__ = ["DEPENDENCIES", "HANDLERS", "OF_ACCOUNTS", "OF_THE_DESK"]
