#!/bin/sh
# Install An Otter Wiki for the tests that publish to one, into an environment of its own inside ours:
# it wants older libraries than pytest.  Usage: otter.sh [PYTHON]
set -e
python=${1:-.venv/bin/python}
place=$("$python" -c 'import sys; print(sys.prefix)')/otter
"$place/bin/python" -c 'import otterwiki' 2>/dev/null && exit 0
"$python" -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check 'otterwiki>=2.26' 2>/dev/null \
  && echo "Installed: An Otter Wiki" || { echo "Could not install An Otter Wiki (pip install otterwiki)" >&2; exit 1; }
