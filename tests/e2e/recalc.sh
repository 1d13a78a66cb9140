#!/bin/sh
# The ledger's formulas: a spreadsheet that recalculates everything shows the same
# figures as the values we stored. LibreOffice converts twice, never and always
# recalculating.
. tests/e2e/lib.sh

if ! command -v soffice >/dev/null 2>&1; then
	skip "the ledger recalculates to the same figures" "no LibreOffice"
	exit 0
fi

# convert MODE FILE: all sheets of FILE as CSV in $tmp/MODE; 0 always, 1 never
convert() {
	profile=$tmp/profile-$1
	mkdir -p "$profile/user" "$tmp/csv-$1"
	cat >"$profile/user/registrymodifications.xcu" <<-X
	<?xml version="1.0" encoding="UTF-8"?>
	<oor:items xmlns:oor="http://openoffice.org/2001/registry">
	<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
	<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>$1</value></prop>
	</item></oor:items>
	X
	HOME=$tmp soffice "-env:UserInstallation=file://$profile" --headless \
	    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
	    --outdir "$tmp/csv-$1" "$2" >/dev/null 2>&1
}

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
