#!/bin/sh
# Figures at which others have gone wrong, from the files of a case to the words
# of the statements. What is counted is worked out in tests/cases/traps.case; here
# a reader must find it, in the twin and in the PDF.
. tests/e2e/lib.sh
dir=$tmp/case

mkdir -p "$dir/contracts" "$dir/outages"
cat >"$dir/case.yaml" <<-END
title: Traps
provider: { name: P, address: A, contact: C }
zone: Europe/Rome
periods: [2024-03, 2024-04, 2024-05]
language: en
as_of: 2024-07-02T00:00:00Z
reports: [statement]
files:
  - { match: "outages/*.csv", zone: Europe/Rome }
END
# contract ID ROWS: a table by availability
contract() {
	cat >"$dir/contracts/$1.yaml" <<-END
	id: $1
	name: Agreement $1
	version: "1"
	timezone: Europe/Rome
	currency: EUR
	terms:
	  period: { kind: calendar_month }
	  target: "99.9"
	  money_round: half_up
	  credit: { rule: tiers, on: availability, rows: [ $2 ] }
	END
}
contract whole '{ lt: "99.9", percent: "10" }'
contract hole '{ ge: "99.9", percent: "0", printed: "99.9 - 100 %" },
    { ge: "98", le: "99.8", percent: "10", printed: "98 - 99.8 %" }'
cat >"$dir/customers.csv" <<-END
id,name
clock,Customer Clock
gap,Customer Gap
second,Customer Second
near,Customer Near
dark,Customer Dark
edge,Customer Edge
lines,Customer Lines
END
cat >"$dir/services.csv" <<-END
id,customer,contract,fee,currency
s-clock,clock,whole,49.00,EUR
s-gap,gap,hole,19.90,EUR
s-second,second,whole,49.00,EUR
s-near,near,whole,49.00,EUR
s-dark,dark,whole,49.00,EUR
s-edge,edge,whole,49.00,EUR
s-line-1,lines,whole,49.99,EUR
s-line-2,lines,whole,49.99,EUR
s-line-3,lines,whole,49.99,EUR
END
# near: 2,581 s of 2,592,000: 99.900424... %
cat >"$dir/outages/o.csv" <<-END
id,subject,from,to,state
O-1,s-clock,2024-03-12T10:00:00,2024-03-12T10:44:36,down
O-2,s-gap,2024-04-03T09:00:00,2024-04-03T10:04:48,down
O-3,s-second,2024-04-03T10:00:00,2024-04-03T10:00:01,down
O-4,s-near,2024-04-03T10:00:00,2024-04-03T10:43:01,down
O-5,s-dark,2024-04-03T10:00:00,2024-04-03T10:20:00,down
O-6,s-dark,2024-04-05T10:00:00,2024-04-05T10:38:00,no_data
O-7,s-edge,2024-04-30T23:00:00,2024-05-01T03:00:00,down
O-8,s-line-1,2024-04-03T00:00:00,2024-04-04T00:00:00,down
O-9,s-line-2,2024-04-03T00:00:00,2024-04-04T00:00:00,down
O-10,s-line-3,2024-04-03T00:00:00,2024-04-04T00:00:00,down
END
"$makegood" -q run "$dir" >"$tmp/out" 2>"$tmp/err"
check "the traps run" [ $? -le 1 ]

# words CUSTOMER MONTH: twin and PDF, each in one line, in $tmp/twin and $tmp/pdf
words() {
	stem=$dir/reports/R2_$1_$2_en
	pdftotext -enc UTF-8 -layout "$stem.pdf" "$tmp/pdf.all" || return 1
	for form in twin pdf; do
		[ $form = twin ] && from=$stem.txt || from=$tmp/pdf.all
		sed 's/\xc2\xa0/ /g' "$from" | tr -s ' |\n\f' ' ' >"$tmp/$form"
	done
}

# says CUSTOMER MONTH TEXT...
says() {
	words "$1" "$2" || return 1
	shift 2
	for part; do
		for form in twin pdf; do
			grep -qF -e "$part" "$tmp/$form" || {
				echo "the $form does not say \"$part\""
				return 1
			}
		done
	done
}

silent() {
	words "$1" "$2" && ! grep -qF -e "$3" "$tmp/twin" "$tmp/pdf"
}

# 1: March has 743 h in Rome; 2,676 s are 44 min 36 s; 1 - 2676/2674800 =
# 99.899955 %. With 744 h it would be 99.900089 % and nothing would be due.
check "the clock change decides" says clock 2024-03 \
    "743 h 00 min" "99.899%" "44 min 36 s" "EUR 4.90"
# 3: 3,888 s of 2,592,000 are 0.15 %
check "a hole of the table is told" says gap 2024-04 "99.850%" \
    "The service credit for April 2024 is not decided yet" \
    "table has no row for this value" \
    "table does not cover 99.850%"
# 4: 1 - 1/2592000 = 99.99996 %; 1 - 2581/2592000 = 99.900424... %
check "one second is no hundred per cent" says second 2024-04 "99.999%" "1 s"
check "nowhere a hundred" silent second 2024-04 "100.000%"
check "decimals until it differs from the promise" says near 2024-04 "99.9004%"
check "never as if it were the promise" silent near 2024-04 "was 99.900%"
# 5: 1 - 20/43200 = 99.9537 %, 1 - 58/43200 = 99.8657 %: on both sides of 99.9
check "no data: an interval, and no verdict" says dark 2024-04 \
    "The service credit for April 2024 is not decided yet" \
    "at least 99.865% and at most 99.953%" "or 38 min there are no measurements" \
    "Between 99.865% and 99.953%: which row applies is not decided"
check "no data: no promise is said to be kept" silent dark 2024-04 "was kept"
check "no data: nor nothing to be due" \
    silent dark 2024-04 "No service credit is due"
# 9: one hour before local midnight, three after it; the outage lasted four
check "April has one hour of it" says edge 2024-04 "1 h 00 min" "4 h 00 min"
check "May has three" says edge 2024-05 "3 h 00 min" "4 h 00 min"
check "April says that it goes on" says edge 2024-04 "continues into"
check "May says that it began before" says edge 2024-05 "continues from"
# 10: 49.99 x 10 % = 4.999, three lines of 5.00
check "three lines of 5.00 are 15.00" says lines 2024-04 "EUR 4.999" \
    "EUR 5.00" "EUR 15.00"
check "nowhere the hidden cents" silent lines 2024-04 "14.99"
