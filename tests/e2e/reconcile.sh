#!/bin/sh
# The provider's word against the customer's: a probe whose times were read in
# the wrong zone, then in the right one; the blog of the five days in April; what
# is told where there is nothing to compare.
. tests/e2e/lib.sh

# base ZONE-RULE: the small case with a probe of s2 that writes UTC. By the
# provider s2 was down on 10 April 10:00 to 12:00 and on 12 April 03:00 to
# 03:30 local time (UTC+2): 08:00 to 10:00 and 01:00 to 01:30 UTC.
base() {
	rm -rf "$tmp/case"
	cp -R tests/errors/base "$tmp/case"
	cat >"$tmp/case/outages/probe.csv" <<-EOF
		id,subject,from,to,state,view
		q1,s2,2024-04-10T08:00,2024-04-10T10:00,down,probe
		q2,s2,2024-04-12T01:00,2024-04-12T01:30,down,probe
	EOF
	[ -z "$1" ] || sed -i "s|^files:|&\n  - $1|" "$tmp/case/case.yaml"
	"$makegood" --quiet import "$tmp/case" >/dev/null 2>&1 &&
	    "$makegood" --quiet settle "$tmp/case" >/dev/null 2>&1
}

says() {
	grep -q -- "$1" "$tmp/out"
}

reconcile() {
	"$makegood" reconcile "$@" >"$tmp/out" 2>"$tmp/err"
}

check "a case with a probe" base ""
check "two hours apart: exit code 1" exits 1 reconcile "$tmp/case"
check "the suspicion comes first" sh -c \
    "sed -n 2p '$tmp/out' | grep -q 'difference of 120 min: .* is early'"
check "with both agreements" says 'agreement 0.000 % as it stands, 100.000 %'
check "each difference is a shift" \
    [ "$(grep -c ' zone shift$' "$tmp/out")" -eq 4 ]
check "with the lines behind it" says 'q1 outages/probe.csv:2'
check "the service without a second side is left out" \
    [ "$(grep -c '2024-04 (' "$tmp/out")" -eq 1 ]

check "the same probe in its own zone" \
    base '{ match: "outages/probe.csv", zone: UTC }'
check "nothing to dispute: exit code 0" exits 0 reconcile "$tmp/case"
check "2 h 30 min on both sides" says 'both say down  *9000 s'
check "full agreement" says 'agreement  *100.000 %'
check "by customer and period" exits 0 reconcile "$tmp/case" c2 2024-04
check "by customer, service and period" \
    exits 0 reconcile "$tmp/case" c2 s2 2024-04
check "one side only: said, exit code 0" exits 0 reconcile "$tmp/case" c1
check "one side only: in words" says 'Nothing to compare'
check "an unknown customer: usage" exits 2 reconcile "$tmp/case" c3
check "an unknown service: usage" exits 2 reconcile "$tmp/case" c2 s9
check "one argument too many: usage" \
    exits 2 reconcile "$tmp/case" c2 s2 2024-04 2024-05
check "no case: usage" exits 2 reconcile
base ""
"$makegood" --quiet import "$tmp/case" >/dev/null 2>&1
echo 'q3,s2,2024-04-20T01:00,2024-04-20T01:30,down,probe' \
    >>"$tmp/case/outages/probe.csv"
"$makegood" --quiet import "$tmp/case" >/dev/null 2>&1
check "facts newer than the settlement: usage" \
    exits 2 reconcile "$tmp/case"

# The figures of sample-data/flicker/README.md.
story flicker flicker
sed -i 's/^edition: .*/edition: internal/; s/^reports: .*/reports: [incident]/' \
    "$tmp/flicker/case.yaml"
"$makegood" --quiet run "$tmp/flicker" >/dev/null 2>&1
check "the blog: exit code 0" exits 0 reconcile "$tmp/flicker"
check "the blog: both" says 'both say down  *335449 s'
check "the blog: only the provider" says 'only the provider  *909 s'
check "the blog: only the customer" says 'only the customer  *3551 s'
check "the blog: neither" says 'neither  *2249391 s'
check "the blog: no data" says 'no data of either side  *2700 s'
check "the blog: the period" says 'period  *2592000 s'
check "the blog: agreement" says 'agreement  *98.687 %'
check "the blog: six flashes" says 'flash  *0  *0 s  *6  *416 s'
check "the blog: a minute of the accepted window" \
    says 'excluded  *1  *60 s  *0  *0 s'
"$makegood" --json reconcile "$tmp/flicker" >"$tmp/out" 2>"$tmp/err"
check "as JSON: the exact share" says '"agreement": "335449/339909"'
check "as JSON: the outage nobody wrote down" sh -c \
    "grep -A 9 not_recorded '$tmp/out' | grep -q '\"id\": \"P03\"'"
check "in the report, both sides" grep -q 'Solo rilevato' \
    "$tmp/flicker/reports/R1_INC-2013-04_v1_internal_it.txt"
