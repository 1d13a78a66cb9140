/*
 * sample.h -- documents for the tests of the printing house: every block, every
 * chart, long names, three languages.
 */
#ifndef UNIT_DOC_SAMPLE_H
#define UNIT_DOC_SAMPLE_H

#include <math.h>

#include "base/utf8.h"
#include "doc/doc.h"

#define NBSP "\xc2\xa0"

static const struct doc_style style_en = {
	.lang = "en",
	.decimal = ".",
	.group = ",",
	.money = "{code} {amount}",
	.percent = "{n}%",
	.date = "{yyyy}-{mm}-{dd}",
	.date_long = "{d} {month} {yyyy}",
	.time = "{HH}:{MM}",
	.month = { "January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November", "December" },
	.weekday = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	.hours = "{h} h",
	.minutes = "{m} min",
	.seconds = "{s} s",
	.quote_open = "\xe2\x80\x9c",
	.quote_close = "\xe2\x80\x9d",
	.empty = "-",
	.page_of = "Page {x} of {y}",
	.continued = "continued",
	.yes = "yes",
	.no = "no",
};

static const struct doc_style style_it = {
	.lang = "it",
	.decimal = ",",
	.group = ".",
	.money = "{symbol} {amount}",
	.percent = "{n}%",
	.date = "{dd}/{mm}/{yyyy}",
	.date_long = "{d} {month} {yyyy}",
	.time = "{HH}:{MM}",
	.month = { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	    "luglio", "agosto", "settembre", "ottobre", "novembre",
	    "dicembre" },
	.weekday = { "lun", "mar", "mer", "gio", "ven", "sab", "dom" },
	.hours = "{h} h",
	.minutes = "{m} min",
	.seconds = "{s} s",
	.quote_open = "\xc2\xab",
	.quote_close = "\xc2\xbb",
	.empty = "\xe2\x80\x93",
	.page_of = "Pagina {x} di {y}",
	.continued = "continua",
	.yes = "s\xc3\xac",
	.no = "no",
};

static const struct doc_style style_de = {
	.lang = "de",
	.decimal = ",",
	.group = ".",
	.money = "{amount}" NBSP "{symbol}",
	.percent = "{n}" NBSP "%",
	.date = "{dd}.{mm}.{yyyy}",
	.date_long = "{d}. {month} {yyyy}",
	.time = "{HH}:{MM} Uhr",
	.month = { "Januar", "Februar", "M\xc3\xa4rz", "April", "Mai", "Juni",
	    "Juli", "August", "September", "Oktober", "November", "Dezember" },
	.weekday = { "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
	.hours = "{h} Std.",
	.minutes = "{m} Min.",
	.seconds = "{s} Sek.",
	.quote_open = "\xe2\x80\x9e",
	.quote_close = "\xe2\x80\x9c",
	.empty = "\xe2\x80\x93",
	.page_of = "Seite {x} von {y}",
	.continued = "Fortsetzung",
	.yes = "ja",
	.no = "nein",
};

/* Rome, as far as these documents need it: +1, and +2 from 31 March 2013 on. */
static const struct zone_change rome_changes[] = {
	{ INT64_MIN, 3600, "CET" },
	{ INT64_C(1364691600000), 7200, "CEST" },
	{ INT64_C(1382835600000), 3600, "CET" },
};
static const struct zone rome = { { "Europe/Rome", 11 }, rome_changes, 3 };

/* Thursday 11 April 2013, 00:00 in Rome. */
#define THURSDAY (INT64_C(1365631200000))

static inline int64_t
hour(double h)
{
	return THURSDAY + (int64_t)llround(h * 3600e3);
}

static inline void
sample_strip(struct doc *d, int rows, const char *finding)
{
	struct chart *c = arena_new(d->keep, struct chart);
	static const char *const names[] = { "www.blog-di-montagna.example",
		"Datenbank-Cluster K\xc3\xb6ln", "Mail",
		"a-very-long-shop-name-with-sixty-characters-in-it.example.org",
		"Certificates and domain names" };
	static struct legend legend[] = { { PAINT_DOWN,
					      { "down, counted", 13 } },
		{ PAINT_DEGRADED, { "degraded", 8 } },
		{ PAINT_EXCLUDED, { "planned, excluded", 17 } },
		{ PAINT_NO_DATA, { "no data", 7 } },
		{ PAINT_AVAILABLE, { "available", 9 } } };

	*c = (struct chart){ .kind = CHART_STRIP,
		.title = str_of(finding),
		.subtitle = STR("State of each service, 11-17 April 2013, "
				"Europe/Rome; ticks are brief recoveries"),
		.alt = STR("The blog was down from Thursday evening to "
			   "Tuesday evening, with six recoveries of a few "
			   "minutes each."),
		.from_at = hour(0),
		.to_at = hour(168),
		.zone = &rome,
		.legend = legend,
		.n_legends = 5,
		.n_strips = (size_t)rows };
	c->strip = arena_array(d->keep, (size_t)rows, sizeof *c->strip);
	for (int i = 0; i < rows; i++) {
		struct strip_row *r = &c->strip[i];

		r->label = str_of(names[i % 5]);
		r->value = format_duration(d->keep, d->style,
		    (int64_t)(5772 - i * 311 % 5700) * MS_MINUTE);
		r->n_spans = 6;
		r->span = arena_array(d->keep, 6, sizeof *r->span);
		r->span[0] = (struct strip_span){ hour(18.5 + i), hour(134),
			PAINT_DOWN };
		r->span[1] = (struct strip_span){ hour(5), hour(18.5 + i),
			PAINT_DEGRADED };
		r->span[2] =
		    (struct strip_span){ hour(48), hour(52), PAINT_EXCLUDED };
		r->span[3] =
		    (struct strip_span){ hour(140), hour(150), PAINT_NO_DATA };
		r->span[4] =
		    (struct strip_span){ hour(155), hour(155.03), PAINT_DOWN };
		r->span[5] =
		    (struct strip_span){ hour(160), hour(166), PAINT_DEGRADED };
		r->n_ticks = 6;
		r->tick = arena_array(d->keep, 6, sizeof *r->tick);
		for (int k = 0; k < 6; k++)
			r->tick[k] = hour(30 + 15.7 * k + i);
	}
	doc_chart(d, c);
}

static inline void
sample_series(struct doc *d, int points)
{
	struct chart *c = arena_new(d->keep, struct chart);

	*c = (struct chart){ .kind = CHART_SERIES,
		.title = STR("The blog lost about 6,400 visits (80 % interval "
			     "5,600\xe2\x80\x93"
			     "7,200)"),
		.subtitle =
		    STR("Visits per hour, expected and observed, Europe/Rome"),
		.alt = STR("Expected 6,900 visits, observed 500 while the "
			   "site was down."),
		.from_at = hour(-72),
		.to_at = hour(240),
		.zone = &rome,
		.n_points = (size_t)points,
		.label_expected = STR("expected"),
		.label_observed = STR("observed"),
		.shade = { hour(18.5), hour(134) } };
	c->point = arena_array(d->keep, (size_t)points, sizeof *c->point);
	for (int i = 0; i < points; i++) {
		double h = -72 + 312.0 * i / points;
		double day = fmod(h + 72, 24);
		double e = 40 + 35 * sin((day - 9) / 24 * 6.2832);
		struct series_point *s = &c->point[i];

		*s = (struct series_point){ hour(h), e, e * 0.8, e * 1.2,
			e * (1 + 0.1 * sin(i * 1.7)) };
		if (h > 18.5 && h < 134)
			s->observed = i % 37 == 0 ? 9 : 0.5;
		if (h > 150 && h < 160)
			s->observed = -1;
	}
	doc_chart(d, c);
}

static inline void
sample_waterfall(struct doc *d)
{
	static const struct {
		const char *label;
		double size, start;
		int minutes;
		enum paint paint;
	} row[] = {
		{ "reported outages, plain sum", 6294, 0, 6294, PAINT_DOWN },
		{ "\xe2\x88\x92 overlaps between reports", -240, 6294, -240,
		    PAINT_EXCLUDED },
		{ "\xe2\x88\x92 parts outside the period", 0, 6054, 0,
		    PAINT_EXCLUDED },
		{ "\xe2\x88\x92 announced maintenance within its allowance, "
		  "clause 7.2 of the agreement",
		    -240, 6054, -240, PAINT_EXCLUDED },
		{ "\xe2\x88\x92 customer-caused", 0, 5814, 0, PAINT_EXCLUDED },
		{ "\xe2\x88\x92 shorter than the minimum outage", -3, 5814, -3,
		    PAINT_EXCLUDED },
		{ "= counted downtime", 5811, 0, 5811, PAINT_DOWN },
	};
	size_t n = sizeof row / sizeof row[0];
	struct chart *c = arena_new(d->keep, struct chart);

	*c = (struct chart){ .kind = CHART_WATERFALL,
		.title = STR("Of 104 h 54 min reported, 96 h 51 min count"),
		.subtitle = STR("From reported to counted downtime, hours and "
				"minutes"),
		.n_bars = n };
	c->bar = arena_array(d->keep, n, sizeof *c->bar);
	for (size_t i = 0; i < n; i++)
		c->bar[i] = (struct bar){ str_of(row[i].label),
			format_duration(
			    d->keep, d->style, row[i].minutes * MS_MINUTE),
			row[i].size, row[i].start, row[i].paint, STR_NONE };
	doc_chart(d, c);
}

static inline void
sample_ladder(struct doc *d, int tiers, int hit)
{
	struct chart *c = arena_new(d->keep, struct chart);

	*c = (struct chart){ .kind = CHART_LADDER,
		.title = STR("86.638 % falls into the lowest tier: 100 % of "
			     "the fee"),
		.subtitle = STR("Tiers as printed in the contract; downtime "
				"they correspond to in April"),
		.n_boxes = (size_t)tiers };
	c->box = arena_array(d->keep, (size_t)tiers, sizeof *c->box);
	for (int i = 0; i < tiers; i++)
		c->box[i] = (struct ladder_box){
			str_format(d->keep, "%d.0 \xe2\x80\x93 %d.9 %%", 99 - i,
			    99 - i),
			str_format(d->keep, "%d %%", i * 100 / tiers),
			str_format(d->keep, "up to %d h 12 min", 7 * (i + 1)),
			i == hit
		};
	doc_chart(d, c);
}

static inline void
sample_bars(struct doc *d)
{
	struct chart *c = arena_new(d->keep, struct chart);
	static const char *const label[] = { "below 95 %",
		"95 \xe2\x80\x93 99 %", "99 \xe2\x80\x93 99.95 %",
		"no credit" };
	static const int n[] = { 212, 31, 0, 257 };

	*c = (struct chart){ .kind = CHART_BARS,
		.title = STR("212 of 500 customers get the full fee back"),
		.subtitle = STR("Customers by credit tier"),
		.n_bars = 4 };
	c->bar = arena_array(d->keep, 4, sizeof *c->bar);
	for (int i = 0; i < 4; i++)
		c->bar[i] = (struct bar){ str_of(label[i]),
			format_count(d->keep, d->style, n[i]), n[i], 0,
			i == 3 ? PAINT_MUTED : PAINT_CREDIT, STR_NONE };
	doc_chart(d, c);
}

static inline struct table *
sample_table(struct doc *d, const char *id, const char *caption, int rows)
{
	static struct column column[] = {
		{ { "No.", 3 }, { NULL, 0 }, true, 4, false },
		{ { "Service", 7 }, { NULL, 0 }, false, 20, false },
		{ { "Start", 5 }, { "Europe/Rome", 11 }, false, 14, false },
		{ { "Counted downtime", 16 }, { NULL, 0 }, true, 12, false },
		{ { "Availability", 12 }, { "of the month", 12 }, true, 10,
		    false },
		{ { "Credit", 6 }, { "net", 3 }, true, 10, false },
		{ { "Raw line", 8 }, { NULL, 0 }, false, 10, true },
	};
	static const char *const names[] = { "www.blog.example",
		"Caff\xc3\xa8 Perch\xc3\xa9 No \xe2\x80\x93 negozio on-line",
		"Stra\xc3\x9f"
		"enb\xc3\xa4ume & S\xc3\xb6hne GmbH",
		"a-very-long-shop-name-with-sixty-characters-in-it.example.org",
		"=cmd|' /C calc'!A0",
		"Societ\xc3\xa0 Cooperativa Agricola dei Produttori di "
		"Castagne e Funghi della Valle del Serchio con sede legale" };
	static const struct formula sum = { .op = FORMULA_SUM };
	struct table *t = doc_table(d, id, column, 7);
	int64_t total_ms = 0, total = 0;
	struct row *r;

	t->caption = str_of(caption);
	t->none = STR("No outage was recorded in this period.");
	for (int i = 0; i < rows; i++) {
		int64_t ms = (346320 - i * 2711 % 340000) * MS_SECOND;
		int64_t credit = 4900 - i * 37 % 4900;

		r = table_row(d, t, ROW_BODY);
		r->cell[0] = cell_count(i + 1);
		r->cell[1] = cell_text(str_of(names[i % 6]));
		r->cell[2] = cell_instant(hour(18.5 + i), &rome);
		r->cell[3] = cell_duration(ms);
		r->cell[4] =
		    cell_percent(ratio_make(2592000 - ms / 1000, 2592000), 3);
		r->cell[5] = cell_money(credit, "EUR", 2);
		r->cell[6] = cell_text(STR("outages/outages.csv:12"));
		total_ms += ms;
		total += credit;
	}
	if (rows == 0)
		return t;
	r = table_row(d, t, ROW_TOTAL);
	r->cell[1] = cell_text(STR("Total"));
	r->cell[3] = cell_duration(total_ms);
	r->cell[3].formula = &sum;
	r->cell[5] = cell_money(total, "EUR", 2);
	r->cell[5].formula = &sum;
	r->cell[5].tone = TONE_MONEY;
	return t;
}

static inline void
sample_figures(struct doc *d)
{
	struct key_figure *k = arena_array(d->keep, 6, sizeof *k);

	k[0] = (struct key_figure){ cell_duration(346320 * MS_SECOND), STR_NONE,
		STR("counted downtime of the worst service") };
	k[1] =
	    (struct key_figure){ cell_percent(ratio_make(2245680, 2592000), 3),
		    STR_NONE,
		    STR("availability by the contract, promised "
			"99.950 %") };
	k[2] = (struct key_figure){ cell_count(212), STR_NONE,
		STR("of 500 customers affected") };
	k[3] = (struct key_figure){ cell_text(STR("")),
		STR("6,400 (5,600\xe2\x80\x93"
		    "7,200)"),
		STR("lost visits, estimate with its 80 % interval") };
	k[4] = (struct key_figure){ cell_money(4905050, "EUR", 2), STR_NONE,
		STR("credits due") };
	k[4].value.tone = TONE_MONEY;
	k[5] = (struct key_figure){ cell_duration(21 * MS_HOUR), STR_NONE,
		STR("until the first public notice") };
	doc_key_figures(d, k, 6);
}

/* Everything, on several pages. */
static inline struct doc *
sample_doc(struct arena *keep, const struct doc_style *style)
{
	struct doc *d = doc_new(keep, style, &rome,
	    STR("The database cluster was unavailable for 96 h 12 min"),
	    INT64_C(1366279200000));

	d->subtitle = STR("Post-incident report INC-2013-04, 11 to 16 April "
			  "2013");
	d->author = STR("Esempio Hosting S.p.A.");
	d->header_left = STR("Esempio Hosting S.p.A.");
	d->header_right =
	    STR("Post-incident report INC-2013-04 \xc2\xb7 version 1 "
		"\xc2\xb7 internal");
	d->footer = STR("run 3f9a0c12 \xc2\xb7 2013-04-18 12:00 (UTC+2)");
	doc_result(d, STR("www.blog.example was unavailable for 96 h 12 min "
			  "between Thursday 11 April 18:30 and Tuesday 16 "
			  "April; 212 customers (42.4 %) were affected."));
	sample_figures(d);
	sample_strip(d, 5, "The blog was visible for 4 h 36 min in five days");
	doc_heading(d, 1, STR("What the customers lost"), STR("Traffic"));
	doc_paragraph(
	    d, STR("Perch\xc3\xa9 la citt\xc3\xa0 \xc3\xa8 pi\xc3\xb9 lontana: "
		   "Stra\xc3\x9f"
		   "e, 5 \xe2\x82\xac, \xe2\x88\x92"
		   "3 \xe2\x89\xa5 "
		   "x \xe2\x86\x92 y, \xe2\x80\x9cquoted\xe2\x80\x9d and "
		   "\xc2\xabvirgolette\xc2\xbb. The expected traffic is the "
		   "median of the same hour of the week over eight earlier "
		   "weeks, scaled by the trend of the last two; hours of the "
		   "incident are left out of the baseline. Lost visits are an "
		   "estimate, not a measurement."));
	sample_series(d, 312);
	doc_heading(d, 2, STR("By tier"), STR_NONE);
	sample_bars(d);
	doc_note(d, STR("Cause and contributing factors: not supplied. The "
			"field text/en/cause.md is empty."));
	doc_heading(d, 1, STR("The calculation"), STR("Calculation"));
	sample_waterfall(d);
	sample_ladder(d, 4, 3);
	sample_table(d, "outages", "Outages", 30);
	doc_heading(d, 1, STR("Nothing and one"), STR("Few"));
	sample_table(d, "none", "No outages at all", 0);
	sample_table(d, "one", "One outage", 1);
	return d;
}

#endif
