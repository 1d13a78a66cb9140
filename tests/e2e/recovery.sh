#!/bin/sh
# What an incident cost in data: chapter "Data and security" of three stories, in
# every edition. Figures are those worked out in sample-data/easter/README.md.
. tests/e2e/lib.sh

# run EDITION LANGUAGE: the report of the incident at Easter
report() {
	sed -i "s/^edition: .*/edition: $1/; s/^language: .*/language: $2/
	    s/^reports: .*/reports: [incident]/" "$tmp/easter/case.yaml"
	"$makegood" --quiet run "$tmp/easter" >"$tmp/out" 2>"$tmp/err"
	text=$tmp/easter/reports/R1_INC-2023-03_v1_$1_$2.txt
}

# The figures of the text twin, in one line with plain blanks.
flat() {
	sed 's/\xc2\xa0/ /g' "$1" | tr -s ' \n' ' '
}

says() {
	flat "$text" | grep -qF -- "$1" || {
		echo "not said: $1"
		flat "$text"
		return 1
	}
}

silent() {
	! flat "$text" | grep -qF -- "$1"
}

in_pdf() {
	pdftotext -layout "${text%.txt}.pdf" - | sed 's/\xc2\xa0/ /g' |
	    tr -s ' \n' ' ' | grep -qF -- "$1"
}

in_book() {
	unzip -p "${text%.txt}.xlsx" xl/sharedStrings.xml 'xl/worksheets/*' |
	    sed 's/\xc2\xa0/ /g' | grep -qF -- "$1"
}

story easter easter
report internal de
check "longest window" says '337 Std. 32 Min. längste Zeit mit verlorenen Daten'
check "median of fourteen" says '25 Std. 32 Min. Median von 14 Kunden'
check "one was never restored" says '14 von 15 Kunden mit bekanntem Datenverlust'
check "what came back" says '14 von 15 Websites: wiederhergestellt'
check "an own copy: a shorter window" says '56 Std. 47 Min.'
check "names in the house" says 'Kinderarztpraxis am Deich · k02'
check "notes in the house" in_book 'Praxis hatte am 20. März selbst kopiert'
check "half and never 95 %" says \
    'die Hälfte nach 292 Std. 13 Min. zurück; vermerkt sind 93,3 % von 15'
check "a mark of C9" says 'Zertifikate 95 %: 03.04.2023 15:00'
check "substitute page: from, to" in_pdf 'Web 15 15 26.03.2023 14:00 Uhr (UTC+2)'
check "substitute page: longest, median" in_pdf \
    '266 Std. 45 Min. 192 Std. 20 Min.'
check "the statement" says 'Daten von Unbefugten gelesen oder kopiert nein'
check "whose word" says 'Bestätigt am 14.04.2023'
check "the PDF says the same" in_pdf '337 Std. 32 Min.'
check "and draws the same title" in_pdf 'vermerkt sind 93,3 % von 15'
check "the workbook has the copies" in_book 'Sicherung von web-02'

report customer it
check "customers: how many" says '14 su 15 clienti con perdita di dati nota'
check "customers: no names" silent 'Kinderarztpraxis'
check "customers: no notes" silent 'selbst kopiert'
check "customers: the copies" says '337 h 32 min'
report public en
check "public: no names" silent 'Kinderarztpraxis'
check "public: the statement" says \
    'Data read or copied by unauthorised persons no'

# Nobody stated anything, and nothing was lost on record.
rm "$tmp/easter/backups.csv" "$tmp/easter/restorations.csv"
sed -i 's/,no,Beauftragte.*/,,,,/' "$tmp/easter/incidents.csv"
report internal en
check "nothing on record" says 'No lost data, no backup and no restoration'
check "a hole is shown" says 'Not supplied: Statement on access to data'
check "the pages are still there" says 'Substitute page in place of the service'

# A statement with holes shows them, one by one.
sed -i 's/,,,,$/,unknown,,,/' "$tmp/easter/incidents.csv"
report internal en
check "not known is said" says 'unauthorised persons unknown'
check "by whom is not" says 'Confirmed by Not supplied'
