#!/bin/sh
# The gallery of errors: tests/errors/NAME is laid over tests/errors/base (a
# small valid case), the command in NAME/cmd runs there, and what it says must be
# NAME/want: first the exit code, then standard error. Nothing may change.
. tests/e2e/lib.sh

state_of() {
	(cd "$1" && find . -type f ! -name 'makegood.db-*' | sort |
	    xargs sha256sum)
}

for case in tests/errors/*/; do
	name=$(basename "$case")
	[ "$name" = base ] && continue
	dir=$tmp/$name
	mkdir "$dir"
	cp -R tests/errors/base/. "$dir"
	(cd "$case" && find . -type f ! -name cmd ! -name want) |
	while read -r file; do
		mkdir -p "$dir/$(dirname "$file")"
		cp "$case/$file" "$dir/$file"
	done
	before=$(state_of "$dir")
	command=$(cat "$case/cmd")
	(cd "$dir" && eval "'$makegood' $command" >/dev/null 2>"$tmp/err"
	    echo "exit $?"; cat "$tmp/err") >"$tmp/got"
	if diff -u "$case/want" "$tmp/got" && { grep -q '^exit [01]$' "$tmp/got" ||
	    [ "$before" = "$(state_of "$dir")" ]; }; then
		echo "ok - $name"
	else
		echo "not ok - $name"
	fi
	rm -rf "$dir"
done
