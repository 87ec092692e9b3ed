"""Pure ASGI around Litestar, outermost first: shield, csrf, heads, old queries, page cache."""
