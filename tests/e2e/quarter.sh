#!/bin/sh
# The quarter of 200 customers: its tables are what quarter.awk writes, a run
# ends well, twice the same bytes, and what the websites of the agreements
# "basic" and "premium" lost is what an awk program that knows nothing of ours
# finds second by second in the same records.
. tests/e2e/lib.sh

tables_current() {
	sample-data/generate.sh quarter-tables "$tmp/tables" || return 1
	(cd "$tmp/tables" && find . -type f) | while read -r file; do
		cmp "$tmp/tables/$file" "sample-data/quarter/$file" || return 1
	done
}
check "quarter: the tables are what quarter.awk writes" tables_current

check "quarter: made" story quarter quarter
"$makegood" -q run "$tmp/quarter" >"$tmp/out" 2>"$tmp/err"
rc=$?
check "quarter: runs" [ "$rc" -le 1 ]
reports_of "$tmp/quarter" >"$tmp/sums"
story quarter again
TZ=America/New_York "$makegood" -q run "$tmp/again" >/dev/null 2>&1
reports_of "$tmp/again" >"$tmp/again.sums"
check "quarter: the same bytes again" diff "$tmp/sums" "$tmp/again.sums"

# lost: service, month, seconds down, credit of "basic" in cents. A failure is
# excused by planned work on the same machine, told early enough.
lost() {
	cd sample-data/quarter || return 1
	awk '
	function days(y, m, d,    a) {
		a = int((14 - m) / 12); y += 4800 - a; m += 12 * a - 3
		return d + int((153 * m + 2) / 5) + 365 * y + int(y / 4) - \
		    int(y / 100) + int(y / 400) - 32045 - 2440588
	}
	# with offset or Z, or else local time in winter or summer
	function at(s,    t, rest) {
		t = days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0,
		    substr(s, 9, 2) + 0) * 86400 + substr(s, 12, 2) * 3600 + \
		    substr(s, 15, 2) * 60 + substr(s, 18, 2)
		rest = substr(s, 20)
		if (rest == "Z") return t
		if (rest != "") return t - substr(rest, 2, 2) * 3600
		return t - 3600 < change ? t - 3600 : t - 7200
	}
	function fail(who, from, to,    t) {
		from = from < begin ? begin : from
		to = to > end ? end : to
		for (t = from; t < to; t++)
			if (!((who, t) in down)) {
				down[who, t] = 1
				of[who] = of[who] " " t
			}
	}
	function plan(who, from, to, notice,    t) {
		for (t = from; t < to; t++)
			if (notice > told[who, t])
				told[who, t] = notice
	}
	function month_of(t) {
		return t < february ? "2024-01" : t < march ? "2024-02" : "2024-03"
	}
	BEGIN {
		FS = ","
		change = days(2024, 3, 31) * 86400 + 3600
		begin = days(2024, 1, 1) * 86400 - 3600
		february = days(2024, 2, 1) * 86400 - 3600
		march = days(2024, 3, 1) * 86400 - 3600
		end = days(2024, 4, 1) * 86400 - 7200
	}
	FILENAME ~ /outages.*csv/ && $5 == "down" { fail($2, at($3), at($4)) }
	FILENAME ~ /nagios/ && /;HARD;/ {
		split($0, a, /[][ ;:]+/)
		if ($0 ~ /;DOWN;/) since[a[5]] = a[2]
		else if (a[5] in since) {
			fail(a[5], since[a[5]], a[2] + 0)
			delete since[a[5]]
		}
	}
	FILENAME ~ /windows/ && FNR > 1 {
		plan($3, at($4), at($5), at($4) - at($6))
	}
	FILENAME ~ /carrier/ && /^DT/ {
		split($0, a, ":")
		v = a[2]
		v = substr(v, 1, 4) "-" substr(v, 5, 2) "-" substr(v, 7, 5) ":" \
		    substr(v, 12, 2) ":" substr(v, 14, 2) "Z"
		when[a[1]] = at(v)
	}
	FILENAME ~ /carrier/ && /SUBJECT/ {
		sub(/.*:/, ""); sub(/\r/, "")
		plan($0, when["DTSTART"], when["DTEND"],
		    when["DTSTART"] - when["DTSTAMP"])
	}
	FILENAME ~ /resources/ && $3 == "" { alone[$1] = alone[$1] " " $2 }
	FILENAME ~ /resources/ && $3 != "" { group[$1] = group[$1] " " $2 }
	FILENAME ~ /services/ && ($6 == "basic" || $6 == "premium") &&
	    $3 == "web" {
		delete lost; delete seen
		notice = ($6 == "basic" ? 24 : 120) * 3600
		n = split(alone[$1], a, " ")
		for (i = 1; i <= n; i++) {
			m = split(of[a[i]], s, " ")
			for (k = 1; k <= m; k++)
				if (told[a[i], s[k]] < notice) seen[s[k]] = 1
		}
		# a group is down when both of its members are
		m = split(group[$1], g, " ") ? split(of[g[1]], s, " ") : 0
		for (k = 1; k <= m; k++)
			if ((g[2], s[k]) in down &&
			    told[g[1], s[k]] < notice && told[g[2], s[k]] < notice)
				seen[s[k]] = 1
		for (t in seen) lost[month_of(t)]++
		split("2024-01 2024-02 2024-03", month, " ")
		for (i = 1; i <= 3; i++) {
			length_s = i == 1 ? february - begin : \
			    i == 2 ? march - february : end - march
			fee = int($7 * 100 + 0.5)
			paid = int((20 * fee * lost[month[i]] + length_s) / \
			    (2 * length_s))
			paid = paid < 10 ? 0 : paid > fee ? fee : paid
			printf "%s|%s|%d|%s\n", $1, month[i], lost[month[i]],
			    $6 == "basic" ? paid : "-"
		}
	}' outages/register.csv outages/planned.csv outages/nagios.log \
	    maintenance/windows.csv maintenance/carrier.ics resources.csv \
	    services.csv | sort
}

ours() {
	sqlite3 "$tmp/quarter/makegood.db" "SELECT service, period,
	    downtime_ms / 1000, CASE contract WHEN 'basic' THEN credit_minor
	    ELSE '-' END FROM settlements
	    WHERE contract IN ('basic', 'premium') AND service LIKE 'web-%'" |
	    sort
}

if command -v sqlite3 >/dev/null; then
	(lost) >"$tmp/want"
	ours >"$tmp/got"
	check "quarter: there are records" [ "$(wc -l <"$tmp/want")" -ge 180 ]
	check "quarter: seconds and cents, second by second" \
	    diff "$tmp/want" "$tmp/got"
else
	skip "quarter: seconds and cents" "there is no sqlite3"
fi

# The bridge, from the files and the credits alone. A window of a month has closed
# for January and February, one of sixty days for January only, and databases had
# five days from the bill of the 2nd.
bridge() {
	awk -F, '
	function cents(s) { return int(s * 100 + 0.5) }
	function euro(n,    s) {
		s = sprintf("%d.%02d", int(n / 100), n % 100)
		while (match(s, /^[0-9]+[0-9][0-9][0-9][.,]/))
			s = substr(s, 1, RLENGTH - 4) "," substr(s, RLENGTH - 3)
		return "EUR " s
	}
	FNR == 1 { file++ }
	file == 1 && FNR > 1 && $2 < "2024-01" { opening += cents($5) }
	file == 2 && FNR > 1 {
		claimed[$1, $2] = $3
		if ($6 != "" && $5 < "2024-01-01") opening -= cents($6)
		else if ($6 != "") paid += cents($6)
	}
	file == 3 {
		accrued += $4
		last = ""
		if ($3 == "standard" && $2 == "2024-01") last = "2024-03-01"
		if ($3 == "standard" && $2 == "2024-02") last = "2024-03-31"
		if ($3 == "office" && $2 == "2024-01") last = "2024-03-31"
		if ($3 == "virtual" && (($1, $2) in claimed))
			last = "2024-03-07"
		if (last != "" && (claimed[$1, $2] == "" ||
		    claimed[$1, $2] > last))
			expired += $4
	}
	END {
		print euro(opening), euro(accrued), euro(paid), euro(expired),
		    euro(opening + accrued - paid - expired)
	}' sample-data/quarter/history.csv sample-data/quarter/claims.csv \
	    "$tmp/credits"
}

words() {
	sed 's/\xc2\xa0/ /g' "$tmp/quarter/reports/R5_2024-Q1_en.txt" |
	    tr -s ' \n' ' '
}
words >"$tmp/words"
said() {
	grep -q -F -e "$1" "$tmp/words"
}
if command -v sqlite3 >/dev/null; then
	sqlite3 -separator , "$tmp/quarter/makegood.db" "SELECT service, period,
	    contract, credit_minor FROM settlements" >"$tmp/credits"
	bridge >"$tmp/bridge"
	check "quarter: the bridge of README.md" grep -qx "EUR 773.13 EUR \
9,343.37 EUR 1,434.08 EUR 1,236.00 EUR 7,446.42" "$tmp/bridge"
	check "quarter: the bridge is that of the files" \
	    grep -q -F -f "$tmp/bridge" "$tmp/words"
else
	skip "quarter: the bridge" "there is no sqlite3"
fi

# What README.md works out of the ten minutes that were left out at first.
for was in "99.469% 99.406%" "84.0 94.0" "99.770% 99.748%" "102.3 112.3" \
    "EUR 0.34 EUR 0.38" "EUR 0.41 EUR 0.45"; do
	check "quarter: changed: $was" said "$was Q1-05 stood in the first"
done

# What the sections on incidents and on messages say, from the registers
# alone. Every incident Q1-01 to Q1-30 but the first began in the quarter; the
# 90th percentile is the value of rank n * 0.9, rounded up. Monitors saw the end
# of some a little later than the register: no mean of these.
clocks() {
	awk -F, '
	function days(y, m, d,    a) {
		a = int((14 - m) / 12); y += 4800 - a; m += 12 * a - 3
		return d + int((153 * m + 2) / 5) + 365 * y + int(y / 4) - \
		    int(y / 100) + int(y / 400) - 32045
	}
	function at(s,    t) {
		t = days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0,
		    substr(s, 9, 2) + 0) * 86400 + substr(s, 12, 2) * 3600 + \
		    substr(s, 15, 2) * 60 + substr(s, 18, 2)
		return substr(s, 20, 1) == "Z" ? t : t - substr(s, 21, 2) * 3600
	}
	function add(what, s,    k) {
		for (k = n[what]++; k > 0 && v[what, k] > s; k--)
			v[what, k + 1] = v[what, k]
		v[what, k + 1] = s
		sum[what] += s
	}
	function clock(s,    h, m) {
		h = int(s / 3600); m = int(s / 60) % 60; s = int(s % 60)
		return (h ? h " h " sprintf("%02d min", m) : m " min") \
		    (s ? sprintf(" %02d s", s) : "")
	}
	function tell(what, label,    k) {
		k = n[what]
		printf "%s %d %s %s%s\n", label, k,
		    clock((v[what, int((k + 1) / 2)] + \
			v[what, int(k / 2) + 1]) / 2),
		    clock(v[what, int((9 * k + 9) / 10)]),
		    what == "restore" ? "" : " " clock(int(sum[what] / k + 0.5))
	}
	FNR == 1 { file++ }
	{ gsub(/"[^"]*"/, "") }
	file == 1 && $1 ~ /^Q1-/ && $1 != "Q1-01" {
		began[$1] = at($7); back[$1] = at($12)
		add("detect", at($9) - began[$1])
		add("mitigate", at($11) - began[$1])
		add("restore", back[$1] - began[$1])
	}
	file == 2 && $7 == "yes" && $2 in began {
		t = at($4)
		if (t <= back[$2] && (!($2 in first) || t < first[$2]))
			first[$2] = t
	}
	file == 3 && FNR > 1 {
		opened += $2 != "Q1-01"
		closed += $7 != "" && $7 >= "2024-01-01" && $7 < "2024-04-01"
		open += $7 == "" || $7 >= "2024-04-01"
		late += ($7 == "" || $7 >= "2024-04-01") && $6 < "2024-04-01"
	}
	END {
		for (i in first)
			add("notice", first[i] - began[i])
		tell("detect", "To detection")
		tell("notice", "To first public notice")
		tell("mitigate", "To mitigation")
		tell("restore", "To restoration")
		printf "opened %d, closed %d. At its end: open %d, overdue %d,\n",
		    opened, closed, open, late
	}' sample-data/quarter/incidents.csv sample-data/quarter/notices.csv \
	    sample-data/quarter/actions.csv
}
clocks >"$tmp/times"
check "quarter: five lines of times and actions" \
    [ "$(wc -l <"$tmp/times")" -eq 5 ]
while read -r line; do
	check "quarter: $line" said "$line"
done <"$tmp/times"
