#!/bin/sh
# A full disk and an unwritable folder: a clear message, exit 4, nothing half done,
# and the next run completes.
. tests/e2e/lib.sh

every_kind reference
"$makegood" -q run "$tmp/reference" >/dev/null 2>&1
reports_of "$tmp/reference" >"$tmp/want"
fs=$tmp/small

no_halves() {
	[ ! -d "$1/reports" ] || for file in "$1"/reports/*; do
		case $file in
		*.pdf) qpdf --check "$file" >/dev/null || return 1 ;;
		*.xlsx) unzip -tq "$file" >/dev/null || return 1 ;;
		esac
	done
}

mkdir "$fs"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=8m tmpfs "$fs" 2>/dev/null
then
	trap 'umount "$fs"; rm -rf "$tmp"' EXIT
	every_kind made
	for room_kb in 0 40 200 400 600 800 1000 1400; do
		rm -rf "$fs"/*
		cp -R "$tmp/made" "$fs/case"
		# leave so much room and no more
		free_kb=$(df -k --output=avail "$fs" | tail -n 1)
		dd if=/dev/zero of="$fs/filler" bs=1024 \
		    count=$((free_kb - room_kb)) 2>/dev/null
		# temporary files are there, too
		TMPDIR=$fs "$makegood" -q run "$fs/case" >/dev/null 2>"$tmp/err"
		rc=$?
		if [ "$rc" -le 1 ]; then
			skip "full disk, $room_kb kB left" "enough for the run"
			continue
		fi
		check "full disk, $room_kb kB left: exit 4" [ "$rc" -eq 4 ]
		check "full disk, $room_kb kB left: a message" \
		    grep -q '^makegood: ' "$tmp/err"
		check "full disk, $room_kb kB left: nothing half" \
		    no_halves "$fs/case"
		rm "$fs/filler"
		"$makegood" -q run "$fs/case" >/dev/null 2>&1
		reports_of "$fs/case" >"$tmp/got"
		check "full disk, $room_kb kB left: then completes" \
		    diff "$tmp/want" "$tmp/got"
	done
	# counters of many sites, more than fit: 3000 sites in 20 days
	awk 'BEGIN { for (d = 1; d <= 20; d++) for (s = 0; s < 3000; s++)
		printf "s%d.example.org 192.0.2.1 - - [%02d/Mar/2026:%02d:00:00 " \
		    "+0000] \"GET / HTTP/1.1\" 200 %d \"-\" \"-\"\n", s, d,
		    s % 24, s * d }' >"$tmp/many.log"
	"$makegood" -q import --db "$tmp/want.db" "$tmp/many.log" >/dev/null
	"$makegood" dump --rollup "$tmp/want.db" >"$tmp/want"
	for room_kb in 0 300 1200; do
		rm -rf "$fs"/*
		free_kb=$(df -k --output=avail "$fs" | tail -n 1)
		dd if=/dev/zero of="$fs/filler" bs=1024 \
		    count=$((free_kb - room_kb)) 2>/dev/null
		"$makegood" -q import --db "$fs/x.db" "$tmp/many.log" \
		    >/dev/null 2>"$tmp/err"
		check "counters, $room_kb kB left: exit 4" [ $? -eq 4 ]
		check "counters, $room_kb kB left: a message" \
		    grep -q '^makegood: ' "$tmp/err"
		"$makegood" -q rollup -o "$fs/x.rollup" "$tmp/many.log" \
		    >/dev/null 2>&1
		check "rollup, $room_kb kB left: exit 4, no file" \
		    [ $? -eq 4 -a ! -e "$fs/x.rollup" ]
		rm "$fs/filler"
		"$makegood" -q import --db "$fs/x.db" "$tmp/many.log" >/dev/null
		"$makegood" dump --rollup "$fs/x.db" >"$tmp/got"
		check "counters, $room_kb kB left: then completes" \
		    cmp "$tmp/want" "$tmp/got"
	done
else
	skip "a full disk" "cannot mount a small file system here"
fi

# root may write anywhere, so somebody else has to try
as_nobody=
[ "$(id -u)" -ne 0 ] || as_nobody="setpriv --reuid=65534 --regid=65534 \
--clear-groups"
story tiny locked
chmod 755 "$tmp"
chmod -R a+rX,a-w "$tmp/locked"
if $as_nobody test -x "$makegood" && $as_nobody test -r "$tmp/locked/case.yaml"
then
	check "an unwritable folder: exit 4" exits 4 $as_nobody "$makegood" -q \
	    run "$tmp/locked"
	$as_nobody "$makegood" -q run "$tmp/locked" 2>"$tmp/err"
	check "an unwritable folder: a message" grep -q 'makegood.db' "$tmp/err"
	check "an unwritable folder: nothing there" \
	    [ ! -e "$tmp/locked/makegood.db" ]
else
	skip "an unwritable folder" "another user cannot reach the program"
fi
chmod -R u+w "$tmp/locked"
