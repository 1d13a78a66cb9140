#!/bin/sh
# The regulatory sheet: the story flicker, whose README.md has the figures by hand;
# editions that must not have it; a case that supplies nothing.
. tests/e2e/lib.sh

run() {
	"$makegood" --quiet "$@" >"$tmp/out" 2>"$tmp/err"
}

flat() {
	sed 's/\xc2\xa0/ /g' "$1" | tr -s ' \n' ' '
}

says() {
	flat "$text" | grep -qF -- "$1" || {
		echo "not said: $1"
		return 1
	}
}

silent() {
	! flat "$text" | grep -qiF -- "$1"
}

# The row of an article, in one line: cells are cut into several.
row() {
	sed 's/\xc2\xa0/ /g' "$text" | awk -v want="$1" '
		/^Art\. / { on = index($0, want " ") == 1 }
		/^$/ { on = 0 }
		on' | tr -s ' \n' ' ' | grep -qF -- "$2"
}

# The same of the nth deadline: their rows begin with the regime.
clock() {
	sed 's/\xc2\xa0/ /g' "$text" | awk -v want="$1" '
		/^(NIS 2|DORA|GDPR) ·/ { n++ }
		/^$/ { n = 0 }
		n == want' | tr -s ' \n' ' ' | grep -qF -- "$2"
}

edition() {
	sed -i "s/^edition: .*/edition: $1/; s/^language: .*/language: en/
	    s/^reports: .*/reports: [incident]/" "$dir/case.yaml"
	rm -rf "$dir/reports"
	run run "$dir"
	text=$dir/reports/R1_INC-2013-04_v1_$1_en.txt
}

story flicker flicker
dir=$tmp/flicker
for which in customer public; do
	edition "$which"
	check "$which: there is a report" test -s "$text"
	check "$which: no regulatory sheet" silent 'regulatory sheet'
	check "$which: no act" silent '2024/2690'
	check "$which: no duty log" silent 'registro di turno'
done

# whatever a layout asks for
mkdir -p "$tmp/reports/layout"
printf 'numbered: yes\nsections:\n  - summary\n  - regulatory\n' \
    >"$tmp/reports/layout/incident.yaml"
rm -rf "$dir/reports"
run report "$dir" incident --reports "$tmp/reports"
text=$dir/reports/R1_INC-2013-04_v1_public_en.txt
check "public: a layout that asks for it" test -s "$text"
check "public: a layout does not get it" silent '2024/2690'

edition internal
check "internal: the act, its article and date" \
    says '(EU) 2024/2690 of 17 October 2024, Articles 3 to 10'
check "internal: no advice" says 'It is no legal advice'
check "internal: older than the act" says 'began before this act was adopted'
check "internal: two met, eight not" \
    says 'Met: 2 · cannot tell: 0 · not met: 8'
check "internal: the loss" row 'Art. 3(1)(a)' '4,414.00'
check "internal: its limit" row 'Art. 3(1)(a)' '15,500.00'
check "internal: first clock" says 'nobody served for 5 h 13 min 05 s at a stretch'
check "internal: second clock" row 'Art. 7(a)' '24 h 31 min 45 s'
check "internal: unavailable" row 'Art. 7(a)' ' met '
check "internal: users" row 'Art. 7(b)' '31,000; limit 1,900'
check "internal: countries" says 'Countries of affected customers: AT · GB · IE · IT.'
check "internal: who is a financial entity" \
    says 'of 36 affected customers it is not said'
check "internal: no personal data" says 'No personal data were breached'
check "internal: a warning in time" says '35 min early'
check "internal: its deadline" clock 1 ' 19:05 '
check "internal: its deadline in UTC" clock 1 ' 17:05 '
check "internal: a notification that was late" says '13 h 55 min late'
check "internal: a month after it" clock 3 '2013-05-15'
check "internal: to the minute" clock 3 ' 07:00 '
check "internal: what is left" clock 3 '312 h'
check "internal: whose word" says 'registro di turno 41'
cp "$text" "$tmp/first.txt"
edition internal
check "internal: the same text twice" cmp "$text" "$tmp/first.txt"

# customers.csv says who is a financial entity: the lines of DORA.
awk 'NR == 1 { print $0 ",financial_entity"; next }
    /^c002,/ { print $0 ",yes"; next } { print $0 ",no" }' \
    "$dir/customers.csv" >"$tmp/customers.csv"
mv "$tmp/customers.csv" "$dir/customers.csv"
edition internal
check "a financial entity is affected" \
    says 'Affected customers that are financial entities: 1; not said: 0.'
check "a line that was not compared" row 'Art. 9(4)' 'Art. 9(4) *'
check "what is missing of it" row 'Art. 9(4)' 'member_states'
check "its first clock waits" clock 4 'classified_at'

# Nothing supplied: one sentence.
sed -i '/^# What the regulatory/,$d' "$dir/case.yaml"
rm "$dir/regulatory.csv" "$dir/submissions.csv"
edition internal
check "nothing: it says what to supply" \
    says 'Nothing was supplied for this sheet. It needs the block regulation:'
check "nothing: no table" silent '2024/2690'
