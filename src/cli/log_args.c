#include "cli/log_args.h"

#include <string.h>

#include "base/civil.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "import/log_rule.h"

#define MAX_THREADS 256

struct typed {
	const char *zone, *site, *format, *log_format, *source, *layer;
	const char *robots;
	const char *threads, *from, *to;
	bool visits, visitors;
};

static const struct valued_option valued[] = {
	{ "--zone", offsetof(struct typed, zone) },
	{ "--site", offsetof(struct typed, site) },
	{ "--format", offsetof(struct typed, format) },
	{ "--log-format", offsetof(struct typed, log_format) },
	{ "--source", offsetof(struct typed, source) },
	{ "--layer", offsetof(struct typed, layer) },
	{ "--robots", offsetof(struct typed, robots) },
};

static bool
take_valued(struct typed *t, char **argv, int *i)
{
	return option_take(valued, sizeof valued / sizeof *valued, t, argv, i);
}

static bool
take_option(struct log_args *a, struct typed *t, char **argv, int *i)
{
	const char *v;

	if ((v = option_value("-j", argv, i)) != NULL)
		return (t->threads = v) != NULL;
	if ((v = option_value("-o", argv, i)) != NULL)
		return (a->out = v) != NULL;
	if ((v = option_value("--db", argv, i)) != NULL)
		return (a->db = v) != NULL;
	if (strcmp(argv[*i], "--minutes") == 0) {
		t->from = argv[++*i];
		t->to = argv[++*i];
	} else if (strcmp(argv[*i], "--visits") == 0)
		t->visits = true;
	else if (strcmp(argv[*i], "--visitors") == 0)
		t->visitors = true;
	else if (!take_valued(t, argv, i))
		return false;
	return a->any = true;
}

static int
instant_of(const struct log_args *a, const char *text, int64_t *ret_at)
{
	const struct zone *zone = a->wish.rule.zone;
	struct iso t;

	if (!iso_parse(str_of(text), &t))
		return say_usage(a->command,
		    "--minutes: \"%s\" is not a time; write 2026-03-01 or "
		    "2026-03-01T09:00",
		    text);
	if (!t.has_time)
		*ret_at = zone_day(zone, t.at.year, t.at.month, t.at.day);
	else if (t.has_offset)
		*ret_at = civil_ms(t.at) - t.offset_s * MS_SECOND;
	else
		(void)zone_instant(zone, t.at, ret_at, NULL);
	return -1;
}

static int
take_minutes(struct log_args *a, const struct typed *t)
{
	struct counters_wish *w = &a->wish;
	int code;

	w->minutes_from = w->minutes_to = NO_INSTANT;
	if (t->from == NULL)
		return -1;
	code = instant_of(a, t->from, &w->minutes_from);
	if (code < 0)
		code = instant_of(a, t->to, &w->minutes_to);
	if (code < 0 && w->minutes_to <= w->minutes_from)
		code = say_usage(a->command,
		    "--minutes: the end is not after the beginning");
	return code;
}

static int
take_rule(struct log_args *a, const struct typed *t, struct journey *j)
{
	struct log_rule rule = { .zone = t->zone,
		.site = t->site,
		.format = t->format,
		.log_format = t->log_format,
		.layer = t->layer };
	struct err e = { 0 };

	if (log_rule_make(&rule, &j->zones, j->keep, &a->wish.rule, &e) == 0)
		return -1;
	return say_usage(a->command, "%s", e.text);
}

static int
take_threads(struct log_args *a, const struct typed *t)
{
	int64_t n;

	if (t->threads == NULL)
		return -1;
	if (!str_int64(str_of(t->threads), &n) || n < 1 || n > MAX_THREADS)
		return say_usage(a->command,
		    "-j: \"%s\" is no number of threads from 1 to %d",
		    t->threads, MAX_THREADS);
	a->threads = (int)n;
	return -1;
}

static int
take_all(struct log_args *a, const struct typed *t, struct journey *j)
{
	int code = take_threads(a, t);

	if (code < 0)
		code = take_rule(a, t, j);
	if (code < 0)
		code = take_minutes(a, t);
	if (t->source != NULL)
		a->wish.source = str_of(t->source);
	a->wish.robots = t->robots;
	a->wish.visits = t->visits;
	a->wish.visitors = t->visitors;
	a->wish.logs = a->rest;
	a->wish.n = a->n_rest;
	return code;
}

int
log_args_read(struct log_args *a, int argc, char **argv, struct journey *j)
{
	struct typed t = { 0 };

	a->rest = arena_array(j->keep, (size_t)argc + 1, sizeof *a->rest);
	for (int i = 1; i < argc; i++) {
		if (take_option(a, &t, argv, &i))
			continue;
		if (strcmp(argv[i], "-") == 0)
			return say_usage(a->command, LOG_NO_STREAM);
		a->rest[a->n_rest++] = argv[i];
	}
	return take_all(a, &t, j);
}

/* A few lines that cannot be read are in every log; many are a warning. */
int
log_args_outcome(
    FILE *to, struct journey *j, const struct import_result *result)
{
	struct buf out;

	buf_init(&out, OUTCOME_BYTES);
	(void)outcome_import(&out, j, result, false);
	if (to != NULL)
		say_text(to, buf_str(&out));
	buf_release(&out);
	say_diags(&j->diags);
	return j->diags.warnings != 0 ? EXIT_EYES : EXIT_DONE;
}
