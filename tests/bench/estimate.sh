#!/bin/sh
# estimate.sh -- what one estimate costs.
#
#   tests/bench/estimate.sh [JOBS.tsv]
#
# Times `makegood estimate --batch` over a list of jobs; without one, over
# windows of 1 to 120 hours behind 13 weeks of made-up hourly traffic, with
# nothing after the window and with a week after it. One line for each list:
# windows, seconds of CPU, milliseconds for each.
set -eu
LC_ALL=C
export LC_ALL
makegood=${MAKEGOOD:-build/makegood}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# series FILE WEEKS_AFTER: hours from 2024-01-01 on, a week's pattern and noise.
series() {
	awk -v weeks="$((14 + $2))" 'BEGIN {
		seed = 1
		print "timestamp_utc,value"
		for (i = 0; i < weeks * 168; i++) {
			seed = (seed * 16807) % 2147483647
			hour = i % 24
			day = int(i / 24)
			wave = 1 - 0.8 * cos((hour - 1) * 3.14159265 / 12)
			if (day % 7 >= 5)
				wave *= 0.5
			noise = 0.8 + 0.4 * seed / 2147483647
			print stamp(day, hour) "," int(500 * wave * noise)
		}
	}
	function stamp(day, hour,   m) {
		split("31 29 31 30 31 30 31 31 30 31 30 31", days, " ")
		for (m = 1; day >= days[m]; m++)
			day -= days[m]
		return sprintf("2024-%02d-%02dT%02d:00:00Z", m, day + 1, hour)
	}' >"$1"
}

# jobs FILE SERIES: windows that begin on 1 April, 13 weeks later, and after.
jobs() {
	for length in 01 04 12; do
		for hour in 00 03 06 09; do
			printf '%s.%s\t%s\t%s\t%s\tUTC\t3600\n' "$length" "$hour" \
			    "$2" "2024-04-01T$hour:00:00Z" \
			    "2024-04-01T$(printf %02d "$((1$hour + 1$length - 200))"):00:00Z"
		done
	done >"$1"
	for day in 02 04 06; do
		printf 'days.%s\t%s\t%s\t%s\tUTC\t3600\n' "$day" "$2" \
		    "2024-04-01T00:00:00Z" "2024-04-${day}T00:00:00Z"
	done >>"$1"
}

# run NAME JOBS
run() {
	windows=$(grep -c . "$2")
	( "$makegood" estimate --batch "$2" >"$dir/answers"; times ) >"$dir/times"
	tail -n 1 "$dir/times" | awk -v name="$1" -v n="$windows" '{
		for (i = 1; i <= NF; i++) {
			split($i, part, /[ms]/)
			cpu += 60 * part[1] + part[2]
		}
		printf "%s: %d windows, %.2f s CPU, %.0f ms each\n", name, n, cpu,
		    1000 * cpu / n
	}'
}

if [ $# -gt 0 ]; then
	run "$1" "$1"
	exit
fi
series "$dir/before.csv" -1
series "$dir/both.csv" 1
jobs "$dir/before.tsv" "$dir/before.csv"
jobs "$dir/both.tsv" "$dir/both.csv"
run "13 weeks before" "$dir/before.tsv"
run "and a week after" "$dir/both.tsv"
