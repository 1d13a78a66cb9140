/*
 * fixture.h -- a small case, settled: two customers, three services, one
 * incident.
 *
 * April 2013 in Rome has 30 days = 720 h = 2,592,000 s. Reported for the web
 * site of the first customer: 11 Apr 18:30 to 15 Apr 18:42     96 h 12   the
 * incident 12 Apr 10:00 to 14:00             4 h 00   inside the first: overlap
 *     20 Apr 02:00 to 06:00             4 h 00   announced maintenance
 *     22 Apr 09:00 to 09:20             0 h 20   shorter than 30 min
 *     25 Apr 10:00 to 10:22             0 h 22   shorter than 30 min
 * Sum 104 h 54; less 0 h 42 too short, 4 h 00 excluded, 4 h 00 overlap: 96 h 12
 * = 346,320 s. Availability 1 - 346320/2592000 = 0.866388..., 86.638 % floored;
 * the row below 95 % gives 100 % of 49.00. Its mail had nothing. The second
 * customer's site had only the incident: 100 % of 30.00.
 */
#ifndef TESTS_UNIT_REPORT_FIXTURE_H
#define TESTS_UNIT_REPORT_FIXTURE_H

#include "unit/support.h"

#include "domain/contract.h"
#include "report/report.h"

struct fixture {
	struct arena keep;
	struct zones zones;
	struct contract contract;
	struct customer customers[2];
	struct service services[3];
	struct outage outages[6];
	struct window windows[1];
	struct incident incidents[1];
	struct notice notices[6];
	struct action actions[2];
	struct calls calls[3];
	struct narrative narratives[1];
	struct source sources[2];
	struct ledger_row ledger[3];
	struct str periods[1];
	struct settle_input inputs[3];
	struct dossier d;
};

static const char contract_yaml[] =
    "id: gold\n"
    "name: Gold hosting agreement\n"
    "version: \"2.1\"\n"
    "agreed_on: 2012-01-15\n"
    "timezone: Europe/Rome\n"
    "currency: EUR\n"
    "clauses: { tiers: \"4.1\", caps: \"4.3\", maintenance: \"5.2\","
    " min_duration: \"3.4\" }\n"
    "terms:\n"
    "  period: { kind: calendar_month }\n"
    "  target: \"99.9\"\n"
    "  min_duration: { seconds: 1800, op: ge }\n"
    "  exclude:\n"
    "    - { kind: maintenance, min_notice_hours: 120 }\n"
    "  credit:\n"
    "    rule: tiers\n"
    "    on: availability\n"
    "    rows:\n"
    "      - { ge: \"99.0\", lt: \"99.9\", percent: \"10\" }\n"
    "      - { ge: \"95.0\", lt: \"99.0\", percent: \"25\" }\n"
    "      - { lt: \"95.0\", percent: \"100\" }\n"
    "  caps:\n"
    "    - { percent: \"100\" }\n"
    "  money_round: half_up\n"
    "  claim: { window: { value: 2, unit: months }, anchor: period_end }\n"
    "  payment: { kind: credit, against: next_invoice }\n";

static inline int64_t
rome(const struct fixture *f, int month, int day, int hour, int minute)
{
	const struct civil c = { 2013, month, day, hour, minute, 0, 0 };
	int64_t at = 0;

	(void)zone_instant(f->d.settings.zone, c, &at, NULL);
	return at;
}

static inline void
print_diags(const struct diags *d)
{
	for (size_t i = 0; i < d->list.n; i++)
		print_error("%.*s\n", STR_ARG(d->list.v[i].message));
}

static inline void
fixture_contract(struct fixture *f)
{
	struct diags d;

	diags_init(&d, &f->keep);
	if (contract_parse(str_of(contract_yaml), STR("contracts/gold.yaml"),
		&f->zones, &f->keep, &f->contract, &d))
		print_diags(&d);
	assert_int_equal(d.errors, 0);
}

static inline struct outage
fixture_outage(const char *id, const char *subject, int64_t from, int64_t to)
{
	return (struct outage){ .id = str_of(id),
		.subject = str_of(subject),
		.span = { from, to },
		.condition = COND_DOWN,
		.view = VIEW_PROVIDER,
		.detected_at = NO_INSTANT,
		.reported_at = NO_INSTANT,
		.ticket_at = NO_INSTANT,
		.weight = ratio_int(1),
		.from = { STR("outages/outages.csv"), 2 } };
}

static inline void
fixture_outages(struct fixture *f)
{
	struct outage *o = f->outages;

	o[0] = fixture_outage(
	    "O-1", "web1", rome(f, 4, 11, 18, 30), rome(f, 4, 15, 18, 42));
	o[1] = fixture_outage(
	    "O-2", "web1", rome(f, 4, 12, 10, 0), rome(f, 4, 12, 14, 0));
	o[2] = fixture_outage(
	    "O-3", "web1", rome(f, 4, 20, 2, 0), rome(f, 4, 20, 6, 0));
	o[3] = fixture_outage(
	    "O-4", "web1", rome(f, 4, 22, 9, 0), rome(f, 4, 22, 9, 20));
	o[4] = fixture_outage(
	    "O-5", "web1", rome(f, 4, 25, 10, 0), rome(f, 4, 25, 10, 22));
	o[5] = fixture_outage(
	    "O-6", "web2", rome(f, 4, 11, 18, 30), rome(f, 4, 15, 18, 42));
	o[0].incident = o[1].incident = o[5].incident = STR("INC-1");
	f->windows[0] = (struct window){ .id = STR("W-1"),
		.kind = STR("maintenance"),
		.span = { rome(f, 4, 20, 2, 0), rome(f, 4, 20, 6, 0) },
		.announced_at = rome(f, 4, 10, 9, 0),
		.approved_by = STR("Change board"),
		.from = { STR("maintenance/plan.csv"), 2 } };
}

static inline void
fixture_customers(struct fixture *f)
{
	const struct currency eur = { "EUR", 2 };

	f->customers[0] = (struct customer){ .id = STR("c001"),
		.name = STR("Rossi S.r.l."),
		.lang = STR("it"),
		.segment = STR("business"),
		.contact = STR("Amministrazione"),
		.address = STR("Via Roma 1, 00100 Roma, Italia"),
		.consumer = true,
		.from = { STR("customers.csv"), 2 } };
	f->customers[1] = (struct customer){ .id = STR("c002"),
		.name = STR("Verdi S.p.A."),
		.lang = STR("de"),
		.segment = STR("business"),
		.address = STR("Via Milano 2, 20100 Milano, Italia"),
		.from = { STR("customers.csv"), 3 } };
	f->services[0] = (struct service){ .id = STR("web1"),
		.customer = STR("c001"),
		.kind = STR("web"),
		.name = STR("Rossi shop"),
		.site = STR("www.rossi.example.com"),
		.contract = STR("gold"),
		.fee = { 4900, eur },
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT,
		.from = { STR("services.csv"), 2 } };
	f->services[1] = f->services[0];
	f->services[1].id = STR("mail1");
	f->services[1].kind = STR("mail");
	f->services[1].name = STR("Rossi mail");
	f->services[1].site = STR_NONE;
	f->services[1].fee.minor = 500;
	f->services[2] = f->services[0];
	f->services[2].id = STR("web2");
	f->services[2].customer = STR("c002");
	f->services[2].name = STR("Verdi site");
	f->services[2].site = STR("www.verdi.example.com");
	f->services[2].fee.minor = 3000;
}

static inline void
fixture_settle(struct fixture *f, size_t i, struct outage *outages, size_t n)
{
	struct settle_input *in = &f->inputs[i];
	struct diags d;

	*in = (struct settle_input){ .terms = f->contract.terms,
		.zone = f->contract.zone,
		.period = { rome(f, 4, 1, 0, 0), rome(f, 5, 1, 0, 0) },
		.period_name = STR("2013-04"),
		.service = f->services[i].id,
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT,
		.base_minor = ratio_int(f->services[i].fee.minor),
		.currency = f->contract.currency,
		.outages = outages,
		.n_outages = n,
		.windows = f->windows,
		.n_windows = i == 0,
		.claim = { NO_INSTANT, NO_INSTANT },
		.now_at = f->d.settings.as_of,
		.min_recovery_ms = 5 * MS_MINUTE };
	f->ledger[i] = (struct ledger_row){ .customer = &f->customers[i == 2],
		.service = &f->services[i],
		.contract = &f->contract };
	diags_init(&d, &f->keep);
	if (settle_service(in, &f->keep, &f->ledger[i].settlement, &d))
		print_diags(&d);
	assert_int_equal(d.errors, 0);
}

/*
 * The messages of the design's own example: hours since Thursday 11 April
 * 00:00: impact 18:30, messages 39:30, 44:00, 66:00, 107:18, 131:00, 149:00,
 * all restored 152:00. The second promises the third in time, the fourth too
 * late.
 */
static inline void
fixture_story(struct fixture *f)
{
	static const struct {
		int day, hour, minute;
	} at[6] = { { 12, 15, 30 }, { 12, 20, 0 }, { 13, 18, 0 },
		{ 15, 11, 18 }, { 16, 11, 0 }, { 17, 5, 0 } };

	f->incidents[0] = (struct incident){ .id = STR("INC-1"),
		.title = STR("Attack on the database cluster"),
		.severity = STR("1"),
		.cause = STR("ddos"),
		.author = STR("Operations"),
		.fault_at = NO_INSTANT,
		.first_impact_at = rome(f, 4, 11, 18, 30),
		.clear_impact_at = rome(f, 4, 12, 13, 0),
		.detected_at = rome(f, 4, 11, 19, 0),
		.declared_at = NO_INSTANT,
		.mitigated_at = NO_INSTANT,
		.restored_at = rome(f, 4, 17, 8, 0),
		.closed_at = NO_INSTANT };
	for (size_t i = 0; i < 6; i++)
		f->notices[i] = (struct notice){ .id = STR("N"),
			.incident = STR("INC-1"),
			.channel = STR("blog"),
			.text = STR("We are working on it."),
			.at = rome(f, 4, at[i].day, at[i].hour, at[i].minute),
			.promised_at = NO_INSTANT,
			.public_ = true };
	f->notices[1].promised_at = rome(f, 4, 13, 20, 0);
	f->notices[2].promised_at = rome(f, 4, 14, 12, 0);
	f->actions[0] = (struct action){ .id = STR("A-1"),
		.incident = STR("INC-1"),
		.text = STR("Filter traffic in front of the cluster"),
		.type = STR("prevent"),
		.owner = STR("Network"),
		.due_at = rome(f, 4, 30, 0, 0),
		.done_at = NO_INSTANT,
		.state = STR("open") };
	f->actions[1] = f->actions[0];
	f->actions[1].id = STR("A-2");
	f->actions[1].state = STR("done");
	f->actions[1].done_at = rome(f, 4, 20, 0, 0);
	f->calls[0] = (struct calls){ .day_at = rome(f, 4, 5, 0, 0),
		.channel = STR("phone"),
		.received = 20,
		.answered = 20 };
	f->calls[1] = (struct calls){ .day_at = rome(f, 4, 12, 0, 0),
		.channel = STR("phone"),
		.received = 90,
		.answered = 40,
		.abandoned = 50 };
	f->calls[2] = f->calls[1];
	f->calls[2].channel = STR("ticket");
	f->calls[2].received = 10;
	f->calls[2].answered = 10;
	f->calls[2].abandoned = 0;
	f->narratives[0] = (struct narrative){ .incident = STR("INC-1"),
		.field = STR("cause"),
		.lang = STR("en"),
		.text = STR("A flood of requests.\nIt came from far.\n\n"
			    "The second paragraph.\n") };
}

static inline void
fixture_dossier(struct fixture *f)
{
	struct dossier *d = &f->d;
	struct settings *s = &d->settings;

	d->keep = &f->keep;
	s->title = STR("The five days of April");
	s->provider = STR("Alba Hosting S.r.l.");
	s->provider_address = STR("Via del Faro 1, 16100 Genova, Italia");
	s->provider_contact = STR("credits@alba.example.net");
	s->provider_vat_id = STR("IT00000000000");
	s->zone_name = STR("Europe/Rome");
	f->periods[0] = STR("2013-04");
	s->periods = f->periods;
	s->n_periods = 1;
	s->lang = STR("en");
	s->min_recovery_ms = 5 * MS_MINUTE;
	s->edition = EDITION_CUSTOMER;
	s->traffic_unit = STR("views");
	d->contracts = &f->contract;
	d->n_contracts = 1;
	d->customers = f->customers;
	d->n_customers = 2;
	d->services = f->services;
	d->n_services = 3;
	d->outages = f->outages;
	d->n_outages = 6;
	d->incidents = f->incidents;
	d->n_incidents = 1;
	d->notices = f->notices;
	d->n_notices = 6;
	d->actions = f->actions;
	d->n_actions = 2;
	d->calls = f->calls;
	d->n_calls = 3;
	d->narratives = f->narratives;
	d->n_narratives = 1;
	d->sources = f->sources;
	d->n_sources = 2;
	d->ledger = f->ledger;
	d->n_ledger = 3;
	d->run_id = STR("0f1e2d3c");
	d->config_sha256 = STR("00112233445566778899aabbccddeeff"
			       "00112233445566778899aabbccddeeff");
	d->command = STR("makegood report case");
}

static inline struct source
fixture_source(const char *file, const char *kind)
{
	return (struct source){ .file = str_of(file),
		.kind = str_of(kind),
		.sha256 = STR("ffeeddccbbaa99887766554433221100"
			      "ffeeddccbbaa99887766554433221100"),
		.rows = 6,
		.first_at = NO_INSTANT,
		.last_at = NO_INSTANT };
}

/* Everything, settled. Give back with fixture_close(). */
static inline void
fixture_open(struct fixture *f)
{
	struct err e = { 0 };

	memset(f, 0, sizeof *f);
	f->zones.keep = &f->keep;
	assert_int_equal(
	    zone_open(&f->zones, STR("Europe/Rome"), &f->d.settings.zone, &e),
	    0);
	fixture_contract(f);
	f->d.settings.as_of = rome(f, 5, 2, 9, 0);
	fixture_customers(f);
	fixture_outages(f);
	fixture_story(f);
	f->sources[0] = fixture_source("outages/outages.csv", "outages");
	f->sources[1] = fixture_source("traffic/verdi.log", "traffic");
	fixture_settle(f, 0, f->outages, 5);
	fixture_settle(f, 1, f->outages, 0);
	fixture_settle(f, 2, &f->outages[5], 1);
	fixture_dossier(f);
}

static inline void
fixture_close(struct fixture *f)
{
	arena_release(&f->keep);
}

/* A document as text: what the text writer makes of it. */
static inline struct str
fixture_text(struct arena *keep, const struct doc *doc)
{
	const char *path = "/tmp/makegood-test-report.txt";
	struct err e = { 0 };
	struct str text = STR_NONE;

	assert_int_equal(writer_named("text")->write(doc, path, &e), 0);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	char *bytes = arena_alloc(keep, 1u << 20);
	text.n = fread(bytes, 1, 1u << 20, in);
	text.p = bytes;
	fclose(in);
	remove(path);
	return text;
}

/* Blanks, no-break ones too, line ends and frames of boxes as one blank. */
static inline struct str
fixture_flat(struct arena *keep, struct str s)
{
	char *out = arena_alloc(keep, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool unbroken =
		    s.p[i] == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\xa0';
		bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '|' ||
			     unbroken;

		i += unbroken;
		if (blank && n > 0 && out[n - 1] == ' ')
			continue;
		out[n++] = blank ? ' ' : s.p[i];
	}
	return (struct str){ out, n };
}

static inline bool
contains(struct str text, const char *part)
{
	return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

#endif
