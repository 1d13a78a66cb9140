#!/bin/sh
# The same figures in text and PDF: each amount, percentage and duration of a text
# twin stands in its PDF, and they follow each other in the same order.
. tests/e2e/lib.sh

# figures LANGUAGE: amounts, shares and durations of what is read, one a line, but
# not those that are the name of a column
figures() {
	number='[0-9]+([.,][0-9]+)*'
	money="$number (€|EUR|USD|GBP|CHF)"
	[ "$1" = en ] && money="(EUR|USD|GBP|CHF) $number"
	time="($number (h|Std\.) )?[0-9]+ (min|Min\.)( [0-9]{2} (s\b|Sek\.))?"
	sed 's/\xc2\xa0/ /g' | tr -s ' \n\f' ' ' |
	    grep -oE "$money|$number ?%|$time" | grep -vE '^(50|80|90|95) ?%$'
}

# Cells of several lines are told line by line in the one and cell by cell in the
# other, and pictures have figures at their axes: so a figure may stand a little
# before the last one, and others may stand between.
in_order() {
	awk '
	# the tail of a duration that a narrow column has broken in two
	function is_tail(whole, part) {
		return whole != part && part ~ /[mM]in/ && \
		    substr(whole, length(whole) - length(part)) == " " part
	}
	NR == FNR { pdf[++n] = $0; next }
	{
		from = last - 40 > 1 ? last - 40 : 1
		for (i = from; i <= n && i <= last + 100; i++)
			if (pdf[i] == $0 && !taken[i])
				break
		if (i > n || i > last + 100)
			for (k = from; k <= n && k <= last + 100; k++)
				if (is_tail(pdf[k], $0))
					next
		if (i > n || i > last + 100) {
			print "\"" $0 "\", figure " FNR ", is not in the PDF" \
			    " where it should be"
			exit 1
		}
		taken[i] = 1
		if (i > last) last = i
	}' "$1" "$2"
}

# same FOLDER KIND LANGUAGE
same() {
	for text in "$1"/reports/$2_*.txt; do
		pdftotext -raw -enc UTF-8 "${text%.txt}.pdf" "$tmp/pdf.txt" ||
		    return 1
		figures "$3" <"$text" >"$tmp/in-text"
		figures "$3" <"$tmp/pdf.txt" >"$tmp/in-pdf"
		[ -s "$tmp/in-text" ] && in_order "$tmp/in-pdf" "$tmp/in-text" ||
		    { echo "$text"; return 1; }
		found=$((found + $(wc -l <"$tmp/in-text")))
	done
}

# kinds STORY LANGUAGE KIND...: the reports of a story, and their figures
kinds() {
	name=$1 lang=$2
	shift 2
	rm -rf "${tmp:?}/$name"
	story "$name" "$name"
	sed -i "/^reports:/d; s/^language:.*/language: $lang/" \
	    "$tmp/$name/case.yaml"
	[ "$name" = quarter ] &&
	    echo 'reports: [review, incident]' >>"$tmp/$name/case.yaml"
	"$makegood" -q run "$tmp/$name" >/dev/null 2>&1
	for kind; do
		found=0
		check "$name, $lang: figures of $kind" same "$tmp/$name" "$kind" "$lang"
		check "$name, $lang: there are figures in $kind" \
		    [ "$found" -ge 10 ]
	done
}

kinds tiny en R1 R2 R4
kinds easter de R1 R2 R4
kinds seeds it R2 R3
kinds quarter en R1 R5
