#!/bin/sh
# The ledger's formulas: a spreadsheet that recalculates everything shows the same
# figures as the values we stored. LibreOffice converts twice, never and always
# recalculating.
. tests/e2e/lib.sh

if ! command -v soffice >/dev/null 2>&1; then
	skip "the ledger recalculates to the same figures" "no LibreOffice"
	exit 0
fi

for name in tiny flicker easter seeds; do
	story "$name" "$name"
	"$makegood" -q run "$tmp/$name" >/dev/null 2>&1
	for book in "$tmp/$name"/reports/*.xlsx; do
		rm -rf "$tmp/csv-0" "$tmp/csv-1"
		convert 0 "$book"
		convert 1 "$book"
		check "$name: LibreOffice reads $(basename "$book")" \
		    sh -c "ls '$tmp'/csv-1/*.csv"
		check "$name: $(basename "$book") recalculates to the same" \
		    diff -r "$tmp/csv-1" "$tmp/csv-0"
	done
done
