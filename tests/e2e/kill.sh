#!/bin/sh
# kill -9 at many moments of a run that makes every kind of report: the database stays whole, every report that is
# there is whole, and the next run completes to the same bytes.
. tests/e2e/lib.sh

every_kind reference
"$makegood" -q run "$tmp/reference" >/dev/null 2>&1
reports_of "$tmp/reference" >"$tmp/want"

whole() {
	case=$1
	if [ -f "$case/makegood.db" ]; then
		[ "$(sqlite3 "$case/makegood.db" 'pragma integrity_check')" = ok ] ||
		    return 1
	fi
	[ -d "$case/reports" ] || return 0
	for file in "$case"/reports/*; do
		[ -e "$file" ] || continue
		case $file in
		*.pdf) qpdf --check "$file" >/dev/null || return 1 ;;
		*.xlsx) unzip -tq "$file" >/dev/null || return 1 ;;
		esac
	done
}

killed=0 broken=0 differs=0
for delay in 0 .002 .004 .006 .008 .01 .015 .02 .025 .03 .04 .05 .06 .07 .08 \
    .09 .1 .12 .14 .17 .2 .25 .3 .4 .5 .6 .8; do
	rm -rf "$tmp/victim"
	every_kind victim
	"$makegood" -q run "$tmp/victim" >/dev/null 2>&1 &
	pid=$!
	sleep "$delay"
	kill -9 "$pid" 2>/dev/null && killed=$((killed + 1))
	wait "$pid" 2>/dev/null
	whole "$tmp/victim" || broken=$((broken + 1))
	"$makegood" -q run "$tmp/victim" >/dev/null 2>&1
	reports_of "$tmp/victim" | diff -q - "$tmp/want" >/dev/null ||
	    differs=$((differs + 1))
done
echo "killed $killed times"
check "at least five kills hit a running program" [ "$killed" -ge 5 ]
check "nothing half-written after any kill" [ "$broken" -eq 0 ]
check "the next run completes to the same bytes" [ "$differs" -eq 0 ]
