#!/bin/sh
# The same figures in text and PDF: each amount, percentage and duration of a text
# twin stands in its PDF, and they follow each other in the same order. Where paper
# leaves rows out it says how many: nothing else is missing.
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

# left_out FILE: how many rows each line of a PDF says to stand elsewhere
left_out() {
	tr -s ' \n\f' ' ' <"$1" | sed 's/\xc2\xa0/ /g' |
	    grep -oE "[0-9,.]+ (more (rows in the workbook|differences, none)|weitere (Zeilen in der Arbeitsmappe|Abweichungen, keine)|righe nel foglio|differenze, nessuna)" |
	    grep -oE '^[0-9,.]+' | tr -d ',.'
}

# in_part FILE-OF-COUNTS IN-PDF IN-TEXT: the figures of the PDF are those of the text,
# but for one stretch for each count, of at most eight figures a row. The two are
# laid side by side by their longest common sequence; what is not in it may stand a
# little before or behind its place, as in in_order.
in_part() {
	awk '
	function is_tail(whole, part) {
		return whole != part && part ~ /[mM]in/ && \
		    substr(whole, length(whole) - length(part)) == " " part
	}
	function near(i,    k, at) {
		at = place[i]
		for (k = at - 40; k <= at + 40; k++)
			if (k in pdf && !taken[k] && pdf[k] == text[i])
				return taken[k] = 1
		for (k = at - 40; k <= at + 40; k++)
			if (k in pdf && is_tail(pdf[k], text[i]))
				return 1
		return 0
	}
	FILENAME == ARGV[1] { rows += $0; stretches++; next }
	FILENAME == ARGV[2] { pdf[++n] = $0; next }
	{ text[++m] = $0 }
	END {
		for (i = m; i > 0; i--)
			for (k = n; k > 0; k--)
				if (text[i] == pdf[k])
					most[i, k] = most[i + 1, k + 1] + 1
				else if (most[i + 1, k] >= most[i, k + 1])
					most[i, k] = most[i + 1, k] + 0
				else
					most[i, k] = most[i, k + 1] + 0
		k = 1
		for (i = 1; i <= m; i++) {
			place[i] = k
			while (k <= n && text[i] != pdf[k] && \
			    most[i, k] == most[i, k + 1])
				k++
			if (k <= n && text[i] == pdf[k]) {
				common[i] = taken[k] = 1
				place[i] = k++
			} else {
				k = place[i]
			}
		}
		gone = found = last = 0
		for (i = 1; i <= m; i++) {
			if (common[i] || near(i))
				continue
			# equal figures elsewhere make holes in a stretch
			if (!last || i - last > 8) {
				found++
				first = first " " i ":" text[i]
			}
			gone += 1
			last = i
		}
		if (gone > 8 * rows || found > stretches) {
			print gone " figures in " found " stretches are not" \
			    " in the PDF, which leaves out " rows " rows in " \
			    stretches " tables:" first
			exit 1
		}
	}' "$1" "$2" "$3"
}

# same FOLDER KIND LANGUAGE
same() {
	for text in "$1"/reports/$2_*.txt; do
		pdftotext -raw -enc UTF-8 "${text%.txt}.pdf" "$tmp/pdf.txt" ||
		    return 1
		figures "$3" <"$text" >"$tmp/in-text"
		figures "$3" <"$tmp/pdf.txt" >"$tmp/in-pdf"
		left_out "$tmp/pdf.txt" >"$tmp/left-out"
		if [ -s "$tmp/left-out" ]; then
			cut=$((cut + 1))
			in_part "$tmp/left-out" "$tmp/in-pdf" "$tmp/in-text"
		else
			[ -s "$tmp/in-text" ] &&
			    in_order "$tmp/in-pdf" "$tmp/in-text"
		fi || { echo "$text"; return 1; }
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

cut=0
kinds tiny en R1 R2 R4
kinds easter de R1 R2 R4
kinds seeds it R2 R3
kinds quarter en R1 R5
check "paper leaves rows out, and says so" [ "$cut" -ge 3 ]
