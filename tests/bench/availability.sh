#!/bin/sh
# availability.sh -- what a month of a monitor's log costs, and whether the
# monitor's own report counts the same.
#
#   tests/bench/availability.sh [LINES [SERVICES]]
#
# Makes a log (the same each time), counts it, and prints seconds and peak
# memory. Where avail.cgi of Nagios is installed (Debian: nagios4-cgi) it answers
# the same question, and the seconds of every state of every service are
# compared. Its work grows with lines times services: ORACLE_LINES (20000) bounds
# what it is given. All seconds are of CPU.
set -eu
LC_ALL=C
TZ=UTC
export LC_ALL TZ
makegood=${MAKEGOOD:-build/makegood}
lines=${1:-1000000}
services=${2:-4000}
oracle_lines=${ORACLE_LINES:-20000}
cgi=${AVAIL_CGI:-/usr/lib/cgi-bin/nagios4/avail.cgi}
from=1772323200
to=1775001600
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# log LINES: March 2026; states at random, two of seven not confirmed.
log() {
	awk -v lines="$1" -v services="$services" -v from=$from -v to=$to '
	function roll() { return seed = (seed * 16807) % 2147483647 }
	BEGIN {
		seed = 20260322
		split("OK WARNING CRITICAL UNKNOWN", word, " ")
		for (i = 0; i < services; i++)
			printf "[%d] CURRENT SERVICE STATE: h%d;s%d;OK;HARD;1;fine\n",
			    from, i / 10, i
		for (i = services; i < lines; i++) {
			k = roll() % services
			b = roll()
			share = (i - services) / (lines - services)
			at = from + 1 + int(share * (to - from - 2))
			type = b % 7 < 2 ? "SOFT" : "HARD"
			printf "[%d] SERVICE ALERT: h%d;s%d;%s;%s;%d;took 0.%d s\n",
			    at, k / 10, k, word[1 + b % 4], type, 1 + b % 3,
			    b % 1000
		}
	}'
}

# seconds COMMAND...: seconds of CPU, its own and the system's
seconds() {
	(
		"$@" >&2
		times
	) 2>"$dir/said" | awk 'NR == 2 { gsub("s", "")
		split($1, u, "m"); split($2, s, "m")
		printf "%.2f", u[1] * 60 + u[2] + s[1] * 60 + s[2] }'
}

ask() {
	"$makegood" availability "$1" --from 2026-03-01 --to 2026-04-01 --csv \
	    >"$dir/ours.csv"
}

# The objects that avail.cgi wants to know, and where its log is.
oracle_config() {
	mkdir -p "$dir/archives"
	{
		echo 'define timeperiod {'
		echo ' timeperiod_name always'
		echo ' alias always'
		for day in sunday monday tuesday wednesday thursday friday saturday; do
			echo " $day 00:00-24:00"
		done
		echo '}'
		printf 'define command {\n command_name c\n command_line /bin/true\n}\n'
		printf 'define contact {\n contact_name n\n alias n\n'
		printf ' service_notification_period always\n'
		printf ' host_notification_period always\n'
		printf ' service_notification_commands c\n'
		printf ' host_notification_commands c\n}\n'
		awk -v services="$services" 'BEGIN {
			for (h = 0; h * 10 < services; h++)
				printf "define host {\n host_name h%d\n alias h%d\n address 192.0.2.1\n check_period always\n check_command c\n contacts n\n notification_period always\n max_check_attempts 3\n}\n", h, h
			for (s = 0; s < services; s++)
				printf "define service {\n host_name h%d\n service_description s%d\n check_period always\n check_command c\n contacts n\n notification_period always\n max_check_attempts 3\n}\n", s / 10, s
		}'
	} >"$dir/objects.cache"
	cat >"$dir/nagios.cfg" <<-EOF
		log_file=$dir/oracle.log
		log_archive_path=$dir/archives
		log_rotation_method=n
		object_cache_file=$dir/objects.cache
		status_file=$dir/status.dat
	EOF
	cat >"$dir/cgi.cfg" <<-EOF
		main_config_file=$dir/nagios.cfg
		physical_html_path=$dir
		url_html_path=/nagios4
		use_authentication=0
	EOF
	: >"$dir/status.dat"
}

oracle() {
	NAGIOS_CGI_CONFIG="$dir/cgi.cfg" REQUEST_METHOD=GET REMOTE_USER=n \
	    QUERY_STRING="t1=$from&t2=$to&service=all&assumeinitialstates=no&assumestateretention=yes&assumestatesduringnotrunning=yes&includesoftstates=no&initialassumedservicestate=0&backtrack=0&csvoutput=" \
	    "$cgi" >"$dir/theirs.csv" 2>"$dir/theirs.err"
}

# Both answers as "service state seconds", without zeros; they name columns.
ours() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) col[$i] = i; next }
	{ gsub(/"/, "", $1); split($1, n, ";")
	  print n[2], "ok", $col["ok.total"]
	  print n[2], "warning", $col["warning.total"]
	  print n[2], "unknown", $col["unknown.total"]
	  print n[2], "critical", $col["critical.total"] }' "$dir/ours.csv" |
	    sort
}
theirs() {
	awk -F, '/^HOST_NAME/ { for (i = 1; i <= NF; i++) {
		gsub(/[ "]/, "", $i); col[$i] = i }; next }
	col["TOTAL_TIME_OK"] && NF > 10 { for (i = 1; i <= NF; i++)
		gsub(/[ "]/, "", $i)
	  s = $col["SERVICE_DESCRIPTION"]
	  print s, "ok", $col["TOTAL_TIME_OK"]
	  print s, "warning", $col["TOTAL_TIME_WARNING"]
	  print s, "unknown", $col["TOTAL_TIME_UNKNOWN"]
	  print s, "critical", $col["TOTAL_TIME_CRITICAL"] }' \
	    "$dir/theirs.csv" | sort
}

log "$lines" >"$dir/n.log"
${CC:-cc} -O1 -o "$dir/peak" tests/support/peak.c
took=$(seconds ask "$dir/n.log")
peak=$("$dir/peak" "$makegood" availability "$dir/n.log" --from 2026-03-01 \
    --to 2026-04-01 --csv 2>&1 >/dev/null | sed -n 's/^peak_kb //p')
echo "makegood: $lines lines, $services services: $took s, $peak kB"

if [ ! -x "$cgi" ]; then
	echo "avail.cgi: skipped, not installed"
	exit 0
fi
[ "$oracle_lines" -lt "$lines" ] || oracle_lines=$lines
log "$oracle_lines" >"$dir/oracle.log"
oracle_config
took=$(seconds ask "$dir/oracle.log")
theirs_took=$(seconds oracle)
echo "makegood: $oracle_lines lines: $took s"
echo "avail.cgi: $oracle_lines lines: $theirs_took s, $(awk -v a="$theirs_took" \
    -v b="$took" 'BEGIN { printf "%.0f", a / (b > 0 ? b : 0.01) }') times as long"
ours >"$dir/a"
theirs >"$dir/b"
[ -s "$dir/b" ] || {
	echo "avail.cgi: no answer"
	head -n 20 "$dir/theirs.csv"
	exit 1
}
if cmp -s "$dir/a" "$dir/b"; then
	echo "the same $(wc -l <"$dir/a") figures"
else
	diff "$dir/a" "$dir/b" | head -n 20
	exit 1
fi
