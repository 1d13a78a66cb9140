#!/bin/sh
# Letters on paper: the address stands in the window of an envelope (DIN 5008,
# form B: 20 mm from the left, 45 mm from the top, 85 mm by 45 mm), the marks for
# folding stand at 105 and 210 mm, and the first page of a statement answers what
# a reader asks before anything else.
. tests/e2e/lib.sh

# words PDF: x1 y1 x2 y2 in mm and the word, of the first page
words() {
	pdftotext -bbox -f 1 -l 1 "$1" - | awk -F'"' '/<word/ {
		k = 25.4 / 72
		sub(/^>/, "", $9)
		sub(/<.*/, "", $9)
		print $2 * k, $4 * k, $6 * k, $8 * k, $9
	}'
}

run() {
	"$makegood" -q run "$1" >/dev/null 2>&1
}

# in_window PDF WORD...: each word stands in the window
in_window() {
	words "$1" >"$tmp/words"
	shift
	for word; do
		awk -v w="$word" '$5 == w && $1 >= 20 && $3 <= 105 &&
		    $2 >= 45 && $4 <= 90 { ok = 1 } END { exit !ok }' \
		    "$tmp/words" || {
			echo "$word is not in the window"
			return 1
		}
	done
}

# nothing_cut PDF: no word stands across the edges of the window
nothing_cut() {
	words "$1" | awk '$1 >= 20 && $1 < 105 && $2 > 40 && $2 < 92 &&
	    ($2 < 45 || $4 > 90 || $3 > 105) { print; bad = 1 }
	    END { exit bad }'
}

# above PDF MM WORD...: each word stands above this height
above() {
	words "$1" >"$tmp/words"
	limit=$2
	shift 2
	for word; do
		awk -v w="$word" -v y="$limit" \
		    '$5 == w && $2 > 90 && $4 <= y { ok = 1 } END { exit !ok }' \
		    "$tmp/words" || {
			echo "$word is not above $limit mm"
			return 1
		}
	done
}

story tiny case
run "$tmp/case"
pdf=$tmp/case/reports/R2_quill_2024-04_en.pdf
check "the address stands in the window" \
    in_window "$pdf" Pine Fennimore Unwritten Ballynowhere Ireland
check "the sender stands above it" in_window "$pdf" Lanternhouse
check "nothing is cut by its edges" nothing_cut "$pdf"
# 105 mm and 210 mm are 297.6 and 595.3 of 841.9 points; PDF counts from below
check "marks for folding" sh -c "
    qpdf --qdf --object-streams=disable '$pdf' - | grep -aE '^12 [0-9.]+ m\$' |
    awk '{ y = (841.89 - \$2) * 25.4 / 72; a += y > 104.5 && y < 105.5
	    b += y > 209.5 && y < 210.5 } END { exit !(a && b) }'"

# What, why and when, in the upper two thirds of the page: amount 4.99, reached
# 99.616 instead of 99.900, paid after 6 May, claimed by 30 May.
check "amount, reason and payment come first" \
    above "$pdf" 198 4.99 99.616% 99.900% Payment: May
check "the amount is set larger than the text" sh -c "
    pdftotext -bbox -f 1 -l 1 '$pdf' - | awk -F'\"' '
	/>4.99</ && !big { big = \$8 - \$4 }
	/>Why:</ { small = \$8 - \$4 }
	END { exit !(big > 1.3 * small) }'"

# An address of nine lines and long names: all of it, down to the country.
{
	sed '/^quill,/d' "$tmp/case/customers.csv"
	printf '%s' 'quill,"Gesellschaft für außergewöhnlich lange ' \
	    'Firmennamen am Deich und anderswo",de,bookshop,XX,' \
	    '"Frau Dr. Annegret Sonnenschein-Mitternacht, ' \
	    'Abteilung Einkauf und Beschaffung","Hinter der alten ' \
	    'Schiffbauerhalle 117a, Aufgang C, Zimmer 4, Postfach 12, ' \
	    '00000 Nirgendhafen an der Langen Bucht (XX), Deutschland",' \
	    'a@example.com,,no'
	echo
} >"$tmp/customers" && mv "$tmp/customers" "$tmp/case/customers.csv"
run "$tmp/case"
pdf=$tmp/case/reports/R2_quill_2024-04_de.pdf
check "a long address is not cut" in_window "$pdf" Gesellschaft \
    Schiffbauerhalle Postfach 00000 Nirgendhafen Deutschland
check "nor does it leave the window" nothing_cut "$pdf"

story seeds claim
run "$tmp/claim"
check "a claim letter has its address there, too" in_window \
    "$(ls "$tmp"/claim/reports/R3_*_it.pdf)" Faro Molo 00000 Italia
