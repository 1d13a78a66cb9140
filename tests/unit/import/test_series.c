/* The series and the known outages of `estimate`, as people write them. */
#include "import/series.h"
#include "unit/import/help.h"

/* A reading of one text. */
struct reading {
	struct arena keep;
	struct diags diags;
	struct series series;
	struct spans masks;
	struct err e;
	int rc;
	char said[4096];
};

static struct reading reading;

static const char *
file_of(const void *bytes, size_t n)
{
	static char path[64];
	FILE *f;
	int fd;

	snprintf(path, sizeof path, "/tmp/makegood-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	f = fdopen(fd, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return path;
}

static struct reading *
start(void)
{
	arena_release(&reading.keep);
	reading = (struct reading){ .rc = -2 };
	diags_init(&reading.diags, &reading.keep);
	return &reading;
}

static void
finish(struct reading *r, const char *path)
{
	struct buf out;

	unlink(path);
	diags_sort(&r->diags);
	buf_init(&out, sizeof r->said - 1);
	for (size_t i = 0; i < r->diags.list.n; i++)
		diag_format(&r->diags.list.v[i], &out);
	memcpy(r->said, out.p ? out.p : "", out.n);
	r->said[out.n] = '\0';
	buf_release(&out);
}

static struct reading *
read_bytes(const void *bytes, size_t n, int64_t step_ms)
{
	struct reading *r = start();
	const char *path = file_of(bytes, n);

	r->rc = series_read(path, STR("s.csv"), step_ms, &r->keep, &r->series,
	    &r->diags, &r->e);
	finish(r, path);
	return r;
}

static struct reading *
read_text(const char *text)
{
	return read_bytes(text, strlen(text), MS_HOUR);
}

static struct reading *
read_masks(const char *text)
{
	struct reading *r = start();
	const char *path = file_of(text, strlen(text));

	r->rc = series_read_masks(
	    path, STR("m.csv"), &r->keep, &r->masks, &r->diags, &r->e);
	finish(r, path);
	return r;
}

/* Bins as "HOUR=VALUE" of 2024-01-01, in their order. */
static void
expect(const struct reading *r, const char *text)
{
	char got[500] = "";
	size_t n = 0;

	if (r->rc != 0)
		fail_msg("%s\n%s", r->e.text, r->said);
	for (size_t i = 0; i < r->series.n; i++)
		n += (size_t)snprintf(got + n, sizeof got - n, "%s%d=%g",
		    i ? " " : "",
		    (int)((r->series.v[i].at - INT64_C(1704067200000)) /
			  MS_HOUR),
		    r->series.v[i].value);
	assert_string_equal(got, text);
}

static void
refused(const struct reading *r, const char *why)
{
	assert_int_equal(r->rc, -1);
	assert_int_equal(r->e.kind, ERR_INPUT);
	if (strstr(r->said, why) == NULL)
		fail_msg("not said: %s\nbut:\n%s", why, r->said);
}

#define HEAD "timestamp_utc,value\n"

static void
rows(void **state)
{
	(void)state;
	expect(read_text(HEAD "2024-01-01T00:00:00Z,5\n"
			      "2024-01-01T01:00:00Z,12.5\n"),
	    "0=5 1=12.5");
	/* any order, a gap, an empty value: unknown, not zero */
	expect(read_text(HEAD "2024-01-01T05:00:00Z,1e3\n"
			      "2024-01-01T02:00:00Z,\n"
			      "2024-01-01T00:00:00Z,0\n"),
	    "0=0 5=1000");
	/* UTC without saying so, and other offsets */
	expect(read_text(HEAD "2024-01-01 03:00,7\n"
			      "2024-01-01T03:00:00+02:00,8\n"),
	    "1=8 3=7");
	/* columns by name, others ignored; semicolons; CRLF; quotes */
	expect(read_text("Value;note;Timestamp_UTC\r\n"
			 "\"3\";x;2024-01-01T00:00:00Z\r\n"),
	    "0=3");
	expect(read_text(HEAD), "");
}

static void
byte_order_mark(void **state)
{
	static const char text[] =
	    "\xEF\xBB\xBF" HEAD "2024-01-01T00:00:00Z,5\n";

	(void)state;
	expect(read_bytes(text, sizeof text - 1, MS_HOUR), "0=5");
}

/* Not told, the step is the shortest distance of two rows. */
static void
steps(void **state)
{
	static const char text[] = HEAD "2024-01-01T00:00:00Z,1\n"
					"2024-01-01T03:00:00Z,1\n"
					"2024-01-01T02:00:00Z,1\n";

	(void)state;
	assert_int_equal(
	    read_bytes(text, sizeof text - 1, 0)->series.step_ms, MS_HOUR);
	assert_int_equal(
	    read_bytes(text, sizeof text - 1, 15 * MS_MINUTE)->series.step_ms,
	    15 * MS_MINUTE);
	assert_int_equal(read_bytes(HEAD, strlen(HEAD), 0)->series.step_ms, 0);
}

static void
complaints(void **state)
{
	(void)state;
	refused(read_text(HEAD "2024-01-01T00:00:00Z,5\n"
			       "2024-01-01T01:00:00Z,-3\n"),
	    "s.csv:3:22: error: \"-3\" is negative");
	refused(read_text(HEAD "2024-01-01T00:00:00Z,1.234,5\n"
			       "2024-01-01T01:00:00Z,many\n"),
	    "s.csv:3:22: error: \"many\" is not a number");
	refused(read_text(HEAD "2024-01-01T00:00:00Z,nan\n"),
	    "\"nan\" is not a number");
	refused(read_text(HEAD "2024-01-01T00:00:00Z,0x10\n"),
	    "\"0x10\" is not a number");
	refused(read_text(HEAD "2024-01-01T00:00:00Z,1e300\n"), "too large");
	refused(read_text(HEAD "1.1.2024,5\n"),
	    "s.csv:2:1: error: \"1.1.2024\" is not a time");
	refused(read_text(HEAD "2024-01-01T00:00:00Z,5\n"
			       "2024-01-01T01:00:00Z,5\n"
			       "2024-01-01T00:00:00Z,6\n"),
	    "s.csv:4:1: error: a second value for the bin of line 2");
	refused(read_text(HEAD "2024-01-01T00:00:00Z,5\n"
			       "2024-01-01T01:30:00Z,5\n"),
	    "s.csv:3:1: error: not on the grid of 3600 s that begins at line "
	    "2");
	refused(read_text("time,value\n2024-01-01T00:00:00Z,5\n"),
	    "s.csv:1:1: error: no column \"timestamp_utc\"");
	refused(read_text(""), "no column \"timestamp_utc\"");
	/* a stray quotation mark costs its line, and the file is refused */
	refused(read_text(HEAD "2024-01-01T00:00:00Z,\"5\n"), "s.csv:2:");
	/* all complaints, not the first alone */
	refused(read_text(HEAD "x,1\ny,2\n"), "\"y\" is not a time");
}

static void
no_file(void **state)
{
	struct reading *r = start();

	(void)state;
	r->rc = series_read("/nowhere/s.csv", STR("s.csv"), 0, &r->keep,
	    &r->series, &r->diags, &r->e);
	assert_int_equal(r->rc, -1);
	assert_int_equal(r->e.kind, ERR_ENV);
}

static void
masks(void **state)
{
	struct reading *r =
	    read_masks("from,to,why\n"
		       "2024-01-01T05:00Z,2024-01-01T06:00Z,power\n"
		       "2024-01-01T00:00Z,2024-01-01T01:00Z,update\n"
		       "2024-01-01T00:30Z,2024-01-01T02:00Z,update\n");

	(void)state;
	assert_int_equal(r->rc, 0);
	assert_int_equal(r->masks.n, 2);
	assert_int_equal(interval_total_ms(&r->masks), 3 * MS_HOUR);
	refused(read_masks("from,to\n2024-01-01T05:00Z,2024-01-01T05:00Z\n"),
	    "m.csv:2:19: error: \"2024-01-01T05:00Z\" is not after the start");
	refused(read_masks("from,to\n2024-01-01T05:00Z\n"), "is not a time");
}

static int
forget(void **state)
{
	(void)state;
	arena_release(&reading.keep);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(byte_order_mark),
		cmocka_unit_test(steps),
		cmocka_unit_test(complaints),
		cmocka_unit_test(no_file),
		cmocka_unit_test(masks),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
