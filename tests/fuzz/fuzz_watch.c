/*
 * fuzz_watch.c -- any bytes as any log or export of a monitor.
 *
 * The first byte chooses the format among those that watch; the rest is the
 * file. What must hold for every input: sightings come in order of time and
 * inside the years we know, spans do not run backwards, texts are valid UTF-8
 * without controls that break a line, and silence is explained.
 */
#include "base/utf8.h"
#include "fuzz_job.h"

/* Before 1970 and after 2101 nothing was watched. */
#define LATEST INT64_C(4200000000000)

struct seen {
	bool sorted;
	int64_t n, last_at;
};

static void
check_text(struct str s)
{
	size_t bad;

	MUST_HOLD(s.n == 0 || s.p != NULL);
	MUST_HOLD(utf8_ok(s, &bad));
}

static void
see(void *arg, const struct sighting *s)
{
	struct seen *seen = arg;

	MUST_HOLD(s->at >= -LATEST && s->at <= LATEST);
	MUST_HOLD(!seen->sorted || seen->n == 0 || s->at >= seen->last_at);
	seen->last_at = s->at;
	seen->n++;
	if (s->kind == SIGHT_SPAN || s->kind == SIGHT_WINDOW)
		MUST_HOLD(s->to_at == NO_INSTANT || s->to_at > s->at);
	MUST_HOLD((unsigned)s->state < SIGHT_STATES);
	MUST_HOLD(s->line >= 0);
	check_text(s->subject);
	check_text(s->id);
	check_text(s->note);
}

/*
 * By the low six bits of the first byte: '@' is the first. New ones go to the
 * end, so that the corpus keeps its meaning.
 */
static const struct {
	const char *name;
	bool sorted; /* what it tells is in order of time, whatever comes in */
} formats[] = {
	{ "alertmanager", true },
	{ "betterstack", true },
	{ "gatus", true },
	{ "icinga2-events", true },
	{ "kuma-page", true },
	{ "opsgenie", true },
	{ "pagerduty-json", true },
	{ "pingdom", true },
	{ "prometheus", true },
	{ "statuscake", true },
	{ "statuspage-json", true },
	{ "statuspage-maintenance", true },
	{ "uptimerobot-json", true },
	{ "zabbix-sli", true },
	{ "nagios", false },
	{ "events", false },
	{ "icingadb-state", false },
	{ "icingadb-downtime", false },
	{ "icingadb-names", false },
	{ "kuma-csv", false },
	{ "pagerduty-csv", false },
	{ "probes", false },
	{ "uptimerobot-csv", false },
	{ "zabbix-csv", false },
	{ "ical", false },
	{ "statuspage-atom", false },
	{ "statuspage-rss", false },
	{ "kuma-db", false },
};

#define N_FORMATS (sizeof formats / sizeof *formats)

static bool
watches(const struct format *format)
{
	return format->watch != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct settings settings = { .as_of = INT64_C(1367478000000) };
	struct seen seen = { 0 };
	const struct format_info *info;
	struct fuzz_job f;
	struct str text;
	struct err e;

	if (n == 0)
		return 0;
	MUST_HOLD(fuzz_formats(watches) == N_FORMATS);
	text = (struct str){ (const char *)data + 1, n - 1 };
	info = format_named(str_of(formats[(data[0] & 0x3f) % N_FORMATS].name));
	seen.sorted = formats[(data[0] & 0x3f) % N_FORMATS].sorted;
	if (info->format->detect != NULL) {
		int share = info->format->detect(text);

		MUST_HOLD(share >= 0 && share <= 100);
	}
	fuzz_job_begin(&f, text);
	f.ctx.settings = &settings;
	f.batch.kind = info->kind;
	f.job.zone_given = true;
	f.job.see = see;
	f.job.see_arg = &seen;
	f.job.rule.zone = fuzz_zone(STR("Europe/Rome"));
	f.job.rule.repeated =
	    (data[0] & 0x80) != 0 ? LOCAL_LATER : LOCAL_REFUSE;
	if (info->format->watch(&f.job, &e) != 0)
		MUST_HOLD(e.kind == ERR_INPUT);
	MUST_HOLD(!seen.sorted || seen.n == f.batch.source.rows);
	fuzz_job_end(&f);
	return 0;
}
