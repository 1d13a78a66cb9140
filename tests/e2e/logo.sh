#!/bin/sh
# The logo of a house: a PNG beside brand.yaml, on the first page of each PDF.
. tests/e2e/lib.sh

brand=$tmp/looks/brand/default
mkdir -p "$brand"

# 24 x 12 pixels with an alpha channel; the right half lets the paper through
base64 -d >"$tmp/logo.png" <<'EOF'
iVBORw0KGgoAAAANSUhEUgAAABgAAAAMCAYAAAB4MH11AAAAHUlEQVR42mNYZczwn0TM
QApmGLVg1IJRC0YtIIwBZNuIICaRAukAAAAASUVORK5CYII=
EOF

# 5,000 pixels in one row
base64 -d >"$tmp/wide.png" <<'EOF'
iVBORw0KGgoAAAANSUhEUgAAE4gAAAABCAIAAAC9c9PfAAAAJUlEQVR42u3BgQAAAADD
oPlTX+EAVQEAAAAAAAAAAAAAAAAAwGE6mQABHUvgiAAAAABJRU5ErkJggg==
EOF

# brand FILE [HEIGHT]: brand.yaml as it is, with a logo
brand() {
	{
		cat reports/brand/default/brand.yaml
		printf 'logo: { file: "%s", height: %s, alt: "%s" }\n' \
		    "$1" "${2:-32}" "A lantern"
	} >"$brand/brand.yaml"
}

reported() {
	rm -rf "$tmp/tiny/reports"
	"$makegood" -q run "$tmp/tiny" --reports "$tmp/looks" >"$tmp/out" 2>&1
	rc=$?
	cat "$tmp/out"
	return $rc
}

written() {
	brand logo.png && cp "$tmp/logo.png" "$brand/logo.png" && reported &&
	    ls "$tmp"/tiny/reports/R1_*.pdf "$tmp"/tiny/reports/R2_*.pdf
}

# one picture in each file, opaque, on the first page, with all its pixels
one_each() {
	for pdf in "$tmp"/tiny/reports/*.pdf; do
		[ "$(pdfimages -list "$pdf" | awk 'NR > 2 {
			print $1, $3, $4, $5, $6 }')" = "1 image 24 12 rgb" ] ||
		    { echo "$pdf" && return 1; }
		qpdf --check "$pdf" >/dev/null || return 1
	done
}

# the left half is as it was drawn, the right one white
on_white() {
	set -- "$tmp"/tiny/reports/R2_*.pdf
	pdfimages -png -f 1 -l 1 "$1" "$tmp/picture"
	pdfimages -f 1 -l 1 "$1" "$tmp/picture"
	tail -c 864 "$tmp/picture-000.ppm" | od -An -v -tu1 -w72 | sort -u |
	    awk '{ print $1, $2, $3, $34, $35, $36, $37, $38, $39, $72 }' \
	    >"$tmp/rows"
	[ "$(cat "$tmp/rows")" = "170 51 0 170 51 0 255 255 255 255" ]
}

# who cannot see it is told what it shows: "A lantern" in UTF-16
told() {
	set -- "$tmp"/tiny/reports/R2_*.pdf
	qpdf --qdf --object-streams=disable "$1" - |
	    grep -a -q '/Alt <feff00410020006c0061006e007400650072006e>'
}

# the same bytes twice
same_twice() {
	cp -r "$tmp/tiny/reports" "$tmp/first" && reported &&
	    diff -r "$tmp/first" "$tmp/tiny/reports"
}

# refused WORDS: exit 3, a place in brand.yaml, and no report at all
refused() {
	reported >/dev/null
	[ $? -eq 3 ] || { cat "$tmp/out" && return 1; }
	grep -q "brand.yaml:[0-9]*:[0-9]*: .*$1" "$tmp/out" || {
		cat "$tmp/out"
		return 1
	}
	! ls "$tmp"/tiny/reports/*.pdf 2>/dev/null
}

not_a_png() {
	brand text.png && echo "no picture" >"$brand/text.png" &&
	    refused "is no PNG"
}

cut() {
	brand cut.png && head -c 70 "$tmp/logo.png" >"$brand/cut.png" &&
	    refused "is cut or damaged"
}

too_wide() {
	brand wide.png && cp "$tmp/wide.png" "$brand" &&
	    refused "has 5000 x 1 pixels"
}

too_heavy() {
	brand heavy.png && cp "$tmp/logo.png" "$brand/heavy.png" &&
	    head -c 2097152 /dev/zero >>"$brand/heavy.png" &&
	    refused "bytes"
}

missing() {
	brand gone.png && refused "gone.png"
}

elsewhere() {
	brand "../logo.png" && refused "no plain file name" &&
	    brand "/etc/hostname" && refused "no plain file name"
}

too_high() {
	brand logo.png 400 && refused "between 8 and 80"
}

story tiny tiny
check "reports with a logo" written
check "one opaque picture each" one_each
check "what was transparent is white" on_white
check "its words are there" told
check "the same bytes twice" same_twice
check "what is no PNG is told" not_a_png
check "a cut one is told" cut
check "one of too many pixels is told" too_wide
check "one of too many bytes is told" too_heavy
check "one that is not there is told" missing
check "one elsewhere is not read" elsewhere
check "one too high is told" too_high
