"""What a page may load: only from here, unless its text has pictures or media from elsewhere, as old posts do."""

from app.content import EMBED_ORIGINS


def page_policy(*, others: str = "", has_embeds: bool = False) -> str:
    """`others`: from where pictures and media may come too. `has_embeds`: for pages with click-to-load cards."""
    parts = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' data: {others}".rstrip(),
        f"media-src 'self' {others}".rstrip(),
        *([f"frame-src {' '.join(EMBED_ORIGINS)}"] if has_embeds else []),
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return "; ".join(parts)
