#!/bin/sh
# What accounting books is what customers are told: per customer, period and currency
# the sum of the ledger's rows is the credit on the statement, and where a contract adds
# its services up, what the database holds.
. tests/e2e/lib.sh

# rows BOOK PERIOD: "customer period currency minor" of the sheet with the rows, summed
rows() {
	rm -rf "$tmp/book"
	unzip -q "$1" -d "$tmp/book"
	table=$(grep -l ' name="mg_ledger"' "$tmp/book"/xl/tables/*.xml)
	part=$(basename "$table")
	sheet=$(grep -l "tables/$part\"" "$tmp/book"/xl/worksheets/_rels/*.rels)
	sheet=$tmp/book/xl/worksheets/$(basename "$sheet" .rels)
	sed 's/<tableColumn /\n&/g' "$table" |
	    sed -n 's/^<tableColumn [^>]* name="\([^"]*\)".*/\1/p' >"$tmp/heads"
	sed 's/<row /\n&/g; s/<c /\n&/g' "$sheet" | awk -v period="$2" '
	function add() {
		# the heads are numbers of shared texts
		if (currency ~ /^[A-Z][A-Z][A-Z]$/ && credit != "")
			sum[customer " " period " " currency] += \
			    int(credit * 10 ^ digits + 0.5)
		customer = currency = credit = ""
	}
	NR == FNR { head[FNR] = $0; next }
	/^<row / { add(); column = 0; next }
	/^<c / {
		column++
		value = $0
		if (!sub(/.*<t[^>]*>/, "", value) && !sub(/.*<v>/, "", value))
			value = ""
		sub(/<.*/, "", value)
		if (head[column] == "Customer no.")
			customer = value
		else if (head[column] == "Currency") {
			currency = value
			digits = currency == "JPY" ? 0 : currency == "KWD" ? 3 : 2
		} else if (head[column] == "Credit")
			credit = value
	}
	END {
		add()
		for (key in sum)
			print key, sum[key]
	}' "$tmp/heads" -
}

# told PERIOD: the same, from the first sentence of each statement; its digits are minor
# units
told() {
	for text in "$dir"/reports/R2_*_"$1"_??.txt; do
		customer=${text##*/R2_}
		customer=${customer%_"$1"_??.txt}
		awk '/^ *>>/ { on = 1 } on && NF == 0 { exit } on' "$text" |
		    sed 's/\xc2\xa0/ /g; s/\xe2\x82\xac/EUR/g' | tr -s '\n ' ' ' |
		    grep -oE '[0-9][0-9.,]* (EUR|USD|JPY|KWD)|(EUR|USD|JPY|KWD) [0-9][0-9.,]*' |
		    awk -v who="$customer $1" '{
			currency = $0; gsub(/[^A-Z]/, "", currency)
			minor = $0; gsub(/[^0-9]/, "", minor)
			print who, currency, minor + 0
		    }'
	done
}

# kept PERIOD: the same from the database
kept() {
	sqlite3 -separator ' ' "$dir/makegood.db" "SELECT customer, period, currency,
	    sum(credit_minor) FROM settlements WHERE period = '$1' GROUP BY 1, 2, 3"
}

# due FILE: in order, without those that get nothing
due() {
	awk '$4 != 0' "$1" | sort
}

run_period() {
	rows "$dir/reports/R2_$1_ledger.xlsx" "$1" >"$tmp/rows"
	told "$1" >"$tmp/told"
	kept "$1" >"$tmp/kept"
	for what in rows told kept; do
		due "$tmp/$what" >"$tmp/$what.due"
	done
}

reports() {
	sed -i '/^reports:/d; s/^language:.*/language: en/' "$dir/case.yaml"
	echo 'reports: [statement, ledger]' >>"$dir/case.yaml"
	"$makegood" -q run "$dir" >"$tmp/log" 2>&1
	[ $? -le 1 ] || { cat "$tmp/log"; return 1; }
}

for name in tiny flicker easter awkward quarter; do
	dir=$tmp/$name
	"$makegood" --quiet init "$dir" --from "$name" >/dev/null
	# statements do not ask for traffic
	check "$name: statements and ledger" reports
	for book in "$dir"/reports/R2_*_ledger.xlsx; do
		period=${book##*/R2_}
		period=${period%_ledger.xlsx}
		run_period "$period"
		check "$name, $period: there are credits" test -s "$tmp/rows.due"
		check "$name, $period: the ledger is the statements" \
		    diff "$tmp/rows.due" "$tmp/told.due"
		check "$name, $period: and the database" \
		    diff "$tmp/rows.due" "$tmp/kept.due"
	done
done

# combined FEES TERM...: two customers with a service for each fee, all of them down for
# 3 h of 720, which is below 99.9 %, under a contract that pays 10 %.
combined() {
	dir=$tmp/combined
	fees=$1
	shift
	rm -rf "$dir"
	mkdir -p "$dir/contracts" "$dir/outages"
	cat >"$dir/case.yaml" <<-END
	title: Together
	provider: { name: P, address: A, contact: C }
	zone: Europe/Rome
	periods: [2024-04]
	language: en
	as_of: 2024-05-02T00:00:00Z
	END
	printf 'id,name\nc1,Customer One\nc2,Customer Two\n' >"$dir/customers.csv"
	echo 'id,customer,contract,fee,currency' >"$dir/services.csv"
	echo 'id,subject,from,to' >"$dir/outages/o.csv"
	for c in c1 c2; do
		n=0
		for fee in $fees; do
			n=$((n + 1))
			echo "$c-s$n,$c,k,$fee,EUR" >>"$dir/services.csv"
			echo "O-$c-$n,$c-s$n,2024-04-10T00:00:00Z,2024-04-10T03:00:00Z" \
			    >>"$dir/outages/o.csv"
		done
	done
	{
		printf 'id: k\nname: K\nversion: "1"\n'
		printf 'timezone: Europe/Rome\ncurrency: EUR\nterms:\n'
		printf '  period: { kind: calendar_month }\n  target: "99.9"\n'
		printf '  credit: { rule: tiers, on: availability, rows: '
		printf '[ { lt: "99.9", percent: "10" } ] }\n'
		for line; do printf '  %s\n' "$line"; done
	} >"$dir/contracts/k.yaml"
	reports || return 1
	run_period 2024-04
}

# both MINOR: what each of the two customers gets, in the ledger and on paper
both() {
	printf 'c1 2024-04 EUR %s\nc2 2024-04 EUR %s\n' "$1" "$1" >"$tmp/want"
	diff "$tmp/want" "$tmp/rows.due" && diff "$tmp/want" "$tmp/told.due"
}

# 10.00 and 5.00: only the greater one is paid
check "the greatest alone: settled" combined '100.00 50.00' 'combine: max'
check "the greatest alone: 10.00" both 1000
# 0.005, 0.005 and 0.005 are 0.015: 0.02, where each by itself would be 0.01
check "rounded once: settled" combined '0.05 0.05 0.05' 'round_stage: total'
check "rounded once: 0.02" both 2
# 10.00 and 5.00 are below the minimum of 20.00
check "below the minimum: settled" combined '100.00 50.00' 'round_stage: total' \
    'minimum: { amount: "20.00", below: drop }'
check "below the minimum: nothing" test ! -s "$tmp/rows.due" -a ! -s "$tmp/told.due"
# the same, but raised to it
check "raised: settled" combined '100.00 50.00' 'round_stage: total' \
    'minimum: { amount: "20.00", below: raise }'
check "raised: 20.00" both 2000
