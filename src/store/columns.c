#include "store/columns.h"

#include <string.h>

#include "domain/facts.h"

static const void *
field(const void *row, const struct column *c)
{
	return (const char *)row + c->offset;
}

static void
bind_ratio(sqlite3_stmt *st, int at, struct ratio r, struct arena *scratch)
{
	/* an unbound parameter is NULL */
	if (ratio_ok(r))
		bind_text(st, at, ratio_text(scratch, r));
}

static int
bind_currency(sqlite3_stmt *st, int at, const struct currency *c)
{
	bind_cstr(st, at, c->code);
	bind_int(st, at + 1, c->digits);
	return at + 2;
}

static int
bind_money(sqlite3_stmt *st, int at, const struct money *m)
{
	bind_int(st, at, m->minor);
	return bind_currency(st, at + 1, &m->currency);
}

static int
bind_one(sqlite3_stmt *st, int at, const struct column *c, const void *p,
    struct arena *scratch)
{
	switch (c->kind) {
	case COLUMN_TEXT:
		bind_text(st, at, *(const struct str *)p);
		break;
	case COLUMN_CSTR:
		bind_cstr(st, at, *(const char *const *)p);
		break;
	case COLUMN_INT64:
		bind_int(st, at, *(const int64_t *)p);
		break;
	case COLUMN_INT:
		bind_int(st, at, *(const int *)p);
		break;
	case COLUMN_BOOL:
		bind_int(st, at, *(const bool *)p);
		break;
	case COLUMN_CHAR:
		bind_text(st, at, (struct str){ p, *(const char *)p != 0 });
		break;
	case COLUMN_REAL:
		bind_real(st, at, *(const double *)p);
		break;
	case COLUMN_INSTANT:
		bind_instant(st, at, *(const int64_t *)p);
		break;
	case COLUMN_CHOICE:
		bind_cstr(st, at, c->names[*(const int *)p]);
		break;
	case COLUMN_RATIO:
		bind_ratio(st, at, *(const struct ratio *)p, scratch);
		break;
	case COLUMN_CURRENCY:
		return bind_currency(st, at, p);
	case COLUMN_MONEY:
		return bind_money(st, at, p);
	}
	return at + 1;
}

int
columns_bind(sqlite3_stmt *st, int first, const struct column *v, size_t n,
    const void *row, struct arena *scratch)
{
	for (size_t i = 0; i < n; i++)
		first = bind_one(st, first, &v[i], field(row, &v[i]), scratch);
	return first;
}

/* CHECK constraints keep every other text out. */
static int
choice_of(struct str text, const char *const *names)
{
	for (int i = 0; names[i] != NULL; i++)
		if (str_is(text, names[i]))
			return i;
	BUG("a choice that the schema does not allow");
}

static struct ratio
read_ratio(sqlite3_stmt *st, int at)
{
	const void *p = sqlite3_column_text(st, at);
	struct str den, s = { p, (size_t)sqlite3_column_bytes(st, at) };
	int64_t n, d = 1;

	s = str_cut(s, '/', &den);
	if (!str_int64(s, &n) || (den.n != 0 && !str_int64(den, &d)))
		return (struct ratio){ 0 };
	return ratio_make(n, d);
}

static int
read_currency(sqlite3_stmt *st, int at, struct currency *c)
{
	const void *p = sqlite3_column_text(st, at);
	int n = sqlite3_column_bytes(st, at);

	memset(c->code, 0, sizeof c->code);
	if (p != NULL && n > 0 && n < (int)sizeof c->code)
		memcpy(c->code, p, (size_t)n);
	c->digits = sqlite3_column_int(st, at + 1);
	return at + 2;
}

static int
read_money(sqlite3_stmt *st, int at, struct money *m)
{
	m->minor = sqlite3_column_int64(st, at);
	return read_currency(st, at + 1, &m->currency);
}

/* Most words of a table are those of the row above. */
static struct str
read_text(sqlite3_stmt *st, int at, const struct str *above, struct arena *keep)
{
	const unsigned char *p = sqlite3_column_text(st, at);
	size_t n = (size_t)sqlite3_column_bytes(st, at);

	if (above != NULL && p != NULL && n == above->n &&
	    memcmp(p, above->p, n) == 0)
		return *above;
	return column_text(st, at, keep);
}

static int
read_one(sqlite3_stmt *st, int at, const struct column *c, void *p,
    const void *above, struct arena *keep)
{
	struct str text;

	switch (c->kind) {
	case COLUMN_TEXT:
		*(struct str *)p = read_text(st, at, above, keep);
		break;
	case COLUMN_CSTR:
		text = column_text(st, at, keep);
		*(const char **)p = str_cstr(keep, text);
		break;
	case COLUMN_INT64:
		*(int64_t *)p = sqlite3_column_int64(st, at);
		break;
	case COLUMN_INT:
		*(int *)p = sqlite3_column_int(st, at);
		break;
	case COLUMN_BOOL:
		*(bool *)p = sqlite3_column_int(st, at) != 0;
		break;
	case COLUMN_CHAR:
		text = column_text(st, at, keep);
		*(char *)p = text.n == 1 ? text.p[0] : '\0';
		break;
	case COLUMN_REAL:
		*(double *)p = sqlite3_column_double(st, at);
		break;
	case COLUMN_INSTANT:
		*(int64_t *)p = column_instant(st, at);
		break;
	case COLUMN_CHOICE:
		text = column_text(st, at, keep);
		*(int *)p = choice_of(text, c->names);
		break;
	case COLUMN_RATIO:
		*(struct ratio *)p = read_ratio(st, at);
		break;
	case COLUMN_CURRENCY:
		return read_currency(st, at, p);
	case COLUMN_MONEY:
		return read_money(st, at, p);
	}
	return at + 1;
}

int
columns_read(sqlite3_stmt *st, int first, const struct column *v, size_t n,
    void *row, const void *above, struct arena *keep)
{
	for (size_t i = 0; i < n; i++) {
		const void *same =
		    above == NULL ? NULL : (const char *)above + v[i].offset;

		first = read_one(
		    st, first, &v[i], (char *)row + v[i].offset, same, keep);
	}
	return first;
}
