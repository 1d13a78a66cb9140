#!/bin/sh
# availability on the command line, and a case whose outages are a Nagios log.
. tests/e2e/lib.sh
a="$makegood availability"

at() { date -u -d "$1" +%s; }

# log FILE: one day of a service, worked out by hand: 24 h = 86400 s
#   00:00 ok, 10:00 soft critical, 10:01 hard critical, 10:31 ok;
#   downtime of the host 10:21 to 12:01: 600 s of the outage lie in it
#   monitor off 20:00 to 21:00; a record behind the end; a line that is broken
midnight=$(at 2026-03-05T00:00:00Z)
log() {
	awk -v t="$midnight" 'BEGIN {
		printf "[%d] CURRENT HOST STATE: web1;UP;HARD;1;ok\n", t
		printf "[%d] CURRENT SERVICE STATE: web1;HTTP: shop;OK;HARD;1;ok\n", t
		printf "[%d] SERVICE ALERT: web1;HTTP: shop;CRITICAL;SOFT;1;slow\n", t + 36000
		printf "[%d] SERVICE ALERT: web1;HTTP: shop;CRITICAL;HARD;3;[%d] HOST ALERT: web1;DOWN;HARD;1;x\n", t + 36060, t
		printf "[%d] HOST DOWNTIME ALERT: web1;STARTED; planned\n", t + 37260
		printf "[%d] SERVICE ALERT: web1;HTTP: shop;OK;HARD;3;Nagios 4 starting... (PID=1)\n", t + 37860
		printf "[%d] HOST DOWNTIME ALERT: web1;STOPPED; over\n", t + 43260
		printf "[%d] Caught SIGTERM, shutting down...\n", t + 72000
		printf "[%d] Nagios 4.4.6 starting... (PID=9)\n", t + 75600
		printf "[%d] SERVICE ALERT: web1;HTTP: shop;CRITICAL;HARD;3;late\n", t + 86400 }'
}
log >"$tmp/n.log"

# json KEY: its value for the service, from the last answer
json() {
	sed -n '/"subject": "web1;HTTP: shop"/,/}/p' "$tmp/out" |
	    sed -n "s/^ *\"$1\": \"\\{0,1\\}\\([^\",]*\\)\"\\{0,1\\},\\{0,1\\}\$/\\1/p"
}

# gives KEY=VALUE...: after a question that ended with exit code 0
gives() {
	for pair in "$@"; do
		[ "$(json "${pair%%=*}")" = "${pair#*=}" ] || {
			echo "${pair%%=*} is $(json "${pair%%=*}"), wanted ${pair#*=}"
			cat "$tmp/out"
			return 1
		}
	done
}

ask() {
	$a "$@" --from 2026-03-05 --to 2026-03-06 --json >"$tmp/out"
}

check "a day" ask "$tmp/n.log"
check "hard states, split by downtime" gives ok.total=84600 ok.sched=5400 \
    critical.total=1800 critical.sched=600 critical.unsched=1200 nodata=0 \
    not_running=0 inactive=0 measured=86400 critical.pct=2.0833 \
    available_pct=97.9166
check "soft states count when asked" ask "$tmp/n.log" --soft
check "soft" gives critical.total=1860
check "the monitor's pause is unknown when asked" ask "$tmp/n.log" --off unknown
check "off" gives not_running=3600 ok.total=81000 measured=82800
check "failures in planned work are none" ask "$tmp/n.log" --downtime-as-up
check "as up" gives critical.total=1200 ok.sched=6000
check "office hours" ask "$tmp/n.log" --hours "thu 10:11-10:41" --zone UTC
check "hours" gives critical.total=1200 ok.total=600 inactive=84600
check "hours in another zone" ask "$tmp/n.log" --hours "daily 11:11-11:41" \
    --zone Europe/Berlin
check "zone" gives critical.total=1200 seconds=86400

# the day before knows nothing: half of two days has no data
check "two days, the first unknown" sh -c "$a '$tmp/n.log' --from 2026-03-04 \
    --to 2026-03-06 --json >'$tmp/out'"
check "no data" gives nodata=86400 measured=86400 seconds=172800
check "two days, the first assumed" sh -c "$a '$tmp/n.log' --from 2026-03-04 \
    --to 2026-03-06 --initial critical --json >'$tmp/out'"
check "assumed" gives nodata=0 critical.total=88200
check "a row for each day" sh -c "$a '$tmp/n.log' --from 2026-03-04 \
    --to 2026-03-06 --by day --csv | cut -d, -f1-3 >'$tmp/days'
    test \"\$(grep -c 'web1;HTTP: shop' '$tmp/days')\" = 2 &&
    grep -q '2026-03-05,86400' '$tmp/days'"

# pieces: cut in two, overlapping, the later first, one compressed
head -n 6 "$tmp/n.log" >"$tmp/a.log"
tail -n +4 "$tmp/n.log" | gzip >"$tmp/b.log.gz"
whole() { ask "$tmp/n.log" && cp "$tmp/out" "$tmp/want"; }
pieces() { ask "$tmp/b.log.gz" "$tmp/a.log"; [ $? -le 1 ] && cmp "$tmp/out" "$tmp/want"; }
check "the whole log" whole
check "its pieces, in any order, overlapping" pieces
mkdir "$tmp/folder" && cp "$tmp/n.log" "$tmp/folder/"
check "a folder of logs" sh -c "$a '$tmp/folder' --from 2026-03-05 \
    --to 2026-03-06 --json | cmp - '$tmp/want'"
check "two runs, the same bytes" sh -c "$a '$tmp/n.log' --from 2026-03-05 \
    --to 2026-03-06 --json | cmp - '$tmp/want'"

# group: host and service as one
check "the worst of all" sh -c "$a '$tmp/n.log' --from 2026-03-05 \
    --to 2026-03-06 --group worst --csv | grep -q '^worst of 2,86400,.*97.9166\$'"
check "the best of all" sh -c "$a '$tmp/n.log' --from 2026-03-05 \
    --to 2026-03-06 --group best | grep -q '100.0000 % available'"

# a table of planned work beside the log: 10:01 to 10:31 lies in it, and the
# first twenty minutes of that in no downtime of the log
mkdir "$tmp/maintenance"
cat >"$tmp/maintenance/plan.csv" <<'EOF'
subject,from,to
web1,2026-03-05T10:00:00Z,2026-03-05T11:00:00Z
EOF
check "planned work as a table" ask "$tmp/n.log" "$tmp/maintenance/plan.csv"
check "split by both" gives critical.sched=1800 critical.unsched=0 ok.sched=5460

# what cannot be read is told, the rest counts; exit code 1
{ cat "$tmp/n.log"; echo '[17724278xx] garbage'; printf '[1772'; } >"$tmp/odd.log"
check "broken lines: exit code 1" exits 1 $a "$tmp/odd.log" --from 2026-03-05 \
    --to 2026-03-06
check "and how many" sh -c "$a '$tmp/odd.log' --from 2026-03-05 --to 2026-03-06 \
    2>&1 | grep -q '2 lines could not be read'"
check "a window that runs backwards" exits 2 $a "$tmp/n.log" --from 2026-03-06 \
    --to 2026-03-05
check "an empty window" exits 2 $a "$tmp/n.log" --from 2026-03-06 --to 2026-03-06
check "a local time that occurs twice" exits 2 $a "$tmp/n.log" \
    --from 2026-10-25T02:30 --to 2026-10-26 --zone Europe/Berlin
check "a state that does not exist" exits 2 $a "$tmp/n.log" --from 2026-03-05 \
    --to 2026-03-06 --initial fine
check "a format that does not exist" exits 2 $a "$tmp/n.log" --from 2026-03-05 \
    --to 2026-03-06 --format nagois
check "no such file" exits 4 $a "$tmp/none.log" --from 2026-03-05 --to 2026-03-06
: >"$tmp/empty.log"
check "an empty file is not 100 %" exits 1 $a "$tmp/empty.log" \
    --from 2026-03-05 --to 2026-03-06 --format nagios

# ---- a case folder: the outages of the sample story, told by a monitor ----

story tiny table
story tiny logs
settled() {
	"$makegood" -q import "$tmp/$1" >/dev/null
	[ $? -le 1 ] && "$makegood" settle --json "$tmp/$1" >"$tmp/$1.json"
}
# alert LOCAL HOST STATE
alert() {
	echo "[$(at "$1+02:00")] SERVICE ALERT: $2;PING;$3;HARD;3;was seen"
}
midnight=$(at 2024-05-01T00:00:00+02:00)
{
	echo "[$(at 2024-04-01T00:00:00+02:00)] LOG VERSION: 2.0"
	for h in rack-web rack-db rack-mail; do
		echo "[$(at 2024-04-01T00:00:00+02:00)] CURRENT SERVICE STATE: $h;PING;OK;HARD;1;ok"
	done
	alert 2024-04-02T09:12:00 rack-web CRITICAL
	alert 2024-04-02T10:05:00 rack-db CRITICAL
	alert 2024-04-02T10:27:00 rack-web OK
	alert 2024-04-02T11:17:30 rack-db OK
	echo "[$(at 2024-04-05T09:00:00+02:00)] EXTERNAL COMMAND: SCHEDULE_HOST_DOWNTIME;rack-web;$(at 2024-04-10T02:00:00+02:00);$(at 2024-04-10T04:00:00+02:00);1;0;7200;ops;New kernel"
	echo "[$(at 2024-04-10T02:00:00+02:00)] HOST DOWNTIME ALERT: rack-web;STARTED; planned"
	alert 2024-04-10T02:10:00 rack-web CRITICAL
	alert 2024-04-10T02:52:00 rack-web OK
	echo "[$(at 2024-04-10T04:00:00+02:00)] HOST DOWNTIME ALERT: rack-web;STOPPED; over"
	alert 2024-04-17T15:30:00 rack-mail CRITICAL
	alert 2024-04-17T15:33:30 rack-mail OK
	alert 2024-04-23T14:00:00 rack-web WARNING
	alert 2024-04-23T16:30:00 rack-web OK
	alert 2024-04-30T23:20:00 rack-web CRITICAL
} >"$tmp/logs/outages/nagios-05-01-2024-00.log"
{
	echo "[$midnight] LOG ROTATION: DAILY"
	echo "[$midnight] CURRENT SERVICE STATE: rack-web;PING;CRITICAL;HARD;3;still"
	alert 2024-05-01T01:05:00 rack-web OK
} >"$tmp/logs/outages/nagios.log"
rm "$tmp/logs/outages/outages.csv"
# the downtime comes from the log as well
grep -v '^M-2' "$tmp/table/maintenance/windows.csv" \
    >"$tmp/logs/maintenance/windows.csv"
cat >>"$tmp/logs/case.yaml" <<'EOF'
  - match: "outages/nagios*"
    subjects: { "rack-web;PING": web-1, "rack-db;PING": db-1, "rack-mail;*": mail-1 }
EOF
check "a case with a table" settled table
check "the same case with the monitor's log" settled logs
check "the same credit and downtime" cmp "$tmp/table.json" "$tmp/logs.json"
check "explained down to the line of the log" sh -c \
    "'$makegood' explain '$tmp/logs' quill | grep -q 'nagios.*log'"
"$makegood" -q run "$tmp/logs" >"$tmp/out" 2>&1
check "the policy stands on the Sources page" sh -c "cat '$tmp'/logs/reports/*.txt |
    tr '\n' ' ' | grep -q 'only confirmed (hard) states count; while the monitor was off'"

# without names nothing counts, and that is said
sed -i '/subjects:/d; /match: "outages.nagios/d' "$tmp/logs/case.yaml"
check "subjects that nobody knows: exit code 1" exits 1 "$makegood" -q import \
    "$tmp/logs"
check "and their names" sh -c "rm '$tmp/logs/makegood.db'
    '$makegood' import '$tmp/logs' 2>&1 | grep -q 'rack-web;PING'"

# a policy of the rule: three and a half minutes are not confirmed
cat >>"$tmp/logs/case.yaml" <<'EOF'
  - match: "outages/nagios*"
    subjects: { "rack-*;PING": mail-1 }
    view: probe
    policy: { soft: yes, off: unknown, host: alone, unknown: down, confirm_checks: 1, confirm_minutes: 80, min_recovery_seconds: 60 }
EOF
# 80 minutes and more: O-5 (150 min, degraded), and both parts of O-6, which is
# cut by the end of an archive; O-1 (75) and O-2 (72.5) are too short
# a probe's word does not count in this case, which is told
check "a policy" exits 1 "$makegood" -q import "$tmp/logs"
check "confirmed outages only" sh -c "[ \"\$(sqlite3 '$tmp/logs/makegood.db' \
    'select count(*) from outages o join current_sources c using (source_id)
    where c.name like \"%nagios%\"')\" = 3 ]"
