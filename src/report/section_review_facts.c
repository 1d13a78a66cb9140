/*
 * section_review_facts.c -- the sheets of messages, traffic and incidents, as
 * section_review_data.c has those of outages and credits.
 */
#include "report/review_put.h"
#include "report/sections.h"

/* ---- Data_Comms -----------------------------------------------------------
 */

static const char *const promise_keys[] = { NULL, "review.promise.kept",
	"review.promise.late", "review.promise.missed" };

static void
add_notice(struct build *b, struct table *t, const struct notice *n,
    const struct notice_figures *f)
{
	struct review_put p = { table_row(b->doc, t, ROW_BODY), 0 };

	review_put_text(&p, n->id);
	review_put_text(&p, n->incident);
	review_put_text(&p, show_word(b, n->channel));
	review_put_count(&p, n->public_);
	review_put_count(&p, n->hidden);
	review_put_instant(&p, n->at, NULL);
	review_put_instant(&p, n->at, b->zone);
	review_put_offset(&p, n->at, b->zone);
	review_put_instant(&p, n->promised_at, NULL);
	review_put_text(&p, f && f->promise != PROMISE_NONE
				? TEXT(b, promise_keys[f->promise])
				: STR_NONE);
	review_put_seconds(
	    &p, f && f->promise == PROMISE_LATE ? f->late_ms : -1);
	review_put_text(&p, n->text);
	review_put_month(b, &p, n->at);
}

/* What became of the promise of a message, where its incident is known. */
static const struct notice_figures *
figures_of(const struct build *b, const struct notice *n)
{
	const struct review_figures *f = b->review;

	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct comms_figures *c = &f->incidents[i].comms;

		for (size_t k = 0; k < c->n_notices; k++)
			if (c->notices[k].notice == n)
				return &c->notices[k];
	}
	return NULL;
}

int
section_review_data_comms(struct build *b, struct err *e)
{
	const struct dossier *d = b->dossier;
	struct table *t = review_sheet(b, 2);

	(void)e;
	for (size_t i = 0; i < d->n_notices; i++)
		if (review_has_hour(b->rows, d->notices[i].at))
			add_notice(b, t, &d->notices[i],
			    figures_of(b, &d->notices[i]));
	return 0;
}

/* ---- Data_Traffic ---------------------------------------------------------
 */

static void
add_hour(struct build *b, struct table *t, struct str site,
    const struct traffic *hour)
{
	struct review_put p = { table_row(b->doc, t, ROW_BODY), 0 };

	review_put_text(&p, site);
	review_put_instant(&p, hour->at, NULL);
	review_put_count(&p, hour->hits);
	review_put_count(&p, hour->views);
	review_put_count(&p, hour->errors);
	review_put_count(&p, hour->robots);
	review_put_count(&p, hour->bytes);
}

int
section_review_data_traffic(struct build *b, struct err *e)
{
	const struct dossier *d = b->dossier;
	struct table *t;

	(void)e;
	/* Too many for a sheet: the first one says where they are. */
	if (review_is_book(b) && b->rows->traffic > REVIEW_TRAFFIC_MOST)
		return 0;
	t = review_sheet(b, 3);
	for (size_t i = 0; i < d->n_traffic; i++)
		for (size_t k = 0; k < d->traffic[i].n; k++)
			if (review_has_hour(b->rows, d->traffic[i].v[k].at))
				add_hour(b, t, d->traffic[i].site,
				    &d->traffic[i].v[k]);
	return 0;
}

/* ---- Data_Incident --------------------------------------------------------
 */

static void
add_incident(struct build *b, struct table *t, const struct review_incident *f)
{
	const struct incident *in = f->incident;
	struct review_put p = { table_row(b->doc, t, ROW_BODY), 0 };

	review_put_text(&p, in->id);
	review_put_text(&p, in->title);
	review_put_text(&p, in->cause);
	review_put_text(&p, cause_group(in->cause));
	review_put_text(&p, in->severity);
	review_put_text(&p, in->status);
	review_put_instant(&p, f->began_at, NULL);
	review_put_instant(&p, f->began_at, b->zone);
	review_put_offset(&p, f->began_at, b->zone);
	review_put_instant(&p, in->detected_at, NULL);
	review_put_instant(&p, in->mitigated_at, NULL);
	review_put_instant(&p, in->restored_at, NULL);
	review_put_seconds(&p, f->detect_ms);
	review_put_seconds(&p, f->notice_ms);
	review_put_seconds(&p, f->mitigate_ms);
	review_put_seconds(&p, f->restore_ms);
	review_put_count(&p, f->services);
	review_put_count(&p, f->customers);
	review_put_seconds(&p, f->service_ms);
	review_put_seconds(&p, f->customer_ms);
	review_put_month(b, &p, f->began_at);
	review_put_clock(&p, f->restore_ms);
}

int
section_review_data_incident(struct build *b, struct err *e)
{
	struct table *t = review_sheet(b, 4);

	(void)e;
	for (size_t i = 0; i < b->review->n_incidents; i++)
		if (b->review->incidents[i].incident != NULL)
			add_incident(b, t, &b->review->incidents[i]);
	return 0;
}
