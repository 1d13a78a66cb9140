#!/bin/sh
# demo.sh -- run the sample stories end to end and say what to open.
set -eu
makegood=${MAKEGOOD:?run this through make demo}
out=reports/out

for story in tiny easter flicker quarter seeds; do
	case=$out/$story
	rm -rf "$case"
	mkdir -p "$out"
	"$makegood" --quiet init "$case" --from "$story" >/dev/null
	sample-data/generate.sh "$story" "$case/traffic"
	printf '\n== %s\n' "$story"
	"$makegood" run "$case" || [ $? -eq 1 ]
done

printf '\nOpen these:\n'
find "$out" -path '*/reports/*' \( -name 'R[1345]_*.pdf' -o \
    -name 'R[35]_*.xlsx' -o -name '*ledger.xlsx' \) |
    LC_ALL=C sort | sed 's/^/  /'
find "$out" -path '*/reports/*' -name 'R2_*.pdf' | LC_ALL=C sort |
    awk -F/ '{ n[$3]++; if (n[$3] == 1) first[$3] = $0 }
	END {
		for (s in n)
			if (n[s] == 1)
				print "  " first[s]
			else
				print "  " first[s] " (the first of " n[s] \
				    " statements)"
	}' | LC_ALL=C sort
