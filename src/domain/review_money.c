/*
 * review_money.c -- what was credited, what is owed, and to which causes.
 *
 * The bridge is drawn as of the run: what was accrued for the quarter's
 * periods, and what of that and of earlier credits since its beginning was paid
 * and ran out.
 */
#include <stdlib.h>

#include "domain/period.h"
#include "domain/review_run.h"

static const struct claim *
claim_for(const struct review_run *run, const struct settlement *s)
{
	struct arena_mark mark = arena_mark(run->scratch);
	int64_t i = map_get(&run->claim_of,
	    quarter_key(run->scratch, s->service, s->period_name));

	arena_reset(run->scratch, mark);
	return i < 0 ? NULL : &run->d->claims[i];
}

/* ---- this quarter's credits ------------------------------------------------
 */

enum standing { AUTOMATIC, CLAIMED, EXPIRED, UNCLAIMED };

static enum standing
standing_of(const struct review_run *run, const struct settlement *s)
{
	const struct claim *c = claim_for(run, s);
	int64_t now_at = run->d->settings.as_of;
	bool made = c && c->claimed_at != NO_INSTANT && c->claimed_at <= now_at;

	if (s->automatic)
		return AUTOMATIC;
	if (made)
		return s->has_claim_in_time && !s->claim_in_time ? EXPIRED
								 : CLAIMED;
	return s->has_claim_deadline && s->claim_deadline_at <= now_at
		   ? EXPIRED
		   : UNCLAIMED;
}

static void
count_credit(struct review_run *run, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct review_money *m =
	    &run->f->money[quarter_currency(run, s->currency)];
	const struct claim *c = claim_for(run, s);
	enum standing standing = standing_of(run, s);
	int64_t granted = quarter_granted(run, row);

	if (granted <= 0)
		return;
	m->accrued += granted;
	m->credited++;
	m->need_claim += standing != AUTOMATIC;
	m->made_claim +=
	    standing == CLAIMED ||
	    (standing == EXPIRED && c && c->claimed_at != NO_INSTANT);
	m->expired_claims += standing == EXPIRED;
	switch (standing) {
	case AUTOMATIC:
	case CLAIMED:
		m->claimed += granted;
		break;
	case EXPIRED:
		m->expired += granted;
		break;
	case UNCLAIMED:
		m->unclaimed += granted;
		break;
	}
}

/* ---- before and since -----------------------------------------------------
 */

/* True when the period ends before the quarter begins. */
static bool
is_before(const struct review_run *run, struct str period)
{
	struct span s = quarter_span(run->d->settings.zone, period);

	return span_ms(s) > 0 && s.to_at <= run->f->span.from_at;
}

/* True when the period begins after the quarter; what it owes is no part. */
static bool
is_behind(const struct review_run *run, struct str period)
{
	struct span s = quarter_span(run->d->settings.zone, period);

	return span_ms(s) > 0 && s.from_at >= run->f->span.to_at;
}

static struct review_money *
money_in(struct review_run *run, struct currency c)
{
	return &run->f->money[quarter_currency(run, c)];
}

/* Ran out before the quarter: no longer owed at its beginning. */
static void
count_earlier(struct review_run *run, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct review_money *m = money_in(run, s->currency);
	bool expired = standing_of(run, s) == EXPIRED;
	int64_t granted = quarter_granted(run, row);
	int64_t until_at =
	    s->has_claim_deadline ? s->claim_deadline_at : run->f->span.from_at;

	if (expired && until_at <= run->f->span.from_at)
		return;
	m->opening += granted;
	if (expired)
		m->expired += granted;
}

static void
count_payments(struct review_run *run)
{
	for (size_t i = 0; i < run->d->n_claims; i++) {
		const struct claim *c = &run->d->claims[i];
		struct review_money *m;

		if (!c->has_paid || c->paid_at > run->d->settings.as_of)
			continue;
		m = money_in(run, c->paid.currency);
		m->payments++;
		if (is_behind(run, c->period))
			continue;
		if (c->paid_at < run->f->span.from_at)
			m->opening -= c->paid.minor;
		else
			m->paid += c->paid.minor;
	}
}

/* Credits of earlier periods: settled here, else as history tells them. */
static void
count_opening(struct review_run *run)
{
	const struct dossier *d = run->d;
	struct map settled = { .keep = run->scratch };

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct settlement *s = &d->ledger[i].settlement;

		if (!is_before(run, s->period_name))
			continue;
		map_put(&settled,
		    quarter_key(run->scratch, s->service, s->period_name), 1);
		count_earlier(run, &d->ledger[i]);
	}
	for (size_t i = 0; i < d->n_past; i++) {
		const struct past_period *p = &d->past[i];
		struct str key =
		    quarter_key(run->scratch, p->service, p->period);

		if (!p->has_credit || !is_before(run, p->period) ||
		    map_get(&settled, key) >= 0)
			continue;
		money_in(run, p->credit.currency)->opening += p->credit.minor;
		/* rows for several allowances may repeat the figures */
		map_put(&settled, key, 1);
	}
}

/* Without any record of a payment, what was owed before is not known. */
static void
close_bridge(struct review_run *run)
{
	struct review_figures *f = run->f;

	for (size_t i = 0; i < f->n_money; i++) {
		struct review_money *m = &f->money[i];

		m->has_opening = m->payments > 0;
		m->closing = m->opening + m->accrued - m->paid - m->expired;
		m->claim_rate = ratio_make(m->made_claim, m->need_claim);
		m->ratio = ratio_make(m->accrued, m->revenue);
		m->affected_ratio = ratio_make(m->accrued, m->affected_revenue);
	}
}

static void
forget_opening(struct review_run *run, const int64_t *expired_here)
{
	struct review_figures *f = run->f;

	for (size_t i = 0; i < f->n_money; i++)
		if (f->money[i].payments == 0) {
			f->money[i].opening = 0;
			f->money[i].expired = expired_here[i];
		}
}

/* ---- tiers and revenue ----------------------------------------------------
 */

static void
split_by_tier(struct review_run *run, size_t money)
{
	struct review_money *m = &run->f->money[money];
	struct map place = { .keep = run->scratch };
	VEC(struct review_cause) list = { 0 };

	for (size_t i = 0; i < run->now.rows.n; i++) {
		const struct ledger_row *row = run->now.rows.v[i];
		const struct settlement *s = &row->settlement;
		int64_t granted = quarter_granted(run, row);
		struct str words = s->tier_hit >= 0 && s->n_tiers > 0
				       ? s->tiers[s->tier_hit].printed
				       : STR_NONE;
		int64_t at;

		if (granted <= 0 ||
		    !str_is(str_of(m->currency.code), s->currency.code))
			continue;
		at = map_get(&place, words);
		if (at < 0) {
			at = (int64_t)list.n;
			map_put(&place, words, at);
			vec_push(run->scratch, &list)->cause = words;
		}
		list.v[at].incidents++;
		list.v[at].value += granted;
	}
	m->by_tier = quarter_pareto_of(list.v, list.n, run->keep);
}

static void
sum_revenue(struct review_run *run)
{
	for (size_t i = 0; i < run->now.services.n; i++) {
		const struct review_service *s = &run->now.services.v[i];
		struct review_money *m =
		    money_in(run, s->service->fee.currency);

		m->revenue += s->fee_minor;
		m->affected_revenue += s->down.n ? s->fee_minor : 0;
	}
}

void
quarter_money(struct review_run *run)
{
	struct review_figures *f = run->f;
	int64_t *expired_here;

	for (size_t i = 0; i < run->d->n_claims; i++) {
		const struct claim *c = &run->d->claims[i];

		map_put(&run->claim_of,
		    quarter_key(run->scratch, c->service, c->period),
		    (int64_t)i);
	}
	for (size_t i = 0; i < run->now.rows.n; i++)
		count_credit(run, run->now.rows.v[i]);
	sum_revenue(run);
	count_payments(run);
	expired_here =
	    arena_array(run->scratch, f->n_money + 1, sizeof *expired_here);
	for (size_t i = 0; i < f->n_money; i++)
		expired_here[i] = f->money[i].expired;
	count_opening(run);
	forget_opening(run, expired_here);
	close_bridge(run);
	for (size_t i = 0; i < f->n_money; i++)
		split_by_tier(run, i);
}
