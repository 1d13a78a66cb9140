/*
 * The lists of the term model: exclusions, service hours, holidays, caps,
 * gates, claim, payment, termination.
 */
#include <stdlib.h>

#include "domain/terms_read.h"

const char *const gate_kind_names[] = { "consecutive_breaches", "plan",
	"configuration", "good_standing", NULL };
const char *const window_unit_names[] = { "hours", "days", "business_days",
	"months", "billing_cycles", "calendar_days", NULL };
const char *const claim_anchor_names[] = { "incident_start", "incident_end",
	"eligibility", "period_end", "invoice", "posting", NULL };
const char *const payment_kind_names[] = { "credit", "refund", "extension",
	"coupon", NULL };
const char *const termination_names[] = { "minutes_in_month_gt",
	"consecutive_months_gt", "availability_lt", "failures_in_months",
	NULL };
static const char *const too_long_names[] = { "refuse", "truncate", NULL };
static const char *const over_names[] = { "period", "year", NULL };
static const char *const overrun_names[] = { "counts", "excluded", NULL };
static const char *const against_names[] = { "any", "next_invoice", "renewal",
	NULL };
static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun", NULL };

/* Longer than any contract: what goes beyond is a mistake or an attack. */
#define MOST_RULES    64
#define MOST_HOLIDAYS 5000

static bool
too_many(struct terms_reader *r, const struct node *list, size_t most)
{
	if (list->n <= most)
		return false;
	diag_add(r->d, DIAG_ERROR, list->at, NULL,
	    "\"%.*s\" has %zu rows; more than %zu are not read",
	    STR_ARG(list->key), list->n, most);
	return true;
}

/* ---- exclusions -----------------------------------------------------------
 */

struct raw_exclude {
	struct exclude_rule out;
	const struct node *notice, *max_event, *allowance, *used, *daily, *zone;
	int64_t max_events;
	int too_long, overrun, over;
};

static bool
read_daily(struct terms_reader *r, const struct node *n,
    const struct node *zone, struct exclude_rule *out)
{
	const struct node *from = n->child, *to = from ? from->next : NULL;
	struct err e;

	if (to == NULL || to->next != NULL) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "\"daily_window\" is two local times: [\"02:00\", "
		    "\"05:00\"]");
		return false;
	}
	if (!read_clock_time(r, from, &out->daily_from_s) ||
	    !read_clock_time(r, to, &out->daily_to_s))
		return false;
	if (out->daily_from_s == out->daily_to_s) {
		diag_add(
		    r->d, DIAG_ERROR, n->at, NULL, "the daily window is empty");
		return false;
	}
	out->has_daily = true;
	if (zone == NULL)
		return true;
	if (zone->kind != NODE_SCALAR) {
		diag_add(r->d, DIAG_ERROR, zone->at, NULL,
		    "\"timezone\" is the name of one zone");
		return false;
	}
	out->daily_zone = zone->text;
	if (zone_open(r->zones, zone->text, &out->daily, &e) < 0) {
		diag_add(r->d, DIAG_ERROR, zone->at, NULL, "%s", e.text);
		return false;
	}
	return true;
}

static bool
read_exclude_times(struct terms_reader *r, struct raw_exclude *raw)
{
	struct exclude_rule *out = &raw->out;
	bool ok = true;

	if (raw->notice != NULL)
		ok &=
		    read_duration(r, raw->notice, MS_HOUR, &out->min_notice_ms);
	if (raw->max_event != NULL)
		ok &= read_duration(
		    r, raw->max_event, MS_MINUTE, &out->max_event_ms);
	if (raw->allowance != NULL)
		ok &= read_duration(
		    r, raw->allowance, MS_MINUTE, &out->allowance_ms);
	if (raw->used != NULL)
		ok &= read_duration(r, raw->used, MS_MINUTE, &out->used_ms);
	out->has_allowance = raw->allowance != NULL;
	out->has_max_events = raw->max_events >= 0;
	out->max_events = raw->max_events;
	out->too_long = (enum too_long)raw->too_long;
	out->overrun_excluded = raw->overrun == 1;
	out->allowance_yearly = raw->over == 1;
	return ok;
}

static bool
read_exclude(
    struct terms_reader *r, const struct node *n, struct exclude_rule *out)
{
	typedef struct raw_exclude t;
	static const struct schema_field fields[] = {
		{ FIELD(t, "kind", SCHEMA_TEXT, out.kind) },
		{ FIELD(t, "min_notice_hours", SCHEMA_NODE, notice) },
		{ FIELD_INT(t, "min_notice_business_days", 1, 366,
		    out.min_notice_business_days) },
		{ FIELD(t, "max_event_minutes", SCHEMA_NODE, max_event) },
		{ FIELD_CHOICE(t, "too_long", too_long_names, too_long) },
		{ FIELD(t, "max_minutes_per_period", SCHEMA_NODE, allowance) },
		{ FIELD(t, "used_before_minutes", SCHEMA_NODE, used) },
		{ FIELD_CHOICE(t, "allowance_over", over_names, over) },
		{ FIELD_INT(t, "max_events", 0, 1000000, max_events) },
		{ FIELD(t, "daily_window", SCHEMA_LIST, daily) },
		{ FIELD(t, "timezone", SCHEMA_NODE, zone) },
		{ FIELD_CHOICE(t, "overrun", overrun_names, overrun) },
	};
	struct raw_exclude raw = { .max_events = -1 };

	raw.out.at = n->at;
	if (!schema_read(n, "exclude", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	if (!read_exclude_times(r, &raw) ||
	    (raw.daily != NULL &&
		!read_daily(r, raw.daily, raw.zone, &raw.out)))
		return false;
	if (raw.out.kind.n == 0 && !raw.out.has_daily) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "an exclusion needs a \"kind\" or a \"daily_window\"");
		return false;
	}
	if (raw.out.kind.n == 0)
		raw.out.kind = STR("window");
	if (raw.out.too_long == TOO_LONG_TRUNCATE && raw.out.max_event_ms == 0)
		diag_add(r->d, DIAG_WARNING, n->at, NULL,
		    "\"too_long\" without \"max_event_minutes\" does nothing");
	if (raw.used != NULL && raw.allowance == NULL)
		diag_add(r->d, DIAG_WARNING, raw.used->at, NULL,
		    "\"used_before_minutes\" without "
		    "\"max_minutes_per_period\" does nothing");
	if (raw.out.allowance_yearly && !raw.out.has_allowance)
		diag_add(r->d, DIAG_WARNING, n->at, NULL,
		    "\"allowance_over\" without \"max_minutes_per_period\" "
		    "does nothing");
	*out = raw.out;
	return true;
}

bool
terms_read_exclude(
    struct terms_reader *r, const struct node *list, struct terms *t)
{
	struct exclude_rule *v = arena_array(r->keep, list->n + 1, sizeof *v);
	size_t n = 0;
	bool ok = true;

	if (too_many(r, list, MOST_RULES))
		return false;
	for (const struct node *e = list->child; e != NULL; e = e->next) {
		if (!read_exclude(r, e, &v[n])) {
			ok = false;
			continue;
		}
		for (size_t i = 0; i < n; i++)
			if (str_eq(v[i].kind, v[n].kind)) {
				diag_add(r->d, DIAG_ERROR, e->at, NULL,
				    "\"%.*s\" is excluded twice",
				    STR_ARG(v[n].kind));
				ok = false;
			}
		n++;
	}
	t->exclude = v;
	t->n_exclude = n;
	return ok;
}

/* ---- hours and holidays ----------------------------------------------------
 */

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

bool
terms_read_holidays(
    struct terms_reader *r, const struct node *list, struct terms *t)
{
	int64_t *v =
	    arena_array(r->keep, t->n_holidays + list->n + 1, sizeof *v);
	size_t n = 0;

	if (too_many(r, list, MOST_HOLIDAYS))
		return false;
	for (; n < t->n_holidays; n++)
		v[n] = t->holidays[n];
	for (const struct node *e = list->child; e != NULL; e = e->next)
		if (!read_date(r, e, &v[n++]))
			return false;
	qsort(v, n, sizeof *v, by_number);
	t->holidays = v;
	t->n_holidays = n;
	return true;
}

static bool
read_days(struct terms_reader *r, const struct node *list, unsigned *out)
{
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		int day = 0;

		if (!node_choice(n, day_names, &day, r->d))
			return false;
		*out |= 1u << day;
	}
	return true;
}

static bool
read_hours_row(
    struct terms_reader *r, const struct node *n, struct hours_row *out)
{
	struct raw {
		const struct node *days, *from, *to;
	} raw = { NULL, NULL, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "days", SCHEMA_LIST, days) },
		{ FIELD_MUST(struct raw, "from", SCHEMA_NODE, from) },
		{ FIELD_MUST(struct raw, "to", SCHEMA_NODE, to) },
	};

	if (!schema_read(
		n, "service hours", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_days(r, raw.days, &out->days) ||
	    !read_clock_time(r, raw.from, &out->from_s) ||
	    !read_clock_time(r, raw.to, &out->to_s))
		return false;
	if (out->to_s <= out->from_s) {
		diag_add(r->d, DIAG_ERROR, n->at,
		    "write a night as two rows, up to 24:00 and from 00:00",
		    "these hours end before they begin");
		return false;
	}
	return true;
}

bool
terms_read_hours(struct terms_reader *r, const struct node *n, struct terms *t)
{
	struct raw {
		const struct node *windows, *holidays;
	} raw = { NULL, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "windows", SCHEMA_LIST, windows) },
		{ FIELD(struct raw, "holidays", SCHEMA_LIST, holidays) },
	};
	struct hours_row *v;
	size_t count = 0;

	if (n->kind == NODE_SCALAR && str_is(n->text, "always"))
		return true;
	if (!schema_read(
		n, "service_hours", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.holidays != NULL && !terms_read_holidays(r, raw.holidays, t)))
		return false;
	v = arena_array(r->keep, raw.windows->n + 1, sizeof *v);
	for (const struct node *e = raw.windows->child; e; e = e->next)
		if (!read_hours_row(r, e, &v[count++]))
			return false;
	if (count == 0) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "service hours without any hours");
		return false;
	}
	t->service_hours = (struct service_hours){ true, v, count };
	return true;
}

/* ---- caps -------------------------------------------------------------------
 */

static bool
read_cap(struct terms_reader *r, const struct node *n, struct cap_rule *out)
{
	struct raw {
		const struct node *percent, *amount, *days, *hours;
		struct str field, name;
		int64_t of_months;
	} raw = { .percent = NULL };
	static const struct schema_field fields[] = {
		{ FIELD(struct raw, "percent", SCHEMA_NODE, percent) },
		{ FIELD(struct raw, "field", SCHEMA_TEXT, field) },
		{ FIELD(struct raw, "amount", SCHEMA_NODE, amount) },
		{ FIELD(struct raw, "days", SCHEMA_NODE, days) },
		{ FIELD(struct raw, "hours", SCHEMA_NODE, hours) },
		{ FIELD(struct raw, "name", SCHEMA_TEXT_ANY, name) },
		{ FIELD_INT(struct raw, "of_months", 2, 120, of_months) },
	};
	const struct node *value;
	int n_values;

	if (!schema_read(n, "cap", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	n_values = (raw.amount != NULL) + (raw.days != NULL) +
		   (raw.hours != NULL) +
		   (raw.percent != NULL || raw.field.n != 0);
	if (n_values != 1) {
		diag_add(r->d, DIAG_ERROR, n->at,
		    "write one of percent, field, amount, days, hours",
		    "a cap has exactly one size");
		return false;
	}
	out->at = n->at;
	out->field = raw.field;
	out->name = raw.name;
	out->of_months = raw.of_months;
	out->n = ratio_int(100);
	out->kind = raw.field.n != 0     ? CAP_FIELD
		    : raw.amount != NULL ? CAP_AMOUNT
		    : raw.days != NULL   ? CAP_DAYS
		    : raw.hours != NULL  ? CAP_HOURS
					 : CAP_PERCENT;
	value = raw.amount  ? raw.amount
		: raw.days  ? raw.days
		: raw.hours ? raw.hours
			    : raw.percent;
	return value == NULL || read_ratio(r, value, &out->n);
}

bool
terms_read_caps(
    struct terms_reader *r, const struct node *list, struct terms *t)
{
	struct cap_rule *v = arena_array(r->keep, list->n + 1, sizeof *v);
	size_t n = 0;
	bool ok = true;

	if (too_many(r, list, MOST_RULES))
		return false;
	for (const struct node *e = list->child; e != NULL; e = e->next)
		ok &= read_cap(r, e, &v[n++]);
	t->caps = v;
	t->n_caps = n;
	return ok;
}

/* ---- gates, claim, payment, termination
 * -------------------------------------- */

static bool
read_gate(struct terms_reader *r, const struct node *n, struct gate_rule *out)
{
	typedef struct gate_rule t;
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(t, "kind", gate_kind_names, kind) },
		{ FIELD_INT(t, "count", 1, 120, count) },
		{ FIELD(t, "met", SCHEMA_BOOL, met) },
		{ FIELD(t, "value", SCHEMA_TEXT_ANY, value) },
	};

	*out = (struct gate_rule){ .count = 1, .met = true };
	if (!schema_read(n, "gate", fields, COUNT_OF(fields), out, r->d))
		return false;
	/* in the catalogue nobody can have looked */
	if (out->kind != GATE_CONSECUTIVE_BREACHES &&
	    node_get(n, "met") == NULL &&
	    (r->answers == NULL || r->answers->open != OPEN_SUGGEST))
		diag_add(r->d, DIAG_WARNING, n->at,
		    "look, and write met: yes or met: no",
		    "nothing says whether this condition is met; it is taken "
		    "as met");
	return true;
}

bool
terms_read_gates(struct terms_reader *r, const struct node *n, struct terms *t)
{
	const struct node *e = n->kind == NODE_LIST ? n->child : n;
	struct gate_rule *v = arena_array(
	    r->keep, n->kind == NODE_LIST ? n->n + 1 : 1, sizeof *v);
	bool ok = true;

	if (too_many(r, n, MOST_RULES))
		return false;
	for (; e != NULL; e = n->kind == NODE_LIST ? e->next : NULL)
		ok &= read_gate(r, e, &v[t->n_gates++]);
	t->gates = v;
	return ok;
}

static bool
read_window(struct terms_reader *r, const struct node *n, int64_t *ret_value,
    enum window_unit *ret_unit)
{
	struct raw {
		int64_t value;
		int unit;
	} raw = { 0, WINDOW_DAYS };
	static const struct schema_field fields[] = {
		{ "value", SCHEMA_INT, offsetof(struct raw, value), true, 0,
		    100000, NULL },
		{ FIELD_CHOICE(struct raw, "unit", window_unit_names, unit) },
	};

	if (!schema_read(n, "window", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	*ret_value = raw.value;
	/* "calendar_days" is another word for days */
	*ret_unit = raw.unit > WINDOW_BILLING_CYCLES
			? WINDOW_DAYS
			: (enum window_unit)raw.unit;
	return true;
}

bool
terms_read_claim(
    struct terms_reader *r, const struct node *map, struct claim_rule *out)
{
	struct raw {
		struct claim_rule out;
		const struct node *window, *ticket;
	} raw = { .out = { .anchor = ANCHOR_PERIOD_END } };
	static const struct schema_field fields[] = {
		{ FIELD(struct raw, "window", SCHEMA_MAP, window) },
		{ FIELD_CHOICE(
		    struct raw, "anchor", claim_anchor_names, out.anchor) },
		{ FIELD(struct raw, "ticket_within", SCHEMA_MAP, ticket) },
		{ FIELD(struct raw, "automatic", SCHEMA_BOOL, out.automatic) },
		{ FIELD_KNOWN("made") },
		{ FIELD_KNOWN("anchor_at") },
	};
	enum window_unit unit = WINDOW_HOURS;
	int64_t value = 0;

	if (!schema_read(map, "claim", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	raw.out.given = raw.window != NULL;
	if (raw.window != NULL &&
	    !read_window(r, raw.window, &raw.out.value, &raw.out.unit))
		return false;
	if (raw.ticket != NULL) {
		if (!read_window(r, raw.ticket, &value, &unit))
			return false;
		if (unit > WINDOW_DAYS) {
			diag_add(r->d, DIAG_ERROR, raw.ticket->at, NULL,
			    "\"ticket_within\" is in hours or days");
			return false;
		}
		raw.out.has_ticket_within = true;
		raw.out.ticket_within_ms =
		    value * (unit == WINDOW_DAYS ? MS_DAY : MS_HOUR);
	}
	*out = raw.out;
	return true;
}

bool
terms_read_payment(
    struct terms_reader *r, const struct node *n, struct payment_rule *out)
{
	struct raw {
		struct payment_rule out;
		const struct node *expires;
	} raw = { .expires = NULL };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(
		    struct raw, "kind", payment_kind_names, out.kind) },
		{ FIELD_CHOICE(
		    struct raw, "against", against_names, out.against) },
		{ FIELD(struct raw, "expires_after", SCHEMA_MAP, expires) },
	};
	int kind = 0;

	if (n->kind == NODE_SCALAR) {
		if (!node_choice(n, payment_kind_names, &kind, r->d))
			return false;
		out->kind = (enum payment_kind)kind;
		return true;
	}
	if (!schema_read(n, "payment", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	raw.out.has_expiry = raw.expires != NULL;
	if (raw.expires != NULL &&
	    !read_window(
		r, raw.expires, &raw.out.expires_value, &raw.out.expires_unit))
		return false;
	*out = raw.out;
	return true;
}

static bool
read_right(
    struct terms_reader *r, const struct node *n, struct termination_rule *out)
{
	struct raw {
		struct termination_rule out;
		const struct node *minutes, *percent;
	} raw = { .out = { .count = 1, .months = 1 } };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(
		    struct raw, "kind", termination_names, out.kind) },
		{ FIELD(struct raw, "minutes", SCHEMA_NODE, minutes) },
		{ FIELD(struct raw, "percent", SCHEMA_NODE, percent) },
		{ FIELD_INT(struct raw, "count", 1, 120, out.count) },
		{ FIELD_INT(struct raw, "months", 1, 120, out.months) },
		{ FIELD_INT(
		    struct raw, "notice_days", 1, 3660, out.notice_days) },
	};
	enum termination_kind kind;

	if (!schema_read(
		n, "termination", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	kind = raw.out.kind;
	if ((kind <= TERMINATE_CONSECUTIVE_MONTHS_GT) !=
		(raw.minutes != NULL) ||
	    (kind == TERMINATE_AVAILABILITY_LT) != (raw.percent != NULL)) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "\"minutes\" belongs to minutes_in_month_gt and "
		    "consecutive_months_gt, \"percent\" to availability_lt");
		return false;
	}
	if ((raw.minutes != NULL &&
		!read_ratio(r, raw.minutes, &raw.out.minutes)) ||
	    (raw.percent != NULL &&
		!read_ratio_to(r, raw.percent, 100, &raw.out.percent)))
		return false;
	*out = raw.out;
	return true;
}

bool
terms_read_termination(
    struct terms_reader *r, const struct node *list, struct terms *t)
{
	struct termination_rule *v =
	    arena_array(r->keep, list->n + 1, sizeof *v);
	size_t n = 0;
	bool ok = true;

	if (too_many(r, list, MOST_RULES))
		return false;
	for (const struct node *e = list->child; e != NULL; e = e->next)
		ok &= read_right(r, e, &v[n++]);
	t->termination = v;
	t->n_termination = n;
	return ok;
}
