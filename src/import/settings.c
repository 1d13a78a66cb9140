/*
 * case.yaml: who we are, which months, and how each file is to be read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/node.h"
#include "import/accept.h"
#include "import/claim_read.h"
#include "import/comms_targets.h"
#include "import/engine.h"
#include "import/formats.h"
#include "import/holidays.h"
#include "import/host.h"
#include "import/quarters_read.h"
#include "import/regulation_read.h"
#include "import/traffic_pattern.h"
#include "import/watch_rule.h"

#define COUNT(v) (sizeof(v) / sizeof *(v))
/* Half a lifetime of months; more is a slip. */
#define PERIODS_MAX 600
#define PATTERN_MAX 200
#define COLUMNS_MAX 32

static const char *const role_names[] = { "provider", "claimant", NULL };
static const char *const policy_names[] = { "refuse", "earlier", "later",
	NULL };
/* In the order of enum when_dates and enum probe_locations. */
static const char *const dates_names[] = { "auto", "dmy", "mdy", "ymd", "excel",
	"epoch", NULL };
static const char *const locations_names[] = { "majority", "any", "all", NULL };
static const char *const unit_names[] = { "hits", "views", "visits", NULL };
/* In the order of enum edition and enum evidence. */
static const char *const edition_names[] = { "internal", "customer", "public",
	NULL };
static const char *const evidence_names[] = { "provider", "customer", "union",
	NULL };

/* What a case can yield; each is a row of report_infos. */
static const char *const report_names[] = { "statement", "incident", "ledger",
	"claim", "communication", "review", NULL };

/* The top of the file as it is read; turned into settings afterwards. */
struct top {
	struct str title, layer;
	bool visitors;
	int role, edition, review_edition, evidence, unit;
	int64_t min_recovery_s;
	const struct node *provider, *zone, *periods, *as_of, *reports, *files;
	const struct node *comms, *traffic, *holidays, *accept, *robots, *claim;
	const struct node *regulation, *quarters, *language;
};

static const struct schema_field top_fields[] = {
	{ .key = "title",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct top, title) },
	{ .key = "role",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct top, role),
	    .names = role_names },
	{ .key = "provider",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct top, provider),
	    .required = true },
	{ .key = "zone",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct top, zone),
	    .required = true },
	{ .key = "periods",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct top, periods),
	    .required = true },
	{ .key = "quarters",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct top, quarters) },
	{ .key = "language",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct top, language) },
	{ .key = "edition",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct top, edition),
	    .names = edition_names },
	{ .key = "review_edition",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct top, review_edition),
	    .names = edition_names },
	{ .key = "evidence",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct top, evidence),
	    .names = evidence_names },
	{ .key = "as_of",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct top, as_of),
	    .required = true },
	{ .key = "min_recovery_seconds",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct top, min_recovery_s),
	    .min = 0,
	    .max = 86400 },
	{ .key = "reports",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct top, reports) },
	{ .key = "traffic_unit",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct top, unit),
	    .names = unit_names },
	{ .key = "holidays",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct top, holidays) },
	{ .key = "traffic",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct top, traffic) },
	{ .key = "traffic_layer",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct top, layer) },
	{ .key = "visitors",
	    .kind = SCHEMA_BOOL,
	    .offset = offsetof(struct top, visitors) },
	{ .key = "robots",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct top, robots) },
	{ .key = "comms_targets",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct top, comms) },
	{ .key = "accept",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct top, accept) },
	{ .key = "claim",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct top, claim) },
	{ .key = "regulation",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct top, regulation) },
	{ .key = "files",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct top, files) },
};

static const struct schema_field provider_fields[] = {
	{ .key = "name",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct settings, provider),
	    .required = true },
	{ .key = "address",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct settings, provider_address) },
	{ .key = "contact",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct settings, provider_contact) },
	{ .key = "vat_id",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct settings, provider_vat_id) },
	{ .key = "register",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct settings, provider_register) },
};

struct rule_read {
	const struct node *match, *zone, *site, *format, *columns;
	const struct node *subjects, *policy;
	struct str subject, layer;
	const struct node *log_format;
	int repeated, missing, dates, locations, view;
};

static const struct schema_field rule_fields[] = {
	{ .key = "match",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct rule_read, match),
	    .required = true },
	{ .key = "zone",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct rule_read, zone) },
	{ .key = "repeated",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct rule_read, repeated),
	    .names = policy_names },
	{ .key = "missing",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct rule_read, missing),
	    .names = policy_names },
	{ .key = "site",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct rule_read, site) },
	{ .key = "format",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct rule_read, format) },
	{ .key = "layer",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct rule_read, layer) },
	{ .key = "columns",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct rule_read, columns) },
	{ .key = "dates",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct rule_read, dates),
	    .names = dates_names },
	{ .key = "log_format",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct rule_read, log_format) },
	{ .key = "locations",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct rule_read, locations),
	    .names = locations_names },
	{ .key = "subject",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct rule_read, subject) },
	{ .key = "subjects",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct rule_read, subjects) },
	{ .key = "view",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct rule_read, view),
	    .names = watch_views },
	{ .key = "policy",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct rule_read, policy) },
};

struct reading {
	struct zones *zones;
	struct arena *keep;
	struct diags *d;
	struct settings *s;
};

/* ---- single values
 * --------------------------------------------------------------- */

static const struct zone *
zone_of(const struct reading *r, const struct node *n)
{
	const struct zone *zone;
	struct err e;

	if (!schema_text(n, "zone", r->d))
		return NULL;
	if (zone_open(r->zones, n->text, &zone, &e) == 0)
		return zone;
	diag_add(r->d, DIAG_ERROR, n->at, "names are like Europe/Rome or UTC",
	    "there is no time zone \"%.*s\"", STR_ARG(str_sub(n->text, 0, 60)));
	return NULL;
}

static void
read_as_of(const struct reading *r, const struct node *n)
{
	struct settings *s = r->s;
	struct iso t;

	if (!schema_text(n, "as_of", r->d))
		return;
	if (!iso_parse(n->text, &t)) {
		diag_add(r->d, DIAG_ERROR, n->at,
		    "write it as 2013-05-02T09:00:00+02:00",
		    "as_of: \"%.*s\" is not a time",
		    STR_ARG(str_sub(n->text, 0, 60)));
		return;
	}
	if (t.has_offset)
		s->as_of = civil_ms(t.at) - t.offset_s * MS_SECOND;
	else if (s->zone != NULL &&
		 zone_instant(s->zone, t.at, &s->as_of, NULL) != ZONE_ONCE)
		diag_add(r->d, DIAG_ERROR, n->at,
		    "write it with its offset: 2013-05-02T09:00:00+02:00",
		    "as_of: this local time is not one instant");
}

/* "2013-04" */
static bool
is_month(struct str s)
{
	struct iso t;
	char day[11] = "0000-00-01";

	if (s.n != 7)
		return false;
	memcpy(day, s.p, 7);
	return iso_parse((struct str){ day, 10 }, &t);
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
read_periods(const struct reading *r, const struct node *list)
{
	struct settings *s = r->s;

	if (list->n == 0 || list->n > PERIODS_MAX) {
		diag_add(r->d, DIAG_ERROR, list->at,
		    "periods: [2013-04] or [2013-03, 2013-04]",
		    list->n == 0 ? "no period is given" : "too many periods");
		return;
	}
	s->periods = arena_array(r->keep, list->n, sizeof *s->periods);
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		if (n->kind != NODE_SCALAR || !is_month(n->text)) {
			diag_add(r->d, DIAG_ERROR, n->at,
			    "write a month as 2013-04",
			    "\"%.*s\" is not a period",
			    (int)(n->text.n > 40 ? 40 : n->text.n),
			    n->text.p != NULL ? n->text.p : "");
			continue;
		}
		for (size_t i = 0; i < s->n_periods; i++)
			if (str_eq(s->periods[i], n->text))
				diag_add(r->d, DIAG_ERROR, n->at, NULL,
				    "the period %.*s is there twice",
				    STR_ARG(n->text));
		s->periods[s->n_periods++] = n->text;
	}
	qsort(s->periods, s->n_periods, sizeof *s->periods, by_text);
}

static void
read_reports(const struct reading *r, const struct node *list)
{
	struct settings *s = r->s;
	int i;

	s->reports = arena_array(r->keep, list->n + 1, sizeof *s->reports);
	for (const struct node *n = list->child; n != NULL; n = n->next)
		if (node_choice(n, report_names, &i, r->d))
			s->reports[s->n_reports++] = n->text;
}

static struct str
language_of(const struct reading *r, const struct node *n)
{
	if (n == NULL)
		return STR("en");
	if (schema_text(n, "language", r->d) && !language_tag(n->text))
		diag_add(r->d, DIAG_ERROR, n->at, "like en, it or de-CH",
		    "\"language\": \"%.*s\" is not a language code",
		    STR_ARG(str_sub(n->text, 0, 60)));
	return n->text;
}

/* ---- rules for files
 * --------------------------------------------------------------- */

static void
rule_site(const struct reading *r, const struct node *n, struct str *ret_site)
{
	char name[HOST_MAX + 1];
	size_t len;

	if (!schema_text(n, "site", r->d))
		return;
	len = host_name(n->text, name);
	if (len == 0)
		diag_add(r->d, DIAG_ERROR, n->at,
		    "a host name without https:// and path: www.example.org",
		    "site: \"%.*s\" is not a host name",
		    STR_ARG(str_sub(n->text, 0, 60)));
	else
		*ret_site = str_dup(r->keep, (struct str){ name, len });
}

static void
rule_format(
    const struct reading *r, const struct node *n, struct str *ret_format)
{
	const char *near;
	struct str hint;

	if (!schema_text(n, "format", r->d))
		return;
	*ret_format = n->text;
	if (format_named(n->text) != NULL)
		return;
	near = format_nearest(n->text);
	hint = near != NULL ? str_format(r->keep, "did you mean \"%s\"?", near)
			    : STR("makegood formats lists them");
	diag_add(r->d, DIAG_ERROR, n->at, str_cstr(r->keep, hint),
	    "there is no format \"%.*s\"", STR_ARG(str_sub(n->text, 0, 60)));
}

/* One word, or a list of them. */
static void
rule_column(
    const struct reading *r, const struct node *n, struct column_rule *rule)
{
	const struct node *first = n->kind == NODE_LIST ? n->child : n;
	size_t count = n->kind == NODE_LIST ? n->n : 1;
	struct str *words = arena_array(r->keep, count + 1, sizeof *words);

	rule->name = n->key;
	rule->words = words;
	rule->list = n->kind == NODE_LIST;
	for (const struct node *w = first; w != NULL && rule->n < count;
	     w = w->next) {
		if (!schema_text(w, "columns", r->d))
			return;
		words[rule->n++] = str_trim(w->text);
	}
	if (rule->n == 0)
		diag_add(r->d, DIAG_ERROR, n->at, "down: [DOWN, PROBLEM]",
		    "columns: the list is empty");
}

static void
rule_columns(
    const struct reading *r, const struct node *map, struct file_rule *rule)
{
	struct column_rule *v = arena_array(r->keep, map->n + 1, sizeof *v);

	if (map->n > COLUMNS_MAX) {
		diag_add(r->d, DIAG_ERROR, map->at, NULL,
		    "more than %d columns", COLUMNS_MAX);
		return;
	}
	for (const struct node *n = map->child; n != NULL; n = n->next)
		rule_column(r, n, &v[rule->n_columns++]);
	rule->columns = v;
	if (rule->format.n == 0)
		diag_add(r->d, DIAG_ERROR, map->at,
		    "format: events for changes of a state, outages for a row "
		    "with beginning and end; makegood formats lists all",
		    "columns: needs format: beside it");
}

static void
rule_log_format(
    const struct reading *r, const struct node *n, struct file_rule *rule)
{
	struct pattern pattern;
	const char *why;

	if (!schema_text(n, "log_format", r->d))
		return;
	rule->log_format = n->text;
	why = pattern_compile(n->text, r->keep, &pattern);
	if (why != NULL)
		diag_add(r->d, DIAG_ERROR, n->at,
		    "write it as in the server's configuration: "
		    "%h %l %u %t \"%r\" %>s %b",
		    "log_format: %s", why);
	else if (rule->format.n != 0)
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "log_format: and format: exclude each other");
}

static void
read_rule(const struct reading *r, const struct node *n, struct file_rule *rule)
{
	struct rule_read in = { .view = -1 };

	if (!schema_read(
		n, "a file rule", rule_fields, COUNT(rule_fields), &in, r->d))
		return;
	rule->repeated = (enum local_policy)in.repeated;
	rule->missing = (enum local_policy)in.missing;
	if (schema_text(in.match, "match", r->d))
		rule->pattern = in.match->text;
	if (rule->pattern.n > PATTERN_MAX)
		diag_add(r->d, DIAG_ERROR, in.match->at, NULL,
		    "the pattern is longer than %d bytes", PATTERN_MAX);
	if (in.zone != NULL)
		rule->zone = zone_of(r, in.zone);
	if (in.site != NULL)
		rule_site(r, in.site, &rule->site);
	if (in.format != NULL)
		rule_format(r, in.format, &rule->format);
	rule->dates = (enum when_dates)in.dates;
	rule->locations = (enum probe_locations)in.locations;
	if (in.log_format != NULL)
		rule_log_format(r, in.log_format, rule);
	if (in.columns != NULL)
		rule_columns(r, in.columns, rule);
	rule->subject = in.subject;
	rule->layer = in.layer;
	if (in.subjects != NULL)
		watch_rule_subjects(in.subjects, r->keep, rule, r->d);
	if (in.policy != NULL)
		watch_rule_policy(in.policy, &rule->watch, r->d);
	rule->watch.has_view = in.view >= 0;
	rule->watch.view = (enum viewpoint)(in.view >= 0 ? in.view : 0);
}

static void
read_rules(const struct reading *r, const struct node *list,
    struct file_rule **ret_rules, size_t *ret_n)
{
	struct file_rule *rules =
	    arena_array(r->keep, list->n + 1, sizeof *rules);
	size_t n = 0;

	for (const struct node *one = list->child; one != NULL; one = one->next)
		read_rule(r, one, &rules[n++]);
	*ret_rules = rules;
	*ret_n = n;
}

static void
read_robots(const struct reading *r, const struct node *n)
{
	if (node_is_text(n))
		r->s->robots = n->text;
	else
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "robots: one name of a file in the case folder");
	r->s->robots_at = n->at;
}

/* ---- the file
 * ------------------------------------------------------------------------ */

static void
fill(const struct reading *r, const struct top *top,
    struct file_rule **ret_rules, size_t *ret_n_rules)
{
	struct settings *s = r->s;

	s->title = top->title;
	s->claimant = top->role == 1;
	s->lang = language_of(r, top->language);
	s->edition = (enum edition)top->edition;
	s->review_edition = (enum edition)top->review_edition;
	s->evidence = top->evidence >= 0 ? (enum evidence)top->evidence
		      : s->claimant      ? EVIDENCE_CUSTOMER
					 : EVIDENCE_PROVIDER;
	s->min_recovery_ms = top->min_recovery_s * MS_SECOND;
	s->traffic_unit = str_of(unit_names[top->unit]);
	s->traffic_layer = top->layer;
	s->visitors = top->visitors;
	if (top->robots != NULL)
		read_robots(r, top->robots);
	s->as_of = NO_INSTANT;
	s->zone = zone_of(r, top->zone);
	if (s->zone != NULL)
		s->zone_name = s->zone->name;
	if (!schema_read(top->provider, "provider", provider_fields,
		COUNT(provider_fields), s, r->d))
		s->provider = STR_NONE;
	read_as_of(r, top->as_of);
	read_periods(r, top->periods);
	quarters_read(top->quarters, r->keep, s, r->d);
	quarters_wanted(top->reports, s, r->d);
	if (top->reports != NULL)
		read_reports(r, top->reports);
	if (top->accept != NULL)
		accept_read(top->accept, r->keep, s, r->d);
	if (top->comms != NULL)
		comms_targets_read(top->comms, r->keep, s, r->d);
	if (top->files != NULL)
		read_rules(r, top->files, ret_rules, ret_n_rules);
	if (top->holidays != NULL)
		holidays_of_case(top->holidays, r->keep, s, r->d);
	if (top->traffic != NULL)
		engine_settings(top->traffic, r->keep, s, r->d);
	if (top->claim != NULL)
		claim_read(top->claim, r->keep, s, r->d);
	if (top->regulation != NULL)
		regulation_read(top->regulation, r->keep, s, r->d);
}

int
settings_parse(struct str text, struct str name, struct zones *zones,
    struct arena *keep, struct settings *ret_settings,
    struct file_rule **ret_rules, size_t *ret_n_rules, struct diags *d)
{
	struct settings s = { 0 };
	struct reading r = { zones, keep, d, &s };
	struct top top = { .edition = EDITION_CUSTOMER,
		.review_edition = EDITION_INTERNAL,
		.evidence = -1,
		.unit = 1,
		.min_recovery_s = 300 };
	struct file_rule *rules = NULL;
	size_t errors = d->errors, n_rules = 0;
	struct node *root;

	text = engine_no_password(text, name, keep, d);
	if (node_parse(text, name, keep, &root, d) != 0)
		return -1;
	if (!schema_read(
		root, "case.yaml", top_fields, COUNT(top_fields), &top, d))
		return -1;
	fill(&r, &top, &rules, &n_rules);
	if (d->errors != errors)
		return -1;
	*ret_settings = s;
	*ret_rules = rules;
	*ret_n_rules = n_rules;
	return 0;
}
