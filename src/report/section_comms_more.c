/*
 * section_comms_more.c -- the communication report: claims beside the records,
 * questions of customers, messages that vanished, and how all was collected.
 */
#include "report/sections.h"

/* ---- claims and records ------------------------------------------------ */

static const struct column_spec claims[] = {
	{ "time", false, 18, false },
	{ "channel", false, 12, false },
	{ "says", false, 18, false },
	{ "recorded", false, 22, false },
	{ "comparison", false, 32, false },
};

static struct str
state_text(struct build *b, const struct notice_figures *f)
{
	if (!f->down && !f->limited)
		return TEXT(b, "talk.all_up");
	return FILL(b, "talk.state", { "down", show_count(b, f->down) },
	    { "limited", show_count(b, f->limited) });
}

static struct cell
said_cell(struct build *b, const struct notice_figures *f)
{
	static const char *const keys[] = { [SAID_AGREES] = "talk.agrees",
		[SAID_TOO_EARLY] = "talk.too_early",
		[SAID_AND_AGAIN] = "talk.and_again",
		[SAID_TOO_LATE] = "talk.too_late" };
	struct cell c;

	if (f->said == SAID_NOTHING)
		return cell_text(STR_NONE);
	if (f->said == SAID_AGREES)
		return cell_text(TEXT(b, keys[f->said]));
	c = cell_text(
	    FILL(b, keys[f->said], { "time", show_time(b, f->said_ms) }));
	c.tone = TONE_BAD;
	return c;
}

int
section_comms_said_vs_state(struct build *b, struct err *e)
{
	static const char *const says[] = { [SAYS_NOTHING] = "says.nothing",
		[SAYS_INVESTIGATING] = "says.investigating",
		[SAYS_IDENTIFIED] = "says.identified",
		[SAYS_MONITORING] = "says.monitoring",
		[SAYS_RESOLVED] = "says.resolved" };
	const struct comms_figures *c = &b->incident.comms;
	struct table *t;

	(void)e;
	if (!c->n_notices || !b->incident.has_span)
		return 0;
	chapter(b, "head.comms_said");
	t = TABLE(b, "claims_made", claims);
	t->caption = FILL(b, "talk.claims", { "n", show_count(b, c->n_claims) },
	    { "against", show_count(b, c->n_contradictions) });
	t->none = TEXT(b, "comms.none");
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice_figures *f = &c->notices[i];
		struct row *r = notice_row(b, t, f);

		if (r == NULL)
			continue;
		r->cell[2] = cell_text(TEXT(b, says[f->notice->says]));
		r->cell[3] = cell_text(state_text(b, f));
		r->cell[4] = said_cell(b, f);
	}
	return 0;
}

/* ---- questions of customers -------------------------------------------- */

static const struct column_spec inbound[] = {
	{ "channel", false, 20, false },
	{ "received", true, 14, false },
	{ "answered", true, 14, false },
	{ "share", true, 14, false },
};

/* ---- test calls -------------------------------------------------------- */

static const struct column_spec tests[] = {
	{ "time", false, 22, false },
	{ "channel", false, 16, false },
	{ "result", false, 22, false },
	{ "waited", true, 14, false },
};

struct str
call_result_text(const struct build *b, int result)
{
	static const char *const keys[] = { [CALL_ANSWERED] = "call.answered",
		[CALL_ENGAGED] = "call.engaged",
		[CALL_DEAD] = "call.dead",
		[CALL_QUEUE] = "call.queue" };

	return TEXT(b, keys[result]);
}

/* Who called is not printed: it may be a customer. */
static void
tests_table(struct build *b)
{
	const struct call_test_figures *f = &b->incident.comms.tested;
	struct table *t;

	doc_paragraph(b->doc,
	    FILL(b, "call.how", { "bound", show_time(b, CALL_TEST_BOUND_MS) }));
	t = TABLE(b, "call_tests", tests);
	t->caption = FILL(b, "call.caption", { "n", show_count(b, f->tests) },
	    { "answered", show_count(b, f->answered) },
	    { "share", format_percent(b->keep, &b->lang->style,
			   ratio_make(f->answered, f->tests), 1) });
	for (size_t i = 0; i < f->n_channels; i++)
		for (size_t k = 0; k < f->channels[i].n_tests; k++) {
			const struct call_test *one = f->channels[i].tests[k];
			struct row *r = table_row(b->doc, t, ROW_BODY);

			r->cell[0] = cell_instant(one->at, b->zone);
			r->cell[1] = cell_text(show_word(b, one->channel));
			r->cell[2] =
			    cell_text(call_result_text(b, one->result));
			if (one->wait_s >= 0)
				r->cell[3] =
				    cell_duration(one->wait_s * MS_SECOND);
		}
}

static void
inbound_table(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;
	struct table *t = TABLE(b, "inbound", inbound);

	t->caption = TEXT(b, "talk.inbound");
	for (size_t i = 0; i < c->n_inbound_channels; i++) {
		const struct inbound_figures *in = &c->inbound[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(show_word(b, in->channel));
		r->cell[1] = cell_count(in->received);
		if (in->answered >= 0)
			r->cell[2] = cell_count(in->answered);
		if (in->has_share)
			r->cell[3] = cell_percent(in->share, 1);
	}
}

int
section_comms_inbound(struct build *b, struct err *e)
{
	const struct comms_figures *c = &b->incident.comms;

	(void)e;
	if (!c->n_inbound_channels && !c->tested.tests)
		return 0;
	chapter(b, "head.comms_inbound");
	if (c->n_inbound_channels) {
		inbound_table(b);
		calls_add(b);
	}
	if (c->tested.tests)
		tests_table(b);
	return 0;
}

/* ---- messages no longer visible ---------------------------------------- */

static const struct column_spec moderated[] = {
	{ "published", false, 18, false },
	{ "channel", false, 12, false },
	{ "message", false, 36, false },
	{ "since_then", false, 18, false },
	{ "seen_at", false, 18, false },
	{ "copy", false, 16, false },
};

/*
 * What a provider took away is shown to the house itself, and by a claimant who
 * noted it.
 */
int
section_comms_moderation(struct build *b, struct err *e)
{
	const struct comms_figures *c = &b->incident.comms;
	struct table *t;

	(void)e;
	if (!c->n_hidden || !build_names(b))
		return 0;
	chapter(b, "head.comms_moderation");
	doc_paragraph(b->doc, TEXT(b, "talk.observed"));
	t = TABLE(b, "moderated", moderated);
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice *n = c->notices[i].notice;
		struct row *r =
		    n->hidden ? notice_row(b, t, &c->notices[i]) : NULL;

		if (r == NULL)
			continue;
		r->cell[2] = cell_text(show_short(b, n->text, NOTICE_SHOWN));
		r->cell[3] = cell_text(TEXT(
		    b, n->moderation == MODERATION_DELETED ? "talk.deleted"
							   : "talk.hidden"));
		if (n->moderated_at != NO_INSTANT)
			r->cell[4] = cell_instant(n->moderated_at, b->zone);
		r->cell[5] = cell_text(n->evidence);
	}
	return 0;
}

/* ---- method ------------------------------------------------------------ */

int
section_comms_method(struct build *b, struct err *e)
{
	const struct comms_figures *c = &b->incident.comms;

	(void)e;
	chapter(b, "head.comms_method");
	doc_paragraph(b->doc,
	    FILL(b, "talk.how", { "private", show_count(b, c->n_private) }));
	if (c->n_hidden)
		doc_paragraph(
		    b->doc, COUNTED(b, "comms.hidden_count", c->n_hidden));
	if (b->incident.has_span)
		doc_paragraph(
		    b->doc, FILL(b, "talk.outside",
				{ "before", show_count(b, c->n_before) },
				{ "after", show_count(b, c->n_after) }));
	if (c->n_inbound)
		doc_paragraph(
		    b->doc, FILL(b, "talk.from_customers",
				{ "n", show_count(b, c->n_inbound) }));
	doc_paragraph(b->doc, TEXT(b, "talk.records"));
	if (c->has_stale)
		doc_paragraph(b->doc, TEXT(b, "talk.stale_how"));
	narrative_add(b, "collection", "talk.collection", true);
	return 0;
}
