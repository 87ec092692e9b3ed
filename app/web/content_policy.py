"""What a page may load: only from here, but for pictures and media, which old posts have from anywhere."""

from app.content import EMBED_ORIGINS

_BEFORE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; media-src 'self' https:; "
)
_AFTER = "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

POLICY = _BEFORE + _AFTER
EMBED_POLICY = f"{_BEFORE}frame-src {' '.join(EMBED_ORIGINS)}; {_AFTER}"  # for pages with click-to-load cards
