"""What a page may load: only from here, but for pictures and media, which old posts have from anywhere."""

from app.content import EMBED_ORIGINS


def page_policy(origin: str, *, has_embeds: bool = False) -> str:
    """Give the policy of a site's pages; a site without https may show the pictures of others that have none."""
    others = "https:" if origin.startswith("https:") else "https: http:"
    parts = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' {others} data:",
        f"media-src 'self' {others}",
        *([f"frame-src {' '.join(EMBED_ORIGINS)}"] if has_embeds else []),  # for pages with click-to-load cards
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return "; ".join(parts)
