#!/bin/sh
# setup.sh -- install what is missing from Debian's packages.
#
#   src/tools/setup.sh PACKAGE...
#
# Says what it will do before it does it. Needs root or sudo only when something
# is missing; where packages are managed otherwise it checks nothing.
set -eu

command -v dpkg-query >/dev/null 2>&1 || exit 0

missing=
for package in "$@"; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
	    2>/dev/null || true)
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
	as_root=
elif command -v sudo >/dev/null 2>&1; then
	as_root=sudo
else
	echo "missing Debian packages, and neither root nor sudo:$missing" >&2
	exit 4
fi
echo "  SETUP installing from Debian's packages:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $as_root apt-get update -q &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	--no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	exit 4
fi
