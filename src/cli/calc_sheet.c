/*
 * --outages and --maintenance: the tables of case folders as rows of a case
 * document. All rows are taken as of one service; --subject picks some.
 */
#include "cli/calc_question.h"
#include "import/import.h"

static const char *const state_names[] = { "down", "degraded", "no_data",
	"substitute" };

static int
read_table(struct inquiry *q, const struct arg *a, enum source_kind kind,
    struct batch *ret_batch, struct err *e)
{
	struct calc *c = q->c;
	struct settings settings = {
		.zone = q->zone, .zone_name = q->zone->name, .as_of = q->as_of
	};
	struct import_context ctx = {
		.settings = &settings, .zones = &c->zones, .digested = true
	};
	const char *path = str_cstr(&c->keep, a->text);

	if (import_file(&ctx, kind, path, a->text, &c->keep, ret_batch,
		&c->diags, e) == 0)
		return 0;
	return e->kind == ERR_NONE
		   ? err_set(e, ERR_INPUT, "nothing was calculated")
		   : -1;
}

static struct place
place_of(const struct origin *from)
{
	return (struct place){ from->file, from->line, 0 };
}

static void
add_text(struct inquiry *q, struct node *row, const char *key, struct str text)
{
	if (text.n != 0)
		tree_text(q->c, row, key, text, row->at);
}

static void
add_time(struct inquiry *q, struct node *row, const char *key, int64_t at)
{
	if (at != NO_INSTANT)
		tree_instant(q->c, row, key, at, row->at);
}

/* ---- whose rows
 * ---------------------------------------------------------------------- */

static bool
is_wanted(const struct inquiry *q, struct str subject)
{
	const struct arg *a = question_arg(q, ASKED_SUBJECT);

	return a == NULL || str_eq(a->text, subject);
}

/* The subjects of a table, each once, for a message. */
static struct str
subjects_of(struct inquiry *q, const struct batch *b)
{
	struct arena *keep = &q->c->keep;
	struct str s = STR_NONE;
	size_t told = 0;

	for (size_t i = 0; i < b->outages.n && told < 8; i++) {
		struct str one = b->outages.v[i].subject;
		bool before = false;

		for (size_t k = 0; k < i && !before; k++)
			before = str_eq(b->outages.v[k].subject, one);
		if (before)
			continue;
		s = str_format(keep, "%.*s%s%.*s", STR_ARG(s),
		    told++ > 0 ? ", " : "", STR_ARG(one));
	}
	return s;
}

static void
subject_unknown(struct inquiry *q, const struct batch *b)
{
	const struct arg *a = question_arg(q, ASKED_SUBJECT);
	struct str hint = str_format(&q->c->keep,
	    "the subjects there are: %.*s", STR_ARG(subjects_of(q, b)));

	diag_add(&q->c->diags, DIAG_ERROR, a->at, str_cstr(&q->c->keep, hint),
	    "no row is about \"%.*s\"", STR_ARG(a->text));
}

/* ---- rows
 * ------------------------------------------------------------------------- */

static void
add_outage(struct inquiry *q, const struct outage *o)
{
	struct node *row = tree_new(q->c, NODE_MAP, place_of(&o->from));

	if (o->open && q->as_of == NO_INSTANT) {
		diag_add(&q->c->diags, DIAG_ERROR, row->at,
		    "say with --as-of until when it is known to last",
		    "this outage has no end");
		return;
	}
	add_text(q, row, "id", o->id);
	add_time(q, row, "start", o->span.from_at);
	add_time(q, row, "end", o->span.to_at);
	add_time(q, row, "detected", o->detected_at);
	add_time(q, row, "reported", o->reported_at);
	add_time(q, row, "ticket", o->ticket_at);
	add_text(q, row, "state", str_of(state_names[o->condition]));
	add_text(q, row, "weight", ratio_text(&q->c->keep, o->weight));
	add_text(q, row, "feed", o->feed);
	add_text(q, row, "excluded_kind", o->excluded_kind);
	add_text(q, row, "approved_by", o->approved_by);
	add_text(q, row, "note", o->note);
	tree_add(q->incidents, NULL, row);
}

int
question_outages(struct inquiry *q, const struct arg *a, struct err *e)
{
	struct batch b;
	size_t taken = 0, traffic = 0;

	if (read_table(q, a, SOURCE_OUTAGES, &b, e) != 0)
		return -1;
	for (size_t i = 0; i < b.outages.n; i++) {
		const struct outage *o = &b.outages.v[i];

		if (!is_wanted(q, o->subject))
			continue;
		taken++;
		if (o->view == VIEW_TRAFFIC)
			traffic++;
		else
			add_outage(q, o);
	}
	if (taken == 0 && question_arg(q, ASKED_SUBJECT) != NULL)
		subject_unknown(q, &b);
	if (traffic > 0)
		calc_note(q->c,
		    "%zu row%s of %.*s seen only in the traffic %s left out",
		    traffic, traffic == 1 ? "" : "s", STR_ARG(a->text),
		    traffic == 1 ? "is" : "are");
	return 0;
}

int
question_maintenance(struct inquiry *q, const struct arg *a, struct err *e)
{
	struct batch b;

	if (read_table(q, a, SOURCE_MAINTENANCE, &b, e) != 0)
		return -1;
	for (size_t i = 0; i < b.windows.n; i++) {
		const struct window *w = &b.windows.v[i];
		struct node *row = tree_new(q->c, NODE_MAP, place_of(&w->from));

		if (w->subject.n != 0 && !is_wanted(q, w->subject))
			continue;
		add_text(q, row, "id", w->id);
		add_text(q, row, "kind", w->kind);
		add_time(q, row, "start", w->span.from_at);
		add_time(q, row, "end", w->span.to_at);
		add_time(q, row, "announced", w->announced_at);
		add_text(q, row, "approved_by", w->approved_by);
		add_text(q, row, "note", w->note);
		tree_add(q->exclusions, NULL, row);
	}
	return 0;
}
