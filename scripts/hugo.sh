#!/bin/sh
# A test builds an export with Debian's Hugo; install it where we may, say so where we may not.
set -eu
command -v hugo >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's hugo for the tests of exports …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends hugo >/dev/null
else
    echo "hugo is missing, the tests that build an export will be skipped: run 'apt-get install hugo' as root" >&2
fi
