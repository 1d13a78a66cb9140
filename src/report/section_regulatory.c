/*
 * section_regulatory.c -- thresholds and deadlines of the EU acts beside the
 * figures of the incident. Internal, whatever a layout says. It says met, not
 * met or cannot tell, and never what has to be done.
 */
#include "domain/regulatory.h"
#include "report/sections.h"

/* In two parts, as it is no phrase. */
#define FACTS_FILE                                                             \
	"regulatory"                                                           \
	".csv"

static const struct column_spec line_columns[] = {
	{ "article", false, 10, false },
	{ "criterion", false, 40, false },
	{ "measured", false, 20, false },
	{ "result", false, 11, false },
	{ "missing_input", false, 22, false },
};

static const struct column_spec input_columns[] = {
	{ "input", false, 26, false },
	{ "value", false, 22, false },
	{ "source", false, 30, false },
	{ "case_says", false, 22, false },
};

static const struct column_spec clock_columns[] = {
	{ "step", false, 21, false },
	{ "started_by", false, 12, false },
	{ "deadline", false, 25, false },
	{ "deadline_utc", false, 18, false },
	{ "submitted", false, 25, false },
	{ "early_late", false, 20, false },
	{ "reference", false, 14, true },
};

static const char *
key_of(struct build *b, const char *group, const char *name)
{
	return str_cstr(
	    b->keep, str_format(b->keep, "regulatory.%s.%s", group, name));
}

/* ---- values -------------------------------------------------------------- */

static struct str
show_euros(struct build *b, const struct regulatory_amount *a)
{
	struct currency eur = { "EUR", 2 };

	if (a->of > 1)
		return exact_text(
		    b->lang, b->keep, eur, ratio_make(a->n, a->of));
	return show_money(b, (struct money){ a->n, eur });
}

static struct str
show_amount(struct build *b, const struct regulatory_amount *a)
{
	struct str s = STR_NONE;

	switch (a->unit) {
	case UNIT_NONE:
		return s;
	case UNIT_MS:
		s = show_time(b, a->n);
		break;
	case UNIT_EUROS:
		s = show_euros(b, a);
		break;
	case UNIT_COUNT:
		s = a->of > 1 ? plain_number(
				    b->lang, b->keep, ratio_make(a->n, a->of))
			      : show_count(b, a->n);
		break;
	case UNIT_SHARE:
		s = percent_text(
		    b->lang, b->keep, ratio_mul(a->share, ratio_int(100)));
		break;
	case UNIT_YESNO:
		return TEXT(b, a->n ? "regulatory.yes" : "regulatory.no");
	case UNIT_INSTANT:
		return show_whole(b, a->n, b->zone);
	}
	return a->at_least ? FILL(b, "regulatory.at_least", { "value", s }) : s;
}

static struct str
with_role(struct build *b, struct str s, int role)
{
	if (role < 0)
		return s;
	return show_joined(
	    b, TEXT(b, key_of(b, "role", regulatory_role_names[role])), s);
}

/* The file in which an input is given. */
static const char *
file_of(const char *name)
{
	static const struct {
		const char *name, *file;
	} elsewhere[] = { { "turnover", "case.yaml" },
		{ "eu_users", "case.yaml" }, { "domains", "case.yaml" },
		{ "gdpr_roles", "case.yaml" }, { "cause", "incidents.csv" },
		{ "notification", "submissions.csv" },
		{ "initial", "submissions.csv" },
		{ "intermediate", "submissions.csv" } };

	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (str_is(str_of(name), elsewhere[i].name))
			return elsewhere[i].file;
	return FACTS_FILE;
}

/* "regulatory.csv: other_loss": where it is missing, and under which name. */
static struct str
show_input(struct build *b, const char *name)
{
	const char *key = key_of(b, "missing", name);

	return lang_has(b->lang, key)
		   ? TEXT(b, key)
		   : str_format(b->keep, "%s: %s", file_of(name), name);
}

/* ---- the lines ----------------------------------------------------------- */

static struct str
show_article(struct build *b, const char *article, bool unverified)
{
	struct str s = FILL(b, "regulatory.article", { "n", str_of(article) });

	s = unbroken(b->keep, s);
	return unverified ? str_format(b->keep, "%.*s\xc2\xa0*", STR_ARG(s))
			  : s;
}

static struct str
show_measured(struct build *b, const struct regulatory_line *line)
{
	struct str s = show_amount(b, &line->measured);

	if (s.n == 0 || line->limit.unit == UNIT_NONE)
		return s;
	return FILL(b, "regulatory.limit", { "value", s },
	    { "limit", show_amount(b, &line->limit) });
}

/* The file is named once for inputs of it that follow each other. */
static struct str
show_missing(struct build *b, const struct regulatory_line *line)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i < line->n_missing; i++) {
		const char *name = line->missing[i];
		bool again = i > 0 &&
			     !lang_has(b->lang, key_of(b, "missing", name)) &&
			     file_of(name) == file_of(line->missing[i - 1]);
		struct str one = again ? str_of(name) : show_input(b, name);

		out = i > 0 ? str_format(b->keep, "%.*s, %.*s", STR_ARG(out),
				  STR_ARG(one))
			    : one;
	}
	return out;
}

static void
add_line(struct build *b, struct table *t, const struct regulatory_line *line)
{
	static const char *const results[] = { [ANSWER_NOT_MET] =
						   "regulatory.result.not_met",
		[ANSWER_MET] = "regulatory.result.met",
		[ANSWER_UNKNOWN] = "regulatory.result.unknown" };
	static const enum tone tones[] = { [ANSWER_NOT_MET] = TONE_PLAIN,
		[ANSWER_MET] = TONE_BAD,
		[ANSWER_UNKNOWN] = TONE_STRONG };
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] =
	    cell_text(show_article(b, line->article, line->unverified));
	r->cell[1] = cell_text(
	    with_role(b, TEXT(b, key_of(b, "line", line->key)), line->role));
	r->cell[2] = cell_text(show_measured(b, line));
	r->cell[3] = cell_text(TEXT(b, results[line->answer]));
	r->cell[3].tone = tones[line->answer];
	r->cell[4] = cell_text(show_missing(b, line));
}

static void
add_act(struct build *b, const struct regulatory_figures *f,
    enum regulatory_act act, const char *name, const char *id)
{
	const struct regulatory_table *lines = &f->tables[act];
	struct table *t;

	doc_paragraph(b->doc,
	    FILL(b, "regulatory.verdict", { "met", show_count(b, lines->met) },
		{ "unknown", show_count(b, lines->unknown) },
		{ "not", show_count(b, (int64_t)lines->n - lines->met -
					   lines->unknown) }));
	if (f->act_later[act])
		doc_paragraph(b->doc, TEXT(b, "regulatory.later"));
	t = show_table(
	    b, id, line_columns, sizeof line_columns / sizeof *line_columns);
	t->caption = FILL(b, key_of(b, "table", name),
	    { "act", TEXT(b, key_of(b, "act", name)) });
	for (size_t i = 0; i < lines->n; i++)
		add_line(b, t, &lines->lines[i]);
}

/* ---- NIS2 ---------------------------------------------------------------- */

static struct str
list_roles(struct build *b)
{
	const struct regulation_settings *h = b->dossier->settings.regulation;
	struct str out = STR_NONE;

	for (int i = 0; h != NULL && i < REGULATORY_ROLES; i++)
		if (h->role[i])
			out = show_joined(b, out,
			    TEXT(b,
				key_of(b, "role", regulatory_role_names[i])));
	return out;
}

static void
add_away(struct build *b, const struct regulatory_figures *f)
{
	bool any = false;

	for (int i = 0; i < REGULATORY_ROLES; i++) {
		const struct regulatory_away *a = &f->away[i];

		if (!a->any)
			continue;
		any = true;
		doc_paragraph(b->doc,
		    FILL(b, "regulatory.away",
			{ "role", TEXT(b, key_of(b, "role",
					      regulatory_role_names[i])) },
			{ "first", show_time(b, a->first_ms) },
			{ "second", show_time(b, a->second_ms) },
			{ "limited", show_time(b, a->limited_ms) }));
	}
	if (any)
		doc_small_print(b->doc,
		    FILL(b, "regulatory.away_how",
			{ "brief",
			    show_time(
				b, b->dossier->settings.min_recovery_ms) }));
}

static void
add_countries(struct build *b, const struct regulatory_customers *c)
{
	struct str list = STR_NONE;

	for (size_t i = 0; i < c->n_countries; i++)
		list = show_joined(b, list, c->countries[i]);
	if (list.n == 0)
		list = TEXT(b, "words.not_known");
	doc_paragraph(
	    b->doc, FILL(b, "regulatory.countries", { "countries", list },
			{ "states", show_count(b, c->member_states) },
			{ "customers", show_count(b, c->in_union) },
			{ "without", show_count(b, c->without_country) }));
}

static void
add_nis2(struct build *b, const struct regulatory_figures *f)
{
	doc_heading(b->doc, 2, TEXT(b, "regulatory.part.nis2"), STR_NONE);
	doc_paragraph(b->doc, f->any_role ? FILL(b, "regulatory.roles",
						{ "roles", list_roles(b) })
					  : TEXT(b, "regulatory.no_roles"));
	add_countries(b, &f->customers);
	add_away(b, f);
	add_act(b, f, ACT_NIS2_SIGNIFICANT, "nis2", "significant");
}

static void
add_others(struct build *b, const struct regulatory_figures *f)
{
	const struct regulatory_customers *c = &f->customers;

	doc_heading(b->doc, 2, TEXT(b, "regulatory.part.dora"), STR_NONE);
	if (f->dora) {
		doc_paragraph(b->doc,
		    FILL(b, "regulatory.dora", { "yes", show_count(b, c->yes) },
			{ "unknown", show_count(b, c->unknown) }));
		add_act(b, f, ACT_DORA_MAJOR, "dora", "major");
	} else if (c->unknown != 0) {
		doc_paragraph(b->doc, FILL(b, "regulatory.dora_unknown",
					  { "n", show_count(b, c->unknown) }));
	} else {
		doc_paragraph(b->doc, TEXT(b, "regulatory.dora_none"));
	}
	doc_heading(b->doc, 2, TEXT(b, "regulatory.part.gdpr"), STR_NONE);
	if (f->gdpr)
		add_act(b, f, ACT_GDPR, "gdpr", "personal_data");
	else
		doc_paragraph(b->doc, TEXT(b, "regulatory.gdpr_none"));
}

/* ---- clocks -------------------------------------------------------------- */

static struct cell
margin_cell(struct build *b, const struct regulatory_clock *c)
{
	static const char *const keys[] = { [CLOCK_IN_TIME] =
						"regulatory.clock.in_time",
		[CLOCK_LATE] = "regulatory.clock.late",
		[CLOCK_RUNNING] = "regulatory.clock.running",
		[CLOCK_OVERDUE] = "regulatory.clock.overdue" };
	struct cell cell;

	if (c->state == CLOCK_SENT)
		return cell_text(TEXT(b, "regulatory.clock.sent"));
	if (c->state == CLOCK_UNKNOWN && c->missing[0] == '\0')
		return cell_text(TEXT(b, "regulatory.clock.no_hour"));
	if (c->state == CLOCK_UNKNOWN)
		return cell_text(FILL(b, "regulatory.clock.unknown",
		    { "what", show_input(b, c->missing) }));
	cell = cell_text(
	    FILL(b, keys[c->state], { "time", show_time(b, c->margin_ms) }));
	if (c->state == CLOCK_LATE || c->state == CLOCK_OVERDUE)
		cell.tone = TONE_BAD;
	return cell;
}

/* On paper the reference stands beside the margin. */
static struct cell
with_reference(
    struct build *b, struct cell cell, const struct regulatory_clock *c)
{
	if (c->submission != NULL && !build_book(b))
		cell.text = show_joined(b, cell.text, c->submission->reference);
	return cell;
}

/* On paper in words that break: three instants stand side by side. */
static struct cell
instant_cell(struct build *b, int64_t at, const struct zone *z)
{
	return build_book(b) ? cell_instant(at, z)
			     : cell_text(show_instant(b, at, z));
}

/*
 * What started the clock: a step of reporting by its words, another instant by
 * its name in the file. When it was, paper tells elsewhere.
 */
static struct str
start_of(struct build *b, const struct regulatory_clock *c)
{
	const char *key = key_of(b, "step", c->from);
	struct str what =
	    lang_has(b->lang, key) ? TEXT(b, key) : str_of(c->from);

	return build_book(b)
		   ? FILL(b, "regulatory.started", { "what", what },
			 { "at", show_instant(b, c->from_at, b->zone) })
		   : what;
}

static void
add_clock(struct build *b, struct table *t, const struct zone *utc,
    const struct regulatory_clock *c)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str act = show_joined(b,
	    TEXT(b, key_of(b, "regime", regulatory_regime_names[c->regime])),
	    show_article(b, c->article, c->unverified));

	r->cell[0] = cell_text(show_joined(b, act,
	    TEXT(b, key_of(b, "step", regulatory_step_names[c->step]))));
	if (c->from_at != NO_INSTANT)
		r->cell[1] = cell_text(start_of(b, c));
	if (c->deadline_at != NO_INSTANT) {
		r->cell[2] = instant_cell(b, c->deadline_at, b->zone);
		r->cell[3] = instant_cell(b, c->deadline_at, utc);
	}
	r->cell[5] = with_reference(b, margin_cell(b, c), c);
	if (c->submission == NULL)
		return;
	r->cell[4] = instant_cell(b, c->submission->submitted_at, b->zone);
	r->cell[6] = cell_text(c->submission->reference);
}

static void
add_clocks(struct build *b, const struct regulatory_figures *f)
{
	static const struct zone_change never = { INT64_MIN, 0, "UTC" };
	struct zone *utc = arena_new(b->keep, struct zone);
	struct table *t;

	*utc = (struct zone){ STR("UTC"), &never, 1 };
	doc_heading(b->doc, 2, TEXT(b, "regulatory.part.clocks"), STR_NONE);
	t = show_table(b, "deadlines", clock_columns,
	    sizeof clock_columns / sizeof *clock_columns);
	t->caption = FILL(b, "regulatory.table.clocks",
	    { "nis2", TEXT(b, "regulatory.act.nis2_clocks") },
	    { "dora", TEXT(b, "regulatory.act.dora_clocks") },
	    { "gdpr", TEXT(b, "regulatory.act.gdpr") });
	for (size_t i = 0; i < f->n_clocks; i++)
		add_clock(b, t, utc, &f->clocks[i]);
	doc_small_print(
	    b->doc, FILL(b, "regulatory.clock.how",
			{ "zone", b->dossier->settings.zone_name }));
}

/* ---- inputs -------------------------------------------------------------- */

#define PAPER_INPUTS 6 /* the lines above name those that count */

static void
add_inputs(struct build *b, const struct regulatory_figures *f)
{
	struct table *t = TABLE(b, "stated", input_columns);

	t->caption = TEXT(b, "regulatory.table.inputs");
	for (size_t i = 0; i < f->n_inputs; i++) {
		const struct regulatory_input *in = &f->inputs[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] =
		    cell_text(with_role(b, str_of(in->name), in->role));
		r->cell[1] = cell_text(show_amount(b, &in->value));
		r->cell[2] = cell_text(
		    in->stated ? in->source : TEXT(b, "regulatory.computed"));
		r->cell[3] = cell_text(show_amount(b, &in->computed));
	}
	show_first(b, t, PAPER_INPUTS);
}

int
section_regulatory(struct build *b, struct err *e)
{
	struct regulatory_figures f;

	(void)e;
	if (!build_internal(b))
		return 0;
	regulatory_figures(b->dossier, &b->incident, b->keep, &f);
	chapter(b, "head.regulatory");
	if (!f.supplied) {
		doc_paragraph(b->doc, TEXT(b, "regulatory.none"));
		return 0;
	}
	doc_note(b->doc, TEXT(b, "regulatory.notice"));
	add_nis2(b, &f);
	add_others(b, &f);
	add_clocks(b, &f);
	add_inputs(b, &f);
	if (f.dora)
		doc_small_print(b->doc, TEXT(b, "regulatory.unverified"));
	return 0;
}
