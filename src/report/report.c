/*
 * report.c -- the plan of a case's reports, and each of them as a document.
 */
#include "report/report.h"

#include <string.h>

#include "base/asset.h"
#include "base/file.h"
#include "doc/brand.h"
#include "domain/claim_figures.h"
#include "domain/version_figures.h"
#include "report/guard.h"
#include "report/head.h"
#include "report/layout.h"
#include "report/review.h"

const struct report_info report_infos[] = {
	{ "statement", "credit statement, one per customer and period", true },
	{ "incident", "post-incident report, one per incident", true },
	{ "ledger", "workbook for accounting, one per period", false },
	{ "claim", "claim letter of a site owner, with annexes and workbook",
	    true },
	{ "communication", "what was said in an incident, one per incident",
	    true },
	{ "review", "reliability review with its workbook, one per quarter",
	    true },
	{ NULL, NULL, false },
};

bool
report_tells_steps(const char *const *kinds)
{
	bool tells = kinds == NULL || *kinds == NULL;

	for (; kinds && *kinds; kinds++)
		for (const struct report_info *i = report_infos; i->name; i++)
			tells |= i->steps && strcmp(i->name, *kinds) == 0;
	return tells;
}

/* ---- the plan ---------------------------------------------------------- */

struct plan {
	const struct dossier *dossier;
	struct arena *keep;
	VEC(struct report_job) jobs;
};

/* "de-AT" is written to in "de": a region is not another language. */
static struct str
lang_for(const struct plan *p, const struct customer *c)
{
	const struct settings *s = &p->dossier->settings;
	struct str rest, code = c && c->lang.n ? c->lang : s->lang;
	char *out;

	code = str_cut(str_cut(code, '_', &rest), '-', &rest);
	out = str_cstr(p->keep, code);
	for (char *q = out; *q; q++)
		if (*q >= 'A' && *q <= 'Z')
			*q = (char)(*q - 'A' + 'a');
	return str_of(out);
}

static struct report_job *
add_job(struct plan *p, const char *kind, struct str stem, struct str lang)
{
	struct report_job *job = vec_push(p->keep, &p->jobs);

	job->kind = kind;
	job->stem = stem;
	job->subject = stem;
	job->lang = lang;
	return job;
}

/* The ledger is by customer, service, period: one pass per customer. */
static bool
has_rows(const struct dossier *d, const struct customer *c, struct str period)
{
	for (size_t i = 0; i < d->n_ledger; i++)
		if (d->ledger[i].customer == c &&
		    str_eq(d->ledger[i].settlement.period_name, period))
			return true;
	return false;
}

static void
plan_statements(struct plan *p)
{
	const struct dossier *d = p->dossier;
	const struct customer *last = NULL;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct customer *c = d->ledger[i].customer;
		struct dossier own = *d;

		if (c == last)
			continue;
		last = c;
		own.ledger = &d->ledger[i];
		for (own.n_ledger = 0;
		     i + own.n_ledger < d->n_ledger &&
		     d->ledger[i + own.n_ledger].customer == c;
		     own.n_ledger++)
			continue;
		for (size_t k = 0; k < d->settings.n_periods; k++) {
			struct str period = d->settings.periods[k];
			struct str lang = lang_for(p, c);
			struct report_job *job;

			if (!has_rows(&own, c, period))
				continue;
			job = add_job(p, "statement",
			    str_format(p->keep, "R2_%.*s_%.*s_%.*s",
				STR_ARG(file_name_safe(p->keep, c->id)),
				STR_ARG(period), STR_ARG(lang)),
			    lang);
			job->customer = c;
			job->period = period;
			job->formats[0] = "pdf";
			job->formats[1] = "text";
		}
	}
}

/* Each incident's paper and its workbook, of one name. */
static void
plan_of_incidents(
    struct plan *p, const char *number, const char *paper, const char *book)
{
	const struct dossier *d = p->dossier;
	struct str lang = lang_for(p, NULL);

	for (size_t i = 0; i < d->n_incidents; i++) {
		const struct incident *in = &d->incidents[i];
		struct str basis = incident_basis(d, in, p->keep);
		struct str stem = incident_stem(p->keep, number, in,
		    incident_version(in), &d->settings, lang);
		struct report_job *job = add_job(p, paper, stem, lang);

		job->incident = in;
		job->basis = basis;
		job->formats[0] = "pdf";
		job->formats[1] = "text";
		job = add_job(p, book, stem, lang);
		job->incident = in;
		job->basis = basis;
		job->formats[0] = "xlsx";
	}
}

static void
plan_incidents(struct plan *p)
{
	plan_of_incidents(p, "R1", "incident", "incident_book");
}

static void
plan_communications(struct plan *p)
{
	plan_of_incidents(p, "R4", "communication", "communication_book");
}

static void
plan_ledgers(struct plan *p)
{
	const struct dossier *d = p->dossier;

	for (size_t i = 0; i < d->settings.n_periods; i++) {
		struct str period = d->settings.periods[i];
		struct report_job *job = add_job(p, "ledger",
		    str_format(p->keep, "R2_%.*s_ledger", STR_ARG(period)),
		    lang_for(p, NULL));

		job->period = period;
		job->formats[0] = "xlsx";
	}
}

/* The letter with its annexes, and the same as a workbook. */
static void
plan_claims(struct plan *p)
{
	const struct customer *c;
	const struct incident *in;
	struct str lang = lang_for(p, NULL), id;

	if (!claim_about(p->dossier, &c, &in))
		return;
	id = file_name_safe(p->keep, c->id);
	if (in != NULL)
		id = str_format(p->keep, "%.*s-%.*s", STR_ARG(id),
		    STR_ARG(file_name_safe(p->keep, in->id)));
	for (int book = 0; book <= 1; book++) {
		struct str end = book ? STR("annex") : lang;
		struct report_job *job = add_job(p, "claim",
		    str_format(
			p->keep, "R3_%.*s_%.*s", STR_ARG(id), STR_ARG(end)),
		    lang);

		job->customer = c;
		job->incident = in;
		job->formats[0] = book ? "xlsx" : "pdf";
		job->formats[1] = book ? NULL : "text";
	}
}

/* The workbook names every customer: it exists for the house alone. */
static void
plan_reviews(struct plan *p)
{
	const struct dossier *d = p->dossier;
	struct str lang = lang_for(p, NULL), *quarters;
	size_t n;

	quarters = review_quarters(&d->settings, p->keep, &n);
	for (size_t i = 0; i < n; i++) {
		struct report_job *job = add_job(p, "review",
		    str_format(p->keep, "R5_%.*s_%.*s", STR_ARG(quarters[i]),
			STR_ARG(lang)),
		    lang);

		job->period = quarters[i];
		job->formats[0] = "pdf";
		job->formats[1] = "text";
		if (d->settings.review_edition != EDITION_INTERNAL)
			continue;
		job = add_job(p, "review_book",
		    str_format(p->keep, "R5_%.*s", STR_ARG(quarters[i])), lang);
		job->period = quarters[i];
		job->formats[0] = "xlsx";
		if (review_traffic_rows(d, quarters[i]) <= REVIEW_TRAFFIC_MOST)
			continue;
		job = add_job(p, "review_traffic",
		    str_format(
			p->keep, "R5_%.*s_Data_Traffic", STR_ARG(quarters[i])),
		    lang);
		job->period = quarters[i];
		job->formats[0] = "csv";
	}
}

/* In the order of report_infos. */
static void (*const planners[])(struct plan *p) = { plan_statements,
	plan_incidents, plan_ledgers, plan_claims, plan_communications,
	plan_reviews };

static bool
wanted(const struct dossier *d, const char *const *kinds, const char *name)
{
	const struct settings *s = &d->settings;

	for (; kinds && *kinds; kinds++)
		if (strcmp(*kinds, name) == 0)
			return true;
	if (kinds)
		return false;
	for (size_t i = 0; i < s->n_reports; i++)
		if (str_is(s->reports[i], name))
			return true;
	return s->n_reports == 0;
}

static int
check_kind(struct str name, struct err *e)
{
	for (const struct report_info *i = report_infos; i->name; i++)
		if (str_is(name, i->name))
			return 0;
	return err_set(e, ERR_USAGE,
	    "there is no report \"%.*s\"; there are statement, incident, "
	    "ledger, claim, communication and review",
	    STR_ARG(name));
}

/* A review asked for alone that cannot be: nothing would come of it. */
static int
check_quarter(const char *const *kinds, size_t n_jobs, struct err *e)
{
	if (n_jobs > 0 || !kinds || !kinds[0] || kinds[1] ||
	    strcmp(kinds[0], "review") != 0)
		return 0;
	return err_set(e, ERR_INPUT,
	    "there is no quarter to review: \"periods\" of case.yaml has "
	    "all three months of none (such as 2024-01, 2024-02, 2024-03)");
}

int
report_plan(const struct dossier *dossier, const char *const *kinds,
    struct arena *keep, struct report_job **ret_jobs, size_t *ret_n,
    struct err *e)
{
	struct plan p = { .dossier = dossier, .keep = keep };

	for (const char *const *k = kinds; k && *k; k++)
		if (check_kind(str_of(*k), e))
			return -1;
	for (size_t i = 0; !kinds && i < dossier->settings.n_reports; i++)
		if (check_kind(dossier->settings.reports[i], e))
			return -1;
	for (size_t i = 0; report_infos[i].name; i++)
		if (wanted(dossier, kinds, report_infos[i].name))
			planners[i](&p);
	*ret_jobs = p.jobs.v;
	*ret_n = p.jobs.n;
	return check_quarter(kinds, p.jobs.n, e);
}

void
report_earlier(const struct dossier *dossier, const struct report_job *job,
    struct arena *keep, struct str **ret_stems, size_t *ret_n)
{
	VEC(struct str) stems = { 0 };
	struct str rest, number = str_cut(job->stem, '_', &rest);

	for (int64_t v = 1;
	     job->incident != NULL && v < incident_version(job->incident); v++)
		*vec_push(keep, &stems) =
		    incident_stem(keep, str_cstr(keep, number), job->incident,
			v, &dossier->settings, job->lang);
	*ret_stems = stems.v;
	*ret_n = stems.n;
}

/* ---- building ---------------------------------------------------------- */

static struct str *
address_lines(
    struct arena *keep, const struct str *parts, size_t n_parts, size_t *ret_n)
{
	VEC(struct str) lines = { 0 };

	for (size_t i = 0; i < n_parts; i++) {
		struct str rest = parts[i];
		/* An address is one cell: lines, or else commas part it. */
		bool commas = str_find(rest, '\n') == rest.n;

		while (rest.n) {
			struct str line =
			    str_cut(rest, commas ? ',' : '\n', &rest);

			line = str_trim(line);
			if (line.n)
				*vec_push(keep, &lines) = line;
		}
	}
	*ret_n = lines.n;
	return lines.v;
}

/* Name, then the lines of what else is known; empty parts are left out. */
static struct str *
letter_lines(struct build *b, struct str name, const struct str *parts,
    size_t n_parts, size_t *ret_n)
{
	size_t n;
	struct str *rest = address_lines(b->keep, parts, n_parts, &n);
	struct str *lines = arena_array(b->keep, n + 1, sizeof *lines);

	lines[0] = name;
	for (size_t i = 0; i < n; i++)
		lines[i + 1] = rest[i];
	*ret_n = n + 1;
	return lines;
}

void
letter_address(struct build *b)
{
	const struct settings *s = &b->dossier->settings;
	const struct customer *c = b->job->customer;
	struct doc *d = b->doc;
	struct str house[] = { s->provider_address, s->provider_contact,
		STR_NONE, s->provider_register };
	struct str person[] = { c->contact, c->address };
	bool named = str_eq(c->contact, c->name);

	if (s->provider_vat_id.n)
		house[2] =
		    FILL(b, "address.vat_id", { "id", s->provider_vat_id });
	if (s->claimant) {
		d->sender = letter_lines(b, c->name, person + named,
		    2 - (size_t)named, &d->n_sender);
		d->recipient =
		    letter_lines(b, s->provider, house, 1, &d->n_recipient);
		return;
	}
	d->sender = letter_lines(b, s->provider, house, 4, &d->n_sender);
	d->recipient = letter_lines(
	    b, c->name, person + named, 2 - (size_t)named, &d->n_recipient);
}

static void
head_statement(struct build *b)
{
	const struct customer *c = b->job->customer;

	statement_figures(
	    b->dossier, c, b->job->period, b->keep, &b->statement);
	/* Whatever the case says: this goes to one customer. */
	b->edition = EDITION_CUSTOMER;
	b->doc->title = TEXT(b, "title.statement");
	b->doc->subtitle = FILL(b, "title.statement_of",
	    { "period", show_period(b, b->job->period) },
	    { "customer", c->name }, { "id", c->id },
	    { "number", statement_number(b) });
	b->doc->header_right =
	    show_joined(b, statement_number(b), TEXT(b, "edition.customer"));
	letter_address(b);
}

static void
head_ledger(struct build *b)
{
	statement_figures(
	    b->dossier, NULL, b->job->period, b->keep, &b->statement);
	b->edition = EDITION_INTERNAL;
	b->doc->title = TEXT(b, "title.ledger");
	b->doc->subtitle = show_joined(
	    b, show_period(b, b->job->period), b->dossier->settings.title);
	b->doc->header_right = TEXT(b, "edition.internal");
}

static int
load_brand(struct langs *langs, struct doc *doc, struct err *e)
{
	if (!langs->brand &&
	    brand_load(langs->overlay, langs->keep, &langs->brand, e) != 0)
		return -1;
	doc->brand = langs->brand;
	return 0;
}

static int
head(struct build *b, struct err *e)
{
	const struct settings *s = &b->dossier->settings;

	if (strcmp(b->job->kind, "claim") == 0) {
		if (head_claim(b, e) != 0)
			return -1;
	} else if (str_starts(str_of(b->job->kind), "review")) {
		if (head_review(b, e) != 0)
			return -1;
	} else if (b->job->customer) {
		head_statement(b);
	} else if (b->job->incident) {
		head_incident(b);
	} else {
		head_ledger(b);
	}
	b->doc->author = s->provider;
	if (s->claimant && b->job->customer)
		b->doc->author = b->job->customer->name;
	b->doc->header_left = show_joined(b, b->doc->author, b->doc->title);
	b->doc->footer = show_joined(b, b->doc->footer,
	    FILL(b, "words.footer", { "run", b->dossier->run_id },
		{ "date", show_instant(b, s->as_of, s->zone) }));
	return 0;
}

int
report_build(const struct report_job *job, const struct dossier *dossier,
    struct langs *langs, struct arena *keep, struct doc **ret_doc,
    struct err *e)
{
	struct build b = { .job = job,
		.dossier = dossier,
		.langs = langs,
		.keep = keep,
		.zone = dossier->settings.zone,
		.edition = dossier->settings.edition };
	struct layout layout;

	if (langs_get(langs, job->lang, &b.lang, e) ||
	    layout_load(langs->overlay, job->kind, keep, &layout, e))
		return err_while(e, "report \"%.*s\"", STR_ARG(job->stem));
	b.doc = doc_new(
	    keep, &b.lang->style, b.zone, STR_NONE, dossier->settings.as_of);
	if (head(&b, e) || load_brand(langs, b.doc, e) ||
	    layout_build(&layout, &b, e) || lang_check(b.lang, e) ||
	    guard_edition(&b, e))
		return err_while(e, "report \"%.*s\"", STR_ARG(job->stem));
	*ret_doc = b.doc;
	return 0;
}
