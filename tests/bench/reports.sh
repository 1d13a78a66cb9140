#!/bin/sh
# reports.sh -- what many statements and a large ledger cost.
#
#   tests/bench/reports.sh [CUSTOMERS [SERVICES [LEDGER_SERVICES]]]
#
# Makes two cases (the same each time): one whose CUSTOMERS (10000) have SERVICES
# (1) each, for the statements, and one where they have LEDGER_SERVICES (10), for
# one ledger of a month. Prints seconds of CPU of each step, files a second, peak
# memory, the size of a statement of three pages and of the ledger. The text twins
# of the statements are made, too; KIND=incident and so on asks for another kind.
set -eu
LC_ALL=C
TZ=UTC
export LC_ALL TZ
makegood=${MAKEGOOD:-build/makegood}
customers=${1:-10000}
services=${2:-1}
ledger_services=${3:-10}
kind=${KIND:-statement}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# one_case DIR SERVICES: four agreements, outages of forty machines
one_case() {
	mkdir -p "$1/contracts" "$1/outages"
	for contract in a b c d; do
		cat >"$1/contracts/$contract.yaml" <<-YAML
			id: $contract
			name: Agreement $contract
			agreed_on: 2023-01-01
			timezone: Europe/Rome
			currency: EUR
			clauses: { target: "2", tiers: "3" }
			terms:
			  period: { kind: calendar_month }
			  target: "99.9"
			  credit:
			    rule: tiers
			    on: availability
			    rows:
			      - { ge: "99.5", lt: "99.9", percent: "10" }
			      - { lt: "99.5", percent: "25" }
			  claim: { window: { value: 30, unit: days }, anchor: period_end }
		YAML
	done
	cat >"$1/case.yaml" <<-'YAML'
		title: Many statements
		role: provider
		provider: { name: Quartalia Hosting GmbH, address: "Gasse 4, 00000 Nirgendtal" }
		zone: Europe/Rome
		periods: [2024-04]
		language: en
		as_of: 2024-05-02T09:00:00+02:00
		reports: [statement]
	YAML
	awk -v dir="$1" -v customers="$customers" -v services="$2" 'BEGIN {
		split("en de it fr es", lang, " ")
		split("shop practice club office", segment, " ")
		split("a b c d", contract, " ")
		machines = customers < 40 ? 5 : 40
		of_customers = dir "/customers.csv"
		of_services = dir "/services.csv"
		of_resources = dir "/resources.csv"
		of_outages = dir "/outages/outages.csv"
		print "id,name,language,segment,country" > of_customers
		print "id,customer,kind,name,contract,fee,currency" > of_services
		print "service,resource,group" > of_resources
		for (c = 1; c <= customers; c++) {
			printf "c%05d,Customer number %d Ltd,%s,%s,GB\n", c, c, \
			    lang[1 + c % 5], segment[1 + c % 4] > of_customers
			for (s = 1; s <= services; s++) {
				printf "s%05d-%d,c%05d,web,Website %d,%s," \
				    "%d.%02d,EUR\n", c, s, c, s, \
				    contract[1 + (c + s) % 4], 20 + c % 80, \
				    s * 7 % 100 > of_services
				printf "s%05d-%d,web-%02d,\n", c, s, \
				    (c * 7 + s) % machines > of_resources
			}
		}
		print "id,subject,from,to,state,note" > of_outages
		for (m = 0; m < machines; m++)
			for (i = 0; i < 2; i++)
				printf "o-%d-%d,web-%02d,2024-04-%02dT%02d:%02d:00," \
				    "2024-04-%02dT%02d:%02d:30,down,disk\n", \
				    m, i, m, 1 + (m * 3 + i * 7) % 30, m % 20, \
				    i * 9, 1 + (m * 3 + i * 7) % 30, \
				    m % 20 + (m + i) % 3, i * 9 + 12 > of_outages
	}'
}

# step NAME COMMAND...: seconds of CPU and peak memory, kept in $dir/took
step() {
	name=$1
	shift
	/usr/bin/time -f '%U %S %M %e' -o "$dir/took" "$@" >/dev/null 2>"$dir/said" ||
	    [ $? -eq 1 ] || { cat "$dir/said" >&2; exit 1; }
	tail -n 1 "$dir/took" | awk -v name="$name" '{
		printf "%-12s %8.2f s of CPU %8.2f s %8.0f MB peak\n", name, \
		    $1 + $2, $4, $3 / 1024 }'
}

# rate REPORTS: what the last step made of them
rate() {
	files=$(find "$dir/many/reports" -type f | wc -l)
	tail -n 1 "$dir/took" | awk -v n="$1" -v files="$files" '{
		printf "             %8.0f reports a second and core, " \
		    "%.0f files a second\n", n / ($1 + $2), files / $4 }'
}

one_case "$dir/many" "$services"
echo "$customers customers, $services services each"
step import "$makegood" -q import "$dir/many"
step settle "$makegood" -q settle "$dir/many"
step "$kind" "$makegood" -q report "$dir/many" "$kind"
rate "$customers"
step again "$makegood" -q report "$dir/many" "$kind"
find "$dir/many/reports" -name '*.pdf' -exec stat -c '%s %n' {} + |
    sort -n | awk '{ size[NR] = $1; sum += $1 } END { if (NR) printf \
	"PDF          %d files, median %d bytes, largest %d bytes\n", NR,
	size[int((NR + 1) / 2)], size[NR] }'
if command -v pdfinfo >/dev/null; then
	find "$dir/many/reports" -name '*.pdf' | sort | head -n 50 |
	while read -r pdf; do
		pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
		echo "$pages $(stat -c %s "$pdf")"
	done | sort -n | awk '{ n[$1]++; if ($2 > most[$1]) most[$1] = $2 }
	END { for (p in n) printf "pages %s      %d of fifty, at most %d bytes\n",
	    p, n[p], most[p] }' | sort
fi

rm -rf "$dir/many"
one_case "$dir/one" "$ledger_services"
echo "one ledger of $((customers * ledger_services)) rows"
step import "$makegood" -q import "$dir/one"
step settle "$makegood" -q settle "$dir/one"
step ledger "$makegood" -q report "$dir/one" ledger
ls -l "$dir/one/reports" | awk '/ledger/ { printf \
    "%-40s %.1f MB\n", $NF, $5 / 1e6 }'
