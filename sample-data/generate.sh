#!/bin/sh
# generate.sh -- write the traffic files of a sample story.
#
#	sh generate.sh STORY OUTDIR
#
# STORY is tiny, flicker, easter, awkward, seeds or quarter. The files are made from the story's
# outage records by generate.awk and are the same, byte for byte, every time.
# quarter-tables writes the tables of quarter, which are kept in quarter/, by quarter.awk.
set -eu
LC_ALL=C
export LC_ALL
usage() {
	echo "usage: sh generate.sh tiny|flicker|easter|awkward|seeds|quarter OUTDIR" >&2
	echo "       sh generate.sh quarter-tables OUTDIR" >&2
	exit 2
}
[ $# -eq 2 ] || usage
here=$(dirname "$0")
story=$1
out=$2
awk=${AWK:-awk}
# of quarter, the others are a customer's own and in another form
case $story in
quarter) records="$here/quarter/outages/register.csv" ;;
*) records="$here/$story/outages/*.csv" ;;
esac

make_one() {
	"$awk" -v what="$1" -f "$here/common.awk" -f "$here/generate.awk" \
	    $records
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
tiny | awkward | seeds)
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
quarter)
	mkdir -p "$out"
	for site in bicycles solicitors comune; do
		make_csv "quarter-$site" "$site.csv"
	done
	;;
quarter-tables)
	mkdir -p "$out/outages"
	"$awk" -v dir="$out" -f "$here/common.awk" -f "$here/quarter.awk" \
	    "$here/quarter.plan"
	;;
*)
	usage
	;;
esac
