#!/bin/sh
# fuzz.sh -- replay every corpus through its fuzz target: TAP, one line each.
for program in ${FUZZ_PROGRAMS:-}; do
	name=${program##*/fuzz_}
	corpus=tests/fuzz/corpus/$name
	more=
	case $name in
	case) more=tests/cases ;;
	settings) more=$(echo sample-data/*/case.yaml) ;;
	contract) more=$(echo sample-data/*/contracts/*.yaml) ;;
	esac
	if [ ! -d "$corpus" ]; then
		echo "not ok - $name has no corpus"
	elif "$program" "$corpus"/* $more; then
		echo "ok - $name, $(ls "$corpus" | wc -l) inputs"
	else
		echo "not ok - $name"
	fi
done
