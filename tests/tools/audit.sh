#!/bin/sh
# Asks pip-audit about what is installed to run Sociable: make audit.  The first argument is Python.
# 0 nothing known, 1 something found, 2 nothing could be checked: never silence for "no answer".
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$1" -m venv "$place" && "$place/bin/python" -m pip install --quiet --disable-pip-version-check pip-audit >"$place/log" 2>&1 || {
  echo "Nothing was checked: pip-audit cannot be installed here" >&2; tail -1 "$place/log" >&2; exit 2; }
"$1" "$(dirname "$0")/licences.py" --pins > "$place/pins.txt"
"$place/bin/pip-audit" --no-deps --disable-pip --progress-spinner off -r "$place/pins.txt" >"$place/found" 2>"$place/said"
code=$?
if grep -qiE 'connection|resolve|timed out|timeout|max retries|HTTPError|status code|Traceback|service' "$place/said"; then
  echo "Nothing was checked: the list of vulnerabilities cannot be reached" >&2
  grep -vE '^ |^Traceback' "$place/said" | tail -1 | cut -c1-300 >&2
  exit 2
fi
if skipped=$(grep -c 'could not be audited' "$place/found") && [ "$skipped" -gt 0 ]; then
  echo "$skipped of $(wc -l < "$place/pins.txt") libraries are unknown to the list of vulnerabilities that this machine reaches" >&2
  [ "$code" = 0 ] && code=2
  [ "$skipped" = "$(wc -l < "$place/pins.txt")" ] && { echo "Nothing was checked" >&2; exit 2; }
fi
grep -v 'could not be audited' "$place/found" | grep -vE '^(Name +Skip Reason|-+ -+)$'
grep -v "^WARNING" "$place/said"
exit $code
