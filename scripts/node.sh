#!/usr/bin/env bash
# Says clearly when Node is missing or too old to build the pages' assets.
set -euo pipefail

if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
    echo "Admittance builds its pages' scripts with Node 20 or newer and npm; found: $(node --version 2>/dev/null || echo none)." >&2
    echo "Install it from your system's packages or nodejs.org, then run make again." >&2
    exit 1
fi
