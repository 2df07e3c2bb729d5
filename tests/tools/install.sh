#!/bin/sh
# Install Debian or Ubuntu packages that are missing; elsewhere, say what to get.
# Usage: install.sh PACKAGE...   (a package counts as present when its command is, or when dpkg says so)
missing="" lacking=""
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
$run apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 || for package in $missing; do
  # one that cannot be had keeps no other from being installed
  $run apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || lacking="$lacking $package"
done
if [ -n "$lacking" ]; then
  echo "Could not install:$lacking (run: sudo apt-get install$lacking)" >&2
  exit 1
fi
echo "Installed:$missing"
