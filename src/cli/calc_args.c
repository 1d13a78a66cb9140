/*
 * The options of a typed question: taken from argv, and what is said when some
 * are missing.
 */
#include "cli/calc_question.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/say.h"

#define TYPED_BYTES ((size_t)4 << 20)

/* The options, with what to write when one is missing and why it is needed. */
static const struct {
	const char *name;
	bool repeats;
	const char *example, *why;
} options_of[N_ASKED] = {
	[ASKED_TERMS] = { "--terms", false, "catalogue/azure-vm",
	    "the terms: an entry of the catalogue, or a file" },
	[ASKED_FEE] = { "--fee", false, "49.00EUR",
	    "what the percentages apply to" },
	[ASKED_PERIOD] = { "--period", false, "2026-03",
	    "the period that is measured" },
	[ASKED_OUTAGE] = { "--outage", true, "2026-03-05T14:03/14:41",
	    "what happened; or --outages FILE.csv" },
	[ASKED_OUTAGES] = { "--outages", false, "outages.csv", "" },
	[ASKED_SUBJECT] = { "--subject", false, "web", "" },
	[ASKED_EXCLUDE] = { "--exclude", true,
	    "maintenance@2026-03-05T02:00/04:00", "" },
	[ASKED_MAINTENANCE] = { "--maintenance", false, "windows.csv", "" },
	[ASKED_ZONE] = { "--zone", false, "Europe/Rome", "" },
	[ASKED_HOURLY] = { "--hourly", false, "0.05EUR",
	    "these terms price hours" },
	[ASKED_AMOUNT] = { "--amount", true, "month_cost=15.00", "" },
	[ASKED_TARGET] = { "--target", false, "99.95",
	    "the percentage promised: these terms leave it to each service" },
	[ASKED_REQUESTS] = { "--requests", false, "1000000/1200",
	    "requests in the period, and how many of them failed" },
	[ASKED_FROM] = { "--from", false, "2026-03-10", "" },
	[ASKED_TO] = { "--to", false, "2026-03-20", "" },
	[ASKED_CLAIMED] = { "--claimed", false, "2026-04-12", "" },
	[ASKED_AS_OF] = { "--as-of", false, "2026-04-01T09:00", "" },
};

const struct arg *
question_arg(const struct inquiry *q, enum asked what)
{
	for (size_t i = 0; i < q->args.n; i++)
		if (q->args.v[i].what == what)
			return &q->args.v[i];
	return NULL;
}

/* ---- what was typed
 * ---------------------------------------------------------------- */

static enum asked
option_named(const char *arg)
{
	int i = 0;

	while (i < N_ASKED && strcmp(arg, options_of[i].name) != 0)
		i++;
	return (enum asked)i;
}

bool
calc_asks(const char *arg)
{
	return option_named(arg) != N_ASKED;
}

static int
no_question(const char *arg)
{
	if (strcmp(arg, "--check") == 0)
		return say_usage("calc",
		    "--check compares a FILE with what it expects; a typed "
		    "question expects nothing");
	return say_usage("calc",
	    "\"%s\" belongs to no option; a FILE and --terms do not go "
	    "together",
	    arg);
}

/* One line for each option, for complaints to quote. */
static int
take_arg(struct inquiry *q, enum asked what, struct str text)
{
	const char *name = options_of[what].name;
	struct arg *a;
	size_t bad;

	if (!utf8_ok(text, &bad) || str_find(text, '\n') < text.n)
		return say_usage(
		    "calc", "%s: the value is not plain text", name);
	if (str_trim(text).n == 0)
		return say_usage("calc", "%s wants a value, as in %s %s", name,
		    name, options_of[what].example);
	if (!options_of[what].repeats && question_arg(q, what) != NULL)
		return say_usage("calc", "%s is there twice", name);
	a = vec_push(&q->c->keep, &q->args);
	a->what = what;
	a->text = text;
	a->at = (struct place){ STR("(command line)"), (int64_t)q->args.n,
		(int64_t)strlen(name) + 2 };
	buf_addf(&q->typed, "%s %.*s\n", name, STR_ARG(text));
	return -1;
}

int
question_args(struct inquiry *q, int argc, char **argv)
{
	int code = -1;

	for (int i = 1; i < argc && code < 0; i++) {
		enum asked what = option_named(argv[i]);

		if (what == N_ASKED)
			return no_question(argv[i]);
		code = take_arg(q, what, str_of(argv[++i]));
	}
	diags_text(&q->c->diags, STR("(command line)"),
	    str_dup(&q->c->keep, buf_str(&q->typed)));
	return code;
}

/* ---- what is missing
 * --------------------------------------------------------------- */

/* The period of the first outage, so that the example can be run. */
static const char *
period_example(const struct inquiry *q, const struct terms *t)
{
	struct arena *keep = &q->c->keep;
	const struct arg *a = question_arg(q, ASKED_OUTAGE);
	struct str day = a != NULL ? str_sub(a->text, 0, 10) : STR_NONE;
	struct iso iso;

	if (!iso_parse(day, &iso))
		iso.at = (struct civil){ .year = 2026, .month = 3 };
	return str_cstr(keep,
	    period_near(keep,
		t == NULL ? PERIOD_CALENDAR_MONTH : t->period.kind, iso.at));
}

/* With what the clock of the terms waits for. */
static const char *
outage_example(const struct inquiry *q, const struct terms *t)
{
	const char *plain = options_of[ASKED_OUTAGE].example;
	const char *key = t != NULL ? terms_ask_clock(t) : NULL;

	if (key == NULL)
		return plain;
	return str_cstr(
	    &q->c->keep, str_format(&q->c->keep, "%s,%s=14:05", plain, key));
}

struct missing {
	struct buf what;    /* "--fee, --period" */
	struct buf why;     /* a line for each */
	struct buf example; /* what was typed, completed */
	size_t n;
};

static void
add_missing(
    struct missing *m, enum asked what, const char *example, const char *why)
{
	const char *name = options_of[what].name;

	buf_addf(&m->what, "%s%s", m->n++ > 0 ? ", " : "", name);
	buf_addf(&m->why, "\n  %s %-*s %s", name, (int)(33 - strlen(name)),
	    example, why);
	buf_addf(&m->example, " %s %s", name, example);
}

static void
want(struct inquiry *q, struct missing *m, enum asked what)
{
	if (question_arg(q, what) == NULL)
		add_missing(
		    m, what, options_of[what].example, options_of[what].why);
}

static bool
is_amount_given(const struct inquiry *q, struct str name)
{
	for (size_t i = 0; i < q->args.n; i++) {
		struct str value;

		if (q->args.v[i].what == ASKED_AMOUNT &&
		    str_eq(str_trim(str_cut(q->args.v[i].text, '=', &value)),
			name))
			return true;
	}
	return false;
}

static void
want_amounts(struct inquiry *q, struct missing *m)
{
	struct arena *keep = &q->c->keep;
	const struct terms *t = &q->terms;

	for (size_t i = 0; i < t->n_caps; i++) {
		const struct cap_rule *cap = &t->caps[i];
		struct str words = cap->name.n != 0 ? cap->name : cap->field;

		if (cap->kind != CAP_FIELD || is_amount_given(q, cap->field))
			continue;
		add_missing(m, ASKED_AMOUNT,
		    str_cstr(keep,
			str_format(keep, "%.*s=15.00", STR_ARG(cap->field))),
		    str_cstr(keep, str_format(keep,
				       "an amount that limits the credit: "
				       "%.*s",
				       STR_ARG(words))));
	}
}

static void
want_all(struct inquiry *q, struct missing *m, const struct terms *t)
{
	bool requests =
	    t != NULL && t->availability.kind == AVAILABILITY_REQUESTS;

	want(q, m, ASKED_TERMS);
	if (t == NULL || !t->extension.given)
		want(q, m, ASKED_FEE);
	if (question_arg(q, ASKED_PERIOD) == NULL)
		add_missing(m, ASKED_PERIOD, period_example(q, t),
		    options_of[ASKED_PERIOD].why);
	if (requests)
		want(q, m, ASKED_REQUESTS);
	else if (question_arg(q, ASKED_OUTAGES) == NULL &&
		 question_arg(q, ASKED_OUTAGE) == NULL)
		add_missing(m, ASKED_OUTAGE, outage_example(q, t),
		    options_of[ASKED_OUTAGE].why);
	if (t == NULL)
		return;
	if (terms_ask_hours(t))
		want(q, m, ASKED_HOURLY);
	if (terms_ask_target(t))
		want(q, m, ASKED_TARGET);
	want_amounts(q, m);
}

/* Characters that a shell may take for its own. */
static bool
needs_quotes(struct str s)
{
	static const char plain[] = "@%+=:,./_-";

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && (c < '0' || c > '9') && strchr(plain, c) == NULL)
			return true;
	}
	return false;
}

int
question_missing(struct inquiry *q, const struct terms *t)
{
	struct missing m = { .n = 0 };
	int code = -1;

	buf_init(&m.what, TYPED_BYTES);
	buf_init(&m.why, TYPED_BYTES);
	buf_init(&m.example, TYPED_BYTES);
	for (size_t i = 0; i < q->args.n; i++) {
		const struct arg *a = &q->args.v[i];
		const char *sign = needs_quotes(a->text) ? "'" : "";

		buf_addf(&m.example, " %s %s%.*s%s", options_of[a->what].name,
		    sign, STR_ARG(a->text), sign);
	}
	want_all(q, &m, t);
	if (m.n > 0)
		code = say_usage("calc",
		    "missing %.*s%.*s\nfor example: makegood calc%.*s",
		    STR_ARG(buf_str(&m.what)), STR_ARG(buf_str(&m.why)),
		    STR_ARG(buf_str(&m.example)));
	buf_release(&m.what);
	buf_release(&m.why);
	buf_release(&m.example);
	return code;
}
