/*
 * fuzz_ical.c -- any bytes as a calendar of planned work.
 *
 * The first byte tells whether a zone is declared; the rest is the file. What
 * must hold for every input: windows run forwards and in order of time, there
 * are not too many, and bad events are counted; a rule of repetition alone
 * gives rising days and ends.
 */
#include "fuzz_job.h"
#include "import/ical.h"

struct heard {
	int64_t n, last_at, last_day;
};

static void
see(void *arg, const struct sighting *s)
{
	struct heard *h = arg;

	MUST_HOLD(s->kind == SIGHT_WINDOW && s->to_at > s->at);
	MUST_HOLD(h->n == 0 || s->at >= h->last_at);
	MUST_HOLD(s->id.n != 0 && s->line > 0);
	h->last_at = s->at;
	h->n++;
}

static bool
take(void *arg, int64_t day)
{
	struct heard *h = arg;

	MUST_HOLD(day > h->last_day);
	h->last_day = day;
	return true;
}

/* Every RRULE of the text, from two starts. */
static void
rules(struct str text)
{
	struct ical_rule rule;
	struct ical_time start;

	while (text.n != 0) {
		struct str line = str_cut(text, '\n', &text);
		int64_t work = 200000;

		if (!str_starts(line, "RRULE:") ||
		    ical_rule_parse(str_sub(line, 6, line.n), &rule) != NULL)
			continue;
		for (int i = 0; i < 2; i++) {
			struct heard h = { .last_day = INT64_MIN };

			MUST_HOLD(
			    ical_time_parse(i == 0 ? STR("20120229T023000Z")
						   : STR("19701231T235959Z"),
				NULL, &start));
			ical_repeat(&rule, &start, NULL, 15000 * i,
			    civil_days(2100, 12, 31), &work, take, &h);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str periods[] = { STR("2013-04") };
	struct settings settings = { .as_of = INT64_C(1367478000000),
		.periods = periods,
		.n_periods = 1 };
	struct heard heard = { 0 };
	struct fuzz_job f;
	struct str text;
	struct err e;

	if (n == 0)
		return 0;
	text = (struct str){ (const char *)data + 1, n - 1 };
	rules(text);
	fuzz_job_begin(&f, text);
	f.ctx.settings = &settings;
	f.batch.kind = SOURCE_MAINTENANCE;
	f.job.see = see;
	f.job.see_arg = &heard;
	f.job.rule.zone = fuzz_zone(STR("Europe/Rome"));
	f.job.zone_given = (data[0] & 1) != 0;
	if (format_info_ical.format->watch(&f.job, &e) != 0)
		MUST_HOLD(e.kind == ERR_INPUT);
	MUST_HOLD(heard.n == f.batch.source.rows && heard.n <= 200000);
	MUST_HOLD(f.d.errors == 0 || heard.n == 0);
	fuzz_job_end(&f);
	return 0;
}
