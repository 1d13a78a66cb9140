#include "cli/terms_sheet.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/screen.h"

#define WIDTH 78 /* of comments in a file */
#define LABEL 14

const char terms_caution[] =
    "Terms change, and the words here are not the provider's: compare with "
    "the agreement in force before you rely on them.";

/* ---- short texts ------------------------------------------------------------
 */

/* The highest number below which the first table pays. */
static bool
table_top(const struct credit_rule *rule, struct ratio *ret_top)
{
	bool found = false;

	if (rule->kind == RULE_TIERS && rule->u.tiers.on == ON_AVAILABILITY)
		for (size_t i = 0; i < rule->u.tiers.n_rows; i++) {
			const struct bounds *in = &rule->u.tiers.rows[i].in;

			if (!in->has_high ||
			    (found && ratio_cmp(in->high, *ret_top) <= 0))
				continue;
			*ret_top = in->high;
			found = true;
		}
	for (size_t i = 0; i < rule->n_rules && !found; i++)
		found = table_top(&rule->rules[i], ret_top);
	if (rule->kind != RULE_PER_POINT)
		return found;
	*ret_top = rule->u.per_point.from;
	return true;
}

struct str
terms_promise(struct arena *scratch, const struct catalogue_entry *e)
{
	struct ratio v;

	if (e->terms->has_target)
		v = e->terms->target;
	else if (!table_top(e->terms->credit, &v))
		return STR("-");
	return str_format(
	    scratch, "%.*s %%", STR_ARG(terms_number(scratch, v)));
}

static const char *const rule_words[] = {
	[RULE_NONE] = "not stated",
	[RULE_TIERS] = "table",
	[RULE_PER_UNIT] = "per unit of time",
	[RULE_PER_POINT] = "per point",
	[RULE_PRORATA] = "pro rata",
	[RULE_HOURLY_PRORATA] = "hourly price",
	[RULE_LINEAR] = "formula",
	[RULE_PERIOD_DAYS] = "days",
	[RULE_CLOCK_HOURS] = "clock hours",
	[RULE_TOUCHED_DAYS] = "touched days",
	[RULE_DAY_TABLE] = "table of days",
	[RULE_BONUS] = "long outages",
	[RULE_GIVEN] = "given amounts",
	[RULE_SUM] = "several rules",
	[RULE_MAX] = "better of several",
};

struct str
terms_remedy(struct arena *scratch, const struct catalogue_entry *e)
{
	const struct credit_rule *rule = e->terms->credit;
	enum payment_kind kind = e->terms->payment.kind;

	while (rule->n_rules == 1 &&
	       (rule->kind == RULE_CAPPED || rule->kind == RULE_EACH_INCIDENT))
		rule = rule->rules;
	if (e->terms->extension.given)
		kind = PAY_EXTENSION;
	return str_format(scratch, "%s, %s", payment_kind_names[kind],
	    rule->kind < RULE_CAPPED ? rule_words[rule->kind] : "rules");
}

/* ---- the sheet for people ---------------------------------------------------
 */

struct sheet {
	struct buf *out;
	struct arena *scratch;
	const struct catalogue_entry *e;
	const struct terms *t;
};

/* "Label     text", broken at blanks, the rest below the text. */
static void
line(const struct sheet *s, const char *label, struct str text)
{
	if (text.n == 0)
		return;
	buf_addf(s->out, "%-*s", LABEL, label);
	screen_wrap(s->out, text, LABEL);
}

static void
lines(const struct sheet *s, const char *label, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		line(s, i == 0 ? label : "", v[i]);
}

static void
tell_measure(const struct sheet *s)
{
	static const char *const kinds[] = {
		[PERIOD_CALENDAR_MONTH] = "calendar month",
		[PERIOD_BILLING_MONTH] = "billing month",
		[PERIOD_CALENDAR_QUARTER] = "calendar quarter",
		[PERIOD_CALENDAR_HALF] = "calendar half year",
		[PERIOD_CALENDAR_YEAR] = "calendar year",
		[PERIOD_TRAILING_DAYS] = "trailing days",
	};
	static const char *const clocks[] = {
		[CLOCK_ACTUAL] = NULL,
		[CLOCK_DETECTED] = "begins when the provider notices",
		[CLOCK_REPORTED] = "begins when the customer reports",
		[CLOCK_TICKET] = "begins with the ticket",
		[CLOCK_EARLIEST] = "begins with the earliest of several times",
		[CLOCK_LATEST] = "begins with the latest of several times",
	};
	const struct min_duration *least = &s->t->min_duration;
	struct str period = str_of(kinds[s->t->period.kind]);

	if (s->t->period.kind == PERIOD_TRAILING_DAYS)
		period = str_format(s->scratch, "the last %lld days",
		    (long long)s->t->period.days);
	line(s, "Period", period);
	if (clocks[s->t->clock.start] != NULL)
		line(s, "Clock", str_of(clocks[s->t->clock.start]));
	if (least->given)
		line(s, "Counts from",
		    str_format(s->scratch, "%s%.*s on%s",
			least->op == OP_GE ? "" : "more than ",
			STR_ARG(terms_duration(s->scratch, least->ms)),
			least->excess ? ", only what goes beyond" : ""));
}

static void
tell_exclusions(const struct sheet *s)
{
	for (size_t i = 0; i < s->t->n_exclude; i++) {
		const struct exclude_rule *x = &s->t->exclude[i];
		struct str text = x->kind;

		if (x->min_notice_ms != 0)
			text = str_format(s->scratch,
			    "%.*s, announced %.*s before", STR_ARG(text),
			    STR_ARG(
				terms_duration(s->scratch, x->min_notice_ms)));
		if (x->min_notice_business_days != 0)
			text = str_format(s->scratch,
			    "%.*s, announced %lld business days before",
			    STR_ARG(text),
			    (long long)x->min_notice_business_days);
		if (x->max_event_ms != 0)
			text = str_format(s->scratch, "%.*s, at most %.*s",
			    STR_ARG(text),
			    STR_ARG(
				terms_duration(s->scratch, x->max_event_ms)));
		if (x->has_allowance)
			text = str_format(s->scratch,
			    "%.*s, %.*s in all per period", STR_ARG(text),
			    STR_ARG(
				terms_duration(s->scratch, x->allowance_ms)));
		line(s, i == 0 ? "Not counted" : "", text);
	}
}

static struct str
cap_words(const struct sheet *s, const struct cap_rule *cap)
{
	static const char *const after[] = {
		[CAP_PERCENT] = " % of the base",
		[CAP_FIELD] = " % of ",
		[CAP_AMOUNT] = " (amount)",
		[CAP_DAYS] = " days of service",
		[CAP_HOURS] = " hours of service",
	};
	struct str n = terms_number(s->scratch, cap->n);

	return str_format(s->scratch, "%.*s%s%.*s%s%.*s", STR_ARG(n),
	    after[cap->kind], STR_ARG(cap->field), cap->name.n ? ": " : "",
	    STR_ARG(cap->name));
}

static void
tell_limits(const struct sheet *s)
{
	static const char *const below[] = {
		[BELOW_DROP] = "less is not paid",
		[BELOW_RAISE] = "less is raised to it",
		[BELOW_DEFER] = "less waits for the next period",
	};
	const struct minimum_rule *m = &s->t->minimum;
	const struct extension_rule *x = &s->t->extension;

	for (size_t i = 0; i < s->t->n_caps; i++)
		line(s, i == 0 ? "At most" : "", cap_words(s, &s->t->caps[i]));
	if (m->given)
		line(s, "At least",
		    str_format(s->scratch, "%s%.*s: %s",
			m->op == OP_GT ? "more than " : "",
			STR_ARG(ratio_decimal(
			    s->scratch, m->amount, 2, ROUND_HALF_UP)),
			below[m->below]));
	if (x->given)
		line(s, "Remedy",
		    x->months ? STR("the contract grows by months")
			      : STR("the contract grows by days"));
	for (size_t i = 0; i < s->t->n_gates; i++)
		line(s, i == 0 ? "Only if" : "",
		    str_of(gate_kind_names[s->t->gates[i].kind]));
}

/* "business_days" as two words. */
static struct str
spaced(struct arena *scratch, const char *name)
{
	struct str out = str_dup(scratch, str_of(name));

	for (char *p = (char *)out.p; p < out.p + out.n; p++)
		if (*p == '_')
			*p = ' ';
	return out;
}

static void
tell_claim(const struct sheet *s)
{
	const struct claim_rule *c = &s->t->claim;

	if (c->automatic)
		line(s, "Claim", STR("not needed, the credit is automatic"));
	else if (c->given)
		line(s, "Claim",
		    str_format(s->scratch, "within %lld %.*s of the %.*s",
			(long long)c->value,
			STR_ARG(spaced(s->scratch, window_unit_names[c->unit])),
			STR_ARG(spaced(
			    s->scratch, claim_anchor_names[c->anchor]))));
	else
		line(s, "Claim", STR("no time limit is stated"));
	if (c->has_ticket_within)
		line(s, "",
		    str_format(s->scratch, "a ticket within %.*s",
			STR_ARG(
			    terms_duration(s->scratch, c->ticket_within_ms))));
	line(s, "How to claim", s->e->channel);
}

static void
tell_payment(const struct sheet *s)
{
	static const char *const kinds[] = {
		[PAY_CREDIT] = "credit",
		[PAY_REFUND] = "refund",
		[PAY_EXTENSION] = "longer contract",
		[PAY_COUPON] = "coupon",
	};
	static const char *const against[] = {
		[AGAINST_ANY] = "",
		[AGAINST_NEXT_INVOICE] = " on the next invoice",
		[AGAINST_RENEWAL] = " on the renewal",
	};
	const struct payment_rule *p = &s->t->payment;
	enum payment_kind kind =
	    s->t->extension.given ? PAY_EXTENSION : p->kind;
	struct str text =
	    str_format(s->scratch, "%s%s", kinds[kind], against[p->against]);

	if (p->has_expiry)
		text = str_format(s->scratch, "%.*s, for %lld %.*s",
		    STR_ARG(text), (long long)p->expires_value,
		    STR_ARG(spaced(
			s->scratch, window_unit_names[p->expires_unit])));
	line(s, "Paid as", text);
	if (s->t->n_termination != 0)
		line(s, "", STR("and a right to end the contract"));
}

static void
tell_open(const struct sheet *s)
{
	for (size_t i = 0; i < s->t->n_readings; i++) {
		const struct term_reading *r = &s->t->readings[i];

		line(s, i == 0 ? "Left open" : "",
		    str_format(s->scratch, "%s; suggested: %.*s%s%.*s",
			question_words[r->question], STR_ARG(r->answer),
			r->because.n ? ", because " : "", STR_ARG(r->because)));
	}
}

static void
tell_origin(const struct sheet *s)
{
	const struct catalogue_entry *e = s->e;

	lines(s, "Notes", e->notes, e->n_notes);
	lines(s, "Source", e->sources, e->n_sources);
	line(s, "Read",
	    str_format(s->scratch, "%s%.*s, %s%s",
		e->was_recalled ? "not read but recalled, written down on "
				: "on ",
		STR_ARG(e->read_on), source_kind_names[e->source_kind],
		e->is_part ? "; only a part of the paying rule was readable"
			   : ""));
	lines(s, "Recalled", e->recalled, e->n_recalled);
	line(s, "Caution", str_of(terms_caution));
}

void
terms_sheet(
    struct buf *out, const struct catalogue_entry *e, struct arena *scratch)
{
	struct sheet s = { out, scratch, e, e->terms };

	buf_addf(out, "%.*s: %.*s, %.*s%s%.*s\n\n", STR_ARG(e->name),
	    STR_ARG(e->provider), STR_ARG(e->service),
	    e->version.n ? ", version " : "", STR_ARG(e->version));
	line(&s, "Promise", e->promise);
	line(&s, "Target",
	    e->terms->has_target ? terms_promise(scratch, e) : STR_NONE);
	line(&s, "Percent of", e->base);
	tell_measure(&s);
	tell_exclusions(&s);
	buf_addf(out, "Pays%s\n",
	    e->terms->only_if_breached ? ", if the target is missed" : "");
	terms_rule(out, e->terms->credit, 2, scratch);
	tell_limits(&s);
	tell_payment(&s);
	tell_claim(&s);
	tell_open(&s);
	tell_origin(&s);
	buf_addf(out, "\n%.*s\n", STR_ARG(e->terms_text));
}

/* ---- the sheet for machines -------------------------------------------------
 */

static void
json_texts(
    struct json_out *json, const char *key, const struct str *v, size_t n)
{
	json_key_of(json, key);
	json_open_list(json);
	for (size_t i = 0; i < n; i++)
		json_text(json, v[i]);
	json_close_list(json);
}

/* Numbers stay text, exactly as they are written. */
static void
json_node(struct json_out *json, const struct node *n)
{
	if (n->kind == NODE_SCALAR && node_is_null(n)) {
		json_null(json);
		return;
	}
	if (n->kind == NODE_SCALAR) {
		json_text(json, n->text);
		return;
	}
	if (n->kind == NODE_MAP)
		json_open_map(json);
	else
		json_open_list(json);
	for (const struct node *e = n->child; e != NULL; e = e->next) {
		if (n->kind == NODE_MAP)
			json_key(json, e->key);
		json_node(json, e);
	}
	if (n->kind == NODE_MAP)
		json_close_map(json);
	else
		json_close_list(json);
}

static void
json_open_questions(struct json_out *json, const struct terms *t)
{
	json_key_of(json, "open");
	json_open_list(json);
	for (size_t i = 0; i < t->n_readings; i++) {
		const struct term_reading *r = &t->readings[i];

		json_open_map(json);
		json_put_text(
		    json, "question", str_of(question_names[r->question]));
		json_put_text(json, "suggested", r->answer);
		json_put_text(json, "because", r->because);
		json_close_map(json);
	}
	json_close_list(json);
}

static void
json_whole(struct json_out *json, const struct catalogue_entry *e)
{
	json_put_text(json, "version", e->version);
	json_put_text(json, "language", e->language);
	json_put_text(json, "promise", e->promise);
	json_put_text(json, "base", e->base);
	json_put_text(json, "channel", e->channel);
	json_texts(json, "notes", e->notes, e->n_notes);
	json_texts(json, "sources", e->sources, e->n_sources);
	json_put_text(
	    json, "source_kind", str_of(source_kind_names[e->source_kind]));
	json_texts(json, "recalled", e->recalled, e->n_recalled);
	json_open_questions(json, e->terms);
	json_put_text(json, "caution", str_of(terms_caution));
	json_key_of(json, "terms");
	json_node(json, e->terms_node);
}

void
terms_json(struct json_out *json, const struct catalogue_entry *e, bool whole,
    struct arena *scratch)
{
	json_open_map(json);
	json_put_text(json, "name", e->name);
	json_put_text(json, "provider", e->provider);
	json_put_text(json, "service", e->service);
	json_put_text(json, "target", terms_promise(scratch, e));
	json_put_text(json, "remedy", terms_remedy(scratch, e));
	json_put_text(
	    json, "evidence", e->was_recalled ? STR("recalled") : STR("read"));
	json_put_text(
	    json, "determined", e->is_part ? STR("part") : STR("full"));
	json_put_text(json, "read_on", e->read_on);
	if (whole)
		json_whole(json, e);
	json_close_map(json);
}

/* ---- a contract to begin with -----------------------------------------------
 */

/* A text as YAML: in quotes, on one line. */
static void
quoted(struct buf *out, struct str s)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i]);
	}
	buf_addc(out, '"');
}

/* Lines of a comment, broken at blanks. */
static void
comment(struct buf *out, struct str text)
{
	size_t at = 0;

	while (text.n != 0) {
		struct str word = str_cut(str_trim(text), ' ', &text);

		if (at == 0 || at + 1 + utf8_count(word) > WIDTH) {
			buf_adds(out, at == 0 ? "#" : "\n#");
			at = 1;
		}
		buf_addc(out, ' ');
		buf_addstr(out, word);
		at += 1 + utf8_count(word);
	}
	buf_addc(out, '\n');
}

static void
open_questions(struct buf *out, const struct terms *t)
{
	if (t->n_readings == 0)
		return;
	buf_adds(out,
	    "\n# The text leaves this open. Say how you read it and why, or "
	    "write the key under\n# terms; what stands here is only a "
	    "suggestion.\n# assume:\n");
	for (size_t i = 0; i < t->n_readings; i++) {
		const struct term_reading *r = &t->readings[i];

		buf_addf(out, "#   %s:    # %s\n#     reading: %.*s\n",
		    question_names[r->question], question_words[r->question],
		    STR_ARG(r->answer));
		buf_adds(out, "#     because: ");
		quoted(out, r->because);
		buf_addc(out, '\n');
	}
}

/* The reports print them as they stand, in whatever language. */
static void
words_of_ours(struct buf *out, const struct catalogue_entry *e)
{
	buf_adds(out, "\n# Printed in the statement, in the customer's "
		      "language; by the catalogue:\n# base_is: ");
	quoted(out, e->base);
	if (e->channel.n != 0) {
		buf_adds(out, "\n# channel: ");
		quoted(out, e->channel);
	}
	buf_addc(out, '\n');
}

void
terms_contract(struct buf *out, const struct catalogue_entry *e,
    struct str timezone, struct str currency, struct arena *scratch)
{
	comment(out,
	    str_format(scratch, "Public terms: %.*s, %.*s; %s on %.*s.",
		STR_ARG(e->provider), STR_ARG(e->service),
		e->was_recalled ? "recalled" : "read", STR_ARG(e->read_on)));
	for (size_t i = 0; i < e->n_sources; i++)
		comment(out, str_format(scratch, "Source: %.*s",
				 STR_ARG(e->sources[i])));
	comment(out, str_of(terms_caution));
	buf_addf(out, "id: %.*s\nname: ", STR_ARG(e->name));
	quoted(out, str_format(scratch, "%.*s, %.*s", STR_ARG(e->provider),
			STR_ARG(e->service)));
	buf_addf(out, "\nlike: catalogue/%.*s\n", STR_ARG(e->name));
	buf_addf(out,
	    "timezone: %.*s    # of its months, days and nights\n"
	    "currency: %.*s\n",
	    STR_ARG(timezone), STR_ARG(currency));
	open_questions(out, e->terms);
	words_of_ours(out, e);
	buf_addf(out,
	    "\n# Keys written here replace those of the catalogue as a whole; "
	    "\"key: ~\" takes one\n# away. What is there: makegood terms "
	    "%.*s\n# terms:\n#   caps: [ { percent: \"100\" } ]\n",
	    STR_ARG(e->name));
}
