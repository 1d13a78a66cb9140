#!/bin/sh
# The charts of all workbooks: each has a title that the text twin says too, axes
# with names, a sentence for those who do not see it, and series whose cells exist
# and hold the numbers that the chart has kept.
. tests/e2e/lib.sh

# lines FILE: one tag a line
lines() {
	sed 's/></>\n</g; s/\r//g' "$1"
}

# cells DIR: "sheet!ref<TAB>type<TAB>value" of every cell of a workbook
cells() {
	lines "$1/xl/_rels/workbook.xml.rels" | sed -n \
	    's/.*Id="\([^"]*\)".*Target="\(worksheets[^"]*\)".*/\1 \2/p' \
	    >"$tmp/rels"
	lines "$1/xl/workbook.xml" | sed -n \
	    's/.*<sheet name="\([^"]*\)".*r:id="\([^"]*\)".*/\2 \1/p' \
	    >"$tmp/sheets"
	while read -r id name; do
		file=$(sed -n "s/^$id //p" "$tmp/rels")
		sed 's/<c /\n<c /g; s/<\/c>/\n/g' "$1/xl/$file" |
		    awk -v sheet="$name" '/^<c r=/ {
			ref = $0; sub(/^<c r="/, "", ref); sub(/".*/, "", ref)
			type = $0 ~ / t="/ ? $0 : "n"
			sub(/.* t="/, "", type); sub(/".*/, "", type)
			v = $0
			if (v !~ /<v>/) next
			sub(/.*<v>/, "", v); sub(/<\/v>.*/, "", v)
			print sheet "!" ref "\t" type "\t" v
		    }'
	done <"$tmp/sheets"
}

# series CHART: "axis<TAB>ref<TAB>points<TAB>v1 v2 ..." of each reference to cells
# that a series has: xVal, yVal, cat, val
series() {
	lines "$1" | awk '
	/^<c:(xVal|yVal|cat|val|tx)>/ { axis = $0; gsub(/[<>]|c:/, "", axis) }
	/^<c:f>/ { ref = $0; gsub(/<[^>]*>/, "", ref); n = 0; list = "" }
	/^<c:ptCount/ { n = $0; gsub(/[^0-9]/, "", n) }
	/^<c:v>/ && ref != "" { v = $0; gsub(/<[^>]*>/, "", v); list = list " " v }
	/^<\/c:(num|str)Ref>/ { print axis "\t" ref "\t" n "\t" list; ref = "" }'
}

# Every number that a chart has kept is in the cell that it names.
numbers_stand() {
	series "$1" >"$tmp/series"
	[ -s "$tmp/series" ] || { echo "no series refers to cells"; return 1; }
	awk -F'\t' '
	function letters(s,    i, n) {
		for (i = 1; i <= length(s); i++)
			n = n * 26 + index("ABCDEFGHIJKLMNOPQRSTUVWXYZ", substr(s, i, 1))
		return n
	}
	function name(n,    s) {
		for (; n > 0; n = int((n - 1) / 26))
			s = substr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n - 1) % 26 + 1, 1) s
		return s
	}
	function close_to(a, b,    d) {
		d = a - b
		if (d < 0) d = -d
		return d <= 1e-9 * (a < 0 ? -a : a) + 1e-12
	}
	NR == FNR { type[$1] = $2; value[$1] = $3; next }
	$1 == "tx" { next }
	{
		sheet = $2; sub(/!.*/, "", sheet); gsub(/\047/, "", sheet)
		area = $2; sub(/.*!/, "", area); gsub(/\$/, "", area)
		split(area, end, ":")
		if (end[2] == "") end[2] = end[1]
		c1 = end[1]; sub(/[0-9]+/, "", c1); r1 = end[1]; sub(/[A-Z]+/, "", r1)
		c2 = end[2]; sub(/[0-9]+/, "", c2); r2 = end[2]; sub(/[A-Z]+/, "", r2)
		n = split($4, kept, " ")
		cells = (letters(c2) - letters(c1) + 1) * (r2 - r1 + 1)
		if ($3 != cells) {
			print $2 " has " cells " cells, the chart " $3
			bad = 1
		}
		if ($1 == "cat")
			next
		k = 0
		for (r = r1 + 0; r <= r2 + 0; r++)
			for (c = letters(c1); c <= letters(c2); c++) {
				at = sheet "!" name(c) r
				if (!(at in value))
					continue # an empty cell is a gap
				k++
				total++
				if (type[at] == "s" || !close_to(value[at], kept[k])) {
					print at " holds " value[at] ", the chart " kept[k]
					bad = 1
				}
			}
		if (k == 0) { print $2 " is empty"; bad = 1 }
	}
	END { exit bad || total == 0 }' "$tmp/cells" "$tmp/series"
}

# xpath FILE EXPRESSION, names without their spaces
xpath() {
	xmllint --xpath "$2" "$1" 2>/dev/null
}

# Axes of a plot: all that show figures have a name; beside bars stand
# the names of the bars.
axes_named() {
	axes="//*[local-name()='valAx' or local-name()='catAx' or local-name()='dateAx']"
	shown="$axes[not(*[local-name()='delete' and @val='1' or
	    local-name()='tickLblPos' and @val='none'])]"
	unnamed="$shown[not(normalize-space(*[local-name()='title'])) and
	    not(local-name()='catAx' and //*[local-name()='barChart'])]"
	[ "$(xpath "$1" "count($shown)")" -ge 1 ] || { echo "no axis"; return 1; }
	[ "$(xpath "$1" "count($unnamed)")" -eq 0 ] || { echo "no name"; return 1; }
}

title_of() {
	xpath "$1" "string(//*[local-name()='chart']/*[local-name()='title'])"
}

# What the chart finds is a sentence of the report.
title_said() {
	title_of "$1" | tr -s ' \n\302\240' ' ' >"$tmp/title"
	[ "$(wc -w <"$tmp/title")" -ge 3 ] || { echo "no title"; return 1; }
	[ -z "$2" ] || grep -qF -f "$tmp/title" "$tmp/twin" ||
	    { cat "$tmp/title"; return 1; }
}

# Every chart of the drawings is told in a sentence of its own.
told() {
	frames=0
	for drawing in "$1"/xl/drawings/drawing*.xml; do
		frame="//*[local-name()='graphicFrame']"
		alt="$frame//*[local-name()='cNvPr'][string-length(@descr) > 20]"
		n=$(xpath "$drawing" "count($frame)")
		[ "$(xpath "$drawing" "count($alt)")" -eq "$n" ] ||
		    { echo "$drawing"; return 1; }
		frames=$((frames + n))
	done
	set -- "$1"/xl/charts/chart*.xml
	[ "$frames" -eq $# ] || { echo "$frames frames of $# charts"; return 1; }
}

# book FILE TWIN: all charts of a workbook
book() {
	base=$(basename "$1")
	rm -rf "$tmp/book"
	unzip -q "$1" -d "$tmp/book"
	[ -d "$tmp/book/xl/charts" ] || return 0
	cells "$tmp/book" >"$tmp/cells"
	[ -z "$2" ] || tr -s ' \n\302\240' ' ' <"$2" >"$tmp/twin"
	check "$base: each chart is told in words" told "$tmp/book"
	for chart in "$tmp/book"/xl/charts/chart*.xml; do
		name="$base, $(basename "$chart" .xml)"
		check "$name: its title is said" title_said "$chart" "$2"
		check "$name: axes have names" axes_named "$chart"
		check "$name: cells hold its numbers" numbers_stand "$chart"
		charts=$((charts + 1))
	done
}

charts=0
for name in quarter seeds flicker easter tiny; do
	story "$name" "$name"
	sed -i '/^reports:/d' "$tmp/$name/case.yaml"
	[ "$name" = quarter ] &&
	    echo 'reports: [review, ledger]' >>"$tmp/$name/case.yaml"
	"$makegood" -q run "$tmp/$name" >/dev/null 2>&1
	for file in "$tmp/$name"/reports/*.xlsx; do
		twin=$(ls "${file%.xlsx}"*.txt "${file%_annex.xlsx}"_*.txt \
		    2>/dev/null | head -n 1)
		book "$file" "$twin"
	done
done
check "there are charts in the workbooks" [ "$charts" -ge 8 ]
