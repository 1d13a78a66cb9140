#!/bin/sh
# Worked cases: contract clauses with results done by hand.
. tests/e2e/lib.sh

for file in tests/cases/*.case; do
	check "$(basename "$file")" "$makegood" calc --check "$file"
done
# A larger collection that may lie beside the project during development.
more=${MAKEGOOD_CASES:-../shared/data/sla/cases.json}
if [ -f "$more" ]; then
	check "the collected cases" "$makegood" calc --check "$more"
else
	skip "the collected cases" "they are not here"
fi
