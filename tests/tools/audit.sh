#!/bin/sh
# Asks pip-audit about what is installed to run Sociable: make audit.  The first argument is Python.
# 0 nothing known, 1 something found, 2 nothing could be checked: never silence for "no answer".
# Where the list of vulnerabilities cannot be reached, the one that safety-db ships stands in: old, and its day is said.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
old_list() {
  "$place/bin/python" -m pip install --quiet --disable-pip-version-check safety-db >"$place/log" 2>&1 || exit 2
  "$place/bin/python" - "$place/pins.txt" <<'PY'
import importlib.metadata, importlib.util, json, pathlib, sys
from packaging.specifiers import SpecifierSet
place = pathlib.Path(importlib.util.find_spec("safety_db").origin).parent
listed = json.loads((place / "insecure.json").read_text(encoding="utf-8"))
pins = [line.split("==") for line in pathlib.Path(sys.argv[1]).read_text().split()]
found = [(name, now, spec) for name, now in pins for spec in listed.get(name, ()) if now in SpecifierSet(spec)]
print(f"The list of safety-db, of {importlib.metadata.version('safety-db')}, is all there was: it knows nothing later.")
print(f"{sum(name in listed for name, _ in pins)} of {len(pins)} libraries are on it; {len(found)} vulnerabilities in what is installed")
for name, now, spec in found:
    print(f"{name} {now}: vulnerable {spec}")
sys.exit(1 if found else 2)
PY
  exit
}
"$1" -m venv "$place" && "$place/bin/python" -m pip install --quiet --disable-pip-version-check pip-audit >"$place/log" 2>&1 || {
  echo "Nothing was checked: pip-audit cannot be installed here" >&2; tail -1 "$place/log" >&2; exit 2; }
"$1" "$(dirname "$0")/licences.py" --pins > "$place/pins.txt"
"$place/bin/pip-audit" --no-deps --disable-pip --progress-spinner off -r "$place/pins.txt" >"$place/found" 2>"$place/said"
code=$?
if grep -qiE 'connection|resolve|timed out|timeout|max retries|HTTPError|status code|Traceback|service' "$place/said"; then
  echo "Nothing was checked: the list of vulnerabilities cannot be reached" >&2
  grep -vE '^ |^Traceback' "$place/said" | tail -1 | cut -c1-300 >&2
  old_list
fi
if skipped=$(grep -c 'could not be audited' "$place/found") && [ "$skipped" -gt 0 ]; then
  echo "$skipped of $(wc -l < "$place/pins.txt") libraries are unknown to the list of vulnerabilities that this machine reaches" >&2
  [ "$code" = 0 ] && code=2
  [ "$skipped" = "$(wc -l < "$place/pins.txt")" ] && old_list
fi
grep -v 'could not be audited' "$place/found" | grep -vE '^(Name +Skip Reason|-+ -+)$'
grep -v "^WARNING" "$place/said"
exit $code
