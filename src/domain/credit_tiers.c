/*
 * tiers: a table from availability, time or number of incidents to a value.
 *
 * At most one row holds a number; what no row holds gives nothing, and is
 * called a hole when rows stand on both sides of it.
 */
#include "base/err.h"
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

const char *const tier_on_names[] = { "availability", "total_minutes",
	"total_seconds", "incident_minutes", "incident_seconds",
	"longest_incident_minutes", "incident_count", NULL };

/* ---- reading --------------------------------------------------------------
 */

struct raw_row {
	struct raw_bounds bounds;
	struct raw_value value;
	const struct node *between;
	struct str printed;
};

/* Two numbers whose ends the text gives to neither row. */
static bool
read_between(
    struct terms_reader *r, const struct raw_row *raw, struct raw_bounds *out)
{
	const struct node *low = raw->between->child;
	const struct node *high = low ? low->next : NULL;
	const struct raw_bounds *b = &raw->bounds;

	if (high == NULL || high->next != NULL || b->ge || b->gt || b->le ||
	    b->lt) {
		diag_add(r->d, DIAG_ERROR, raw->between->at, NULL,
		    "\"between\" is two numbers, [\"99.0\", \"99.9\"], and "
		    "stands alone");
		return false;
	}
	if (terms_ask(r, ASK_ENDS, raw->between->at) == 0)
		*out = (struct raw_bounds){ .ge = low, .lt = high };
	else
		*out = (struct raw_bounds){ .gt = low, .le = high };
	return true;
}

static bool
parse_row(struct terms_reader *r, const struct node *n, struct tier_row *out)
{
	typedef struct raw_row t;
	static const struct schema_field fields[] = {
		BOUNDS_FIELDS(t, bounds),
		VALUE_FIELDS(t, value),
		{ FIELD(t, "between", SCHEMA_LIST, between) },
		{ FIELD(t, "printed", SCHEMA_TEXT_ANY, printed) },
	};
	struct raw_row raw = { .printed = STR_NONE };

	if (!schema_read(n, "tier", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.between != NULL && !read_between(r, &raw, &raw.bounds)) ||
	    !read_bounds(r, n, &raw.bounds, &out->in) ||
	    !read_value(r, n, &raw.value, &out->value))
		return false;
	out->at = n->at;
	out->printed = raw.printed;
	return true;
}

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	struct raw {
		int on;
		const struct node *rows;
	} raw = { ON_AVAILABILITY, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_CHOICE(struct raw, "on", tier_on_names, on) },
		{ FIELD_MUST(struct raw, "rows", SCHEMA_LIST, rows) },
	};
	struct tier_row *rows;
	size_t n_rows = 0;
	bool ok = true;

	if (!schema_read(n, "tiers", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	rows = arena_array(r->keep, raw.rows->n + 1, sizeof *rows);
	for (const struct node *e = raw.rows->child; e; e = e->next)
		ok &= parse_row(r, e, &rows[n_rows++]);
	if (n_rows == 0) {
		diag_add(r->d, DIAG_ERROR, raw.rows->at, NULL,
		    "a table without rows");
		return false;
	}
	out->u.tiers.on = (enum tier_on)raw.on;
	out->u.tiers.rows = rows;
	out->u.tiers.n_rows = n_rows;
	return ok && terms_check_rows(r, rows, n_rows);
}

/* ---- words for reports ------------------------------------------------------
 */

struct str
credit_value_text(struct arena *keep, const struct credit_value *v)
{
	static const char *const after[] = {
		[CREDIT_NOTHING] = "",
		[CREDIT_PERCENT] = " %",
		[CREDIT_DAYS] = " d",
		[CREDIT_HOURS] = " h",
		[CREDIT_AMOUNT] = "",
		[CREDIT_FRACTION] = "",
	};

	return str_format(keep, "%.*s%s", STR_ARG(v->text), after[v->unit]);
}

struct str
tier_row_text(struct arena *keep, const struct tier_row *row)
{
	const struct bounds *b = &row->in;
	struct str low = STR_NONE, high = STR_NONE;

	if (row->printed.n != 0)
		return row->printed;
	if (b->has_low)
		low = str_format(keep, "%s %.*s", b->low_in ? ">=" : ">",
		    STR_ARG(b->low_text));
	if (b->has_high)
		high = str_format(keep, "%s %.*s", b->high_in ? "<=" : "<",
		    STR_ARG(b->high_text));
	return str_format(keep, "%.*s%s%.*s", STR_ARG(low),
	    b->has_low && b->has_high ? ", " : "", STR_ARG(high));
}

/* ---- settling ---------------------------------------------------------------
 */

struct lookup {
	struct credit_run *run;
	const struct credit_rule *rule;
	int hit; /* row, or -1 */
	bool hole;
};

static struct ratio
number_of(struct credit_run *run, enum tier_on on, struct ratio incident_ms)
{
	struct ratio longest = ratio_int(0);

	switch (on) {
	case ON_AVAILABILITY:
		return ratio_mul(run->table_availability, ratio_int(100));
	case ON_TOTAL_MINUTES:
		return ratio_div(run->total_ms, ratio_int(MS_MINUTE));
	case ON_TOTAL_SECONDS:
		return ratio_div(run->total_ms, ratio_int(MS_SECOND));
	case ON_INCIDENT_MINUTES:
		return ratio_div(incident_ms, ratio_int(MS_MINUTE));
	case ON_INCIDENT_SECONDS:
		return ratio_div(incident_ms, ratio_int(MS_SECOND));
	case ON_LONGEST_INCIDENT_MINUTES:
		for (size_t i = 0; i < run->n_incidents; i++)
			longest = ratio_max(longest, run->incidents[i].ms);
		return ratio_div(longest, ratio_int(MS_MINUTE));
	case ON_INCIDENT_COUNT:
		return ratio_int((int64_t)run->n_incidents);
	}
	BUG("unknown kind of table");
}

/* The ends of the rows next to a number that no row holds; -1: none there. */
struct neighbours {
	int above, below;
};

static struct neighbours
neighbours_of(const struct credit_tiers *t, struct ratio v)
{
	struct neighbours at = { -1, -1 };

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct bounds *b = &t->rows[i].in;

		if (b->has_low && ratio_cmp(b->low, v) >= 0 &&
		    (at.above < 0 ||
			ratio_cmp(b->low, t->rows[at.above].in.low) < 0))
			at.above = (int)i;
		if (b->has_high && ratio_cmp(b->high, v) <= 0 &&
		    (at.below < 0 ||
			ratio_cmp(b->high, t->rows[at.below].in.high) > 0))
			at.below = (int)i;
	}
	return at;
}

/*
 * Outside the good end of the table is no hole: nothing was promised there. For
 * availability the good end is the top, unless the target reaches higher and
 * no other rule may pay there; for times and counts it is the bottom.
 */
static bool
is_hole(const struct lookup *l, struct ratio v, struct neighbours at)
{
	const struct terms *terms = l->run->terms;

	if (l->rule->u.tiers.on != ON_AVAILABILITY)
		return at.below >= 0;
	return at.above >= 0 ||
	       (l->rule == terms->credit && terms->has_target &&
		   ratio_cmp(v, terms->target) < 0);
}

static void
trace_number_of(struct credit_run *run, enum tier_on on, struct ratio v)
{
	trace_term(run->trace, "on", tier_on_names[on]);
	if (on == ON_AVAILABILITY)
		trace_ratio(
		    run->trace, "share", VALUE_SHARE, run->table_availability);
	else
		trace_ratio(run->trace, "value", VALUE_FACTOR, v);
}

static void
trace_miss(struct lookup *l, struct ratio v, struct neighbours at)
{
	const struct credit_tiers *t = &l->rule->u.tiers;
	struct trace *trace = l->run->trace;

	credit_step(l->run, l->hole ? "tier_hole" : "tier_none", l->rule);
	trace_number_of(l->run, t->on, v);
	if (l->hole && at.above >= 0)
		trace_text(trace, "above",
		    tier_row_text(l->run->keep, &t->rows[at.above]));
	if (l->hole && at.below >= 0)
		trace_text(trace, "below",
		    tier_row_text(l->run->keep, &t->rows[at.below]));
}

/* One number through the table. */
static struct ratio
look_up(struct lookup *l, struct ratio v)
{
	const struct credit_tiers *t = &l->rule->u.tiers;
	struct ratio gives = ratio_int(0);
	struct neighbours at;
	size_t i = 0;

	if (!ratio_ok(v))
		return v;
	while (i < t->n_rows && !bounds_hold(&t->rows[i].in, v))
		i++;
	if (i < t->n_rows) {
		l->hit = (int)i;
		gives = credit_worth(l->run, &t->rows[i].value);
		credit_step(l->run, "tier", l->rule);
		trace_number_of(l->run, t->on, v);
		trace_text(l->run->trace, "row",
		    tier_row_text(l->run->keep, &t->rows[i]));
		trace_text(l->run->trace, "gives",
		    credit_value_text(l->run->keep, &t->rows[i].value));
	} else {
		at = neighbours_of(t, v);
		l->hit = -1;
		l->hole = is_hole(l, v, at);
		trace_miss(l, v, at);
	}
	credit_gives(l->run, gives);
	return gives;
}

/* The table as reports draw it; of the first table of the terms only. */
static void
show_table(struct credit_run *run, const struct credit_tiers *t)
{
	struct settlement *out = run->out;

	out->tiers = arena_array(run->keep, t->n_rows, sizeof *out->tiers);
	out->n_tiers = t->n_rows;
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct tier_row *row = &t->rows[i];

		out->tiers[i] = (struct tier_line){
			.printed = tier_row_text(run->keep, row),
			.has_low = row->in.has_low,
			.has_high = row->in.has_high,
			.low_in = row->in.low_in,
			.high_in = row->in.high_in,
			.low = row->in.low,
			.high = row->in.high,
			.percent = row->value.n,
			.is_percent = row->value.unit == CREDIT_PERCENT,
			.value = credit_value_text(run->keep, &row->value),
		};
	}
}

/* More than one incident: what they give together. */
static void
trace_each(
    struct credit_run *run, const struct credit_rule *rule, struct ratio sum)
{
	credit_step(run, "each_incident", rule);
	trace_number(
	    run->trace, "incidents", VALUE_COUNT, (int64_t)run->n_incidents);
	trace_number(run->trace, "capped", VALUE_COUNT, 0);
	credit_gives(run, sum);
}

/* Each incident has its own row; the settlement shows the longest one's. */
static struct ratio
look_up_each(struct lookup *l)
{
	struct credit_run *run = l->run;
	struct trace *trace = run->trace, unseen = { 0 };
	struct ratio sum = ratio_int(0), longest = ratio_int(-1);
	int shown = -1;
	bool hole = false;

	for (size_t i = 0; i < run->n_incidents; i++) {
		struct ratio ms = run->incidents[i].ms;

		if (i == CREDIT_TRACED)
			run->trace = &unseen;
		sum = ratio_add(
		    sum, look_up(l, number_of(run, l->rule->u.tiers.on, ms)));
		if (ratio_cmp(ms, longest) > 0) {
			longest = ms;
			shown = l->hit;
		}
		hole |= l->hit < 0 && l->hole;
	}
	run->trace = trace;
	l->hit = shown;
	l->hole = hole;
	if (run->n_incidents == 0) {
		credit_step(run, "tier_none", l->rule);
		trace_number_of(run, l->rule->u.tiers.on, ratio_int(0));
		credit_gives(run, sum);
	} else if (run->n_incidents > 1) {
		trace_each(run, l->rule, sum);
	}
	return sum;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	enum tier_on on = rule->u.tiers.on;
	struct lookup l = { run, rule, -1, false };
	struct ratio gives;

	if (on == ON_INCIDENT_MINUTES || on == ON_INCIDENT_SECONDS)
		gives = look_up_each(&l);
	else
		gives = look_up(&l, number_of(run, on, ratio_int(0)));
	if (!run->tiers_seen) {
		run->tiers_seen = true;
		run->out->tier_hit = l.hit;
		if (run->out->tiers == NULL)
			show_table(run, &rule->u.tiers);
	}
	run->out->tier_hole |= l.hole;
	return gives;
}

const struct credit_type credit_type_tiers = { "tiers", parse, settle };
