/*
 * fuzz_csv.c -- any bytes as any table of a case folder.
 *
 * The first byte chooses the kind; the rest goes through decompression, UTF-16,
 * CSV and the columns. What must hold for every input: places point into the
 * text, rows and complaints agree with each other, spans run forwards.
 */
#include "fuzz_job.h"
#include "import/csv.h"
#include "import/rollup.h"

/* The records as such: in order, inside the text, never an endless loop. */
static void
records(struct str text)
{
	struct reader *reader = reader_memory(text);
	struct csv_record r;
	struct csv *csv;
	int64_t line = 0, from = -1;
	struct err e;
	bool more;

	if (csv_open(reader, &csv, &e) != 0) {
		reader_close(reader);
		return;
	}
	while (csv_next(csv, &r, &more, &e) == 0 && more) {
		MUST_HOLD(r.line > line && r.from_byte > from);
		MUST_HOLD(r.to_byte > r.from_byte);
		MUST_HOLD(r.broken == (r.n == 0));
		MUST_HOLD(!r.broken || r.why_line >= r.line);
		line = r.line;
		from = r.from_byte;
		for (size_t i = 0; i < r.n; i++) {
			MUST_HOLD(r.field[i].line >= r.line);
			MUST_HOLD(r.field[i].col >= 1);
			MUST_HOLD(r.field[i].text.n <= CSV_MAX_FIELD);
		}
	}
	csv_close(csv);
	reader_close(reader);
}

/* By site name and day, and the cells of a day by time. */
static void
check_order(struct rollup *rollup)
{
	struct site_day day;
	struct str site = STR_NONE;
	int64_t last_at = 0;

	rollup_rewind(rollup);
	while (rollup_next(rollup, &day)) {
		int order = str_cmp(site, day.site);

		MUST_HOLD(order <= 0 && day.n != 0);
		for (size_t i = 0; i < day.n; i++) {
			MUST_HOLD(order != 0 || day.cells[i].at > last_at);
			last_at = day.cells[i].at;
			order = 0;
		}
		site = day.site;
	}
}

static void
check_batch(const struct batch *b)
{
	for (size_t i = 0; i < b->outages.n; i++) {
		const struct outage *o = &b->outages.v[i];

		MUST_HOLD(o->open || o->span.to_at > o->span.from_at);
		MUST_HOLD(o->subject.n != 0 && o->id.n != 0);
	}
	for (size_t i = 0; i < b->windows.n; i++)
		MUST_HOLD(
		    b->windows.v[i].span.to_at > b->windows.v[i].span.from_at);
	for (size_t i = 0; i < b->services.n; i++)
		MUST_HOLD(b->services.v[i].fee.minor >= 0 &&
			  b->services.v[i].fee.currency.code[3] == '\0');
	for (size_t i = 0; i < b->parts.n; i++)
		check_order(b->parts.v[i].rollup);
}

/*
 * By the low six bits of the first byte. New ones go to the end, so that the
 * corpus keeps its meaning.
 */
static const char *const tables[] = { "customers", "services", "resources",
	"outages", "maintenance", "hourly", "incidents", "notices", "actions",
	"calls", "daily", "history", "claims", "amounts", "holidays", "backups",
	"restorations", "regulatory", "submissions", "call_tests" };

#define N_TABLES (sizeof tables / sizeof *tables)

static bool
is_table(const struct format *format)
{
	return format->sheet != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct settings settings = { .as_of = INT64_C(1367478000000) };
	const struct format_info *info;
	const struct format *format;
	struct fuzz_job f;
	struct str text;
	struct err e;

	if (n == 0)
		return 0;
	MUST_HOLD(fuzz_formats(is_table) == N_TABLES);
	info = format_named(str_of(tables[(data[0] & 0x3f) % N_TABLES]));
	format = info->format;
	text = (struct str){ (const char *)data + 1, n - 1 };
	records(text);
	fuzz_job_begin(&f, text);
	f.ctx.settings = &settings;
	f.batch.kind = info->kind;
	f.job.rule.zone = fuzz_zone(STR("UTC"));
	f.job.rule.site = STR("www.example.org");
	f.job.rule.repeated = data[0] & 0x40 ? LOCAL_LATER : LOCAL_REFUSE;
	if ((format->read != NULL
		    ? format->read(&f.job, &e)
		    : sheet_read(&f.job, format->sheet, NULL, &e)) != 0)
		MUST_HOLD(e.kind == ERR_INPUT);
	MUST_HOLD(
	    f.batch.source.rejected == 0 || f.d.errors + f.d.warnings > 0);
	check_batch(&f.batch);
	fuzz_job_end(&f);
	return 0;
}
