/*
 * regulatory.csv and submissions.csv: what a person states for the regulatory
 * sheet, a fact a row, and what authorities were sent. The type of a value is
 * that of its fact.
 */
#include "domain/money.h"
#include "domain/regulatory_facts.h"
#include "import/sheets.h"

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

/* ---- facts ------------------------------------------------------------------
 */

/* A cell of any type, before it goes where its type belongs. */
struct cell_value {
	int64_t at, number;
	bool yes;
	struct money euros;
	struct ratio share, minutes;
};

#define ROW cell_value
static const struct sheet_column value_columns[] = {
	[REGULATORY_INSTANT] = { "value", SHEET_TIME, true, AT(at), NULL, NULL,
	    "" },
	[REGULATORY_YESNO] = { "value", SHEET_YESNO, true, AT(yes), NULL, NULL,
	    "" },
	[REGULATORY_COUNT] = { "value", SHEET_COUNT, true, AT(number), NULL,
	    NULL, "" },
	[REGULATORY_EUROS] = { "value", SHEET_MONEY, true, AT(euros), NULL,
	    NULL, "" },
	[REGULATORY_SHARE] = { "value", SHEET_PERCENT, true, AT(share), NULL,
	    NULL, "" },
	[REGULATORY_MINUTES] = { "value", SHEET_NUMBER, true, AT(minutes), NULL,
	    NULL, "" },
};
#undef ROW

struct fact_row {
	struct regulatory_fact fact;
	struct str value; /* as written */
};

#define ROW fact_row
static const struct sheet_column fact_columns[] = {
	{ "incident", SHEET_ID, true, AT(fact.incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "fact", SHEET_ID, true, AT(fact.name), NULL, NULL,
	    "aware_at, other_loss, death, ...: see the manual" },
	{ "value", SHEET_TEXT, true, AT(value), NULL, NULL,
	    "a time, yes or no, a number; money in EUR" },
	{ "source", SHEET_TEXT, true, AT(fact.source), NULL, NULL,
	    "on whose word, or from which document" },
};

static void
fact_start(void *row)
{
	struct fact_row *r = row;

	r->fact.at = NO_INSTANT;
}

static void
read_value(struct sheet_run *run, struct regulatory_fact *f, int kind)
{
	enum regulatory_type type = regulatory_kinds[kind].type;
	const struct sheet_column *column = &value_columns[type];
	int at = run->at[sheet_column_of(run->sheet, "value")];
	struct cell_value v = { .at = NO_INSTANT };
	int64_t ms = 0;

	/* thresholds are in euros, and nothing here exchanges money */
	run->currency_ok = currency_find(STR("EUR"), &run->currency);
	sheet_value(run, column, &run->record->field[at], &v);
	if (run->bad)
		return;
	f->at = v.at;
	f->number = type == REGULATORY_YESNO   ? v.yes
		    : type == REGULATORY_EUROS ? v.euros.minor
					       : v.number;
	if (type == REGULATORY_SHARE)
		f->share = v.share;
	if (type != REGULATORY_MINUTES)
		return;
	if (ratio_round(
		ratio_mul(v.minutes, ratio_int(MS_MINUTE)), ROUND_UP, &ms))
		f->number = ms;
	else
		sheet_bad(run, "value", NULL, "\"value\" is too large");
}

static bool
fact_finish(struct sheet_run *run, void *row)
{
	struct regulatory_fact *f = &((struct fact_row *)row)->fact;
	int kind = regulatory_kind_named(f->name);
	const char *near = regulatory_kind_nearest(f->name);
	struct arena *scratch = run->job->scratch;
	struct str key;

	if (run->bad)
		return false;
	if (kind < 0) {
		sheet_bad(run, "fact",
		    near == NULL
			? "the manual lists the facts"
			: str_cstr(scratch, str_format(scratch,
						"did you mean \"%s\"?", near)),
		    "there is no fact \"%.*s\"",
		    STR_ARG(str_sub(f->name, 0, SHEET_SHOWN_BYTES)));
		return false;
	}
	read_value(run, f, kind);
	key = str_format(
	    scratch, "%.*s of %.*s", STR_ARG(f->name), STR_ARG(f->incident));
	return !run->bad && sheet_unique(run, "fact", key,
				"one row for each incident and fact");
}

static bool
fact_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->regulatory) =
	    ((const struct fact_row *)row)->fact;
	return true;
}

static const struct sheet facts = {
	.column = fact_columns,
	.n_columns = COUNT(fact_columns),
	.row_bytes = sizeof(struct fact_row),
	.from_offset = AT(fact.from),
	.start = fact_start,
	.finish = fact_finish,
	.push = fact_push,
};
#undef ROW

/* ---- submissions ------------------------------------------------------------
 */

#define ROW submission
static const struct sheet_column submission_columns[] = {
	{ "incident", SHEET_ID, true, AT(incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "regime", SHEET_CHOICE, true, AT(regime), NULL,
	    regulatory_regime_names, "which act asks for it" },
	{ "step", SHEET_CHOICE, true, AT(step), NULL, regulatory_step_names,
	    "which report it was" },
	{ "submitted_at", SHEET_TIME, true, AT(submitted_at), NULL, NULL, "" },
	{ "reference", SHEET_TEXT, false, AT(reference), NULL, NULL,
	    "file number or receipt" },
};

static bool
submission_finish(struct sheet_run *run, void *row)
{
	struct submission *s = row;
	struct str key;

	if (run->bad)
		return false;
	if (!regulatory_step_of(s->regime, s->step)) {
		sheet_bad(run, "step",
		    "nis2: early_warning, notification, intermediate, "
		    "progress, final; dora: initial, intermediate, final; "
		    "gdpr: notification, controller",
		    "%s has no step \"%s\"", regulatory_regime_names[s->regime],
		    regulatory_step_names[s->step]);
		return false;
	}
	key = str_format(run->job->scratch, "%s of %s for %.*s",
	    regulatory_step_names[s->step], regulatory_regime_names[s->regime],
	    STR_ARG(s->incident));
	return sheet_unique(run, "step", key,
	    "one row for each incident, regime and step: the first submission");
}

static bool
submission_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->submissions) =
	    *(const struct submission *)row;
	return true;
}

static const struct sheet submissions = {
	.column = submission_columns,
	.n_columns = COUNT(submission_columns),
	.row_bytes = sizeof(struct submission),
	.from_offset = AT(from),
	.finish = submission_finish,
	.push = submission_push,
};
#undef ROW

const struct format format_regulatory = { .sheet = &facts };
const struct format format_submissions = { .sheet = &submissions };
