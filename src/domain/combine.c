#include "domain/combine.h"

#include "domain/money.h"
#include "domain/trace_keys.h"

bool
combine_minimum(const struct minimum_rule *m, struct currency currency,
    struct ratio exact, int64_t *credit_minor, enum minimum_result *ret_below)
{
	struct ratio least =
	    ratio_mul(m->amount, ratio_int(money_scale(currency)));
	struct ratio tested = m->test_exact ? exact : ratio_int(*credit_minor);
	int64_t least_minor = 0;
	int c;

	*ret_below = MINIMUM_MET;
	/* nothing is due where nothing was earned */
	if (!m->given || exact.num <= 0)
		return true;
	if (!ratio_ok(least) || !ratio_round(least, ROUND_CEIL, &least_minor))
		return false;
	c = ratio_cmp(tested, least);
	if (c > 0 || (c == 0 && m->op == OP_GE))
		return true;
	switch (m->below) {
	case BELOW_RAISE:
		*ret_below = MINIMUM_RAISED;
		*credit_minor = least_minor;
		return true;
	case BELOW_DEFER:
		*ret_below = MINIMUM_DEFERRED;
		break;
	case BELOW_DROP:
		*ret_below = MINIMUM_DROPPED;
		break;
	}
	*credit_minor = 0;
	return true;
}

static struct ratio
joined(const struct terms *t, struct ratio sum, struct ratio one)
{
	if (!ratio_ok(sum))
		return sum;
	return t->combine == COMBINE_SUM ? ratio_add(sum, one)
					 : ratio_max(sum, one);
}

/* False when a sum is too large, or its rounding not certain. */
static bool
add(const struct terms *t, const struct settlement *v, size_t n,
    struct ratio *ret_sum)
{
	struct ratio sum = ratio_int(0), least = sum, most = sum;
	int64_t a = 0, b = 0;

	for (size_t i = 0; i < n; i++) {
		const struct settlement *s = &v[i];
		struct ratio one = t->round_total ? s->exact_minor
						  : ratio_int(s->credit_minor);
		/* a settlement that was only remembered has no ends */
		bool ends = t->round_total && ratio_ok(s->least_minor);

		sum = joined(t, sum, one);
		least = joined(t, least, ends ? s->least_minor : one);
		most = joined(t, most, ends ? s->most_minor : one);
	}
	*ret_sum = sum;
	return ratio_ok(sum) && ratio_round(least, t->money_round, &a) &&
	       ratio_round(most, t->money_round, &b) && a == b;
}

bool
combine_services(const struct terms *t, const struct settlement *v, size_t n,
    struct arena *keep, struct combined *ret_combined)
{
	struct combined c = { .has_money = !t->extension.given };
	enum minimum_result below = MINIMUM_MET;
	struct ratio sum = ratio_int(0);

	if (c.has_money &&
	    (!add(t, v, n, &sum) ||
		!ratio_round(sum, t->money_round, &c.total_minor)))
		return false;
	if (c.has_money && t->round_total && n > 0 &&
	    !combine_minimum(
		&t->minimum, v[0].currency, sum, &c.total_minor, &below))
		return false;
	c.dropped = below == MINIMUM_DROPPED;
	c.raised = below == MINIMUM_RAISED;
	c.deferred = below == MINIMUM_DEFERRED;
	trace_step(&c.trace, keep, "combine", terms_clause(t, "combine"));
	trace_term(&c.trace, "rule", combine_names[t->combine]);
	trace_number(&c.trace, "services", VALUE_COUNT, (int64_t)n);
	trace_term(&c.trace, "stage", t->round_total ? "total" : "service");
	if (c.has_money)
		trace_number(&c.trace, "amount", VALUE_MONEY, c.total_minor);
	*ret_combined = c;
	return true;
}
