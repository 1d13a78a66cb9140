#!/bin/sh
# Traffic in database engines, with real servers on the loopback interface: the
# counters must be those of the same requests in an access log.
. tests/e2e/lib.sh
trap 'stop_all; rm -rf "$tmp"' EXIT
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
port=$((20000 + $$ % 20000))
HOME=$tmp
unset PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE PGOPTIONS
PGCONNECT_TIMEOUT=10
export HOME PGCONNECT_TIMEOUT

stop_all() {
	for shard in a b; do
		[ -f "$tmp/pg/$shard/postmaster.pid" ] && server "$shard" \
		    stop -m immediate
	done >/dev/null 2>&1
	[ -f "$tmp/ch/pid" ] && kill "$(cat "$tmp/ch/pid")" 2>/dev/null
}

# PostgreSQL does not run as root.
as_postgres() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
	else
		"$@"
	fi
}

# server SHARD COMMAND...
server() {
	(cd "$tmp/pg" && as_postgres "$bin/pg_ctl" -D "$tmp/pg/$1" \
	    -l "$tmp/pg/$1.log" -w -s "$2" ${3:+"$3"} ${4:+"$4"})
}

port_of() {
	[ "$1" = a ] && echo "$port" || echo $((port + 1))
}

sql() {
	shard=$1
	shift
	"$bin/psql" -q -X -A -t -h "$tmp/pg" -p "$(port_of "$shard")" \
	    -U postgres -d postgres "$@"
}

# ---- requests: as lines of a log, and as rows dealt to two shards ----

mkdir "$tmp/in"
awk -v N=20000 -v LOG="$tmp/in/log" -v A="$tmp/in/a" -v B="$tmp/in/b" '
function rnd(max) {
	seed = (seed * 16807 + 12345) % 2147483647
	return int(seed / 7) % max
}
BEGIN {
	split("GET GET GET GET POST HEAD", method, " ")
	split("/ /index.html /cart?id=7.js /img/logo.PNG /app.js /a.b/c " \
	    "/feed.xml?x=1 /news#top.css", path, " ")
	split("200 200 200 304 301 404 500 503 206", status, " ")
	agent[0] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101" \
	    " Firefox/128.0"
	agent[1] = "Mozilla/5.0 (compatible; Googlebot/2.1; " \
	    "+http://www.google.com/bot.html)"
	for (i = 0; i < N; i++) {
		at = int(i * 3 * 86400 / N)
		site = "www" rnd(20) ".example.org"
		if (rnd(50) == 0)
			site = toupper(site)
		m = method[1 + rnd(6)]; p = path[1 + rnd(8)]
		s = status[1 + rnd(9)]; b = rnd(20000); a = rnd(3) == 0
		clock = at % 86400
		hms = sprintf("%02d:%02d:%02d", int(clock / 3600),
		    int(clock / 60) % 60, clock % 60)
		day = sprintf("%02d", 5 + int(at / 86400))
		printf "%s:443 192.0.2.%d - - [%s/Mar/2025:%s +0000] " \
		    "\"%s %s HTTP/1.1\" %s %s \"-\" \"%s\"\n", site, rnd(250),
		    day, hms, m, p, s, b % 97 ? b : "-", agent[a] >LOG
		printf "%s\t2025-03-%s %s+00\t%s\t%s\t%s\t%s\t%s\n", site, day,
		    hms, s, b % 97 ? b : "\\N", a ? "t" : "f", m,
		    p >(rnd(3) ? A : B)
	}
}'

# a case NAME whose traffic: is what stands on standard input
case_of() {
	rm -rf "$tmp/$1"
	"$makegood" --quiet init "$tmp/$1" --from tiny >/dev/null
	rm -f "$tmp/$1"/traffic/* "$tmp/$1"/outages/* "$tmp/$1"/maintenance/* \
	    "$tmp/$1/resources.csv"
	mkdir -p "$tmp/$1/traffic"
	cat >"$tmp/$1/services.csv" <<-'END'
	id,customer,kind,site,contract,fee,currency
	web,quill,web,www1.example.org,silver,49.85,EUR
	END
	cat >"$tmp/$1/outages/outages.csv" <<-'END'
	id,subject,start,end,state
	1,web,2025-03-06T10:00:00Z,2025-03-06T11:30:00Z,down
	END
	sed '/^as_of:/s/:.*/: 2025-04-02T09:00:00Z/
	    /^periods:/s/:.*/: [2025-03]/
	    /^traffic:/d
	    /^files:/,$d' "$tmp/$1/case.yaml" >"$tmp/case.yaml"
	cat "$tmp/case.yaml" - >"$tmp/$1/case.yaml"
}

# says CODE WORDS COMMAND...: it ends so, and says this
says() {
	code=$1 words=$2
	shift 2
	"$@" >"$tmp/said" 2>&1
	got=$?
	cat "$tmp/said"
	[ "$got" -eq "$code" ] && grep -qF -- "$words" "$tmp/said"
}

# same NAME: its counters are those of the log
same() {
	"$makegood" dump "$tmp/$1" >"$tmp/$1.dump" &&
	    cmp "$tmp/log.dump" "$tmp/$1.dump"
}

# the day of the outage, by minute
same_minutes() {
	"$makegood" dump --minutes "$tmp/$1" >"$tmp/$1.dump" &&
	    cmp "$tmp/log.minutes" "$tmp/$1.dump"
}

case_of log </dev/null
cp "$tmp/in/log" "$tmp/log/traffic/access.log"
"$makegood" --quiet import "$tmp/log" >/dev/null 2>&1
"$makegood" dump "$tmp/log" >"$tmp/log.dump"
"$makegood" dump --minutes "$tmp/log" >"$tmp/log.minutes"
check "the log is read by minute" [ "$(wc -l <"$tmp/log.minutes")" -gt 5000 ]
check "the log itself is read" [ "$(wc -l <"$tmp/log.dump")" -gt 1400 ]

# ---- PostgreSQL ----

if [ -z "$bin" ]; then
	skip "PostgreSQL" "not installed"
else
	chmod 755 "$tmp"
	mkdir "$tmp/pg"
	[ "$(id -u)" -ne 0 ] || chown postgres "$tmp/pg"
	(cd "$tmp/pg" && as_postgres "$bin/initdb" -D "$tmp/pg/a" -U postgres \
	    -A trust --no-sync >/dev/null &&
	    echo "host all reader 127.0.0.1/32 scram-sha-256" |
	    cat - "$tmp/pg/a/pg_hba.conf" >"$tmp/hba" &&
	    cat "$tmp/hba" >"$tmp/pg/a/pg_hba.conf" &&
	    as_postgres cp -R "$tmp/pg/a" "$tmp/pg/b")
	for shard in a b; do
		server "$shard" start -o "-k $tmp/pg -p $(port_of $shard) \
		    -c listen_addresses=127.0.0.1 -c fsync=off"
		sql "$shard" -c "CREATE TABLE requests (site text,
		    ts timestamptz, status int, bytes bigint, bot boolean,
		    method text, path text)" -c "\\copy requests from
		    '$tmp/in/$shard'" -c "CREATE INDEX ON requests (ts)" \
		    -c "CREATE USER reader PASSWORD 'rosebud'" \
		    -c "GRANT SELECT ON requests TO reader"
	done
	a=postgresql://postgres@127.0.0.1:$port/postgres
	b="host=$tmp/pg port=$((port + 1)) user=postgres dbname=postgres"

	case_of two <<-END
	traffic: { from: [$a, "$b"] }
	END
	check "two shards are imported" exits 0 "$makegood" import "$tmp/two"
	check "two shards add up to the log" same two
	check "and that by minute" same_minutes two
	check "by the second import all is known" says 0 ": 0 read" \
	    "$makegood" import "$tmp/two"

	# where there is no date_bin
	case_of plain <<-END
	traffic:
	  - { from: $a, dialect: plain, days: [2025-03-05, 2025-03-07] }
	  - { from: "$b", dialect: plain, days: [2025-03-04, 2025-03-08] }
	END
	check "plain SQL is imported" exits 0 "$makegood" import "$tmp/plain"
	check "plain SQL counts the same" same plain
	check "and that by minute" same_minutes plain

	case_of own <<-END
	traffic:
	  from: [$a, "$b"]
	  query: >
	    SELECT lower(site) AS site, date_trunc('hour', ts) AS at,
	    count(*) AS hits, sum(bytes) AS bytes,
	    sum((status >= 500)::int) AS errors,
	    count(*) FILTER (WHERE status / 100 = 4) AS client_errors,
	    count(*) FILTER (WHERE status / 100 = 3) AS redirects,
	    count(*) FILTER (WHERE bot) AS robots,
	    count(*) FILTER (WHERE method = 'GET' AND status IN (200, 304) AND
	    NOT bot AND path !~ 'PNG|app|feed') AS views
	    FROM requests WHERE ts >= \$1 AND ts < \$2 GROUP BY 1, 2;
	END
	check "an own query is imported" exits 0 "$makegood" import "$tmp/own"
	check "an own query counts the same" same own

	# days within the delay are open: fetched again, and replaced
	sql a -c "CREATE TABLE live AS SELECT * FROM requests
	    WHERE ts < '2025-03-07 12:00Z'"
	case_of open <<-END
	traffic:
	  - { from: $a, table: public.live, delay: 9999 d }
	  - "$b"
	END
	check "an open day is imported" exits 0 "$makegood" import "$tmp/open"
	grow() {
		sql a -c "INSERT INTO live SELECT * FROM requests
		    WHERE ts >= '2025-03-07 12:00Z'" &&
		    ! same open >/dev/null &&
		    exits 0 "$makegood" import "$tmp/open" && same open
	}
	check "what came since is counted, once" grow

	# a final day is not asked for again, not even whether it is there
	sql b -c "INSERT INTO requests SELECT * FROM requests"
	check "a final day is not fetched again" exits 0 \
	    "$makegood" import "$tmp/two"
	check "a final day stays as it was" same two

	# a server that goes away half way
	sql a -c "CREATE TABLE fuse (at timestamptz)" \
	    -c "INSERT INTO fuse VALUES ('2025-03-06 12:00Z')"
	case_of cut <<-END
	traffic:
	  from: $a
	  connections: 1
	  days: [2025-03-05, 2025-03-07]
	  query: >
	    SELECT site, date_trunc('hour', ts) AS at, count(*) AS hits
	    FROM requests WHERE ts >= \$1 AND ts < \$2 AND NOT EXISTS (SELECT 1
	    FROM fuse WHERE at >= \$1 AND at < \$2 AND
	    pg_terminate_backend(pg_backend_pid())) GROUP BY 1, 2
	END
	sed -i '/^traffic_unit/s/:.*/: hits/' "$tmp/cut/case.yaml"
	check "a connection lost is said" says 4 "2025-03-06" \
	    "$makegood" import "$tmp/cut"
	parts() {
		[ "$(sqlite3 "$tmp/cut/makegood.db" "SELECT count(*),
		    count(DISTINCT first_at / 86400000) FROM parts")" = "$1" ]
	}
	check "the days before stay, of that day nothing" parts "1|1"
	counts_nothing() {
		[ "$(sqlite3 "$tmp/cut/makegood.db" \
		    "SELECT count(*) FROM counting_parts")" = 0 ]
	}
	check "but count for nothing yet" counts_nothing
	sql a -c "DELETE FROM fuse"
	check "the import goes on" exits 0 "$makegood" import "$tmp/cut"
	check "every day is there once" parts "3|3"
	sed -i '/^traffic_unit/s/hits/views/' "$tmp/cut/case.yaml"
	check "views that nobody counts are refused" says 3 \
	    "traffic_unit is views, and the engine counts none" \
	    "$makegood" import "$tmp/cut"

	check "the query is shown" says 0 "date_bin('1 hour'" \
	    "$makegood" engine "$tmp/two"
	check "the plan is shown" says 0 "Index" \
	    "$makegood" engine "$tmp/two" --explain

	# complaints; nothing is fetched, so each is quick
	trouble() {
		name=$1 code=$2 words=$3
		case_of bad
		check "$name" says "$code" "$words" \
		    "$makegood" import "$tmp/bad"
	}
	one="days: [2025-03-05, 2025-03-05]"
	trouble "no server" 4 "Connection refused" <<-END
	traffic: postgresql://127.0.0.1:1/logs
	END
	trouble "no database" 4 "does not exist" <<-END
	traffic: postgresql://postgres@127.0.0.1:$port/nowhere
	END
	trouble "no table" 3 'relation "visits" does not exist' <<-END
	traffic: { from: $a, table: visits }
	END
	trouble "no column" 3 'no column "vhost"' <<-END
	traffic: { from: $a, columns: { site: vhost } }
	END
	trouble "a column that is no time" 3 "is not a timestamp" <<-END
	traffic: { from: $a, columns: { time: status } }
	END
	trouble "a name is only a name" 3 "does not exist" <<-END
	traffic: { from: $a, table: 'requests"; DROP TABLE requests; --' }
	END
	trouble "too slow" 4 "statement timeout" <<-END
	traffic:
	  from: $a
	  timeout: 1 s
	  query: SELECT pg_sleep(60), \$1::text AS site, \$2::text AS at,
	    1 AS hits
	END
	trouble "a negative count" 3 "negative" <<-END
	traffic:
	  from: $a
	  query: SELECT 'a.example' AS site, \$1::timestamptz AS at, -1 AS hits,
	    \$2::text
	END
	trouble "a time of another day" 3 "outside the day" <<-END
	traffic:
	  from: $a
	  query: SELECT 'a.example' AS site, \$2::timestamptz AS at, 1 AS hits,
	    \$1::text
	END
	trouble "no right to write" 3 "read-only" <<-END
	traffic:
	  from: $a
	  query: DELETE FROM requests WHERE ts >= \$1 AND ts < \$2 RETURNING
	    site, ts AS at, 1 AS hits
	END
	trouble "no site" 1 "3 of 3 requests name no site" <<-END
	traffic:
	  from: $a
	  $one
	  query: SELECT NULL::text AS site, \$1::timestamptz AS at, 3 AS hits,
	    \$2::text
	END

	trouble "no request at all" 1 "no request in any of 2 days" <<-END
	traffic: { from: $a, days: [2024-01-01, 2024-01-02] }
	END

	# passwords stand in ~/.pgpass alone
	reader=postgresql://reader@127.0.0.1:$port/postgres
	case_of pass <<-END
	traffic: { from: [$reader, "$b"], $one }
	END
	check "a password is missing" says 4 ".pgpass" \
	    "$makegood" import "$tmp/pass"
	echo "127.0.0.1:$port:postgres:reader:wrong" >"$tmp/.pgpass"
	chmod 600 "$tmp/.pgpass"
	check "a password is wrong" says 4 "password authentication failed" \
	    "$makegood" import "$tmp/pass"
	echo "127.0.0.1:$port:postgres:reader:rosebud" >"$tmp/.pgpass"
	check "a password is right" exits 0 "$makegood" import "$tmp/pass"
	unseen() {
		! grep -rl rosebud "$tmp/pass"
	}
	check "and is nowhere in the case" unseen

	server a stop -m immediate
	server b stop -m immediate
	check "final days need no server" exits 0 \
	    "$makegood" import "$tmp/two"
	check "and still count" same two
fi

# ---- ClickHouse ----

if ! command -v clickhouse-server >/dev/null 2>&1; then
	skip "ClickHouse" "not installed"
	exit 0
fi
mkdir -p "$tmp/ch/data" "$tmp/ch/tmp"
http=$((port + 2))
cat >"$tmp/ch/config.xml" <<END
<?xml version="1.0"?>
<yandex>
 <logger><level>error</level><log>$tmp/ch/log</log></logger>
 <http_port>$http</http_port><tcp_port>$((port + 3))</tcp_port>
 <listen_host>127.0.0.1</listen_host>
 <path>$tmp/ch/data/</path><tmp_path>$tmp/ch/tmp/</tmp_path>
 <users_config>$tmp/ch/users.xml</users_config>
 <default_profile>default</default_profile>
 <default_database>default</default_database>
 <mark_cache_size>1048576</mark_cache_size>
</yandex>
END
cat >"$tmp/ch/users.xml" <<'END'
<?xml version="1.0"?>
<yandex>
 <profiles><default></default><only><readonly>1</readonly></only></profiles>
 <users>
  <default><password></password><networks><ip>127.0.0.1</ip></networks>
   <profile>default</profile><quota>default</quota></default>
  <reader><password>rosebud</password><networks><ip>127.0.0.1</ip></networks>
   <profile>only</profile><quota>default</quota></reader>
 </users>
 <quotas><default></default></quotas>
</yandex>
END
(cd "$tmp/ch" && exec clickhouse-server --config-file="$tmp/ch/config.xml") \
    >"$tmp/ch/out" 2>&1 &
echo $! >"$tmp/ch/pid"
q() {
	clickhouse-client --host 127.0.0.1 --port $((port + 3)) --query "$1"
}
for wait in 1 2 3 4 5 6 7 8 9 10; do
	q "SELECT 1" >/dev/null 2>&1 && break
	sleep 0.5
done
q "CREATE TABLE requests (site FixedString(30), ts DateTime('Europe/Rome'),
    status UInt16, bytes Nullable(UInt64), bot UInt8, method String,
    path String) ENGINE = MergeTree PARTITION BY toYYYYMM(ts) ORDER BY ts"
cat "$tmp/in/a" "$tmp/in/b" | awk -F'\t' -v OFS='\t' '{
	split($2, t, /[-: +]/)
	# seconds since 1970, of March 2025
	$2 = 1740787200 + (t[3] - 1) * 86400 + t[4] * 3600 + t[5] * 60 + t[6]
	$5 = $5 == "t"
	print
}' | q "INSERT INTO requests FORMAT TabSeparated"

c=clickhouse://127.0.0.1:$http
case_of house <<END
traffic: $c/default
END
check "ClickHouse is imported" exits 0 "$makegood" import "$tmp/house"
check "ClickHouse counts the same" same house
check "and that by minute" same_minutes house
case_of houseown <<END
traffic:
  from: $c
  days: [2025-03-05, 2025-03-07]
  query: >
    SELECT site, toStartOfHour(ts) AS at, count() AS hits,
    sum(bytes) AS bytes, countIf(status >= 500) AS errors,
    countIf(status >= 400 AND status < 500) AS client_errors,
    countIf(status >= 300 AND status < 400) AS redirects,
    countIf(bot = 1) AS robots, countIf(method = 'GET' AND
    status IN (200, 304) AND bot = 0 AND NOT match(path, 'PNG|app|feed'))
    AS views
    FROM requests WHERE ts >= \$1 AND ts < \$2 GROUP BY site, at
END
check "an own query of ClickHouse is imported" exits 0 \
    "$makegood" import "$tmp/houseown"
check "an own query of ClickHouse counts the same" same houseown
case_of housepass <<END
traffic: clickhouse://reader@127.0.0.1:$http/default
END
check "ClickHouse misses a password" says 4 ".netrc" \
    "$makegood" import "$tmp/housepass"
echo "machine 127.0.0.1 login reader password rosebud" >"$tmp/.netrc"
chmod 600 "$tmp/.netrc"
check "ClickHouse gets a password, for one who may only read" exits 0 \
    "$makegood" import "$tmp/housepass"
check "and counts the same" same housepass
case_of nohouse <<END
traffic: { from: $c, table: visits }
END
check "ClickHouse has no such table" says 3 "visits doesn't exist" \
    "$makegood" import "$tmp/nohouse"
case_of nohouse <<END
traffic: clickhouse://127.0.0.1:1
END
check "no ClickHouse" says 4 "connect" "$makegood" import "$tmp/nohouse"
