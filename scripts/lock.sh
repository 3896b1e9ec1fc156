#!/usr/bin/env bash
# Resolves the dependencies of pyproject.toml into the lock files. `--upgrade` takes newer versions; without it
# only what changed in pyproject.toml moves. Digests are in the locks, addresses never: each machine brings its own.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    local out=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --output-file "$out" "$@" >/dev/null
}

# The development lock is resolved first and constrains the others: one version of a package, whichever lock names it.
compile requirements-dev.lock "$@" --group dev pyproject.toml
compile requirements-build.lock --constraints requirements-dev.lock --group build
compile requirements.lock --constraints requirements-dev.lock pyproject.toml
compile benchmarks/requirements-bench.lock "$@" --constraints requirements-dev.lock benchmarks/requirements-bench.in

for package in frontend benchmarks/peers/oidc_provider tests/clients/node; do
    (cd "$package" && npm install --package-lock-only --ignore-scripts --silent >/dev/null)
done
