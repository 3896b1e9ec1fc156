#!/usr/bin/env bash
# Makes the virtual environment .venv with the first Python that is new enough. PYTHON=… names one.
set -euo pipefail
cd "$(dirname "$0")/.."

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
whole() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

found=""
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    new_enough "$python" || continue
    found=${found:-$python}
    if whole "$python"; then
        "$python" -m venv --clear .venv
        exit 0
    fi
done

if [ -z "$found" ]; then
    echo "Admittance needs Python 3.11 or newer. Install one, or name it: make PYTHON=/path/to/python3" >&2
else
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$found ($version) cannot make virtual environments: its venv or ensurepip is missing." >&2
    echo "On Debian and Ubuntu: apt-get install python3-venv   (or python$version-venv)" >&2
    echo "On Fedora and others: install the package that holds Python's ensurepip, then run make again." >&2
fi
exit 1
