#include "cli/outcome.h"

#include <stdio.h>
#include <string.h>

#include "base/json_out.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/groups.h"
#include "cli/say.h"
#include "domain/money.h"
#include "domain/statement_figures.h"

/* ---- small things ---- */

static const char *
plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

int
outcome_failed(struct journey *j, const struct err *e)
{
	say_diags(&j->diags);
	return say_err(e);
}

/* A usage line when argv[1] is no folder or something follows; else -1. */
static int
one_folder(int argc, char **argv)
{
	if (argc < 2 || argv[1][0] == '\0')
		return say_usage(argv[0], "which case folder?");
	if (argc > 2)
		return say_usage(
		    argv[0], "\"%s\" is one argument too many", argv[2]);
	return -1;
}

static void
print(const struct buf *out)
{
	if (out->n == 0)
		return;
	say_text(stdout, buf_str(out));
	if (out->p[out->n - 1] != '\n')
		putchar('\n');
}

int
outcome_travel(int argc, char **argv, bool more, void *arg,
    int (*work)(struct journey *j, void *arg, struct buf *out))
{
	int code = one_folder(more && argc > 2 ? 2 : argc, argv);
	struct arena keep = { 0 };
	struct journey j;
	struct buf out;

	if (code >= 0)
		return code;
	journey_begin(&j, argv[1], &keep);
	j.overlay = options.reports_dir;
	j.progress = say_progress;
	buf_init(&out, OUTCOME_BYTES);
	code = work(&j, arg, &out);
	print(&out);
	buf_release(&out);
	journey_end(&j);
	arena_release(&keep);
	return code;
}

/* ---- import ---- */

static const char *const fate_names[] = {
	[IMPORT_KNOWN] = "known",
	[IMPORT_READ] = "read",
	[IMPORT_AGAIN] = "again",
	[IMPORT_SAME] = "same",
	[IMPORT_GONE] = "gone",
};

static void
diagnostics_json(struct json_out *json, struct diags *d)
{
	diags_sort(d);
	json_put_int(json, "errors", (int64_t)d->errors);
	json_put_int(json, "warnings", (int64_t)d->warnings);
	json_key_of(json, "diagnostics");
	json_open_list(json);
	for (size_t i = 0; i < d->list.n; i++) {
		const struct diag *one = &d->list.v[i];

		json_open_map(json);
		json_put_text(json, "level",
		    one->level == DIAG_ERROR ? STR("error") : STR("warning"));
		json_put_text(json, "file", one->at.file);
		json_put_int(json, "line", one->at.line);
		json_put_int(json, "column", one->at.col);
		json_put_text(json, "message", one->message);
		json_put_text(json, "excerpt", one->excerpt);
		json_put_text(json, "hint", one->hint);
		json_close_map(json);
	}
	json_close_list(json);
}

static void
import_json(
    struct buf *out, const struct import_result *r, struct diags *complaints)
{
	struct json_out json;

	json_begin(&json, out);
	json_open_map(&json);
	json_put_bool(&json, "changed", r->changed);
	json_put_int(&json, "rows", r->rows);
	json_put_int(&json, "rejected", r->rejected);
	json_key_of(&json, "files");
	json_open_list(&json);
	for (size_t i = 0; i < r->n_notes; i++) {
		const struct import_note *n = &r->notes[i];

		json_open_map(&json);
		json_put_text(&json, "file", n->file);
		json_put_text(&json, "fate", str_of(fate_names[n->fate]));
		json_put_int(&json, "rows", n->rows);
		json_put_int(&json, "rejected", n->rejected);
		json_close_map(&json);
	}
	json_close_list(&json);
	diagnostics_json(&json, complaints);
	json_close_map(&json);
}

static void
import_line(struct buf *out, const struct import_note *n)
{
	int64_t bad = n->rejected;

	buf_addf(out, "%-6s %-36.*s", fate_names[n->fate], STR_ARG(n->file));
	switch (n->fate) {
	case IMPORT_KNOWN:
	case IMPORT_READ:
	case IMPORT_AGAIN:
		buf_addf(
		    out, " %7lld row%s", (long long)n->rows, plural(n->rows));
		if (bad != 0)
			buf_addf(out, ", %lld line%s could not be read",
			    (long long)bad, plural(bad));
		break;
	case IMPORT_SAME:
		buf_addf(out, " counted once, as \"%.*s\"", STR_ARG(n->twin));
		break;
	case IMPORT_GONE:
		buf_adds(out, " no longer there, no longer counted");
		break;
	}
	buf_addc(out, '\n');
}

static void
import_summary(struct buf *out, const struct import_result *r)
{
	const struct {
		size_t n;
		const char *word;
		bool always;
	} parts[] = {
		{ r->n_read, "read", true },
		{ r->n_known, "known", true },
		{ r->n_again, "again", false },
		{ r->n_same, "the same as another", false },
		{ r->n_gone, "gone", false },
	};
	int64_t files = (int64_t)(r->n_notes - r->n_gone);
	const char *between = ":";

	buf_addf(out, "%lld file%s", (long long)files, plural(files));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].n == 0 && !parts[i].always)
			continue;
		buf_addf(out, "%s %zu %s", between, parts[i].n, parts[i].word);
		between = ",";
	}
	buf_addf(
	    out, "; %lld row%s in all", (long long)r->rows, plural(r->rows));
	if (r->rejected != 0)
		buf_addf(out, ", %lld line%s could not be read",
		    (long long)r->rejected, plural(r->rejected));
	buf_addc(out, '\n');
}

int
outcome_import(struct buf *out, struct journey *j,
    const struct import_result *r, bool brief)
{
	if (options.json) {
		import_json(out, r, &j->diags);
	} else if (!options.quiet) {
		for (size_t i = 0; i < r->n_notes && !brief; i++)
			if (r->notes[i].fate != IMPORT_KNOWN)
				import_line(out, &r->notes[i]);
		import_summary(out, r);
	}
	return r->rejected != 0 || j->diags.warnings != 0 ? EXIT_EYES
							  : EXIT_DONE;
}

/* ---- settle ---- */

static struct str
duration(struct arena *scratch, int64_t ms)
{
	int64_t s = ms / MS_SECOND;

	return str_format(scratch, "%lld:%02lld:%02lld", (long long)(s / 3600),
	    (long long)(s / 60 % 60), (long long)(s % 60));
}

static struct str
percent(struct arena *scratch, struct ratio share)
{
	if (!ratio_ok(share))
		return STR("-");
	return str_format(scratch, "%.*s %%",
	    STR_ARG(ratio_decimal(
		scratch, ratio_mul(share, ratio_int(100)), 3, ROUND_FLOOR)));
}

static struct str
amount(struct arena *scratch, struct money m)
{
	return str_format(scratch, "%s %.*s", m.currency.code,
	    STR_ARG(money_text(scratch, m.minor, m.currency)));
}

static struct str
remedy(struct arena *scratch, const struct settlement *s)
{
	struct money credit = { s->credit_minor, s->currency };

	if (!s->has_extension)
		return amount(scratch, credit);
	return str_format(scratch, "%.*s %.*s",
	    STR_ARG(ratio_text(scratch, s->extension)),
	    STR_ARG(s->extension_unit));
}

/* The text, and as many blanks as its column lacks. */
static void
pad(struct buf *out, struct str text, size_t width, bool right)
{
	size_t n = utf8_count(text), blanks = width > n ? width - n : 0;

	for (size_t i = 0; right && i < blanks; i++)
		buf_addc(out, ' ');
	buf_addstr(out, text);
	for (size_t i = 0; !right && i < blanks; i++)
		buf_addc(out, ' ');
}

struct widths {
	size_t customer, service, period;
};

static void
widen(size_t *width, struct str text)
{
	size_t n = utf8_count(text);

	if (n > *width)
		*width = n;
}

static struct widths
measure(const struct dossier *d, struct arena *scratch)
{
	struct widths w = { 8, 7, 6 };

	for (size_t i = 0; i < d->n_ledger; i++) {
		widen(&w.customer, d->ledger[i].customer->id);
		widen(&w.service, d->ledger[i].service->id);
		widen(&w.period, say_period(&d->ledger[i].settlement, scratch));
	}
	return w;
}

static void
settle_head(struct buf *out, const struct widths *w)
{
	pad(out, STR("customer"), w->customer + 2, false);
	pad(out, STR("service"), w->service + 2, false);
	pad(out, STR("period"), w->period, false);
	pad(out, STR("availability"), 14, true);
	pad(out, STR("downtime"), 12, true);
	pad(out, STR("credit"), 14, true);
	buf_addc(out, '\n');
}

static void
settle_row(struct buf *out, const struct ledger_row *row,
    const struct widths *w, struct arena *scratch)
{
	const struct settlement *s = &row->settlement;

	pad(out, row->customer->id, w->customer + 2, false);
	pad(out, row->service->id, w->service + 2, false);
	pad(out, say_period(s, scratch), w->period, false);
	pad(out, percent(scratch, s->availability), 14, true);
	pad(out, duration(scratch, s->downtime_ms), 12, true);
	pad(out, remedy(scratch, s), 14, true);
	buf_addc(out, '\n');
}

static void
settle_totals(struct buf *out, struct str name,
    const struct statement_figures *f, const struct widths *w,
    struct arena *scratch)
{
	for (size_t i = 0; i < f->n_totals; i++) {
		pad(out, name, w->customer + 2, false);
		pad(out, STR("total"), w->service + 2 + w->period + 26, false);
		pad(out, amount(scratch, f->totals[i]), 14, true);
		buf_addc(out, '\n');
	}
}

/* The run of rows that belong to one customer, from `first` on. */
static size_t
rows_of_one(const struct dossier *d, size_t first)
{
	size_t i = first;

	while (i < d->n_ledger &&
	       d->ledger[i].customer == d->ledger[first].customer)
		i++;
	return i - first;
}

static void
settle_table(struct buf *out, const struct dossier *d, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct widths w = measure(d, scratch);
	struct statement_figures f;

	settle_head(out, &w);
	for (size_t i = 0, n; i < d->n_ledger; i += n) {
		struct dossier own = *d;

		n = rows_of_one(d, i);
		own.ledger = &d->ledger[i];
		own.n_ledger = n;
		for (size_t k = 0; k < n; k++)
			settle_row(out, &own.ledger[k], &w, scratch);
		statement_figures(
		    &own, own.ledger->customer, STR_NONE, scratch, &f);
		if (n > 1)
			settle_totals(
			    out, own.ledger->customer->id, &f, &w, scratch);
		arena_reset(scratch, mark);
	}
	statement_figures(d, NULL, STR_NONE, scratch, &f);
	settle_totals(out, STR("all"), &f, &w, scratch);
}

static void
settlement_json(
    struct json_out *json, const struct ledger_row *row, struct arena *scratch)
{
	const struct settlement *s = &row->settlement;

	json_open_map(json);
	json_put_text(json, "customer", row->customer->id);
	json_put_text(json, "service", s->service);
	json_put_text(json, "period", s->period_name);
	json_key_of(json, "availability");
	if (ratio_ok(s->availability))
		json_text(json, ratio_text(scratch, s->availability));
	else
		json_null(json);
	json_put_int(json, "downtime_ms", s->downtime_ms);
	json_put_int(json, "credit_minor", s->credit_minor);
	json_put_text(json, "currency", str_of(s->currency.code));
	json_close_map(json);
}

static void
settle_json(struct buf *out, const struct dossier *d, struct arena *scratch)
{
	struct json_out json;

	json_begin(&json, out);
	json_open_map(&json);
	json_key_of(&json, "settlements");
	json_open_list(&json);
	for (size_t i = 0; i < d->n_ledger; i++)
		settlement_json(&json, &d->ledger[i], scratch);
	json_close_list(&json);
	json_close_map(&json);
}

static void
settle_line(struct buf *out, const struct dossier *d, struct arena *scratch)
{
	int64_t n = (int64_t)d->n_ledger;
	struct statement_figures f;

	statement_figures(d, NULL, STR_NONE, scratch, &f);
	buf_addf(out, "%lld settlement%s", (long long)n, plural(n));
	for (size_t i = 0; i < f.n_totals; i++)
		buf_addf(out, "%s %.*s", i == 0 ? "; credit" : " and",
		    STR_ARG(amount(scratch, f.totals[i])));
	if (d->n_estimates != 0)
		buf_addf(out, "; lost traffic of %zu site%s", d->n_estimates,
		    plural((int64_t)d->n_estimates));
	buf_addc(out, '\n');
}

/* What a person should look at before sending anything. */
static int
settle_warnings(const struct dossier *d)
{
	struct groups g = { 0 };

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct settlement *s = &d->ledger[i].settlement;

		for (size_t k = 0; k < s->n_warnings; k++)
			groups_add(&g, s->warnings[k],
			    str_format(&g.scratch, "%.*s, %.*s",
				STR_ARG(s->service), STR_ARG(s->period_name)));
	}
	for (size_t i = 0; i < d->n_estimates; i++) {
		const struct site_estimate *x = &d->estimates[i];

		if (x->estimate.status == ESTIMATE_INSUFFICIENT)
			groups_add(&g,
			    STR("insufficient evidence for lost traffic"),
			    str_format(&g.scratch, "%.*s, %.*s",
				STR_ARG(x->incident), STR_ARG(x->site)));
	}
	return groups_say(&g);
}

int
outcome_settle(struct buf *out, const struct dossier *d, bool brief)
{
	struct arena scratch = { 0 };

	if (options.json)
		settle_json(out, d, &scratch);
	else if (brief && !options.quiet)
		settle_line(out, d, &scratch);
	else if (!brief)
		settle_table(out, d, &scratch);
	arena_release(&scratch);
	return settle_warnings(d);
}
