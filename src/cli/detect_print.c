#include "cli/detect_print.h"

#include <math.h>

#include "base/json_out.h"
#include "base/zone.h"

#define GAPS_SHOWN 5

struct telling {
	const struct detect_answer *a;
	struct arena scratch;
	struct buf *out;
};

static const struct {
	enum detect_status status;
	const char *word, *text;
} reasons[] = {
	{ DETECT_SHORT, "history_short",
	    "insufficient evidence: less than 48 known hours (14 days of a "
	    "daily series)" },
	{ DETECT_FEW, "counts_few",
	    "insufficient evidence: fewer than 20 answers" },
};

/* ---- for people ---- */

/* "2024-04-02 09:12 +02:00"; seconds where there are some. */
static struct str
local_time(struct telling *t, int64_t at)
{
	struct civil c = zone_civil(t->a->zone, at);
	struct str offset =
	    iso_offset(&t->scratch, zone_offset_s(t->a->zone, at));
	struct str seconds = c.second == 0
				 ? STR_NONE
				 : str_format(&t->scratch, ":%02d", c.second);

	return str_format(&t->scratch, "%04d-%02d-%02d %02d:%02d%.*s %.*s",
	    c.year, c.month, c.day, c.hour, c.minute, STR_ARG(seconds),
	    STR_ARG(offset));
}

/* "3 h 20 min" */
static struct str
duration(struct telling *t, int64_t ms)
{
	long long minutes = (long long)(ms / MS_MINUTE);

	if (minutes < 60)
		return str_format(&t->scratch, "%lld min", minutes);
	if (minutes % 60 == 0)
		return str_format(&t->scratch, "%lld h", minutes / 60);
	return str_format(
	    &t->scratch, "%lld h %02lld min", minutes / 60, minutes % 60);
}

static struct str
count(struct telling *t, double n)
{
	return str_format(&t->scratch, n < 10 ? "%.1f" : "%.0f", n);
}

static void
records_text(struct telling *t, const struct proposal *p)
{
	if (p->recorded_by.n != 0)
		buf_addf(t->out, "      recorded: %.*s covers it for %.*s",
		    STR_ARG(p->recorded_by),
		    STR_ARG(duration(t, p->recorded_ms)));
	else
		buf_adds(t->out, "      recorded: by nobody");
	if (p->planned_ms != 0)
		buf_addf(t->out, "; announced work for %.*s",
		    STR_ARG(duration(t, p->planned_ms)));
	if (p->subject.n == 0)
		buf_adds(t->out, "; no service of the case has this site");
	if (p->accepted)
		buf_adds(t->out, "; accepted");
	buf_addc(t->out, '\n');
}

static void
proposal_text(struct telling *t, const struct proposal *p)
{
	const struct detected *d = &p->found;
	struct str odds = proposal_odds(d, &t->scratch);

	buf_addf(t->out, "  %.*s  to  %.*s  %-9s  %.*s (%s)\n",
	    STR_ARG(local_time(t, d->span.from_at)),
	    STR_ARG(local_time(t, d->span.to_at)), detect_kinds[d->kind],
	    STR_ARG(odds), detect_strengths[d->strength]);
	buf_addf(t->out, "      lasted at least %.*s, at most %.*s%s\n",
	    STR_ARG(duration(t, span_ms(d->span))),
	    STR_ARG(duration(t, span_ms(d->most))),
	    d->open ? " so far: the data ends in it" : "");
	buf_addf(t->out,
	    "      answers: expected %.*s, served %.*s, errors %.*s\n",
	    STR_ARG(count(t, d->expected)), STR_ARG(count(t, d->observed)),
	    STR_ARG(count(t, d->errors)));
	if (t->a->of_case)
		records_text(t, p);
	buf_addf(t->out, "      id %.*s\n", STR_ARG(p->id));
}

/* Where the log itself is empty there is nothing to be told. */
static void
gaps_text(struct telling *t, const struct spans *gaps)
{
	for (size_t i = 0; i < gaps->n && i < GAPS_SHOWN; i++)
		buf_addf(t->out,
		    "  %.*s  to  %.*s  no data: the log has no row for any "
		    "site\n",
		    STR_ARG(local_time(t, gaps->v[i].from_at)),
		    STR_ARG(local_time(t, gaps->v[i].to_at)));
	if (gaps->n > GAPS_SHOWN)
		buf_addf(t->out, "  and %zu more gaps of the log\n",
		    gaps->n - GAPS_SHOWN);
}

static void
site_text(struct telling *t, const struct detect_site *s)
{
	buf_addf(t->out, "%.*s\n", STR_ARG(s->site));
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (s->result.status == reasons[i].status)
			buf_addf(t->out, "  %s\n", reasons[i].text);
	for (size_t i = 0; i < s->n; i++)
		proposal_text(t, &s->proposals[i]);
	gaps_text(t, &s->no_data);
	if (s->result.gone_ms != 0)
		buf_addf(t->out,
		    "  silent for more than 31 days, which is no outage: "
		    "%.*s\n",
		    STR_ARG(duration(t, s->result.gone_ms)));
	if (s->result.status == DETECT_OK && s->n == 0)
		buf_adds(t->out, "  nothing that chance would not do\n");
	if (s->result.status == DETECT_OK)
		buf_addf(t->out,
		    "  a silence shows where %.*s answers or more are "
		    "expected in it\n",
		    STR_ARG(count(t, s->result.least_seen)));
}

struct sums {
	size_t proposals, insufficient;
	double quarters;
};

static struct sums
sums_of(const struct detect_answer *a)
{
	struct sums sum = { 0 };

	for (size_t i = 0; i < a->n; i++) {
		bool ok = a->sites[i].result.status == DETECT_OK;

		sum.proposals += a->sites[i].n;
		sum.insufficient += !ok;
		sum.quarters += ok ? a->sites[i].result.quarters : 0;
	}
	return sum;
}

static bool
is_silent(const struct detect_site *s)
{
	return s->n == 0 && s->no_data.n == 0 && s->result.gone_ms == 0 &&
	       s->result.status == DETECT_OK;
}

void
detect_text(const struct detect_answer *a, struct buf *out)
{
	struct telling t = { .a = a, .out = out };
	struct sums sum = sums_of(a);

	for (size_t i = 0; i < a->n; i++) {
		struct arena_mark mark = arena_mark(&t.scratch);

		/* of many sites only those that have something to tell */
		if (a->n == 1 || !is_silent(&a->sites[i]))
			site_text(&t, &a->sites[i]);
		arena_reset(&t.scratch, mark);
	}
	buf_addf(out, "\n%zu proposal%s, %zu site%s looked at", sum.proposals,
	    sum.proposals == 1 ? "" : "s", a->n, a->n == 1 ? "" : "s");
	if (sum.insufficient != 0)
		buf_addf(
		    out, " (%zu without evidence enough)", sum.insufficient);
	buf_addf(out, "; by chance alone at most %.2g would be expected\n",
	    sum.quarters * a->level);
	if (a->written.n != 0)
		buf_addf(out,
		    "written to %.*s; they count when case.yaml accepts them "
		    "by id\n",
		    STR_ARG(a->written));
	arena_release(&t.scratch);
}

/* ---- for machines ---- */

static void
key(struct telling *t, const char *name)
{
	char last = t->out->p[t->out->n - 1];

	buf_addf(t->out, "%s\"%s\":", last == '{' ? "" : ",", name);
}

static void
text_pair(struct telling *t, const char *name, struct str text)
{
	key(t, name);
	json_quote(t->out, text);
}

static void
time_pair(struct telling *t, const char *name, int64_t at)
{
	text_pair(t, name, iso_utc(&t->scratch, at));
}

static void
int_pair(struct telling *t, const char *name, int64_t n)
{
	key(t, name);
	buf_addi(t->out, n);
}

static void
real_pair(struct telling *t, const char *name, double value)
{
	key(t, name);
	buf_addf(t->out, "%.6g", value);
}

static void
bool_pair(struct telling *t, const char *name, bool value)
{
	key(t, name);
	buf_adds(t->out, value ? "true" : "false");
}

static void
records_json(struct telling *t, const struct proposal *p)
{
	text_pair(t, "subject", p->subject);
	int_pair(t, "recorded_seconds", p->recorded_ms / MS_SECOND);
	text_pair(t, "recorded_by", p->recorded_by);
	int_pair(t, "planned_seconds", p->planned_ms / MS_SECOND);
	bool_pair(t, "accepted", p->accepted);
}

static void
proposal_json(struct telling *t, const struct proposal *p)
{
	const struct detected *d = &p->found;

	buf_addc(t->out, '{');
	text_pair(t, "id", p->id);
	text_pair(t, "kind", str_of(detect_kinds[d->kind]));
	text_pair(t, "strength", str_of(detect_strengths[d->strength]));
	time_pair(t, "from", d->span.from_at);
	time_pair(t, "to", d->span.to_at);
	int_pair(t, "seconds", span_ms(d->span) / MS_SECOND);
	time_pair(t, "earliest", d->most.from_at);
	time_pair(t, "latest", d->most.to_at);
	int_pair(t, "most_seconds", span_ms(d->most) / MS_SECOND);
	bool_pair(t, "open", d->open);
	real_pair(t, "expected", d->expected);
	real_pair(t, "served", d->observed);
	real_pair(t, "errors", d->errors);
	real_pair(t, "one_in", pow(10, d->log_odds));
	if (t->a->of_case)
		records_json(t, p);
	buf_addc(t->out, '}');
}

static void
gaps_json(struct telling *t, const struct spans *gaps)
{
	key(t, "no_data");
	buf_addc(t->out, '[');
	for (size_t i = 0; i < gaps->n; i++) {
		buf_adds(t->out, i == 0 ? "{" : ",{");
		time_pair(t, "from", gaps->v[i].from_at);
		time_pair(t, "to", gaps->v[i].to_at);
		buf_addc(t->out, '}');
	}
	buf_addc(t->out, ']');
}

static void
site_json(struct telling *t, const struct detect_site *s)
{
	struct str status = STR("ok");

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (s->result.status == reasons[i].status)
			status = str_of(reasons[i].word);
	buf_addc(t->out, '{');
	text_pair(t, "site", s->site);
	text_pair(t, "status", status);
	real_pair(t, "quarters", s->result.quarters);
	real_pair(t, "least_seen", s->result.least_seen);
	int_pair(t, "gone_seconds", s->result.gone_ms / MS_SECOND);
	key(t, "proposals");
	buf_addc(t->out, '[');
	for (size_t i = 0; i < s->n; i++) {
		if (i != 0)
			buf_addc(t->out, ',');
		proposal_json(t, &s->proposals[i]);
	}
	buf_addc(t->out, ']');
	gaps_json(t, &s->no_data);
	buf_addc(t->out, '}');
}

void
detect_json(const struct detect_answer *a, struct buf *out)
{
	struct telling t = { .a = a, .out = out };

	buf_addc(out, '{');
	real_pair(&t, "level", a->level);
	if (a->written.n != 0)
		text_pair(&t, "written", a->written);
	key(&t, "sites");
	buf_addc(out, '[');
	for (size_t i = 0; i < a->n; i++) {
		struct arena_mark mark = arena_mark(&t.scratch);

		if (i != 0)
			buf_addc(out, ',');
		site_json(&t, &a->sites[i]);
		arena_reset(&t.scratch, mark);
	}
	buf_adds(out, "]}\n");
	arena_release(&t.scratch);
}
