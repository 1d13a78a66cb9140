# sql.awk -- named statements of src/store/sql/*.sql to C.
#
#   awk -v HDR=sql.gen.h -f src/tools/sql.awk src/store/sql/*.sql > sql.gen.c
#
# A statement starts with "-- name: x", optionally followed by "-- plan: i", the
# index its query plan must use. x becomes SQL_X; a misspelt name does not compile.

function finish() {
	if (name != "")
		printf "\", \"%s\" },\n", plan
	name = plan = ""
}

BEGIN {
	print "#include \"store/sql.gen.h\"\n"
	print "const struct sql_statement sql_statements[SQL_COUNT] = {"
}

/^-- name: / {
	finish()
	name = $3
	ids = ids "\tSQL_" toupper(name) ",\n"
	printf "\t[SQL_%s] = { \"%s\", \"", toupper(name), name
	next
}

/^-- plan: / { plan = $3; next }

name != "" {
	line = $0
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	printf "%s\\n\"\n\t\t\"", line
}

END {
	finish()
	print "};"
	print "#ifndef STORE_SQL_GEN_H\n#define STORE_SQL_GEN_H\n" > HDR
	print "enum sql_id {\n" ids "\tSQL_COUNT\n};\n" > HDR
	print "struct sql_statement {" > HDR
	print "\tconst char *name, *text, *plan;\n};\n" > HDR
	print "extern const struct sql_statement sql_statements[SQL_COUNT];" > HDR
	print "\n#endif" > HDR
}
