#!/bin/sh
# The workbooks of an incident: beside each paper, in every edition; live sums; and
# nothing of customers where the edition names none.
. tests/e2e/lib.sh

# What a reader finds in a workbook: every text of every sheet, charts included.
words_of() {
	unzip -p "$1" xl/sharedStrings.xml xl/workbook.xml 'xl/charts/*' \
	    'xl/drawings/*' docProps/core.xml 2>/dev/null
}

# edition NAME: the flicker story in that edition, both reports of its incidents
edition() {
	sed -i "s/^edition: .*/edition: $1/; s/^language: .*/language: en/" \
	    "$tmp/flicker/case.yaml"
	"$makegood" -q run "$tmp/flicker" >"$tmp/out" 2>&1
	talk=$tmp/flicker/reports/R4_INC-2013-04_v1_$1_en.xlsx
	book=$tmp/flicker/reports/R1_INC-2013-04_v1_$1_en.xlsx
}

# Names and numbers of customers and their services, one a line.
strangers() {
	tail -n +2 "$tmp/flicker/customers.csv" | cut -d, -f2
	tail -n +2 "$tmp/flicker/services.csv" | cut -d, -f1
}

names_nobody() {
	words_of "$1" >"$tmp/words"
	strangers | grep . | grep -qF -f - "$tmp/words" && {
		strangers | grep -F -o -f - "$tmp/words" | sort -u
		return 1
	}
	[ -s "$tmp/words" ]
}

story flicker flicker
edition customer
check "customer edition: a workbook of what happened" [ -s "$book" ]
check "customer edition: a workbook of what was said" [ -s "$talk" ]
check "customer edition: the paper does not stand alone" sh -c \
    "ls '${book%.xlsx}.pdf' '${book%.xlsx}.txt' '${talk%.xlsx}.pdf'"
check "customer edition: nobody is named in what happened" names_nobody "$book"
check "customer edition: nobody is named in what was said" names_nobody "$talk"
check "customer edition: and no credit" sh -c \
    "! unzip -p '$book' xl/sharedStrings.xml | grep -q 'Service credits'"
edition public
check "public edition: nobody is named" names_nobody "$book"
edition internal
check "internal edition: services are named" sh -c \
    "unzip -p '$book' xl/sharedStrings.xml | grep -q 'blog-orto'"
check "its services are sums over the stretches" sh -c \
    "unzip -p '$book' 'xl/worksheets/*.xml' | grep -q '<f>SUMPRODUCT.*Stretches'"
check "each chapter is a sheet, sources and columns too" sh -c "
    unzip -p '$book' xl/workbook.xml | tr '<' '\n' >'$tmp/sheets'
    for name in Summary Timeline 'Impact on services' 'Services affected' \
        'Customers affected' 'Service credits' Communication Sources Dict; do
	grep -q \"name=\\\"\$name\\\"\" '$tmp/sheets' || exit 1
    done"
check "charts say what they show to those who do not see them" sh -c "
    [ \$(unzip -p '$book' 'xl/drawings/drawing*.xml' | grep -o 'descr=\"[^\"]' |
	wc -l) -ge 2 ]"
check "messages stand there in full" sh -c "
    ! unzip -p '$talk' xl/sharedStrings.xml | grep -q '…'"
check "the loss as it grew is drawn in the paper" sh -c "
    pdftotext '${book%.xlsx}.pdf' - | grep -q 'so far'"
# what other editions left would not come again
rm -r "$tmp/flicker/reports"
"$makegood" -q run "$tmp/flicker" >/dev/null 2>&1
before=$(reports_of "$tmp/flicker")
rm -r "$tmp/flicker/reports"
"$makegood" -q run "$tmp/flicker" >/dev/null 2>&1
check "twice the same bytes" [ "$before" = "$(reports_of "$tmp/flicker")" ]

# The same outage under other rules. The shop of tiny needs web-1 and db-1: down
# 09:12 to 11:17:30 (7,530 s), 02:10 to 02:52 (2,520 s, announced) and 23:20 to
# midnight (2,400 s); slow for two hours and a half. Others count 12,450 s of
# 2,592,000 s, 3 h 27 min 30 s: 1 - 12450/2592000 = 99.5196 %.
story tiny tiny
"$makegood" -q run "$tmp/tiny" >/dev/null 2>&1
tr -s ' \n\302\240' ' ' <"$tmp/tiny/reports/R1_INC-0402_v1_customer_en.txt" \
    >"$tmp/flat"
check "30 percent weight, in words and figures" grep -q \
    '30% weight: .* 3 h 27 min 30 s 720 h 00 min 99.519%' "$tmp/flat"
check "each line says that it is not the contract's" sh -c "
    words=\$(unzip -p '$tmp/tiny/reports/R1_INC-0402_v1_customer_en.xlsx' \
	xl/sharedStrings.xml | grep -o 'Not the contract’s figure' | wc -l)
    [ \$words -eq 5 ]"
