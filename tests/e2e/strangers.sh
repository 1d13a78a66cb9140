#!/bin/sh
# Logs as strangers can make them grow: host names, agents and clients without
# end, odd host names, agents as long as a line may be. What is counted stays
# right, memory stays within bounds, and no line spoils another.
. tests/e2e/lib.sh

${CC:-cc} -O1 -o "$tmp/peak" tests/support/peak.c || exit 1

# lines N HOST CLIENT AGENT: formats that get the number of the line
lines() {
	awk -v n="$1" -v host="$2" -v client="$3" -v agent="$4" 'BEGIN {
		for (i = 0; i < n; i++)
			printf host ":80 " client " - - [05/Mar/2025:%02d:%02d:%02d " \
			    "+0000] \"GET / HTTP/1.1\" 200 9 \"-\" \"" agent "\"\n",
			    i, i, i * 24 / n, i * 1440 / n % 60, i % 60, i }'
}

# peak OUT LOG...: kilobytes taken to count it all
peak() {
	out=$1
	shift
	"$tmp/peak" "$makegood" -q rollup --visits --visitors -j 1 \
	    -o "$out" "$@" 2>&1 >/dev/null | sed -n 's/^peak_kb //p'
}

# sum N FILE: of a column of a rollup
sum() {
	awk -F, -v n="$1" '/^[^#s]/ { s += $n } END { print s + 0 }' "$2"
}
HITS=3
VISITS=10

# within LIMIT KB: of memory; sanitizers need their own
within() {
	echo "$2 kB"
	nm "$makegood" 2>/dev/null | grep -q __asan && return 0
	[ "$2" -le "$1" ]
}

lines 200000 'w%.0s.example' '192.0.2.1%.0s' 'Mozilla/5.0 (Model-%d)' \
    >"$tmp/agents.log"
kb=$(peak "$tmp/agents.rollup" "$tmp/agents.log")
check "200,000 agents: all of them counted" \
    [ "$(sum $HITS "$tmp/agents.rollup")" -eq 200000 ]
check "... each of them a visit" \
    [ "$(sum $VISITS "$tmp/agents.rollup")" -eq 200000 ]
check "... within 40 MB" within 40000 "$kb"

lines 200000 'w%.0s.example' '10.9.%d' 'Mozilla/5.0%.0s' >"$tmp/clients.log"
kb=$(peak "$tmp/clients.rollup" "$tmp/clients.log")
check "200,000 clients: each of them a visit" \
    [ "$(sum $VISITS "$tmp/clients.rollup")" -eq 200000 ]
check "... within 40 MB" within 40000 "$kb"

lines 200000 'h%d.example' '192.0.2.1%.0s' 'Mozilla/5.0%.0s' >"$tmp/hosts.log"
kb=$(peak "$tmp/hosts.rollup" "$tmp/hosts.log")
check "200,000 hosts: all of them counted" \
    [ "$(sum $HITS "$tmp/hosts.rollup")" -eq 200000 ]
check "... within 300 MB" within 300000 "$kb"

# ---- one host in many ways ----

line() {
	printf '%b 192.0.2.1 - - [05/Mar/2025:10:00:00 +0000] "GET / HTTP/1.1" 200 9 "-" "Mozilla/5.0"\n' "$1"
}
{
	line 'www.example.org:443'
	line 'WWW.Example.ORG:80'
	line 'www.example.org.:443'
	line 'www.example.org'
	line 'xn--bcher-kva.example:80'
	line 'b\0303\0274cher.example:80'
	line 'bad\0377\0376.example:80'
	line 'bad/host:80'
	line 'a..b:80'
	line '-:80'
	line ':80'
	line "$(printf '%0300d' 7).example:80"
	line 'www.example.org:99999'
	line 'www.example.org:4x3'
	line 'www.exa\0001mple.org:80'
} >"$tmp/odd.log"
"$makegood" rollup -o "$tmp/odd.rollup" "$tmp/odd.log" >"$tmp/said" 2>&1
check "one host, however it is written" sh -c \
    "grep '^www' '$tmp/odd.rollup' | grep -q '^www.example.org,2025-03-05T10Z,5,'"
check "a host in ASCII letters of another script" \
    grep -q '^xn--bcher-kva.example,2025-03-05T10Z,1,' "$tmp/odd.rollup"
check "nothing but host names came through" sh -c \
    "! grep -v '^#' '$tmp/odd.rollup' | LC_ALL=C grep -q '[^ -~]'"
check "every line is counted or left out" sh -c "awk -F, '/^#part/ { p = \$6
	r = \$7 } /^www|^xn|^b/ { s += \$3 } END { exit p != 15 || s + r != 15 }' \
    '$tmp/odd.rollup'"

# ---- agents as long as a line may be, and of any bytes ----

{
	line www.example.org
	awk 'BEGIN { a = "bot "; while (length(a) < 65000) a = "x" a
		b = "bot "; while (length(b) < 65000) b = b "x"
		for (i = 0; i < 200; i++)
			printf "www.example.org:80 192.0.2.1 - - [05/Mar/2025:10:00:00 " \
			    "+0000] \"GET / HTTP/1.1\" 200 9 \"-\" \"%s%d\"\n",
			    i % 2 ? a : b, i }'
	line www.example.org
	printf 'www.example.org:80 192.0.2.1 - - [05/Mar/2025:10:00:00 +0000] "GET / HTTP/1.1" 200 9 "-" "\377\376 Googlebot/2.1"\n'
} >"$tmp/long.log"
"$makegood" -q rollup --visits -o "$tmp/long.rollup" "$tmp/long.log" \
    >"$tmp/said" 2>&1
check "long agents: robots by what they begin with" sh -c \
    "grep -q '^www.example.org,2025-03-05T10Z,203,1827,0,101,102,0,0,101\$' \
    '$tmp/long.rollup'"
