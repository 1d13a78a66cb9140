# rooms.awk -- every #include in src/ must be allowed by src/ROOMS.
#
#   awk -f src/tools/rooms.awk src/ROOMS src/*/*.[ch]
#
# A quoted header is named "room/file.h" and its room must be the including
# file's own or one that ROOMS lets it enter. A third-party header that ROOMS
# mentions anywhere may be received only in the rooms that name it.

FILENAME ~ /ROOMS$/ {
	if ($0 ~ /^#/ || split($0, side, "|") < 1 || !index(side[1], ":"))
		next
	room = substr(side[1], 1, index(side[1], ":") - 1)
	open_to[room, room] = 1
	n = split(substr(side[1], index(side[1], ":") + 1), word, " ")
	for (i = 1; i <= n; i++)
		open_to[room, word[i]] = 1
	n = split(side[2], word, " ")
	for (i = 1; i <= n; i++) {
		guest[room, word[i]] = 1
		announced[word[i]] = 1
	}
	next
}

/^[ \t]*#[ \t]*include/ {
	split(FILENAME, path, "/")
	room = path[2]
	header = $0
	sub(/^[^<"]*[<"]/, "", header)
	sub(/[>"].*/, "", header)
	if ($0 ~ /"/) {
		split(header, part, "/")
		if (header ~ /\.\./ || header !~ /\// ||
		    !((room, part[1]) in open_to))
			refuse(room " may not enter \"" header "\"")
	} else if (header in announced && !((room, header) in guest))
		refuse(room " may not receive <" header ">")
}

function refuse(what) {
	printf "%s:%d: %s (see src/ROOMS)\n", FILENAME, FNR, what
	bad = 1
}

END { exit bad }
