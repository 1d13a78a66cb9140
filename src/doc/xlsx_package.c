/*
 * xlsx_package.c -- the workbook's package, with what the library left out: the
 * streamed rows, and the language.
 *
 * Its package is small without those rows; it is read whole, and written again
 * entry by entry: as they are, but for the parts that change. All numbers in it
 * have their low byte first.
 */
#include "doc/xlsx_book.h"

#include <string.h>

#include "base/file.h"

#define MOST_PACKAGE ((size_t)512 << 20)
#define MOST_SHEET   ((size_t)256 << 20) /* without the rows */
#define MOST_SIZE    UINT64_C(0xFFFFFFFE)
#define FLAG_LATER   8 /* sizes follow the data */

#define LOCAL_SIGN  0x04034b50
#define ENTRY_SIGN  0x02014b50
#define END_SIGN    0x06054b50
#define LOCAL_BYTES 30
#define ENTRY_BYTES 46
#define END_BYTES   22

/* Places in a directory entry. In a local head, flag to name stand 2 earlier,
 * and those after the name do not exist. */
enum entry_place {
	ENTRY_FLAG = 8,
	ENTRY_CRC = 16,
	ENTRY_PACKED = 20,
	ENTRY_RAW = 24,
	ENTRY_NAME_N = 28,
	ENTRY_EXTRA_N = 30,
	ENTRY_COMMENT_N = 32,
	ENTRY_OFFSET = 42
};
#define LOCAL_OF(place) ((place)-2)
#define CORE            SIZE_MAX /* instead of the number of a sheet */

struct package {
	const struct book *b;
	struct arena *keep;
	struct str old;
	FILE *to;
	uint64_t at;        /* bytes written */
	struct str entries; /* directory of the old one */
	size_t n_entries;
	struct buf directory; /* of the new one */
	bool broken;          /* not what the library writes */
	bool large;
};

static uint32_t
number(const struct package *k, size_t at, int bytes)
{
	uint32_t v = 0;

	if (at + (size_t)bytes > k->old.n)
		return 0;
	while (bytes-- > 0)
		v = v << 8 | (unsigned char)k->old.p[at + (size_t)bytes];
	return v;
}

static void
set(char *p, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++, v >>= 8)
		p[i] = (char)(v & 255);
}

static void
emit(struct package *k, const char *p, size_t n)
{
	fwrite(p, 1, n, k->to);
	k->at += n;
}

/* ---- the old package ------------------------------------------------------
 */

static void
find_directory(struct package *k)
{
	size_t at = k->old.n;

	while (at >= END_BYTES && number(k, at - END_BYTES, 4) != END_SIGN)
		at--;
	if (at < END_BYTES) {
		k->broken = true;
		return;
	}
	at -= END_BYTES;
	k->n_entries = number(k, at + 10, 2);
	k->entries = str_sub(k->old, number(k, at + 16, 4), at);
}

/* What is stored of an entry, after its local head. */
static struct str
data_of(const struct package *k, size_t entry)
{
	size_t local = number(k, entry + ENTRY_OFFSET, 4);
	size_t from = local + LOCAL_BYTES +
		      number(k, local + LOCAL_OF(ENTRY_NAME_N), 2) +
		      number(k, local + LOCAL_OF(ENTRY_EXTRA_N), 2);

	return str_sub(k->old, from, from + number(k, entry + ENTRY_PACKED, 4));
}

static struct str
unpacked(struct package *k, size_t entry)
{
	struct str in = data_of(k, entry);
	size_t n = number(k, entry + ENTRY_RAW, 4);
	z_stream z = { .avail_in = (uInt)in.n, .avail_out = (uInt)n };
	char *out;

	if (n > MOST_SHEET || inflateInit2(&z, -15) != Z_OK) {
		k->broken = true;
		return STR_NONE;
	}
	out = arena_alloc(k->keep, n);
	z.next_in = (Bytef *)(uintptr_t)in.p;
	z.next_out = (Bytef *)out;
	k->broken |= inflate(&z, Z_FINISH) != Z_STREAM_END || z.avail_out > 0;
	inflateEnd(&z);
	return (struct str){ out, n };
}

/* ---- the new one ----------------------------------------------------------
 */

/* Sizes and sum of what was put together so far. */
struct sums {
	uint64_t raw, size;
	uint32_t crc;
};

static void
add_piece(struct sums *s, const struct part *p)
{
	s->crc = (uint32_t)crc32_combine(s->crc, p->crc, (z_off_t)p->raw);
	s->raw += p->raw;
	s->size += p->size;
}

static void
put_piece(struct package *k, struct sums *s, struct str text, bool last)
{
	struct part p;

	part_begin(&p, k->to);
	part_add(&p, text.p, text.n);
	(void)part_end(&p, last);
	add_piece(s, &p);
}

static void
put_stream(struct package *k, struct sums *s, const struct book_stream *rows)
{
	char chunk[65536];
	size_t n;

	rewind(rows->part.to);
	while ((n = fread(chunk, 1, sizeof chunk, rows->part.to)) > 0)
		fwrite(chunk, 1, n, k->to);
	k->broken |= ferror(rows->part.to) != 0;
	add_piece(s, &rows->part);
}

/* Where the text of a row ends; 0 when it is not there. */
static size_t
end_of_row(struct arena *keep, struct str sheet, size_t row)
{
	struct str open = str_format(keep, "<row r=\"%zu\"", row + 1);
	struct str close = STR("</row>");
	const char *p = memmem(sheet.p, sheet.n, open.p, open.n);

	if (p != NULL)
		p = memmem(
		    p, sheet.n - (size_t)(p - sheet.p), close.p, close.n);
	return p != NULL ? (size_t)(p - sheet.p) + close.n : 0;
}

static void
put_sheet(struct package *k, size_t number, struct str text, struct sums *s)
{
	for (size_t i = 0; i < k->b->streams.n; i++) {
		const struct book_stream *rows = &k->b->streams.v[i];
		size_t end;

		if (rows->sheet != number)
			continue;
		end = end_of_row(k->keep, text, rows->head);
		k->broken |= end == 0;
		put_piece(k, s, str_sub(text, 0, end), false);
		put_stream(k, s, rows);
		text = str_sub(text, end, text.n);
	}
	put_piece(k, s, text, true);
}

/* The library knows no language among the properties. */
static void
put_core(struct package *k, struct str text, struct sums *s)
{
	struct str close = STR("</cp:coreProperties>");
	const char *end = memmem(text.p, text.n, close.p, close.n);
	int n = end != NULL ? (int)(end - text.p) : 0;

	k->broken |= end == NULL;
	put_piece(k, s,
	    str_format(k->keep, "%.*s<dc:language>%s</dc:language>%.*s", n,
		text.p, k->b->doc->style->lang, STR_ARG(close)),
	    true);
}

/* An entry whose text changes: first its head, whose sums come later. */
static void
put_changed(struct package *k, size_t entry, size_t sheet, struct sums *s)
{
	size_t local = number(k, entry + ENTRY_OFFSET, 4);
	size_t n = LOCAL_BYTES + number(k, local + LOCAL_OF(ENTRY_NAME_N), 2);
	struct str text = unpacked(k, entry);
	char *head = arena_alloc(k->keep, n);
	long begin = ftell(k->to);

	if (k->broken || local + n > k->old.n || begin < 0) {
		k->broken = true;
		return;
	}
	memcpy(head, k->old.p + local, n);
	set(head + LOCAL_OF(ENTRY_EXTRA_N), 0, 2);
	emit(k, head, n);
	if (sheet == CORE)
		put_core(k, text, s);
	else
		put_sheet(k, sheet, text, s);
	k->at += s->size;
	k->large |= s->raw > MOST_SIZE;
	set(head + LOCAL_OF(ENTRY_CRC), s->crc, 4);
	set(head + LOCAL_OF(ENTRY_PACKED), s->size, 4);
	set(head + LOCAL_OF(ENTRY_RAW), s->raw, 4);
	k->broken |= fseek(k->to, begin, SEEK_SET) != 0;
	fwrite(head, 1, n, k->to);
	k->broken |= fseek(k->to, 0, SEEK_END) != 0;
}

static void
put_as_it_is(struct package *k, size_t entry)
{
	size_t local = number(k, entry + ENTRY_OFFSET, 4);
	struct str data = data_of(k, entry);
	const char *end = data.p + data.n;

	emit(k, k->old.p + local, (size_t)(end - (k->old.p + local)));
}

/* The sheet that an entry holds, if rows wait for it. */
static bool
waits(const struct package *k, struct str name, size_t *ret_sheet)
{
	if (str_is(name, "docProps/core.xml")) {
		*ret_sheet = CORE;
		return true;
	}
	for (size_t i = 0; i < k->b->streams.n; i++) {
		struct str part = str_format(k->keep,
		    "xl/worksheets/sheet%zu.xml", k->b->streams.v[i].sheet + 1);

		if (!str_eq(name, part))
			continue;
		*ret_sheet = k->b->streams.v[i].sheet;
		return true;
	}
	return false;
}

/* Returns how long the entry is in the directory. */
static size_t
put_entry(struct package *k, size_t entry)
{
	size_t name_n = number(k, entry + ENTRY_NAME_N, 2), sheet;
	size_t n = ENTRY_BYTES + name_n + number(k, entry + ENTRY_EXTRA_N, 2) +
		   number(k, entry + ENTRY_COMMENT_N, 2);
	struct str name =
	    str_sub(k->old, entry + ENTRY_BYTES, entry + ENTRY_BYTES + name_n);
	struct str mine = str_sub(k->old, entry, entry + n);
	struct sums s = { 0 };
	uint64_t offset = k->at;
	char *line;

	k->broken |= number(k, entry, 4) != ENTRY_SIGN || mine.n != n ||
		     (number(k, entry + ENTRY_FLAG, 2) & FLAG_LATER) != 0;
	if (k->broken)
		return 0;
	line = arena_alloc(k->keep, n);
	memcpy(line, mine.p, n);
	if (waits(k, name, &sheet)) {
		put_changed(k, entry, sheet, &s);
		set(line + ENTRY_CRC, s.crc, 4);
		set(line + ENTRY_PACKED, s.size, 4);
		set(line + ENTRY_RAW, s.raw, 4);
	} else {
		put_as_it_is(k, entry);
	}
	set(line + ENTRY_OFFSET, offset, 4);
	buf_add(&k->directory, line, n);
	return n;
}

static void
put_package(struct package *k)
{
	char end[END_BYTES] = { 0 };
	size_t entry;

	find_directory(k);
	entry = (size_t)(k->entries.p - k->old.p);
	for (size_t i = 0; i < k->n_entries && !k->broken; i++)
		entry += put_entry(k, entry);
	k->large |= k->at > MOST_SIZE;
	set(end, END_SIGN, 4);
	set(end + 8, k->n_entries, 2);
	set(end + 10, k->n_entries, 2);
	set(end + 12, k->directory.n, 4);
	set(end + 16, k->at, 4);
	emit(k, k->directory.p, k->directory.n);
	emit(k, end, sizeof end);
}

int
book_splice(struct book *b, const char *path, struct err *e)
{
	struct package k = { .b = b, .keep = b->keep };
	bool failed;

	if (file_read(path, MOST_PACKAGE, b->keep, &k.old, e) != 0)
		return -1;
	k.to = fopen(path, "wb");
	if (k.to == NULL)
		return err_errno(e, "could not write \"%s\"", path);
	buf_init(&k.directory, MOST_PACKAGE);
	put_package(&k);
	buf_release(&k.directory);
	failed = ferror(k.to) != 0;
	if (fclose(k.to) != 0 || failed)
		return err_set(e, ERR_ENV, "could not write \"%s\"", path);
	if (k.large)
		return err_set(e, ERR_INPUT,
		    "\"%s\" would be larger than a workbook can be", path);
	return k.broken ? err_set(e, ERR_ENV,
			      "could not put the rows into \"%s\"", path)
			: 0;
}
