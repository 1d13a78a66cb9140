/*
 * A settled case document for people: the ladder step by step, then the figures
 * that matter, and the credit in the last line. Times are local times of the
 * document's zone.
 */
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/calc.h"
#include "cli/screen.h"
#include "domain/money.h"
#include "domain/period.h"
#include "report/report.h"

#define CHANGE_WIDTH 17
#define LABEL_WIDTH  14

void
calc_note(struct calc *c, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, 4096);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	*vec_push(&c->keep, &c->notes) = str_dup(&c->keep, buf_str(&b));
	buf_release(&b);
}

int
calc_sentences(struct calc *c, const struct casedoc *doc,
    const struct settlement *s, struct str **ret_lines, struct err *e)
{
	struct contract contract = { .zone = doc->zone,
		.currency = doc->currency,
		.terms = doc->terms };
	struct service service = { .id = s->service, .name = s->service };
	struct ledger_row row = {
		.service = &service, .contract = &contract, .settlement = *s
	};
	size_t n;

	return report_explain(&row, c->lang, &c->work, ret_lines, &n, e);
}

/* ---- words and numbers
 * --------------------------------------------------------- */

/* "743 h 00 min", "1 h 30 min 05 s", "38 min 00 s". */
static struct str
elapsed(struct arena *keep, int64_t ms)
{
	long long s = (long long)(ms / MS_SECOND);

	if (s < 3600)
		return str_format(keep, "%lld min %02lld s", s / 60, s % 60);
	if (s % 60 == 0)
		return str_format(
		    keep, "%lld h %02lld min", s / 3600, s / 60 % 60);
	return str_format(
	    keep, "%lld h %02lld min %02lld s", s / 3600, s / 60 % 60, s % 60);
}

/* "- 1 h 30 min 05 s": what a step about time took or added. */
static struct str
change_of(struct arena *keep, const struct step *step, bool first)
{
	int64_t ms = step->delta_ms < 0 ? -step->delta_ms : step->delta_ms;
	const char *sign = step->delta_ms < 0 ? "- " : first ? "" : "+ ";

	if (!step->has_time)
		return STR_NONE;
	if (ms == 0)
		return STR("0");
	return str_format(keep, "%s%.*s", sign, STR_ARG(elapsed(keep, ms)));
}

/* "2026-03-05 14:03", with seconds only where there are some. */
static struct str
local_time(struct arena *keep, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);
	struct str s = str_format(keep, "%04d-%02d-%02d %02d:%02d", c.year,
	    c.month, c.day, c.hour, c.minute);

	return c.second == 0
		   ? s
		   : str_format(keep, "%.*s:%02d", STR_ARG(s), c.second);
}

static struct str
local_date(struct arena *keep, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	return str_format(keep, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* At most six decimals, without zeros at the end: "99.95", "10". */
static struct str
decimal(struct arena *keep, struct ratio r)
{
	struct str s = ratio_decimal(keep, r, 6, ROUND_DOWN);

	while (s.n > 0 && s.p[s.n - 1] == '0')
		s.n--;
	if (s.n > 0 && s.p[s.n - 1] == '.')
		s.n--;
	return s;
}

static struct str
percent(struct arena *keep, struct ratio share)
{
	return decimal(keep, ratio_mul(share, ratio_int(100)));
}

static struct str
amount(struct calc *c, const struct casedoc *doc, int64_t minor)
{
	return str_format(&c->work, "%s %.*s", doc->currency.code,
	    STR_ARG(money_text(&c->work, minor, doc->currency)));
}

/* "3 days", "1 month" */
static struct str
more_time(struct arena *keep, const struct settlement *s)
{
	struct str unit = s->extension_unit;

	if (ratio_cmp(s->extension, ratio_int(1)) == 0 && str_ends(unit, "s"))
		unit.n--;
	return str_format(keep, "%.*s %.*s",
	    STR_ARG(decimal(keep, s->extension)), STR_ARG(unit));
}

/* ---- why nothing is due
 * --------------------------------------------------------------- */

static bool
gave_nothing(const struct settlement *s)
{
	return s->has_extension ? s->extension.num == 0 : s->credit_minor == 0;
}

/* The number of the step in which a condition failed, or 0. */
static size_t
gate_closed(const struct settlement *s)
{
	for (size_t i = 0; i < s->trace.steps.n; i++) {
		const struct step *step = &s->trace.steps.v[i];

		for (int k = 0; k < step->n_values; k++)
			if (strcmp(step->key, "gate") == 0 &&
			    strcmp(step->v[k].name, "passed") == 0 &&
			    str_is(step->v[k].text, "no"))
				return i + 1;
	}
	return 0;
}

/* No time was counted: where it went, by the largest share. */
static struct str
why_no_time(const struct case_service *service)
{
	const struct settlement *s = &service->settlement;
	struct {
		int64_t ms;
		struct str why;
	} parts[] = {
		{ 0, STR("all of it is excluded by the terms") },
		{ 0, STR("it was shorter than the terms ask for") },
		{ 0, STR("it lies outside the period or the service's life") },
		{ 0, STR("it lies outside service hours") },
		{ 0, STR("the contract's clock had not started") },
	};
	size_t best = 0;

	for (size_t i = 0; i < s->n_lines; i++) {
		parts[0].ms += s->lines[i].excluded_ms;
		parts[1].ms += s->lines[i].short_ms;
		parts[2].ms += s->lines[i].outside_ms;
		parts[3].ms += s->lines[i].off_hours_ms;
		parts[4].ms += s->lines[i].clock_ms;
	}
	for (size_t i = 1; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].ms > parts[best].ms)
			best = i;
	if (parts[best].ms == 0 && s->n_lines < service->in.n_outages)
		best = 2;
	else if (parts[best].ms == 0)
		return STR("there was no downtime");
	return parts[best].why;
}

static struct str
why_nothing(struct calc *c, const struct case_service *service)
{
	const struct settlement *s = &service->settlement;
	const struct terms *t = service->in.terms;
	bool timed = t->availability.kind == AVAILABILITY_TIME;
	bool met = s->has_target && !s->breached;

	if (s->dropped)
		return STR("the credit is below the contract's minimum");
	if (s->deferred)
		return STR("the credit is below the contract's minimum and "
			   "waits until that is reached");
	if (gate_closed(s) > 0 && !(met && t->only_if_breached))
		return str_format(&c->work,
		    "a condition of the contract is not met, see step %zu",
		    gate_closed(s));
	if (s->tier_hole)
		return STR("the result is in no row of the contract's table");
	if (t->credit->kind == RULE_NONE)
		return STR("the terms give no credit");
	if (timed && s->downtime_ms == 0)
		return why_no_time(service);
	if (met)
		return str_format(&c->work, "the target of %.*s %% is met",
		    STR_ARG(percent(&c->work, s->target)));
	if (!s->has_extension && s->base_minor.num == 0)
		return STR("the fee is nothing");
	if (s->percent.num == 0 && s->exact_minor.num == 0)
		return STR("the terms give nothing for this result");
	return STR("it rounds to nothing");
}

/* ---- one service
 * ----------------------------------------------------------------------- */

static void
add_figure(struct calc *c, const char *label, struct str text)
{
	buf_addf(&c->out, "    %-*s", LABEL_WIDTH, label);
	screen_wrap(&c->out, text, 4 + LABEL_WIDTH);
}

static void
heading(struct calc *c, const struct casedoc *doc, const struct settlement *s)
{
	struct str line = str_format(&c->work,
	    "%.*s: %.*s to %.*s in %.*s (%.*s)", STR_ARG(s->service),
	    STR_ARG(local_time(&c->work, doc->zone, s->period.from_at)),
	    STR_ARG(local_time(&c->work, doc->zone, s->period.to_at)),
	    STR_ARG(doc->zone->name),
	    STR_ARG(elapsed(&c->work, span_ms(s->period))));

	screen_wrap(&c->out, line, 0);
	buf_addc(&c->out, '\n');
}

static int
ladder(struct calc *c, const struct casedoc *doc, const struct settlement *s,
    struct err *e)
{
	struct str *lines;

	if (calc_sentences(c, doc, s, &lines, e) != 0)
		return -1;
	for (size_t i = 0; i < s->trace.steps.n; i++) {
		struct str change =
		    change_of(&c->work, &s->trace.steps.v[i], i == 0);

		buf_addf(&c->out, "%3zu %*.*s  ", i + 1, CHANGE_WIDTH,
		    STR_ARG(change));
		screen_wrap(&c->out, lines[i], 4 + CHANGE_WIDTH + 2);
	}
	buf_addc(&c->out, '\n');
	for (size_t i = 0; i < s->n_warnings; i++) {
		buf_addf(&c->out, "    note: ");
		screen_wrap(&c->out, s->warnings[i], 10);
	}
	if (s->n_warnings > 0)
		buf_addc(&c->out, '\n');
	return 0;
}

static void
measured(struct calc *c, const struct settlement *s)
{
	struct arena *keep = &c->work;
	struct str text =
	    s->downtime_ms > 0 ? elapsed(keep, s->downtime_ms) : STR("none");

	if (s->excluded_ms > 0)
		text = str_format(keep, "%.*s, and %.*s excluded",
		    STR_ARG(text), STR_ARG(elapsed(keep, s->excluded_ms)));
	add_figure(c, "downtime", text);
	text = str_format(keep, "%.*s %% (%.*s)",
	    STR_ARG(ratio_decimal(keep,
		ratio_mul(s->availability, ratio_int(100)), 6, ROUND_DOWN)),
	    STR_ARG(ratio_text(keep, s->availability)));
	add_figure(c, "availability", text);
	if (s->has_target)
		add_figure(c, "target",
		    str_format(keep, "%.*s %%, %s",
			STR_ARG(percent(keep, s->target)),
			s->breached ? "missed" : "met"));
}

/* The deadline is an end: a midnight belongs to the day before. */
static struct str
claim_until(
    struct calc *c, const struct casedoc *doc, const struct settlement *s)
{
	struct civil at = zone_civil(doc->zone, s->claim_deadline_at);
	bool midnight = zone_day(doc->zone, at.year, at.month, at.day) ==
			s->claim_deadline_at;

	return midnight
		   ? local_date(&c->work, doc->zone, s->claim_deadline_at - 1)
		   : local_time(&c->work, doc->zone, s->claim_deadline_at);
}

static void
claim(struct calc *c, const struct casedoc *doc, const struct settlement *s)
{
	struct str until;

	if (s->automatic) {
		add_figure(c, "claim", STR("not needed, it comes by itself"));
	} else if (s->has_claim_deadline) {
		until = claim_until(c, doc, s);
		if (s->has_claim_in_time)
			until = str_format(&c->work, "%.*s, made %s",
			    STR_ARG(until),
			    s->claim_in_time ? "in time" : "too late");
		add_figure(c, "claim until", until);
	}
	if (c->channel.n != 0)
		add_figure(c, "how to claim", c->channel);
}

static void
given(struct calc *c, const struct casedoc *doc,
    const struct case_service *service)
{
	const struct settlement *s = &service->settlement;
	struct arena *keep = &c->work;
	struct str text;

	if (gave_nothing(s)) {
		add_figure(c, "nothing due", why_nothing(c, service));
		return;
	}
	if (s->has_extension) {
		add_figure(c, "credit", more_time(keep, s));
		return;
	}
	text = str_format(keep, "%.*s, %.*s %% of %s %.*s",
	    STR_ARG(amount(c, doc, s->credit_minor)),
	    STR_ARG(decimal(keep, s->percent)), doc->currency.code,
	    STR_ARG(ratio_decimal(keep,
		ratio_div(s->base_minor, ratio_int(money_scale(doc->currency))),
		doc->currency.digits, ROUND_HALF_UP)));
	add_figure(c, "credit", text);
}

static int
service_text(struct calc *c, const struct casedoc *doc,
    const struct case_service *service, struct err *e)
{
	const struct settlement *s = &service->settlement;

	heading(c, doc, s);
	if (ladder(c, doc, s, e) != 0)
		return -1;
	measured(c, s);
	given(c, doc, service);
	if (!gave_nothing(s))
		claim(c, doc, s);
	if (s->n_rights > 0)
		add_figure(c, "right", STR("to end the contract"));
	buf_addc(&c->out, '\n');
	return 0;
}

/* ---- the document
 * ------------------------------------------------------------------------ */

static void
above(struct calc *c, const struct casedoc *doc)
{
	for (size_t i = 0; i < c->provenance.n; i++)
		screen_wrap(&c->out, c->provenance.v[i], 0);
	for (size_t i = 0; i < c->notes.n; i++) {
		buf_adds(&c->out, "note: ");
		screen_wrap(&c->out, c->notes.v[i], 6);
	}
	if (c->provenance.n + c->notes.n > 0)
		buf_addc(&c->out, '\n');
	else if (doc->id.n + doc->title.n > 0)
		buf_addf(&c->out, "%.*s%s%.*s\n", STR_ARG(doc->id),
		    doc->id.n != 0 && doc->title.n != 0 ? ": " : "",
		    STR_ARG(doc->title));
}

int
calc_print(struct calc *c, const struct casedoc *doc, struct err *e)
{
	above(c, doc);
	for (size_t i = 0; i < doc->n_services; i++)
		if (service_text(c, doc, &doc->services[i], e) != 0)
			return -1;
	if (doc->combined.has_money)
		buf_addf(&c->out, "credit: %.*s\n",
		    STR_ARG(amount(c, doc, doc->combined.total_minor)));
	else if (doc->n_services == 1)
		buf_addf(&c->out, "credit: %.*s\n",
		    STR_ARG(more_time(&c->work, &doc->services[0].settlement)));
	return 0;
}
