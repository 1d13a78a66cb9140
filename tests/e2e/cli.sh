#!/bin/sh
# The command line itself: help, exit codes, messages for typing errors.
. tests/e2e/lib.sh

# narrow FILE [COLUMNS]: fits a terminal; a character is its first byte
narrow() {
	[ "$(tr -d '\200-\277' <"$1" | awk '{ if (length > m) m = length }
	    END { print m }')" -le "${2:-80}" ]
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

# text for people is as wide as the reader says
terms_fit() { # COLUMNS...
	for columns in "$@"; do
		COLUMNS=$columns "$makegood" terms >"$tmp/fitted" &&
		    narrow "$tmp/fitted" "$columns" &&
		    [ "$(cut -d' ' -f1 "$tmp/fitted")" = \
			"$("$makegood" terms | cut -d' ' -f1)" ] ||
		    { echo "not in $columns columns"; return 1; }
	done
}
"$makegood" terms >"$tmp/terms"
check "the catalogue fits 80 columns" narrow "$tmp/terms"
check "the catalogue fits what COLUMNS says" terms_fit 60 80 100 132 200
check "COLUMNS that is no number is 80" sh -c \
    "COLUMNS=wide '$makegood' terms | cmp - '$tmp/terms'"
check "a wide catalogue has all columns" sh -c \
    "COLUMNS=200 '$makegood' terms | grep -q 'Amazon Web Services  .*read'"

story tiny words
"$makegood" --quiet run "$tmp/words" >/dev/null 2>&1
"$makegood" explain "$tmp/words" "$(sed -n '2s/,.*//p' \
    "$tmp/words/customers.csv")" >"$tmp/explained"
COLUMNS=9999 "$makegood" explain "$tmp/words" "$(sed -n '2s/,.*//p' \
    "$tmp/words/customers.csv")" >"$tmp/unbroken"
check "explain fits 80 columns" narrow "$tmp/explained"
check "explain is broken at blanks alone" sh -c \
    "[ \"\$(tr -s ' \n' '  ' <'$tmp/explained')\" = \
    \"\$(tr -s ' \n' '  ' <'$tmp/unbroken')\" ]"
check "explain never breaks before a unit" sh -c \
    "! grep -E '^ +(h|min|s|%|Std|Min)([ .,]|\$)' '$tmp/explained'"

# kinds of which nothing comes are told, and which ones were made
kinds=$tmp/words
sed 's/^reports:.*/reports: [statement, ledger, review]/' "$kinds/case.yaml" \
    >"$tmp/case.yaml" && cp "$tmp/case.yaml" "$kinds/case.yaml"
"$makegood" run "$kinds" >"$tmp/out" 2>&1
check "a run tells the kinds made" grep -q \
    'files written, [0-9]* unchanged: statement 4, ledger 1$' "$tmp/out"
tells() { # CODE WORDS ARGUMENTS...
	wanted=$2
	code=$1
	shift 2
	exits "$code" "$makegood" "$@" >"$tmp/out" 2>"$tmp/err" &&
	    [ "$(grep -cF -- "$wanted" "$tmp/err")" -eq 1 ] ||
	    { cat "$tmp/out" "$tmp/err"; return 1; }
}
check "a kind of case.yaml that cannot be made is told" tells 1 \
    "no review: periods in case.yaml has all three months of no quarter" \
    report "$kinds"
check "a kind asked for that cannot be made is told" tells 1 \
    "no claim: claims are made with role: claimant" report "$kinds" claim
check "a kind that is made is not told" sh -c \
    "'$makegood' report '$kinds' statement 2>&1 | grep -qv '^makegood: no '"

# nothing on standard output but results
quiet() {
	"$makegood" --quiet "$@" >"$tmp/out" 2>"$tmp/err"
	[ ! -s "$tmp/out" ] || { cat "$tmp/out"; return 1; }
}
for words in check import report run "report --quiet"; do
	# shellcheck disable=SC2086
	check "$words --quiet" quiet $words "$kinds"
done
check "settle --quiet has its table" sh -c \
    "'$makegood' settle '$kinds' --quiet 2>/dev/null | grep -q '^all .*EUR'"

# a question never changes what it is asked about
: >"$tmp/empty"
check "an empty file is no database" exits 3 "$makegood" dump "$tmp/empty"
check "an empty file stays empty" [ ! -s "$tmp/empty" ]
check "a folder of looks that is not there" exits 4 "$makegood" report \
    "$kinds" --reports "$tmp/nowhere"
check "a folder of looks that is a file" exits 4 "$makegood" report \
    "$kinds" --reports "$tmp/empty"
check "standard input is no log" says "put it into a file" rollup -
check "standard input is no log of a monitor" says "put it into a file" \
    availability - --from 2026-03-01 --to 2026-04-01

# --json: one object or list on standard output, or nothing; formats: one a line
is_json() { # CODE ARGUMENTS...
	code=$1
	shift
	exits "$code" "$makegood" "$@" --json >"$tmp/json" 2>"$tmp/err" &&
	    [ -s "$tmp/json" ] && sqlite3 :memory: \
	    "select 1 / json_valid(readfile('$tmp/json'))" >/dev/null ||
	    { cat "$tmp/json" "$tmp/err"; return 1; }
}
has_keys() { # KEY... in the object written last
	for key in "$@"; do
		grep -q "\"$key\":" "$tmp/json" || { echo "no $key"; return 1; }
	done
}
while read -r code arguments; do
	# shellcheck disable=SC2086
	check "JSON: $arguments" is_json "$code" $arguments
done <<-X
	1 run $kinds
	1 report $kinds
	0 settle $kinds
	1 import $kinds
	1 check $kinds
	0 explain $kinds quill
	0 reconcile $kinds
	1 detect $kinds
	0 estimate $kinds
	0 terms
	0 terms aws-s3
	1 terms --search nowhere-at-all
	0 formats outages
	0 formats --robots curl
	0 calc tests/cases/tiers.case
	0 availability $kinds/outages/outages.csv --from 2024-04-01 --to 2024-05-01
	0 init $tmp/made
X
printf 'zoen: Europe/Rome\n' >>"$kinds/case.yaml"
check "JSON: what is wrong" is_json 3 check "$kinds"
check "JSON: where it is wrong" has_keys level file line column message \
    excerpt hint errors warnings
check "JSON: and nowhere else" [ ! -s "$tmp/err" ]

# the manual: clean where there is a tool to tell, and its examples run as they
# stand
if command -v mandoc >/dev/null; then
	check "mandoc finds nothing to warn of" mandoc -T lint -W warning,stop \
	    src/cli/makegood.1
fi
if command -v man >/dev/null && command -v groff >/dev/null; then
	check "the manual renders without a warning" sh -c "
	    man --warnings -l src/cli/makegood.1 2>&1 >'$tmp/manual' |
		grep . && exit 1; grep -q 'EXIT STATUS' '$tmp/manual'"
fi
mkdir "$tmp/examples" "$tmp/bin"
ln -s "$(realpath "$makegood")" "$tmp/bin/makegood"
sed -n '/^\.Sh EXAMPLES/,$s/^\.Dl //p' src/cli/makegood.1 >"$tmp/dl"
check "the manual has examples" [ "$(wc -l <"$tmp/dl")" -ge 4 ]
while read -r line; do
	check "example: $line" sh -c \
	    "cd '$tmp/examples' && PATH='$tmp/bin':\$PATH && $line; [ \$? -le 1 ]"
done <"$tmp/dl"

# every variable and exit code is told
for word in COLUMNS NO_COLOR TERM TZDIR; do
	check "the manual has $word" grep -q "^\.It Ev $word" src/cli/makegood.1
done
