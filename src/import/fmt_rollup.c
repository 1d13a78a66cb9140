/*
 * Rollup files (rollup_text.h) back into parts. They come from other machines:
 * every number, every order and every sum is checked, and a file that is wrong
 * anywhere is not used at all.
 */
#include <string.h>

#include "base/utf8.h"
#include "import/formats.h"
#include "import/host.h"
#include "import/rollup_text.h"
#include "import/tally.h"

#define MAX_PARTS    1000000
#define MAX_COUNT    (INT64_C(1) << 60)
#define MAX_TEXT     4096
#define MAX_SKETCH   4096
#define PART_NUMBERS 4

/* Where in the file a line may stand. */
enum place_in_file { AT_MARK, AT_HEAD, BETWEEN, IN_PART, AT_END };

struct reading {
	struct job *job;
	enum place_in_file at;
	int64_t line, parts, cells;
	/* of the part being read */
	struct batch_part *part;
	struct str site; /* of the last row */
	int64_t last_at;
	struct site_day day;
	struct traffic bins[COUNTERS_MAX_CELLS];
	int64_t part_cells;
	struct traffic sum;
	bool visitors; /* no more rows of the part */
	struct str seen_site;
	int64_t seen_day;
	bool hits, visits; /* of any part */
};

/* ---- fields ---- */

static bool
count(struct str s, int64_t *ret)
{
	if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9' ||
	    (s.n > 1 && s.p[0] == '0'))
		return false;
	return str_int64(s, ret) && *ret <= MAX_COUNT;
}

/* "2025-01-01T00Z", "2025-01-01T00:05Z": the only two forms. */
static bool
bin(struct str s, int64_t *ret_at, int64_t *ret_step)
{
	char full[] = "0000-00-00T00:00Z";
	struct iso t;

	if ((s.n != 14 && s.n != 17) || s.p[10] != 'T' || s.p[s.n - 1] != 'Z')
		return false;
	memcpy(full, s.p, s.n - 1);
	if (!iso_parse((struct str){ full, 17 }, &t))
		return false;
	*ret_at = civil_ms(t.at);
	*ret_step = s.n == 14 ? MS_HOUR : MS_MINUTE;
	return true;
}

static bool
day_of(struct str s, int64_t *ret_day)
{
	struct iso t;

	if (s.n != 10 || !iso_parse(s, &t))
		return false;
	*ret_day = civil_days(t.at.year, t.at.month, t.at.day);
	return true;
}

/* To the second and in UTC, or nothing. */
static bool
instant(struct str s, int64_t *ret_at)
{
	struct iso t;

	*ret_at = NO_INSTANT;
	if (s.n == 0)
		return true;
	if (s.n != 20 || s.p[19] != 'Z' || !iso_parse(s, &t))
		return false;
	*ret_at = civil_ms(t.at);
	return true;
}

static bool
digest(struct str s, char to[PART_HEX])
{
	if (s.n != PART_HEX - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') ||
			(s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	memcpy(to, s.p, s.n);
	to[s.n] = '\0';
	return true;
}

/* A field in quotes, and what follows its comma. */
static bool
quoted(struct arena *keep, struct str s, struct str *ret, struct str *ret_rest)
{
	char *to;
	size_t n = 0, i = 1;

	if (s.n == 0 || s.n > 3 * MAX_TEXT || s.p[0] != '"')
		return false;
	to = arena_array(keep, s.n, 1);
	for (; i < s.n; i++) {
		if (s.p[i] == '"' && (i + 1 == s.n || s.p[i + 1] != '"'))
			break;
		i += s.p[i] == '"';
		to[n++] = s.p[i];
	}
	if (i >= s.n || n > MAX_TEXT)
		return false;
	*ret = (struct str){ to, n };
	*ret_rest = str_sub(s, i + 2, s.n);
	return i + 1 == s.n || s.p[i + 1] == ',';
}

static bool
site_ok(struct str s)
{
	char name[HOST_MAX + 1];
	size_t n = host_name(s, name);

	return n != 0 && str_eq(s, (struct str){ name, n });
}

/* ---- lines ---- */

/* Counters of a row or a sum. */
static bool
counters(struct str s, struct traffic *to)
{
	for (size_t i = 0; i < ROLLUP_COUNTERS; i++) {
		int64_t n;

		if (!count(str_cut(s, ',', &s), &n))
			return false;
		memcpy((char *)to + rollup_counters[i], &n, sizeof n);
	}
	return s.n == 0;
}

static bool
part_fields(struct arena *keep, struct str s, struct part *p)
{
	int64_t *numbers[PART_NUMBERS] = { &p->from_byte, &p->to_byte,
		&p->lines, &p->rejected };

	if (!digest(str_cut(s, ',', &s), p->fingerprint))
		return false;
	for (int i = 0; i < PART_NUMBERS; i++) {
		if (i == 2 && !digest(str_cut(s, ',', &s), p->tail))
			return false;
		if (!count(str_cut(s, ',', &s), numbers[i]))
			return false;
	}
	return instant(str_cut(s, ',', &s), &p->first_at) &&
	       instant(str_cut(s, ',', &s), &p->last_at) &&
	       quoted(keep, s, &p->layer, &s) &&
	       quoted(keep, s, &p->name, &s) &&
	       quoted(keep, s, &p->read_as, &s) && s.n == 0;
}

static const char *
part_line(struct reading *r, struct str s)
{
	struct batch *b = r->job->batch;
	struct part p = { 0 };
	size_t bad;

	if (r->at != BETWEEN)
		return "a part begins before the one before has ended";
	if (!utf8_ok(s, &bad))
		return "this is no valid text";
	if (!part_fields(r->job->keep, s, &p))
		return "this is no line of a part";
	if (p.from_byte > p.to_byte || p.to_byte > READER_MAX_BYTES ||
	    p.rejected > p.lines || p.lines > p.to_byte - p.from_byte ||
	    (p.first_at == NO_INSTANT) != (p.last_at == NO_INSTANT) ||
	    p.first_at > p.last_at)
		return "the numbers of this part contradict each other";
	if (++r->parts > MAX_PARTS)
		return "too many parts";
	r->part = vec_push(r->job->keep, &b->parts);
	*r->part = (struct batch_part){ p, rollup_new() };
	r->site = r->seen_site = STR_NONE;
	r->part_cells = 0;
	r->sum = (struct traffic){ 0 };
	r->visitors = false;
	r->at = IN_PART;
	return NULL;
}

static void
end_day(struct reading *r)
{
	if (r->day.n != 0)
		rollup_add(r->part->rollup, &r->day);
	r->day.n = 0;
}

static const char *
begin_day(struct reading *r, struct str site, int64_t at, int64_t step)
{
	int order = str_cmp(site, r->site);

	end_day(r);
	if (site.n == 0 || order < 0 || (order == 0 && at <= r->last_at))
		return "the rows are not in order";
	if (order > 0 && !site_ok(site))
		return "the site is not a host name";
	if (order > 0)
		r->site = str_dup(r->job->scratch, site);
	r->day = (struct site_day){ .site = r->site,
		.day = at / MS_DAY,
		.step_ms = step,
		.cells = r->bins };
	return NULL;
}

static const char *
row_line(struct reading *r, struct str s)
{
	struct str site = str_cut(s, ',', &s);
	struct traffic t = { 0 };
	int64_t step;
	const char *why;

	if (r->at != IN_PART || r->visitors)
		return "a row outside of the rows of a part";
	if (!bin(str_cut(s, ',', &s), &t.at, &step) || !counters(s, &t))
		return "this is no row of a rollup";
	if (t.errors > t.hits || t.robots > t.hits || t.redirects > t.hits ||
	    t.client_errors > t.hits)
		return "more of one kind than hits";
	if (!str_eq(site, r->day.site) || r->day.n == 0 ||
	    t.at / MS_DAY != r->day.day) {
		why = begin_day(r, site, t.at, step);
		if (why != NULL)
			return why;
	} else if (step != r->day.step_ms)
		return "hours and minutes on one day";
	else if (t.at <= r->last_at)
		return "the rows are not in order";
	r->bins[r->day.n++] = t;
	r->last_at = t.at;
	r->part_cells++;
	counters_add(&r->sum, &t);
	return ++r->cells > (int64_t)TALLY_MAX_CELLS ? "too many rows" : NULL;
}

static int
nibble(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

static const char *
visitors_line(struct reading *r, struct str s)
{
	struct str site = str_cut(s, ',', &s), hex;
	struct site_visitors v = { .site = site };
	char bytes[MAX_SKETCH];

	if (r->at != IN_PART)
		return "visitors outside of a part";
	if (!day_of(str_cut(s, ',', &hex), &v.day) || !site_ok(site) ||
	    hex.n % 2 != 0 || hex.n == 0 || hex.n > 2 * MAX_SKETCH)
		return "this is no line of visitors";
	for (size_t i = 0; i < hex.n / 2; i++) {
		int hi = nibble(hex.p[2 * i]), lo = nibble(hex.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return "this is no line of visitors";
		bytes[i] = (char)(hi << 4 | lo);
	}
	if (r->visitors &&
	    (str_cmp(site, r->seen_site) < 0 ||
		(str_eq(site, r->seen_site) && v.day <= r->seen_day)))
		return "the visitors are not in order";
	end_day(r);
	v.sketch = (struct str){ bytes, hex.n / 2 };
	r->visitors = true;
	r->seen_day = v.day;
	r->seen_site = str_dup(r->job->scratch, site);
	rollup_add_visitors(r->part->rollup, &v);
	return NULL;
}

static const char *
sum_line(struct reading *r, struct str s)
{
	struct traffic t = { 0 };
	int64_t n;

	if (r->at != IN_PART)
		return "a sum outside of a part";
	end_day(r);
	if (!count(str_cut(s, ',', &s), &n) || !counters(s, &t))
		return "this is no line of sums";
	if (n != r->part_cells || memcmp(&t, &r->sum, sizeof t) != 0)
		return "the rows of this part do not add up to its sums";
	source_add_part(&r->job->batch->source, &r->part->part);
	r->hits |= t.hits != 0;
	r->visits |= t.visits != 0;
	r->at = BETWEEN;
	return NULL;
}

static const char *
end_line(struct reading *r, struct str s)
{
	int64_t parts, cells;

	if (r->at != BETWEEN)
		return "the file ends within a part";
	if (!count(str_cut(s, ',', &s), &parts) || !count(s, &cells) ||
	    parts != r->parts || cells != r->cells)
		return "the file does not hold what its end says";
	r->at = AT_END;
	return NULL;
}

static const struct {
	const char *begins;
	const char *(*take)(struct reading *r, struct str rest);
} line_kinds[] = {
	{ "#part,", part_line },
	{ "#visitors,", visitors_line },
	{ "#sum,", sum_line },
	{ "#end,", end_line },
};

/* NULL, or what is wrong with the line. */
static const char *
take_line(struct reading *r, struct str s)
{
	if (r->at == AT_MARK) {
		r->at = AT_HEAD;
		return str_is(s, ROLLUP_MARK) ? NULL : "this is no rollup file";
	}
	if (r->at == AT_HEAD) {
		r->at = BETWEEN;
		return str_is(s, rollup_head)
			   ? NULL
			   : "the columns are not those of a rollup";
	}
	if (r->at == AT_END)
		return "there is more behind the end";
	for (size_t i = 0; i < sizeof line_kinds / sizeof *line_kinds; i++)
		if (str_starts(s, line_kinds[i].begins))
			return line_kinds[i].take(
			    r, str_sub(s, strlen(line_kinds[i].begins), s.n));
	return row_line(r, s);
}

static bool
take_chunk(struct reading *r, const struct chunk *chunk)
{
	struct str rest = chunk->text;

	while (rest.n != 0) {
		struct str s = str_cut(rest, '\n', &rest);
		const char *why;

		r->line++;
		if (s.n != 0 && s.p[s.n - 1] == '\r')
			s.n--;
		why = take_line(r, s);
		if (why == NULL)
			continue;
		job_complain(r->job, DIAG_ERROR, r->line,
		    "make it again with makegood rollup", "%s", why);
		return false;
	}
	return true;
}

static int
read_rollup(struct job *job, struct err *e)
{
	struct reading *r = arena_new(job->scratch, struct reading);
	const struct settings *s = job->ctx->settings;
	struct chunk chunk;

	r->job = job;
	job->batch->rolled_up = true;
	job->shown_zone = STR("UTC");
	for (;;) {
		if (reader_lines(job->reader, &chunk, e) != 0)
			return -1;
		if (chunk.to_byte == chunk.from_byte)
			break;
		if (chunk.too_long) {
			job_complain(job, DIAG_ERROR, r->line + 1, NULL,
			    "the line is longer than 64 KiB");
			return 0;
		}
		if (!take_chunk(r, &chunk))
			return 0;
		job_progress(job);
	}
	if (r->at != AT_END)
		job_complain(job, DIAG_ERROR, r->line,
		    "the file was cut; fetch it again",
		    "the end of the rollup is missing");
	else if (s != NULL && str_is(s->traffic_unit, "visits") && r->hits &&
		 !r->visits)
		job_complain(job, DIAG_ERROR, 0,
		    "make it again with makegood rollup --visits",
		    "there are no visits, which is what the case counts");
	return 0;
}

static int
detect_rollup(struct str head)
{
	return str_starts(head, "#makegood-rollup,") ? 100 : 0;
}

static const struct format format = { .detect = detect_rollup,
	.read = read_rollup };

const struct format_info format_info_rollup = { "rollup",
	"rollup file, made by makegood rollup on another machine",
	ROLLUP_MARK
	"\n"
	"site,from,hits,bytes,errors,robots,views,redirects,client_errors,"
	"visits\n"
	"#part,"
	"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,"
	"0,412,"
	"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,"
	"2,0,2013-04-11T16:30:05Z,2013-04-11T17:02:11Z,\"\",\"access.log\","
	"\"vhost_combined\"\n"
	"www.example.org,2013-04-11T16Z,1,5120,0,0,1,0,0,0\n"
	"www.example.org,2013-04-11T17Z,1,312,1,0,0,0,0,0\n"
	"#sum,2,2,5432,1,0,1,0,0,0\n"
	"#end,1,2\n",
	SOURCE_TRAFFIC, &format };
