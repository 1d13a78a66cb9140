/*
 * fuzz_traffic.c -- any bytes as traffic, in every dialect but the first three.
 *
 * Every line of a log is a hit, a reject or a comment, and counted once;
 * rejects of logs carry no text; what one line means does not hang on how the
 * file was told from others. A pattern that compiles matches without harm, and
 * a text of JSON that the scanner accepts is one that jansson accepts.
 */
#include <jansson.h>
#include <string.h>

#include "base/utf8.h"
#include "fuzz_job.h"
#include "import/traffic_json.h"

static const struct format_info *const infos[] = { &format_info_nginx_json,
	&format_info_caddy, &format_info_w3c, &format_info_cloudfront,
	&format_info_haproxy, &format_info_alb, &format_info_varnish,
	&format_info_log_format, &format_info_ga4, &format_info_matomo,
	&format_info_plausible, &format_info_cloudflare };
/* The first eight are logs, line by line. */
enum { LOGS = 8, INFOS = sizeof infos / sizeof *infos };

/* A shape with a key, so that slots are filled and texts unescaped. */
static void
scan_json(struct str line)
{
	static const struct jline_key inner[] = { JLINE_KEY("a", 0),
		JLINE_END };
	static const struct jline_key keys[] = { JLINE_KEY("a", 1),
		JLINE_INSIDE("b", 2, inner), JLINE_END };
	struct jline j = { .keys = keys };
	struct jline_value slots[3] = { 0 };
	const char *why = jline_read(&j, line, slots);
	json_t *v;
	size_t bad;

	for (int i = 0; i < 3 && why == NULL; i++) {
		char *room = malloc(slots[i].raw.n + 1);
		struct str text = jline_text(&slots[i], room);

		MUST_HOLD(text.n <= slots[i].raw.n);
		free(room);
	}
	if (why != NULL || !utf8_ok(line, &bad) ||
	    memmem(line.p, line.n, "\\u0000", 6) != NULL)
		return;
	/* numbers too large for the library are no matter of form */
	v = json_loadb(line.p, line.n, JSON_DECODE_INT_AS_REAL, NULL);
	if (v == NULL) {
		json_error_t error;

		v = json_loadb(line.p, line.n, JSON_DECODE_INT_AS_REAL, &error);
		MUST_HOLD(v != NULL || json_error_code(&error) ==
					   json_error_numeric_overflow);
	}
	json_decref(v);
}

static int64_t
requests(struct str text, bool comments)
{
	int64_t count = 0;

	while (text.n != 0) {
		struct str line = str_cut(text, '\n', &text);

		scan_json(str_trim(line));
		count += !comments || line.n == 0 || line.p[0] != '#';
	}
	return count;
}

static void
check_log(const struct fuzz_job *f, int kind, int64_t lines)
{
	const struct batch *b = &f->batch;
	int64_t hits = fuzz_job_hits(f);

	MUST_HOLD(hits == b->source.rows);
	MUST_HOLD(hits + b->source.rejected <= lines);
	/* Caddy's file holds other messages, and a mark may hide a comment */
	if (kind != 1 && kind != 2 && kind != 3)
		MUST_HOLD(hits + b->source.rejected == lines);
	for (size_t i = 0; i < b->rejects.n; i++)
		MUST_HOLD(b->rejects.v[i].excerpt.n == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct settings settings = { .traffic_unit = STR("views") };
	struct fuzz_job f;
	struct job *job = &f.job;
	struct str text, pattern = STR_NONE;
	struct err e = { 0 };
	int64_t count;
	int kind;

	if (n == 0)
		return 0;
	kind = data[0] % INFOS;
	text = (struct str){ (const char *)data + 1, n - 1 };
	/* the first line is the pattern */
	if (kind == LOGS - 1)
		pattern = str_cut(text, '\n', &text);
	count = requests(text, kind == 2 || kind == 3);
	if (infos[kind]->format->detect != NULL)
		MUST_HOLD((unsigned)infos[kind]->format->detect(text) <= 100);
	fuzz_job_begin(&f, text);
	f.ctx.settings = &settings;
	job->rule.log_format = pattern;
	job->rule.site = STR("www.example.org");
	job->rule.zone = fuzz_zone(STR("Europe/Rome"));
	job->zone_given = data[0] & 0x80;
	job->rule.repeated = (enum local_policy)(data[0] / INFOS % 3);
	job->rule.missing = job->rule.repeated;
	if (infos[kind]->format->read(job, &e) == 0 && kind < LOGS &&
	    f.d.errors == 0 &&
	    reader_done_bytes(job->reader) == (int64_t)text.n &&
	    (text.n < 3 || memchr("\x1F\x42\xFD\x28", text.p[0], 4) == NULL))
		check_log(&f, kind, count);
	fuzz_job_end(&f);
	return 0;
}
