/*
 * --outage FROM/TO,KEY=VALUE... and --exclude KIND@FROM/TO,...: spans of time
 * as rows of a case document.
 */
#include "cli/calc_question.h"

/* ---- FROM/TO
 * ---------------------------------------------------------------------- */

struct typed_span {
	struct str from_text;
	struct place at;
	int64_t from_at, to_at;
};

/* "24:00" is the end of the day, which no clock time of ISO is here. */
static bool
read_to(struct inquiry *q, struct place at, struct str to,
    const struct typed_span *span, int64_t *ret_at)
{
	struct diags *d = &q->c->diags;
	int64_t ms;

	if (to.n == 0) {
		if (q->as_of == NO_INSTANT)
			diag_add(d, DIAG_ERROR, at,
			    "say when it ended, or with --as-of until when it "
			    "is known to last",
			    "this outage has no end");
		*ret_at = q->as_of;
		return q->as_of != NO_INSTANT;
	}
	if (value_duration(to, &ms)) {
		*ret_at = span->from_at + ms;
		return true;
	}
	if (str_is(to, "24:00")) {
		struct civil day = zone_civil(q->zone, span->from_at);

		*ret_at = zone_day(q->zone, day.year, day.month, day.day + 1);
		return true;
	}
	return value_instant(q, at, to, span->from_text, ret_at);
}

static bool
read_span(struct inquiry *q, const struct arg *a, struct str text,
    struct typed_span *out)
{
	struct diags *d = &q->c->diags;
	struct str to, from = str_cut(text, '/', &to);
	struct place to_at;

	out->at = value_place(a, text);
	if (from.n == text.n) {
		diag_add(d, DIAG_ERROR, out->at,
		    "write 2026-03-05T14:03/14:41, or /38m for how long",
		    "\"%.*s\" has no end: FROM/TO", STR_ARG(text));
		return false;
	}
	out->from_text = str_trim(from);
	if (!value_instant(q, out->at, from, STR_NONE, &out->from_at))
		return false;
	to_at = to.n != 0 ? value_place(a, to) : out->at;
	if (!read_to(q, to_at, str_trim(to), out, &out->to_at))
		return false;
	if (out->to_at > out->from_at)
		return true;
	diag_add(d, DIAG_ERROR, to_at,
	    "an end on the next day needs its date: "
	    "2026-03-05T23:50/2026-03-06T00:10",
	    "this ends before it begins");
	return false;
}

static void
add_span(struct inquiry *q, struct node *row, const struct typed_span *span)
{
	tree_instant(q->c, row, "start", span->from_at, span->at);
	tree_instant(q->c, row, "end", span->to_at, span->at);
}

/* ---- ,KEY=VALUE
 * ------------------------------------------------------------------- */

struct suffix {
	const char *name, *key; /* as typed; in the case document */
	bool time;
};

static const struct suffix outage_suffixes[] = {
	{ "reported", "reported", true },
	{ "detected", "detected", true },
	{ "ticket", "ticket", true },
	{ "weight", "weight", false },
	{ "excluded", "excluded_kind", false },
	{ "feed", "feed", false },
	{ "state", "state", false },
	{ NULL, NULL, false },
};

static const struct suffix exclude_suffixes[] = {
	{ "announced", "announced", true },
	{ NULL, NULL, false },
};

static void
unknown_suffix(struct inquiry *q, const struct arg *a, struct str name,
    const struct suffix *list)
{
	struct arena *keep = &q->c->keep;
	struct str hint = STR("possible are");

	for (; list->name != NULL; list++)
		hint = str_format(keep, "%.*s %s=", STR_ARG(hint), list->name);
	diag_add(&q->c->diags, DIAG_ERROR, value_place(a, name),
	    str_cstr(keep, hint), "\"%.*s\" is not something to say here",
	    STR_ARG(name));
}

/* Times without a date are on `day`. */
static void
read_suffix(struct inquiry *q, const struct arg *a, struct str one,
    const struct suffix *list, struct str day, struct node *row)
{
	struct str value, name = str_cut(one, '=', &value);
	const struct suffix *s = list;
	int64_t at;

	while (s->name != NULL && !str_is(str_trim(name), s->name))
		s++;
	if (s->name == NULL) {
		unknown_suffix(q, a, name, list);
	} else if (value.n == 0) {
		diag_add(&q->c->diags, DIAG_ERROR, value_place(a, name), NULL,
		    "\"%s=\" needs a value", s->name);
	} else if (!s->time) {
		tree_text(q->c, row, s->key, value, value_place(a, value));
	} else if (value_instant(q, value_place(a, value), value, day, &at)) {
		tree_instant(q->c, row, s->key, at, value_place(a, value));
	}
}

static void
read_row(struct inquiry *q, const struct arg *a, struct str text,
    const struct suffix *list, struct node *row)
{
	struct str rest, one = str_cut(text, ',', &rest);
	struct typed_span span;

	if (!read_span(q, a, one, &span))
		return;
	add_span(q, row, &span);
	while (rest.n != 0) {
		one = str_cut(rest, ',', &rest);
		read_suffix(q, a, one, list, span.from_text, row);
	}
}

void
question_outage(struct inquiry *q, const struct arg *a)
{
	struct node *row = tree_new(q->c, NODE_MAP, a->at);

	tree_text(q->c, row, "id",
	    str_format(&q->c->keep, "outage-%zu", q->incidents->n + 1), a->at);
	read_row(q, a, a->text, outage_suffixes, row);
	tree_add(q->incidents, NULL, row);
}

void
question_exclude(struct inquiry *q, const struct arg *a)
{
	struct node *row = tree_new(q->c, NODE_MAP, a->at);
	struct str text, kind = str_cut(a->text, '@', &text);

	if (text.n == 0 || kind.n == 0) {
		diag_add(&q->c->diags, DIAG_ERROR, a->at,
		    "write maintenance@2026-03-05T02:00/04:00,announced="
		    "2026-03-01T10:00",
		    "\"%.*s\" does not say what kind of time it is: "
		    "KIND@FROM/TO",
		    STR_ARG(a->text));
		return;
	}
	tree_text(q->c, row, "id",
	    str_format(&q->c->keep, "window-%zu", q->exclusions->n + 1), a->at);
	tree_text(q->c, row, "kind", str_trim(kind), a->at);
	read_row(q, a, text, exclude_suffixes, row);
	tree_add(q->exclusions, NULL, row);
}
