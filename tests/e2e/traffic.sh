#!/bin/sh
# One hour of requests in the log of every server and proxy: what is counted
# must not hang on who wrote it down. The samples lie beside the project
# (MAKEGOOD_FORMATS names another folder); without them all is skipped.
. tests/e2e/lib.sh
samples=${MAKEGOOD_FORMATS:-../shared/formats}

if [ ! -f "$samples/traffic/apache-combined.log" ]; then
	skip "samples of traffic" "no $samples"
	exit 0
fi

"$makegood" --quiet init "$tmp/case" --from tiny >/dev/null
rm "$tmp"/case/traffic/* "$tmp"/case/outages/* "$tmp"/case/maintenance/* \
    "$tmp/case/resources.csv"
cat >"$tmp/case/services.csv" <<'END'
id,customer,kind,site,contract,fee,currency
web,quill,web,shop.example.net,silver,49.85,EUR
END
sed '/^zone:/s/:.*/: Europe\/Berlin/; s/^as_of:.*/as_of: 2026-05-06T09:00:00Z/
    /^files:/,$d' "$tmp/case/case.yaml" >"$tmp/case.yaml"

# counts FILE WANT [RULE]: hits, views, errors and bytes; what the rule says
counts() {
	rm -f "$tmp"/case/makegood.db* "$tmp"/case/traffic/*
	cp "$samples/$1" "$tmp/case/traffic/"
	cp "$tmp/case.yaml" "$tmp/case/"
	echo "files: [{ match: \"traffic/*\"${3:+, $3} }]" \
	    >>"$tmp/case/case.yaml"
	"$makegood" --quiet import "$tmp/case" || return 1
	got=$("$makegood" dump "$tmp/case" | awk -F'\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
	    { hits += $at["hits"]; views += $at["views"]
		errors += $at["errors"]; bytes += $at["bytes"] }
	    END { print hits, views, errors, bytes }')
	[ "$got" = "$2" ] || {
		echo "$got, wanted $2"
		return 1
	}
}

# By awk over the combined log: all lines; GET with 200 or 304, no picture and
# no robot; answers from 500 on; the sum of the sizes.
all=$(awk '{ split($0, q, "\""); split(q[3], n, " "); hits++; bytes += n[2] }
	{ a = $0; sub(/"$/, "", a); sub(/.*[^\\]" "/, "", a) }
	n[1] >= 500 { errors++ }
	q[2] ~ /^GET / && (n[1] == 200 || n[1] == 304) &&
	    q[2] !~ /\.(png|css|js|ico|jpg)[? ]/ { pages++
		views += a !~ /[bB]ot|curl|[mM]onitoring/ }
	END { print hits, views, errors, bytes, pages }' \
    "$samples/traffic/apache-combined.log")
pages=${all##* }
all=${all% *}
# where no log tells robots from people, their pages are views
alike=$(echo "$all" | awk -v p="$pages" '{ print $1, p, $3, $4 }')
# the first half of the sample of IIS has no column of sizes
half=$(awk '/^#Fields/ { size = /sc-bytes/ } !/^#/ && size { s += $(NF - 1) }
	END { print s }' "$samples/traffic/iis-u_ex260305.log")
site="site: shop.example.net"

check "combined: $all" counts traffic/apache-combined.log "$all" "$site"
check "common" counts traffic/apache-common.log "$alike" "$site"
check "vhost_combined" counts traffic/apache-vhost_combined.log "$all"
check "nginx-json" counts traffic/nginx-json.log "$all"
check "caddy" counts traffic/caddy.json.log "$all"
check "haproxy, which was not told to log agents" \
    counts traffic/haproxy-httplog.log "$alike"
check "alb" counts traffic/aws-alb.log "$all"
check "cloudfront" counts traffic/cloudfront.tsv "$all"
check "varnish" counts traffic/varnishncsa.log "$all"
check "w3c, whose sizes begin in the middle" counts \
    traffic/iis-u_ex260305.log "${all% *} $half" "$site"
check "log_format" counts traffic/apache-vhost_combined.log "$all" \
    "log_format: '%v:%p %h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"'"

# the views of the hours are those of GA4's own row of totals
total=$(awk -F, '/Grand total/ { print $3 }' \
    "$samples/analytics/ga4-exploration-date-hour.csv" | tr -d '\r')
check "ga4: $total views" counts analytics/ga4-exploration-date-hour.csv \
    "0 $total 0 0" "$site"

# refused FILE WORDS
refused() {
	counts "$1" '' "$site" 2>"$tmp/said" && return 1
	grep -q "$2" "$tmp/said"
}
for f in ga4-reports-snapshot.csv \
    matomo-VisitsSummary.utf16.csv matomo-VisitsSummary.utf8.csv \
    plausible-visitors.csv; do
	check "whole days: $f" refused "analytics/$f" "counts whole days"
done

# nothing of a visitor is kept, of a broken line only its place
printf '{"msec":"1772718600","secret":"198.51.100.9 Mozilla\n' \
    >"$tmp/broken.log"
cat "$samples/traffic/nginx-json.log" >>"$tmp/broken.log"
kept() {
	rm -f "$tmp"/case/makegood.db* "$tmp"/case/traffic/*
	cp "$tmp/broken.log" "$tmp/case/traffic/"
	cp "$tmp/case.yaml" "$tmp/case/"
	exits 1 "$makegood" --quiet import "$tmp/case" || return 1
	sqlite3 "$tmp/case/makegood.db" .dump >"$tmp/dump"
	[ "$(sqlite3 "$tmp/case/makegood.db" \
	    "SELECT count(*) FROM rejects WHERE line = 1")" = 1 ] &&
	    ! grep -Ei '198\.51\.100|2001:db8::|mozilla|bot/|suche|secret' \
		"$tmp/dump" "$tmp"/case/makegood.db*
}
check "no address, agent or query in the database" kept
