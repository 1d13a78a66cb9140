/*
 * The order of steps. Two contracts with the same numbers pay differently when
 * the steps run in another order, so there is one order, and switches of the
 * terms move single steps inside it:
 *
 *    1  period, life of the service          reported
 *    2  the contract's clock, waits          clock
 *    3  minimum duration of whole outages    min_duration (gross)
 *    4  cut to period and life               clip
 *    5  service hours, exclusions, states    service_hours excluded states
 *       minimum duration of what is left     min_duration (net)
 *    6  overlaps, weights                    overlap weight
 *    7  rounding of time                     round_time downtime
 *    8  denominator, availability            denominator availability
 *    9  rounding for the table               tier_precision
 *   10  gates                                gate
 *   11  credit rule, with its inner caps     tier per_unit prorata ...
 *   12  caps as written                      cap
 *   13  rounding of money, once              money_round
 *   14  minimum                              minimum
 *   15  services together                    (combine.c)
 *   16  claim, rights                        claim termination credit
 */
#include "domain/settle.h"

#include <stdarg.h>
#include <stdio.h>

#include "domain/settle_run.h"
#include "domain/trace_keys.h"

void
settle_step(struct settle_run *run, const char *key, const char *term)
{
	trace_step(run->trace, run->keep, key, terms_clause(run->t, term));
}

void
settle_time_left(struct settle_run *run)
{
	int64_t left = 0;

	for (size_t i = 0; i < run->n_lines; i++)
		left += interval_total_ms(&run->lines[i].left);
	trace_time(run->trace, left);
}

#define CUTS_MAX 500000

void
settle_leave(struct settle_run *run, struct line_work *l, struct spans left)
{
	if (left.n > 1)
		run->n_cuts += left.n - 1;
	if (run->n_cuts > CUTS_MAX && !run->torn) {
		run->torn = true;
		diag_add(run->d, DIAG_ERROR, run->t->at,
		    "write overlapping records as one",
		    "service \"%.*s\": records and windows cut each other "
		    "into more than %d pieces",
		    STR_ARG(run->in->service), CUTS_MAX);
	}
	l->left = run->torn ? (struct spans){ 0 } : left;
}

size_t
settle_root(size_t *parent, size_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

void
settle_warn(struct settle_run *run, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*vec_push(run->keep, &run->warnings) = str_dup(run->keep, str_of(text));
}

/* Bounds that make every later product of milliseconds fit. */
static bool
input_ok(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	const char *wrong = NULL;

	if (in->period.to_at <= in->period.from_at)
		wrong = "the period is empty";
	if (!ratio_ok(in->base_minor) || in->base_minor.num < 0)
		wrong = "the base is not an amount";
	if (in->has_hourly &&
	    (!ratio_ok(in->hourly_minor) || in->hourly_minor.num < 0))
		wrong = "the hourly price is not an amount";
	for (size_t i = 0; i < in->n_outages; i++)
		if (!ratio_ok(in->outages[i].weight) ||
		    in->outages[i].weight.num < 0 ||
		    ratio_cmp(in->outages[i].weight, ratio_int(1)) > 0)
			wrong = "a weight is not between 0 and 1";
	if (wrong == NULL)
		return true;
	diag_add(run->d, DIAG_ERROR, run->t->at, NULL, "service \"%.*s\": %s",
	    STR_ARG(in->service), wrong);
	return false;
}

static bool
settle_downtime(struct settle_run *run)
{
	if (!settle_members(run))
		return false;
	settle_collect(run);
	settle_clock(run);
	settle_min_duration(run, false);
	settle_clip(run);
	settle_hours(run);
	settle_exclude(run);
	settle_state_rule(run);
	settle_min_duration(run, true);
	if (run->torn || !settle_overlap(run) || run->torn)
		return false;
	settle_weight(run);
	return settle_round_time(run);
}

static void
hand_over_lines(struct settle_run *run)
{
	struct settlement *out = run->out;

	out->lines =
	    arena_array(run->keep, run->n_lines + 1, sizeof *out->lines);
	out->n_lines = run->n_lines;
	for (size_t i = 0; i < run->n_lines; i++)
		out->lines[i] = run->lines[i].line;
}

static void
trace_credit(struct settle_run *run)
{
	const struct settlement *out = run->out;

	settle_step(run, "credit", "credit");
	if (out->has_extension) {
		trace_ratio(run->trace, "units", VALUE_FACTOR, out->extension);
		trace_term_of(run->trace, "unit", out->extension_unit);
		return;
	}
	trace_number(run->trace, "amount", VALUE_MONEY, out->credit_minor);
	trace_ratio(run->trace, "percent", VALUE_FACTOR, out->percent);
}

/* Whatever failed without a word of its own ran out of exact numbers. */
static int
give_up(struct settle_run *run)
{
	if (run->d->errors == run->errors)
		diag_add(run->d, DIAG_ERROR, run->t->at,
		    "no result is better than a wrong one",
		    "service \"%.*s\": the numbers of these terms do not fit "
		    "exact fractions of 128 bits",
		    STR_ARG(run->in->service));
	return -1;
}

static void
final_warnings(struct settle_run *run)
{
	struct settlement *out = run->out;

	if (out->tier_hole)
		settle_warn(run,
		    "the result is in no row of the contract's table; by the "
		    "letter nothing is due for it");
	if (out->undecided)
		settle_warn(run,
		    "time without data leaves the credit open; shown is the "
		    "credit as if the service had been up");
	out->warnings = run->warnings.v;
	out->n_warnings = run->warnings.n;
}

int
settle_service(const struct settle_input *in, struct arena *keep,
    struct settlement *ret_settlement, struct diags *d)
{
	struct settlement out = { .service = in->service,
		.period_name = in->period_name,
		.period = in->period,
		.currency = in->currency };
	struct settle_run run = { .in = in,
		.t = in->terms,
		.keep = keep,
		.d = d,
		.out = &out,
		.trace = &out.trace,
		.errors = d->errors };

	if (!input_ok(&run) || !settle_downtime(&run))
		return give_up(&run);
	settle_states(&run);
	if (!settle_availability(&run) || !settle_credit(&run))
		return give_up(&run);
	settle_claim(&run);
	settle_rights(&run);
	trace_credit(&run);
	hand_over_lines(&run);
	final_warnings(&run);
	*ret_settlement = out;
	return 0;
}
