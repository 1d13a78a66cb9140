/*
 * section_review_data.c -- the sheets of data: plain rows for a reader's own
 * pivots, one head, no totals, times as numbers.
 *
 * Heads are the same in every language, so that one pivot serves all of them;
 * the dictionary explains each in the language of the workbook. The order of
 * the cells is the order of the columns.
 */
#include "report/review.h"
#include "report/sections.h"

static const struct data_column outage_columns_[] = {
	{ "outage_id", DATA_TEXT, "records" },
	{ "incident_id", DATA_TEXT, "records" },
	{ "service_id", DATA_TEXT, "master" },
	{ "service", DATA_TEXT, "master" },
	{ "site", DATA_TEXT, "master" },
	{ "segment", DATA_TEXT, "master" },
	{ "cause_code", DATA_TEXT, "register" },
	{ "cause_group", DATA_TEXT, "computed" },
	{ "severity", DATA_TEXT, "register" },
	{ "source", DATA_TEXT, "records" },
	{ "state", DATA_TEXT, "records" },
	{ "exclusion_reason", DATA_TEXT, "computed" },
	{ "clause", DATA_TEXT, "contract" },
	{ "start_utc", DATA_UTC, "records" },
	{ "end_utc", DATA_UTC, "records" },
	{ "start_local", DATA_LOCAL, "records" },
	{ "end_local", DATA_LOCAL, "records" },
	{ "offset_min", DATA_COUNT, "computed" },
	{ "seconds", DATA_SECONDS, "computed" },
	{ "counted_s", DATA_SECONDS, "computed" },
	{ "excluded_s", DATA_SECONDS, "computed" },
	{ "degraded_s", DATA_SECONDS, "computed" },
	{ "nodata_s", DATA_SECONDS, "computed" },
	{ "customers", DATA_COUNT, "computed" },
	{ "customer_s", DATA_SECONDS, "computed" },
	{ "month", DATA_TEXT, "computed" },
	{ "quarter", DATA_TEXT, "computed" },
	{ "iso_week", DATA_COUNT, "computed" },
	{ "weekday", DATA_COUNT, "computed" },
	{ "hour_local", DATA_COUNT, "computed" },
	{ "seconds_hms", DATA_CLOCK, "computed" },
	{ "counted_hms", DATA_CLOCK, "computed" },
};

static const struct data_column credit_columns[] = {
	{ "customer_id", DATA_TEXT, "master" },
	{ "customer", DATA_TEXT, "master" },
	{ "segment", DATA_TEXT, "master" },
	{ "country", DATA_TEXT, "master" },
	{ "language", DATA_TEXT, "master" },
	{ "contract_id", DATA_TEXT, "contract" },
	{ "service_id", DATA_TEXT, "master" },
	{ "month", DATA_TEXT, "computed" },
	{ "currency", DATA_TEXT, "contract" },
	{ "fee", DATA_AMOUNT, "master" },
	{ "period_s", DATA_SECONDS, "computed" },
	{ "raw_s", DATA_SECONDS, "records" },
	{ "excluded_s", DATA_SECONDS, "computed" },
	{ "counted_s", DATA_SECONDS, "computed" },
	{ "nodata_s", DATA_SECONDS, "computed" },
	{ "avail_low", DATA_SHARE, "computed" },
	{ "avail", DATA_SHARE, "computed" },
	{ "avail_experienced", DATA_SHARE, "computed" },
	{ "target", DATA_SHARE, "contract" },
	{ "tier_text", DATA_TEXT, "contract" },
	{ "credit_pct", DATA_SHARE, "computed" },
	{ "credit_unrounded", DATA_AMOUNT, "computed" },
	{ "credit", DATA_AMOUNT, "computed" },
	{ "cap", DATA_AMOUNT, "contract" },
	{ "capped", DATA_FLAG, "computed" },
	{ "claim_required", DATA_FLAG, "contract" },
	{ "claim_deadline", DATA_DATE, "computed" },
	{ "claim_status", DATA_TEXT, "computed" },
	{ "paid_on", DATA_DATE, "billing" },
	{ "credit_note_no", DATA_TEXT, "billing" },
	{ "vat_treatment", DATA_TEXT, "billing" },
	{ "counted_hms", DATA_CLOCK, "computed" },
};

static const struct data_column comms_columns[] = {
	{ "message_id", DATA_TEXT, "messages" },
	{ "incident_id", DATA_TEXT, "messages" },
	{ "channel", DATA_TEXT, "messages" },
	{ "public", DATA_FLAG, "messages" },
	{ "hidden", DATA_FLAG, "messages" },
	{ "said_utc", DATA_UTC, "messages" },
	{ "said_local", DATA_LOCAL, "messages" },
	{ "offset_min", DATA_COUNT, "computed" },
	{ "promised_utc", DATA_UTC, "messages" },
	{ "promise", DATA_TEXT, "computed" },
	{ "late_s", DATA_SECONDS, "computed" },
	{ "text", DATA_TEXT, "messages" },
	{ "month", DATA_TEXT, "computed" },
	{ "quarter", DATA_TEXT, "computed" },
};

static const struct data_column traffic_columns[] = {
	{ "site", DATA_TEXT, "logs" },
	{ "hour_utc", DATA_UTC, "logs" },
	{ "hits", DATA_COUNT, "logs" },
	{ "views", DATA_COUNT, "logs" },
	{ "errors", DATA_COUNT, "logs" },
	{ "robots", DATA_COUNT, "logs" },
	{ "bytes", DATA_COUNT, "logs" },
};

static const struct data_column incident_columns[] = {
	{ "incident_id", DATA_TEXT, "register" },
	{ "title", DATA_TEXT, "register" },
	{ "cause_code", DATA_TEXT, "register" },
	{ "cause_group", DATA_TEXT, "computed" },
	{ "severity", DATA_TEXT, "register" },
	{ "status", DATA_TEXT, "register" },
	{ "first_impact_utc", DATA_UTC, "register" },
	{ "first_impact_local", DATA_LOCAL, "register" },
	{ "offset_min", DATA_COUNT, "computed" },
	{ "detected_utc", DATA_UTC, "register" },
	{ "mitigated_utc", DATA_UTC, "register" },
	{ "restored_utc", DATA_UTC, "register" },
	{ "detect_s", DATA_SECONDS, "computed" },
	{ "notice_s", DATA_SECONDS, "computed" },
	{ "mitigate_s", DATA_SECONDS, "computed" },
	{ "restore_s", DATA_SECONDS, "computed" },
	{ "services", DATA_COUNT, "computed" },
	{ "customers", DATA_COUNT, "computed" },
	{ "counted_s", DATA_SECONDS, "computed" },
	{ "customer_s", DATA_SECONDS, "computed" },
	{ "month", DATA_TEXT, "computed" },
	{ "quarter", DATA_TEXT, "computed" },
	{ "restore_hms", DATA_CLOCK, "computed" },
};

#define SHEET(name, id, columns)                                               \
	{                                                                      \
		name, id, columns, sizeof(columns) / sizeof *(columns)         \
	}

const struct data_sheet review_sheets[REVIEW_SHEETS] = {
	SHEET("Data_Outage", "data_outage", outage_columns_),
	SHEET("Data_Credit", "data_credit", credit_columns),
	SHEET("Data_Comms", "data_comms", comms_columns),
	SHEET("Data_Traffic", "data_traffic", traffic_columns),
	SHEET("Data_Incident", "data_incident", incident_columns),
};

static bool
is_figure(enum data_kind kind)
{
	return kind != DATA_TEXT && kind != DATA_DATE && kind != DATA_UTC &&
	       kind != DATA_LOCAL;
}

static struct table *
begin_sheet(struct build *b, size_t which)
{
	const struct data_sheet *s = &review_sheets[which];
	struct column_spec *spec = arena_array(b->keep, s->n, sizeof *spec);

	for (size_t i = 0; i < s->n; i++)
		spec[i] = (struct column_spec){ .key = s->column[i].name,
			.right = is_figure(s->column[i].kind) };
	doc_heading(b->doc, 1, STR_NONE, str_of(s->name));
	return review_data_table(b, s->id, spec, s->n);
}

/* ---- cells, in the order of the columns -----------------------------------
 */

struct put {
	struct row *r;
	size_t at;
};

static void
put_cell(struct put *p, struct cell c)
{
	p->r->cell[p->at++] = c;
}

static void
put_text(struct put *p, struct str s)
{
	p->at++;
	if (s.n)
		p->r->cell[p->at - 1] = cell_text(s);
}

static void
put_count(struct put *p, int64_t n)
{
	put_cell(p, cell_count(n));
}

/* Whole seconds where they are, else with milliseconds; negative: not known. */
static void
put_seconds(struct put *p, int64_t ms)
{
	if (ms < 0)
		p->at++;
	else if (ms % MS_SECOND == 0)
		put_count(p, ms / MS_SECOND);
	else
		put_cell(p, cell_number(ratio_make(ms, MS_SECOND), 3));
}

static void
put_clock(struct put *p, int64_t ms)
{
	if (ms < 0)
		p->at++;
	else
		put_cell(p, cell_clock(ms));
}

static void
put_instant(struct put *p, int64_t at, const struct zone *z)
{
	if (at == NO_INSTANT)
		p->at++;
	else
		put_cell(p, cell_instant(at, z));
}

static void
put_share(struct put *p, struct ratio share, int decimals)
{
	if (ratio_ok(share))
		put_cell(p, cell_percent(share, decimals));
	else
		p->at++;
}

static void
put_money(struct put *p, struct currency c, int64_t minor)
{
	put_cell(p, cell_money(minor, c.code, c.digits));
}

static void
put_offset(struct put *p, int64_t at, const struct zone *z)
{
	if (at == NO_INSTANT)
		p->at++;
	else
		put_count(p, zone_offset_s(z, at) / 60);
}

static void
put_month(struct build *b, struct put *p, int64_t at)
{
	struct civil c;

	if (at == NO_INSTANT) {
		p->at += 2;
		return;
	}
	c = zone_civil(b->zone, at);
	put_text(p, str_format(b->keep, "%04d-%02d", c.year, c.month));
	put_text(p, str_format(b->keep, "%04d-Q%d", c.year, (c.month + 2) / 3));
}

/* ---- Data_Outage ----------------------------------------------------------
 */

static const char *const view_keys[] = { "review.view.provider",
	"review.view.customer", "review.view.probe", "review.view.traffic" };

static const char *const state_keys[] = {
	[COND_DOWN] = "state.down",
	[COND_DEGRADED] = "state.degraded",
	[COND_NO_DATA] = "state.no_data",
	[COND_SUBSTITUTE] = "review.substitute",
};

static void
outage_names(struct build *b, struct put *p, const struct review_outage_row *o)
{
	const struct incident *in = o->incident;
	const struct outage *record = o->line ? o->line->outage : NULL;

	put_text(p, record ? record->id : STR_NONE);
	put_text(p, in ? in->id : STR_NONE);
	put_text(p, o->row->service->id);
	put_text(p, o->row->service->name);
	put_text(p, o->row->service->site);
	put_text(p, o->row->customer->segment);
	put_text(p, in ? in->cause : STR_NONE);
	put_text(p, o->cause_group);
	put_text(p, in ? in->severity : STR_NONE);
	put_text(p, record ? TEXT(b, view_keys[record->view]) : STR_NONE);
	put_text(p, TEXT(b, state_keys[o->state]));
	put_text(p, o->line && o->line->reason.n
			? term_text(b->lang, b->keep, o->line->reason)
			: STR_NONE);
	put_text(p, o->line ? o->line->clause : STR_NONE);
}

static void
add_outage(struct build *b, struct table *t, const struct review_outage_row *o)
{
	struct put p = { table_row(b->doc, t, ROW_BODY), 0 };

	outage_names(b, &p, o);
	put_instant(&p, o->span.from_at, NULL);
	put_instant(&p, o->span.to_at, NULL);
	put_instant(&p, o->span.from_at, o->row->contract->zone);
	put_instant(&p, o->span.to_at, o->row->contract->zone);
	put_count(&p, o->offset_min);
	put_seconds(&p, o->seconds_ms);
	put_seconds(&p, o->counted_ms);
	put_seconds(&p, o->excluded_ms);
	put_seconds(&p, o->degraded_ms);
	put_seconds(&p, o->no_data_ms);
	put_count(&p, o->customers);
	put_seconds(&p, o->customer_ms);
	put_text(&p, o->month);
	put_text(&p, b->rows->quarter);
	put_count(&p, o->iso_week);
	put_count(&p, o->weekday);
	put_count(&p, o->hour);
	put_clock(&p, o->seconds_ms);
	put_clock(&p, o->counted_ms);
}

int
section_review_data_outage(struct build *b, struct err *e)
{
	struct table *t = begin_sheet(b, 0);

	(void)e;
	for (size_t i = 0; i < b->rows->n_outages; i++)
		add_outage(b, t, &b->rows->outages[i]);
	return 0;
}

/* ---- Data_Credit ----------------------------------------------------------
 */

/* What is known of a credit today. */
static struct str
claim_words(struct build *b, const struct settlement *s)
{
	if (s->credit_minor == 0 && !s->has_extension)
		return STR_NONE;
	if (s->automatic)
		return TEXT(b, "review.claim.automatic");
	if (s->has_claim_in_time)
		return TEXT(b, s->claim_in_time ? "review.claim.made"
						: "review.claim.late");
	if (s->has_claim_deadline &&
	    s->claim_deadline_at <= b->dossier->settings.as_of)
		return TEXT(b, "review.claim.expired");
	return TEXT(b, "review.claim.open");
}

static void
credit_names(struct put *p, const struct ledger_row *row)
{
	put_text(p, row->customer->id);
	put_text(p, row->customer->name);
	put_text(p, row->customer->segment);
	put_text(p, row->customer->country);
	put_text(p, row->customer->lang);
	put_text(p, row->contract->id);
	put_text(p, row->service->id);
	put_text(p, row->settlement.period_name);
	put_text(p, str_of(row->settlement.currency.code));
}

static void
credit_figures(struct build *b, struct put *p, const struct statement_line *l)
{
	const struct settlement *s = &l->row->settlement;
	const struct ratio none = { 0 };
	int decimals = share_decimals(s);
	int64_t fee;

	if (ratio_round(s->base_minor, ROUND_HALF_UP, &fee))
		put_money(p, s->currency, fee);
	else
		p->at++;
	put_seconds(p, s->states.period_ms);
	put_seconds(p, l->raw_ms);
	put_seconds(p, l->excluded_ms);
	put_seconds(p, l->counted_ms);
	put_seconds(p, s->states.no_data_ms);
	put_share(p, s->availability_low, decimals);
	put_share(p, s->availability, decimals);
	put_share(p, s->experienced, decimals);
	put_share(p, s->has_target ? s->target : none, decimals);
	put_text(p, s->tier_hit >= 0 ? tier_text(b->lang, b->keep, l->row,
					   (size_t)s->tier_hit)
				     : STR_NONE);
	put_share(p,
	    s->has_extension ? none : ratio_div(s->percent, ratio_int(100)), 3);
}

static void
credit_money(struct build *b, struct put *p, const struct statement_line *l)
{
	const struct settlement *s = &l->row->settlement;
	struct plain_credit plain;
	struct ratio exact = s->exact_minor;

	for (int i = 0; i < s->currency.digits; i++)
		exact = ratio_div(exact, ratio_int(10));
	if (ratio_ok(exact))
		put_cell(p, cell_number(exact, 6));
	else
		p->at++;
	put_money(p, s->currency, s->credit_minor);
	if (settlement_is_plain(s, l->row->contract->terms, &plain) &&
	    plain.cap_minor >= 0)
		put_money(p, s->currency, plain.cap_minor);
	else
		p->at++;
	put_count(p, s->capped);
	put_count(p, !s->automatic);
	if (s->has_claim_deadline)
		put_cell(p, cell_date(s->claim_deadline_at - 1,
				l->row->contract->zone));
	else
		p->at++;
	put_text(p, claim_words(b, s));
	/* what only the invoicing system knows: payment, number, tax */
	p->at += 3;
	put_clock(p, l->counted_ms);
}

int
section_review_data_credit(struct build *b, struct err *e)
{
	struct table *t = begin_sheet(b, 1);

	(void)e;
	for (size_t i = 0; i < b->rows->n_settled; i++) {
		struct put p = { table_row(b->doc, t, ROW_BODY), 0 };
		struct statement_line l =
		    statement_line_of(b->rows->settled[i]);

		credit_names(&p, l.row);
		credit_figures(b, &p, &l);
		credit_money(b, &p, &l);
	}
	return 0;
}

/* ---- Data_Comms -----------------------------------------------------------
 */

static const char *const promise_keys[] = { NULL, "review.promise.kept",
	"review.promise.late", "review.promise.missed" };

static void
add_notice(struct build *b, struct table *t, const struct notice *n,
    const struct notice_figures *f)
{
	struct put p = { table_row(b->doc, t, ROW_BODY), 0 };

	put_text(&p, n->id);
	put_text(&p, n->incident);
	put_text(&p, show_word(b, n->channel));
	put_count(&p, n->public_);
	put_count(&p, n->hidden);
	put_instant(&p, n->at, NULL);
	put_instant(&p, n->at, b->zone);
	put_offset(&p, n->at, b->zone);
	put_instant(&p, n->promised_at, NULL);
	put_text(&p, f && f->promise != PROMISE_NONE
			 ? TEXT(b, promise_keys[f->promise])
			 : STR_NONE);
	put_seconds(&p, f && f->promise == PROMISE_LATE ? f->late_ms : -1);
	put_text(&p, n->text);
	put_month(b, &p, n->at);
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
	struct table *t = begin_sheet(b, 2);

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
	struct put p = { table_row(b->doc, t, ROW_BODY), 0 };

	put_text(&p, site);
	put_instant(&p, hour->at, NULL);
	put_count(&p, hour->hits);
	put_count(&p, hour->views);
	put_count(&p, hour->errors);
	put_count(&p, hour->robots);
	put_count(&p, hour->bytes);
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
	t = begin_sheet(b, 3);
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
	struct put p = { table_row(b->doc, t, ROW_BODY), 0 };

	put_text(&p, in->id);
	put_text(&p, in->title);
	put_text(&p, in->cause);
	put_text(&p, cause_group(in->cause));
	put_text(&p, in->severity);
	put_text(&p, in->status);
	put_instant(&p, f->began_at, NULL);
	put_instant(&p, f->began_at, b->zone);
	put_offset(&p, f->began_at, b->zone);
	put_instant(&p, in->detected_at, NULL);
	put_instant(&p, in->mitigated_at, NULL);
	put_instant(&p, in->restored_at, NULL);
	put_seconds(&p, f->detect_ms);
	put_seconds(&p, f->notice_ms);
	put_seconds(&p, f->mitigate_ms);
	put_seconds(&p, f->restore_ms);
	put_count(&p, f->services);
	put_count(&p, f->customers);
	put_seconds(&p, f->service_ms);
	put_seconds(&p, f->customer_ms);
	put_month(b, &p, f->began_at);
	put_clock(&p, f->restore_ms);
}

int
section_review_data_incident(struct build *b, struct err *e)
{
	struct table *t = begin_sheet(b, 4);

	(void)e;
	for (size_t i = 0; i < b->review->n_incidents; i++)
		if (b->review->incidents[i].incident != NULL)
			add_incident(b, t, &b->review->incidents[i]);
	return 0;
}
