#!/bin/sh
# One story in the export of every monitor: the seconds down of March 2026, by
# zone, against what the story's own file says. The samples lie beside the
# project (MAKEGOOD_FORMATS names another folder); without them all is skipped,
# and so is a sample whose format is not understood yet.
. tests/e2e/lib.sh
samples=${MAKEGOOD_FORMATS:-../shared/formats}

if [ ! -f "$samples/truth.json" ]; then
	skip "samples of monitors" "no $samples"
	exit 0
fi
"$makegood" formats | sed 's/ .*//' >"$tmp/formats"

# truth ZONE KEY
truth() {
	sed -n "\\|\"$1\": {|,/}/s/^ *\"$2\": \([0-9]*\),\{0,1\}\$/\1/p" \
	    "$samples/truth.json"
}

# down FILE ZONE-OF-FILE ZONE FORMAT: seconds that are bad, whatever their name
down() {
	"$makegood" availability "$samples/$1" --zone "$2" --format "$4" \
	    --from "$5" --to "$6" --csv 2>"$tmp/said" | awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
	# a subject may be quoted, and hold a comma: count from the end
	{ n++; for (i = 1; i <= length(name); i++) {
		k = name[length(name) - i + 1]; v = $(NF - i + 1)
		if (k ~ /^(critical|down|unreachable|degraded|warning)\.total$/)
			s += v } }
	END { if (n > 0) printf "%.0f\n", s }'
}

# window ZONE: March 2026 there, as instants
window() {
	from=$(date -u -d "@$(truth "$1" from)" +%Y-%m-%dT%H:%M:%SZ)
	to=$(date -u -d "@$(truth "$1" to)" +%Y-%m-%dT%H:%M:%SZ)
}

# agrees FILE ZONE-OF-FILE FORMAT ZONE WANT: within SLACK seconds
agrees() {
	window "$4"
	got=$(down "$1" "$2" "$4" "$3" "$from" "$to")
	[ -n "$got" ] || {
		cat "$tmp/said"
		return 1
	}
	[ $((got - $5)) -le "$slack" ] && [ $(($5 - got)) -le "$slack" ] || {
		echo "$got seconds, wanted $5"
		return 1
	}
}

# sample FORMAT FILE [ZONE-OF-FILE [SLACK [UTC BERLIN NEW-YORK]]]: the last
# three where this export does not tell the whole story
sample() {
	if ! grep -qx "$1" "$tmp/formats"; then
		skip "$1: $2" "the format is not there"
		return
	fi
	slack=${4:-0}
	zone_of_file=${3:-UTC}
	for z in UTC Europe/Berlin America/New_York; do
		case $z in
		UTC) want=${5:-$(truth $z down_all)} ;;
		Europe/*) want=${6:-$(truth $z down_all)} ;;
		*) want=${7:-$(truth $z down_all)} ;;
		esac
		check "$1: $2 in $z: $want s" \
		    agrees "$2" "$zone_of_file" "$1" "$z" "$want"
	done
}

sample nagios nagios/nagios.log
sample icingadb-state icingadb/sla_history_state.tsv
sample icinga2-events icinga2/events-statechange.jsonl UTC 1
sample uptimerobot-csv uptimerobot/uptimerobot-all_monitors-logs.csv Europe/Berlin
sample uptimerobot-csv uptimerobot/one-monitor-logs.csv Europe/Berlin
sample uptimerobot-json uptimerobot/getMonitors.json
sample pingdom pingdom/summary.outage.json
sample statuscake statuscake/periods.json
sample statuscake statuscake/legacy-periods.json
sample betterstack betterstack/incidents.json
sample zabbix-csv zabbix/zbx_problems_export.csv Europe/Berlin
sample gatus gatus/endpoints-statuses.json

# Exports that notice later, and by how much. The outages last 2310, 1800, 50,
# 2100 and 10800 s; of the last 9000 s lie in March in UTC, 1800 s in Berlin.
# Alertmanager: begins 60 s late, ends 15 s late: 2265 + 1755 + 5 + 2055, and
# of the last 8940, 1740 or 10755
sample alertmanager alertmanager/webhook.jsonl UTC 0 15020 7820 16835
# PagerDuty: 90 and 30 s; the third ends before anybody was called: 2250 + 1740
# + 2040, and 8910, 1710 or 10740
sample pagerduty-csv pagerduty/incidents.csv UTC 0 14940 7740 16770
sample pagerduty-json pagerduty/analytics-raw-incidents.json UTC 0 14940 7740 16770
# Opsgenie: 60 and 60 s: 2310 + 1800 + 50 + 2100, and 8940, 1740 or 10800
sample opsgenie opsgenie/alerts.json UTC 0 15200 8000 17060
# Uptime Kuma does not check in maintenance: the second is not seen, the others
# to the minute
sample kuma-db uptime-kuma/kuma.db UTC 120 13460 6260 15260
sample kuma-csv uptime-kuma/heartbeat.csv UTC 120 13460 6260 15260
# one day of Prometheus: the first outage, in steps of 15 s
sample prometheus prometheus/query_range-probe_success.json UTC 15 2310 2310 2310
# a status page: none of the second; begins 420 s late (the third 350 s, an
# update is dated before the first), ends 1500 s late: 3390 + 1200 + 3180, and
# 8580, 1380 or 11880
for f in statuspage-json:incidents.json statuspage-atom:history.atom \
    statuspage-rss:history.rss; do
	sample "${f%%:*}" "statuspage/${f#*:}" UTC 130 16350 9150 19650
done
