#!/bin/sh
# The sample stories, end to end: twice the same bytes, under a comma locale too,
# nothing done twice, figures equal in every format, everything well-formed.
. tests/e2e/lib.sh

comma_locale() {
	localedef -i it_IT -f UTF-8 "$tmp/it_IT.UTF-8" >/dev/null 2>&1 &&
	    LOCPATH=$tmp LC_ALL=it_IT.UTF-8 locale decimal_point 2>/dev/null |
		grep -q ','
}

well_formed() {
	for pdf in "$1"/reports/*.pdf; do
		qpdf --check "$pdf" || return 1
		# a page without any text would be an accident
		pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
		for page in $(seq "$pages"); do
			[ "$(pdftotext -f "$page" -l "$page" "$pdf" - |
			    wc -w)" -gt 20 ] ||
			    { echo "$pdf: page $page is empty"; return 1; }
		done
	done
	for book in "$1"/reports/*.xlsx; do
		unzip -tq "$book" || return 1
		rm -rf "$tmp/parts"
		unzip -q "$book" -d "$tmp/parts" || return 1
		find "$tmp/parts" -name '*.xml' -o -name '*.rels' |
		    xargs xmllint --noout || return 1
	done
}

# Every amount of a statement's text twin stands in its PDF.
same_figures() {
	for text in "$1"/reports/R2_*.txt; do
		pdftotext -layout "${text%.txt}.pdf" "$tmp/pdf.txt" || return 1
		grep -oE '[0-9][0-9.,]*[.,][0-9]{2}( |\xc2\xa0)?(€|%)' "$text" |
		    tr -d ' \302\240' | sort -u >"$tmp/in-text"
		tr -d ' \302\240' <"$tmp/pdf.txt" >"$tmp/in-pdf"
		while read -r figure; do
			grep -qF "$figure" "$tmp/in-pdf" || {
				echo "$text: $figure is not in the PDF"
				return 1
			}
		done <"$tmp/in-text"
	done
}

for name in tiny easter flicker; do
	check "$name: made" story "$name" "$name"
	"$makegood" -q run "$tmp/$name" >"$tmp/$name.out" 2>"$tmp/$name.err"
	rc=$?
	check "$name: runs" [ "$rc" -le 1 ]
	check "$name: files are well-formed" well_formed "$tmp/$name"
	check "$name: PDF and text agree" same_figures "$tmp/$name"
	reports_of "$tmp/$name" >"$tmp/$name.sums"
	check "$name: there are reports" test -s "$tmp/$name.sums"
	before=$(stat -c '%Y %n' "$tmp/$name"/reports/* | sort)
	"$makegood" -q run "$tmp/$name" >/dev/null 2>&1
	check "$name: a second run writes nothing" \
	    [ "$before" = "$(stat -c '%Y %n' "$tmp/$name"/reports/* | sort)" ]
done

current() {
	for file in reports/specimens/R2_quill* \
	    reports/specimens/R1_INC-0402* reports/specimens/R2_2024-04*; do
		[ -e "$file" ] || continue
		cmp "$file" "$tmp/tiny/reports/$(basename "$file")" || return 1
	done
}
check "the specimens are what the program writes (make specimens)" current

for name in tiny flicker; do
	story "$name" "$name-again"
	if comma_locale; then
		LOCPATH=$tmp LC_ALL=it_IT.UTF-8 TZ=America/New_York \
		    "$makegood" -q run "$tmp/$name-again" >/dev/null 2>&1
	else
		skip "a comma locale" "localedef could not make it_IT"
		"$makegood" -q run "$tmp/$name-again" >/dev/null 2>&1
	fi
	reports_of "$tmp/$name-again" >"$tmp/again.sums"
	check "$name: the same bytes again, in a comma locale" \
	    diff "$tmp/$name.sums" "$tmp/again.sums"
done
