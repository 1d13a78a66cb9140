#!/bin/sh
# Four currencies in one house, with two, none and three decimals: every figure of a
# quarter with a change of clocks is worked out here by hand, and no two currencies
# are ever added.
. tests/e2e/lib.sh

dir=$tmp/house
mkdir -p "$dir/contracts" "$dir/outages"
cat >"$dir/case.yaml" <<'END'
title: Four currencies
role: provider
provider: { name: Fourcoin Hosting, address: Nowhere 1, contact: s@fourcoin.example.net }
zone: Europe/Rome
periods: [2024-01, 2024-02, 2024-03, 2024-04, 2024-05, 2024-06]
quarters: [2024-Q1]
language: en
edition: internal
as_of: 2024-07-08T09:00:00+02:00
reports: [statement, ledger, review]
files:
  - { match: "outages/*.csv", zone: Europe/Rome }
END
cat >"$dir/customers.csv" <<'END'
id,name,language,segment,country
eu,Alba Books,en,shop,IT
us,Bison Bikes Inc.,en,shop,US
jp,Chidori Tea K.K.,en,club,JP
kw,Dune Traders W.L.L.,en,club,KW
mix,Everycoin Ltd,en,club,GB
END
cat >"$dir/services.csv" <<'END'
id,customer,kind,name,site,contract,fee,currency,from,to
web-eu,eu,web,Web Alba,,eur,49.85,EUR,,
web-us,us,web,Web Bison,,usd,99.85,USD,,
web-jp,jp,web,Web Chidori,,jpy,12345,JPY,,
web-kw,kw,web,Web Dune,,kwd,31.465,KWD,,
mix-eu,mix,web,Web Everycoin,,eur,20.00,EUR,2024-02-01,
mix-jp,mix,mail,Mail Everycoin,,jpy,777,JPY,,2024-06-01
mix-kw,mix,mail,Mail 2 Everycoin,,kwd,0.777,KWD,,
END
cat >"$dir/resources.csv" <<'END'
service,resource
web-eu,box
web-us,box
web-us,ocean
web-jp,box
web-kw,box
mix-eu,small
mix-jp,small
mix-kw,small
END
for one in EUR:half_up JPY:half_up USD:half_even KWD:half_even; do
	coin=${one%:*}
	name=$(echo "$coin" | tr '[:upper:]' '[:lower:]')
	cat >"$dir/contracts/$name.yaml" <<END
id: $name
name: Agreement in $coin
version: "1"
agreed_on: 2023-02-01
timezone: Europe/Rome
currency: $coin
clauses: { target: "3.1", tiers: "3.2", caps: "3.4" }
terms:
  period: { kind: calendar_month }
  target: "99.9"
  credit:
    rule: tiers
    on: availability
    rows:
      - { ge: "99.5", lt: "99.9", percent: "10" }
      - { ge: "99.0", lt: "99.5", percent: "25" }
      - { lt: "99.0", percent: "50" }
  caps:
    - { percent: "50" }
  money_round: ${one#*:}
  claim: { window: { value: 30, unit: days }, anchor: period_end }
END
done
cat >"$dir/incidents.csv" <<'END'
id,title,severity,cause,first_impact,detected,restored
I-1,Fuse,2,power,2024-01-10T10:00:00,2024-01-10T10:05:00,2024-01-10T12:00:00
I-2,Across the end,1,hardware,2024-03-31T20:00:00,2024-03-31T20:10:00,2024-04-01T04:00:00
I-3,The night of the clocks,2,network,2024-03-31T01:00:00,2024-03-31T01:10:00,2024-03-31T04:00:00
END
cat >"$dir/outages/o.csv" <<'END'
id,subject,from,to,state,view,incident
O-1,box,2024-01-10T10:00:00,2024-01-10T12:00:00,down,provider,I-1
O-2,box,2024-03-31T20:00:00,2024-04-01T04:00:00,down,provider,I-2
O-3,small,2024-03-31T01:00:00,2024-03-31T04:00:00,down,provider,I-3
O-4,ocean,2024-02-07T00:00:00,2024-02-07T08:00:00,down,provider,
END
check "the house runs" "$makegood" run "$dir"
out=$dir/reports

# has FILE TEXT: the text twin says so, whatever the line breaks and blanks
has() {
	sed 's/\xc2\xa0/ /g; s/\xe2\x88\x92/-/g' "$out/$1" | tr -s ' \n>' ' ' |
	    grep -q -F -e "$2"
}

# January: 2 h of 744 h, 99.731 %: 10 %. 4.985 and 1234.5 are halves that go up;
# 9.985 and 3.1465 go to the even digit.
check "EUR, a half up: 4.99" has R2_eu_2024-01_en.txt "10% of EUR 49.85 EUR 4.99"
check "JPY, a half up: 1,235" has R2_jp_2024-01_en.txt \
    "10% of JPY 12,345 JPY 1,235"
check "USD, a half to even: 9.98" has R2_us_2024-01_en.txt \
    "10% of USD 99.85 USD 9.98"
check "KWD, a half to even: 3.146" has R2_kw_2024-01_en.txt \
    "10% of KWD 31.465 KWD 3.146"
# February: 8 h of 696 h, 98.85 %: 50 %, which is the cap: 49.925, to even.
check "USD, a half at the cap: 49.92" has R2_us_2024-02_en.txt "USD 49.92"
# March has 743 h. 20:00 to midnight are 4 h, 99.461 %: 25 %: 12.4625, 24.9625,
# 3086.25, 7.86625. 01:00 to 04:00 are 2 h, 99.730 %: 10 %: 2.00, 77.7, 0.0777.
check "March has 743 hours" has R2_mix_2024-03_en.txt "1 - 2 h 00 min / 743 h 00 min"
check "three currencies in one statement are three totals" \
    has R2_mix_2024-03_en.txt "EUR 2.00 + JPY 78 + KWD 0.078"
check "steps before rounding have their decimals" \
    has R2_mix_2024-03_en.txt "KWD 0.3885. It is not reached. 3.4 KWD 0.0777"

# The quarter: 4.99 + 12.46 + 2.00; 1235 + 3086 + 78; 3.146 + 7.866 + 0.078; 9.98 +
# 49.92 + 24.96. Fees: 3 x 49.85 + 2 x 20.00; 3 x (12345 + 777); 3 x (31.465 + 0.777);
# 3 x 99.85.
r5=R5_2024-Q1_en.txt
check "the quarter's credits" has $r5 \
    "service credits: EUR 19.45 + JPY 4,399 + KWD 11.090 + USD 84.86"
# 19.45 / 189.55, 4399 / 39366, 11.090 / 96.726, 84.86 / 299.55, cut downwards
check "their share of each revenue" has $r5 "10.261% · 11.174% · 11.465% · 28.329%"
check "one service is one" has $r5 "Weighed by fee in USD: 99.358% (n = 1 service)"
check "two services are two" has $r5 "Weighed by fee in EUR: 99.753% (n = 2 services)"
# 6 x 2183 h and, from February on, 696 + 743 h
check "a service that begins inside counts from then" has $r5 "14,537 h 00 min"
# of the eight hours of I-2 four are inside, at four customers: 960 minutes
check "an incident across the end counts inside" has $r5 \
    "I-2 · Across the end 1 hardware 2024-03-31 4 h 00 min 4 960"

# a quarter in which nothing happened: nothing is owed, nobody waited for news
cp -r "$dir" "$tmp/calm"
rm -rf "$tmp/calm/reports" "$tmp/calm/makegood.db"
for table in incidents.csv outages/o.csv; do
	sed -n 1p "$dir/$table" >"$tmp/calm/$table"
done
"$makegood" -q run "$tmp/calm" >/dev/null 2>&1
out=$tmp/calm/reports
check "a calm quarter: nothing was lost" has $r5 \
    "0 customer-minutes (incidents: 0); service credits: EUR 0.00"
check "a calm quarter: no outage, no silence" has $r5 \
    "none Longest outage none Longest silence"
out=$dir/reports

if ! command -v soffice >/dev/null 2>&1; then
	skip "four currencies recalculate to the same" "no LibreOffice"
	exit 0
fi
for book in R2_2024-01_ledger R2_2024-02_ledger R2_2024-03_ledger R5_2024-Q1; do
	rm -rf "$tmp/csv-0" "$tmp/csv-1"
	convert 0 "$out/$book.xlsx"
	convert 1 "$out/$book.xlsx"
	check "$book recalculates to the same" diff -r "$tmp/csv-1" "$tmp/csv-0"
done
