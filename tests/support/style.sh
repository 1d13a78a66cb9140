#!/bin/sh
# style.sh -- what a machine can check of CONTRIBUTING.md: TAP.
set -u
sources=$(git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h' 2>/dev/null ||
    find src tests -name '*.[ch]')

# report NAME OUTPUT: a check is fine when it found nothing to say.
report() {
	if [ -z "$2" ]; then
		echo "ok - $1"
	else
		printf '%s\n' "$2" | head -n 20
		echo "not ok - $1"
	fi
}

if command -v clang-format >/dev/null 2>&1; then
	report "formatted as .clang-format says" "$(
		clang-format --dry-run $sources 2>&1 | grep warning)"
else
	echo "ok - formatted as .clang-format says # SKIP no clang-format"
fi

# Tables of data may be long; functions may not. Braces stand in column 0.
report "functions of at most 50 lines" "$(awk '
	FNR == 1 { open = 0 }
	/^{/ { start = FNR; open = 1 }
	/^}/ && open { open = 0; if (FNR - start - 1 > 50)
		printf "%s:%d: %d lines\n", FILENAME, start, FNR - start - 1 }
	' $(printf '%s\n' $sources | grep '^src/.*\.c$'))"

report "files of at most 600 lines" "$(wc -l $sources |
	awk '$1 > 600 && $2 != "total" { print $2 ": " $1 " lines" }')"

report "nesting of at most 5 tabs" "$(grep -nP '^\t{6,}(if|for|while|switch)\b' \
	$(printf '%s\n' $sources | grep '^src/.*\.c$'))"

report "lines of at most 80 columns" "$(for f in $sources; do
	expand -t 8 "$f" | LC_ALL=C.UTF-8 grep -nE '^.{81,}' |
	    sed "s|^\([0-9]*\):.*|$f:\1|"
done)"

report "no floating point in domain but the estimate" "$(
	grep -nE '\b(double|float)\b' src/domain/*.[ch] |
	grep -vE '^src/domain/(estimate|dossier)' |
	grep -vE ':[0-9]+:[[:space:]]*(\*|/\*|//)')"

report "hpdf.h stays in pdf*.c and xlsxwriter.h in xlsx*.c" "$(
	grep -lE '<hpdf\.h>' src/doc/*.[ch] | grep -v 'src/doc/pdf'
	grep -l '<xlsxwriter\.h>' src/doc/*.[ch] | grep -v 'src/doc/xlsx')"

report "no unfinished business" "$(grep -nE 'TODO|FIXME|\bXXX\b' $sources)"
