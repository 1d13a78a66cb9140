#!/bin/sh
# Questions typed on the command line: every amount below is worked out by hand
# in the comment above it.
. tests/e2e/lib.sh

# 99.95 % promised; 10 % of the fee from 99 % on, 25 % below.
cat >"$tmp/tiers.yaml" <<'EOF'
target: 99.95
exclude: [ { kind: maintenance, min_notice_hours: 48 } ]
credit:
  rule: tiers
  rows:
    - { ge: 99.95, percent: 0 }
    - { ge: 99, lt: 99.95, percent: 10 }
    - { lt: 99, percent: 25 }
claim: { window: { value: 30, unit: days }, anchor: period_end }
EOF

# The price of the time lost. A Roman March has 743 hours, so that a fee of
# 743.00 makes an hour worth 1.00.
cat >"$tmp/prorata.yaml" <<'EOF'
exclude: [ { kind: maintenance, min_notice_hours: 48 } ]
credit: { rule: prorata }
EOF

# A contract with an envelope, a named cap and quarters.
cat >"$tmp/contract.yaml" <<'EOF'
id: gold
name: Gold
timezone: Europe/Rome
currency: JPY
terms:
  period: { kind: calendar_quarter }
  credit: { rule: prorata, multiple: 100 }
  caps: [ { field: month_cost, percent: 100, name: cost of a month } ]
EOF

# A day for each full hour.
cat >"$tmp/days.yaml" <<'EOF'
credit: { rule: per_unit, unit_seconds: 3600, count: full, days: 1 }
extension: { unit: days, round: exact }
EOF

cat >"$tmp/hole.yaml" <<'EOF'
credit:
  rule: tiers
  rows:
    - { ge: 99.95, percent: 0 }
    - { lt: 99, percent: 25 }
EOF

cat >"$tmp/table.csv" <<'EOF'
id,subject,from,to,weight,view
a,web,2026-03-05T10:00,2026-03-05T11:00,,
b,mail,2026-03-06T10:00,2026-03-06T12:00,,
c,web,2026-03-07T10:00,2026-03-07T11:00,,traffic
EOF

cat >"$tmp/windows.csv" <<'EOF'
kind,from,to,announced
maintenance,2026-03-05T10:00,2026-03-05T10:30,2026-03-01T10:00
EOF

# asks LINE OPTION...: the answer holds this line, its blanks made one.
asks() {
	wanted=$1
	shift
	"$makegood" calc "$@" >"$tmp/out" 2>"$tmp/err"
	answer=$?
	tr -s ' ' <"$tmp/out" | sed 's/^ //' | grep -qxF -- "$wanted" &&
	    [ "$answer" -eq 0 ] || {
		echo "no line \"$wanted\" (exit code $answer)"
		cat "$tmp/out" "$tmp/err"
		return 1
	}
}

# refuses CODE TEXT OPTION...: this exit code, and the text on standard error.
refuses() {
	code=$1
	wanted=$2
	shift 2
	"$makegood" calc "$@" >"$tmp/out" 2>"$tmp/err"
	answer=$?
	grep -qF -- "$wanted" "$tmp/err" && [ "$answer" -eq "$code" ] &&
	    [ ! -s "$tmp/out" ] || {
		echo "no \"$wanted\" with exit code $code (it is $answer)"
		cat "$tmp/out" "$tmp/err"
		return 1
	}
}

rome="--zone Europe/Rome"
march="--period 2026-03 $rome"
tiers="--terms $tmp/tiers.yaml --fee 49.00EUR $march"
hours="--terms $tmp/prorata.yaml --fee 743.00EUR $march"

# 14:03 to 14:41 is 38 min of 743 h = 44580 min: 44542/44580 = 99.9147 %, the
# row of 10 %: 4.90. The period ends with 31 March; 30 days later is 30 April.
check "an easy one" asks "credit: EUR 4.90" $tiers \
    --outage 2026-03-05T14:03/14:41
check "until when to claim" asks "claim until 2026-04-30" $tiers \
    --outage 2026-03-05T14:03/14:41
check "a claim on the last day is in time" \
    asks "claim until 2026-04-30, made in time" $tiers \
    --outage 2026-03-05T14:03/14:41 --claimed 2026-04-30T23:59
check "a claim a day later is not" \
    asks "claim until 2026-04-30, made too late" $tiers \
    --outage 2026-03-05T14:03/14:41 --claimed 2026-05-01T00:00

# The same 38 minutes, said in six ways.
for to in 38m PT38M 2280s 14:41:00 2026-03-05T14:41 2026-03-05T13:41Z; do
	check "an end as $to" asks "downtime 38 min 00 s" $tiers \
	    --outage 2026-03-05T14:03/$to
done
# 14:03+02:00 is 13:03 in Rome, and so is its end.
check "an offset holds for both ends" asks "downtime 38 min 00 s" $tiers \
    --outage 2026-03-05T14:03+02:00/14:41
# 22:30 to 24:00 is 90 minutes.
check "an end as 24:00" asks "downtime 1 h 30 min" $tiers \
    --outage 2026-03-05T22:30/24:00

# On 29 March 02:00 becomes 03:00: from 01:30 to 03:30 one hour passes, worth
# 1.00. The whole day has 23 hours: 23.00.
check "an hour over the clock change" asks "credit: EUR 1.00" $hours \
    --outage 2026-03-29T01:30/03:30
check "the day of the clock change" asks "credit: EUR 23.00" $hours \
    --outage 2026-03-29T00:00/24:00
check "the month has 743 hours" asks \
    "service: 2026-03-01 00:00 to 2026-04-01 00:00 in Europe/Rome (743 h 00 min)" \
    $hours --outage 2026-03-29T01:30/03:30
check "an hour that does not exist" refuses 2 \
    "2026-03-29T02:30 does not exist in Europe/Rome" $hours \
    --outage 2026-03-29T02:30/04:00
october="--terms $tmp/prorata.yaml --fee 745.00EUR --period 2026-10 $rome"
check "an hour that comes twice" refuses 2 \
    "it can mean 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00" \
    $october --outage 2026-10-25T02:30/04:00
# Said with its offset: from 02:30+02:00 to 02:30+01:00 one hour passes, of 745.
check "the same with its offset" asks "credit: EUR 1.00" $october \
    --outage 2026-10-25T02:30+02:00/2026-10-25T02:30+01:00

# Rows a and b: 3 hours; row c is an estimate. Alone, web has one.
check "a table" asks "credit: EUR 3.00" $hours --outages "$tmp/table.csv"
check "one subject of it" asks "credit: EUR 1.00" $hours \
    --outages "$tmp/table.csv" --subject web
check "a subject that is not there" refuses 2 \
    "the subjects there are: web, mail" $hours --outages "$tmp/table.csv" \
    --subject db
# Half of the hour of web is announced: 0.50.
check "a table of windows" asks "credit: EUR 0.50" $hours \
    --outages "$tmp/table.csv" --subject web --maintenance "$tmp/windows.csv"

# Two hours that half of the users feel are one: 1.00.
check "weight" asks "credit: EUR 1.00" $hours \
    --outage 2026-03-05T10:00/12:00,weight=0.5

# Announced 70 hours before, the hour is excluded; 47 hours before it is not.
check "exclusion with notice" asks \
    "nothing due all of it is excluded by the terms" $hours \
    --outage 2026-03-05T02:00/03:00 \
    --exclude maintenance@2026-03-05T02:00/03:00,announced=2026-03-02T04:00
check "exclusion without notice" asks "credit: EUR 1.00" $hours \
    --outage 2026-03-05T02:00/03:00 \
    --exclude maintenance@2026-03-05T02:00/03:00,announced=2026-03-03T03:00

# Life of the service: only the second of two hours.
check "life of the service" asks "downtime 1 h 00 min" $hours \
    --outage 2026-03-05T10:00/12:00 --from 2026-03-05T11:00
check "a life that runs backwards" refuses 2 \
    "the service ends before it begins" $hours --outage 2026-03-05T10:00/38m \
    --from 2026-03-10 --to 2026-03-09
check "an open outage" asks "credit: EUR 2.00" $hours \
    --outage 2026-03-31T10:00/ --as-of 2026-03-31T12:00
check "an open outage without as-of" refuses 2 "this outage has no end" \
    $hours --outage 2026-03-31T10:00/

# April to June 2026: 91 days = 2184 h. 100 times one hour of 21840 yen is
# 1000; the cap of 800 bites.
quarter="--terms $tmp/contract.yaml --period 2026-Q2"
check "a contract, its zone and yen" asks "credit: JPY 1000" $quarter \
    --fee "JPY 21840" --amount month_cost=4900 --outage 2026-04-10T10:00/11:00
check "a named cap" asks "credit: JPY 800" $quarter --fee 21840JPY \
    --amount month_cost=800JPY --outage 2026-04-10T10:00/11:00
check "a named cap is missing" refuses 2 \
    "an amount that limits the credit: cost of a month" $quarter \
    --fee 21840 --outage 2026-04-10T10:00/11:00
check "yen have no decimals" refuses 2 \
    "JPY has no decimals, this amount has 1" $quarter --fee 21840.5 \
    --amount month_cost=1 --outage 2026-04-10T10:00/11:00
check "another currency than the contract's" refuses 2 \
    "this amount is in EUR, but the question is in JPY" $quarter \
    --fee 49.00EUR --amount month_cost=1 --outage 2026-04-10T10:00/11:00
check "the wrong kind of period" refuses 2 \
    'these terms measure a quarter of the calendar, and "2026-05" is a month' \
    --terms "$tmp/contract.yaml" --fee 21840 --period 2026-05 \
    --amount month_cost=1 --outage 2026-04-10T10:00/11:00
check "what would fit" grep -qF "write --period 2026-Q2" "$tmp/err"

# The month of billing from 15 March to 15 April has 31 days of 24 hours less
# one: 743; an hour is worth 1.00 again.
echo 'period: { kind: billing_month }
credit: { rule: prorata }' >"$tmp/billing.yaml"
check "a month of billing" asks "credit: EUR 1.00" \
    --terms "$tmp/billing.yaml" --fee 743.00EUR --period 2026-03-15 $rome \
    --outage 2026-04-14T10:00/11:00
# 10 days up to and with the 31st: 22 to 31 March, 239 hours in Rome.
echo 'period: { kind: trailing_days, days: 10 }
credit: { rule: prorata }' >"$tmp/trailing.yaml"
check "trailing days" asks "credit: EUR 2.00" --terms "$tmp/trailing.yaml" \
    --fee 239.00EUR --period until:2026-03-31 $rome \
    --outage 2026-03-22T00:00/01:00 --outage 2026-03-31T23:00/24:00

# 3 h 20 min hold three full hours: three days, and no money.
check "time instead of money" asks "credit: 3 days" --terms "$tmp/days.yaml" \
    --period 2026-03 $rome --outage 2026-03-05T10:00/13:20

# 7500 of a million requests failed: 99.25 %, 0.65 points below 99.9, two full
# steps of 0.25: 16 % of 30.00.
cat >"$tmp/requests.yaml" <<'EOF'
availability: { kind: requests }
credit: { rule: per_point, from: 99.9, step: 0.25, count: full, percent: 8 }
EOF
check "requests" asks "credit: EUR 4.80" --terms "$tmp/requests.yaml" \
    --fee 30.00EUR $march --requests 1000000/7500
check "requests are missing" refuses 2 "missing --requests" \
    --terms "$tmp/requests.yaml" --fee 30.00EUR $march

# Ten times the price of two hours at 0.0065: 0.13.
echo 'credit: { rule: hourly_prorata, multiple: 10 }' >"$tmp/hourly.yaml"
check "a price of hours" asks "credit: EUR 0.13" --terms "$tmp/hourly.yaml" \
    --fee 5.00EUR --hourly 0.0065 $march --outage 2026-03-05T10:00/12:00
check "a price of hours is missing" refuses 2 "missing --hourly" \
    --terms "$tmp/hourly.yaml" --fee 5.00EUR $march \
    --outage 2026-03-05T10:00/12:00

# 99.9 % of 44580 minutes leaves 44.58 free; of 60 minutes 15 full ones are
# beyond: 15 % of 49.00.
cat >"$tmp/excess.yaml" <<'EOF'
credit: { rule: per_unit, unit_seconds: 60, of: excess, count: full, percent: 1 }
EOF
check "a target left to the service" asks "credit: EUR 7.35" \
    --terms "$tmp/excess.yaml" --target 99.9 --fee 49.00EUR $march \
    --outage 2026-03-05T10:00/11:00
check "the target is missing" refuses 2 "missing --target" \
    --terms "$tmp/excess.yaml" --fee 49.00EUR $march \
    --outage 2026-03-05T10:00/11:00

# From the report at 14:11 to 14:41 are 30 minutes.
cat >"$tmp/clock.yaml" <<'EOF'
clock: { start: reported }
credit: { rule: prorata }
EOF
check "a clock that starts with the report" asks "downtime 30 min 00 s" \
    --terms "$tmp/clock.yaml" --fee 743.00EUR $march \
    --outage 2026-03-05T14:03/14:41,reported=14:11
check "a clock that never starts" asks \
    "nothing due the contract's clock had not started" \
    --terms "$tmp/clock.yaml" --fee 743.00EUR $march \
    --outage 2026-03-05T14:03/14:41
check "and what was not said" grep -q "reported= it counts" "$tmp/out"

# A case document lends its terms, zone and currency: 10 % of 49.00.
cat >"$tmp/one.case" <<EOF
id: lender
timezone: Europe/Rome
currency: EUR
period: { kind: calendar_month, year: 2025, month: 1 }
terms: { credit: { rule: tiers, rows: [ { lt: 100, percent: 10 },
                                        { ge: 100, percent: 0 } ] } }
services: [ { id: x, base: 1.00 } ]
EOF
check "the terms of a case document" asks "credit: EUR 4.90" \
    --terms "$tmp/one.case" --fee 49.00 --period 2026-03 \
    --outage 2026-03-05T10:00/11:00

# Why there is nothing: 10 of 44580 minutes are 0.0224 %.
check "nothing: the target is met" asks \
    "nothing due the target of 99.95 % is met" $tiers \
    --outage 2026-03-05T10:00/10:10
check "nothing: outside the period" asks \
    "nothing due it lies outside the period or the service's life" $tiers \
    --outage 2026-04-05T10:00/10:10
# 60 of 44580 minutes: 99.8654 % is in neither row.
check "nothing: a hole in the table" asks \
    "nothing due the result is in no row of the contract's table" \
    --terms "$tmp/hole.yaml" --fee 49.00EUR $march \
    --outage 2026-03-05T10:00/11:00
# 10 % of 5.00 is 0.50.
(cat "$tmp/tiers.yaml"; echo 'minimum: { amount: 1.00 }') >"$tmp/minimum.yaml"
check "nothing: below the minimum" asks \
    "nothing due the credit is below the contract's minimum" \
    --terms "$tmp/minimum.yaml" --fee 5.00EUR $march \
    --outage 2026-03-05T14:03/14:41

check "JSON has the shape of files" sh -c "'$makegood' calc --json $tiers \
    --outage 2026-03-05T14:03/14:41 | tr -d ' \n' | grep -q \
    '\"result\":{\"services\":{\"service\":{\"period_minutes\":\"44580\".*\"total_minor\":490'"

# Public terms: where they were read stands above the answer.
check "provenance of public terms" sh -c "'$makegood' calc \
    --terms catalogue/azure-vm --fee 49.00EUR $march \
    --outage 2026-03-05T14:03/14:41 | head -n 3 | tr '\n' ' ' |
    grep -q 'catalogue/azure-vm.*Terms change'"
check "public terms leave words open" sh -c "'$makegood' calc \
    --terms catalogue/bistrosquare --fee 49.00EUR $march \
    --outage 2026-03-05T14:03/14:41 2>&1 |
    grep -q 'note: assumed: only full units count'"
check "a catalogue's name without its folder" refuses 2 \
    "write --terms catalogue/azure-vm" --terms azure-vm --fee 49.00EUR $march \
    --outage 2026-03-05T14:03/14:41

check "half of a question" refuses 2 "missing --fee, --period" \
    --terms "$tmp/tiers.yaml" --outage "2026-03-05 14:03/38m"
check "it is completed" grep -qF -- \
    "--outage '2026-03-05 14:03/38m' --fee 49.00EUR --period 2026-03" "$tmp/err"
check "a quarter of a question" refuses 2 \
    "missing --terms, --period, --outage" --fee 49.00EUR
check "a file and a question" refuses 2 "do not go together" my.case \
    --fee 49.00EUR
check "an option that is almost right" refuses 2 'did you mean "--outage"' \
    --fee 49.00EUR --outge x
check "an option twice" refuses 2 "--fee is there twice" --fee 1EUR --fee 2EUR

# Of every public text: the example that completes the question can be run,
# but where the errors of intervals are asked, which takes a document.
examples_run() {
	for entry in $("$makegood" terms | sed -n 's/^\([a-z0-9][a-z0-9-]*\) .*/\1/p'); do
		"$makegood" calc --terms "catalogue/$entry" 2>"$tmp/err"
		grep -q "errors of every interval" "$tmp/err" && continue
		line=$(sed -n 's/^for example: makegood //p' "$tmp/err")
		eval "'$makegood' $line" >"$tmp/out" 2>&1 &&
		    grep -q '^credit: ' "$tmp/out" || {
			echo "$entry: $line"
			cat "$tmp/err" "$tmp/out"
			return 1
		}
	done
	[ -n "${line:-}" ]
}
check "every public text can be asked" examples_run
