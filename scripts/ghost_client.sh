#!/bin/sh
# A test reads the site with Ghost's own client; install it into build/ where npm can, say so where it can't.
set -eu
from=tests/web/api/client
to=build/ghost-client
cmp -s "$from/package-lock.json" "$to/installed.json" && exit 0
if command -v npm >/dev/null 2>&1 && mkdir -p "$to" && cp "$from"/package*.json "$to" &&
    (cd "$to" && npm ci --ignore-scripts --no-audit --no-fund --silent); then
    cp "$from/package-lock.json" "$to/installed.json"
else
    echo "npm is missing or can't install, the test with Ghost's client will be skipped" >&2
fi
