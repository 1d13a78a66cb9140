/*
 * section_ledger.c -- the ledger of a period for accounting: one row per
 * customer, service and period, live where a spreadsheet can redo it, and the
 * totals.
 *
 * Columns named after EN 16931 terms that only the invoicing system can fill
 * stay empty: number, date, type code, tax. Nothing fiscal is invented here.
 */
#include "domain/money.h"
#include "report/ledger.h"
#include "report/sections.h"

const struct column_spec ledger_columns[LEDGER_COLUMNS] = {
	[LEDGER_NO] = { "ledger_no", true, 6, false },
	[LEDGER_CUSTOMER_ID] = { "customer_id", false, 12, false },
	[LEDGER_CUSTOMER] = { "customer", false, 26, false },
	[LEDGER_SEGMENT] = { "segment", false, 14, true },
	[LEDGER_COUNTRY] = { "country", false, 8, true },
	[LEDGER_CONTRACT_ID] = { "contract_id", false, 12, true },
	[LEDGER_CONTRACT] = { "contract", false, 22, true },
	[LEDGER_VERSION] = { "version", false, 8, true },
	[LEDGER_SERVICE_ID] = { "service_id", false, 12, true },
	[LEDGER_SERVICE] = { "service", false, 24, false },
	[LEDGER_SITE] = { "site", false, 24, true },
	[LEDGER_PERIOD] = { "period", false, 10, false },
	[LEDGER_FROM] = { "period_from", false, 12, true },
	[LEDGER_TO] = { "period_to", false, 12, true },
	[LEDGER_CURRENCY] = { "currency", false, 8, true },
	[LEDGER_BASE] = { "base", true, 12, true },
	[LEDGER_LENGTH] = { "period_length", true, 12, true },
	[LEDGER_EXCLUDED] = { "excluded", true, 12, true },
	[LEDGER_NO_DATA] = { "no_data", true, 12, true },
	[LEDGER_COUNTED] = { "counted", true, 12, true },
	[LEDGER_DOWNTIME] = { "downtime", true, 12, false },
	[LEDGER_DENOMINATOR] = { "denominator", true, 12, true },
	[LEDGER_ACHIEVED] = { "achieved", true, 11, false },
	[LEDGER_LOW] = { "achieved_low", true, 11, true },
	[LEDGER_EXPERIENCED] = { "experienced", true, 11, true },
	[LEDGER_PROMISED] = { "promised", true, 10, true },
	[LEDGER_TIER] = { "tier", false, 20, true },
	[LEDGER_RATE] = { "rate", true, 9, false },
	[LEDGER_CAP] = { "cap", true, 12, true },
	[LEDGER_ALONE] = { "credit_alone", true, 12, true },
	[LEDGER_CREDIT] = { "credit", true, 12, false },
	[LEDGER_EXTENSION] = { "extension", false, 12, true },
	[LEDGER_CLAIM_NEEDED] = { "claim_needed", true, 8, true },
	[LEDGER_CLAIM_DEADLINE] = { "claim_deadline", false, 12, true },
	[LEDGER_STATEMENT] = { "statement", false, 18, true },
	[LEDGER_REMARK] = { "remark", false, 36, true },
	[LEDGER_BT_1] = { "bt_1", false, 12, true },
	[LEDGER_BT_2] = { "bt_2", false, 12, true },
	[LEDGER_BT_3] = { "bt_3", false, 12, true },
	[LEDGER_BT_22] = { "bt_22", false, 12, true },
	[LEDGER_BT_25] = { "bt_25", false, 12, true },
	[LEDGER_BT_26] = { "bt_26", false, 12, true },
	[LEDGER_BT_151] = { "bt_151", false, 12, true },
	[LEDGER_BT_152] = { "bt_152", false, 12, true },
	[LEDGER_CONTRACT_NO] = { "contract_no", true, 8, true },
	[LEDGER_DEN_MS] = { "den_ms", true, 14, true },
	[LEDGER_UP_MS] = { "up_ms", true, 14, true },
};

static const struct column_spec total_columns[] = {
	{ "currency", false, 12, false },
	{ "settlements", true, 14, false },
	{ "with_credit", true, 14, false },
	{ "credit", true, 18, false },
};

struct cell
rate_cell(struct ratio share)
{
	return cell_percent(
	    share, full_decimals(ratio_mul(share, ratio_int(100)), 6));
}

struct cell
cap_cell(struct ratio minor, struct currency c)
{
	struct ratio major = ratio_div(minor, ratio_int(money_scale(c)));
	int64_t whole;

	if (minor.den == 1 && ratio_round(minor, ROUND_DOWN, &whole))
		return cell_money(whole, c.code, c.digits);
	return cell_number(major, full_decimals(major, c.digits + 6));
}

int64_t
contract_number(const struct dossier *d, const struct contract *c)
{
	return c - d->contracts + 1;
}

static void
put_text(struct row *r, enum ledger_column at, struct str s)
{
	if (s.n)
		r->cell[at] = cell_text(s);
}

static void
put_names(struct build *b, struct row *r, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	put_text(r, LEDGER_CUSTOMER_ID, row->customer->id);
	put_text(r, LEDGER_CUSTOMER, row->customer->name);
	put_text(r, LEDGER_SEGMENT, row->customer->segment);
	put_text(r, LEDGER_COUNTRY, row->customer->country);
	put_text(r, LEDGER_CONTRACT_ID, row->contract->id);
	put_text(r, LEDGER_CONTRACT, row->contract->name);
	put_text(r, LEDGER_VERSION, row->contract->version);
	put_text(r, LEDGER_SERVICE_ID, row->service->id);
	put_text(r, LEDGER_SERVICE, row->service->name);
	put_text(r, LEDGER_SITE, row->service->site);
	put_text(r, LEDGER_PERIOD, s->period_name);
	put_text(r, LEDGER_STATEMENT,
	    str_format(b->keep, "MG-%.*s-%.*s", STR_ARG(s->period_name),
		STR_ARG(row->customer->id)));
	r->cell[LEDGER_FROM] =
	    cell_date(s->period.from_at, row->contract->zone);
	/* The last day of the period; its end is the first moment after. */
	r->cell[LEDGER_TO] =
	    cell_date(s->period.to_at - 1, row->contract->zone);
	put_text(r, LEDGER_CURRENCY, str_of(s->currency.code));
}

static struct cell
money_of(const struct settlement *s, int64_t minor)
{
	return cell_money(minor, s->currency.code, s->currency.digits);
}

static void
put_figures(
    struct ledger_source *src, struct row *r, const struct statement_line *line)
{
	struct build *b = &src->row;
	const struct ledger_row *row = line->row;
	const struct settlement *s = &row->settlement;
	int decimals = share_decimals(s);
	int64_t base;

	src->decimals = decimals;
	if (ratio_round(s->base_minor, ROUND_HALF_UP, &base))
		r->cell[LEDGER_BASE] = money_of(s, base);
	r->cell[LEDGER_LENGTH] = cell_duration(s->states.period_ms);
	r->cell[LEDGER_EXCLUDED] = cell_duration(s->excluded_ms);
	r->cell[LEDGER_NO_DATA] = cell_duration(s->states.no_data_ms);
	r->cell[LEDGER_COUNTED] = cell_duration(line->counted_ms);
	r->cell[LEDGER_DOWNTIME] = cell_duration(s->downtime_ms);
	r->cell[LEDGER_DENOMINATOR] = cell_duration(s->denominator_ms);
	r->cell[LEDGER_ACHIEVED] = cell_percent(s->availability, decimals);
	if (ratio_ok(s->availability_low) && s->states.no_data_ms > 0)
		r->cell[LEDGER_LOW] =
		    cell_percent(s->availability_low, decimals);
	r->cell[LEDGER_EXPERIENCED] = cell_percent(s->experienced, decimals);
	if (s->has_target)
		r->cell[LEDGER_PROMISED] = cell_percent(s->target, decimals);
	if (s->tier_hit >= 0)
		put_text(r, LEDGER_TIER,
		    tier_text(b->lang, b->keep, row, (size_t)s->tier_hit));
	if (ratio_ok(s->percent) && !s->has_extension)
		r->cell[LEDGER_RATE] =
		    rate_cell(ratio_div(s->percent, ratio_int(100)));
	if (line->combined)
		r->cell[LEDGER_ALONE] = money_of(s, s->credit_minor);
	r->cell[LEDGER_CREDIT] = money_of(s, line->granted_minor);
	r->cell[LEDGER_CREDIT].tone = TONE_MONEY;
}

/* Why a figure stands as a value, and what else must be known. */
static struct str
remark(struct build *b, const struct statement_line *line)
{
	const struct settlement *s = &line->row->settlement;
	struct plain_credit plain;
	struct str out = STR_NONE;

	if (!settlement_is_plain(s, line->row->contract->terms, &plain))
		out = FILL(b, "ledger.not_plain",
		    { "rule",
			TEXT(b, line->row->contract->terms->credit->kind ==
					RULE_TIERS
				    ? "ledger.rule_table"
				    : "ledger.rule_other") });
	if (line->counted_ms != s->downtime_ms)
		out = show_joined(b, out, TEXT(b, "ledger.time_adjusted"));
	if (line->combined)
		out = show_joined(b, out, TEXT(b, "ledger.combined"));
	if (s->capped)
		out = show_joined(b, out, TEXT(b, "ledger.capped"));
	if (s->dropped)
		out = show_joined(b, out, TEXT(b, "ledger.dropped"));
	if (s->undecided)
		out = show_joined(b, out, TEXT(b, "ledger.undecided"));
	if (s->tier_hole)
		out = show_joined(b, out, TEXT(b, "tier.hole"));
	return out;
}

static void
put_claim(struct build *b, struct row *r, const struct statement_line *line)
{
	const struct settlement *s = &line->row->settlement;

	r->cell[LEDGER_CLAIM_NEEDED] = cell_count(!s->automatic);
	if (s->has_claim_deadline)
		r->cell[LEDGER_CLAIM_DEADLINE] = cell_date(
		    s->claim_deadline_at - 1, line->row->contract->zone);
	if (s->has_extension)
		put_text(r, LEDGER_EXTENSION, remedy_text(b->lang, b->keep, s));
	put_text(r, LEDGER_REMARK, remark(b, line));
}

static void
add_totals(struct build *b)
{
	const struct statement_figures *f = &b->statement;
	struct table *t = TABLE(b, "totals", total_columns);

	t->none = TEXT(b, "lines.none");
	for (size_t i = 0; i < f->n_totals; i++) {
		const struct money *m = &f->totals[i];
		struct row *r = table_row(b->doc, t, ROW_TOTAL);

		r->cell[0] = cell_text(str_of(m->currency.code));
		r->cell[1] = cell_count(f->counts[i].settlements);
		r->cell[2] = cell_count(f->counts[i].with_credit);
		r->cell[3] =
		    cell_money(m->minor, m->currency.code, m->currency.digits);
		r->cell[3].formula = ledger_total(b);
	}
}

static int
make_row(void *arg, size_t i, struct arena *scratch, struct cell *cell,
    struct err *e)
{
	struct ledger_source *src = arg;
	const struct statement_line *line = &src->all.statement.lines[i];
	struct row r = { ROW_BODY, cell };
	struct build *b = &src->row;

	b->keep = scratch;
	cell[LEDGER_NO] = cell_count((int64_t)i + 1);
	put_names(b, &r, line->row);
	put_figures(src, &r, line);
	put_claim(b, &r, line);
	ledger_formulas(src, i, &r);
	return lang_check(b->lang, e);
}

int
section_ledger(struct build *b, struct err *e)
{
	struct table *t;

	(void)e;
	doc_heading(b->doc, 1, TEXT(b, "head.totals"), TEXT(b, "sheet.totals"));
	doc_paragraph(b->doc, TEXT(b, "ledger.how"));
	doc_paragraph(b->doc, TEXT(b, "standard.v4"));
	add_totals(b);
	doc_heading(b->doc, 1, TEXT(b, "head.ledger"), TEXT(b, "sheet.ledger"));
	t = TABLE(b, "ledger", ledger_columns);
	t->none = TEXT(b, "lines.none");
	t->source.n = b->statement.n_lines;
	t->source.make = make_row;
	t->source.arg = ledger_source_new(b);
	return 0;
}
