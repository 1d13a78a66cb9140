/*
 * section_claim_letter.c -- the letter itself: facts, contract, heads of claim,
 * deadlines, reservation, signature line.
 *
 * It states what was recorded and what is asked for. It concludes nothing of
 * law but what the chosen conventions, or the claimant, say.
 */
#include "report/claim.h"
#include "report/sections.h"

static const struct claim_settings *
stated(const struct build *b)
{
	return b->dossier->settings.claim;
}

/* A field that nobody filled, with what is usual where the profile knows it. */
static void
missing(struct build *b, const char *field, struct str usual)
{
	struct str what = str_of(field);

	if (usual.n != 0)
		what = FILL(
		    b, "claim.usual", { "field", what }, { "usual", usual });
	not_supplied(b, what);
}

/* ---- how it is delivered ------------------------------------------------- */

static struct str
channel_of(const struct build *b)
{
	const struct claim_figures *f = b->claim;

	if (stated(b)->channel.n != 0)
		return stated(b)->channel;
	for (size_t i = 0; i < f->n_rows; i++)
		if (f->rows[i]->contract->channel.n != 0)
			return f->rows[i]->contract->channel;
	return STR_NONE;
}

static void
add_delivery(struct build *b)
{
	const struct claim_settings *c = stated(b);
	struct str line = STR_NONE, channel = channel_of(b);

	if (c->delivery_method.n != 0)
		line = FILL(b, "claim.delivery", { "how", c->delivery_method });
	if (c->delivery_proof.n != 0)
		line = show_joined(b, line,
		    FILL(b, "claim.delivery_proof",
			{ "proof", c->delivery_proof }));
	if (channel.n != 0)
		line = show_joined(
		    b, line, FILL(b, "claim.channel", { "channel", channel }));
	if (c->notice_kind.n != 0)
		line = show_joined(b, line,
		    FILL(b, "claim.notice", { "kind", c->notice_kind }));
	doc_paragraph(b->doc, show_day(b, b->dossier->settings.as_of, b->zone));
	if (line.n != 0)
		doc_paragraph(b->doc, line);
	if (c->delivery_method.n == 0)
		missing(b, "delivery_method", b->profile->delivery);
	if (c->notice_kind.n == 0)
		missing(b, "notice_kind", b->profile->notice);
	doc_paragraph(b->doc, TEXT(b, "claim.greeting"));
}

/* ---- facts and contract -------------------------------------------------- */

static struct str
service_list(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str list = STR_NONE;

	for (size_t i = 0; i < f->n_rows; i++) {
		bool again = false;

		for (size_t k = 0; k < i && !again; k++)
			again = f->rows[k]->service == f->rows[i]->service;
		if (!again)
			list = str_format(b->keep, "%.*s%s%.*s", STR_ARG(list),
			    list.n != 0 ? ", " : "",
			    STR_ARG(f->rows[i]->service->name));
	}
	return list;
}

static void
add_facts(struct build *b)
{
	const struct claim_figures *f = b->claim;
	const struct claim_settings *c = stated(b);
	struct fill fill[] = {
		{ "services", service_list(b) },
		{ "from", show_moment(b, f->span.from_at, b->zone) },
		{ "to", show_moment(b, f->span.to_at, b->zone) },
		{ "time", show_time(b, f->down_ms) },
		{ "longest", show_time(b, f->longest_ms) },
	};
	struct str text;

	doc_heading(b->doc, 2, TEXT(b, "claim.head.facts"), STR_NONE);
	if (f->n_intervals == 0) {
		doc_paragraph(b->doc, TEXT(b, "claim.facts.none"));
		return;
	}
	text = lang_count(b->lang, "claim.facts.down", b->keep,
	    (int64_t)f->n_intervals, fill, 5);
	if (c->first_ticket_at != NO_INSTANT)
		text = show_after(b, text,
		    FILL(b, "claim.facts.notice",
			{ "at", show_moment(b, c->first_ticket_at, b->zone) },
			{ "proof", c->first_ticket_proof },
			{ "before", show_time(b, f->before_ms) },
			{ "after", show_time(b, f->after_ms) }));
	doc_paragraph(
	    b->doc, show_after(b, text, TEXT(b, "claim.facts.annexes")));
	if (c->first_ticket_at == NO_INSTANT)
		missing(b, "first_ticket_at", STR_NONE);
}

static const struct column_spec contract_columns[] = {
	{ "service", false, 22, false },
	{ "period", false, 14, false },
	{ "contract", false, 22, false },
	{ "clause", false, 9, false },
	{ "promised", true, 14, false },
	{ "achieved", true, 14, false },
	{ "down", true, 14, false },
};

static void
add_no_data(struct build *b, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	if (s->states.no_data_ms > 0 && ratio_ok(s->availability_low))
		doc_paragraph(b->doc, FILL(b, "lines.of_service",
					  { "service", show_service(b, row) },
					  { "text", show_no_data(b, s) }));
}

static void
add_contract(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct table *t;

	doc_heading(b->doc, 2, TEXT(b, "claim.head.contract"), STR_NONE);
	t = TABLE(b, "claim_contract", contract_columns);
	t->none = TEXT(b, "claim.facts.none");
	for (size_t i = 0; i < f->n_rows; i++) {
		const struct ledger_row *row = f->rows[i];
		const struct settlement *s = &row->settlement;
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(show_service(b, row));
		r->cell[1] = cell_text(show_period(b, s->period_name));
		r->cell[2] = cell_text(show_joined(
		    b, row->contract->name, row->contract->version));
		r->cell[3] = cell_text(credit_clause(row->contract->terms));
		if (s->has_target)
			r->cell[4] = cell_percent(s->target, share_decimals(s));
		r->cell[5] = show_achieved(b, s);
		r->cell[6] = cell_duration(s->downtime_ms);
	}
	for (size_t i = 0; i < f->n_rows; i++)
		add_no_data(b, f->rows[i]);
}

/* ---- the heads ----------------------------------------------------------- */

static const struct column_spec head_columns[] = {
	{ "claim_head", false, 32, false },
	{ "basis", false, 30, false },
	{ "amount", true, 16, false },
	{ "evidence", false, 24, false },
};

struct head {
	char letter;
	const char *name, *evidence;
	struct str basis;
	int64_t minor;
	bool claimed;
};

static struct str
credit_basis(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str list = STR_NONE;

	for (size_t i = 0; i < f->n_rows; i++) {
		const struct contract *c = f->rows[i]->contract;
		struct str clause = credit_clause(c->terms);
		bool again = false;

		for (size_t k = 0; k < i && !again; k++)
			again = f->rows[k]->contract == c;
		if (again)
			continue;
		list = show_joined(b, list,
		    clause.n == 0
			? c->name
			: FILL(b, "claim.basis.clause", { "contract", c->name },
			      { "c", unbroken(b->keep, clause) }));
	}
	return list;
}

static const char *const lack_keys[] = {
	[DAMAGES_COMPLETE] = "claim.basis.none",
	[DAMAGES_NO_ESTIMATE] = "claim.basis.no_estimate",
	[DAMAGES_NO_CONVERSION] = "claim.basis.no_conversion",
	[DAMAGES_NO_MARGIN] = "claim.basis.no_margin",
};

static void
add_head(struct build *b, struct table *t, const struct head *h)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(TEXT(b, h->name));
	r->cell[1] = cell_text(h->basis);
	if (h->claimed) {
		r->cell[2] = claim_money_cell(b, h->minor);
		r->cell[2].formula = claim_head_formula(b, h->letter);
	}
	if (h->claimed)
		r->cell[3] = cell_text(TEXT(b, h->evidence));
}

/* What the provider gave already is taken off, whatever it was for. */
static void
add_paid(struct build *b, struct table *t)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(TEXT(b, "claim.heads.paid"));
	r->cell[1] = cell_text(FILL(b, "claim.basis.paid",
	    { "day", show_day(b, b->claim->paid_at, b->zone) }));
	r->cell[2] = claim_money_cell(b, -b->claim->paid_minor);
}

static void
add_heads(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str price = claim_price_basis(b);
	struct str damages = claim_damages_basis(b);
	const struct head heads[] = {
		{ 'A', "claim.heads.a", "claim.evidence.a", credit_basis(b),
		    f->credit_minor, true },
		{ 'B', "claim.heads.b", "claim.evidence.b",
		    price.n != 0 ? price : TEXT(b, "claim.basis.none"),
		    f->price_minor, f->with_price },
		{ 'C', "claim.heads.c", "claim.evidence.c",
		    f->with_damages ? damages
				    : TEXT(b, lack_keys[f->damages.lack]),
		    f->damages.central_minor, f->with_damages },
		{ 'D', "claim.heads.d", "claim.evidence.d",
		    TEXT(b, f->with_costs ? "claim.basis.receipts"
					  : "claim.basis.no_costs"),
		    f->costs_total_minor, f->with_costs },
	};
	struct table *t;
	struct row *total;

	doc_heading(b->doc, 2, TEXT(b, "claim.head.heads"), STR_NONE);
	t = TABLE(b, "claim_heads", head_columns);
	t->whole = true;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		add_head(b, t, &heads[i]);
	if (f->paid_minor != 0)
		add_paid(b, t);
	total = table_row(b->doc, t, ROW_TOTAL);
	total->cell[0] = cell_text(TEXT(b, "words.total"));
	total->cell[2] = claim_money_cell(b, f->total_minor);
	total->cell[2].formula = claim_head_formula(b, ' ');
}

/* How C was computed, with its values and whose they are. */
static struct str
damages_words(struct build *b)
{
	const struct claim_figures *f = b->claim;
	const struct claim_damages *d = &f->damages;
	const struct claim_settings *c = stated(b);
	struct str text = FILL(b, "claim.damages.formula",
	    { "lost", show_count(b, d->lost.lost) },
	    { "unit", show_unit(b, b->incident.lost.unit) },
	    { "conversion", claim_conversion(b) },
	    { "value", claim_amount(b, d->value_minor) },
	    { "margin", percent_text(b->lang, b->keep,
			    ratio_mul(d->margin, ratio_int(100))) },
	    { "amount", claim_amount(b, d->central_minor) });

	text = show_after(b, text,
	    FILL(b, "claim.damages.fallback",
		{ "low", show_count(b, d->lost.low) },
		{ "high", show_count(b, d->lost.high) },
		{ "amount", claim_amount(b, d->low_minor) },
		{ "total", claim_amount(b, f->fallback_minor) }));
	if (c->margin_signed_at != NO_INSTANT)
		return show_after(b, text,
		    FILL(b, "claim.damages.signed", { "who", c->margin_by },
			{ "date", show_day(b, c->margin_signed_at, b->zone) }));
	return show_after(
	    b, text, FILL(b, "claim.damages.by", { "who", c->margin_by }));
}

static void
explain_heads(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str text = STR_NONE;

	if (f->with_price)
		text = FILL(b, "claim.price.offset",
		    { "gross", claim_amount(b, f->gross_minor) },
		    { "offset", claim_amount(b, f->offset_minor) });
	if (f->combined)
		text = show_after(b, text, TEXT(b, "claim.price.combined"));
	if (text.n != 0)
		doc_paragraph(b->doc, text);
	if (f->with_damages)
		doc_paragraph(b->doc, damages_words(b));
	if (f->n_other_currency != 0)
		doc_paragraph(b->doc, COUNTED(b, "claim.other_currency",
					  (int64_t)f->n_other_currency));
}

/* ---- what is asked for --------------------------------------------------- */

/*
 * The sentence of the language may name its country's law: then it stands only
 * under that country's conventions.
 */
static struct str
demand(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct fill fill[] = { { "a", claim_amount(b, f->total_minor) },
		{ "d", show_day(b, stated(b)->deadline_at, b->zone) } };
	bool own = str_eq(b->profile->language, b->lang->code);

	return lang_fill(b->lang, own ? "standard.v7" : "standard.v7_plain",
	    b->keep, fill, 2);
}

static struct str
contract_deadline(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str text = TEXT(b, "claim.deadline.none");

	if (f->has_claim_by)
		text = FILL(b,
		    f->claim_by_at <= b->dossier->settings.as_of
			? "claim.deadline.over"
			: "claim.deadline.contract",
		    { "day", show_day(b, f->claim_by_at - 1, b->zone) });
	if (f->claimed_at == NO_INSTANT)
		return text;
	return show_after(b, text,
	    FILL(b, "claim.deadline.claimed",
		{ "day", show_day(b, f->claimed_at, b->zone) }));
}

static void
add_terms(struct build *b)
{
	const struct claim_settings *c = stated(b);
	struct str text = STR_NONE;

	if (ratio_ok(c->interest_rate))
		text = FILL(b, "claim.interest",
		    { "rate",
			percent_text(b->lang, b->keep, c->interest_rate) },
		    { "from", show_day(b, c->interest_from_at, b->zone) },
		    { "source", c->interest_source });
	if (c->account.n != 0)
		text = show_after(b, text,
		    FILL(b, "claim.account", { "account", c->account }));
	if (c->settlement.n != 0)
		text = show_after(b, text,
		    FILL(b, "claim.settlement", { "how", c->settlement }));
	if (text.n != 0)
		doc_paragraph(b->doc, text);
}

static void
add_demand(struct build *b)
{
	bool has = stated(b)->deadline_at != NO_INSTANT;
	struct str box = contract_deadline(b);

	doc_heading(b->doc, 2, TEXT(b, "claim.head.demand"), STR_NONE);
	if (has) {
		box = show_after(b, box,
		    FILL(b, "claim.deadline.letter",
			{ "day",
			    show_day(b, stated(b)->deadline_at, b->zone) }));
		doc_paragraph(b->doc, demand(b));
	}
	doc_note(b->doc, box);
	if (!has)
		missing(b, "deadline_date", b->profile->days);
	add_terms(b);
	doc_paragraph(b->doc, TEXT(b, "standard.v8"));
}

static void
add_end(struct build *b)
{
	doc_paragraph(b->doc, TEXT(b, "claim.farewell"));
	doc_paragraph(b->doc,
	    FILL(b, "claim.sign", { "name", b->claim->customer->name }));
	doc_heading(b->doc, 2, TEXT(b, "claim.head.annexes"), STR_NONE);
	for (int i = 1; i <= CLAIM_ANNEXES; i++)
		doc_small_print(b->doc, claim_annex_name(b, i));
	doc_small_print(b->doc, TEXT(b, "standard.v10"));
}

/* A paragraph that the claimant wrote about a clause; never made here. */
static void
add_clause_text(struct build *b)
{
	const struct dossier *d = b->dossier;

	for (size_t i = 0; b->claim->incident != NULL && i < d->n_narratives;
	     i++) {
		const struct narrative *n = &d->narratives[i];
		struct str *part;
		size_t n_parts;

		if (!str_eq(n->incident, b->claim->incident->id) ||
		    !str_is(n->field, "clause") ||
		    !str_eq(n->lang, b->lang->code))
			continue;
		lang_paragraphs(n->text, b->keep, &part, &n_parts);
		for (size_t k = 0; k < n_parts; k++)
			doc_paragraph(b->doc, part[k]);
	}
}

int
section_claim_letter(struct build *b, struct err *e)
{
	(void)e;
	/* a workbook needs a sheet for what a letter begins with */
	if (str_is(str_of(b->job->formats[0]), "xlsx"))
		doc_heading(b->doc, 1, TEXT(b, "title.claim"), STR_NONE);
	add_delivery(b);
	add_facts(b);
	add_contract(b);
	add_clause_text(b);
	add_heads(b);
	explain_heads(b);
	add_demand(b);
	add_end(b);
	return 0;
}
