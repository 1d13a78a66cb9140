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

# says "WORDS" ARGUMENTS...: usage, and these words on standard error
says() {
	wanted=$1
	shift
	exits 2 "$makegood" "$@" >"$tmp/out" 2>"$tmp/err" &&
	    [ ! -s "$tmp/out" ] && grep -qF -- "$wanted" "$tmp/err" ||
	    { cat "$tmp/out" "$tmp/err"; return 1; }
}
for command in $commands; do
	check "$command: an unknown option" says 'unknown option "--bogus"' \
	    "$command" --bogus
	check "$command: an unknown option behind words" says \
	    'unknown option "--bogus"' "$command" x --bogus y
	check "$command: an option in short" says 'did you mean "--quiet"' \
	    "$command" --qui x
	check "$command: a shared option without its value" says \
	    '--reports wants a value' "$command" --reports
done
while IFS='|' read -r words arguments; do
	# shellcheck disable=SC2086
	check "usage: $arguments" says "$words" $arguments
done <<-X
	unknown option "--kind"|report x --kind R9
	there is no kind of report "R9"; there are statement, incident|report x R9
	did you mean "review"|report x rev
	did you mean "--search"|terms --sea x
	did you mean "--tz"|estimate --zone UTC
	did you mean "-j"|import --jobs 4 x
	did you mean "--json"|check -json x
	--search wants a value, as in --search|terms --search
	--search wants a value|terms --search --copy
	--all takes no value|settle --all=3 x
	--minutes wants two values|rollup --minutes 2026-03-01
	"4x" is no number of threads|rollup -j4x y
	--csv wants a value|estimate --csv=
	it has no --json|dump --json x
	one argument too many|run a b
	one argument too many|estimate a b
	--rules belongs to --robots|formats --rules x
	which customer|explain x
	did you mean "explain"|expl
	which command shall take --json|--json
X
check "an empty folder name" says "which case folder" run ""
check "an empty value" says "--source wants a value" rollup --source "" x
check "a value behind =, and nothing found" exits 1 "$makegood" terms --search=nowhere-at-all
check "options behind words" exits 2 "$makegood" terms aws-s3 --search x
check "two dashes: a path" sh -c \
    "cd '$tmp' && '$makegood' init -- -dash && [ -f ./-dash/case.yaml ]"
check "two dashes: a user agent" sh -c \
    "'$makegood' formats --robots -- --curl | grep -q 'person.*--curl'"
check "missing folder: usage" exits 2 "$makegood" run
check "no such folder: environment" exits 4 "$makegood" run "$tmp/nowhere"
check "version" "$makegood" --version
for words in --help --version "help run" "run --help" terms formats \
    "formats --json" "formats --robots" "calc tests/cases/tiers.case"; do
	check "full standard output: $words" sh -c \
	    "'$makegood' $words >/dev/full; [ \$? -eq 4 ]"
	check "closed standard output: $words" sh -c \
	    "'$makegood' $words >&-; [ \$? -eq 4 ]"
done

# one object a line, for specimens hold tabs, quotes and line feeds
"$makegood" formats --json >"$tmp/formats.json"
check "formats as JSON: nothing raw" sh -c \
    "! tr -d '\\n' <'$tmp/formats.json' | LC_ALL=C grep -q '[[:cntrl:]]'"
check "formats as JSON: a line for each" sh -c \
    "[ \"\$(grep -c '^{\"name\":.*}\$' '$tmp/formats.json')\" = \
    \"\$('$makegood' formats | wc -l)\" ]"
