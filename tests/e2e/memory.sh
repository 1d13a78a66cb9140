#!/bin/sh
# Memory does not grow with the number of log lines: ten times the lines of the
# same sites and hours may take a tenth more, not ten times.
. tests/e2e/lib.sh

${CC:-cc} -O1 -o "$tmp/peak" tests/support/peak.c || exit 1

# lines N: a vhost_combined log of N lines over two hours and three sites
lines() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf "w%d.example.org:80 192.0.2.%d - - [11/Apr/2013:%02d:%02d:%02d " \
		    "+0200] \"GET /p/%d HTTP/1.1\" 200 %d \"-\" \"Mozilla/5.0\"\n",
		    i % 3, i % 250, 10 + i % 2, i % 60, i % 60, i % 977, i }'
}

peak() {
	story tiny "m$1"
	lines "$1" >"$tmp/m$1/traffic/access.log"
	"$tmp/peak" "$makegood" -q import "$tmp/m$1" 2>&1 >/dev/null |
	    sed -n 's/^peak_kb //p'
}

small=$(peak 100000)
large=$(peak 1000000)
echo "peak: $small kB for 100,000 lines, $large kB for 1,000,000"
check "memory does not grow with the lines" \
    [ "$((large * 10))" -le "$((small * 11 + 20000))" ]

# A document of the terms, with so many incidents of a minute and windows over
# each of them: eight times the records may take eight times the memory.
document() {
	awk -v n="$1" -v terms="$2" -v services="$3" 'BEGIN {
		print "timezone: UTC\ncurrency: EUR\nterms: " terms
		print "period: {kind: trailing_days, days: 3650, " \
		    "until: 2025-01-01T00:00:00Z}\nservices:"
		for (i = 0; i < services; i++)
			print "  - {id: s" i ", base: 100}"
		for (k = 0; k < 2; k++) {
			print k ? "exclusions:" : "incidents:"
			for (i = 0; i < n; i++)
				printf "  - {%s service: s%d, start: " \
				    "%d-%02d-%02dT%02d:%02d:00Z, end: " \
				    "%d-%02d-%02dT%02d:%02d:00Z}\n",
				    k ? "kind: maintenance," : "",
				    i % services, 2016 + i % 8,
				    1 + i / 8 % 12, 1 + i / 96 % 28,
				    i / 2688, 20 - k, 2016 + i % 8,
				    1 + i / 8 % 12, 1 + i / 96 % 28,
				    i / 2688, 21
		}
	}' >"$tmp/large.case"
	"$tmp/peak" "$makegood" calc "$tmp/large.case" 2>&1 >/dev/null |
	    sed -n 's/^peak_kb //p'
}

# in_line NAME TERMS SERVICES-PER-1000
in_line() {
	few=$(document 1000 "$2" "$3")
	many=$(document 8000 "$2" "$(($3 > 1 ? $3 * 8 : 1))")
	echo "peak: $few kB for 1,000 incidents, $many kB for 8,000: $1"
	check "memory grows in line with the records: $1" \
	    [ "$many" -le "$((few * 8))" ]
}

in_line "windows that outages run past" \
    '{exclude: [{kind: maintenance, overrun: excluded}]}' 1
in_line "whole clock units" \
    '{round_time: {mode: touched_clock, unit_seconds: 60}}' 1
in_line "records of many services" '{credit: {rule: prorata}}' 100
