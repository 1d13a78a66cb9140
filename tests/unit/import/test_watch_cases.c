/*
 * Cases of other tools that count availability, in one file of facts beside the
 * project (MAKEGOOD_AVAILABILITY names another one): each is told to us as a
 * log, as rows or as intervals, and what we count is compared. Where a case
 * records a mistake of that tool, the plain rules decide; those are listed.
 * Without the file the test is skipped.
 */
#include "unit/import/cases_help.h"

#include "base/file.h"
#include "import/formats.h"

#define DEFAULT_FILE "../shared/data/availability/cases.json"
/* The scanner takes nothing from before 2001 for real; such cases are moved. */
#define SHIFT_S INT64_C(1000000000)

/*
 * What we decided where a case records something else, and what the plain rules
 * give there, worked out by hand.
 */
static const struct decided {
	const char *id, *why;
	struct {
		const char *key;
		int64_t seconds;
	} expect[4];
} decided[] = {
	{ "ninja-interleaved-best-as-up",
	    "a failure in downtime counts as up before the best is chosen",
	    /* with every failure in downtime up: 0..99 and 599..1499 (host2)
	     * and 2099..4499 (host1) and 2799..5000 (PING2) are good; what is
	     * left, 99..599 and 1499..2099, has a warning at best, but PING2
	     * is ok until 999: so only 1499..2099 is bad */
	    { { "warning.unsched", 600 }, { "warning.sched", 0 },
		{ "critical.unsched", 0 }, { NULL, 0 } } },
	{ "nagios-plugin-says-shutting-down",
	    "words of a plugin are not words of the monitor",
	    { { "ok.total", 85400 }, { "critical.total", 1000 },
		{ "not_running", 0 }, { NULL, 0 } } },
	{ "nagios-office-hours-across-dst-autumn",
	    "hours are wall clock: the outage lies in the last hour",
	    { { "ok.total", 82800 }, { "critical.total", 3600 },
		{ NULL, 0 } } },
	{ "oneuptime-site-inverted-window",
	    "a window that ends before it begins is refused", { { NULL, 0 } } },
	{ "kuma-none", "nothing known is not 0 %, it is no number",
	    { { NULL, 0 } } },
};

struct tally_kind {
	const char *kind;
	int passed, failed, decided, skipped;
};

static const struct decided *
decided_of(struct str id)
{
	for (size_t i = 0; i < sizeof decided / sizeof *decided; i++)
		if (str_is(id, decided[i].id))
			return &decided[i];
	return NULL;
}

static void
read_log(struct one *o, struct str text)
{
	struct batch batch = { 0 };
	struct job job = { .ctx = &o->t->ctx,
		.file = STR("nagios.log"),
		.keep = &o->t->keep,
		.scratch = &o->t->keep,
		.batch = &batch,
		.d = &o->t->diags,
		.see = to_watch,
		.see_arg = &o->watch };
	struct err e;

	batch.source.first_at = batch.source.last_at = NO_INSTANT;
	job.reader = reader_memory(text);
	assert_int_equal(format_info_nagios.format->watch(&job, &e), 0);
	assert_int_equal(batch.source.rejected, 0);
	reader_close(job.reader);
}

static void
run_statelog(struct one *o)
{
	const struct node *ev = node_get(o->c, "events"), *p;
	const struct node *subjects = node_get(o->c, "subjects");
	struct spans hours;
	struct buf b;
	size_t index[64], n = 0;
	struct str group = text_of(o->opt, "group");

	begin(o);
	o->policy.soft = is_true(o->opt, "include_soft");
	o->policy.downtime_as_up = is_true(o->opt, "downtime_as_uptime");
	o->policy.downtime_depth =
	    str_is(text_of(o->opt, "downtime_pairing"), "depth");
	o->policy.off_unknown =
	    str_is(text_of(o->opt, "assume_while_not_running"), "false");
	o->policy.hours = text_of(o->opt, "timeperiod_from_log");
	(void)sight_state_named(
	    text_of(o->opt, "initial_assumed"), &o->policy.initial);
	start(o);
	for (const struct node *s = subjects->child; s != NULL; s = s->next)
		index[n++] = (size_t)watch_subject(&o->watch, s->text);
	p = o->opt != NULL ? node_get(o->opt, "timeperiod") : NULL;
	if (p != NULL) {
		hours = hours_of(o, p);
		o->sum.hours = &hours;
	}
	buf_init(&b, 1 << 20);
	for (const struct node *e = ev->child; e != NULL; e = e->next)
		log_line(&b, o, e);
	read_log(o, buf_str(&b));
	buf_release(&b);
	watch_finish(&o->watch);
	if (group.n != 0)
		watch_sum_group(&o->sum, index, n,
		    str_is(group, "worst") ? GROUP_WORST : GROUP_BEST,
		    &o->total);
	else
		o->total = watch_sum_total(&o->sum, index[0], 0);
}

/* ---- comparing ---- */

/* The seconds (as milliseconds) behind "ok.sched", "nodata", ... */
static int64_t
counted(const struct watch_total *t, struct str key)
{
	struct str what, name = str_cut(key, '.', &what);
	enum sight_state s;

	if (str_is(key, "not_running"))
		return t->off_ms;
	if (str_is(key, "inactive"))
		return t->inactive_ms;
	if (!sight_state_named(name, &s))
		return -1;
	if (str_is(what, "sched"))
		return t->ms[s][1];
	if (str_is(what, "unsched"))
		return t->ms[s][0];
	return t->ms[s][0] + t->ms[s][1];
}

static bool
agrees(struct one *o, struct str key, struct ratio want)
{
	int64_t ms = counted(&o->total, key);
	struct ratio got = ratio_make(ms, 1000), off;

	if (str_ends(key, ".pct"))
		got = ratio_make((int128)ms * 100, o->cuts[1] - o->cuts[0]);
	off = ratio_sub(got, want);
	if (off.num < 0)
		off = ratio_sub(want, got);
	if (ms >= 0 && ratio_cmp(off, ratio_make(1, 1000000)) <= 0)
		return true;
	snprintf(o->why, sizeof o->why, "%.*s is %.*s, wanted %.*s",
	    STR_ARG(key),
	    STR_ARG(ratio_decimal(&o->t->keep, got, 6, ROUND_HALF_UP)),
	    STR_ARG(ratio_decimal(&o->t->keep, want, 6, ROUND_HALF_UP)));
	return false;
}

static bool
all_agree(struct one *o, const struct node *expect)
{
	for (const struct node *n = expect != NULL ? expect->child : NULL;
	     n != NULL; n = n->next)
		if (!agrees(o, n->key, number(n)))
			return false;
	return true;
}

/* Whatever was expected: every instant is in exactly one state. */
static bool
adds_up(struct one *o)
{
	int64_t all = o->total.off_ms + o->total.inactive_ms;

	for (int s = 0; s < SIGHT_STATES; s++)
		all += o->total.ms[s][0] + o->total.ms[s][1];
	if (all == o->cuts[1] - o->cuts[0])
		return true;
	snprintf(o->why, sizeof o->why, "the states do not add up");
	return false;
}

static bool
decided_agree(struct one *o, const struct decided *d)
{
	for (size_t i = 0; i < 4 && d->expect[i].key != NULL; i++)
		if (!agrees(o, str_of(d->expect[i].key),
			ratio_int(d->expect[i].seconds)))
			return false;
	return true;
}

static bool
check_statelog(struct one *o)
{
	const struct decided *d = decided_of(text_of(o->c, "id"));

	run_statelog(o);
	if (!adds_up(o))
		return false;
	if (d != NULL)
		return decided_agree(o, d);
	return all_agree(o, node_get(o->c, "expect")) &&
	       all_agree(o, node_get(o->c, "plain_rules_say"));
}

/* ---- rows and intervals ---- */

static void
see(struct one *o, enum sight_kind kind, enum sight_state state, int64_t from,
    int64_t to)
{
	watch_see(&o->watch, &(struct sighting){ .kind = kind,
				 .state = state,
				 .at = from,
				 .to_at = to,
				 .subject = STR("m"),
				 .announced_at = NO_INSTANT,
				 .line = 1 });
}

static void
see_windows(struct one *o, const char *key)
{
	const struct node *list = node_get(o->c, key);

	for (const struct node *n = list != NULL ? list->child : NULL;
	     n != NULL; n = n->next) {
		const struct node *to = node_get(n, "to");

		see(o, SIGHT_WINDOW, SIGHT_NOTHING,
		    instant(o, node_get(n, "from")),
		    to != NULL ? instant(o, to) : o->policy.to_at);
	}
}

static enum sight_state
state_named(struct str name)
{
	enum sight_state s = SIGHT_NOTHING;

	if (!str_is(name, "pending"))
		assert_true(sight_state_named(name, &s));
	return s;
}

static void
finish(struct one *o)
{
	int64_t at = watch_subject(&o->watch, STR("m"));

	watch_finish(&o->watch);
	o->total = watch_sum_total(&o->sum, (size_t)at, 0);
}

/* part / whole against what is expected, rounded or cut as the case says. */
static bool
percent_agrees(struct one *o, int64_t part, int64_t whole,
    const struct node *want, enum rounding mode, int decimals)
{
	struct ratio got =
	    ratio_make((int128)part * 100, whole > 0 ? whole : 1);
	struct ratio off;

	if (want == NULL)
		return true;
	if (decimals >= 0)
		got = ratio_quantize(got, decimals, mode);
	off = ratio_sub(got, number(want));
	if (off.num < 0)
		off.num = -off.num;
	if (whole > 0 && ratio_cmp(off, ratio_make(1, 100000000)) <= 0)
		return true;
	snprintf(o->why, sizeof o->why, "%lld of %lld ms, wanted %.*s %%",
	    (long long)part, (long long)whole, STR_ARG(want->text));
	return false;
}

/*
 * A row tells the state from its time on, and which one it ends: before the
 * first that one held; where it is "pending", nobody knew.
 */
static bool
check_sla_rows(struct one *o)
{
	const struct node *rows = node_get(o->c, "rows");
	const struct node *expect = node_get(o->c, "expect");

	begin(o);
	if (node_get(expect, "error") != NULL)
		return o->policy.to_at <= o->policy.from_at;
	o->policy.downtime_as_up = true;
	o->policy.initial = SIGHT_OK;
	start(o);
	see_windows(o, "downtimes");
	if (rows->child != NULL)
		see(o, SIGHT_EVENT, state_named(text_of(rows->child, "prev")),
		    INT64_MIN + 1, NO_INSTANT);
	for (const struct node *r = rows->child; r != NULL; r = r->next) {
		bool lost = r->next != NULL &&
			    str_is(text_of(r->next, "prev"), "pending");

		see(o, SIGHT_EVENT,
		    lost ? SIGHT_NOTHING : state_named(text_of(r, "state")),
		    instant(o, node_get(r, "t")), NO_INSTANT);
	}
	finish(o);
	return adds_up(o) && percent_agrees(o, watch_total_good_ms(&o->total),
				 watch_total_known_ms(&o->total),
				 node_get(expect, "pct"), ROUND_HALF_UP, 4);
}

static bool
check_intervals(struct one *o)
{
	const struct node *expect = node_get(o->c, "expect");
	const struct node *seconds = node_get(expect, "seconds"), *want;
	const struct node *now = node_get(o->c, "now");
	const struct node *rows = node_get(o->c, "intervals");
	bool clipped = !str_is(text_of(o->opt, "before_first_row"), "up");
	int64_t known = 0, down = 0, planned = 0;

	begin(o);
	if (o->policy.to_at <= o->policy.from_at)
		return decided_of(text_of(o->c, "id")) != NULL;
	if (now != NULL && instant(o, now) < o->policy.to_at)
		o->policy.to_at = o->cuts[1] = instant(o, now);
	if (!clipped || rows->child == NULL)
		o->policy.initial = SIGHT_UP;
	start(o);
	see_windows(o, "maintenance");
	for (const struct node *r = rows->child; r != NULL; r = r->next) {
		const struct node *to = node_get(r, "to");

		see(o, SIGHT_SPAN, state_named(text_of(r, "state")),
		    instant(o, node_get(r, "from")),
		    to != NULL ? instant(o, to) : NO_INSTANT);
	}
	finish(o);
	for (int s = 0; s < SIGHT_STATES; s++) {
		planned += o->total.ms[s][1];
		if (s != SIGHT_NOTHING)
			known += o->total.ms[s][0];
		if (sight_is_bad((enum sight_state)s))
			down += o->total.ms[s][0];
	}
	o->total.ms[SIGHT_DOWN][0] = down;
	want = seconds != NULL ? node_get(seconds, "down") : NULL;
	if (want != NULL &&
	    ratio_cmp(ratio_make(down, 1000), number(want)) != 0)
		return snprintf(o->why, sizeof o->why, "down %lld ms",
			   (long long)down),
		       false;
	want = seconds != NULL ? node_get(seconds, "measured") : NULL;
	if (want != NULL &&
	    ratio_cmp(ratio_make(known, 1000), number(want)) != 0)
		return snprintf(o->why, sizeof o->why, "measured %lld ms",
			   (long long)known),
		       false;
	want = seconds != NULL ? node_get(seconds, "maintenance") : NULL;
	if (want != NULL &&
	    ratio_cmp(ratio_make(planned, 1000), number(want)) != 0)
		return snprintf(o->why, sizeof o->why, "planned %lld ms",
			   (long long)planned),
		       false;
	if (text_of(o->opt, "empty_measure").n != 0 ||
	    node_get(o->opt, "empty_measure") != NULL)
		return known == 0;
	return percent_agrees(o, known - down, known, node_get(expect, "pct"),
	    ROUND_DOWN, node_get(o->opt, "round") != NULL ? 2 : -1);
}

/* Beats of equal length: what is still being retried is a failure here. */
static bool
check_beats(struct one *o)
{
	const struct node *list = node_get(o->c, "beats");
	struct ratio want = number(node_get(node_get(o->c, "expect"), "ratio"));
	int64_t at = 0, good, known;

	o->policy.soft = true;
	o->sum.keep = &o->t->keep;
	o->sum.cuts = o->cuts;
	o->sum.n_rows = 1;
	o->policy.to_at = o->cuts[1] = (int64_t)(list->n + 1) * 1000;
	start(o);
	for (const struct node *b = list->child; b != NULL; b = b->next) {
		bool pending = str_is(b->text, "pending");

		see(o, SIGHT_SAMPLE,
		    pending ? SIGHT_DOWN : state_named(b->text), at, at + 1000);
		at += 1000;
	}
	finish(o);
	good = watch_total_good_ms(&o->total);
	known = watch_total_known_ms(&o->total);
	if (known == 0)
		return decided_of(text_of(o->c, "id")) != NULL;
	want = ratio_sub(want, ratio_make(good, known));
	if (want.num < 0)
		want.num = -want.num;
	return ratio_cmp(want, ratio_make(1, INT64_C(100000000000000))) <= 0;
}

/* ---- all of them ---- */

static bool
run_case(struct one *o, struct str kind, bool *ret_ours)
{
	static const struct {
		const char *kind;
		bool (*check)(struct one *o);
	} kinds[] = { { "statelog", check_statelog },
		{ "sla_rows", check_sla_rows },
		{ "intervals", check_intervals }, { "beats", check_beats } };

	*ret_ours = true;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(kind, kinds[i].kind))
			return kinds[i].check(o);
	*ret_ours = false;
	return true;
}

static void
needs_shift(struct one *o)
{
	const struct node *w = node_get(o->c, "window");
	int64_t from;

	o->unit_ms = str_is(text_of(o->c, "unit"), "ms") ? 1 : 1000;
	if (str_is(text_of(o->c, "kind"), "statelog") &&
	    str_int64(w->child->text, &from) && from < 978307200)
		o->shift_s = SHIFT_S;
}

static struct tally_kind *
kind_row(struct tally_kind *rows, struct str kind, struct arena *keep)
{
	size_t i = 0;

	while (rows[i].kind != NULL && !str_is(kind, rows[i].kind))
		i++;
	if (rows[i].kind == NULL)
		rows[i].kind = str_cstr(keep, kind);
	return &rows[i];
}

static void
other_tools(void **state)
{
	const char *path = getenv("MAKEGOOD_AVAILABILITY");
	struct arena keep = { 0 };
	struct tally_kind rows[16] = { 0 };
	struct diags d;
	struct node *root;
	struct str text;
	struct err e;
	int failed = 0;

	(void)state;
	path = path != NULL ? path : DEFAULT_FILE;
	if (!file_exists(path)) {
		print_message("no %s\n", path);
		skip();
	}
	diags_init(&d, &keep);
	assert_int_equal(file_read(path, 1 << 24, &keep, &text, &e), 0);
	assert_int_equal(
	    node_parse(text, STR("cases.json"), &keep, &root, &d), 0);
	for (const struct node *c = node_get(root, "cases")->child; c != NULL;
	     c = c->next) {
		struct str kind = text_of(c, "kind"), id = text_of(c, "id");
		struct tally_kind *row = kind_row(rows, kind, &keep);
		struct one o = { .t = trial_new(), .c = c };
		bool ours, ok;

		o.opt = node_get(c, "options");
		needs_shift(&o);
		ok = run_case(&o, kind, &ours);
		if (!ours)
			row->skipped++;
		else if (!ok)
			row->failed++;
		else if (decided_of(id) != NULL)
			row->decided++;
		else
			row->passed++;
		if (!ok)
			print_message("%.*s: %s\n", STR_ARG(id), o.why);
		failed += !ok;
		trial_free(o.t);
	}
	for (size_t i = 0; rows[i].kind != NULL; i++)
		print_message("%s: %d passed, %d decided otherwise, %d failed, "
			      "%d not ours\n",
		    rows[i].kind, rows[i].passed, rows[i].decided,
		    rows[i].failed, rows[i].skipped);
	for (size_t i = 0; i < sizeof decided / sizeof *decided; i++)
		print_message(
		    "decided: %s: %s\n", decided[i].id, decided[i].why);
	arena_release(&keep);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_tools),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
