#!/bin/sh
# Lost traffic: what must not change an estimate, what is no answer, and the
# line of a report that computes it again.
. tests/e2e/lib.sh

# series FILE WEEKS STEP_HOURS [DAY0]: from 2024-01-01 (or so many days later)
# on, a week's pattern and some noise that is the same each time.
series() {
	awk -v weeks="$2" -v step="$3" -v first="${4:-0}" 'BEGIN {
		split("31 29 31 30 31 30 31 31 30 31 30 31", leap, " ")
		split("31 28 31 30 31 30 31 31 30 31 30 31", common, " ")
		seed = 7
		print "timestamp_utc,value"
		for (i = 0; i < weeks * 168 / step; i++) {
			seed = (seed * 16807) % 2147483647
			hour = i * step % 24
			day = int(i * step / 24)
			wave = 1 - 0.8 * cos((hour - 1) * 3.14159265 / 12)
			if (day % 7 >= 5)
				wave *= 0.5
			noise = 0.9 + 0.2 * seed / 2147483647
			print stamp(day + first, hour) "," int(500 * wave * noise)
		}
	}
	function stamp(day, hour,   m, y) {
		for (y = 2024; day >= (y % 4 ? 365 : 366); y++)
			day -= y % 4 ? 365 : 366
		for (m = 1; day >= (y % 4 ? common[m] : leap[m]); m++)
			day -= y % 4 ? common[m] : leap[m]
		return sprintf("%04d-%02d-%02dT%02d:%02d:00Z", y, m, day + 1,
		    int(hour), (hour - int(hour)) * 60)
	}' >"$1"
}

# of CSV START END [OPTION...]: the answer as JSON
of() {
	csv=$1 start=$2 end=$3
	shift 3
	"$makegood" --json estimate --csv "$csv" --start "$start" \
	    --end "$end" "$@"
}

# Without what was observed inside, which may differ.
figures() {
	sed 's/"observed":[^,]*,"observed_bins":[^,]*,//
		s/"lost[^:]*":[^,]*,//g'
}

same_answer() {
	of "$1" 2024-02-28T09:00Z 2024-02-28T15:00Z | figures >"$tmp/a" &&
	    of "$2" 2024-02-28T09:00Z 2024-02-28T15:00Z | figures >"$tmp/b" &&
	    grep -q '"status":"ok"' "$tmp/a" && diff "$tmp/a" "$tmp/b"
}

series "$tmp/hours.csv" 10 1
awk -F, -v OFS=, '/^2024-02-28T(09|1[0-4])/ { $2 = int($2 / 10) } { print }' \
    "$tmp/hours.csv" >"$tmp/trickle.csv"
grep -v '^2024-02-28T\(09\|1[0-4]\)' "$tmp/hours.csv" >"$tmp/silent.csv"
check "what trickled through is no evidence" \
    same_answer "$tmp/trickle.csv" "$tmp/silent.csv"
{ head -n 1 "$tmp/hours.csv"; tail -n +2 "$tmp/hours.csv" | sort -t, -k2; } \
    >"$tmp/shuffled.csv"
check "the order of rows does not matter" \
    same_answer "$tmp/hours.csv" "$tmp/shuffled.csv"
{ printf '\357\273\277'; cat "$tmp/hours.csv"; } >"$tmp/bom.csv"
check "a byte order mark does not matter" \
    same_answer "$tmp/hours.csv" "$tmp/bom.csv"

# 52 weeks are 364 days; as UTC has no change of clocks, all is the same.
series "$tmp/later.csv" 10 1 364
of "$tmp/hours.csv" 2024-02-28T09:00Z 2024-02-28T15:00Z |
    sed 's/"from".*"expected"/"expected"/' >"$tmp/now"
of "$tmp/later.csv" 2025-02-26T09:00Z 2025-02-26T15:00Z |
    sed 's/"from".*"expected"/"expected"/' >"$tmp/then"
check "52 weeks later nothing changes" diff "$tmp/now" "$tmp/then"

# Ten times the traffic: the same widths within 5 %, ten times the total.
awk -F, -v OFS=, 'NR > 1 { $2 *= 10 } { print }' "$tmp/hours.csv" \
    >"$tmp/large.csv"
field() {
	sed 's/.*"'"$2"'":\([^,}]*\).*/\1/' "$1"
}
ten_times() {
	of "$tmp/large.csv" 2024-02-28T09:00Z 2024-02-28T15:00Z >"$tmp/large"
	for name in expected hi80 lo80 hi95 lo95; do
		awk -v a="$(field "$tmp/now" $name)" \
		    -v b="$(field "$tmp/large" $name)" \
		    'BEGIN { exit !(b / a > 9.7 && b / a < 10.3) }' || return 1
	done
}
check "ten times the traffic, the same shape" ten_times

# ---- no answer ----

refused() {
	of "$1" 2024-02-28T09:00Z 2024-02-28T15:00Z >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 3 ] && grep -q "$2" "$tmp/err"
}
{ cat "$tmp/hours.csv"; sed -n 7p "$tmp/hours.csv"; } >"$tmp/twice.csv"
check "two rows for one bin are refused, by line" \
    refused "$tmp/twice.csv" 'twice.csv:1682:1: error: a second value'
sed '9s/,.*/,-1/' "$tmp/hours.csv" >"$tmp/negative.csv"
check "a negative value is refused, by line" \
    refused "$tmp/negative.csv" 'negative.csv:9:.*negative'
sed '9s/,.*/,many/' "$tmp/hours.csv" >"$tmp/word.csv"
check "a word is refused, by line" refused "$tmp/word.csv" 'word.csv:9:'
sed '9s/,.*/,nan/' "$tmp/hours.csv" >"$tmp/nan.csv"
check "nan is refused" refused "$tmp/nan.csv" 'nan.csv:9:'

insufficient() {
	of "$@" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 1 ] && grep -q '"status":"insufficient"' "$tmp/out" &&
	    ! grep -q '"expected"' "$tmp/out"
}
head -n 2 "$tmp/hours.csv" >"$tmp/one.csv"
check "one row is no history" insufficient "$tmp/one.csv" \
    2024-02-28T09:00Z 2024-02-28T15:00Z
head -n 1 "$tmp/hours.csv" >"$tmp/none.csv"
check "no row is no history" insufficient "$tmp/none.csv" \
    2024-02-28T09:00Z 2024-02-28T15:00Z
check "47 hours are too few" insufficient "$tmp/hours.csv" \
    2024-01-02T23:00Z 2024-01-03T05:00Z
awk -F, -v OFS=, 'NR > 1 { $2 = 0 } { print }' "$tmp/hours.csv" >"$tmp/zero.csv"
check "zeros are no evidence" insufficient "$tmp/zero.csv" \
    2024-02-28T09:00Z 2024-02-28T15:00Z

# ---- answers at the edges: finite, in order ----

sane() {
	of "$@" >"$tmp/out" || return 1
	! grep -qi 'nan\|inf' "$tmp/out" || return 1
	awk -v a="$(field "$tmp/out" lo95)" -v b="$(field "$tmp/out" lo80)" \
	    -v c="$(field "$tmp/out" expected)" \
	    -v d="$(field "$tmp/out" hi80)" -v e="$(field "$tmp/out" hi95)" \
	    'BEGIN { exit !(0 <= a && a <= b && b <= c && c <= d && d <= e) }'
}
check "48 hours are enough" sane "$tmp/hours.csv" \
    2024-01-03T00:00Z 2024-01-03T04:00Z
awk -F, -v OFS=, 'NR > 1 { $2 = 1000 } { print }' "$tmp/hours.csv" \
    >"$tmp/constant.csv"
check "a constant series" sane "$tmp/constant.csv" \
    2024-02-28T09:00Z 2024-02-28T15:00Z
check "... is 1,000 an hour" awk -v x="$(field "$tmp/out" expected)" \
    'BEGIN { exit !(x > 5940 && x < 6060) }'
awk -F, -v OFS=, 'NR > 1 { $2 = $2 "000000000000" } { print }' \
    "$tmp/hours.csv" >"$tmp/huge.csv"
check "10^12 times as much" sane "$tmp/huge.csv" \
    2024-02-28T09:00Z 2024-02-28T15:00Z
check "a window longer than its history" sane "$tmp/hours.csv" \
    2024-01-08T00:00Z 2024-02-28T00:00Z
series "$tmp/days.csv" 20 24
check "days" sane "$tmp/days.csv" 2024-04-10T00:00Z 2024-04-12T00:00Z
series "$tmp/quarters.csv" 6 0.25
check "quarters of an hour" sane "$tmp/quarters.csv" 2024-02-07T08:15Z \
    2024-02-07T09:30Z
check "the weeks of a change of clocks" sane "$tmp/hours.csv" \
    2024-03-10T05:00Z 2024-03-10T11:00Z --tz America/New_York

# ---- holidays ----

# Wednesday 28 February is traffic of a Sunday: half of it.
awk -F, -v OFS=, '/^2024-02-28/ { $2 = int($2 / 2) } { print }' \
    "$tmp/hours.csv" >"$tmp/feast.csv"
printf 'date,name\n2024-02-28,Feast\n' >"$tmp/feast-days.csv"
halved() {
	plain=$(of "$tmp/feast.csv" 2024-02-28T00:00Z 2024-02-28T15:00Z |
	    sed 's/.*"expected":\([^,]*\).*/\1/')
	told=$(of "$tmp/feast.csv" 2024-02-28T00:00Z 2024-02-28T15:00Z \
	    --holidays "$tmp/feast-days.csv" |
	    sed 's/.*"expected":\([^,]*\).*/\1/')
	awk -v a="$plain" -v b="$told" \
	    'BEGIN { exit !(b / a > 0.4 && b / a < 0.65) }'
}
check "a holiday is a Sunday" halved
printf 'date\n28.02.2024\n' >"$tmp/bad-days.csv"
check "a date that is none is refused" exits 3 "$makegood" estimate --csv \
    "$tmp/hours.csv" --start 2024-02-28T09:00Z --end 2024-02-28T15:00Z \
    --holidays "$tmp/bad-days.csv"

# ---- a list gives what single calls give ----

printf 'a\thours.csv\t2024-02-28T09:00:00Z\t2024-02-28T15:00:00Z\tUTC\t3600\n' \
    >"$tmp/jobs.tsv"
"$makegood" estimate --batch "$tmp/jobs.tsv" | sed 's/"case":"a",//' \
    >"$tmp/batch"
of "$tmp/hours.csv" 2024-02-28T09:00Z 2024-02-28T15:00Z >"$tmp/single"
check "a list gives what single calls give" diff "$tmp/batch" "$tmp/single"

# ---- a case: the line in the report works ----

story flicker f
"$makegood" -q run "$tmp/f" >/dev/null 2>&1
again=$(cat "$tmp"/f/reports/R1_INC-2013-04*.txt | tr '\n' ' ' |
    sed 's/.*\(makegood estimate \. --incident [A-Z0-9-]*\).*/\1/')
check "the report tells how to compute it again" test \
    "$again" = "makegood estimate . --incident INC-2013-04"
compute_again() {
	(cd "$tmp/f" && set -- $again && shift && "$makegood" "$@") \
	    >"$tmp/again" && grep -q '^digest of the input\|digest of the input' \
	    "$tmp/again"
}
check "and that gives what was kept" compute_again
one_site() {
	(cd "$tmp/f" && "$makegood" --json estimate . --incident INC-2013-05) \
	    >"$tmp/one" && [ "$(grep -c '"status":"ok"' "$tmp/one")" -eq 1 ]
}
check "one incident of one site" one_site
check "an unknown incident is a slip" exits 2 "$makegood" estimate "$tmp/f" \
    --incident INC-9

# ---- totals of whole days ----

# AWStats of January to April: 300 pages a day, 180 at weekends; 2 April is down
# for two hours, and by day.
story tiny d
rm "$tmp"/d/traffic/*
sed '/hourly.csv/d' "$tmp/d/case.yaml" >"$tmp/d.yaml" &&
    mv "$tmp/d.yaml" "$tmp/d/case.yaml"
awk -v dir="$tmp/d/traffic" 'BEGIN {
	split("31 29 31 30", days, " ")
	for (m = 1; m <= 4; m++) {
		out = dir "/awstats0" m "2024.www.pinequill.example.com.txt"
		print "AWSTATS DATA FILE 7.9 (build 20230108)" >out
		print "BEGIN_DAY " days[m] >out
		for (d = 1; d <= days[m]; d++) {
			pages = n++ % 7 < 5 ? 300 : 180
			printf "2024%02d%02d %d %d %d %d\n", m, d, pages,
			    3 * pages, 1000 * pages, pages / 3 >out
		}
		print "END_DAY" >out
		close(out)
	}
}'
"$makegood" -q run "$tmp/d" >"$tmp/days.out" 2>&1
by_day() {
	"$makegood" --json estimate "$tmp/d" >"$tmp/day" &&
	    grep -q '"from":"2024-04-01T22:00:00Z","to":"2024-04-02T22:00:00Z"' \
		"$tmp/day" && grep -q '"step_ms":86400000' "$tmp/day" &&
	    awk -v x="$(field "$tmp/day" expected)" \
		'BEGIN { exit !(x > 285 && x < 315) }'
}
check "an outage of two hours in totals of days is a day's" by_day
check "and the report says what that means" grep -q \
    'whole days are known' "$tmp"/d/reports/R1*.txt
