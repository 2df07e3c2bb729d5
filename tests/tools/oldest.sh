#!/bin/sh
# Runs the tests with the oldest versions that pyproject.toml allows: make oldest. PYTHON is the first argument.
set -e
here=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"${1:-python3}" -m venv "$place/venv"
"${1:-python3}" - "$here/pyproject.toml" > "$place/oldest.txt" <<'PY'
import re, sys, tomllib
for line in tomllib.load(open(sys.argv[1], "rb"))["project"]["dependencies"]:
    name, version = re.match(r"([\w-]+)>=([\d.]+)", line).groups()
    print(f"{name}=={version}.*" if version.count(".") < 2 else f"{name}=={version}")
PY
cat "$place/oldest.txt"
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$place/oldest.txt" pytest hypothesis jsonschema pytest-xdist hatchling
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -e "$here"
cd "$here" && "$place/venv/bin/python" -m pytest -q -n 2 ${TESTS:-tests/archives tests/signals tests/scoring tests/test_build.py tests/test_settings.py}
