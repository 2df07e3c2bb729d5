#!/bin/sh
# Runs the tests with the oldest versions that pyproject.toml allows, extras included: make oldest.
# The first argument is Python; TESTS names other tests than all.  The test tools themselves are the newest.
set -e
here=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"${1:-python3}" -m venv "$place/venv"
python="$place/venv/bin/python"
"$python" -m pip install --quiet --disable-pip-version-check uv
"$place/venv/bin/uv" pip compile --quiet --no-annotate --no-header --resolution lowest-direct --python "$python" \
  --extra wiki --extra pdf "$here/pyproject.toml" > "$place/oldest.txt"
"$python" - "$here/pyproject.toml" "$place/oldest.txt" <<'PY'
"""Prints each bound with what stands for it: a bound without a release of its own is one that nobody tried."""
import re, sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
found = dict(line.split("==") for line in open(sys.argv[2]).read().split() if "==" in line)
extras = project["optional-dependencies"]
for line in [*project["dependencies"], *extras["wiki"], *extras["pdf"]]:
    name, bound = re.match(r"([\w.-]+)>=([\d.]+)", line).groups()
    print(f"{line:32} {found[name]}")
    assert found[name] == bound or found[name].startswith(bound + "."), f"{line}: the oldest release is {found[name]}"
PY
"$place/venv/bin/uv" pip install --quiet --python "$python" -r "$place/oldest.txt" \
  hatchling hypothesis jsonschema lifelines 'markdown-it-py[linkify]' playwright axe-playwright-python pypdfium2 \
  pytest pytest-xdist scikit-learn scipy statsmodels
"$place/venv/bin/uv" pip install --quiet --python "$python" --no-deps -e "$here"
# the page of licences lists what the newest versions bring along
# shellcheck disable=SC2086
cd "$here" && "$python" -m pytest -q -n 2 ${TESTS:-tests} \
  --deselect tests/test_supply.py::test_the_licences_are_those_of_what_is_installed
