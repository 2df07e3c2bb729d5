#!/bin/sh
# Install Spark for the tests that run it, with the Java that it needs.  Usage: spark.sh [PYTHON]
# (apart from the other tools: it is 400 MB, and nobody needs it for a playbook)
python=${1:-.venv/bin/python}
here=$(cd "$(dirname "$0")" && pwd)
command -v java >/dev/null 2>&1 || sh "$here/install.sh" default-jre-headless
"$python" -c 'import pyspark, pyarrow' 2>/dev/null && exit 0
"$python" -m pip install --quiet --disable-pip-version-check -e "$here/../..[spark]" 2>/dev/null \
  && echo "Installed: Spark" || { echo "Could not install Spark (pip install 'sociable[spark]')" >&2; exit 1; }
