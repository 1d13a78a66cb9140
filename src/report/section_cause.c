/*
 * section_cause.c -- what people wrote about the incident, in this language.
 * What they did not write is shown as missing and never invented.
 */
#include "report/sections.h"

static const struct narrative *
narrative_of(const struct build *b, const char *field)
{
	const struct dossier *d = b->dossier;

	for (size_t i = 0; i < d->n_narratives; i++) {
		const struct narrative *n = &d->narratives[i];

		if (str_eq(n->incident, b->job->incident->id) &&
		    str_is(n->field, field) && str_eq(n->lang, b->lang->code))
			return n;
	}
	return NULL;
}

void
narrative_add(
    struct build *b, const char *field, const char *head, bool required)
{
	const struct narrative *n = narrative_of(b, field);
	struct str *part;
	size_t n_parts;

	if (!n && !required)
		return;
	doc_heading(b->doc, 2, TEXT(b, head), STR_NONE);
	if (!n) {
		not_supplied(b, str_format(b->keep, "text/%.*s/%.*s_%s.md",
				    STR_ARG(b->lang->code),
				    STR_ARG(b->job->incident->id), field));
		return;
	}
	lang_paragraphs(n->text, b->keep, &part, &n_parts);
	for (size_t i = 0; i < n_parts; i++)
		doc_paragraph(b->doc, part[i]);
}

int
section_cause(struct build *b, struct err *e)
{
	(void)e;
	chapter(b, "head.cause");
	narrative_add(b, "cause", "cause.cause", true);
	narrative_add(b, "lessons", "cause.lessons", true);
	narrative_add(b, "apology", "cause.apology", false);
	return 0;
}
