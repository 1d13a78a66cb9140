/*
 * The options of `makegood availability`.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/availability.h"
#include "cli/log_args.h"
#include "cli/options.h"
#include "cli/say.h"

#define COMMAND "availability"

struct typed {
	const char *from, *to, *zone, *hours, *initial, *off, *group, *by;
	const char *format, *repeated, *missing, *timeperiod, *dates,
	    *locations;
};

static const struct valued_option valued[] = {
	{ "--from", offsetof(struct typed, from) },
	{ "--to", offsetof(struct typed, to) },
	{ "--zone", offsetof(struct typed, zone) },
	{ "--hours", offsetof(struct typed, hours) },
	{ "--timeperiod", offsetof(struct typed, timeperiod) },
	{ "--initial", offsetof(struct typed, initial) },
	{ "--off", offsetof(struct typed, off) },
	{ "--group", offsetof(struct typed, group) },
	{ "--by", offsetof(struct typed, by) },
	{ "--format", offsetof(struct typed, format) },
	{ "--repeated", offsetof(struct typed, repeated) },
	{ "--missing", offsetof(struct typed, missing) },
	{ "--dates", offsetof(struct typed, dates) },
	{ "--locations", offsetof(struct typed, locations) },
};

static bool
take_valued(struct typed *t, char **argv, int *i)
{
	return option_take(valued, sizeof valued / sizeof *valued, t, argv, i);
}

static bool
take_flag(struct availability *a, const char *arg)
{
	if (strcmp(arg, "--soft") == 0)
		return a->policy.soft = true;
	if (strcmp(arg, "--downtime-as-up") == 0)
		return a->policy.downtime_as_up = true;
	if (strcmp(arg, "--downtime-depth") == 0)
		return a->policy.downtime_depth = true;
	if (strcmp(arg, "--host-down") == 0)
		return a->policy.host_down = true;
	if (strcmp(arg, "--csv") == 0)
		return a->csv = true;
	return false;
}

/* A file, or all files directly inside a folder. */
static void
take_path(struct availability *a, const char *path)
{
	struct str *names;
	struct err e = { 0 };
	size_t n;

	if (file_list(path, &a->keep, &names, &n, &e) != 0) {
		*vec_push(&a->keep, &a->paths) = path;
		return;
	}
	for (size_t i = 0; i < n; i++)
		*vec_push(&a->keep, &a->paths) =
		    file_join(&a->keep, path, names[i]);
}

/* ---- values
 * ------------------------------------------------------------------------- */

/* Local time of the zone unless it has an offset; a date is its beginning. */
static int
instant_of(struct availability *a, const char *option, const char *text,
    int64_t *ret_at)
{
	struct iso t;

	if (!iso_parse(str_of(text), &t))
		return say_usage(COMMAND,
		    "%s: \"%s\" is not a time; write 2026-03-01 or "
		    "2026-03-01T09:00",
		    option, text);
	if (!t.has_time)
		*ret_at = zone_day(a->zone, t.at.year, t.at.month, t.at.day);
	else if (t.has_offset)
		*ret_at = civil_ms(t.at) - t.offset_s * MS_SECOND;
	else if (zone_instant(a->zone, t.at, ret_at, NULL) != ZONE_ONCE)
		return say_usage(COMMAND,
		    "%s: %s occurs twice or never in %.*s; add the offset, "
		    "like +02:00",
		    option, text, STR_ARG(a->zone->name));
	return -1;
}

static int
take_zone(struct availability *a, const char *name)
{
	struct err e = { 0 };

	a->zone_given = name != NULL;
	if (zone_open(&a->zones, name != NULL ? str_of(name) : STR("UTC"),
		&a->zone, &e) != 0)
		return say_usage(COMMAND,
		    "there is no time zone \"%s\"; names are like "
		    "Europe/Rome or UTC",
		    name);
	if (a->zone_given)
		a->rule.zone = a->zone;
	return -1;
}

static int
take_window(struct availability *a, const struct typed *t)
{
	int code;

	if (t->from == NULL || t->to == NULL)
		return say_usage(
		    COMMAND, "which time? --from 2026-03-01 --to 2026-04-01");
	code = instant_of(a, "--from", t->from, &a->policy.from_at);
	if (code < 0)
		code = instant_of(a, "--to", t->to, &a->policy.to_at);
	if (code < 0 && a->policy.to_at <= a->policy.from_at)
		return say_usage(COMMAND, "--to is not after --from");
	return code;
}

static int
take_word(const char *option, const char *word, const char *const *words,
    int *ret_index)
{
	char list[200] = "";
	size_t n = 0;

	if (word == NULL)
		return -1;
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(word, words[i]) == 0) {
			*ret_index = i;
			return -1;
		}
	for (size_t i = 0; words[i] != NULL; i++)
		n += (size_t)snprintf(
		    list + n, sizeof list - n, "%s%s", i ? ", " : "", words[i]);
	return say_usage(
	    COMMAND, "%s: \"%s\" is none of %s", option, word, list);
}

static int
take_words(struct availability *a, const struct typed *t)
{
	static const char *const offs[] = { "last", "unknown", NULL };
	static const char *const groups[] = { "worst", "best", "average",
		NULL };
	static const char *const bys[] = { "day", "period", NULL };
	static const char *const locals[] = { "refuse", "earlier", "later",
		NULL };
	/* in the order of enum when_dates and enum probe_locations */
	static const char *const dates_words[] = { "auto", "dmy", "mdy", "ymd",
		"excel", "epoch", NULL };
	static const char *const places[] = { "majority", "any", "all", NULL };
	int off = 0, group = -1, by = 1, repeated = 0, missing = 0, dates = 0;
	int place = 0, code;

	if ((code = take_word("--off", t->off, offs, &off)) >= 0 ||
	    (code = take_word("--group", t->group, groups, &group)) >= 0 ||
	    (code = take_word("--by", t->by, bys, &by)) >= 0 ||
	    (code = take_word("--repeated", t->repeated, locals, &repeated)) >=
		0 ||
	    (code = take_word("--missing", t->missing, locals, &missing)) >=
		0 ||
	    (code = take_word("--dates", t->dates, dates_words, &dates)) >= 0 ||
	    (code = take_word("--locations", t->locations, places, &place)) >=
		0)
		return code;
	a->policy.off_unknown = off == 1;
	a->group = (enum watch_group)(group + 1);
	a->by_day = by == 0;
	a->rule.repeated = (enum local_policy)repeated;
	a->rule.missing = (enum local_policy)missing;
	a->rule.dates = (enum when_dates)dates;
	a->rule.locations = (enum probe_locations)place;
	return -1;
}

static bool
is_format(const char *name)
{
	for (size_t i = 0; format_infos[i] != NULL; i++)
		if (strcmp(format_infos[i]->name, name) == 0)
			return format_infos[i]->kind == SOURCE_OUTAGES ||
			       format_infos[i]->kind == SOURCE_MAINTENANCE;
	return false;
}

static int
take_rest(struct availability *a, const struct typed *t)
{
	struct str bad;

	if (t->initial != NULL &&
	    !sight_state_named(str_of(t->initial), &a->policy.initial))
		return say_usage(COMMAND,
		    "--initial: \"%s\" is no state; ok, up, critical, down, "
		    "...",
		    t->initial);
	if (t->hours != NULL &&
	    !watch_hours_parse(str_of(t->hours), &a->keep, &a->hours, &bad))
		return say_usage(COMMAND,
		    "--hours: cannot read \"%.*s\"; write \"mon-fri "
		    "09:00-17:00, not 2026-12-25\"",
		    STR_ARG(bad));
	a->has_hours = t->hours != NULL;
	if (t->timeperiod != NULL)
		a->policy.hours = str_of(t->timeperiod);
	if (t->format != NULL && !is_format(t->format))
		return say_usage(COMMAND,
		    "\"%s\" is no format of outages or planned work; see "
		    "makegood formats",
		    t->format);
	if (t->format != NULL)
		a->rule.format = str_of(t->format);
	return -1;
}

int
availability_args(struct availability *a, int argc, char **argv)
{
	struct typed t = { 0 };
	const char *v;
	int code;

	for (int i = 1; i < argc; i++) {
		if ((v = option_value("--subject", argv, &i)) != NULL)
			*vec_push(&a->keep, &a->wanted) = str_of(v);
		else if (strcmp(argv[i], "-") == 0)
			return say_usage(COMMAND, LOG_NO_STREAM);
		else if (!take_valued(&t, argv, &i) && !take_flag(a, argv[i]))
			take_path(a, argv[i]);
	}
	if ((code = take_zone(a, t.zone)) >= 0 ||
	    (code = take_window(a, &t)) >= 0 ||
	    (code = take_words(a, &t)) >= 0 || (code = take_rest(a, &t)) >= 0)
		return code;
	if (a->paths.n == 0)
		return say_usage(COMMAND, "which LOG? Files or folders");
	return -1;
}
