#!/bin/sh
# A case that can only be read answers questions as one that can be written, and
# what has to be written first is said, with exit 4.
. tests/e2e/lib.sh

# root may write anywhere, so somebody else has to ask
as_nobody=
[ "$(id -u)" -ne 0 ] || as_nobody="setpriv --reuid=65534 --regid=65534 \
--clear-groups"
chmod 755 "$tmp"
story tiny free >/dev/null
"$makegood" -q import "$tmp/free" >/dev/null 2>&1
cp -R "$tmp/free" "$tmp/unsettled"
"$makegood" -q run "$tmp/free" >/dev/null 2>&1
if ! $as_nobody test -x "$makegood" || ! $as_nobody test -r "$tmp/free/case.yaml"
then
	skip "a case that can only be read" \
	    "another user cannot reach the program"
	exit 0
fi

# A copy called $tmp/NAME; nothing in it can be written any more.
copy() {
	cp -R "$tmp/free" "$tmp/$1"
}
freeze() {
	chmod -R a+rX,a-w "$tmp/$1"
}
# ask COMMAND NAME...: somebody asks this of $tmp/NAME
ask() {
	command=$1
	name=$2
	shift 2
	$as_nobody "$makegood" "$command" "$tmp/$name" "$@"
}
# refused NAME WORDS: explaining ends with exit 4 and these words
refused() {
	ask explain "$1" quill 2>"$tmp/err"
	[ $? -eq 4 ] && grep -q -e "$2" "$tmp/err"
}

copy locked
rm -r "$tmp/locked/reports"
freeze locked
for question in "explain quill" dump "dump --minutes" reconcile estimate detect; do
	set -- $question
	command=$1
	shift
	"$makegood" "$command" "$tmp/free" "$@" >"$tmp/want" 2>/dev/null
	code=$?
	check "$question of a case that can only be read" \
	    exits "$code" ask "$command" locked "$@"
	ask "$command" locked "$@" >"$tmp/got" 2>/dev/null
	check "$question: the same answer" cmp "$tmp/want" "$tmp/got"
done
check "dump of the file itself" exits 0 ask dump locked/makegood.db
check "a report that is to be written: exit 4" \
    exits 4 ask report locked statement
check "nothing has come into the folder" \
    [ -z "$(ls "$tmp/locked" | grep -e -wal -e -shm)" ]

# of an address these bytes have a meaning, of a folder they have none
copy 'a%41?b=1#c'
freeze 'a%41?b=1#c'
check "a folder with an odd name" exits 0 ask explain 'a%41?b=1#c' quill

# the folder can be written, the file cannot: nobody's files stay behind
copy half
chmod 777 "$tmp/half"
chmod 444 "$tmp/half/makegood.db"
check "only the file cannot be written" exits 0 ask explain half quill
check "only the file: nothing stays behind" \
    [ -z "$(ls "$tmp/half" | grep -e -wal -e -shm)" ]

# somebody else's changes wait beside the database: with its index they are read,
# without it the answer would be another one
copy waiting
copy cut
sqlite3 "$tmp/free/makegood.db" \
    "PRAGMA wal_autocheckpoint = 0" \
    "UPDATE outages SET id = 'O-renamed' WHERE id = 'O-1'" \
    ".shell cp $tmp/free/makegood.db* $tmp/waiting" \
    ".shell cp $tmp/free/makegood.db* $tmp/cut" >/dev/null
rm -f "$tmp/cut/makegood.db-shm"
freeze waiting
freeze cut
check "the test has changes that wait" \
    [ -s "$tmp/waiting/makegood.db-wal" -a -s "$tmp/cut/makegood.db-wal" ]
ask explain waiting quill >"$tmp/got" 2>&1
check "changes that wait are read" grep -q 'O-renamed' "$tmp/got"
check "changes that cannot be read: exit 4" refused cut 'makegood.db-wal'

rm "$tmp/unsettled/makegood.db"
cp -R "$tmp/unsettled" "$tmp/empty"
freeze empty
check "nothing imported: exit 4" refused empty 'copy the folder'
"$makegood" -q import "$tmp/unsettled" >/dev/null 2>&1
freeze unsettled
check "not settled: exit 4" refused unsettled 'older than the facts'
copy older
sqlite3 "$tmp/older/makegood.db" "PRAGMA user_version = 3"
freeze older
check "an older schema: exit 4" refused older 'older makegood (schema 3'
chmod -R u+w "$tmp"
