/*
 * What texts leave open: the questions, their possible answers, and the
 * complaint where nobody answers.
 */
#include "domain/terms_read.h"

const char *const question_names[] = { "period", "count", "ends", "longer",
	NULL };

static const char *const period_answers[] = { "calendar_month",
	"calendar_quarter", "calendar_half", "calendar_year", NULL };
static const char *const count_answers[] = { "full", "started", "exact",
	"nearest", NULL };
static const char *const ends_answers[] = { "lower", "upper", NULL };
static const char *const longer_answers[] = { "ge", "gt", NULL };

const char *const *const question_answers[N_QUESTIONS] = {
	[ASK_PERIOD] = period_answers,
	[ASK_COUNT] = count_answers,
	[ASK_ENDS] = ends_answers,
	[ASK_LONGER] = longer_answers,
};

const char *const question_words[] = {
	[ASK_PERIOD] = "which period is measured",
	[ASK_COUNT] = "whether full or started units count",
	[ASK_ENDS] = "to which row the number between two rows belongs",
	[ASK_LONGER] = "whether an outage of exactly the least length counts",
};

/* The key that would have said it. */
static const char *const keys[] = {
	[ASK_PERIOD] = "period: { kind: calendar_month }",
	[ASK_COUNT] = "count: full, or started, exact, nearest",
	[ASK_ENDS] = "ge or gt, le or lt instead of between",
	[ASK_LONGER] = "op: ge when it does, op: gt when it does not",
};

int
terms_ask(struct terms_reader *r, enum question q, struct place at)
{
	const struct term_answer *a;

	if (!r->asked[q])
		r->asked_at[q] = at;
	r->asked[q] = true;
	if (r->answers == NULL || !r->answers->v[q].given)
		return 0;
	a = &r->answers->v[q];
	for (int i = 0; question_answers[q][i] != NULL; i++)
		if (str_is(a->reading, question_answers[q][i]))
			return i;
	return 0;
}

/* "assume: { count: { reading: full, because: "..." } }" */
static struct str
line_to_write(struct arena *keep, enum question q, const struct term_answer *a)
{
	struct str reading =
	    a->given ? a->reading : str_of(question_answers[q][0]);
	struct str because = a->given ? a->because : STR("...");

	return str_format(keep,
	    "assume: { %s: { reading: %.*s, because: \"%.*s\" } }",
	    question_names[q], STR_ARG(reading), STR_ARG(because));
}

static void
complain(struct terms_reader *r, enum question q)
{
	const struct term_answers *all = r->answers;
	bool refuse = all != NULL && all->open == OPEN_REFUSE;
	struct term_answer none = { .given = false };
	const struct term_answer *hinted = refuse ? &all->suggested[q] : &none;
	struct str hint;

	if (!refuse) {
		diag_add(r->d, DIAG_WARNING, r->asked_at[q],
		    str_cstr(r->keep, str_format(r->keep, "write %s", keys[q])),
		    "the terms do not say %s; read as \"%s\"",
		    question_words[q], question_answers[q][0]);
		return;
	}
	hint = str_format(r->keep,
	    "in %.*s write under terms %s; or say how the text is read%s: "
	    "%.*s",
	    STR_ARG(all->file), keys[q],
	    hinted->given ? ", as the catalogue suggests" : "",
	    STR_ARG(line_to_write(r->keep, q, hinted)));
	diag_add(r->d, DIAG_ERROR, r->asked_at[q], str_cstr(r->keep, hint),
	    "the terms do not say %s", question_words[q]);
}

static struct term_reading
reading_of(const struct terms_reader *r, enum question q)
{
	struct term_reading out = { .question = q,
		.at = r->asked_at[q],
		.answer = str_of(question_answers[q][0]) };
	const struct term_answer *a;

	if (r->answers == NULL || !r->answers->v[q].given)
		return out;
	a = &r->answers->v[q];
	out.at = a->at;
	out.answer = a->reading;
	out.because = a->because;
	out.confirmed = r->answers->open == OPEN_REFUSE;
	return out;
}

bool
terms_close(struct terms_reader *r, struct terms *t)
{
	const struct term_answers *all = r->answers;
	struct term_reading *v = arena_array(r->keep, N_QUESTIONS, sizeof *v);
	bool ok = true;

	for (int i = 0; i < N_QUESTIONS; i++) {
		enum question q = (enum question)i;
		const struct term_answer *a = all ? &all->v[q] : NULL;
		bool given = a != NULL && a->given;

		if (r->asked[q])
			v[t->n_readings++] = reading_of(r, q);
		if (r->asked[q] && !given &&
		    (all == NULL || all->open != OPEN_SUGGEST)) {
			complain(r, q);
			ok &= all == NULL || all->open != OPEN_REFUSE;
		}
		if (!r->asked[q] && given) {
			diag_add(r->d, DIAG_ERROR, a->at,
			    "take this answer out",
			    "\"%s\" is answered, but the terms say it "
			    "themselves",
			    question_names[q]);
			ok = false;
		}
	}
	t->readings = v;
	return ok;
}

/* ---- reading "assume" -------------------------------------------------------
 */

static bool
read_answer(const struct node *n, enum question q, struct term_answer *out,
    struct diags *d)
{
	struct raw {
		const struct node *reading;
		struct str because;
	} raw = { .reading = NULL };
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "reading", SCHEMA_NODE, reading) },
		{ FIELD_MUST(struct raw, "because", SCHEMA_TEXT_ANY, because) },
	};
	int i = 0;

	if (!schema_read(
		n, question_names[q], fields, COUNT_OF(fields), &raw, d) ||
	    !node_choice(raw.reading, question_answers[q], &i, d))
		return false;
	*out = (struct term_answer){ .given = true,
		.at = n->key_at,
		.reading = raw.reading->text,
		.because = str_trim(raw.because) };
	if (out->because.n != 0)
		return true;
	diag_add(d, DIAG_ERROR, node_get(n, "because")->at,
	    "say in your words why: an e-mail, custom, what the other side "
	    "told you",
	    "a reading without a reason convinces nobody");
	return false;
}

bool
terms_read_answers(
    const struct node *map, struct term_answer v[N_QUESTIONS], struct diags *d)
{
	struct raw {
		const struct node *v[N_QUESTIONS];
	} raw = { { NULL } };
	struct schema_field fields[N_QUESTIONS];
	bool ok;

	for (int i = 0; i < N_QUESTIONS; i++)
		fields[i] =
		    (struct schema_field){ question_names[i], SCHEMA_MAP,
			    offsetof(struct raw, v) +
				(size_t)i * sizeof(const struct node *),
			    false, 0, 0, NULL };
	ok = schema_read(map, "assume", fields, N_QUESTIONS, &raw, d);
	for (int i = 0; i < N_QUESTIONS; i++)
		if (raw.v[i] != NULL)
			ok &= read_answer(raw.v[i], (enum question)i, &v[i], d);
	return ok;
}
