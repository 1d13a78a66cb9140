#!/bin/sh
# Outages that only the traffic tells of: a series, the five days in April beside
# the provider's log and without it, and what a person has to accept.
. tests/e2e/lib.sh

says() {
	grep -q -- "$1" "$tmp/out"
}

detect() {
	"$makegood" detect "$@" >"$tmp/out" 2>"$tmp/err"
}

# series FROM TO: eight weeks by the hour, 200 by day and 20 by night, nothing in
# the hours [FROM, TO); a saw of one to twelve on top.
series() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		print "timestamp_utc,value"
		for (i = 0; i < 8 * 168; i++) {
			h = i % 24
			n = (h >= 8 && h < 22 ? 200 : 20) + i * 7 % 13
			if (i >= from && i < to) n = 0
			d = int(i / 24)
			month = d < 31 ? 1 : 2
			printf "2024-%02d-%02dT%02d:00:00Z,%d\n", month,
			    d < 31 ? d + 1 : d - 30, h, n
		}
	}'
}

# ---- a series

series -1 -1 >"$tmp/plain.csv"
check "no outage: exit code 0" exits 0 detect --csv "$tmp/plain.csv"
check "said in words" says 'nothing that chance would not do'
# hours 1018 to 1023: 12 February, 10:00 to 15:00
series 1018 1023 >"$tmp/gap.csv"
check "five silent hours: exit code 1" \
    exits 1 detect --csv "$tmp/gap.csv" --tz Europe/Rome
check "by the zone's clock" \
    says '2024-02-12 11:00 +01:00  to  2024-02-12 16:00 +01:00  silent '
check "with bounds" says 'at least 5 h, at most 7 h'
check "and an id" says 'id gap.csv-20240212T1000Z-'
check "not when shorter than asked for" \
    exits 0 detect --csv "$tmp/gap.csv" --min 18001
"$makegood" --json detect --csv "$tmp/gap.csv" >"$tmp/out" 2>&1
check "for machines" says \
    '"kind":"silent","strength":"certain","from":"2024-02-12T10:00:00Z"'
grep -v 'T1[0-4]:00:00Z,0$' "$tmp/gap.csv" >"$tmp/unknown.csv"
check "without rows nobody knows: exit code 0" \
    exits 0 detect --csv "$tmp/unknown.csv"
head -n 30 "$tmp/plain.csv" >"$tmp/short.csv"
check "too little to tell: exit code 1" exits 1 detect --csv "$tmp/short.csv"
check "and why" says 'insufficient evidence: less than 48 known hours'
check "a level that is none: usage" \
    exits 2 detect --csv "$tmp/gap.csv" --level 2
check "a folder and a series: usage" exits 2 detect "$tmp" --csv "$tmp/gap.csv"
check "a zone for a case: usage" exits 2 detect "$tmp" --tz UTC
check "single sites and --write: usage" exits 2 detect "$tmp" a --write
check "no case: usage" exits 2 detect
check "no such series: the environment" exits 4 detect --csv "$tmp/none.csv"

# ---- silent sites and silent logs

# requests SITES FROM TO WHO: 16 days, each site once in two minutes (the second
# one now and then an error); in the hours [FROM, TO) nothing from WHO (a site's
# number, or all)
requests() {
	awk -v sites="$1" -v from="$2" -v to="$3" -v who="$4" 'BEGIN {
		for (i = 0; i < 16 * 720; i++) {
			h = int(i / 30)
			for (s = 1; s <= sites; s++) {
				if (h >= from && h < to &&
				    (who == "all" || who == s))
					continue
				printf "%s203.0.113.%d - - [%02d/Apr/2024:" \
				    "%02d:%02d:%02d +0200] \"GET /%d " \
				    "HTTP/1.1\" %d 512 \"-\" \"Mozilla/5.0\"\n",
				    (sites == 1 ? "" : "www" s ".example:80 "),
				    i % 250 + 1, int(h / 24) + 1, h % 24,
				    i % 30 * 2 + s % 2, i * 7 % 60, i,
				    s == 2 && i % 50 == 0 ? 500 : 200
			}
		}
	}'
}

# logged RULE: a small case whose log was written to $tmp/access.log
logged() {
	rm -rf "$tmp/case"
	cp -R tests/errors/base "$tmp/case"
	mkdir -p "$tmp/case/traffic"
	cp "$tmp/access.log" "$tmp/case/traffic/access.log"
	[ -z "$1" ] || sed -i "s|^files:|&\n  - $1|" "$tmp/case/case.yaml"
	"$makegood" -q import "$tmp/case"
}

# 10 April 06:00 to 16:00 are the hours 222 to 231 of April in Rome. An outage of
# the case touches that day, so it is counted by minute: the second site comes at
# even minutes, last at 05:58, again at 16:00; the first one at odd ones.
requests 3 222 232 2 >"$tmp/access.log"
check "a log of three sites" logged ""
check "one of them is silent: found" exits 1 detect "$tmp/case"
check "that one" sh -c "grep -B1 'silent' '$tmp/out' | grep -q '^www2'"
check "when it was" \
    says '2024-04-10 05:59 +02:00  to  2024-04-10 16:00 +02:00  silent'
check "no service has the site: said" says 'no service of the case has this'
requests 3 222 232 all >"$tmp/access.log"
check "a log that is silent for all" logged ""
check "is no data: exit code 0" exits 0 detect "$tmp/case"
check "said as such" says \
    '2024-04-10 06:00 +02:00  to  2024-04-10 16:00 +02:00  no data'
requests 1 222 232 1 >"$tmp/access.log"
check "a log of one site" \
    logged '{ match: "traffic/*", site: www.one.example, format: combined }'
check "its silence is the site's" exits 1 detect "$tmp/case" www.one.example
check "found, to the minute" \
    says '2024-04-10 06:00 +02:00  to  2024-04-10 16:01 +02:00  silent'
check "a site without traffic: usage" exits 2 detect "$tmp/case" www.two.example
# the same in a file a day, of which one is missing: 10 April
requests 1 -1 -1 0 | awk -v to="$tmp/day-" '{
	print >to substr($4, 2, 2) ".log" }'
logged '{ match: "traffic/*", site: www.one.example, format: combined }' \
    >/dev/null
rm "$tmp/case/traffic/access.log"
for day in "$tmp"/day-*.log; do
	[ "$day" = "$tmp/day-10.log" ] || cp "$day" "$tmp/case/traffic"
done
check "a log a day, one is missing" "$makegood" -q import "$tmp/case"
check "nobody knows: exit code 0" exits 0 detect "$tmp/case"
check "no data for a day" says '2024-04-10 00:00 .* to  2024-04-11 00:00 .*no data'

# ---- totals of days

# 17 weeks from 1 January, 9000 requests a day, 4000 at weekends, a saw of one to
# twelve on top; nothing on 10 April, 1500 on the 16th
days() {
	awk 'BEGIN {
		print "day,site,hits,views"
		for (i = 0; i < 119; i++) {
			n = (i % 7 < 5 ? 9000 : 4000) + i * 7 % 13
			if (i == 100) n = 0
			if (i == 106) n = 1500
			m = i < 31 ? 1 : i < 60 ? 2 : i < 91 ? 3 : 4
			d = i - (m == 1 ? 0 : m == 2 ? 31 : m == 3 ? 60 : 91)
			printf "2024-%02d-%02d,shop.alder.example.com,%d,%d\n",
			    m, d + 1, n, n / 2
		}
	}'
}
rm -rf "$tmp/case"
cp -R tests/errors/base "$tmp/case"
mkdir "$tmp/case/traffic"
days >"$tmp/case/traffic/days.csv"
check "totals of days" exits 0 "$makegood" -q import "$tmp/case"
check "totals of days: found" exits 1 detect "$tmp/case"
check "a whole local day, silent" \
    says '2024-04-10 00:00 +02:00  to  2024-04-11 00:00 +02:00  silent'
check "another one, collapsed" \
    says '2024-04-16 00:00 +02:00  to  2024-04-17 00:00 +02:00  collapsed'
check "and no other day" says '^2 proposals, 1 site'
printf 'site,hour,hits,views\nshop.alder.example.com,2024-04-05T10:00Z,5,3\n' \
    >"$tmp/case/traffic/hours.csv"
check "hours beside them: said" sh -c "'$makegood' -q import '$tmp/case' 2>&1 |
    grep -q 'shop.alder.example.com\" has hours and totals of days: only'"
check "a day of one hour tells nothing" exits 1 detect "$tmp/case"
check "and why" says 'insufficient evidence'

# ---- the five days in April

# spans FILE: "from to" in seconds since 1970 of the blog's proposals, from JSON
spans() {
	sed 's/{"site"/\n&/g' "$1" | grep '^{"site":"www.ortosulbalcone' |
	    grep -oE '"from":"[^"]*","to":"[^"]*","seconds"' | tr '"' ' ' |
	    awk '{ print $3, $7 }' | while read -r from to; do
		echo "$(date -ud "$from" +%s) $(date -ud "$to" +%s)"
	done
}

# The blog's outages by the provider's tables: both databases, or its own node.
# Italian summer time is two hours ahead of UTC; April has no change.
recorded() {
	tr ';' ',' <"$tmp/flicker/outages/nodes.csv" |
	    cat - "$tmp/flicker/outages/cluster.csv" |
	    awk -F, '$5 == "down" && ($2 == "db-1" || $2 == "db-2" ||
		$2 == "web-blog") { print $2, $3, $4 }' |
	    while read -r who from to; do
		echo "$who $(date -ud "${from%%[+Z]*}Z 2 hours ago" +%s)" \
		    "$(date -ud "${to%%[+Z]*}Z 2 hours ago" +%s)"
	done
}

# compare RECORDED FOUND: second by second: recorded, both, missed, extra
compare() {
	awk 'FNR == NR { for (i = $2; i < $3; i++) seen[i] += \
			$1 == "db-1" ? 1 : $1 == "db-2" ? 2 : 4; next }
	    { for (i = $1; i < $2; i++) found[i] = 1 }
	    END { for (i in seen) if (seen[i] >= 3) {
			all++; if (i in found) both++ }
		for (i in found) if (seen[i] < 3) extra++
		print all + 0, both + 0, all - both, extra + 0 }' "$1" "$2"
}

check "flicker: made" story flicker flicker
check "flicker: imported, 11 lines are none" \
    exits 1 "$makegood" -q import "$tmp/flicker"
"$makegood" --json detect "$tmp/flicker" >"$tmp/beside.json" 2>"$tmp/err"
check "something found: exit code 1" [ $? -eq 1 ]
recorded >"$tmp/recorded"
spans "$tmp/beside.json" >"$tmp/found"
compare "$tmp/recorded" "$tmp/found" >"$tmp/figures"
read -r all both missed extra <"$tmp/figures"
echo "# recorded $all s, both $both s, missed $missed s, extra $extra s"
# 336,358 s: the README's sum of the blog with the maintenance and the short one
check "the provider's tables, second by second" [ "$all" -eq 336358 ]
check "the traffic alone finds 19 of 20 seconds of it" \
    [ $((both * 20)) -ge $((all * 19)) ]
check "and says hardly more than is true: 1 in 100" \
    [ $((extra * 100)) -le "$all" ]
check "sites of nothing but mail and static pages: nothing found" [ 0 -eq \
    "$(sed 's/{"site"/\n&/g' "$tmp/beside.json" |
	grep 'marmidellupo' | grep -c '"kind"')" ]

# ---- those who have nothing but their log

own=$tmp/own
cp -R "$tmp/flicker" "$own"
rm -rf "$own"/outages/* "$own"/maintenance/* "$own"/makegood.db* "$own/reports"
check "a case without a record of an outage" \
    exits 1 "$makegood" -q import "$own"
check "no outage, no credit" sh -c "'$makegood' settle '$own' |
    grep -q 'blog-orto .* 100.000 %  *0:00:00  *EUR 0.00'"
check "proposals are written" exits 1 detect "$own" --write
check "and said to need acceptance" says 'they count when case.yaml accepts'
check "by the hour at first" sh -c \
    "! grep -q 'T[0-9]*:[0-9]*[1-9]:00Z' '$own/outages/detected.csv'"
"$makegood" -q import "$own" >"$tmp/out" 2>&1
check "their days are counted by minute then" exits 1 detect "$own" --write
cp "$own/outages/detected.csv" "$tmp/second.csv"
"$makegood" -q import "$own" >"$tmp/out" 2>&1
detect "$own" --write
check "the same proposals ever after" \
    cmp "$tmp/second.csv" "$own/outages/detected.csv"
"$makegood" --json detect "$own" >"$tmp/own.json" 2>&1
spans "$tmp/own.json" >"$tmp/found"
compare "$tmp/recorded" "$tmp/found" >"$tmp/figures"
read -r all both missed extra <"$tmp/figures"
echo "# without records: both $both s, missed $missed s, extra $extra s"
check "found without anybody's records, too" \
    [ $((both * 20)) -ge $((all * 19)) ]
check "of those hardly more than is true" [ $((extra * 100)) -le "$all" ]
check "not accepted, they count for nothing" sh -c \
    "'$makegood' settle '$own' | grep -q 'blog-orto .* EUR 0.00'"

{
	echo 'accept:'
	grep '"blog-orto"' "$own/outages/detected.csv" | cut -d, -f1 |
	    sed 's/.*/  - { id: &, by: Anna Orto, reason: "my own log" }/'
} >>"$own/case.yaml"
sum=$(grep '"blog-orto"' "$own/outages/detected.csv" | tr -d '"' |
    while IFS=, read -r id subject from to rest; do
	echo "$(date -ud "$to" +%s) $(date -ud "$from" +%s)"
    done | awk '{ n += $1 - $2 } END {
	printf "%d:%02d:%02d", n / 3600, n % 3600 / 60, n % 60 }')
"$makegood" -q run "$own" >"$tmp/out" 2>&1
check "accepted, their sum is the downtime: $sum" sh -c \
    "'$makegood' settle '$own' | grep -q 'blog-orto .* $sum '"
check "and the credit that of the provider's own records" sh -c \
    "'$makegood' settle '$own' | grep -q 'blog-orto .* EUR 47.20'"
check "the statement says who accepted, and why" sh -c \
    "tr -s ' \n' ' ' <'$own'/reports/R2_c001_2013-04_it.txt |
	grep -q 'riconosciuto da Anna Orto: my own log'"
sed -i '0,/id: "www.ortosulbalcone[^"]*"/s//id: www.nowhere/' "$own/case.yaml"
check "an id that is gone: input" exits 3 "$makegood" -q import "$own"
