"""Where posts and pages are written: the editor, what it keeps by itself, its preview, and the history."""

from app.web.admin.editor import autosaving, completion, history, previewing, writing

HANDLERS = [
    *writing.HANDLERS,
    *autosaving.HANDLERS,
    *previewing.HANDLERS,
    *completion.HANDLERS,
    *history.HANDLERS,
]

__all__ = ["HANDLERS"]
