#!/bin/sh
# makegood dump: what counts, as a table, worked out by hand from five lines.
. tests/e2e/lib.sh

line() {
	printf '%s:443 192.0.2.%s - - [%s] "GET /%s HTTP/1.1" %s %s "-" "%s"\n' \
	    "$1" "$2" "$3" "$4" "$5" "$6" "$7"
}
browser="Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
robot="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
{
	line b.example 1 "01/Jan/2025:00:00:05 +0000" a 200 100 "$browser"
	line b.example 1 "01/Jan/2025:00:59:59 +0000" b 503 50 "$robot"
	line a.example 2 "01/Jan/2025:03:00:00 +0200" c 404 7 "$browser"
	echo "this is no line of a log"
	line b.example 3 "01/Jan/2025:01:00:00 +0000" d 301 - "$browser"
} >"$tmp/one.log"
line a.example 4 "01/Jan/2025:01:30:00 +0000" e 200 1000 "$browser" \
    >"$tmp/two.log"

# 2025-01-01T00Z is hour 482136: 20089 days of 24 hours
cat >"$tmp/want.rollup" <<END
a.example	482137	2	1007	0	0
b.example	482136	2	150	1	1
b.example	482137	1	0	0	0
#malformed	1	lines	6
END
cat >"$tmp/want.csv" <<END
site,from,step,hits,views,visits,robots,redirects,client_errors,errors,bytes
a.example,2025-01-01T01:00:00Z,hour,2,1,0,0,0,1,0,1007
b.example,2025-01-01T00:00:00Z,hour,2,1,0,1,0,0,1,150
b.example,2025-01-01T01:00:00Z,hour,1,0,0,0,1,0,0,0
END
cat >"$tmp/want.minutes" <<END
site	from	step	hits	views	visits	robots	redirects	client_errors	errors	bytes
a.example	2025-01-01T01:00:00Z	minute	1	0	0	0	0	1	0	7
a.example	2025-01-01T01:30:00Z	minute	1	1	0	0	0	0	0	1000
b.example	2025-01-01T00:00:00Z	minute	1	1	0	0	0	0	0	100
b.example	2025-01-01T00:59:00Z	minute	1	0	0	1	0	0	1	50
b.example	2025-01-01T01:00:00Z	minute	1	0	0	0	1	0	0	0
END

into() {
	db=$1
	shift
	"$makegood" --quiet import --db "$db" "$@" "$tmp/one.log" "$tmp/two.log"
	[ $? -le 1 ]
}
dump_is() {
	want=$1
	shift
	"$makegood" dump "$@" >"$tmp/got" && diff "$want" "$tmp/got"
}

check "two logs, hours" into "$tmp/hours.db"
check "rollup" dump_is "$tmp/want.rollup" --rollup "$tmp/hours.db"
check "all counters, as CSV" dump_is "$tmp/want.csv" --csv "$tmp/hours.db"
check "the same logs again" into "$tmp/hours.db"
check "nothing counts twice" dump_is "$tmp/want.rollup" --rollup "$tmp/hours.db"
head -n 1 "$tmp/want.minutes" >"$tmp/header"
check "no day was counted by minute" dump_is "$tmp/header" --minutes \
    "$tmp/hours.db"

check "two logs, minutes" into "$tmp/minutes.db" --minutes 2025-01-01 2025-01-02
check "by minute" dump_is "$tmp/want.minutes" --minutes "$tmp/minutes.db"
check "minutes are hours, too" dump_is "$tmp/want.rollup" --rollup \
    "$tmp/minutes.db"

# a line for each log: five lines of which one is bad, and one
"$makegood" dump --parts "$tmp/hours.db" | cut -f 2-5 | LC_ALL=C sort \
    >"$tmp/parts"
printf '0\t%s\t1\t0\n0\t%s\t5\t1\nfrom_byte\tto_byte\tlines\trejected\n' \
    "$(wc -c <"$tmp/two.log")" "$(wc -c <"$tmp/one.log")" | LC_ALL=C sort \
    >"$tmp/want.parts"
check "which bytes count" diff "$tmp/want.parts" "$tmp/parts"

check "a case folder" sh -c \
    "mkdir '$tmp/case' && cp '$tmp/hours.db' '$tmp/case/makegood.db' &&
    '$makegood' dump --rollup '$tmp/case' | diff '$tmp/want.rollup' -"
check "no such database: environment" exits 4 "$makegood" dump "$tmp/no.db"
check "no database at all: invalid input" exits 3 "$makegood" dump \
    "$tmp/one.log"
check "two tables: usage" exits 2 "$makegood" dump --parts --minutes x
check "nothing named: usage" exits 2 "$makegood" dump
check "a folder without a database: usage" exits 2 "$makegood" dump "$tmp"
