#!/bin/sh
# generate.sh -- write the traffic files of a sample story.
#
#	sh generate.sh STORY OUTDIR
#
# STORY is tiny, flicker, easter or awkward. The files are made from the story's outage
# records by generate.awk and are the same, byte for byte, every time.
set -eu
LC_ALL=C
export LC_ALL
usage() {
	echo "usage: sh generate.sh tiny|flicker|easter|awkward OUTDIR" >&2
	exit 2
}
[ $# -eq 2 ] || usage
here=$(dirname "$0")
story=$1
out=$2
awk=${AWK:-awk}

make_one() {
	"$awk" -v what="$1" -f "$here/generate.awk" "$here/$story"/outages/*.csv
}

# Through a temporary file: a pipe would hide that awk failed.
make_gz() {
	make_one "$1" > "$out/$2.tmp"
	gzip -n -6 < "$out/$2.tmp" > "$out/$2.gz"
	rm -f "$out/$2.tmp"
}

make_csv() {
	make_one "$1" > "$out/$2.tmp"
	mv "$out/$2.tmp" "$out/$2"
}

case $story in
tiny | awkward)
	mkdir -p "$out"
	make_csv "$story" hourly.csv
	;;
flicker)
	mkdir -p "$out"
	make_gz flicker-blog blog-access.log
	make_gz flicker-shared shared-access.log
	;;
easter)
	mkdir -p "$out"
	make_csv easter-wattwind wattwind.csv
	make_csv easter-kinderarzt kinderarzt.csv
	;;
*)
	usage
	;;
esac
