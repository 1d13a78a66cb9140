#include "domain/settle_copy.h"

#include <string.h>

static struct str
own(struct arena *keep, struct str s)
{
	return s.n == 0 ? STR_NONE : str_dup(keep, s);
}

static void *
own_array(struct arena *keep, const void *v, size_t n, size_t size)
{
	void *copy;

	if (n == 0)
		return NULL;
	copy = arena_array(keep, n, size);
	memcpy(copy, v, n * size);
	return copy;
}

static struct spans
own_spans(struct arena *keep, const struct spans *s)
{
	return (struct spans){ own_array(keep, s->v, s->n, sizeof *s->v), s->n,
		s->n };
}

static bool
same_ratio(struct ratio a, struct ratio b)
{
	return a.num == b.num && a.den == b.den;
}

static struct str
bytes_of(const struct outage *o)
{
	return (struct str){ (const char *)o, sizeof *o };
}

/* Records differ in bytes when they differ; the same one is found again. */
static const struct outage *
own_outage(struct settle_copies *to, const struct outage *o)
{
	int64_t known = map_get(&to->outage_of, bytes_of(o));
	struct outage *key, *copy;

	if (known >= 0)
		return to->outages.v[known];
	key = own_array(to->keep, o, 1, sizeof *o);
	map_put(&to->outage_of, bytes_of(key), (int64_t)to->outages.n);
	copy = own_array(to->keep, o, 1, sizeof *o);
	/* the words of a record live as long as the facts */
	copy->waits =
	    own_array(to->keep, o->waits, o->n_waits, sizeof *o->waits);
	*vec_push(to->keep, &to->outages) = copy;
	return copy;
}

static void
own_lines(struct settle_copies *to, struct settlement *s)
{
	s->lines = own_array(to->keep, s->lines, s->n_lines, sizeof *s->lines);
	for (size_t i = 0; i < s->n_lines; i++) {
		struct outage_line *line = &s->lines[i];

		line->outage = own_outage(to, line->outage);
		line->reason = own(to->keep, line->reason);
		line->clause = own(to->keep, line->clause);
	}
}

static void
own_exclusions(struct arena *keep, struct settlement *s)
{
	s->exclusions = own_array(
	    keep, s->exclusions, s->n_exclusions, sizeof *s->exclusions);
	for (size_t i = 0; i < s->n_exclusions; i++) {
		struct excluded_line *line = &s->exclusions[i];

		line->kind = own(keep, line->kind);
		line->clause = own(keep, line->clause);
		line->refused_why = own(keep, line->refused_why);
	}
}

static bool
same_tier(const struct tier_line *a, const struct tier_line *b)
{
	return str_eq(a->printed, b->printed) && a->has_low == b->has_low &&
	       a->has_high == b->has_high && a->low_in == b->low_in &&
	       a->high_in == b->high_in && same_ratio(a->low, b->low) &&
	       same_ratio(a->high, b->high) &&
	       same_ratio(a->percent, b->percent) &&
	       a->is_percent == b->is_percent && str_eq(a->value, b->value);
}

static bool
same_table(const struct settle_table *t, const struct settlement *s)
{
	if (t->n != s->n_tiers)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!same_tier(&t->v[i], &s->tiers[i]))
			return false;
	return true;
}

/* The table of the contract's last settlement, or a copy that becomes it. */
static void
own_tiers(struct settle_copies *to, struct settlement *s)
{
	int64_t known = map_get(&to->table_of, s->contract);
	struct settle_table *t;

	if (known >= 0 && same_table(&to->tables.v[known], s)) {
		s->tiers = to->tables.v[known].v;
		return;
	}
	s->tiers = own_array(to->keep, s->tiers, s->n_tiers, sizeof *s->tiers);
	for (size_t i = 0; i < s->n_tiers; i++) {
		s->tiers[i].printed = own(to->keep, s->tiers[i].printed);
		s->tiers[i].value = own(to->keep, s->tiers[i].value);
	}
	map_put(&to->table_of, s->contract, (int64_t)to->tables.n);
	t = vec_push(to->keep, &to->tables);
	*t = (struct settle_table){ s->tiers, s->n_tiers };
}

static void
own_step(struct arena *keep, struct step *step)
{
	step->clause = own(keep, step->clause);
	step->v =
	    own_array(keep, step->v, (size_t)step->n_values, sizeof *step->v);
	for (int i = 0; i < step->n_values; i++)
		if (step->v[i].kind == VALUE_TEXT ||
		    step->v[i].kind == VALUE_KEY)
			step->v[i].text = own(keep, step->v[i].text);
}

static void
own_trace(struct arena *keep, struct trace *t)
{
	t->steps.v =
	    own_array(keep, t->steps.v, t->steps.n, sizeof *t->steps.v);
	t->steps.cap = t->steps.n;
	for (size_t i = 0; i < t->steps.n; i++)
		own_step(keep, &t->steps.v[i]);
}

static void
own_evidence(struct settle_copies *to, struct settlement *s)
{
	struct arena *keep = to->keep;

	s->down = own_spans(keep, &s->down);
	s->degraded = own_spans(keep, &s->degraded);
	s->no_data = own_spans(keep, &s->no_data);
	s->excluded = own_spans(keep, &s->excluded);
	s->substitute = own_spans(keep, &s->substitute);
	s->windows = own_spans(keep, &s->windows);
	own_lines(to, s);
	own_exclusions(keep, s);
	own_tiers(to, s);
}

static void
drop_evidence(struct settlement *s)
{
	s->down = s->degraded = s->no_data = (struct spans){ 0 };
	s->excluded = s->substitute = s->windows = (struct spans){ 0 };
	s->lines = NULL;
	s->exclusions = NULL;
	s->tiers = NULL;
	s->n_lines = s->n_exclusions = s->n_tiers = 0;
}

static void
own_figures(struct arena *keep, struct settlement *s)
{
	s->service = own(keep, s->service);
	s->period_name = own(keep, s->period_name);
	s->contract = own(keep, s->contract);
	s->terms_name = own(keep, s->terms_name);
	s->availability_text = own(keep, s->availability_text);
	s->extension_unit = own(keep, s->extension_unit);
	s->rights = own_array(keep, s->rights, s->n_rights, sizeof *s->rights);
	s->warnings =
	    own_array(keep, s->warnings, s->n_warnings, sizeof *s->warnings);
	for (size_t i = 0; i < s->n_warnings; i++)
		s->warnings[i] = own(keep, s->warnings[i]);
}

struct settlement
settlement_copy(
    struct settle_copies *to, const struct settlement *s, enum settle_copy what)
{
	struct settlement copy = *s;

	to->outage_of.keep = to->table_of.keep = to->keep;
	own_figures(to->keep, &copy);
	if (what == COPY_FIGURES)
		drop_evidence(&copy);
	else
		own_evidence(to, &copy);
	if (what == COPY_ALL)
		own_trace(to->keep, &copy.trace);
	else
		copy.trace = (struct trace){ 0 };
	return copy;
}
