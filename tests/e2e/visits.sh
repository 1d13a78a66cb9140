#!/bin/sh
# Visits and visitors: what is counted, that no dialect, thread, order of
# imports or random key changes it, and that nothing about people is kept.
. tests/e2e/lib.sh

# rows FILE: the table of a rollup without what names its parts
rows() {
	grep -v '^#part' "$1"
}

# column N FILE: the sum of a column of a rollup
column() {
	awk -F, -v n="$1" '!/^#/ && !/^site/ { s += $n } END { print s + 0 }' \
	    "$2"
}
VISITS=10

# ---- the same requests in every dialect ----

# minute, client, site, agent: A comes at 0 and 29 and 59 (one visit), again at
# 90 (31 minutes later: a second one), to another site at 0 (a third); B at 0
# with another address, C at 0 with another agent of the first address; a robot
# at 0 visits nobody. So at 10 o'clock A, B, C, and A at the shop: 4, and at 11
# one more: 5. People: three at www, one at the shop.
cat >"$tmp/requests" <<'END'
0 192.0.2.7 www.example.org Mozilla/5.0
0 192.0.2.8 www.example.org Mozilla/5.0
0 192.0.2.7 www.example.org Mozilla/4.0
0 192.0.2.7 shop.example.net Mozilla/5.0
0 192.0.2.9 www.example.org examplebot/1.0
29 192.0.2.7 www.example.org Mozilla/5.0
59 192.0.2.7 www.example.org Mozilla/5.0
90 192.0.2.7 www.example.org Mozilla/5.0
END

# write DIALECT: the requests as a log of this kind; @H hour, @M minute
dialect() {
	case $1 in
	vhost)
		echo '@S:443 @C - - [05/Mar/2025:@H:@M:07 +0000] "GET / HTTP/1.1" 200 5 "-" "@A"' ;;
	varnish)
		echo '@C - - [05/Mar/2025:@H:@M:07 +0000] "GET http://@S/ HTTP/1.1" 200 5 "-" "@A"' ;;
	nginx-json)
		echo '{"time_iso8601":"2025-03-05T@H:@M:07+00:00","host":"@S","request":"GET / HTTP/1.1","status":200,"body_bytes_sent":5,"http_user_agent":"@A","remote_addr":"@C"}' ;;
	proxied-json)
		echo '{"time_iso8601":"2025-03-05T@H:@M:07+00:00","host":"@S","request":"GET / HTTP/1.1","status":200,"body_bytes_sent":5,"http_user_agent":"@A","remote_addr":"10.0.0.1","http_x_forwarded_for":"@C, 10.0.0.2"}' ;;
	caddy)
		echo '{"ts":"2025-03-05T@H:@M:07Z","logger":"http.log.access","request":{"remote_ip":"10.0.0.1","client_ip":"@C","method":"GET","host":"@S","uri":"/","headers":{"User-Agent":["@A"]}},"size":5,"status":200}' ;;
	haproxy)
		echo 'Mar  5 @H:@M:07 lb haproxy[1]: @C:1@M@H [05/Mar/2025:@H:@M:07.123] https~ shops/web1 0/0/1/163/182 200 5 - - ---- 12/12/3/1/0 0/0 {@S|@A} "GET / HTTP/1.1"' ;;
	alb)
		echo 'h2 2025-03-05T@H:@M:07.123456Z app/x/y @C:2@M@H 10.0.0.11:80 0.001 0.182 0.000 200 200 431 5 "GET https://@S:443/ HTTP/2.0" "@A" - - - "-" "-" "-" 0 2025-03-05T@H:@M:07.1Z "forward" "-" "-" "-" "-" "-" "-"' ;;
	w3c)
		echo '2025-03-05 @H:@M:07 GET / @C @A @S 200 5' ;;
	cloudfront)
		printf '2025-03-05\t@H:@M:07\tFRA2\t5\t@C\tGET\tx.example\t/\t200\t@A\t@S\n' ;;
	esac
}

log_of() {
	case $1 in
	w3c) echo '#Fields: date time cs-method cs-uri-stem c-ip cs(User-Agent) cs-host sc-status sc-bytes' ;;
	cloudfront) echo '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent) x-host-header' ;;
	esac
	dialect "$1" >"$tmp/form"
	awk -v form="$(sed 's/\\/\\\\/g' "$tmp/form")" '{ t = form
		gsub(/@C/, $2, t); gsub(/@S/, $3, t); gsub(/@A/, $4, t)
		gsub(/@H/, sprintf("%02d", 10 + int($1 / 60)), t)
		gsub(/@M/, sprintf("%02d", $1 % 60), t); print t }' \
	    "$tmp/requests"
}

log_of vhost >"$tmp/vhost.log"
"$makegood" -q rollup --visits --visitors -o "$tmp/vhost.rollup" \
    "$tmp/vhost.log"
cat >"$tmp/want" <<'END'
shop.example.net,2025-03-05T10Z,1,5,0,0,1,0,0,1
www.example.org,2025-03-05T10Z,6,30,0,1,5,0,0,3
www.example.org,2025-03-05T11Z,1,5,0,0,1,0,0,1
END
check "visits begin after half an hour, for each client and site" sh -c \
    "grep '^[a-z].*Z,' '$tmp/vhost.rollup' | diff '$tmp/want' -"
for d in varnish nginx-json proxied-json caddy haproxy alb w3c cloudfront; do
	log_of "$d" >"$tmp/$d.log"
	"$makegood" -q rollup --visits --visitors -o "$tmp/$d.rollup" \
	    "$tmp/$d.log"
	rows "$tmp/vhost.rollup" >"$tmp/a"
	rows "$tmp/$d.rollup" >"$tmp/b"
	check "$d: the same visits, the same sketches" diff "$tmp/a" "$tmp/b"
done
log_of vhost | sed 's/^[^ ]* //' >"$tmp/combined.log"
"$makegood" -q rollup --visits --site www.example.org \
    -o "$tmp/combined.rollup" "$tmp/combined.log"
check "combined: one site, one visit less" \
    [ "$(column $VISITS "$tmp/combined.rollup")" -eq 4 ]
"$makegood" -q rollup --visits --visitors -o "$tmp/pattern.rollup" \
    --log-format '%v:%p %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"' \
    "$tmp/vhost.log"
rows "$tmp/pattern.rollup" >"$tmp/b"
rows "$tmp/vhost.rollup" >"$tmp/a"
check "log_format: the same" diff "$tmp/a" "$tmp/b"

sed 's/ 192[0-9.]* / - /' "$tmp/vhost.log" >"$tmp/nobody.log"
check "lines without a client are told" sh -c "'$makegood' rollup --visits \
    '$tmp/nobody.log' 2>&1 >/dev/null | grep -q '7 of 8 lines do not say who'"

# ---- many clients ----

# clients LINES SEED: a log of two days over ten sites, 3,000 clients
clients() {
	awk -v n="$1" -v seed="$2" 'BEGIN { srand(seed)
		for (i = 0; i < n; i++) {
			t = int(i * 172800 / n); who = int(rand() * 3000)
			printf "w%d.example:80 192.0.2.%d - - [%02d/Mar/2025:%02d" \
			    ":%02d:%02d +0000] \"GET /p HTTP/1.1\" 200 9 \"-\" " \
			    "\"Mozilla/5.0 (X%d)\"\n", who % 10, who % 250,
			    5 + t / 86400, t / 3600 % 24, t / 60 % 60, t % 60,
			    who
		}
	}'
}
clients 60000 1 >"$tmp/many.log"
"$makegood" -q rollup --visits --visitors -j 1 -o "$tmp/1.rollup" "$tmp/many.log"
"$makegood" -q rollup --visits --visitors -j 2 -o "$tmp/2.rollup" "$tmp/many.log"
check "another key, another number of threads: the same bytes" \
    cmp "$tmp/1.rollup" "$tmp/2.rollup"

# the same by awk, which forgets nobody
want=$(awk '{ split($5, t, /[:[\/]/); who = $1 $2 $0
	sub(/.*" "/, "", who); who = $1 " " $2 " " who
	at = t[2] * 86400 + t[5] * 3600 + t[6] * 60 + t[7]
	if (!(who in last) || at - last[who] > 1800) n++
	last[who] = at } END { print n }' "$tmp/many.log")
check "as many visits as awk finds: $want" \
    [ "$(column $VISITS "$tmp/1.rollup")" -eq "$want" ]

# visitors: each site has about 300 of the 3,000 a day
"$makegood" -q import --db "$tmp/many.db" --visitors "$tmp/many.log"
awk '{ split($5, t, /[:[\/]/); who = $0; sub(/.*" "/, "", who)
	key = $1 " " t[2]; if (!((key, $2, who) in seen)) n[key]++
	seen[key, $2, who] = 1 }
	END { for (k in n) { split(k, p, /[: ]/)
		printf "%s\t2025-03-%s\t%d\n", p[1], p[3], n[k] } }' \
    "$tmp/many.log" | sort >"$tmp/visitors"
"$makegood" dump --visitors "$tmp/many.db" | grep '^w' | sort >"$tmp/sketched"
close() {
	# the standard error is 2.3 %, of small numbers less
	paste "$tmp/visitors" "$tmp/sketched" | awk -F'\t' '
	$1 != $4 || $2 != $5 { print; exit 1 }
	{ d = ($6 - $3) / $3; if (d < 0) d = -d; if (d > 0.07) { print; exit 1 }
	n++ } END { exit n != 20 }'
}
check "visitors are near what awk counts" close

# a log that grew, imported in three goes, is the log imported at once
"$makegood" -q import --db "$tmp/whole.db" --visits --visitors "$tmp/many.log"
for n in 1000000 5000000 99999999; do
	head -c "$n" "$tmp/many.log" >"$tmp/grown.log"
	"$makegood" -q import --db "$tmp/grown.db" --visits --visitors \
	    "$tmp/grown.log"
done
for what in --csv --visitors; do
	"$makegood" dump "$what" "$tmp/whole.db" >"$tmp/a"
	"$makegood" dump "$what" "$tmp/grown.db" >"$tmp/b"
	check "in three goes or at once: dump $what" cmp "$tmp/a" "$tmp/b"
done

# two machines, each with a part of the lines: sketches add up
awk 'NR % 3' "$tmp/many.log" >"$tmp/m1.log"
awk 'NR % 3 == 0' "$tmp/many.log" >"$tmp/m2.log"
for m in m1 m2; do
	"$makegood" -q rollup --visitors -o "$tmp/$m.rollup" "$tmp/$m.log"
done
"$makegood" -q import --db "$tmp/sum.db" "$tmp/m2.rollup" "$tmp/m1.rollup"
"$makegood" dump --visitors "$tmp/whole.db" >"$tmp/a"
"$makegood" dump --visitors "$tmp/sum.db" >"$tmp/b"
check "two machines' sketches are those of all lines" cmp "$tmp/a" "$tmp/b"

# ---- nothing about people is kept ----

# every field that people fill has a marker of its own
secrets="198.51.100.77 2001:db8:5ec:12e7 secretuser secretpath secretquery \
    secretreferer SecretAgent"
story tiny people >/dev/null
rm -f "$tmp"/people/traffic/*
site=$(sed -n '2s/.*\(www[a-z0-9.-]*\).*/\1/p' "$tmp/people/services.csv")
awk -v site="${site:-www.example.org}" 'BEGIN { for (i = 0; i < 3000; i++) {
	t = i * 30
	printf "%s:443 %s - secretuser%d [10/Apr/2024:%02d:%02d:%02d +0000] \"GET " \
	    "/secretpath?q=secretquery HTTP/1.1\" %d 99 \"https://secretreferer/\" " \
	    "\"SecretAgent/%d\"\n", site,
	    i % 2 ? "198.51.100.77" : "2001:db8:5ec:12e7::1", i,
	    t / 3600 % 24, t / 60 % 60, t % 60, i % 7 ? 200 : 503, i % 40 }
	print site ":443 198.51.100.77 secretuser secretpath is no line" }' \
    >"$tmp/people/traffic/secret.log"
cp "$tmp/people/traffic/secret.log" "$tmp/secret.log"
sed -i.old 's/^traffic_unit:.*//' "$tmp/people/case.yaml"
printf '%s\n' 'traffic_unit: visits' 'visitors: yes' >>"$tmp/people/case.yaml"
rm "$tmp/people/case.yaml.old"
TMPDIR=$tmp/people "$makegood" run "$tmp/people" >"$tmp/people/said" 2>&1
check "a case counts visits and makes its reports" sh -c \
    "grep -q 'lost traffic of 1 site' '$tmp/people/said' &&
    ls '$tmp/people/reports' | grep -q pdf"
rm "$tmp/people/traffic/secret.log"
"$makegood" rollup --visits --visitors "$tmp/secret.log" \
    >"$tmp/people/out.rollup" 2>>"$tmp/people/said"
"$makegood" dump --visitors "$tmp/people" >>"$tmp/people/said" 2>&1
check "people were counted" sh -c "grep -q '^#visitors' '$tmp/people/out.rollup'"

nothing_of_people() {
	for f in $(find "$tmp/people" -type f); do
		cp "$f" "$tmp/look"
		case $f in
		*.pdf) qpdf --qdf --object-streams=disable "$f" "$tmp/look" \
		    2>/dev/null || cp "$f" "$tmp/look" ;;
		*.xlsx) unzip -p "$f" >"$tmp/look" ;;
		esac
		for secret in $secrets; do
			# also as hexadecimal digits of its bytes
			hex=$(printf '%s' "$secret" | od -An -v -tx1 |
			    tr -d ' \n')
			if grep -aqi -e "$secret" -e "$hex" "$tmp/look"; then
				echo "$secret is in $f"
				return 1
			fi
		done
	done
}
echo "x SecretAgent" >"$tmp/people/planted"
check "what is planted would be found" exits 1 nothing_of_people
rm "$tmp/people/planted"
check "no address, user, path, query, referer or agent is anywhere" \
    nothing_of_people

# ---- rules for robots of a case ----

# robots and views of the case
counted() {
	"$makegood" dump --csv "$tmp/rules" |
	    awk -F, 'NR > 1 { r += $7; v += $5 } END { print r, v }'
}
story tiny rules >/dev/null
rm -f "$tmp"/rules/traffic/*
awk -v site="${site:-www.example.org}" 'BEGIN { for (i = 0; i < 60; i++)
	printf "%s:443 192.0.2.7 - - [12/Apr/2013:08:%02d:00 +0000] \"GET / HTTP/1.1\"" \
	    " 200 9 \"-\" \"%s\"\n", site, i,
	    i % 3 ? "Mozilla/5.0 (Reader/2)" : "curl/8.5.0" }' \
    >"$tmp/rules/traffic/access.log"
"$makegood" -q import "$tmp/rules" >"$tmp/said" 2>&1
check "curl is a robot: 20, and 40 views" \
    [ "$(counted)" = "20 40" ]
echo 'reader/' >"$tmp/rules/robots.txt"
echo 'robots: robots.txt' >>"$tmp/rules/case.yaml"
"$makegood" -q import "$tmp/rules" >"$tmp/said" 2>&1
check "by the case's own rules the reader is: 40, and 20 views" \
    [ "$(counted)" = "40 20" ]
"$makegood" formats --robots >"$tmp/rules/robots.txt"
"$makegood" -q import "$tmp/rules" >"$tmp/said" 2>&1
check "a changed file reads the logs again: 20 and 40" \
    [ "$(counted)" = "20 40" ]
check "the rules are a source of the case" sh -c "sqlite3 \
    '$tmp/rules/makegood.db' 'SELECT kind FROM source_files' | grep -qx robots"

check "formats --robots tells the rule" sh -c "[ \"\$('$makegood' formats \
    --robots 'curl/8.5.0' 'Mozilla/5.0' | cut -f 1,2 | tr '\\n\\t' ' =')\" = \
    'robot=curl person= ' ]"
