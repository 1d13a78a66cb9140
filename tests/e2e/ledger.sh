#!/bin/sh
# One case folder, month after month: what an earlier month leaves, contracts and
# plans that change inside a month, claims and named amounts. All figures are
# done by hand beside the case that has them.
. tests/e2e/lib.sh
dir=$tmp/case

write_case() {
	rm -rf "$dir"
	mkdir -p "$dir/contracts" "$dir/outages"
	cat >"$dir/case.yaml" <<-END
	title: Ledger
	provider: { name: P, address: A, contact: C }
	zone: Europe/Rome
	periods: [2024-02]
	language: en
	as_of: 2024-07-02T00:00:00Z
	reports: [statement, ledger]
	END
	printf 'id,name\nc1,Customer One\n' >"$dir/customers.csv"
	printf 'id,customer,contract,fee,currency,from,to\n%s\n' \
	    's1,c1,k,100.00,EUR,,' >"$dir/services.csv"
	cat >"$dir/outages/o.csv" <<-END
	id,subject,from,to
	O-1,s1,2024-02-10T00:00:00Z,2024-02-10T03:00:00Z
	O-2,s1,2024-03-10T00:00:00Z,2024-03-10T03:00:00Z
	O-3,s1,2024-04-20T20:30:00Z,2024-04-20T23:30:00Z
	END
}

# contract FILE EXTRA-ENVELOPE TERMS...: a table that pays 10 % below 99.9.
contract() {
	file=$1 envelope=$2 percent=$3
	shift 3
	{
		printf 'id: k\nname: K\nversion: "1"\n%s' "$envelope"
		printf 'timezone: Europe/Rome\ncurrency: EUR\nterms:\n'
		printf '  period: { kind: calendar_month }\n  target: "99.9"\n'
		printf '  credit: { rule: tiers, on: availability, rows: '
		printf '[ { lt: "99.9", percent: "%s" } ] }\n' "$percent"
		for line; do printf '  %s\n' "$line"; done
	} >"$dir/contracts/$file"
}

month() {
	sed -i "s/^periods:.*/periods: [$1]/" "$dir/case.yaml"
	"$makegood" -q run "$dir"
}

# credits WANTED: "service period part credit" of all settlements kept.
credits() {
	got=$(sqlite3 "$dir/makegood.db" "SELECT group_concat(service || ' ' ||
	    period || ' ' || part || ' ' || credit_minor, ', ') FROM
	    (SELECT * FROM settlements ORDER BY service, period, part)")
	[ "$got" = "$1" ] || { echo "got $got"; return 1; }
}

says() {
	"$makegood" explain "$dir" c1 >"$tmp/explained" || return 1
	grep -qF "$1" "$tmp/explained" ||
	    { cat "$tmp/explained"; return 1; }
}

# Two months in a row below 99.9: nothing for the first, 10 % for the second.
write_case
contract k.yaml '' 10 'gate: { kind: consecutive_breaches, count: 2 }'
check "month one: the gate is closed" month 2024-02
check "month one: nothing is due" credits 's1 2024-02 0 0'
check "month two: the case moves on" month 2024-03
check "month two: the first month is remembered" \
    credits 's1 2024-02 0 0, s1 2024-03 0 1000'
check "month two: explained" says 'from 2024-02 to 2024-02'
cp "$dir/makegood.db" "$tmp/before.db"
reports_of "$dir" >"$tmp/reports.before"
check "again: nothing is done" "$makegood" -q run "$dir"
reports_of "$dir" >"$tmp/reports.after"
check "again: the same bytes" cmp "$tmp/reports.before" "$tmp/reports.after"
check "--all keeps what went before" "$makegood" -q settle --all "$dir"
check "--all gives the same" \
    credits 's1 2024-02 0 0, s1 2024-03 0 1000'

altered() {
	sqlite3 "$dir/makegood.db" "UPDATE settlements SET availability = '1'
	    WHERE period = '2024-02'" &&
	    exits 2 "$makegood" report "$dir" &&
	    "$makegood" -q run "$dir" &&
	    credits 's1 2024-02 0 0, s1 2024-03 0 0'
}
check "history that changes is noticed" altered

# 3 h of 29 x 24 = 696 h: 99.5689... %
cp "$tmp/before.db" "$dir/makegood.db"
history() {
	printf 'service,period,availability\ns1,2024-02,%s\n' "$1" \
	    >"$dir/history.csv"
}
history 99.569
check "the same in history.csv is one" month 2024-03
history 231/232
check "also as a fraction" month 2024-03
history 99.4
check "another one is refused" exits 3 month 2024-03
check "and nothing has changed" \
    credits 's1 2024-02 0 0, s1 2024-03 0 1000'
printf 'service,period,availability,restated\ns1,2024-02,99.4,%s\n' \
    'a record came late' >"$dir/history.csv"
check "unless it says why" month 2024-03
check "what is settled counts" credits 's1 2024-02 0 0, s1 2024-03 0 1000'

# The same from a history that somebody typed, without a first month.
write_case
contract k.yaml '' 10 'gate: { kind: consecutive_breaches, count: 2 }'
history 99.5
check "history.csv opens the gate" month 2024-03
check "history.csv: 10 % of 100.00" credits 's1 2024-03 0 1000'

# 10.00 a month, at most 15.00 in three: 10.00, 5.00, 0.00.
write_case
contract k.yaml '' 10 'caps: [ { amount: "15.00", of_months: 3 } ]'
check "shared cap: month one" month 2024-02
check "shared cap: month two" month 2024-03
check "shared cap: month three" month 2024-04
check "shared cap: 10, 5, 0" \
    credits 's1 2024-02 0 1000, s1 2024-03 0 500, s1 2024-04 0 0'

# 240 minutes a year: February takes its 180, for March 60 are left of 180, so
# 2 h of 743 h count: 99.73 %.
write_case
contract k.yaml '' 10 'exclude: [ { kind: maintenance,' \
    '  max_minutes_per_period: 240, allowance_over: year } ]'
mkdir "$dir/maintenance"
cat >"$dir/maintenance/m.csv" <<-END
	kind,subject,from,to
	maintenance,s1,2024-02-10T00:00:00Z,2024-02-10T03:00:00Z
	maintenance,s1,2024-03-10T00:00:00Z,2024-03-10T03:00:00Z
END
check "yearly allowance: month one" month 2024-02
check "yearly allowance: month two" month 2024-03
check "yearly allowance: 60 minutes were left" \
    credits 's1 2024-02 0 0, s1 2024-03 0 1000'

# Quarters are settled with their last month: March, then June. One outage of 3 h
# in each of 2,183 and 2,184 h is below 99.9.
write_case
contract k.yaml '' 10 'gate: { kind: consecutive_breaches, count: 2 }'
sed -i 's/calendar_month/calendar_quarter/' "$dir/contracts/k.yaml"
sed -i 's/2024-02-10T/2024-05-10T/g; /O-3/d' "$dir/outages/o.csv"
check "quarters: March" month 2024-03
check "quarters: June" month 2024-06
check "quarters: two in a row" \
    credits 's1 2024-03 0 0, s1 2024-06 0 1000'
check "quarters: called by the contract's name" says 'from 2024-Q1 to 2024-Q1'

# April: 100.00 until the 15th, 200.00 from the 16th; another version from the
# 21st. The outage lasts from 22:30 on the 20th to 01:30 on the 21st.
change() {
	write_case
	printf 'id,customer,contract,fee,currency,from,to\n%s\n%s\n' \
	    's1,c1,k,100.00,EUR,,2024-04-16' \
	    's1,c1,k,200.00,EUR,2024-04-16,' >"$dir/services.csv"
	contract k1.yaml "valid_to: 2024-04-21
on_change: $1
" 10
	contract k2.yaml "valid_from: 2024-04-21
on_change: $1
" 20
}
# 0; 10 % of 200 x 5/30 = 3.33; 20 % of 200 x 10/30 = 13.33
change each_part
check "each part by itself" month 2024-04
check "each part: prorated by days" \
    credits 's1 2024-04 1 0, s1 2024-04 2 333, s1 2024-04 3 1333'
check "each part: explained with its days" \
    says '2024-04 from 2024-04-16 to 2024-04-20'
check "each part: the statement names the days" \
    grep -q '16 April 2024' "$dir/reports/R2_c1_2024-04_en.txt"
check "each part: and adds up" \
    grep -q 'Total .*16[.]66' "$dir/reports/R2_c1_2024-04_en.txt"
# 3 h of 720: 99.58 %; 20 % of 100 x 15/30 + 200 x 15/30 = 150.00
change one_availability
check "one availability" month 2024-04
check "one availability: prorated fee" credits 's1 2024-04 0 3000'

# A version that ends while the service lives on.
change each_part
rm "$dir/contracts/k2.yaml"
check "a version is missing" exits 3 month 2024-04

# The base is what was paid in the 30 days before; the cap is a named amount.
write_case
contract k.yaml '' 10 'caps: [ { field: next_invoice, percent: "10" } ]'
check "a cap without its amount is refused" exits 3 "$makegood" check "$dir"
cat >"$dir/amounts.csv" <<-END
	service,name,amount,currency,period
	s1,next_invoice,90.00,EUR,
	s1,base,80.00,EUR,2024-02
	s1,next_invoice,60.00,EUR,2024-03
END
# 10 % of 80.00, of at most 9.00; then 10 % of 100.00, of at most 6.00
check "named amounts: February" month 2024-02
check "named amounts: March" month 2024-03
check "named amounts: 8.00 and 6.00" \
    credits 's1 2024-02 0 800, s1 2024-03 0 600'

# Ten days from the invoice of 2 April: the 12th is the last. Claimed on the 11th.
write_case
contract k.yaml '' 10 \
    'claim: { window: { value: 10, unit: days }, anchor: invoice }'
printf 'service,period,claimed_at,anchor_at\n%s\n' \
    's1,2024-03,2024-04-11,2024-04-02' >"$dir/claims.csv"
check "a claim" month 2024-03
check "a claim: in time" says '12 April 2024. Claimed on 2024-04-11 00:00 (UTC+2). In time.'
