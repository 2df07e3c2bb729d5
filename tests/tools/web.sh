#!/bin/sh
# Install the checkers of pages (html-validate, the Nu checker, Lighthouse) beside this file; their commands from Debian.
# Usage: web.sh   (does nothing where they are there already; says by name what could not be had)
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/install.sh" npm || exit 1
sh "$here/install.sh" default-jre-headless
[ -d "$here/node_modules/lighthouse" ] && [ -d "$here/node_modules/html-validate" ] && [ -d "$here/node_modules/vnu-jar" ] && exit 0
if npm install --prefix "$here" --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel=error >/dev/null 2>&1; then
  echo "Installed: html-validate vnu-jar lighthouse"
else
  echo "Could not install: html-validate vnu-jar lighthouse (run: npm install --prefix $here)" >&2
  exit 1
fi
