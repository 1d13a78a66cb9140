/*
 * regulatory_help.h -- a house, an incident with two services, and the answer
 * of one line of an act.
 */
#ifndef TESTS_UNIT_DOMAIN_REGULATORY_HELP_H
#define TESTS_UNIT_DOMAIN_REGULATORY_HELP_H

#include "unit/support.h"

#include "domain/regulatory.h"

#define FACTS    12
#define EUROS(n) ((n)*INT64_C(100))
#define OVER(ms) ((ms) + 1)

struct house {
	struct arena keep;
	struct zones zones;
	struct dossier d;
	struct regulation_settings r;
	struct regulatory_fact facts[FACTS];
	struct submission submissions[4];
	struct incident incident, earlier;
	const struct incident *same[1];
	struct outage outage;
	struct outage_line line;
	struct service services[2];
	struct customer customer;
	struct ledger_row ledger[2];
	struct affected_service affected[2];
	struct affected_customer hit;
	struct kind_figures kind;
	struct incident_figures f;
	struct regulatory_figures out;
};

/* An incident of which the case knows nothing but a credit of nothing. */
static inline void
open_house(struct house *h)
{
	struct err e = { 0 };
	static const int64_t none = NO_INSTANT;

	memset(h, 0, sizeof *h);
	h->zones.keep = &h->keep;
	assert_int_equal(
	    zone_open(&h->zones, STR("Europe/Rome"), &h->d.settings.zone, &e),
	    0);
	h->r = (struct regulation_settings){
		.turnover = -1, .eu_users = -1, .domains = -1
	};
	h->d.keep = &h->keep;
	h->d.settings.regulation = &h->r;
	h->d.settings.as_of = 1000 * MS_DAY;
	h->d.regulatory = h->facts;
	h->d.submissions = h->submissions;
	h->incident = (struct incident){
		.id = STR("I"), .fault_at = none, .closed_at = none
	};
	h->outage = (struct outage){ .incident = STR("I") };
	h->line = (struct outage_line){ .outage = &h->outage, .inside_ms = 1 };
	for (int i = 0; i < 2; i++) {
		h->services[i] =
		    (struct service){ .id = i ? STR("b") : STR("a"),
			    .kind = STR("web"),
			    .in_from = none,
			    .in_to = none };
		h->ledger[i] = (struct ledger_row){ .customer = &h->customer,
			.service = &h->services[i] };
		h->ledger[i].settlement.lines = &h->line;
		h->ledger[i].settlement.n_lines = 1;
		h->ledger[i].settlement.currency =
		    (struct currency){ "EUR", 2 };
		h->affected[i] =
		    (struct affected_service){ .customer = &h->customer,
			    .service = &h->services[i] };
	}
	h->d.ledger = h->ledger;
	h->d.n_ledger = 2;
	h->kind.kind = STR("web");
	h->hit.customer = &h->customer;
	h->f = (struct incident_figures){ .incident = &h->incident,
		.first_impact.at = none,
		.restored.at = none,
		.kinds = &h->kind,
		.n_kinds = 1,
		.services = h->affected,
		.n_services = 2,
		.customers = &h->hit,
		.n_customers = 1 };
}

static inline void
close_house(struct house *h)
{
	arena_release(&h->keep);
}

/* State a fact, or change it. */
static inline void
state(struct house *h, enum regulatory_id id, int64_t number)
{
	const char *name = regulatory_kinds[id].name;
	struct regulatory_fact *f = h->facts;

	while (f < h->facts + h->d.n_regulatory && !str_is(f->name, name))
		f++;
	if (f == h->facts + h->d.n_regulatory)
		h->d.n_regulatory++;
	assert_true(h->d.n_regulatory <= FACTS);
	*f = (struct regulatory_fact){ .incident = STR("I"),
		.name = str_of(name),
		.source = STR("test"),
		.at = number,
		.number = number };
}

static inline void
submit(struct house *h, enum regulatory_regime regime,
    enum regulatory_step step, int64_t at)
{
	h->submissions[h->d.n_submissions++] =
	    (struct submission){ .incident = STR("I"),
		    .regime = (int)regime,
		    .step = (int)step,
		    .submitted_at = at };
}

static inline const struct regulatory_line *
line_of(struct house *h, enum regulatory_act act, const char *article)
{
	regulatory_figures(&h->d, &h->f, &h->keep, &h->out);
	for (size_t i = 0; i < h->out.tables[act].n; i++)
		if (strcmp(h->out.tables[act].lines[i].article, article) == 0)
			return &h->out.tables[act].lines[i];
	fail_msg("there is no line %s", article);
	return NULL;
}

/* 'm' met, 'n' not met, '?' cannot tell. */
static inline char
answer(struct house *h, enum regulatory_act act, const char *article)
{
	return "nm?"[line_of(h, act, article)->answer];
}

#define NIS2(h, article) answer((h), ACT_NIS2_SIGNIFICANT, article)
#define DORA(h, article) answer((h), ACT_DORA_MAJOR, article)
#define GDPR(h, article) answer((h), ACT_GDPR, article)

static inline void
missing(
    struct house *h, const char *article, const char *first, const char *second)
{
	const struct regulatory_line *l =
	    line_of(h, ACT_NIS2_SIGNIFICANT, article);

	assert_int_equal(l->n_missing, second != NULL ? 2 : 1);
	assert_string_equal(l->missing[0], first);
	if (second != NULL)
		assert_string_equal(l->missing[1], second);
}

static inline void
down(struct house *h, struct spans *set, int from_min, int to_min)
{
	interval_add(&h->keep, set, from_min * MS_MINUTE, to_min * MS_MINUTE);
}

#endif
