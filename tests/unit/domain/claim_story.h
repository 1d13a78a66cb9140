/*
 * claim_story.h -- a claim whose heads A and B are done by hand.
 *
 * April 2024 has 720 h = 2,592,000 s. The site costs 39.00 and was down
 *     11 Apr 16:30 to 12 Apr 04:30 UTC     12 h 00
 *     12 Apr 04:34 to 13 Apr 12:00 UTC     31 h 26
 *     13 Apr 12:10 to 13 Apr 20:40 UTC      8 h 30    in all 51 h 56 = 186,960
 * s so B is 39.00 x 186960 / 2592000 = 2.8130... = 2.81, covered by A = 19.50.
 * Mail costs 12.00 and was down 12 h: 12.00 x 43200 / 2592000 = 0.20, no
 * credit.
 */
#ifndef TESTS_DOMAIN_CLAIM_STORY_H
#define TESTS_DOMAIN_CLAIM_STORY_H

#include "unit/support.h"

#include "domain/claim_figures.h"

#define HOUR   MS_HOUR
#define MINUTE MS_MINUTE

static const struct currency eur = { "EUR", 2 };
static const struct terms plain = { .combine = COMBINE_SUM };

struct story {
	struct arena keep;
	struct zones zones;
	struct claim_settings claim;
	struct customer customers[2];
	struct service services[2];
	struct contract contract;
	struct outage outages[4];
	struct outage_line lines[4];
	struct incident incident;
	struct ledger_row ledger[3];
	struct affected_service affected[2];
	struct calls_figures calls[3];
	struct site_estimate estimate;
	struct estimate_point points[4];
	struct traffic bins[3];
	struct site_traffic traffic;
	struct str periods[1];
	struct incident_figures figures;
	struct dossier d;
	struct claim_figures f;
};

static int64_t
utc(int day, int hour, int minute)
{
	return civil_ms((struct civil){ 2024, 4, day, hour, minute, 0, 0 });
}

static void
add_row(struct story *s, size_t i, int64_t fee, int64_t credit,
    struct spans down, struct outage_line *lines, size_t n)
{
	s->ledger[i] = (struct ledger_row){ .customer = &s->customers[0],
		.service = &s->services[i],
		.contract = &s->contract,
		.settlement = { .service = s->services[i].id,
		    .period_name = STR("2024-04"),
		    .period = { utc(1, 0, 0), utc(31, 0, 0) },
		    .currency = eur,
		    .states = { .period_ms = 720 * HOUR },
		    .down = down,
		    .lines = lines,
		    .n_lines = n,
		    .base_minor = ratio_int(fee),
		    .credit_minor = credit,
		    .money_round = ROUND_HALF_UP,
		    .has_claim_deadline = true,
		    .claim_deadline_at = utc(31, 0, 0) + (int64_t)i * HOUR } };
}

static void
add_outage(struct story *s, size_t i, int64_t from_at, int64_t to_at)
{
	s->outages[i] = (struct outage){ .span = { from_at, to_at },
		.incident = STR("D-1") };
	s->lines[i] = (struct outage_line){ .outage = &s->outages[i],
		.inside_ms = to_at - from_at };
}

static void
add_services(struct story *s)
{
	struct spans web = { 0 }, mail = { 0 };

	add_outage(s, 0, utc(11, 16, 30), utc(12, 4, 30));
	add_outage(s, 1, utc(12, 4, 34), utc(13, 12, 0));
	add_outage(s, 2, utc(13, 12, 10), utc(13, 20, 40));
	add_outage(s, 3, utc(12, 1, 0), utc(12, 13, 0));
	for (size_t i = 0; i < 3; i++)
		interval_add(&s->keep, &web, s->outages[i].span.from_at,
		    s->outages[i].span.to_at);
	interval_add(&s->keep, &mail, utc(12, 1, 0), utc(12, 13, 0));
	s->services[0] = (struct service){ .id = STR("web"),
		.customer = STR("orto"),
		.site = STR("www.orto.example.com") };
	s->services[1] =
	    (struct service){ .id = STR("mail"), .customer = STR("orto") };
	add_row(s, 0, 3900, 1950, web, s->lines, 3);
	add_row(s, 1, 1200, 0, mail, &s->lines[3], 1);
	s->affected[0] = (struct affected_service){ .service = &s->services[0],
		.down = web };
	s->affected[1] = (struct affected_service){ .service = &s->services[1],
		.down = mail };
}

/* 4,000 views in the time of the orders; L = 2140.4, 1979.9 to 2380.2. */
static void
add_traffic(struct story *s)
{
	s->bins[0] = (struct traffic){ .at = utc(1, 0, 0), .views = 2500 };
	s->bins[1] = (struct traffic){ .at = utc(10, 0, 0), .views = 1500 };
	s->bins[2] = (struct traffic){ .at = utc(11, 0, 0), .views = 9999 };
	s->traffic = (struct site_traffic){ .site = STR("www.orto.example.com"),
		.step_ms = HOUR,
		.v = s->bins,
		.n = 3 };
	s->figures.lost.unit = STR("views");
	s->figures.lost.n_sites = 1;
	s->figures.lost.sums = (struct lost_sums){
		.lost = 2140.4, .lost_lo80 = 1979.9, .lost_hi80 = 2380.2
	};
}

static void
open_story(struct story *s)
{
	memset(s, 0, sizeof *s);
	s->customers[0].id = STR("orto");
	s->customers[1].id = STR("other");
	s->incident = (struct incident){ .id = STR("D-1") };
	s->figures.incident = &s->incident;
	s->contract.terms = &plain;
	add_services(s);
	add_traffic(s);
	s->figures.services = s->affected;
	s->figures.n_services = 2;
	s->claim = (struct claim_settings){ .deadline_at = NO_INSTANT,
		.first_ticket_at = utc(11, 17, 5),
		.orders = -1 };
	s->periods[0] = STR("2024-04");
	s->d = (struct dossier){ .keep = &s->keep,
		.settings = { .claimant = true,
		    .claim = &s->claim,
		    .periods = s->periods,
		    .n_periods = 1 },
		.customers = s->customers,
		.n_customers = 2,
		.services = s->services,
		.n_services = 2,
		.incidents = &s->incident,
		.n_incidents = 1,
		.traffic = &s->traffic,
		.n_traffic = 1,
		.ledger = s->ledger,
		.n_ledger = 2 };
}

static void
figure(struct story *s, bool about_incident)
{
	assert_true(claim_figures(&s->d, about_incident ? &s->figures : NULL,
	    &s->customers[0], (struct claim_bases){ true, true }, &s->keep,
	    &s->f));
}

#endif
