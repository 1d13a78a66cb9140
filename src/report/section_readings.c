/*
 * section_readings.c -- what the contracts leave open, how it is read and why.
 */
#include "report/sections.h"

static const char *const questions[] = {
	[ASK_PERIOD] = "reading.period",
	[ASK_COUNT] = "reading.count",
	[ASK_ENDS] = "reading.ends",
	[ASK_LONGER] = "reading.longer",
};

/* In the order of question_answers. */
static const char *const answers[][4] = {
	[ASK_PERIOD] = { "reading.is.calendar_month",
	    "reading.is.calendar_quarter", "reading.is.calendar_half",
	    "reading.is.calendar_year" },
	[ASK_COUNT] = { "reading.is.full", "reading.is.started",
	    "reading.is.exact", "reading.is.nearest" },
	[ASK_ENDS] = { "reading.is.lower", "reading.is.upper" },
	[ASK_LONGER] = { "reading.is.ge", "reading.is.gt" },
};

static const char *
answer_key(const struct term_reading *r)
{
	int i = 0;

	while (!str_is(r->answer, question_answers[r->question][i]))
		i++;
	return answers[r->question][i];
}

static struct str
reading_text(
    const struct lang *l, struct arena *keep, const struct term_reading *r)
{
	struct str question = lang_text(l, questions[r->question]);
	struct str answer = lang_text(l, answer_key(r));
	struct str reason = str_trim(r->because);

	while (str_ends(reason, "."))
		reason.n--;
	if (reason.n == 0)
		return LANG_FILL(l, "reading.plain", keep,
		    { "question", question }, { "answer", answer });
	return LANG_FILL(l, "reading.because", keep, { "question", question },
	    { "answer", answer }, { "reason", reason });
}

int
report_readings(const struct terms *t, const struct lang *lang,
    struct arena *keep, struct str **ret_lines, size_t *ret_n, struct err *e)
{
	struct str *lines = arena_array(keep, t->n_readings + 1, sizeof *lines);

	for (size_t i = 0; i < t->n_readings; i++)
		lines[i] = reading_text(lang, keep, &t->readings[i]);
	if (lang_check(lang, e))
		return -1;
	*ret_lines = lines;
	*ret_n = t->n_readings;
	return 0;
}

/* The first line under the same contract. */
static bool
is_first(const struct statement_figures *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (f->lines[k].row->contract == f->lines[i].row->contract)
			return false;
	return true;
}

void
readings_add(struct build *b)
{
	const struct statement_figures *f = &b->statement;

	for (size_t i = 0; i < f->n_lines; i++) {
		const struct contract *c = f->lines[i].row->contract;

		for (size_t k = 0; is_first(f, i) && k < c->terms->n_readings;
		     k++)
			doc_paragraph(b->doc,
			    FILL(b, "answer.by_contract",
				{ "contract", c->name },
				{ "text", reading_text(b->lang, b->keep,
					      &c->terms->readings[k]) }));
	}
}

int
section_readings(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	size_t open = 0;

	(void)e;
	for (size_t i = 0; i < f->n_lines; i++)
		open += f->lines[i].row->contract->terms->n_readings;
	if (open == 0)
		return 0;
	chapter(b, "head.readings");
	readings_add(b);
	return 0;
}
