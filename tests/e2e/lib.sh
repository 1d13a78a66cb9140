# lib.sh -- what the end-to-end scripts share. Sourced, not run.
#
# A script prints TAP: check NAME COMMAND... prints "ok - NAME" when the command
# succeeds. Everything happens in a fresh folder $tmp that is removed at the end.
set -u
LC_ALL=C
TZ=UTC
NO_COLOR=1
# a sanitizer's verdict must not look like an exit code of ours
ASAN_OPTIONS=exitcode=99
UBSAN_OPTIONS=exitcode=99
export LC_ALL TZ NO_COLOR ASAN_OPTIONS UBSAN_OPTIONS
# how wide text is must not hang on where the tests are run
unset COLUMNS
makegood=${MAKEGOOD:?set MAKEGOOD to the program under test}
top=$(pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

check() {
	check_name=$1
	shift
	if "$@" >"$tmp/check.out" 2>&1; then
		echo "ok - $check_name"
	else
		tail -n 30 "$tmp/check.out"
		echo "not ok - $check_name"
	fi
}

skip() {
	echo "ok - $1 # SKIP $2"
}

# exits CODE COMMAND...: the command ends with this exit code.
exits() {
	want=$1
	shift
	"$@"
	got=$?
	[ "$got" -eq "$want" ] || {
		echo "exit code $got, wanted $want: $*"
		return 1
	}
}

# A case of a sample story in $tmp/NAME, with its generated logs.
story() {
	"$makegood" --quiet init "$tmp/$2" --from "$1" >/dev/null &&
	    sample-data/generate.sh "$1" "$tmp/$2/traffic"
}

# The same as a case that asks for every kind of report, over a whole quarter: of
# the story seeds, which can be claimed.
every_kind() {
	story seeds "$1" && sed -i 's/^reports: .*/reports: [claim, statement, incident, communication, ledger, review]/
	    s/^edition: .*/edition: internal/
	    s/^periods: .*/periods: [2024-04, 2024-05, 2024-06]/
	    s/^as_of: .*/as_of: 2024-07-05T09:00:00+02:00/
	    s/deadline_date: .*/deadline_date: 2024-07-21/' "$tmp/$1/case.yaml"
}

# Digests of everything a run wrote for people, by name.
reports_of() {
	(cd "$1/reports" && find . -type f | sort | xargs sha256sum)
}

# convert MODE FILE: all sheets of FILE as CSV in $tmp/csv-MODE, by LibreOffice: 0
# recalculates everything, 1 nothing
convert() {
	profile=$tmp/profile-$1
	mkdir -p "$profile/user" "$tmp/csv-$1"
	cat >"$profile/user/registrymodifications.xcu" <<-X
	<?xml version="1.0" encoding="UTF-8"?>
	<oor:items xmlns:oor="http://openoffice.org/2001/registry">
	<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
	<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>$1</value></prop>
	</item></oor:items>
	X
	HOME=$tmp soffice "-env:UserInstallation=file://$profile" --headless \
	    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
	    --outdir "$tmp/csv-$1" "$2" >/dev/null 2>&1
}
