#!/bin/sh
# The command line itself: help, exit codes, messages for typing errors.
. tests/e2e/lib.sh

narrow() { # FILE: fits a terminal of 80 columns
	[ "$(awk '{ if (length > m) m = length } END { print m }' "$1")" -le 80 ]
}
help_fits() {
	"$makegood" --help >"$tmp/help" && narrow "$tmp/help" &&
	    [ "$(wc -l <"$tmp/help")" -le 36 ]
}
commands=$("$makegood" --help | sed -n 's/^  \([a-z]\{3,\}\) .*/\1/p')

helpful() {
	"$makegood" "$1" --help >"$tmp/help" &&
	    grep -q "^usage: makegood $1" "$tmp/help" &&
	    [ "$(sed '1,/^Examples:/d' "$tmp/help" |
		grep -c "^  makegood $1")" -ge 2 ] && narrow "$tmp/help"
}

# Every command and every long option it names stands in the manual.
in_manual() {
	grep -q "^\.It Ic $1\b" src/cli/makegood.1 || return 1
	for option in $("$makegood" "$1" --help |
	    grep -o -- '--[a-z][a-z-]*' | sort -u); do
		grep -q -- "-${option#--}" src/cli/makegood.1 ||
		    { echo "the manual lacks $option of $1"; return 1; }
	done
}

check "help fits one screen" help_fits
for command in $commands; do
	check "$command --help ends with two examples" helpful "$command"
	check "the manual has $command" in_manual "$command"
done
check "no command: usage" exits 2 "$makegood"
check "unknown command: usage" exits 2 "$makegood" setle
"$makegood" setle 2>"$tmp/err"
check "unknown command: the nearest is named" grep -q 'did you mean "settle"' \
    "$tmp/err"
check "unknown option: usage" exits 2 "$makegood" run --quik x
check "missing folder: usage" exits 2 "$makegood" run
check "no such folder: environment" exits 4 "$makegood" run "$tmp/nowhere"
check "version" "$makegood" --version
check "full standard output is noticed" sh -c \
    "'$makegood' --help >/dev/full; [ \$? -eq 4 ]"

# one object a line, for specimens hold tabs, quotes and line feeds
"$makegood" formats --json >"$tmp/formats.json"
check "formats as JSON: nothing raw" sh -c \
    "! tr -d '\\n' <'$tmp/formats.json' | LC_ALL=C grep -q '[[:cntrl:]]'"
check "formats as JSON: a line for each" sh -c \
    "[ \"\$(grep -c '^{\"name\":.*}\$' '$tmp/formats.json')\" = \
    \"\$('$makegood' formats | wc -l)\" ]"
