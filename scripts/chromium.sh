#!/bin/sh
# The browser tests drive Debian's Chromium; install it where we may, say so where we may not.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's chromium for the browser tests …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "chromium is missing, the browser tests will be skipped: run 'apt-get install chromium' as root" >&2
fi
