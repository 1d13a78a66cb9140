#!/bin/sh
# The quarterly review: two runs give the same bytes, the workbook's data adds up to its
# sheets, and a spreadsheet that recalculates shows the same as the values stored.
. tests/e2e/lib.sh

story quarter quarter >/dev/null 2>&1
"$makegood" -q run "$tmp/quarter" >/dev/null 2>&1
check "a review is written" "$makegood" -q report "$tmp/quarter" review
out=$tmp/quarter/reports
for name in R5_2024-Q1_en.pdf R5_2024-Q1_en.txt R5_2024-Q1.xlsx; do
	check "$name is there" test -s "$out/$name"
done
mkdir "$tmp/first"
mv "$out"/R5_* "$tmp/first"
"$makegood" -q report "$tmp/quarter" review >/dev/null 2>&1
for name in R5_2024-Q1_en.pdf R5_2024-Q1_en.txt R5_2024-Q1.xlsx; do
	check "$name is the same a second time" cmp "$tmp/first/$name" "$out/$name"
done

# said TEXT: the text twin says so, whatever the line breaks
sed 's/\xc2\xa0/ /g' "$out/R5_2024-Q1_en.txt" | tr -s ' \n>' ' ' >"$tmp/text"
said() {
	grep -q -F -e "$1" "$tmp/text"
}
check "page one answers how available" said "on average over 200 customers"
check "page one answers the cost" said "What it cost:"
check "page one answers what is done" said "What is being done:"
check "owed but unclaimed is said" said "Owed but unclaimed:"
check "median stands before mean" said "Time n Median 90th Mean"
check "three orders of causes" sh -c "
	grep -c -e '^ *By minutes, ' -e '^ *By customer-minutes, ' \
	    -e '^ *By service credits, ' '$out/R5_2024-Q1_en.txt' | grep -qx 3"

# ---- the workbook as it lies in its file ----------------------------------

mkdir "$tmp/book"
unzip -q "$out/R5_2024-Q1.xlsx" -d "$tmp/book"

# cells NAME: "row column type value formula" of each cell of that sheet, texts in
# place of their numbers
cells() {
	sheet=$(grep -o '<sheet name="[^"]*"' "$tmp/book/xl/workbook.xml" |
	    grep -n "\"$1\"" | cut -d: -f1)
	{
		sed 's/<si>/\n<si>/g' "$tmp/book/xl/sharedStrings.xml" | grep '^<si>'
		sed 's/<c /\n<c /g' "$tmp/book/xl/worksheets/sheet$sheet.xml" |
		    grep '^<c '
	} | awk '
	/^<si>/ { gsub(/<[^>]*>/, ""); text[n++] = $0; next }
	{
		ref = $2; gsub(/r=|"/, "", ref); gsub(/\/?>.*/, "", ref)
		row = ref; gsub(/[A-Z]/, "", row); gsub(/[0-9]/, "", ref)
		type = / t="s"/ ? "text" : / t="str"/ ? "str" : "number"
		v = ""
		if (match($0, /<v>[^<]*/))
			v = substr($0, RSTART + 3, RLENGTH - 3)
		if (v == "" && $0 !~ /<f>/)
			next
		if (type == "text")
			v = text[v]
		print row "\t" ref "\t" type "\t" v "\t" ($0 ~ /<f>/)
	}'
}

# A column of a data sheet is numbers or texts, and no text looks like a number
# where it is no id, class or number of a clause: SUM then takes every cell.
summable() {
	cells "$1" >"$tmp/$1.cells"
	awk -F'\t' '
	$1 == 1 { name[$2] = $4; next }
	$3 == "number" { numbers[$2]++; next }
	{ texts[$2]++ }
	$4 ~ /^[-+]?[0-9][0-9.,]*%?$/ && name[$2] !~ /_id$|_no$|^severity$|^clause$/ {
		print name[$2] ", row " $1 ": \"" $4 "\" is a text"
		bad = 1
	}
	END {
		for (c in numbers) {
			n++
			if (c in texts) {
				print name[c] ": numbers and texts"
				bad = 1
			}
		}
		exit bad || n < 3
	}' "$tmp/$1.cells"
}
for name in Data_Outage Data_Credit Data_Comms Data_Traffic Data_Incident; do
	check "numbers of $name are numbers" summable "$name"
done

# What a viewer shows that calculates nothing: each formula of "Availability" has
# the sum of the service's outages kept with it, 0 only where there are none.
cells Availability >"$tmp/Availability.cells"
cat >"$tmp/kept.awk" <<'Y'
FNR == 1 { file++ }
file == 1 && $1 == 1 { at[$4] = $2; next }
file == 1 && $2 == at["service_id"] { service = $4 }
file == 1 && $2 == at["counted_s"] { sum[service] += $4; all += $4 }
file == 1 { next }
$2 == "A" { service = $4 }
$5 == 1 {
	n++
	if ($4 == "" || $4 + 0 != sum[service] + 0) {
		print service ": kept " $4 ", outages " sum[service]
		bad = 1
	}
}
END { exit bad || n < 300 }
Y
check "formulas keep their values" awk -F'\t' -f "$tmp/kept.awk" \
    "$tmp/Data_Outage.cells" "$tmp/Availability.cells"
for name in Summary Credits; do
	check "formulas of $name keep values that are not 0" sh -c "
		! awk -F'\\t' '\$5 == 1 && \$4 + 0 == 0' '$tmp/$name.cells' | grep ."
done

# ---- what LibreOffice makes of it ------------------------------------------

if ! command -v soffice >/dev/null 2>&1; then
	skip "the workbook adds up" "no LibreOffice"
	exit 0
fi

# convert MODE: all sheets as CSV in $tmp/csv-MODE; 0 always recalculates, 1 never
convert() {
	profile=$tmp/profile-$1
	mkdir -p "$profile/user" "$tmp/csv-$1"
	cat >"$profile/user/registrymodifications.xcu" <<-Y
	<?xml version="1.0" encoding="UTF-8"?>
	<oor:items xmlns:oor="http://openoffice.org/2001/registry">
	<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
	<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>$1</value></prop>
	</item></oor:items>
	Y
	HOME=$tmp soffice "-env:UserInstallation=file://$profile" --headless \
	    --convert-to 'csv:Text - txt - csv (StarCalc):124,0,76,1,,0,false,true,false,false,false,-1' \
	    --outdir "$tmp/csv-$1" "$out/R5_2024-Q1.xlsx" >/dev/null 2>&1
}

convert 0
convert 1
check "LibreOffice reads the workbook" sh -c "ls '$tmp'/csv-1/*Data_Outage.csv"
check "the workbook recalculates to the same" diff -r "$tmp/csv-1" "$tmp/csv-0"

# Cells are parted by "|": columns are found by their names in the first row.
cat >"$tmp/outage.awk" <<'Y'
FNR == 1 { file++ }
file == 1 && FNR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}
file == 1 { sum[$at["service_id"]] += $at["counted_s"]; next }
$1 == "Service no." {
	for (i = 1; i <= NF; i++)
		if ($i == "Counted downtime")
			col = i
	next
}
col && $1 == "All services" { total = $col; exit }
col && $1 != "" {
	n++
	if ($col + 0 != sum[$1] + 0) {
		print $1 ": " $col ", data " sum[$1]
		bad = 1
	}
}
END {
	for (i in sum)
		all += sum[i]
	print n " services, " all " of " total
	exit bad || n == 0 || all != total
}
Y
check "Data_Outage by service is the sheet Availability" awk -F'|' \
    -f "$tmp/outage.awk" "$tmp/csv-1/R5_2024-Q1-Data_Outage.csv" \
    "$tmp/csv-1/R5_2024-Q1-Availability.csv"

# The same total as a duration is what the paper says.
check "the paper says the same total" sh -c "
	awk -F'|' 'NR == 1 { for (i = 1; i <= NF; i++) if (\$i == \"counted_s\") c = i; next }
		{ s += \$c }
		END { h = int(s / 3600); m = int(s % 3600 / 60)
			printf \"%d,%03d h %02d min\", h / 1000, h % 1000, m
			if (s % 60) printf \" %02d s\", s % 60 }' \
	    '$tmp/csv-1/R5_2024-Q1-Data_Outage.csv' |
	grep -q -F -f - '$tmp/text'"

cat >"$tmp/credit.awk" <<'Y'
FNR == 1 { file++ }
file == 1 && FNR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}
file == 1 {
	sum[$at["month"] $at["currency"]] += int($at["credit"] * 100 + 0.5)
	next
}
$1 == "Month" { on = 1; next }
on && $1 == "" { exit }
on {
	n++
	if (int($6 * 100 + 0.5) != sum[$1 $2]) {
		print $1 ": " $6 ", data " sum[$1 $2] / 100
		bad = 1
	}
}
END { exit bad || n != 3 }
Y
check "a pivot of Data_Credit by month is the sheet Credits" awk -F'|' \
    -f "$tmp/credit.awk" "$tmp/csv-1/R5_2024-Q1-Data_Credit.csv" \
    "$tmp/csv-1/R5_2024-Q1-Credits.csv"
