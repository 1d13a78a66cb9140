#!/bin/sh
# Every kind of report in every language the stories have is PDF/A-1b, says a
# program that is not ours: preflight of PDFBox 2 (Debian: libpdfbox2-java and
# libjaxb-api-java, with a Java).
. tests/e2e/lib.sh

jars=${JAVA_JARS:-/usr/share/java}
path=
for jar in preflight pdfbox2 fontbox2 xmpbox commons-logging commons-io \
    javax.activation jaxb-api; do
	path=$path:$jars/$jar.jar
done
for need in "$jars/preflight.jar" "$jars/jaxb-api.jar"; do
	[ -e "$need" ] || {
		skip "PDF/A-1b by preflight" "there is no $need"
		exit 0
	}
done
command -v java >/dev/null || {
	skip "PDF/A-1b by preflight" "there is no java"
	exit 0
}

# chosen STORY: the first two of each kind and language, each in one folder
chosen() {
	mkdir -p "$tmp/pdf-$1"
	find "$tmp/$1/reports" -name '*.pdf' | sort | awk -F/ '{
		name = $NF
		kind = substr(name, 1, 2)
		lang = name
		sub(/\.pdf$/, "", lang)
		sub(/.*_/, "", lang)
		if (n[kind lang]++ < 2)
			print
	}' | while read -r pdf; do
		cp "$pdf" "$tmp/pdf-$1"
	done
}

# all_valid STORY: preflight reads the whole folder and says so file by file
all_valid() {
	java -cp "$path" org.apache.pdfbox.preflight.Validator_A1b batch \
	    "$tmp/pdf-$1" 2>/dev/null >"$tmp/said"
	valid=$(grep -c 'is a valid PDF/A-1b file' "$tmp/said")
	files=$(find "$tmp/pdf-$1" -name '*.pdf' | wc -l)
	[ "$files" -gt 0 ] && [ "$valid" -eq "$files" ] || {
		cat "$tmp/said"
		echo "$valid of $files files are valid"
		return 1
	}
}

for case in sample-data/*/case.yaml; do
	name=${case#sample-data/}
	name=${name%/case.yaml}
	story "$name" "$name" >/dev/null 2>&1
	"$makegood" -q run "$tmp/$name" >/dev/null 2>&1
	chosen "$name"
	[ -n "$(ls "$tmp/pdf-$name")" ] || continue
	check "$name: PDF/A-1b, says preflight" all_valid "$name"
	rm -rf "${tmp:?}/$name"
done
