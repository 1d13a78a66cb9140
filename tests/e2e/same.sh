#!/bin/sh
# The same input gives the same bytes: of every kind of report and of the counters,
# whoever runs it, where, when and how.
. tests/e2e/lib.sh

# all_of CASE: what a run leaves for people, and the counters
all_of() {
	reports_of "$1" && "$makegood" dump "$1" | sha256sum
}

# same NAME CASE: as in the reference
same() {
	all_of "$2" >"$tmp/got"
	check "$1" diff "$tmp/want" "$tmp/got"
}

# fresh: the case anew, nothing of it run
fresh() {
	rm -rf "$tmp/case"
	cp -R "$tmp/origin" "$tmp/case"
}

every_kind origin
fresh
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
all_of "$tmp/case" >"$tmp/want"
for kind in R1 R2 R3 R4 R5; do
	for format in pdf txt xlsx; do
		check "$kind as $format is there" sh -c \
		    "ls '$tmp/case/reports/$kind'*.$format"
	done
done

rm -rf "$tmp/case/reports"
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
same "reports removed, the database kept" "$tmp/case"

fresh
mkdir -p "$tmp/far/away"
mv "$tmp/case" "$tmp/far/away/another name"
(cd "$tmp/far/away/another name" && "$makegood" -q run . >/dev/null 2>&1)
same "another folder, another name, from within" "$tmp/far/away/another name"
rm -rf "$tmp/far"

fresh
(umask 077 && TZ=Asia/Kathmandu HOME=/nowhere USER=nobody COLUMNS=40 \
    TERM=dumb "$makegood" -q run "$tmp/case" >/dev/null 2>&1)
same "another umask, zone, home, user and terminal" "$tmp/case"

if localedef -i it_IT -f UTF-8 "$tmp/it_IT.UTF-8" >/dev/null 2>&1; then
	fresh
	LOCPATH=$tmp LC_ALL=it_IT.UTF-8 LANG=it_IT.UTF-8 "$makegood" -q run \
	    "$tmp/case" >/dev/null 2>&1
	same "a locale that writes 1,5" "$tmp/case"
else
	skip "a locale that writes 1,5" "localedef cannot make it"
fi

# Files made in the other order, with other times: neither the order of a folder
# nor a clock may matter.
rm -rf "$tmp/case"
mkdir "$tmp/case"
(cd "$tmp/origin" && find . -type f | sort -r) | while read -r file; do
	mkdir -p "$tmp/case/${file%/*}"
	cp "$tmp/origin/$file" "$tmp/case/$file"
	touch -d "2001-02-03 04:05:0$((${#file} % 10))" "$tmp/case/$file"
done
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
same "files made in another order, years ago" "$tmp/case"

for threads in 1 2 5; do
	fresh
	"$makegood" -q import -j "$threads" "$tmp/case" >/dev/null 2>&1
	"$makegood" -q run "$tmp/case" >/dev/null 2>&1
	same "imported before, by $threads threads" "$tmp/case"
done

# What was there before leaves no trace: half the outages at first, then all.
fresh
sed -n '1,3p' "$tmp/origin/outages/outages.csv" >"$tmp/case/outages/outages.csv"
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
cp "$tmp/origin/outages/outages.csv" "$tmp/case/outages/outages.csv"
"$makegood" -q run "$tmp/case" >/dev/null 2>&1
same "another history of the same case" "$tmp/case"
