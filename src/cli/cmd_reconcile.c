/*
 * makegood reconcile DIR [CUSTOMER] [SERVICE] [PERIOD] -- the provider's word
 * against the customer's observation.
 */
#include "base/json_out.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/wanted.h"
#include "domain/reconcile.h"
#include "flow/run_settle.h"

static const char *const side_words[] = { "provider", "customer" };

/* ---- for people --------------------------------------------------------- */

/* One reconciliation on its way to the output. */
struct telling {
	const struct ledger_row *row;
	const struct reconciliation *r;
	const struct zone *zone;
	struct arena *scratch;
	struct buf *out;
};

/* "2024-04-02 09:12:00 +02:00" */
static struct str
local_time(const struct telling *t, int64_t at)
{
	return say_time(t->scratch, t->zone, at);
}

/* "1530 s", "0.250 s" */
static struct str
seconds(const struct telling *t, int64_t ms)
{
	if (ms % MS_SECOND == 0)
		return str_format(
		    t->scratch, "%lld s", (long long)(ms / MS_SECOND));
	return str_format(t->scratch, "%lld.%03d s",
	    (long long)(ms / MS_SECOND), (int)(ms % MS_SECOND));
}

/* Floored, so that only full agreement is 100 %. */
static struct str
percent(const struct telling *t, struct ratio share)
{
	if (!ratio_ok(share))
		return STR("-");
	return str_format(t->scratch, "%.*s %%",
	    STR_ARG(ratio_decimal(
		t->scratch, ratio_mul(share, ratio_int(100)), 3, ROUND_FLOOR)));
}

static void
shift_text(const struct telling *t)
{
	const struct zone_shift *s = &t->r->shift;
	bool late = s->ms < 0;

	if (!s->probable)
		return;
	buf_addf(t->out,
	    "  ! probable clock or DST difference of %d min: the customer's "
	    "record is %s",
	    (int)((late ? -s->ms : s->ms) / MS_MINUTE),
	    late ? "late" : "early");
	if (s->part != SHIFT_ALL)
		buf_addf(t->out, " %s the clock change of %.*s",
		    s->part == SHIFT_BEFORE ? "before" : "from",
		    STR_ARG(local_time(t, s->change_at)));
	buf_addf(t->out,
	    ";\n    agreement %.*s as it stands, %.*s without the "
	    "difference\n",
	    STR_ARG(percent(t, t->r->agreement)),
	    STR_ARG(percent(t, s->agreement)));
}

static void
total_text(const struct telling *t, const char *what, int64_t ms)
{
	struct str s = seconds(t, ms);

	buf_addf(t->out, "  %-24s %16.*s\n", what, STR_ARG(s));
}

static void
totals_text(const struct telling *t)
{
	const struct reconciliation *r = t->r;

	total_text(t, "both say down", r->both_ms);
	total_text(t, "only the provider", r->only_ms[SIDE_PROVIDER]);
	total_text(t, "only the customer", r->only_ms[SIDE_CUSTOMER]);
	total_text(t, "neither", r->neither_ms);
	total_text(t, "no data of either side", r->no_data_ms);
	total_text(t, "period", r->period_ms);
	buf_addf(t->out, "  %-24s %16.*s\n", "agreement",
	    STR_ARG(percent(t, r->agreement)));
	if (r->traffic_ms != 0)
		total_text(t, "traffic says down", r->traffic_ms);
}

/* "later start": the word with a blank. */
static struct str
class_text(const struct telling *t, enum difference_class class)
{
	char *word = str_cstr(t->scratch, str_of(difference_words[class]));

	for (char *p = word; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return str_of(word);
}

static void
classes_text(const struct telling *t)
{
	const struct reconciliation *r = t->r;

	if (r->n_differences == 0)
		return;
	buf_addf(t->out, "\n  %-14s %24s %24s\n", "class", "only the provider",
	    "only the customer");
	for (int c = 0; c < DIFFERENCE_CLASSES; c++) {
		const struct class_total *p = &r->classes[SIDE_PROVIDER][c];
		const struct class_total *q = &r->classes[SIDE_CUSTOMER][c];

		if (p->n == 0 && q->n == 0)
			continue;
		buf_addf(t->out, "  %-14.*s %8lld %15.*s %8lld %15.*s\n",
		    STR_ARG(class_text(t, (enum difference_class)c)),
		    (long long)p->n, STR_ARG(seconds(t, p->ms)),
		    (long long)q->n, STR_ARG(seconds(t, q->ms)));
	}
}

static void
record_text(const struct telling *t, const struct outage *o)
{
	buf_addf(t->out, "%.*s%s%.*s:%lld", STR_ARG(o->id),
	    o->id.n != 0 ? " " : "", STR_ARG(o->from.file),
	    (long long)o->from.line);
}

static void
difference_text(const struct telling *t, const struct difference *d)
{
	buf_addf(t->out, "  %.*s  %.*s  %10.*s  %-8s  %.*s\n      ",
	    STR_ARG(local_time(t, d->span.from_at)),
	    STR_ARG(local_time(t, d->span.to_at)),
	    STR_ARG(seconds(t, span_ms(d->span))), side_words[d->down],
	    STR_ARG(class_text(t, d->class)));
	record_text(t, d->says);
	if (d->against != NULL) {
		buf_adds(t->out, ", beside ");
		record_text(t, d->against);
	}
	if (d->traffic_ms != 0)
		buf_addf(t->out, "; the traffic agrees for %.*s",
		    STR_ARG(seconds(t, d->traffic_ms)));
	buf_addc(t->out, '\n');
}

static void
row_text(const struct telling *t)
{
	const struct reconciliation *r = t->r;

	buf_addf(t->out, "%.*s, %.*s (%.*s)\n", STR_ARG(t->row->service->id),
	    STR_ARG(say_period(&t->row->settlement, t->scratch)),
	    STR_ARG(t->zone->name));
	shift_text(t);
	totals_text(t);
	classes_text(t);
	if (r->n_differences == 0)
		return;
	buf_addf(t->out, "\n  %-26s  %-26s  %10s  %-8s  %s\n", "from", "to",
	    "length", "down", "class");
	for (size_t i = 0; i < r->n_differences; i++)
		difference_text(t, &r->differences[i]);
}

/* ---- for machines ------------------------------------------------------- */

static void
share_json(struct json_out *json, struct ratio share, struct arena *scratch)
{
	json_key_of(json, "agreement");
	if (ratio_ok(share))
		json_text(json, ratio_text(scratch, share));
	else
		json_null(json);
}

static void
shift_json(
    struct json_out *json, const struct zone_shift *s, struct arena *scratch)
{
	static const char *const parts[] = { "all", "before", "after" };

	json_key_of(json, "shift");
	if (!s->probable) {
		json_null(json);
		return;
	}
	json_open_map(json);
	json_put_int(json, "minutes", s->ms / MS_MINUTE);
	json_put_text(json, "part", str_of(parts[s->part]));
	if (s->part != SHIFT_ALL)
		json_put_int(json, "change_at", s->change_at);
	share_json(json, s->agreement, scratch);
	json_close_map(json);
}

static void
record_json(struct json_out *json, const char *key, const struct outage *o)
{
	json_key_of(json, key);
	if (o == NULL) {
		json_null(json);
		return;
	}
	json_open_map(json);
	json_put_text(json, "id", o->id);
	json_put_text(json, "file", o->from.file);
	json_put_int(json, "line", o->from.line);
	json_close_map(json);
}

static void
difference_json(struct json_out *json, const struct difference *d)
{
	json_open_map(json);
	json_put_int(json, "from_at", d->span.from_at);
	json_put_int(json, "to_at", d->span.to_at);
	json_put_int(json, "ms", span_ms(d->span));
	json_put_text(json, "down", str_of(side_words[d->down]));
	json_put_text(json, "class", str_of(difference_words[d->class]));
	record_json(json, "says", d->says);
	record_json(json, "against", d->against);
	json_put_int(json, "traffic_ms", d->traffic_ms);
	json_close_map(json);
}

static void
row_json(struct json_out *json, const struct telling *t)
{
	const struct reconciliation *r = t->r;

	json_open_map(json);
	json_put_text(json, "customer", t->row->customer->id);
	json_put_text(json, "service", t->row->service->id);
	json_put_text(json, "period", t->row->settlement.period_name);
	if (t->row->settlement.part != 0)
		json_put_int(json, "part", t->row->settlement.part);
	shift_json(json, &r->shift, t->scratch);
	json_put_int(json, "from_at", r->period.from_at);
	json_put_int(json, "to_at", r->period.to_at);
	json_put_int(json, "period_ms", r->period_ms);
	json_put_int(json, "both_ms", r->both_ms);
	json_put_int(json, "only_provider_ms", r->only_ms[SIDE_PROVIDER]);
	json_put_int(json, "only_customer_ms", r->only_ms[SIDE_CUSTOMER]);
	json_put_int(json, "neither_ms", r->neither_ms);
	json_put_int(json, "no_data_ms", r->no_data_ms);
	json_put_int(json, "traffic_ms", r->traffic_ms);
	share_json(json, r->agreement, t->scratch);
	json_key_of(json, "differences");
	json_open_list(json);
	for (size_t i = 0; i < r->n_differences; i++)
		difference_json(json, &r->differences[i]);
	json_close_list(json);
	json_close_map(json);
}

/* ---- the command -------------------------------------------------------- */

struct tally {
	int64_t rows, told; /* settlements asked for; of them with two sides */
	bool eyes;
};

static void
tell_row(const struct timeline *timeline, const struct ledger_row *row,
    struct json_out *json, struct tally *n)
{
	struct arena scratch = { 0 };
	struct reconciliation r;
	struct telling t = { .row = row,
		.r = &r,
		.zone = row->contract->zone,
		.scratch = &scratch,
		.out = json->out };

	if (reconcile_row(timeline, row, &scratch, &r)) {
		if (n->told++ != 0 && !options.json)
			buf_addc(json->out, '\n');
		if (options.json)
			row_json(json, &t);
		else
			row_text(&t);
		n->eyes |= reconcile_needs_eyes(&r);
	}
	arena_release(&scratch);
}

static struct tally
tell_rows(const struct dossier *d, const struct wanted *w, struct buf *out)
{
	struct tally n = { 0 };
	struct timeline timeline;
	struct json_out json;

	timeline_index(d, d->keep, &timeline);
	json_begin(&json, out);
	if (options.json)
		json_open_list(&json);
	for (size_t i = 0; i < d->n_ledger; i++)
		if (wanted_fits(w, &d->ledger[i])) {
			n.rows++;
			tell_row(&timeline, &d->ledger[i], &json, &n);
		}
	if (options.json) {
		json_close_list(&json);
		json_end(&json);
	}
	return n;
}

static int
answer(struct journey *j, void *arg, struct buf *out)
{
	const struct wanted *w = arg;
	struct dossier dossier;
	struct err e = { 0 };
	struct tally n;

	if (run_resettle(j, &dossier, &e) != 0)
		return outcome_failed(j, &e);
	n = tell_rows(&dossier, w, out);
	if (n.rows == 0) {
		buf_clear(out);
		return wanted_nothing(w, &dossier, "reconcile");
	}
	if (n.told == 0 && !options.json)
		buf_adds(out,
		    "Nothing to compare: only one side has records of it.\n");
	return n.eyes ? EXIT_EYES : EXIT_DONE;
}

static int
reconcile_command(int argc, char **argv)
{
	struct wanted w = { 0 };
	int code = wanted_read(&w, false, argc, argv);

	return code >= 0 ? code : outcome_travel(argc, argv, true, &w, answer);
}

const struct command cmd_reconcile = {
	.name = "reconcile",
	.args = "DIR [CUSTOMER] [SERVICE] [PERIOD]",
	.summary = "the provider's word against the customer's observation",
	.help =
	    "For each service of which the customer has records of its own: "
	    "how long both\n"
	    "sides say down, only one, neither, how long one has no data; and "
	    "every\n"
	    "difference with its class, the records behind it and the lines "
	    "they stand in.\n"
	    "A probable difference of clocks is told first. The case must be "
	    "settled.\n"
	    "\n"
	    "Exit code 1: the clocks seem to differ, or the sides agree on "
	    "less than 80 % of\n"
	    "the downtime.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood reconcile my-case\n"
	    "  makegood reconcile my-case c001 blog-orto 2013-04\n",
	.options = "--json",
	.run = reconcile_command,
};
