/*
 * regulatory_clocks.c -- when reports were due, and when they were handed in.
 *
 * A clock starts with an instant that a person stated, or with the submission
 * before; it is counted to the minute. Rules that move an end to the end of a
 * day or to a working day are not applied.
 */
#include "base/zone.h"
#include "domain/regulatory_run.h"

#define COUNT(v) (sizeof(v) / sizeof *(v))

int64_t
regulatory_months(const struct zone *z, int64_t at, int months)
{
	struct civil c = zone_civil(z, at);
	int month = c.month - 1 + months;
	int64_t to;
	int last;

	c.year += month / 12;
	c.month = month % 12 + 1;
	last = civil_month_days(c.year, c.month);
	if (c.day > last)
		c.day = last;
	zone_instant(z, c, &to, NULL);
	return to;
}

static const struct submission *
submitted(const struct regulatory_run *run, enum regulatory_regime regime,
    enum regulatory_step step)
{
	const struct dossier *d = run->dossier;

	for (size_t i = 0; i < d->n_submissions; i++) {
		const struct submission *s = &d->submissions[i];

		if (s->regime == (int)regime && s->step == (int)step &&
		    str_eq(s->incident, run->incident->incident->id))
			return s;
	}
	return NULL;
}

static int64_t
instant(const struct regulatory_run *run, enum regulatory_id id)
{
	return run->fact[id] != NULL ? run->fact[id]->at : NO_INSTANT;
}

static void
judge(const struct regulatory_run *run, struct regulatory_clock *c)
{
	int64_t now = run->dossier->settings.as_of;
	int64_t at =
	    c->submission != NULL ? c->submission->submitted_at : NO_INSTANT;

	if (c->deadline_at == NO_INSTANT) {
		c->state = at == NO_INSTANT ? CLOCK_UNKNOWN : CLOCK_SENT;
		return;
	}
	c->missing = NULL;
	if (at == NO_INSTANT) {
		c->state =
		    now <= c->deadline_at ? CLOCK_RUNNING : CLOCK_OVERDUE;
		at = now;
	} else {
		c->state = at <= c->deadline_at ? CLOCK_IN_TIME : CLOCK_LATE;
	}
	c->margin_ms =
	    at <= c->deadline_at ? c->deadline_at - at : at - c->deadline_at;
}

/* A clock of so many hours after an instant; `from` is its name. */
static struct regulatory_clock *
add_clock(struct regulatory_run *run, struct regulatory_clock c, int64_t ms)
{
	struct regulatory_figures *f = run->figures;
	struct regulatory_clock *to = &f->clocks[f->n_clocks++];

	c.submission = submitted(run, c.regime, c.step);
	c.deadline_at = NO_INSTANT;
	if (c.from_at == NO_INSTANT)
		c.missing = c.from;
	else
		c.deadline_at = c.from_at + ms;
	judge(run, &c);
	*to = c;
	return to;
}

/* The same in calendar months of the case's zone. */
static struct regulatory_clock *
add_month(struct regulatory_run *run, struct regulatory_clock c)
{
	int64_t from = c.from_at, due;

	if (from == NO_INSTANT)
		return add_clock(run, c, 0);
	due = regulatory_months(run->dossier->settings.zone, from, 1);
	return add_clock(run, c, due - from);
}

static int64_t
sent_at(const struct regulatory_clock *c)
{
	return c->submission != NULL ? c->submission->submitted_at : NO_INSTANT;
}

/* Is the incident still being handled at that instant? */
static bool
running_at(const struct regulatory_run *run, int64_t at)
{
	int64_t handled = instant(run, REG_HANDLED_AT);

	if (handled == NO_INSTANT)
		handled = run->incident->incident->closed_at;
	return handled != NO_INSTANT ? handled > at
				     : run->dossier->settings.as_of > at;
}

/*
 * Article 23(4): the final report is due a month after the notification; where
 * the incident still runs then, a progress report is, and the final report a
 * month after it was handled.
 */
static void
add_final(struct regulatory_run *run, int64_t notified)
{
	struct regulatory_clock c = { .regime = REGIME_NIS2,
		.step = STEP_FINAL,
		.article = "23(4)(d)",
		.from = "notification",
		.from_at = notified };
	const struct regulatory_clock *month = add_month(run, c);
	int64_t handled = instant(run, REG_HANDLED_AT);

	if (month->deadline_at == NO_INSTANT ||
	    !running_at(run, month->deadline_at))
		return;
	run->figures->n_clocks--;
	c.step = STEP_PROGRESS;
	c.article = "23(4)(e)";
	add_month(run, c);
	if (handled == NO_INSTANT)
		handled = run->incident->incident->closed_at;
	c.step = STEP_FINAL;
	c.from = "handled_at";
	c.from_at = handled;
	add_month(run, c);
}

static void
add_nis2(struct regulatory_run *run)
{
	struct regulatory_clock c = { .regime = REGIME_NIS2,
		.step = STEP_EARLY_WARNING,
		.article = "23(4)(a)",
		.from = "aware_at",
		.from_at = instant(run, REG_AWARE_AT) };
	const struct regulatory_clock *notification;

	add_clock(run, c, 24 * MS_HOUR);
	c.step = STEP_NOTIFICATION;
	c.article = "23(4)(b)";
	notification = add_clock(run, c, 72 * MS_HOUR);
	/* asked for by the authority, without an hour */
	c.step = STEP_INTERMEDIATE;
	c.article = "23(4)(c)";
	c.from = "";
	c.from_at = NO_INSTANT;
	if (submitted(run, REGIME_NIS2, STEP_INTERMEDIATE) != NULL)
		add_clock(run, c, 0);
	add_final(run, sent_at(notification));
}

/* Where nobody stated another awareness, that of the incident counts. */
static void
aware(const struct regulatory_run *run, enum regulatory_id own,
    struct regulatory_clock *c)
{
	enum regulatory_id id = run->fact[own] != NULL ? own : REG_AWARE_AT;

	c->from = regulatory_kinds[id].name;
	c->from_at = instant(run, id);
}

/* Each clock begins with the submission before. */
static void
add_dora(struct regulatory_run *run)
{
	int64_t classified = instant(run, REG_CLASSIFIED_AT);
	struct regulatory_clock c = { .regime = REGIME_DORA,
		.step = STEP_INITIAL,
		.article = "5(1)(a)",
		.unverified = true };
	const struct regulatory_clock *before;
	int64_t ms = 24 * MS_HOUR;

	aware(run, REG_DORA_AWARE_AT, &c);
	if (classified == NO_INSTANT && c.from_at != NO_INSTANT) {
		/* both are asked for, and one alone would be too late */
		c.from = "classified_at";
		c.from_at = NO_INSTANT;
	} else if (c.from_at != NO_INSTANT &&
		   classified + 4 * MS_HOUR < c.from_at + ms) {
		c.from = "classified_at";
		c.from_at = classified;
		ms = 4 * MS_HOUR;
	}
	before = add_clock(run, c, ms);
	c.step = STEP_INTERMEDIATE;
	c.article = "5(1)(b)";
	c.from = "initial";
	c.from_at = sent_at(before);
	before = add_clock(run, c, 72 * MS_HOUR);
	c.step = STEP_FINAL;
	c.article = "5(1)(c)";
	c.from = "intermediate";
	c.from_at = sent_at(before);
	add_month(run, c);
}

static void
add_gdpr(struct regulatory_run *run)
{
	struct regulatory_clock c = { .regime = REGIME_GDPR,
		.step = STEP_NOTIFICATION,
		.article = "33(1)" };

	aware(run, REG_GDPR_AWARE_AT, &c);
	if (!run->house->processor || run->house->controller ||
	    submitted(run, REGIME_GDPR, STEP_NOTIFICATION) != NULL)
		add_clock(run, c, 72 * MS_HOUR);
	c.step = STEP_CONTROLLER;
	c.article = "33(2)";
	c.from = "";
	c.from_at = NO_INSTANT;
	if (run->house->processor ||
	    submitted(run, REGIME_GDPR, STEP_CONTROLLER) != NULL)
		add_clock(run, c, 0);
}

void
regulatory_clocks(struct regulatory_run *run)
{
	struct regulatory_figures *f = run->figures;

	/* five of NIS2, three of DORA, two of the GDPR */
	f->clocks = arena_array(run->keep, 10, sizeof *f->clocks);
	add_nis2(run);
	if (f->dora)
		add_dora(run);
	if (f->gdpr)
		add_gdpr(run);
}
