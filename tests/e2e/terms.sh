#!/bin/sh
# The catalogue: one line for each entry, a sheet for each, and a contract that
# starts from one and passes once its questions are answered.
. tests/e2e/lib.sh

names=$("$makegood" terms 2>/dev/null | cut -d' ' -f1)
files=$(cd src/catalogue && ls ./*.yaml | sed 's|^./||; s|\.yaml$||' |
    LC_ALL=C sort)

every_sheet() {
	for name in $names; do
		"$makegood" terms "$name" >"$tmp/sheet" 2>"$tmp/err" || return 1
		for word in "^$name: " "^Promise  " "^Source  " "^Caution  " \
		    "^terms:"; do
			grep -q "$word" "$tmp/sheet" ||
			    { echo "$name has no $word"; return 1; }
		done
		! grep -q error: "$tmp/err" || return 1
	done
}

# Three levels of quotes and blocks come out as JSON.
is_json() {
	"$makegood" terms --json "$@" >"$tmp/json" 2>/dev/null &&
	    "$makegood" calc "$tmp/json" >/dev/null 2>"$tmp/err"
	! grep -q 'not valid YAML' "$tmp/err"
}

# A case that holds nothing but the copied contract and one service.
bare_case() {
	rm -rf "$tmp/case"
	cp -R tests/errors/base "$tmp/case"
	"$makegood" terms "$1" --copy "$tmp/case" >/dev/null 2>&1
}

# As check finds it; then with the suggested readings taken over.
copy_passes() {
	bare_case "$1" || return 1
	copied=$tmp/case/contracts/$1.yaml
	exits 3 "$makegood" check "$tmp/case" 2>"$tmp/err" || return 1
	grep -q 'the terms do not say' "$tmp/err" || return 1
	sed 's/^# assume:/assume:/; s/^#   /  /' "$copied" |
	    sed '/^# terms:/,$d' >"$tmp/answered"
	cp "$tmp/answered" "$copied"
	"$makegood" check "$tmp/case"
}

check "one line for each entry" [ "$names" = "$files" ]
check "every entry has its sheet" every_sheet
check "the list is JSON" is_json
check "an entry is JSON" is_json abetteroutlook
check "a search finds by the text of the terms" sh -c \
    "'$makegood' terms --search TOUCHED_DAYS | grep -q '^verizon-akamai '"
check "an unknown name: usage" exits 2 "$makegood" terms hetzner-clod
"$makegood" terms hetzner-clod 2>"$tmp/err"
check "an unknown name: the nearest is named" \
    grep -q 'did you mean "hetzner-cloud"' "$tmp/err"
check "a copy whose questions are answered passes" \
    copy_passes abetteroutlook
check "nothing is overwritten" exits 2 "$makegood" terms abetteroutlook \
    --copy "$tmp/case"
check "only into a case folder" exits 2 "$makegood" terms abetteroutlook \
    --copy "$tmp"
check "a file of one's own is read" "$makegood" terms \
    ./src/catalogue/abetteroutlook.yaml
printf 'provider: x\n' >"$tmp/x.yaml"
check "a file of one's own is complained about" exits 3 "$makegood" terms \
    "$tmp/x.yaml"

# The contract that README.md shows, in a case that was just begun.
readme_contract() {
	"$makegood" init "$tmp/readme" --quiet >/dev/null || return 1
	find "$tmp/readme" -type f ! -name case.yaml -exec rm {} +
	sed -n '/^    id: ours$/,/^$/s/^    //p' README.md \
	    >"$tmp/readme/contracts/ours.yaml"
	printf '%s\n' id,customer,kind,contract,fee,currency \
	    s1,c1,web,ours,49.00,EUR >"$tmp/readme/services.csv"
	printf 'id,name\nc1,Example\n' >"$tmp/readme/customers.csv"
	"$makegood" check "$tmp/readme" --quiet
}
check "the contract of the README passes" readme_contract
