/*
 * review_put.c -- see review_put.h.
 */
#include "report/review_put.h"

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

struct table *
review_sheet(struct build *b, size_t which)
{
	const struct data_sheet *s = &review_sheets[which];
	struct column_spec *spec = arena_array(b->keep, s->n, sizeof *spec);
	const char **names = arena_array(b->keep, s->n, sizeof *names);
	struct table *t;

	for (size_t i = 0; i < s->n; i++) {
		names[i] = s->column[i].name;
		spec[i] = (struct column_spec){ .key = s->column[i].name,
			.right = is_figure(s->column[i].kind) };
	}
	doc_heading(b->doc, 1, STR_NONE, str_of(s->name));
	t = review_data_table(b, s->id, spec, s->n);
	show_columns(b, t, "data", names, s->column);
	return t;
}

/* ---- cells, in the order of the columns -----------------------------------
 */

void
review_put_cell(struct review_put *p, struct cell c)
{
	p->r->cell[p->at++] = c;
}

void
review_put_text(struct review_put *p, struct str s)
{
	p->at++;
	if (s.n)
		p->r->cell[p->at - 1] = cell_text(s);
}

void
review_put_count(struct review_put *p, int64_t n)
{
	review_put_cell(p, cell_count(n));
}

void
review_put_seconds(struct review_put *p, int64_t ms)
{
	if (ms < 0)
		p->at++;
	else if (ms % MS_SECOND == 0)
		review_put_count(p, ms / MS_SECOND);
	else
		review_put_cell(p, cell_number(ratio_make(ms, MS_SECOND), 3));
}

void
review_put_clock(struct review_put *p, int64_t ms)
{
	if (ms < 0)
		p->at++;
	else
		review_put_cell(p, cell_clock(ms));
}

void
review_put_instant(struct review_put *p, int64_t at, const struct zone *z)
{
	if (at == NO_INSTANT)
		p->at++;
	else
		review_put_cell(p, cell_instant(at, z));
}

void
review_put_share(struct review_put *p, struct ratio share, int decimals)
{
	if (ratio_ok(share))
		review_put_cell(p, cell_percent(share, decimals));
	else
		p->at++;
}

void
review_put_money(struct review_put *p, struct currency c, int64_t minor)
{
	review_put_cell(p, cell_money(minor, c.code, c.digits));
}

void
review_put_offset(struct review_put *p, int64_t at, const struct zone *z)
{
	if (at == NO_INSTANT)
		p->at++;
	else
		review_put_count(p, zone_offset_s(z, at) / 60);
}

void
review_put_month(struct build *b, struct review_put *p, int64_t at)
{
	struct civil c;

	if (at == NO_INSTANT) {
		p->at += 2;
		return;
	}
	c = zone_civil(b->zone, at);
	review_put_text(p, str_format(b->keep, "%04d-%02d", c.year, c.month));
	review_put_text(
	    p, str_format(b->keep, "%04d-Q%d", c.year, (c.month + 2) / 3));
}
