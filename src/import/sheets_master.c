/*
 * customers.csv, services.csv, resources.csv.
 */
#include "import/sheets.h"

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

/* ---- customers --------------------------------------------------------------
 */

#define ROW customer
/* In the order of enum known_yesno. */
static const char *const known_names[] = { "unknown", "no", "yes", NULL };

static const struct sheet_column customer_columns[] = {
	{ "id", SHEET_ID, true, AT(id), NULL, NULL,
	    "short name, used in other files" },
	{ "name", SHEET_TEXT, true, AT(name), NULL, NULL,
	    "as it stands in the address" },
	{ "language", SHEET_LANG, false, AT(lang), NULL, NULL,
	    "of the documents; empty: that of the case" },
	{ "segment", SHEET_TEXT, false, AT(segment), NULL, NULL,
	    "for summaries: shop, blog, public body" },
	{ "country", SHEET_TEXT, false, AT(country), NULL, NULL, "IT, DE" },
	{ "contact", SHEET_TEXT, false, AT(contact), NULL, NULL,
	    "the person addressed" },
	{ "address", SHEET_TEXT, false, AT(address), NULL, NULL,
	    "may have several lines, in quotation marks" },
	{ "email", SHEET_TEXT, false, AT(email), NULL, NULL, "" },
	{ "vat_id", SHEET_TEXT, false, AT(vat_id), NULL, NULL, "" },
	{ "consumer", SHEET_YESNO, false, AT(consumer), NULL, NULL,
	    "yes: mandatory consumer rights are mentioned" },
	{ "financial_entity", SHEET_CHOICE, false, AT(financial_entity), NULL,
	    known_names, "supervised under DORA; empty: unknown" },
};

static bool
customer_finish(struct sheet_run *run, void *row)
{
	struct customer *c = row;
	const struct settings *s = run->job->ctx->settings;

	if (c->lang.n == 0 && s != NULL)
		c->lang = s->lang;
	return sheet_unique(run, "id", c->id, NULL);
}

static bool
customer_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->customers) =
	    *(const struct customer *)row;
	return true;
}

static const struct sheet customers = {
	.column = customer_columns,
	.n_columns = COUNT(customer_columns),
	.row_bytes = sizeof(struct customer),
	.from_offset = AT(from),
	.finish = customer_finish,
	.push = customer_push,
};
#undef ROW

/* ---- services
 * ----------------------------------------------------------------- */

#define ROW service
static const struct sheet_column service_columns[] = {
	{ "id", SHEET_ID, true, AT(id), NULL, NULL,
	    "short name, used in other files" },
	{ "customer", SHEET_ID, true, AT(customer), NULL, NULL,
	    "id in customers.csv" },
	{ "kind", SHEET_TEXT, false, AT(kind), NULL, NULL,
	    "web, database, mail, certificate, dns" },
	{ "name", SHEET_TEXT, false, AT(name), NULL, NULL,
	    "as the customer knows it; empty: the id" },
	{ "site", SHEET_SITE, false, AT(site), NULL, NULL,
	    "host name in the traffic logs" },
	{ "contract", SHEET_ID, true, AT(contract), NULL, NULL,
	    "id in contracts/*.yaml" },
	{ "fee", SHEET_MONEY, true, AT(fee), NULL, NULL,
	    "net, for one billing period" },
	{ "currency", SHEET_CURRENCY, true, 0, NULL, NULL, "ISO 4217: EUR" },
	{ "hourly_price", SHEET_MONEY, false, AT(hourly), NULL, NULL,
	    "where the contract prices hours" },
	{ "from", SHEET_DAY_TIME, false, AT(in_from), "start", NULL,
	    "first day; empty: since ever" },
	{ "to", SHEET_DAY_TIME, false, AT(in_to), "end", NULL,
	    "first day it is no longer provided; empty: open" },
};

static void
service_start(void *row)
{
	struct service *s = row;

	s->in_from = s->in_to = NO_INSTANT;
}

static bool
service_finish(struct sheet_run *run, void *row)
{
	struct service *s = row;

	if (s->name.n == 0)
		s->name = s->id;
	if (!sheet_given(run, "hourly_price"))
		s->hourly.currency = s->fee.currency;
	if (s->in_from != NO_INSTANT && s->in_to != NO_INSTANT &&
	    s->in_to <= s->in_from)
		sheet_bad(run, "to",
		    "\"to\" is the first day without the service",
		    "the service ends before it begins");
	/* a row that begins some day may follow another: a change of plan */
	if (s->in_from == NO_INSTANT)
		return sheet_unique(run, "id", s->id,
			   "every service needs an id of its own; rows of one "
			   "service need \"from\" and \"to\"") &&
		       !run->bad;
	return !run->bad;
}

static bool
service_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->services) =
	    *(const struct service *)row;
	return true;
}

static const struct sheet services = {
	.column = service_columns,
	.n_columns = COUNT(service_columns),
	.row_bytes = sizeof(struct service),
	.from_offset = AT(from),
	.start = service_start,
	.finish = service_finish,
	.push = service_push,
};
#undef ROW

/* ---- resources
 * ------------------------------------------------------------------ */

#define ROW dependency
static const struct sheet_column resource_columns[] = {
	{ "service", SHEET_ID, true, AT(service), NULL, NULL,
	    "id in services.csv" },
	{ "resource", SHEET_ID, true, AT(resource), NULL, NULL,
	    "what outages name: a server, a link" },
	{ "group", SHEET_ID, false, AT(group), NULL, NULL,
	    "members of a group stand in for each other; empty: alone" },
	{ "from", SHEET_DAY_TIME, false, AT(in_from), "start", NULL,
	    "where minutes of resources are pooled: its first day" },
	{ "to", SHEET_DAY_TIME, false, AT(in_to), "end", NULL,
	    "first day without it; empty: open" },
};

static void
resource_start(void *row)
{
	struct dependency *d = row;

	d->in_from = d->in_to = NO_INSTANT;
}

/*
 * A resource without a group is a group of its own and takes its own name for
 * it; then no other group of the service may be called so.
 */
static bool
group_is_clear(struct sheet_run *run, const struct dependency *d)
{
	struct arena *keep = run->job->scratch;
	bool alone = !sheet_given(run, "group");
	struct str mine = str_format(keep, "%.*s\n%s\n%.*s",
	    STR_ARG(d->service), alone ? "alone" : "group", STR_ARG(d->group));
	struct str other = str_format(keep, "%.*s\n%s\n%.*s",
	    STR_ARG(d->service), alone ? "group" : "alone", STR_ARG(d->group));

	map_put(&run->ids, mine, 0);
	if (map_get(&run->ids, other) < 0)
		return true;
	sheet_bad(run, alone ? "resource" : "group",
	    "call the group something else",
	    "\"%.*s\" is a group and also a resource without a group",
	    STR_ARG(d->group));
	return false;
}

static bool
resource_finish(struct sheet_run *run, void *row)
{
	struct dependency *d = row;
	struct str pair = str_format(run->job->scratch, "%.*s needs %.*s",
	    STR_ARG(d->service), STR_ARG(d->resource));

	if (d->group.n == 0)
		d->group = d->resource;
	if (d->in_from != NO_INSTANT && d->in_to != NO_INSTANT &&
	    d->in_to <= d->in_from) {
		sheet_bad(run, "to",
		    "\"to\" is the first day without the resource",
		    "the resource ends before it begins");
		return false;
	}
	return sheet_unique(run, "resource", pair, "remove one of the rows") &&
	       group_is_clear(run, d);
}

static bool
resource_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->dependencies) =
	    *(const struct dependency *)row;
	return true;
}

static const struct sheet resources = {
	.column = resource_columns,
	.n_columns = COUNT(resource_columns),
	.row_bytes = sizeof(struct dependency),
	.from_offset = AT(from),
	.start = resource_start,
	.finish = resource_finish,
	.push = resource_push,
};
#undef ROW

const struct format format_customers = { .sheet = &customers };
const struct format format_services = { .sheet = &services };
const struct format format_resources = { .sheet = &resources };
