/*
 * csv.h -- tables as spreadsheets write them, record by record, with places.
 *
 * Reads through libcsv in its strict mode. A record that breaks the rules is
 * handed out as broken and reading goes on at the line after its first, so that
 * one stray quotation mark costs one line. Every field knows line and column.
 * Fields are raw: it is the caller who asks utf8_ok().
 */
#ifndef IMPORT_CSV_H
#define IMPORT_CSV_H

#include "base/diag.h"
#include "import/reader.h"

/* One field, one record, and fields of one record. */
#define CSV_MAX_FIELD  ((size_t)1 << 20)
#define CSV_MAX_RECORD ((size_t)2 << 20)
#define CSV_MAX_FIELDS 1000

struct csv;

struct csv_field {
	struct str text;   /* without quotes and without blanks around it */
	int64_t line, col; /* of its first byte, a quote included; from 1 */
};

struct csv_record {
	int64_t line;               /* of the first byte */
	int64_t from_byte, to_byte; /* in the text (after UTF-16 to UTF-8) */
	struct str raw;             /* all its lines */
	struct csv_field *field;
	size_t n;
	/* broken: no fields, but a reason and where it shows */
	bool broken;
	const char *why, *hint;
	int64_t why_line, why_col;
};

/*
 * Begin: byte order mark, UTF-16, `sep=` line and the delimiter (comma,
 * semicolon or tab, by the header row) are found out here. The reader stays
 * the caller's.
 */
MUST int csv_open(struct reader *r, struct csv **ret_csv, struct err *e);
void csv_close(struct csv *c); /* NULL is fine */

/*
 * All of a file that is small (less than a block), as UTF-8 with its lines
 * where they are; empty for larger ones. To be asked before the first record;
 * borrowed.
 */
struct str csv_whole(const struct csv *c);

/*
 * The next record that is not blank; *ret_more is false at the end. Everything
 * is borrowed until the next call. -1 when the file cannot be read (struct
 * reader).
 */
MUST int csv_next(struct csv *c, struct csv_record *ret_record, bool *ret_more,
    struct err *e);

/* The place of a byte of a record: the reader counts bytes, people characters.
 */
struct place csv_place(struct str file, const struct csv_record *record,
    int64_t line, int64_t col);

/* The text of one line of a record, for quoting. */
struct str csv_line(const struct csv_record *record, int64_t line);

/* Is nothing but blanks in the fields from this one on? */
bool csv_all_empty(const struct csv_record *record, size_t from);

#endif
