#!/bin/sh
# run.sh -- run test programs and scripts, count, and end with the verdict.
#
#   tests/support/run.sh PROGRAM...
#
# Each program prints TAP: lines "ok ..." and "not ok ...", "# skip" for what
# could not run. One that dies or prints no result at all counts as a failure.
# Only failures are shown, unless V=1. The last line is "N passed, N failed".
set -u
LC_ALL=C
CMOCKA_MESSAGE_OUTPUT=TAP
export LC_ALL CMOCKA_MESSAGE_OUTPUT
out=$(mktemp) || exit 4
trap 'rm -f "$out"' EXIT
passed=0 failed=0 skipped=0

for program in "$@"; do
	"$program" >"$out" 2>&1
	status=$?
	good=$(grep -c '^ok' "$out")
	# what could not run may be told either way
	skip=$(grep -ciE '^(not )?ok.*# skip' "$out")
	bad=$(grep '^not ok' "$out" | grep -cvi '# skip')
	good=$((good - $(grep -ci '^ok.*# skip' "$out")))
	if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] ||
	    [ $((good + skip)) -eq 0 ]; }; then
		bad=1
		echo "not ok - $program ended with status $status" >>"$out"
	fi
	printf '%s %-46s %4d passed' "$([ "$bad" -eq 0 ] && echo '  ' ||
	    echo '! ')" "${program##*tests/}" "$good"
	[ "$bad" -ne 0 ] && printf ', %d failed' "$bad"
	[ "$skip" -ne 0 ] && printf ', %d skipped' "$skip"
	echo
	if [ "$bad" -ne 0 ] || [ -n "${V:-}" ]; then
		sed 's/^/      /' "$out" | tail -n 60
	elif [ "$skip" -ne 0 ]; then
		grep -iE '^(not )?ok.*# skip' "$out" | sed 's/^/      /'
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
	skipped=$((skipped + skip))
done

if [ "$skipped" -ne 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
