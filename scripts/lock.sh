#!/bin/sh
# Write the hashed locks from pyproject.toml. No index line and no address may appear in them.
# What is locked stays at its version; `UPGRADE=--upgrade make lock` takes the newest of everything.
# Never edit a lock by hand: pip refuses one that lacks a dependency of what it names.
set -eu
UV=${UV:-.venv/bin/uv}
common="--universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet ${UPGRADE:-}"
$UV pip compile $common pyproject.toml -o requirements.txt
$UV pip compile $common --group dev --constraint requirements.txt pyproject.toml -o requirements-dev.txt
$UV pip compile $common --group build --constraint requirements.txt pyproject.toml -o requirements-build.txt
if grep -nE '^--|://' requirements*.txt; then
    echo "lock failed: an index line or an address is in a lock; remove it" >&2
    exit 1
fi
