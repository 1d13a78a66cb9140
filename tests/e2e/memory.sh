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
