/*
 * makegood availability -- seconds per state of every subject in monitoring
 * logs; no folder, no database.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/availability.h"
#include "cli/commands.h"
#include "cli/say.h"

/* A file and when it begins. */
struct log {
	const char *path;
	int64_t first_at;
	size_t typed; /* its place among the arguments */
};

static void
on_progress(void *arg, int64_t done, int64_t all)
{
	(void)arg;
	say_progress("reading", done, all);
}

static void
on_sighting(void *arg, const struct sighting *s)
{
	struct availability *a = arg;

	a->watch.policy.silence_is_up = format_silence_is_up(a->info);
	watch_see(&a->watch, s);
}

/* ---- files in order of time
 * ------------------------------------------------------- */

static int
by_first(const void *pa, const void *pb)
{
	const struct log *a = pa, *b = pb;

	if (a->first_at != b->first_at)
		return a->first_at < b->first_at ? -1 : 1;
	return a->typed < b->typed ? -1 : a->typed > b->typed;
}

static int
order_logs(struct availability *a, const struct import_context *ctx,
    struct log **ret_logs, struct err *e)
{
	struct log *logs = arena_array(&a->keep, a->paths.n, sizeof *logs);

	for (size_t i = 0; i < a->paths.n; i++) {
		logs[i] = (struct log){ a->paths.v[i], NO_INSTANT, i };
		if (a->paths.n > 1 && import_first_at(ctx, logs[i].path,
					  &logs[i].first_at, e) != 0)
			return -1;
	}
	qsort(logs, a->paths.n, sizeof *logs, by_first);
	*ret_logs = logs;
	return 0;
}

/* ---- what to count
 * ---------------------------------------------------------------- */

/* The window alone, or its local days. */
static int
make_cuts(struct availability *a)
{
	int64_t from = a->policy.from_at, to = a->policy.to_at;
	VEC(int64_t) cuts = { 0 };

	*vec_push(&a->keep, &cuts) = from;
	while (a->by_day) {
		int64_t next = zone_add_days(a->zone, cuts.v[cuts.n - 1], 1);

		if (next >= to)
			break;
		*vec_push(&a->keep, &cuts) = next;
	}
	*vec_push(&a->keep, &cuts) = to;
	a->sum.cuts = cuts.v;
	a->sum.n_rows = cuts.n - 1;
	return 0;
}

static void
begin(struct availability *a)
{
	struct span window = { a->policy.from_at, a->policy.to_at };

	make_cuts(a);
	a->sum.keep = &a->keep;
	a->sum.collect = a->group == GROUP_WORST || a->group == GROUP_BEST;
	if (a->has_hours) {
		a->hour_spans =
		    watch_hours_spans(&a->hours, a->zone, window, &a->keep);
		a->sum.hours = &a->hour_spans;
	}
	a->policy.off_within = !a->sum.collect;
	watch_init(&a->watch, &a->policy, &a->keep, watch_sum_add, &a->sum);
}

static bool
is_pattern(struct str s)
{
	return memchr(s.p, '*', s.n) != NULL || memchr(s.p, '?', s.n) != NULL;
}

/* Names typed in full are shown also when no file speaks of them. */
static void
name_wanted(struct availability *a)
{
	for (size_t i = 0; i < a->wanted.n; i++) {
		int64_t at;

		if (is_pattern(a->wanted.v[i]))
			continue;
		at = watch_subject(&a->watch, a->wanted.v[i]);
		if (at >= 0)
			a->watch.subjects.v[at].told = true;
	}
}

static bool
is_wanted(struct availability *a, struct str name)
{
	struct arena scratch = { 0 };
	bool wanted = a->wanted.n == 0;

	for (size_t i = 0; i < a->wanted.n && !wanted; i++)
		wanted = str_eq(a->wanted.v[i], name) ||
			 (is_pattern(a->wanted.v[i]) &&
			     fnmatch(str_cstr(&scratch, a->wanted.v[i]),
				 str_cstr(&scratch, name), 0) == 0);
	arena_release(&scratch);
	return wanted;
}

struct ranked {
	struct str name;
	size_t subject;
};

static int
by_name(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct ranked *)a)->name, ((const struct ranked *)b)->name);
}

static void
select_shown(struct availability *a)
{
	size_t n = a->watch.subjects.n, kept = 0;
	struct ranked *r = arena_array(&a->keep, n + 1, sizeof *r);

	for (size_t i = 0; i < n; i++) {
		const struct watch_subject *s = &a->watch.subjects.v[i];

		if (s->told && is_wanted(a, s->name))
			r[kept++] = (struct ranked){ s->name, i };
	}
	qsort(r, kept, sizeof *r, by_name);
	for (size_t i = 0; i < kept; i++)
		*vec_push(&a->keep, &a->shown) = r[i].subject;
}

/* ---- reading
 * ---------------------------------------------------------------------- */

static void
tell_rejects(struct availability *a, const char *path, const struct batch *b)
{
	a->rejected += b->source.rejected;
	if (b->source.rejected == 0 || b->rejects.n == 0)
		return;
	diag_quote(&a->diags, DIAG_WARNING,
	    (struct place){ str_of(path), b->rejects.v[0].line, 0 },
	    b->rejects.v[0].excerpt, NULL,
	    "%lld line%s could not be read; the first: %.*s",
	    (long long)b->source.rejected, b->source.rejected == 1 ? "" : "s",
	    STR_ARG(b->rejects.v[0].reason));
}

static int
read_logs(struct availability *a, struct err *e)
{
	struct import_ear ear = { on_sighting, a };
	struct import_context ctx = { .rules = &a->rule,
		.n_rules = 1,
		.zones = &a->zones,
		.max_rejects = 1,
		.progress = on_progress,
		.digested = true };
	struct log *logs;

	if (order_logs(a, &ctx, &logs, e) != 0)
		return -1;
	for (size_t i = 0; i < a->paths.n; i++) {
		struct arena keep = { 0 };
		struct batch batch;
		int rc = import_watch(&ctx, logs[i].path, &ear, &keep, &batch,
		    &a->info, &a->diags, e);

		if (rc == 0)
			tell_rejects(a, logs[i].path, &batch);
		arena_release(&keep);
		if (rc != 0 && e->kind == ERR_ENV)
			return -1;
		watch_file_ends(&a->watch);
	}
	return 0;
}

static void
tell_late(struct availability *a)
{
	struct place nowhere = { STR("availability"), 0, 0 };

	if (a->watch.late > 0)
		diag_add(&a->diags, DIAG_WARNING, nowhere,
		    "right when files overlap; if not, look for a clock that "
		    "was set back",
		    "%lld records are older than what was told before them, "
		    "and were left out",
		    (long long)a->watch.late);
	if (a->watch.crowded > 0 || a->sum.overflow > 0)
		diag_add(&a->diags, DIAG_ERROR, nowhere,
		    "ask for a shorter time, or for fewer with --subject",
		    "too many subjects, days or changes for one answer");
}

static int
answer(struct availability *a)
{
	struct err e = { 0 };

	begin(a);
	name_wanted(a);
	if (read_logs(a, &e) != 0)
		return say_err(&e);
	watch_finish(&a->watch);
	tell_late(a);
	say_diags(&a->diags);
	if (a->diags.errors > 0)
		return EXIT_INPUT;
	select_shown(a);
	if (a->shown.n == 0) {
		say("no file tells of %s",
		    a->wanted.n != 0 ? "such a subject" : "any subject");
		return EXIT_EYES;
	}
	availability_print(a);
	return a->diags.warnings > 0 ? EXIT_EYES : EXIT_DONE;
}

static int
run(int argc, char **argv)
{
	struct availability a = { 0 };
	int code;

	a.zones.keep = &a.keep;
	a.rule.pattern = STR("*");
	diags_init(&a.diags, &a.keep);
	code = availability_args(&a, argc, argv);
	if (code < 0)
		code = answer(&a);
	arena_release(&a.keep);
	return code;
}

const struct command cmd_availability = {
	.name = "availability",
	.args = "LOG... --from T --to T",
	.summary = "seconds per state in monitoring logs",
	.help =
	    "LOG is a file or a folder of files, in any format of outages and\n"
	    "planned work that makegood formats lists. Several are read in\n"
	    "order of time; where they overlap, nothing counts twice.\n"
	    "\n"
	    "  --from T, --to T      the window: 2026-03-01, 2026-03-01T09:00\n"
	    "  --zone Europe/Rome    of local times, here and in the files\n"
	    "  --subject S           only this one; again for more; * fits "
	    "all\n"
	    "  --group G             all of them as one: worst, best, average\n"
	    "  --by day              a row for each local day\n"
	    "  --hours SPEC          only \"mon-fri 09:00-17:00, not "
	    "2026-12-25\"\n"
	    "  --timeperiod NAME     only this time period of the log\n"
	    "  --soft                states that are not confirmed count\n"
	    "  --initial STATE       before the first record: ok, down, ...\n"
	    "  --off unknown|last    while the monitor does not run; last: as\n"
	    "                        it was (the default)\n"
	    "  --downtime-as-up      failures in planned work are none\n"
	    "  --downtime-depth      count its starts and ends\n"
	    "  --host-down           a host that is down takes its services\n"
	    "  --format NAME         what the files are, if it cannot be told\n"
	    "  --repeated, --missing earlier|later\n"
	    "                        local times that occur twice or never\n"
	    "  --dates dmy           and mdy, ymd, excel, epoch: how a table\n"
	    "                        writes them, where no row proves it\n"
	    "  --locations any|all   of probes that must fail; else most\n"
	    "  --csv, --json         for machines\n"
	    "\n"
	    "Examples:\n"
	    "  makegood availability nagios.log --from 2026-03-01 \\\n"
	    "      --to 2026-04-01 --zone Europe/Rome\n"
	    "  makegood availability archives/ nagios.log --from 2026-03-01 "
	    "\\\n"
	    "      --to 2026-04-01 --subject 'web1;*' --group worst --json\n",
	.options = "--json --csv --soft --downtime-as-up --downtime-depth "
		   "--host-down --from=2026-03-01 --to=2026-04-01 "
		   "--zone=Europe/Rome --subject=web1 --group=worst --by=day "
		   "--hours=mon-fri --timeperiod=24x7 --initial=ok "
		   "--off=unknown --format=nagios-log --repeated=earlier "
		   "--missing=later --dates=dmy --locations=any",
	.run = run,
};
