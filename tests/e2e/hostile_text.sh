#!/bin/sh
# A customer's name as a stranger can choose it: turned direction, no width,
# markup, a formula, scripts of all kinds, a tab and a line feed. It comes out
# everywhere, and nothing in it acts. Bytes that are no text, and controls, are
# refused where they stand and never reach a terminal.
. tests/e2e/lib.sh

rlo=$(printf '\342\200\256')      # U+202E, turns what follows
pdf=$(printf '\342\200\254')      # U+202C, ends that
zwsp=$(printf '\342\200\213')     # U+200B
shy=$(printf '\302\255')          # U+00AD
bom=$(printf '\357\273\277')      # U+FEFF
isolate=$(printf '\342\201\247')  # U+2067
zwnj=$(printf '\342\200\214')     # U+200C
joiner=$(printf '\342\200\215')   # U+200D
accent=$(printf '\314\201')       # U+0301
tab=$(printf '\t')
persian="می${zwnj}خواهم"
farmer="👨${joiner}🌾"
# what of the name must be read everywhere, and what must not stand anywhere
hidden="$rlo|$pdf|$zwsp|$shy|$bom|$isolate|$(printf '\033')"

every_kind case
awk -v name="=cmd|${rlo}gniw${pdf} שלום $persian 漢字 $farmer caffe$accent ze${zwsp}ro so${shy}ft ${bom}b${isolate}i <b>&amp;${tab}t\\nl \"\"q\"\"" '
/^orto,/ { $0 = "orto,\"" name "\"" substr($0, index($0, ",it,")) }
{ print }' "$tmp/case/customers.csv" >"$tmp/customers.csv"
cp "$tmp/customers.csv" "$tmp/case/customers.csv"

check "check takes the name" exits 0 "$makegood" check "$tmp/case"
"$makegood" run "$tmp/case" >"$tmp/out" 2>"$tmp/err"
check "run makes every kind" \
    grep -q 'statement 6, incident 3, ledger 3, claim 3, communication 3, review 3' \
    "$tmp/out"

mkdir "$tmp/words" "$tmp/xml"
for file in "$tmp"/case/reports/*.txt; do
	tr -s ' \n' ' ' <"$file" >"$tmp/words/$(basename "$file")"
done
for file in "$tmp"/case/reports/*.pdf; do
	pdftotext "$file" "$tmp/words/$(basename "$file").words"
done
for file in "$tmp"/case/reports/*.xlsx; do
	mkdir "$tmp/xml/$(basename "$file")"
	unzip -q "$file" -d "$tmp/xml/$(basename "$file")"
done

none_hidden() {
	! grep -rlE "$hidden" "$tmp/words" "$tmp/xml" "$tmp/out" "$tmp/err"
}
check "nothing hidden in text, paper or workbook" none_hidden
check "the text has the whole name" grep -qF \
    "=cmd|gniw שלום $persian 漢字 $farmer caffe$accent zero soft bi <b>&amp; t l \"q\"" \
    "$tmp/words/R2_orto_2024-04_it.txt"
check "the paper spells what its font lacks" grep -q \
    '^=cmd|gniw \[U+05E9\]' "$tmp/words/R2_orto_2024-04_it.pdf.words"

# The farmer as one picture, the formula as text, the markup as letters.
workbook() {
	grep -rhF "=cmd|gniw שלום $persian 漢字 $farmer caffe$accent zero soft bi &lt;b&gt;&amp;amp;" \
	    "$tmp/xml" | grep -q . || return 1
	! grep -rE '<f[^>]*>[^<]*cmd' "$tmp/xml"
}
check "the workbook has it as text" workbook
check "the workbooks are XML" sh -c \
    "find '$tmp/xml' -name '*.xml' -exec xmllint --noout {} +"

"$makegood" explain "$tmp/case" orto >"$tmp/explained" 2>&1
check "explain" grep -q '^web-orto, 2024-04' "$tmp/explained"
check "... with nothing hidden" sh -c "! grep -qE '$hidden' '$tmp/explained'"
"$makegood" explain "$tmp/case" "a$(printf '\033')[31mb$rlo" >"$tmp/said" 2>&1
check "what is typed does not act either" sh -c \
    "grep -q 'there is no customer' '$tmp/said' && ! grep -qE '$hidden' '$tmp/said'"

# ---- what is no text ----

cp -R "$tmp/case" "$tmp/bad"
rm -rf "$tmp/bad/makegood.db"* "$tmp/bad/reports"
printf 'id,name,consumer\na,A\033[31mred,no\nb,n\000ul,no\nc,caf\351,no\nd,D,may%sbe\n' \
    "$rlo" >"$tmp/bad/customers.csv"
check "refused" exits 3 sh -c "'$makegood' check '$tmp/bad' 2>'$tmp/said'"
for place in '2:3: error: "name" holds a control character' \
    '3:3: error: "name" holds a control character' \
    '4:3: error: "name" holds bytes that are not UTF-8' \
    '5:5: error: "consumer": "may'; do
	check "at $place" grep -q "^customers.csv:$place" "$tmp/said"
done
check "... and none of it acts" sh -c "! grep -qE '$hidden' '$tmp/said'"

# ---- a spreadsheet computes nothing of it ----

printf '[%d] CURRENT HOST STATE: =1+2;UP;HARD;1;ok\n[%d] HOST ALERT: =1+2;DOWN;HARD;1;x\n[%d] HOST ALERT: =1+2;UP;HARD;1;x\n' \
    1709596800 1709600400 1709604000 >"$tmp/nagios.log"
"$makegood" availability "$tmp/nagios.log" --from 2024-03-05 --to 2024-03-06 --csv \
    >"$tmp/said" 2>&1
check "a formula is text in CSV" grep -q "^'=1+2,86400," "$tmp/said"
