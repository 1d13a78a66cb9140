/*
 * head_review.c -- the head of the quarterly review: its figures, once.
 */
#include "report/head.h"
#include "report/review.h"

static const char *const edition_keys[] = { "edition.internal",
	"edition.customer", "edition.public" };

int
head_review(struct build *b, struct err *e)
{
	struct review_figures *f = arena_new(b->keep, struct review_figures);
	struct review_rows *rows = arena_new(b->keep, struct review_rows);
	struct str quarter = b->job->period;

	if (!review_figures(b->dossier, quarter, b->keep, f) ||
	    !review_rows(b->dossier, quarter, b->keep, rows))
		return err_set(
		    e, ERR_USAGE, "\"%.*s\" is no quarter", STR_ARG(quarter));
	b->review = f;
	b->rows = rows;
	b->edition = b->dossier->settings.review_edition;
	b->doc->title =
	    TEXT(b, review_is_book(b) ? "review.title_book" : "review.title");
	b->doc->subtitle = show_joined(
	    b, review_quarter_name(b, quarter), b->dossier->settings.title);
	b->doc->header_right =
	    show_joined(b, str_format(b->keep, "R5 %.*s", STR_ARG(quarter)),
		TEXT(b, edition_keys[b->edition]));
	return 0;
}
