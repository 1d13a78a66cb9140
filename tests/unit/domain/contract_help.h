/*
 * contract_help.h -- case documents in strings, settled, for tests of the
 * engine.
 */
#ifndef TESTS_UNIT_DOMAIN_CONTRACT_HELP_H
#define TESTS_UNIT_DOMAIN_CONTRACT_HELP_H

#include "domain/casedoc.h"
#include "unit/support.h"

static struct arena help_keep;
static struct zones help_zones;
static struct diags help_diags;

/* Arena, zones and complaints afresh before every test. */
static inline int
help_setup(void **state)
{
	(void)state;
	help_keep = (struct arena){ 0 };
	help_zones = (struct zones){ .keep = &help_keep };
	diags_init(&help_diags, &help_keep);
	return 0;
}

static inline int
help_teardown(void **state)
{
	(void)state;
	arena_release(&help_keep);
	return 0;
}

static inline const struct zone *
help_zone(const char *name)
{
	const struct zone *z = NULL;
	struct err e;

	if (zone_open(&help_zones, str_of(name), &z, &e) != 0)
		fail_msg("%s", e.text);
	return z;
}

/* 2025-06-10T10:00:00Z and the like. */
static inline int64_t
help_at(const char *text)
{
	struct iso iso;

	assert_true(iso_parse(str_of(text), &iso));
	return civil_ms(iso.at) - iso.offset_s * MS_SECOND;
}

/* The one document in `yaml`, read and settled; complaints fail the test. */
static inline struct casedoc *
help_settle(const char *yaml)
{
	struct casedocs docs;
	struct node *root;
	int rc = node_parse(
	    str_of(yaml), STR("test.case"), &help_keep, &root, &help_diags);

	rc = rc != 0 ? rc
		     : casedoc_parse(
			   root, &help_zones, &help_keep, &docs, &help_diags);
	rc = rc != 0 ? rc : casedoc_settle(&docs.v[0], &help_keep, &help_diags);
	if (rc != 0) {
		assert_true(help_diags.list.n > 0);
		fail_msg("%.*s", STR_ARG(help_diags.list.v[0].message));
	}
	return &docs.v[0];
}

/*
 * A case of June 2025 in UTC with the base 100.00 EUR, from the text of its
 * terms and of its incidents, both in the one-line style of YAML.
 */
static inline struct settlement *
help_june(const char *terms, const char *incidents)
{
	struct str yaml = str_format(&help_keep,
	    "{ timezone: UTC, currency: EUR, period: { kind: calendar_month, "
	    "year: 2025, month: 6 }, terms: { %s }, services: [ { id: s, "
	    "base: 100.00, hourly_price: 0.10 } ], incidents: [ %s ] }",
	    terms, incidents);

	return &help_settle(str_cstr(&help_keep, yaml))->services[0].settlement;
}

/* The complaints about terms, joined; empty when they are fine. */
static inline struct str
help_complaints(const char *terms)
{
	const struct terms *t;
	struct node *root;
	struct str out = STR_NONE;

	diags_init(&help_diags, &help_keep);
	if (node_parse(str_of(terms), STR("terms"), &help_keep, &root,
		&help_diags) == 0 &&
	    terms_parse(root, NULL, &help_zones, &help_keep, &t, &help_diags) ==
		0)
		assert_int_equal(help_diags.errors, 0);
	for (size_t i = 0; i < help_diags.list.n; i++)
		out = str_format(&help_keep, "%.*s%s%s: %.*s", STR_ARG(out),
		    out.n != 0 ? "; " : "",
		    help_diags.list.v[i].level == DIAG_ERROR ? "error"
							     : "warning",
		    STR_ARG(help_diags.list.v[i].message));
	return out;
}

/* A step of the trace by its key, the first one; NULL when there is none. */
static inline const struct step *
help_step(const struct settlement *s, const char *key)
{
	for (size_t i = 0; i < s->trace.steps.n; i++)
		if (strcmp(s->trace.steps.v[i].key, key) == 0)
			return &s->trace.steps.v[i];
	return NULL;
}

static inline const struct value *
help_value(const struct step *step, const char *name)
{
	for (int i = 0; step != NULL && i < step->n_values; i++)
		if (strcmp(step->v[i].name, name) == 0)
			return &step->v[i];
	fail_msg("no value \"%s\"", name);
	return NULL;
}

#define ENGINE_TEST(f)                                                         \
	cmocka_unit_test_setup_teardown(f, help_setup, help_teardown)

#endif
