#!/bin/sh
# Versions of an incident's reports: the second one says what changed and why; what
# the first one said stays, in its files and in the database.
. tests/e2e/lib.sh

run() {
	"$makegood" -q run "$tmp/tiny" >"$tmp/out" 2>&1
}

flat() {
	tr -s '\n\302\240' '  ' <"$1" | tr -s ' '
}

says() {
	flat "$1" | grep -qF -- "$2" || {
		flat "$1"
		return 1
	}
}

silent() {
	! flat "$1" | grep -qF -- "$2"
}

# cell ROW COLUMN VALUE: a cell of incidents.csv, a new column where it is none
put() {
	awk -v name="$1" -v value="$2" 'BEGIN { FS = OFS = "," }
	NR == 1 { at = NF + 1; for (i = 1; i <= NF; i++) if ($i == name) at = i
		$at = name }
	NR > 1 { $at = value }
	{ print }' "$tmp/tiny/incidents.csv" >"$tmp/incidents.new"
	mv "$tmp/incidents.new" "$tmp/tiny/incidents.csv"
}

figures() {
	sqlite3 "$tmp/tiny/makegood.db" "SELECT name, value FROM printed_figures
	    WHERE version = $1 ORDER BY n"
}

story tiny tiny
sed -i 's/^edition: .*/edition: internal/
	s/^reports: .*/reports: [incident, communication]/' "$tmp/tiny/case.yaml"
run
one=$tmp/tiny/reports/R1_INC-0402_v1_internal_en
two=$tmp/tiny/reports/R1_INC-0402_v2_internal_en
check "a first version has no table of changes" silent "$one.txt" \
    'Changes since the previous version'
figures 1 >"$tmp/first"
# 09:12 to 11:17:30 is 7,530 s; three of three services' customers are two
check "its figures are kept" grep -qx 'span|7530000' "$tmp/first"
check "and its customers" grep -qx 'customers|2' "$tmp/first"
before=$(cd "$tmp/tiny/reports" && sha256sum R1*v1* R4*v1*)

# The second outage lasted 12 min 30 s longer: until 11:30, so 2 h 18 min.
sed -i 's/T11:17:30,down/T11:30:00,down/' "$tmp/tiny/outages/outages.csv"
sed -i 's/T11:17:30/T11:30:00/' "$tmp/tiny/incidents.csv"
put version 2
put changed_because 'late word from the data centre'
check "a second version" run
check "names its files so" sh -c "ls '$two.pdf' '$two.txt' '$two.xlsx' \
    '$tmp/tiny/reports/R4_INC-0402_v2_internal_en.pdf'"
check "what was, what is, and why" says "$two.txt" \
    'From first impact to restoration 2 h 05 min 30 s 2 h 18 min late word from'
check "what did not change says so" says "$two.txt" \
    'Customers affected 2 2 unchanged'
check "credits stand in the internal edition" says "$two.txt" \
    'Service credits EUR'
check "the same table in the communication report" says \
    "$tmp/tiny/reports/R4_INC-0402_v2_internal_en.txt" \
    'From first impact to restoration 2 h 05 min 30 s 2 h 18 min late word from'
check "each page names the version" sh -c "
    [ \$(pdftotext '$two.pdf' - | grep -c 'INC-0402 v2') -eq \
    \$(pdfinfo '$two.pdf' | sed -n 's/^Pages: *//p') ]"
check "the first version's files are as they were" [ "$before" = \
    "$(cd "$tmp/tiny/reports" && sha256sum R1*v1* R4*v1*)" ]
check "and are no strangers" sh -c "! grep -q 'v1_internal' '$tmp/out'"
figures 1 >"$tmp/again"
check "its figures, too" cmp "$tmp/first" "$tmp/again"
copy=$(reports_of "$tmp/tiny")
rm "$two".*
run
check "twice the same bytes" [ "$copy" = "$(reports_of "$tmp/tiny")" ]

sed -i 's/^edition: .*/edition: customer/' "$tmp/tiny/case.yaml"
run
two=$tmp/tiny/reports/R1_INC-0402_v2_customer_en
check "another edition knows the same first version" says "$two.txt" \
    'From first impact to restoration 2 h 05 min 30 s 2 h 18 min'
check "and no credits" silent "$two.txt" 'Service credits EUR'

put changed_because ''
run
check "no reason: the box" says "$two.txt" 'text/en/INC-0402_changes.md'
echo 'The data centre sent its log a week later.' \
    >"$tmp/tiny/text/en/INC-0402_changes.md"
run
check "a reason as a text" says "$two.txt" \
    'The data centre sent its log a week later.'
put version 4
run
check "a version that was never printed" says \
    "$tmp/tiny/reports/R1_INC-0402_v4_customer_en.txt" \
    'No figures of version 3 are kept here'
put version 0
check "there is no version 0" exits 3 "$makegood" -q check "$tmp/tiny"
