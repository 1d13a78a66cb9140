/*
 * review_story.h -- a quarter worked out by hand: January to March 2024 in UTC,
 * a leap year: 744, 696 and 744 hours, 131,040 minutes a service. All numbers
 * are minutes.
 *
 *	customer  service  kind  fee      target    Jan  Feb  Mar  sum
 *	a shop    mail-a   mail   20 EUR  none       60   50   60  170
 *	a shop    web-a    web   100 EUR  99.9 %    100   50    0  150
 *	b shop    web-b    web   100 EUR  99.9 %    100   75    0  175
 *	c club    web-c    web    50 EUR  99.9 %      0   50   10   60
 *	d club    db-d     db     80 CHF  99.9 %      0   50   30   80
 *
 *	I1 disk     10 Jan 10:00-11:40  100  web-a web-b   on box-1
 *	I2 network   5 Feb 00:00-00:50   50  all           on core
 *	I3 disk      2 Mar 12:00-12:10   10  web-c         on box-2
 *	I4 unknown   3 Mar 08:00-08:30   30  db-d          on box-1
 *	I5 release  20 Mar 09:00-10:00   60  mail-a        on mx
 *	I0          10 Jan 11:00-12:00   60  mail-a        on mx
 *	none        20 Feb 01:00-01:25   25  web-b         on box-1
 *
 * Nobody registered I0: it counts as none.
 */
#ifndef TESTS_UNIT_DOMAIN_REVIEW_STORY_H
#define TESTS_UNIT_DOMAIN_REVIEW_STORY_H

#include "unit/domain/review_help.h"

#define MIN MS_MINUTE

static struct world w;
static struct review_figures f;

static struct outage *hits[7];
static const char *const months[] = { "2024-01", "2024-02", "2024-03" };

static inline void
make_outages(void)
{
	static const struct {
		const char *incident, *subject, *from;
		int64_t minutes;
	} rows[] = {
		{ "I1", "box-1", "2024-01-10 10:00", 100 },
		{ "I2", "core", "2024-02-05 00:00", 50 },
		{ "I3", "box-2", "2024-03-02 12:00", 10 },
		{ "I4", "box-1", "2024-03-03 08:00", 30 },
		{ "I5", "mx", "2024-03-20 09:00", 60 },
		{ "I0", "mx", "2024-01-10 11:00", 60 },
		{ "", "box-1", "2024-02-20 01:00", 25 },
	};

	for (size_t i = 0; i < 7; i++)
		hits[i] = world_outage(&w, rows[i].incident, rows[i].subject,
		    world_at(&w, rows[i].from), rows[i].minutes * MIN);
}

/* Detection after 5, 10, 2, ?, 60 and restoration with the records' ends. */
static inline void
make_incidents(void)
{
	static const struct {
		const char *id, *cause, *severity;
		int64_t detected, mitigated;
	} rows[] = {
		{ "I1", "disk", "1", 5, 90 },
		{ "I2", "network", "1", 10, -1 },
		{ "I3", "disk", "2", 2, -1 },
		{ "I4", "", "2", -1, -1 },
		{ "I5", "release", "2", 60, -1 },
	};

	for (size_t i = 0; i < 5; i++) {
		int64_t at = hits[i]->span.from_at;
		struct incident *in = world_incident(
		    &w, rows[i].id, rows[i].cause, rows[i].severity, at);

		in->restored_at = hits[i]->span.to_at;
		if (rows[i].detected >= 0)
			in->detected_at = at + rows[i].detected * MIN;
		if (rows[i].mitigated >= 0)
			in->mitigated_at = at + rows[i].mitigated * MIN;
	}
}

/* The months of a service; `which` are the records that hit it. */
static inline struct settlement *
make_service(const struct customer *c, const char *id, const char *kind,
    struct money fee, const char *which)
{
	struct service *s = world_service(&w, id, c, kind, fee);
	struct settlement *first = &w.ledger[w.d.n_ledger].settlement;

	for (size_t m = 0; m < 3; m++) {
		struct settlement *x = world_month(&w, c, s, months[m]);

		x->has_target = kind[0] != 'm';
		for (size_t i = 0; which[i]; i++) {
			const struct outage *o = hits[which[i] - '1'];

			if (span_ms(span_intersect(o->span, x->period)) > 0)
				world_hit(&w, x, o);
		}
	}
	return first;
}

static inline struct settlement *
month_of(struct settlement *first, size_t m)
{
	struct ledger_row *row =
	    (struct ledger_row *)((char *)first -
				  offsetof(struct ledger_row, settlement));

	return &row[m].settlement;
}

/* Claimed and paid; to be claimed; run out; the rest by itself. */
static inline void
make_credits(struct settlement *web_a, struct settlement *web_b,
    struct settlement *web_c, struct settlement *db_d)
{
	struct settlement *x;

	x = month_of(web_a, 0);
	x->credit_minor = 1000;
	x->automatic = false;
	x = month_of(web_a, 1);
	x->credit_minor = 500;
	x->automatic = false;
	x->has_claim_deadline = true;
	x->claim_deadline_at = world_at(&w, "2024-05-01");
	x = month_of(web_b, 0);
	x->credit_minor = 1000;
	x->automatic = false;
	x->has_claim_deadline = true;
	x->claim_deadline_at = world_at(&w, "2024-04-01");
	month_of(web_b, 1)->credit_minor = 500;
	month_of(web_c, 1)->credit_minor = 250;
	month_of(db_d, 2)->credit_minor = 400;
	w.claims[w.d.n_claims++] = (struct claim){ .service = STR("web-a"),
		.period = STR("2024-01"),
		.claimed_at = world_at(&w, "2024-02-09"),
		.paid_at = world_at(&w, "2024-03-15"),
		.has_paid = true,
		.paid = { 1000, eur } };
	w.claims[w.d.n_claims++] = (struct claim){ .service = STR("web-a"),
		.period = STR("2023-11"),
		.claimed_at = NO_INSTANT,
		.paid_at = world_at(&w, "2023-12-20"),
		.has_paid = true,
		.paid = { 200, eur } };
	/* of a credit that the quarter's bridge does not hold */
	w.claims[w.d.n_claims++] = (struct claim){ .service = STR("web-a"),
		.period = STR("2024-04"),
		.claimed_at = NO_INSTANT,
		.paid_at = world_at(&w, "2024-04-05"),
		.has_paid = true,
		.paid = { 300, eur } };
}

static inline void
make_past(void)
{
	w.past[w.d.n_past++] = (struct past_period){ .service = STR("web-a"),
		.period = STR("2023-12"),
		.availability = ratio_make(998, 1000),
		.minutes = ratio_int(90),
		.has_credit = true,
		.credit = { 700, eur } };
	/* the same again, for the sake of an allowance */
	w.past[w.d.n_past] = w.past[w.d.n_past - 1];
	w.past[w.d.n_past].kind = STR("maintenance");
	w.past[w.d.n_past++].used_minutes = ratio_int(5);
	w.past[w.d.n_past++] = (struct past_period){ .service = STR("web-a"),
		.period = STR("2023-11"),
		.availability = ratio_make(9995, 10000) };
	/* 13 months before the last of the quarter: out of the last 12 */
	w.past[w.d.n_past++] = (struct past_period){ .service = STR("web-a"),
		.period = STR("2023-03"),
		.availability = ratio_make(99, 100) };
	/* told earlier of what is settled now */
	w.past[w.d.n_past++] = (struct past_period){ .service = STR("web-b"),
		.period = STR("2024-01"),
		.availability = ratio_make(9977, 10000),
		.minutes = ratio_int(95),
		.has_credit = true,
		.credit = { 900, eur } };
	w.past[w.d.n_past++] = (struct past_period){ .service = STR("web-b"),
		.period = STR("2024-01"),
		.kind = STR("maintenance"),
		.used_minutes = ratio_int(5) };
}

static inline void
make_actions(void)
{
	static const struct {
		const char *id, *incident, *due, *done;
	} rows[] = {
		{ "A1", "I1", "2024-02-01", "2024-03-03" },
		{ "A2", "I1", "2024-04-30", NULL },
		{ "A3", "I2", "2024-02-20", NULL },
		{ "A4", "I5", "2024-04-15", "2024-03-25" },
	};

	for (size_t i = 0; i < 4; i++)
		w.actions[w.d.n_actions++] =
		    (struct action){ .id = str_of(rows[i].id),
			    .incident = str_of(rows[i].incident),
			    .due_at = world_at(&w, rows[i].due),
			    .done_at = rows[i].done ? world_at(&w, rows[i].done)
						    : NO_INSTANT };
}

static inline int
story_setup(void **state)
{
	static const struct holiday new_year = { .name = { "New Year", 8 } };
	static struct holiday holiday;
	struct customer *a, *b, *c, *d;
	struct settlement *web_a, *web_b, *web_c, *db_d;

	(void)state;
	world_open(&w, "UTC", 10);
	for (size_t i = 0; i < 3; i++)
		w.periods[i] = str_of(months[i]);
	w.d.settings.n_periods = 3;
	w.d.settings.as_of = world_at(&w, "2024-04-10 09:00");
	holiday = new_year;
	holiday.day = civil_days(2024, 1, 1);
	w.d.settings.holidays = &holiday;
	w.d.settings.n_holidays = 1;
	make_outages();
	make_incidents();
	a = world_customer(&w, "a", "shop");
	b = world_customer(&w, "b", "shop");
	c = world_customer(&w, "c", "club");
	d = world_customer(&w, "d", "club");
	(void)make_service(
	    a, "mail-a", "mail", (struct money){ 2000, eur }, "625");
	web_a =
	    make_service(a, "web-a", "web", (struct money){ 10000, eur }, "12");
	web_b = make_service(
	    b, "web-b", "web", (struct money){ 10000, eur }, "127");
	web_c =
	    make_service(c, "web-c", "web", (struct money){ 5000, eur }, "23");
	db_d = make_service(d, "db-d", "db", (struct money){ 8000, chf }, "24");
	/* two whole days of web-c without data */
	month_of(web_c, 2)->states.no_data_ms = 2 * MS_DAY;
	interval_add(&w.keep, &month_of(web_c, 2)->no_data,
	    world_at(&w, "2024-03-10"), world_at(&w, "2024-03-12"));
	/* settled by the year; and never settled */
	(void)world_month(&w, d,
	    world_service(&w, "year-d", d, "dns", (struct money){ 0, eur }),
	    "2024");
	(void)world_service(&w, "new-d", d, "dns", (struct money){ 0, eur });
	make_credits(web_a, web_b, web_c, db_d);
	make_past();
	make_actions();
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	return 0;
}

static inline int
story_teardown(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

#endif
