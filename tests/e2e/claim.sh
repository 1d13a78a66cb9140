#!/bin/sh
# The claim letter: the seed shop's two lost days, from its files to the letter,
# the annexes and the workbook. Figures are those of sample-data/seeds/README.md.
. tests/e2e/lib.sh

# the no-break space
unbroken=$(printf '\302\240')

says() {
	sed "s/$unbroken/ /g" "$1" | tr -s ' \n|' '   ' | grep -qF -- "$2"
}

silent() {
	! says "$1" "$2"
}

# letter SED-EXPRESSION: the case with that change, run anew
letter() {
	rm -rf "$tmp/case"
	story seeds case
	sed -i "$1" "$tmp/case/case.yaml"
	"$makegood" -q run "$tmp/case" >"$tmp/out" 2>&1
	out=$tmp/case/reports/R3_orto-D-0411
}

check "the seed shop runs" letter "s/^language: it/language: en/"
text=${out}_en.txt
for amount in 19.50 0.20 346.50; do
	check "a head of EUR $amount" says "$text" "EUR $amount"
done
check "no minute is claimed twice" \
    says "$text" "less EUR 2.81 that A already covers"
check "the margin is somebody's word" says "$text" \
    "Margin stated by Studio Contabile Vento di Carta, signed on 3 May 2024."
check "two deadlines, two dates" says "$text" "under the contract: 30 May 2024. \
Deadline set to you by this letter: 21 May 2024."
check "first notice with its proof" says "$text" \
    "first notified on 11 April 2024 19:05 (UTC+2) (ticket 48213"
check "an interruption in UTC" says "$text" "2024-04-11 16:30 (UTC)"
check "and in local time" says "$text" "2024-04-11 18:30 (UTC+2)"
check "how sure a boundary is" says "$text" "uncertain by ±30 s"
check "calls beyond a usual week" says "$text" \
    "beyond a usual week: 37, at EUR 4.50 each"
check "what was hidden later is a dated observation" says "$text" "(hidden later)"
check "the conventions at the foot" says "$text" \
    "Conventions of this letter: Italy"
check "no interest that nobody stated" silent "$text" "Interest"
check "a draft says so" says "$text" "Draft – check before sending"
check "and in the PDF on every page" sh -c "
    pages=\$(pdfinfo '${out}_en.pdf' | sed -n 's/^Pages: *//p')
    drafts=\$(pdftotext '${out}_en.pdf' - | grep -c 'Draft – check')
    [ \$drafts -ge \$((pages * 3)) ]"
check "the letter takes two pages" sh -c "
    pdftotext -f 3 -l 3 '${out}_en.pdf' - | grep -q 'Annex 1: Interruptions'"
check "the workbook's formulas are live" sh -c "
    unzip -p '${out}_annex.xlsx' xl/worksheets/sheet1.xml |
    grep -q '<f>SUM('"
check "it says of what it speaks, to whom, and when" says "$text" \
    "Subject: Claim – contract faro-mail, faro-web"
check "a greeting and an end" says "$text" "Dear Sir or Madam,"
check "each annex on a line of its own" grep -qx "Annex 4: .*" "$text"
check "the heads of the claim stand on one page" sh -c "
    pdftotext -f 2 -l 2 '${out}_en.pdf' - | tr -s ' \n' ' ' >'$tmp/page'
    grep -q 'Contractual service credit' '$tmp/page' &&
	grep -q '628.04 B:' '$tmp/page'"
before=$(reports_of "$tmp/case")
"$makegood" -q report "$tmp/case" >/dev/null 2>&1
check "twice the same bytes" [ "$before" = "$(reports_of "$tmp/case")" ]

# 628.04 less the 10.00 of 5 May; its lower reading 608.34 less the same
rm -rf "$tmp/case"
story seeds case
sed -i "s/^language: it/language: en/" "$tmp/case/case.yaml"
{
	echo service,period,claimed_at,paid_at,paid,currency
	echo web-orto,2024-04,2024-05-02,2024-05-05,10.00,EUR
} >"$tmp/case/claims.csv"
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
check "what was paid is taken off" says "$text" "grant or pay EUR 618.04"
check "of the cautious reading, too" says "$text" "the total EUR 598.34"
check "the first claim is dated" says "$text" \
    "First claimed under the contract on 2 May 2024."

# The shop down for 7 h of 720, 72 h without data: between (720-7-72)/720 =
# 89.0277..% and (720-7)/720 = 99.0277..%
rm -rf "$tmp/case"
story seeds case
sed -i "s/^language: it/language: en/" "$tmp/case/case.yaml"
sed -i '/^P-[23]/d; /^F-1/d; s/^\(P-1,.*\)T06:30:00,down/\1T01:30:00,down/' \
    "$tmp/case/outages/outages.csv"
echo "G-1,web-orto,2024-04-20T00:00:00,2024-04-23T00:00:00,no_data,probe,,," \
    >>"$tmp/case/outages/outages.csv"
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
check "time without data is said" says "$text" \
    "availability lies between 89.027% and 99.027%"

check "a final letter" letter "s/^  final: no/  final: yes/"
check "is no draft" silent "${out}_it.txt" "Bozza"
check "nor in the PDF" sh -c "! pdftotext '${out}_it.pdf' - | grep -q Bozza"
check "Italian words of law under Italian conventions" \
    says "${out}_it.txt" "art. 1219 c.c."
check "the same letter without them" \
    letter "s/^  profile: it/  profile: none/; s/^  notice_kind:.*//"
check "names no law" silent "${out}_it.txt" "c.c."
check "and claims no damages without a basis" \
    says "${out}_it.txt" "non richiesta:"

for lang in de fr es; do
	check "$lang: the letter is written" \
	    letter "s/^language: it/language: $lang/"
	check "$lang: and leaves nothing to fill in" \
	    sh -c "! grep -q '[{}]' '${out}_$lang.txt'"
done

# A log without an incident: nobody asked what was lost, and that is said.
letter "s/x/x/"
rm "$tmp/case/incidents.csv" "$tmp/case/notices.csv"
sed -i 's/D-0411//' "$tmp"/case/outages/*.csv
"$makegood" run "$tmp/case" >"$tmp/out" 2>&1
check "traffic, and no incident" grep -q 'there is traffic, but no incident' \
    "$tmp/out"
