#!/bin/sh
# Logs on many machines, half-grown, renamed, packed, brought twice and in any
# order: every line counts once, and the sums are those of one import of all.
. tests/e2e/lib.sh

# log SEED LINES FIRST_DAY: some sites, some robots, a line in 97 malformed
log() {
	awk -v seed="$1" -v lines="$2" -v day="$3" '
	function rnd(n) {
		seed = (seed * 16807) % 2147483647
		return seed % n
	}
	BEGIN {
		for (i = 0; i < lines; i++) {
			t += rnd(60)
			line = sprintf("s%d.example.org:443 192.0.2.%d - - " \
			    "[%02d/Mar/2026:%02d:%02d:%02d +0000] " \
			    "\"GET /p%d HTTP/1.1\" %d %d \"-\" \"%s\"",
			    rnd(7), rnd(250), day + int(t / 86400),
			    int(t / 3600) % 24, int(t / 60) % 60, t % 60,
			    rnd(900), rnd(20) ? 200 : 503, rnd(90000),
			    rnd(5) ? "Mozilla/5.0 (X11; Linux)" : "FooBot/1.0")
			print rnd(97) ? line : substr(line, 1, 30)
		}
	}'
}

# same DB WANT: the counters of DB, and what could not be read
same() {
	"$makegood" dump --rollup "$1" >"$tmp/got" && diff "$2" "$tmp/got"
}

into() {
	db=$1
	shift
	"$makegood" -q import --db "$tmp/$db" "$@" >/dev/null
}

cd "$tmp" || exit 1
for i in 1 2 3 4 5 6 7 8 9 10; do
	log "$i" $((400 * i)) $((i + 2)) >"m$i.log"
done
: >empty.log

# the truth, by another hand: awk over all lines
cat m?.log m10.log | awk '
/^s[0-9].example.org:443 192.0.2.[0-9]+ - - \[.*"$/ {
	split($0, q, "\""); split(q[3], n, " ")
	split(substr($5, 2), d, /[\/:]/)
	hour = (20513 + d[1] - 1) * 24 + d[4] # 1 March 2026 is day 20513
	sub(/:.*/, "", $1)
	k = $1 "\t" hour
	hits[k]++; bytes[k] += n[2]; bad[k] += n[1] >= 500
	robots[k] += /FooBot/
	next
}
{ rejected++ }
END {
	for (k in hits)
		print k "\t" hits[k] "\t" bytes[k] "\t" bad[k] "\t" robots[k]
	print "#malformed\t" rejected "\tlines\t" NR
}' | sort -t"	" -k1,1 -k2,2n >want.sorted
grep -v '^#' want.sorted >want
grep '^#' want.sorted >>want

into all.db m?.log m10.log
check "one import of everything is what awk counts" same all.db want
into two.db -j 2 m10.log m?.log
check "two threads, another order" same two.db want

# ten machines, three groups; m7 half-grown (in the middle of a line) and later
# whole, m1 to m3 twice, m4 as a log and as a rollup, m5 packed and renamed
head -c 70001 m7.log >m7.part
"$makegood" -q rollup -o a.rollup --source a m7.part m1.log m2.log m3.log
"$makegood" -q rollup -o b.rollup -j 2 m8.log m7.log m10.log m3.log
"$makegood" -q rollup m9.log m6.log m1.log >c.rollup 2>/dev/null
gzip -c m5.log >renamed.1.gz
gzip -c b.rollup >b.rollup.gz
into ten.db b.rollup.gz a.rollup m4.log
into ten.db c.rollup renamed.1.gz m2.log a.rollup
"$makegood" -q rollup -o d.rollup m4.log
into ten.db d.rollup m5.log
check "ten machines, some twice, one half-grown" same ten.db want
check "a second time nothing is read" sh -c \
    '"$1" import --db ten.db c.rollup m2.log | grep -q ": 0 read"' - "$makegood"

"$makegood" -q rollup -o e.rollup d.rollup c.rollup a.rollup m5.log b.rollup.gz
into merged.db e.rollup
check "rollup files become one" same merged.db want
"$makegood" -q rollup -o f.rollup a.rollup b.rollup.gz m5.log c.rollup d.rollup
check "in any order the same bytes" sh -c \
    'sed s/\"[^\"]*m/\"m/ e.rollup >e; sed s/\"[^\"]*m/\"m/ f.rollup >f
    cmp e f' -
into empty.db empty.log m?.log m10.log
check "an empty log changes nothing" same empty.db want

# a log that grows, from hour to hour, under changing names
: >grow.log
n=0
for size in 900 5000 5001 60000 61234 200000; do
	n=$((n + 1))
	rm -f grow.log."$((n - 1))"
	head -c "$size" m10.log >grow.log
	into grow.db grow.log
done
mv grow.log grow.log.1
tail -c +200001 m10.log >>grow.log.1
gzip -c grow.log.1 >grow.log.2.gz
into grow.db grow.log.1
into grow.db grow.log.2.gz
into once.db m10.log
"$makegood" dump --rollup once.db >want.m10
check "a log that grew, was renamed and packed" same grow.db want.m10

# a short log is known by all its bytes: grown, it begins otherwise
head -c 1500 m9.log >short.log
into short.db short.log
head -c 2500 m9.log >short.log.1
into short.db short.log.1
head -c 90000 m9.log | gzip -c >short.log.2.gz
into short.db short.log.2.gz
head -c 90000 m9.log >long.log
into long.db long.log
"$makegood" dump --rollup long.db >want.long
check "a short log that grew under another name" same short.db want.long

# a log that somebody writes, read when its last line is only half there: in the
# end it is what one import counts. "200 12" may be half of "200 1259"; a last
# line that lacks nothing but its newline counts, once
awk 'BEGIN {
	for (i = 0; i < 60; i++)
		printf "192.0.2.%d - - [05/Mar/2025:10:%02d:00 +0000] " \
		    "\"GET /p%d HTTP/1.1\" 200 %d\n", i, i, i, 1200 + i
}' >lines.log
sed "s/\$/$(printf '\r')/" lines.log >crlf.log

# cut_near_end LOG BYTES
cut_near_end() {
	size=$(wc -c <"$1")
	from=$((size - $2))
	into "whole.$1.db" --site www.example.org "$1"
	"$makegood" dump --rollup "whole.$1.db" >"want.$1"
	while [ "$from" -lt "$size" ]; do
		rm -f cut.db
		head -c "$from" "$1" >cut.log
		into cut.db --site www.example.org cut.log
		cp "$1" cut.log
		into cut.db --site www.example.org cut.log
		same cut.db "want.$1" || { echo "cut at $from" && return 1; }
		from=$((from + 1))
	done
}
check "half a line, then all of it, cut at any byte" cut_near_end lines.log 90
check "... also of lines that end as on DOS" cut_near_end crlf.log 20
head -c -1 lines.log >rest.log
into rest.db --site www.example.org rest.log
check "the last line of a log needs no newline" same rest.db want.lines.log
head -c -20 lines.log >half.log
check "... and half a line is no complaint" sh -c \
    "'$makegood' import --db half.db --site www.example.org half.log >half.said &&
    grep -q '59 rows in all\$' half.said" -

# exactly once also when it was killed
into killed.db m1.log
for delay in 0 .003 .006 .01 .015 .02 .03 .05; do
	rm -f killed.db*
	"$makegood" -q import --db killed.db m?.log m10.log >/dev/null 2>&1 &
	pid=$!
	sleep "$delay"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	into killed.db m?.log m10.log
	same killed.db want >/dev/null || echo "$delay" >>late
done
check "killed and begun again: the same" [ ! -e late ]

# a rollup comes from elsewhere: nothing is believed
refused() {
	rm -f refused.db
	"$makegood" -q import --db refused.db "$1" >/dev/null 2>err
	[ $? -eq 3 ] && grep -q "$2" err || {
		cat err
		return 1
	}
}
sed '4s/,\([0-9]*\)$/,1/' d.rollup >sum.rollup
check "changed numbers" refused sum.rollup 'do not add up'
head -n 40 d.rollup >cut.rollup
check "a cut file" refused cut.rollup 'the end of the rollup is missing'
awk 'NR == 5 { kept = $0; next } { print } NR == 6 { print kept }' d.rollup \
    >order.rollup
check "another order" refused order.rollup 'not in order'
sed '3s/,0,/,9,/' d.rollup | sed '/^#part/s/9,\([0-9]*\)/9,3/' >part.rollup
check "a part that cannot be" refused part.rollup 'contradict each other'

# two that overlap and are not one log: refused, and nothing counts
from=$(awk -F, '/^#part/ { print int($4 / 2) }' d.rollup)
sed "3s/,0,/,$from,/; 3s/,[0-9]*,[0-9]*,20/,9,0,20/" d.rollup >lap.rollup
head -c $((from + 999)) m4.log >m4.half
into lap.db m4.half
check "an overlap is an error" sh -c \
    '"$1" -q import --db lap.db lap.rollup 2>&1 | grep -q "are in"' - "$makegood"
into lap2.db m4.half
"$makegood" dump --rollup lap2.db >want.lap
check "and what counts is what it was" same lap.db want.lap

# in a case: layers, and days by minute where there was an outage
cd "$top" || exit 1
"$makegood" --quiet init "$tmp/case" --from tiny >/dev/null
case=$tmp/case
rm -f "$case"/traffic/* "$case"/outages/*
printf 'id,subject,from,to\nO-1,db,2026-03-05T10:00:00Z,2026-03-05T11:00:00Z\n' \
    >"$case/outages/outages.csv"
resource=$(sed -n '2s/^[^,]*,\([^,]*\).*/\1/p' "$case/resources.csv")
sed -i "s/,db,/,$resource,/" "$case/outages/outages.csv"
sed -i '/^as_of:/s/:.*/: 2026-05-06T09:00:00Z/; /^files:/,$d
    /^periods:/s/:.*/: [2026-03]/' "$case/case.yaml"
cp "$tmp/m1.log" "$tmp/m3.log" "$case/traffic/"
check "a case takes logs" exits 1 "$makegood" -q import "$case"
minutes() {
	"$makegood" dump --minutes "$case" | awk 'NR > 1 {
		print substr($2, 1, 10) }' | sort -u | tr '\n' ' '
}
check "the day of the outage by minute" [ "$(minutes)" = "2026-03-05 " ]
sed -i 's/03-05/03-03/g' "$case/outages/outages.csv"
"$makegood" import "$case" >"$tmp/out" 2>/dev/null
check "another outage: another day" [ "$(minutes)" = "2026-03-03 2026-03-05 " ]
check "only the log of that day is read again" sh -c \
    'grep -q "^read .*m1.log" "$1" && ! grep -q m3.log "$1"' - "$tmp/out"
cp "$tmp/m3.log" "$case/traffic/edge-m3.log"
sed -i '1s/^s[0-9]/s3/' "$case/traffic/edge-m3.log"
cat >>"$case/case.yaml" <<'END'
files:
  - { match: "traffic/edge*", layer: edge }
  - { match: "traffic/m*", layer: origin }
END
check "two layers of one site: which?" exits 3 "$makegood" -q import "$case"
echo 'traffic_layer: origin' >>"$case/case.yaml"
check "the layer that counts" exits 1 "$makegood" -q import "$case"
cat "$tmp/m1.log" "$tmp/m3.log" >"$tmp/both.log"
(cd "$tmp" && into both.db m1.log m3.log)
"$makegood" dump --rollup "$tmp/both.db" | grep -v '^#' >"$tmp/want.both"
"$makegood" dump --rollup "$case" | grep -v '^#' >"$tmp/got.both"
check "and only it" diff "$tmp/want.both" "$tmp/got.both"

# Lines that name no site, and no case that could: the option is named.
echo '192.0.2.1 - - [01/Apr/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"' \
    >"$tmp/nowhere.log"
"$makegood" rollup "$tmp/nowhere.log" >/dev/null 2>"$tmp/err"
check "no site: the option is named" grep -q -e '--site www.example.org' \
    "$tmp/err"
