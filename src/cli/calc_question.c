/*
 * makegood calc --terms T --fee M --period P --outage FROM/TO: a question typed
 * instead of a case document, and the document made of it.
 */
#include "cli/calc_question.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/say.h"
#include "domain/money.h"

#define TYPED_BYTES ((size_t)4 << 20)
#define SERVICE     "service"

/* ---- the parts of the document
 * ------------------------------------------------------ */

static bool
choose_zone(struct inquiry *q)
{
	const struct arg *a = question_arg(q, ASKED_ZONE);
	struct str name = a != NULL ? str_trim(a->text) : q->from.zone;
	struct err e;

	if (name.n == 0) {
		name = STR("UTC");
		calc_note(q->c, "no --zone was given: times are UTC");
	}
	if (zone_open(&q->c->zones, name, &q->zone, &e) == 0)
		return true;
	diag_add(&q->c->diags, DIAG_ERROR,
	    a != NULL ? a->at : (struct place){ .line = 0 },
	    "names are like Europe/Rome or UTC", "%s", e.text);
	return false;
}

static void
read_as_of(struct inquiry *q)
{
	const struct arg *a = question_arg(q, ASKED_AS_OF);

	q->as_of = NO_INSTANT;
	if (a != NULL && !value_day_or_instant(q, a->at, a->text, &q->as_of))
		q->as_of = NO_INSTANT;
}

static void
add_money(
    struct inquiry *q, struct node *service, enum asked what, const char *key)
{
	const struct arg *a = question_arg(q, what);
	struct str number;

	if (a != NULL &&
	    value_money(q, a->at, a->text, what == ASKED_HOURLY, &number))
		tree_text(q->c, service, key, number, a->at);
}

static bool
is_cap(const struct inquiry *q, struct str name)
{
	for (size_t i = 0; i < q->terms.n_caps; i++)
		if (q->terms.caps[i].kind == CAP_FIELD &&
		    str_eq(q->terms.caps[i].field, name))
			return true;
	return false;
}

static void
add_amount(struct inquiry *q, struct node *service, const struct arg *a)
{
	struct str text, number, name = str_cut(a->text, '=', &text);
	struct diags *d = &q->c->diags;

	if (text.n == 0)
		diag_add(d, DIAG_ERROR, a->at, "write month_cost=15.00",
		    "\"%.*s\" has no name and amount", STR_ARG(a->text));
	else if (!is_cap(q, str_trim(name)))
		diag_add(d, DIAG_ERROR, a->at, NULL,
		    "the terms know no amount \"%.*s\"",
		    STR_ARG(str_trim(name)));
	else if (value_money(q, value_place(a, text), text, false, &number))
		tree_text(q->c, service, str_cstr(&q->c->keep, str_trim(name)),
		    number, value_place(a, text));
}

static void
add_life(struct inquiry *q, struct node *service)
{
	const struct arg *from = question_arg(q, ASKED_FROM);
	const struct arg *to = question_arg(q, ASKED_TO);
	int64_t from_at, to_at;

	if (from != NULL &&
	    !value_day_or_instant(q, from->at, from->text, &from_at))
		from = NULL;
	if (to != NULL && !value_day_or_instant(q, to->at, to->text, &to_at))
		to = NULL;
	if (from != NULL)
		tree_instant(
		    q->c, service, "in_service_from", from_at, from->at);
	if (to != NULL)
		tree_instant(q->c, service, "in_service_to", to_at, to->at);
	if (from != NULL && to != NULL && to_at <= from_at)
		diag_add(&q->c->diags, DIAG_ERROR, to->at,
		    "a date alone is its first instant",
		    "the service ends before it begins");
}

static void
add_requests(struct inquiry *q, struct node *service)
{
	const struct arg *a = question_arg(q, ASKED_REQUESTS);
	struct str failed, total;
	struct node *map;
	int64_t n_failed = 0, n_total = 0;

	if (a == NULL)
		return;
	total = str_trim(str_cut(a->text, '/', &failed));
	failed = str_trim(failed);
	if (!str_int64(total, &n_total) || !str_int64(failed, &n_failed) ||
	    n_failed < 0 || n_total < n_failed) {
		diag_add(&q->c->diags, DIAG_ERROR, a->at,
		    "write all requests and those that failed: 1000000/1200",
		    "\"%.*s\" is not TOTAL/FAILED", STR_ARG(a->text));
		return;
	}
	map = tree_new(q->c, NODE_MAP, a->at);
	tree_text(q->c, map, "total", total, a->at);
	tree_text(q->c, map, "failed", failed, a->at);
	tree_add(service, "requests", map);
}

static struct node *
service_node(struct inquiry *q)
{
	struct place at = q->args.v[0].at;
	struct node *service = tree_new(q->c, NODE_MAP, at);

	tree_text(q->c, service, "id", STR(SERVICE), at);
	if (question_arg(q, ASKED_FEE) == NULL)
		tree_text(q->c, service, "base", STR("0"), at);
	add_money(q, service, ASKED_FEE, "base");
	if (q->currency.code[0] == '\0')
		(void)currency_find(STR("EUR"), &q->currency);
	add_money(q, service, ASKED_HOURLY, "hourly_price");
	for (size_t i = 0; i < q->args.n; i++)
		if (q->args.v[i].what == ASKED_AMOUNT)
			add_amount(q, service, &q->args.v[i]);
	add_life(q, service);
	add_requests(q, service);
	return service;
}

static int
add_facts(struct inquiry *q, struct err *e)
{
	int rc = 0;

	q->incidents = tree_new(q->c, NODE_LIST, q->args.v[0].at);
	q->exclusions = tree_new(q->c, NODE_LIST, q->args.v[0].at);
	for (size_t i = 0; i < q->args.n && rc == 0; i++) {
		const struct arg *a = &q->args.v[i];

		if (a->what == ASKED_OUTAGE)
			question_outage(q, a);
		else if (a->what == ASKED_EXCLUDE)
			question_exclude(q, a);
		else if (a->what == ASKED_OUTAGES)
			rc = question_outages(q, a, e);
		else if (a->what == ASKED_MAINTENANCE)
			rc = question_maintenance(q, a, e);
	}
	return rc;
}

/* The caps by name, so that the document knows what its amounts are for. */
static struct node *
caps_node(struct inquiry *q)
{
	struct place at = q->args.v[0].at;
	struct node *terms = tree_new(q->c, NODE_MAP, at);
	struct node *caps = tree_new(q->c, NODE_LIST, at);

	for (size_t i = 0; i < q->terms.n_caps; i++) {
		struct node *cap = tree_new(q->c, NODE_MAP, at);

		if (q->terms.caps[i].kind != CAP_FIELD)
			continue;
		tree_text(q->c, cap, "field", q->terms.caps[i].field, at);
		tree_add(caps, NULL, cap);
	}
	tree_add(terms, "caps", caps);
	return terms;
}

static struct node *
document(struct inquiry *q, struct node *period, struct node *service)
{
	struct place at = q->args.v[0].at;
	struct node *doc = tree_new(q->c, NODE_MAP, at);
	struct node *services = tree_new(q->c, NODE_LIST, at);

	tree_add(services, NULL, service);
	tree_text(q->c, doc, "id", q->from.name, at);
	tree_text(q->c, doc, "timezone", q->zone->name, at);
	tree_text(q->c, doc, "currency", str_of(q->currency.code), at);
	tree_add(doc, "period", period);
	tree_add(doc, "terms", caps_node(q));
	tree_add(doc, "services", services);
	tree_add(doc, "incidents", q->incidents);
	tree_add(doc, "exclusions", q->exclusions);
	return doc;
}

/* ---- what people must know
 * ------------------------------------------------------------- */

/* How an open wording is read, by question and answer. */
static const struct {
	enum question question;
	const char *answer, *words;
} readings[] = {
	{ ASK_PERIOD, "calendar_month", "a calendar month is measured" },
	{ ASK_PERIOD, "calendar_quarter", "a calendar quarter is measured" },
	{ ASK_PERIOD, "calendar_half", "half a calendar year is measured" },
	{ ASK_PERIOD, "calendar_year", "a calendar year is measured" },
	{ ASK_COUNT, "full", "only full units count" },
	{ ASK_COUNT, "started", "a unit that has begun counts in full" },
	{ ASK_COUNT, "exact", "parts of a unit count too" },
	{ ASK_COUNT, "nearest", "units are rounded to the nearest" },
	{ ASK_ENDS, "lower", "a number between two rows belongs to the lower" },
	{ ASK_ENDS, "upper", "a number between two rows belongs to the upper" },
	{ ASK_LONGER, "ge", "an outage of exactly the least length counts" },
	{ ASK_LONGER, "gt",
	    "only an outage longer than the least length counts" },
};

static void
tell_readings(struct inquiry *q)
{
	for (size_t i = 0; i < q->terms.n_readings; i++) {
		const struct term_reading *r = &q->terms.readings[i];
		const char *words = NULL;

		for (size_t k = 0; k < sizeof readings / sizeof *readings; k++)
			if (readings[k].question == r->question &&
			    str_is(r->answer, readings[k].answer))
				words = readings[k].words;
		if (!r->confirmed && words != NULL)
			calc_note(q->c, "assumed: %s%s%.*s", words,
			    r->because.n != 0 ? "; " : "", STR_ARG(r->because));
	}
}

/* A clock that waits for what an outage does not tell never starts. */
static void
tell_clock(struct inquiry *q)
{
	const char *key = terms_ask_clock(&q->terms);

	for (const struct node *n = q->incidents->child; n && key; n = n->next)
		if (node_get(n, key) == NULL) {
			calc_note(q->c,
			    "the clock of these terms starts when an outage "
			    "is %s%s; without %s= it counts for nothing",
			    strcmp(key, "ticket") == 0 ? "given a " : "", key,
			    key);
			return;
		}
}

static void
tell_assumptions(struct inquiry *q)
{
	tell_readings(q);
	tell_clock(q);
	if (q->terms.availability.kind != AVAILABILITY_REQUESTS &&
	    question_arg(q, ASKED_REQUESTS) != NULL)
		calc_note(q->c, "--requests changes nothing: these terms "
				"count time");
	if (question_arg(q, ASKED_SUBJECT) != NULL &&
	    question_arg(q, ASKED_OUTAGES) == NULL)
		calc_note(q->c, "--subject changes nothing without --outages");
	if (q->terms.pool == POOL_RESOURCE_MINUTES)
		calc_note(q->c, "these terms add up the minutes of several "
				"resources; this answer is for one of them");
}

/* ---- the question
 * ------------------------------------------------------------------------- */

static void
take_target(struct inquiry *q)
{
	const struct arg *a = question_arg(q, ASKED_TARGET);
	struct ratio r;

	if (a == NULL)
		return;
	if (!ratio_parse(a->text, &r) || r.num < 0 ||
	    ratio_cmp(r, ratio_int(100)) > 0) {
		diag_add(&q->c->diags, DIAG_ERROR, a->at, "write 99.95",
		    "\"%.*s\" is not a percentage", STR_ARG(a->text));
		return;
	}
	q->terms.has_target = true;
	q->terms.target = r;
}

/*
 * The terms were read where they come from, with their open wordings; the
 * document only says which period of that kind.
 */
static void
put_terms(struct inquiry *q)
{
	const struct arg *claimed = question_arg(q, ASKED_CLAIMED);
	struct casedoc *doc = &q->c->docs.v[0];
	struct settle_input *in = &doc->services[0].in;
	struct terms *t = arena_new(&q->c->keep, struct terms);

	*t = q->terms;
	t->period = doc->terms->period;
	doc->terms = in->terms = t;
	if (q->as_of != NO_INSTANT)
		in->now_at = q->as_of;
	if (claimed != NULL)
		(void)!value_day_or_instant(
		    q, claimed->at, claimed->text, &in->claim.made_at);
}

static int
nothing(struct inquiry *q, enum err_kind kind)
{
	struct err e = { 0 };

	say_diags(&q->c->diags);
	(void)err_set(&e, kind, "nothing was calculated");
	return say_err(&e);
}

static int
make_document(struct inquiry *q)
{
	struct calc *c = q->c;
	struct node *service, *period;
	struct err e = { 0 };

	if (!choose_zone(q))
		return nothing(q, ERR_USAGE);
	read_as_of(q);
	take_target(q);
	period = question_period(q, question_arg(q, ASKED_PERIOD));
	service = service_node(q);
	if (add_facts(q, &e) != 0) {
		say_diags(&c->diags);
		return say_err(&e);
	}
	if (c->diags.errors > 0 || period == NULL)
		return nothing(q, ERR_USAGE);
	if (casedoc_parse(document(q, period, service), &c->zones, &c->keep,
		&c->docs, &c->diags) != 0)
		return nothing(q, ERR_INPUT);
	put_terms(q);
	tell_assumptions(q);
	return c->diags.errors > 0 ? nothing(q, ERR_USAGE) : -1;
}

/* Terms that a line of options cannot feed. */
static int
too_much(struct inquiry *q)
{
	enum availability_kind kind = q->terms.availability.kind;

	if (kind != AVAILABILITY_INTERVAL_ERROR &&
	    kind != AVAILABILITY_INTERVAL_UNAVAILABLE)
		return -1;
	return say_usage("calc",
	    "these terms count the errors of every interval: write a case "
	    "document with \"intervals\" and ask makegood calc FILE");
}

static int
ask(struct inquiry *q, int argc, char **argv)
{
	struct err e = { 0 };
	int code = question_args(q, argc, argv);

	if (code >= 0)
		return code;
	if (question_arg(q, ASKED_TERMS) == NULL)
		return question_missing(q, NULL);
	if (question_terms(q, question_arg(q, ASKED_TERMS), &e) != 0) {
		say_diags(&q->c->diags);
		return say_err(&e);
	}
	q->terms = *q->from.terms;
	q->currency = q->from.currency;
	code = too_much(q);
	if (code < 0)
		code = question_missing(q, &q->terms);
	return code < 0 ? make_document(q) : code;
}

int
calc_question(struct calc *c, int argc, char **argv)
{
	struct inquiry q = { .c = c };
	int code;

	buf_init(&q.typed, TYPED_BYTES);
	code = ask(&q, argc, argv);
	buf_release(&q.typed);
	return code;
}
