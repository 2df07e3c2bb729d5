#!/bin/sh
# An Otter Wiki for the tests, in an environment of its own: it pins libraries that pytest needs newer.
# Usage: otter.sh PYTHON   (makes <environment of PYTHON>/otter once; tests skip by name without it)
home="$("$1" -c 'import sys; print(sys.prefix)')/otter"
[ -x "$home/bin/python" ] && "$home/bin/python" -c 'import otterwiki' 2>/dev/null && exit 0
echo "Setting up An Otter Wiki for the tests (once) ..."
"$1" -m venv "$home" && "$home/bin/python" -m pip install --quiet --disable-pip-version-check otterwiki || {
  echo "An Otter Wiki could not be installed; its test is skipped" >&2
  exit 1
}
