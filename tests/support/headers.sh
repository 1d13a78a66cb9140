#!/bin/sh
# headers.sh -- every header compiles alone, and so says what it needs.
for header in src/*/*.h; do
	if ${CC:-cc} -std=c17 -Wall -Wextra -D_GNU_SOURCE -Isrc -I"${GEN:-build/gen}" \
	    -fsyntax-only -x c "$header"; then
		echo "ok - $header"
	else
		echo "not ok - $header"
	fi
done
