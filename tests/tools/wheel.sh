#!/bin/sh
# Install the built wheel in an empty environment outside the checkout and run the demo there.
set -eu
python=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
wheel=$(ls "$PWD"/dist/sociable-*.whl)
"$python" -m venv "$place/env"
"$place/env/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel"
cd "$place"
"$place/env/bin/sociable" --version
"$place/env/bin/sociable" demo --output "$place/demo" --quiet
test -s "$place/demo/index.html"
test -s "$place/demo/report.json"
echo "The wheel builds the demo playbook outside the checkout: $(find "$place/demo" -name '*.html' | wc -l) pages."
