/*
 * live.c -- see live.h.
 */
#include "report/live.h"

static struct formula *
new_formula(struct build *b, enum formula_op op)
{
	struct formula *f = arena_new(b->keep, struct formula);

	f->op = op;
	return f;
}

const struct formula *
live_number(struct build *b, const char *text)
{
	struct formula *f = new_formula(b, FORMULA_NUMBER);

	f->text = text;
	return f;
}

const struct formula *
live_column(struct build *b, int col)
{
	struct formula *f = new_formula(b, FORMULA_COLUMN);

	f->col = col;
	return f;
}

const struct formula *
live_pair(struct build *b, enum formula_op op, const struct formula *l,
    const struct formula *r)
{
	struct formula *f = new_formula(b, op);

	f->a = l;
	f->b = r;
	return f;
}

const struct formula *
live_round(
    struct build *b, enum formula_op op, const struct formula *a, int digits)
{
	struct formula *f = new_formula(b, op);

	f->a = a;
	f->digits = digits;
	return f;
}

enum formula_op
live_rounding(enum rounding mode)
{
	static const enum formula_op ops[] = {
		[ROUND_HALF_UP] = FORMULA_ROUND,
		[ROUND_HALF_EVEN] = FORMULA_ROUND_EVEN,
		[ROUND_DOWN] = FORMULA_ROUND_DOWN,
		[ROUND_UP] = FORMULA_ROUND_UP,
		/* amounts are never negative */
		[ROUND_FLOOR] = FORMULA_ROUND_DOWN,
		[ROUND_CEIL] = FORMULA_ROUND_UP,
	};

	return ops[mode];
}

const struct formula *
live_column_sum(struct build *b)
{
	return new_formula(b, FORMULA_SUM);
}

struct formula *
live_sum(struct build *b, const char *table, int col,
    const struct formula_where *where, int n)
{
	struct formula *f = new_formula(b, FORMULA_SUM_WHERE);
	struct formula_where *copy =
	    arena_array(b->keep, (size_t)n, sizeof *copy);

	for (int i = 0; i < n; i++)
		copy[i] = where[i];
	f->table = table;
	f->col = col;
	f->where = copy;
	f->n_where = n;
	return f;
}
