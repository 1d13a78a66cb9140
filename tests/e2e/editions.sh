#!/bin/sh
# Editions: whatever the kind, the format and the story, a file for one customer
# names no other, a file for customers or the public names none; and a sentence
# that would do so keeps its report from being written.
. tests/e2e/lib.sh

# edition STORY EDITION: the story in $tmp/case, all kinds, settled once
edition() {
	[ -d "$tmp/case-$1" ] || {
		story "$1" "case-$1"
		sed -i '/^edition:/d; /^review_edition:/d; /^reports:/d' \
		    "$tmp/case-$1/case.yaml"
		"$makegood" -q import "$tmp/case-$1" >/dev/null 2>&1
	}
	rm -rf "$tmp/case-$1/reports"
	sed -i '/^edition:/d; /^review_edition:/d' "$tmp/case-$1/case.yaml"
	printf 'edition: %s\nreview_edition: %s\n' "$2" "$2" \
	    >>"$tmp/case-$1/case.yaml"
	"$makegood" -q run "$tmp/case-$1" >"$tmp/out" 2>"$tmp/err"
	[ $? -le 1 ]
}

# names STORY: "id<TAB>text" for the id and the name of each customer, where
# they have four characters or more; a comma inside quotes stays
names() {
	awk 'NR > 1 {
		id = $0; sub(/,.*/, "", id)
		rest = substr($0, length(id) + 2)
		if (rest ~ /^"/) {
			rest = substr(rest, 2); sub(/".*/, "", rest)
		} else
			sub(/,.*/, "", rest)
		if (length(id) > 3) print id "\t" id
		if (length(rest) > 3) print id "\t" rest
	}' "sample-data/$1/customers.csv"
}

# words FILE: all its text in one line
words() {
	case $1 in
	*.pdf) pdftotext -enc UTF-8 "$1" - && pdfinfo "$1" ;;
	*.xlsx) unzip -p "$1" | sed 's/<[^>]*>/ /g; s/&amp;/\&/g' ;;
	*) cat "$1" ;;
	esac | sed 's/\xc2\xa0/ /g' | tr -s ' \n\f' ' '
}

# tells_of NAMES FILE: true when a name stands in the file, as whole words
tells_of() {
	cut -f 2 "$1" >"$tmp/patterns"
	[ -s "$tmp/patterns" ] &&
	    words "$2" | grep -owaF -f "$tmp/patterns"
}

# silent STORY EDITION: no file tells of a customer that is not the reader
silent() {
	names "$1" >"$tmp/names"
	for file in "$tmp/case-$1"/reports/*; do
		base=$(basename "$file")
		case $base in
		*ledger*) continue ;; # for the house alone
		R2_*) [ "$2" = customer ] || continue ;; # always the customer's
		esac
		case $base in
		R2_* | R3_*)
			own=${base#R?_}
			awk -F'\t' -v own="$own" 'index(own, $1 "_") != 1 &&
			    index(own, $1 "-") != 1' "$tmp/names" ;;
		*) cat "$tmp/names" ;;
		esac >"$tmp/others"
		if tells_of "$tmp/others" "$file"; then
			echo "$base"
			return 1
		fi
		seen=$((seen + 1))
	done
}

# A pair of eyes that sees nothing would find every file in order.
sees_own() {
	names "$1" >"$tmp/names"
	tells_of "$tmp/names" "$tmp/case-$1/reports/$2"
}

seen=0
for story in tiny easter flicker awkward; do
	for edition in customer public; do
		check "$story, $edition: written" edition "$story" "$edition"
		check "$story, $edition: names nobody else" silent "$story" "$edition"
	done
done

# of the quarter the review alone: 200 names in five languages
review() {
	story quarter case-quarter &&
	    printf 'review_edition: public\n' >>"$tmp/case-quarter/case.yaml" &&
	    sed -i 's/^reports:.*/reports: [review]/' \
		"$tmp/case-quarter/case.yaml" || return 1
	"$makegood" -q run "$tmp/case-quarter" >"$tmp/out" 2>"$tmp/err"
	[ $? -le 1 ] && test -s "$tmp/case-quarter/reports/R5_2024-Q1_en.pdf"
}
check "quarter, public: written" review
check "quarter, public: names nobody" silent quarter public
check "there were files to look at" [ "$seen" -ge 150 ]
check "names are found in a statement" sees_own tiny R2_quill_2024-04_en.pdf
check "names are found in a workbook" sees_own tiny R2_2024-04_ledger.xlsx
check "names are found in a twin" sees_own tiny R2_corvo_2024-04_en.txt

# ---- a sentence that tells of somebody -------------------------------------

# said TEXT: the bookshop's story again, where somebody wrote TEXT as the cause
said() {
	edition tiny "$1" >/dev/null
	rm -rf "$tmp/case-tiny/reports"
	printf '%s\n' "$2" >"$tmp/case-tiny/text/en/INC-0402_cause.md"
	"$makegood" -q run "$tmp/case-tiny" >"$tmp/out" 2>"$tmp/err"
}

refused() {
	exits 3 said "$1" "$2" || return 1
	grep -q "$1 edition would name a customer, \"Corvo Bicycles" "$tmp/err" &&
	    [ ! -e "$tmp/case-tiny/reports/R1_INC-0402_v1_$1_en.pdf" ] &&
	    [ ! -e "$tmp/case-tiny/reports/R1_INC-0402_v1_$1_en.txt" ] &&
	    [ -e "$tmp/case-tiny/reports/R2_quill_2024-04_en.pdf" ]
}

leak="The disk of Corvo Bicycles S.r.l. had failed."
check "customer edition: a name in the cause is refused" refused customer "$leak"
check "public edition: a name in the cause is refused" refused public "$leak"
check "customer edition: a number, too" refused customer "Disk corvo had failed."
check "internal edition: names may stand" said internal "$leak"
check "internal edition: the name is there" \
    grep -q "Corvo Bicycles" "$tmp/case-tiny/reports/R1_INC-0402_v1_internal_en.txt"

# An incident that is called after one customer shows in the other's statement.
named_incident() {
	said customer "The disk had failed." || return 1
	rm -rf "$tmp/case-tiny/reports"
	sed -i 's/INC-0402/INC-corvo-7/' "$tmp/case-tiny"/*.csv \
	    "$tmp/case-tiny/outages"/*.csv
	(cd "$tmp/case-tiny/text/en" &&
	    for text in INC-0402_*; do
		    mv "$text" "INC-corvo-7_${text#*_}"
	    done)
	"$makegood" -q run "$tmp/case-tiny" >"$tmp/out" 2>"$tmp/err"
}
check "a statement with another's number is refused" exits 3 named_incident
check "the message names reader, customer and place" grep -q \
    'R2_quill_2024-04_en.pdf.* would name another customer, .*(corvo), under "' \
    "$tmp/err"
check "the other's own statement is written" \
    test -s "$tmp/case-tiny/reports/R2_corvo_2024-04_en.pdf"
check "the refused one is not" \
    test ! -e "$tmp/case-tiny/reports/R2_quill_2024-04_en.pdf"
