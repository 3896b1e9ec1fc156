#!/usr/bin/env bash
# Finds a Chromium for the browser tests, or installs one, and prints its path.
#
# In this order: $CHROMIUM, the headless shell of the system (as root on Debian and Ubuntu its package is installed), any
# Chromium on the PATH, the system's package, Playwright's own download. The headless shell is the same engine without
# the windows around it: a page costs a third of the processor time. Everything but the path goes to standard error.
set -euo pipefail
cd "$(dirname "$0")/.."

runs() { "$1" --version >/dev/null 2>&1; }

on_path() {
    local name
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        if command -v "$name" >/dev/null && runs "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

headless_shell() {
    command -v chromium-headless-shell >/dev/null && runs chromium-headless-shell && command -v chromium-headless-shell
}

# The package and fonts to draw with. Whoever has no network is not kept waiting for long.
from_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing $1 from the system's packages …" >&2
    export DEBIAN_FRONTEND=noninteractive
    timeout 300 apt-get update -q -o DPkg::Lock::Timeout=300 >&2 &&
        timeout 300 apt-get install -yq --no-install-recommends -o DPkg::Lock::Timeout=300 "$1" fonts-liberation >&2
}

playwrights_own() {
    .venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)'
}

if [ -n "${CHROMIUM:-}" ]; then
    runs "$CHROMIUM" || { echo "CHROMIUM=$CHROMIUM does not run." >&2; exit 1; }
    echo "$CHROMIUM"
    exit 0
fi

headless_shell && exit 0
if from_packages chromium-headless-shell && headless_shell; then exit 0; fi
on_path && exit 0
if from_packages chromium && on_path; then exit 0; fi

path=$(playwrights_own)
if ! runs "$path"; then
    echo "Fetching Playwright's Chromium …" >&2
    .venv/bin/python -m playwright install chromium >&2 || true
fi
if runs "$path"; then
    echo "$path"
    exit 0
fi

echo "No Chromium for the browser tests. Install one (Debian and Ubuntu: apt-get install chromium) or name it:" >&2
echo "    make test CHROMIUM=/path/to/chromium" >&2
exit 1
