#!/bin/sh
# Install Debian or Ubuntu packages that are missing; elsewhere, say what to get.
# Usage: install.sh PACKAGE...   (a package counts as present when its command is, or when dpkg says so)
missing=""
for package in "$@"; do
  if [ "$package" = python3-venv ]; then missing="$missing $package"; continue; fi
  command -v "$package" >/dev/null 2>&1 && continue
  dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed here, and this is not Debian or Ubuntu:$missing" >&2
  exit 1
fi
run=""
[ "$(id -u)" = 0 ] || run="sudo -n"
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1  # a web server that a wiki brings along is not started
$run apt-get update -qq >/dev/null 2>&1
# shellcheck disable=SC2086
if $run apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
  echo "Installed:$missing"
else
  echo "Could not install:$missing (run: sudo apt-get install$missing)" >&2
  exit 1
fi
