#!/bin/sh
# Small and large: nothing, one and five hundred outages in a statement, no incident
# and one, thirteen customers and two thousand. Files are sound, no chapter's name
# stands alone at the foot of a page, nothing is left out, workbooks add up.
. tests/e2e/lib.sh
long="Gesellschaft zur Pflege sehr langer Firmennamen mit 60 Zeiche"

# write_case CUSTOMERS OUTAGES-OF-C3 INCIDENT(0/1) KINDS: customer c1 has no outage,
# c2 one, c3 many, everybody else the incident's two hours if there is one. Day and
# minute of the many: every 80 minutes of April one of 20 minutes.
write_case() {
	dir=$tmp/case
	rm -rf "$dir"
	mkdir -p "$dir/contracts" "$dir/outages"
	cat >"$dir/case.yaml" <<-END
	title: Sizes
	provider: { name: P, address: A, contact: C }
	zone: Europe/Rome
	periods: [2024-04]
	language: de
	edition: internal
	as_of: 2024-07-02T00:00:00Z
	reports: [$4]
	END
	cat >"$dir/contracts/k.yaml" <<-END
	id: k
	name: K
	version: "1"
	timezone: Europe/Rome
	currency: EUR
	terms:
	  period: { kind: calendar_month }
	  target: "99.9"
	  credit: { rule: tiers, on: availability,
	    rows: [ { ge: "90", lt: "99.9", percent: "10" }, { lt: "90", percent: "50" } ] }
	END
	awk -v n="$1" -v many="$2" -v incident="$3" -v dir="$dir" -v long="$long" '
	BEGIN {
		file = dir "/customers.csv"
		print "id,name,segment" >file
		for (i = 1; i <= n; i++)
			printf "c%d,%s,s%d\n", i, i == 3 ? long : "Kunde " i, \
			    i % 3 >file
		file = dir "/services.csv"
		print "id,customer,name,contract,fee,currency" >file
		for (i = 1; i <= n; i++)
			printf "w%d,c%d,%s,k,10.00,EUR\n", i, i, \
			    i == 3 ? long : "Dienst " i >file
		file = dir "/outages/o.csv"
		print "id,subject,from,to,incident" >file
		print "O-2,w2,2024-04-02T10:00:00Z,2024-04-02T12:00:00Z," >file
		for (k = 0; k < many; k++) {
			m = k * 80
			printf "M-%d,w3,2024-04-%02dT%02d:%02d:00Z,", k, \
			    1 + int(m / 1440), int(m % 1440 / 60), m % 60 >file
			m += 20
			printf "2024-04-%02dT%02d:%02d:00Z,\n", \
			    1 + int(m / 1440), int(m % 1440 / 60), m % 60 >file
		}
		for (i = 4; incident && i <= n; i++)
			printf "I-%d,w%d,2024-04-29T10:00:00Z,2024-04-29T12:00:00Z,INC-1\n", \
			    i, i >file
		if (incident) {
			file = dir "/incidents.csv"
			print "id,title,first_impact,detected,restored,closed" >file
			print "INC-1,Router,2024-04-29T10:00:00Z,2024-04-29T10:05:00Z,2024-04-29T12:00:00Z,2024-05-02T10:00:00Z" >file
		}
	}'
	"$makegood" -q run "$dir" >"$tmp/out" 2>"$tmp/err"
	rc=$?
	[ $rc -le 1 ] || cat "$tmp/err"
	[ $rc -le 1 ]
}

# sound PDF: syntax, pages with text, no chapter's name last on a page
sound() {
	qpdf --check "$1" >/dev/null || return 1
	# characters are the bytes that do not continue one
	awk 'function chars(t) { gsub(/[\200-\277]/, "", t); return length(t) }
	    /^(-+)$/ && length($0) == chars(last) {
		gsub(/ +/, " ", last); print last
	    }
	    { last = $0 }' "${1%.pdf}.txt" >"$tmp/chapters"
	pages=$(pdfinfo "$1" | sed -n 's/^Pages: *//p')
	pdftotext -layout -enc UTF-8 "$1" - | awk -v pages="$pages" '
	    BEGIN { RS = "\f" }
	    NF > 0 { n++; if (NF < 20) { print "page " n " is empty"; bad = 1 } }
	    END { exit bad || n != pages }' || return 1
	# before the foot of a page there must not be a chapter's name
	pdftotext -layout -enc UTF-8 "$1" - | awk -v names="$tmp/chapters" '
	    BEGIN { while ((getline line < names) > 0) name[line] = 1 }
	    NF == 0 { next }
	    /Seite [0-9]+ von [0-9]+/ {
		if (last in name) { print "alone: " last; bad = 1 }
		next
	    }
	    { last = $0; gsub(/^[ \f]+|[ ]+$/, "", last); gsub(/ +/, " ", last)
	      seen += (last in name) }
	    END { if (!seen) print "no chapters"; exit bad || !seen }'
}

all_sound() {
	for pdf in "$dir"/reports/*.pdf; do
		sound "$pdf" || { echo "$pdf"; return 1; }
	done
}

says() {
	sed 's/\xc2\xa0/ /g' "$1" | tr -s ' \n' ' ' | grep -qF -e "$2"
}

pages() {
	pdfinfo "$1" | sed -n 's/^Pages: *//p'
}

# ---- thirteen customers, nothing, one, five hundred, one incident -----------
check "13 customers: written" write_case 13 500 1 \
    "statement, incident, communication, ledger, review"
out=$dir/reports
check "13 customers: files are sound" all_sound
check "no outage: told" says "$out/R2_c1_2024-04_de.txt" \
    "Für April 2024 ergibt sich keine Service-Gutschrift"
# 2 h of 720 h: 99.7222 %, 10 % of 10.00
check "one outage: 1.00" says "$out/R2_c2_2024-04_de.txt" \
    "Service-Gutschrift für April 2024: 1,00 €"
# 500 x 20 min = 10,000 min of 43,200: 76.8518 %, 50 % of 10.00
check "500 outages: 5.00" says "$out/R2_c3_2024-04_de.txt" \
    "Service-Gutschrift für April 2024: 5,00 €"
check "500 outages: 166 h 40 min" says "$out/R2_c3_2024-04_de.txt" \
    "166 Std. 40 Min."
all_rows() {
	pdftotext -layout -enc UTF-8 "$out/R2_c3_2024-04_de.pdf" - |
	    sed 's/\xc2\xa0/ /g' | grep -cE '^ *[0-9]+ +[0-9.]{10} [0-9:]{5}' |
	    grep -qx 500
}
check "500 outages: each is in the PDF" all_rows
check "500 outages: some 15 to 40 pages" sh -c \
    "[ $(pages "$out/R2_c3_2024-04_de.pdf") -ge 15 ] && \
    [ $(pages "$out/R2_c3_2024-04_de.pdf") -le 40 ]"
check "a long name is told in full" says "$out/R2_c3_2024-04_de.txt" "$long"
check "one incident: ten customers" says "$out/R1_INC-1_v1_internal_de.txt" \
    "10 Kunden"
# c2 1.00, c3 5.00, ten with 2 h 1.00 each
check "the credits of the ledger are 16.00" sh -c \
    "sqlite3 '$dir/makegood.db' 'SELECT sum(credit_minor) FROM settlements' |
    grep -qx 1600"

# ---- no incident -----------------------------------------------------------
check "no incident: written" write_case 13 0 0 \
    "statement, incident, communication, ledger, review"
check "no incident: files are sound" all_sound
check "no incident: no report of one" sh -c "! ls '$dir'/reports/R1_* '$dir'/reports/R4_*"

# ---- two thousand customers ------------------------------------------------
check "2,000 customers: written" write_case 2000 1 1 \
    "incident, communication, ledger, review"
out=$dir/reports
check "2,000 customers: files are sound" all_sound
check "2,000 customers: 1,997 affected" says \
    "$out/R1_INC-1_v1_internal_de.txt" "1.997 Kunden"
# c2 and 1,997 others 1.00 each; 20 min of 43,200 are 99.9537 %: nothing for c3
check "2,000 customers: 1,998.00 in all" says \
    "$out/R1_INC-1_v1_internal_de.txt" "1.997,00 €"
check "2,000 customers: so says the database" sh -c \
    "sqlite3 '$dir/makegood.db' 'SELECT sum(credit_minor) FROM settlements' |
    grep -qx 199800"
# the workbook's own sum of its column of credits
total_in_book() {
	unzip -p "$out/R2_2024-04_ledger.xlsx" 'xl/worksheets/sheet*.xml' |
	    sed 's/<c /\n<c /g' | grep -F 'SUM' | grep -qF '<v>1998</v>'
}
check "2,000 customers: so adds the workbook" total_in_book
