/*
 * xlsx_picture.c -- a native chart over the cells of its figures. What a line
 * or bar is shows in its dash or hatch too, not in its colour alone.
 */
#include "doc/xlsx_chart.h"

#include <math.h>

#include "base/utf8.h"
#include "doc/xlsx_look.h"

#define WIDTH        640
#define HEIGHT       320
#define ROW_PIXELS   20
#define BARS_ABOVE   90 /* of a picture of bars, without them */
#define BAR_PIXELS   24
#define MOST_BARS    40
#define MOST_SERIES  64
#define MOST_TEXT    255
#define SIX_HOURS    0.25
#define WIDE_NAME    24
#define LEGEND_LINE  16
#define GROUP_PIXELS 30
#define NAME_MOST    28 /* characters of a name in the picture */
#define MARKS_NAMED  12
#define TAIL_ROOM    1.25

struct picture {
	struct book *b;
	const struct book_block *at;
	const struct chart_data *data;
	lxw_chart *chart;
	const char *sheet;
	int16_t hidden[MOST_SERIES + 1]; /* not in the legend */
	int series, n_hidden;
};

static lxw_color_t
ink(uint32_t color)
{
	return color == 0 ? (lxw_color_t)LXW_COLOR_BLACK : color;
}

/* Text for the library, which would take a "=" at its start for a formula. */
static char *
words(const struct book *b, struct str s)
{
	char *p = book_cstr(b, s, MOST_TEXT);

	while (*p == '=' || *p == ' ')
		p++;
	return p;
}

static unsigned
bars_shown(const struct chart *c)
{
	return (unsigned)(c->n_bars < MOST_BARS ? c->n_bars : MOST_BARS);
}

/* The legend of lines is higher where their names are long. */
static unsigned
legend_pixels(const struct chart_data *d)
{
	unsigned n = 0;
	bool wide = false;

	for (int i = 0; i < d->n; i++) {
		const struct data_column *k = &d->column[i];

		if (k->use != USE_LINE && k->use != USE_LEVEL)
			continue;
		n++;
		wide |= utf8_count(k->head) > WIDE_NAME;
	}
	return wide && n > 2 ? (n - 2) * LEGEND_LINE : 0;
}

static unsigned
pixels(const struct chart_data *d)
{
	const struct chart *c = d->chart;
	unsigned high;

	if (c->kind == CHART_BARS || c->kind == CHART_WATERFALL)
		return BARS_ABOVE + BAR_PIXELS * bars_shown(c);
	if (c->kind != CHART_DOTS)
		return HEIGHT + legend_pixels(d);
	high = BARS_ABOVE + GROUP_PIXELS * (unsigned)d->column[d->n - 1].n;
	return high > HEIGHT ? high : HEIGHT;
}

size_t
chart_picture_rows(const struct chart_data *d)
{
	return (pixels(d) + ROW_PIXELS - 1) / ROW_PIXELS + 1;
}

/* ---- looks ------------------------------------------------------------------
 */

static const struct {
	enum paint paint;
	uint8_t dash, marker;
} cycle[] = {
	{ PAINT_EXPECTED, LXW_CHART_LINE_DASH_SOLID, LXW_CHART_MARKER_CIRCLE },
	{ PAINT_DOWN, LXW_CHART_LINE_DASH_DASH, LXW_CHART_MARKER_SQUARE },
	{ PAINT_CREDIT, LXW_CHART_LINE_DASH_ROUND_DOT,
	    LXW_CHART_MARKER_DIAMOND },
	{ PAINT_KEPT, LXW_CHART_LINE_DASH_LONG_DASH,
	    LXW_CHART_MARKER_TRIANGLE },
	{ PAINT_OBSERVED, LXW_CHART_LINE_DASH_DASH_DOT, LXW_CHART_MARKER_X },
	{ PAINT_EXCLUDED, LXW_CHART_LINE_DASH_SQUARE_DOT,
	    LXW_CHART_MARKER_STAR },
};
#define N_CYCLE (sizeof cycle / sizeof cycle[0])

static const struct {
	enum paint paint;
	uint8_t pattern;
} patterns[] = {
	{ PAINT_DEGRADED, LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL },
	{ PAINT_EXCLUDED, LXW_CHART_PATTERN_NARROW_HORIZONTAL },
	{ PAINT_NO_DATA, LXW_CHART_PATTERN_OUTLINED_DIAMOND },
	{ PAINT_LOST, LXW_CHART_PATTERN_LIGHT_UPWARD_DIAGONAL },
};

static uint32_t
hatch_color(const struct brand *b, enum paint p)
{
	if (p == PAINT_DEGRADED)
		return b->degraded_hatch;
	if (p == PAINT_EXCLUDED)
		return b->excluded_hatch;
	return p == PAINT_LOST ? b->lost_hatch : b->no_data_hatch;
}

static void
set_line(const struct picture *p, lxw_chart_series *s, enum paint paint,
    uint8_t dash, float width)
{
	lxw_chart_line line = { .color = ink(brand_line(p->b->brand, paint)),
		.width = width,
		.dash_type = dash };

	chart_series_set_line(s, &line);
}

static void
no_line(lxw_chart_series *s)
{
	lxw_chart_line none = { .none = LXW_TRUE };

	chart_series_set_line(s, &none);
}

static void
set_marker(lxw_chart_series *s, uint8_t type, uint8_t size, uint32_t color)
{
	lxw_chart_fill fill = { .color = ink(color) };
	lxw_chart_line line = { .color = ink(color) };

	chart_series_set_marker_type(s, type);
	chart_series_set_marker_size(s, size);
	chart_series_set_marker_fill(s, &fill);
	chart_series_set_marker_line(s, &line);
}

static void
small(lxw_chart_font *f, double size, bool bold)
{
	*f = (lxw_chart_font){ .size = size, .bold = bold ? LXW_TRUE : 2 };
}

static void
set_labels(const struct picture *p, lxw_chart_series *s,
    const struct data_column *text, uint8_t position)
{
	size_t n = text->n;
	lxw_chart_data_label *label =
	    arena_array(p->b->keep, n + 1, sizeof *label);
	lxw_chart_data_label **list =
	    arena_array(p->b->keep, n + 1, sizeof(lxw_chart_data_label *));
	lxw_chart_font font;

	small(&font, 8, false);
	chart_series_set_labels(s);
	chart_series_set_labels_font(s, &font);
	for (size_t i = 0; i < n; i++) {
		label[i].font = &font;
		label[i].value =
		    words(p->b, wrap_cut_columns(p->b->keep, NAME_MOST,
				    doc_text(p->b->keep, text->text[i])));
		if (*label[i].value == '\0')
			label[i].hide = LXW_TRUE;
		list[i] = &label[i];
	}
	list[n] = NULL;
	chart_series_set_labels_position(s, position);
	book_check(p->b, chart_series_set_labels_custom(s, list));
}

/* Each bar in its own paint, with its hatch. */
static void
set_bars(const struct picture *p, lxw_chart_series *s)
{
	const struct chart *c = p->data->chart;
	const struct brand *brand = p->b->brand;
	size_t n = bars_shown(c);
	struct {
		lxw_chart_point point;
		lxw_chart_fill fill;
		lxw_chart_pattern pattern;
	} *v = arena_array(p->b->keep, n + 1, sizeof *v);
	lxw_chart_point **list =
	    arena_array(p->b->keep, n + 1, sizeof(lxw_chart_point *));

	for (size_t i = 0; i < n; i++) {
		enum paint paint = c->bar[i].paint;

		v[i].fill.color = ink(brand_fill(brand, paint));
		v[i].point.fill = &v[i].fill;
		for (size_t k = 0; k < sizeof patterns / sizeof patterns[0];
		     k++) {
			if (patterns[k].paint != paint)
				continue;
			v[i].pattern.type = patterns[k].pattern;
			v[i].pattern.fg_color = ink(hatch_color(brand, paint));
			v[i].pattern.bg_color = v[i].fill.color;
			v[i].point.fill = NULL;
			v[i].point.pattern = &v[i].pattern;
		}
		list[i] = &v[i].point;
	}
	list[n] = NULL;
	book_check(p->b, chart_series_set_points(s, list));
}

static void
look_of_line(
    const struct picture *p, lxw_chart_series *s, const struct data_column *k)
{
	const struct chart *c = p->data->chart;
	size_t turn = k->index % N_CYCLE;
	const struct line *l;

	if (c->kind == CHART_MULTIPLES) {
		set_line(p, s, cycle[turn].paint, cycle[turn].dash, 1.75F);
		set_marker(s, cycle[turn].marker, 5,
		    brand_line(p->b->brand, cycle[turn].paint));
		return;
	}
	l = &c->line[k->index];
	set_line(p, s, l->paint,
	    l->dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID,
	    2.0F);
}

/* What is neither line nor bar: a marker, a label, or nothing to see. */
static void
look_of_mark(
    const struct picture *p, lxw_chart_series *s, const struct data_column *k)
{
	const struct brand *brand = p->b->brand;
	lxw_chart_fill none = { .none = LXW_TRUE };

	no_line(s);
	if (k->use == USE_BASE || k->use == USE_TAIL)
		chart_series_set_fill(s, &none);
	else if (k->use == USE_NAME)
		chart_series_set_marker_type(s, LXW_CHART_MARKER_NONE);
	else if (k->use == USE_MEDIAN)
		set_marker(s, LXW_CHART_MARKER_DIAMOND, 10, brand->text);
	else
		set_marker(s, LXW_CHART_MARKER_CIRCLE, 6,
		    k->use == USE_DOT ? brand->expected : brand->text);
}

static void
look_of_level(
    const struct picture *p, lxw_chart_series *s, const struct data_column *k)
{
	bool bold = p->data->chart->level[k->index].bold;

	set_line(p, s, PAINT_OBSERVED,
	    bold ? LXW_CHART_LINE_DASH_SOLID : LXW_CHART_LINE_DASH_SQUARE_DOT,
	    bold ? 2.25F : 1.0F);
}

static void
set_look(
    const struct picture *p, lxw_chart_series *s, const struct data_column *k)
{
	switch (k->use) {
	case USE_LINE:
		look_of_line(p, s, k);
		break;
	case USE_EDGE:
		set_line(
		    p, s, PAINT_EXPECTED, LXW_CHART_LINE_DASH_ROUND_DOT, 0.75F);
		break;
	case USE_LEVEL:
		look_of_level(p, s, k);
		break;
	case USE_EXPECTED:
		set_line(p, s, PAINT_EXPECTED, LXW_CHART_LINE_DASH_DASH, 1.5F);
		break;
	case USE_OBSERVED:
		set_line(p, s, PAINT_OBSERVED, LXW_CHART_LINE_DASH_SOLID, 1.5F);
		break;
	case USE_BAR:
		set_bars(p, s);
		break;
	default:
		look_of_mark(p, s, k);
		break;
	}
}

/* The labels a series has, and where they stand. */
static void
name_points(
    const struct picture *p, lxw_chart_series *s, const struct data_column *k)
{
	static const uint8_t side[] = {
		[USE_MARK] = LXW_CHART_LABEL_POSITION_LEFT,
		[USE_NAME] = LXW_CHART_LABEL_POSITION_RIGHT,
		[USE_BAR] = LXW_CHART_LABEL_POSITION_OUTSIDE_END,
		[USE_TAIL] = LXW_CHART_LABEL_POSITION_INSIDE_BASE,
	};

	if (k->label < 0 || (k->use == USE_MARK && k->n > MARKS_NAMED) ||
	    (k->use == USE_BAR && p->data->chart->kind == CHART_WATERFALL))
		return;
	set_labels(p, s, &p->data->column[k->label], side[k->use]);
}

static void
add_series(struct picture *p, int column)
{
	const struct data_column *k = &p->data->column[column];
	uint32_t from = (uint32_t)p->at->data_row + 2;
	uint32_t to = from + (uint32_t)k->n - 1;
	lxw_chart_series *s;

	if (k->use == USE_NONE || k->n == 0 || p->series >= MOST_SERIES)
		return;
	s = chart_add_series(p->chart, NULL, NULL);
	if (s == NULL) {
		book_check(p->b, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	chart_series_set_categories(
	    s, p->sheet, from, (uint16_t)k->x, to, (uint16_t)k->x);
	chart_series_set_values(
	    s, p->sheet, from, (uint16_t)column, to, (uint16_t)column);
	if (k->head.n > 0)
		chart_series_set_name_range(
		    s, p->sheet, from - 1, (uint16_t)column);
	set_look(p, s, k);
	name_points(p, s, k);
	/* a reader would be shown the letter of the column instead */
	if (k->head.n == 0 ||
	    (k->use != USE_LINE && k->use != USE_LEVEL &&
		k->use != USE_EXPECTED && k->use != USE_OBSERVED))
		p->hidden[p->n_hidden++] = (int16_t)p->series;
	p->series++;
}

/* ---- axes
 * ----------------------------------------------------------------------- */

static void
set_names(struct picture *p, lxw_chart_axis *axis, const struct scale *s)
{
	lxw_chart_font font;

	small(&font, 9, false);
	if (s->name.n > 0) {
		chart_axis_set_name(axis, words(p->b, s->name));
		chart_axis_set_name_font(axis, &font);
	}
	chart_axis_set_num_font(axis, &font);
	if (s->share)
		chart_axis_set_num_format(axis,
		    s->to > s->from && s->to - s->from < 0.1 ? "0.0%" : "0%");
}

static void
set_range(lxw_chart_axis *axis, const struct scale *s)
{
	if (s->kind == SCALE_LOG) {
		chart_axis_set_log_base(axis, 10);
		if (!(s->from > 0))
			return;
	}
	if (!(s->to > s->from) || !isfinite(s->to - s->from))
		return;
	chart_axis_set_min(axis, s->from);
	chart_axis_set_max(axis, s->to);
}

/* Days of the local calendar, whole ones where there are several. */
static void
set_days(struct picture *p, double from, double to)
{
	lxw_chart_axis *axis = p->chart->x_axis;
	const struct cell day = { .kind = CELL_DATE };
	double span = to - from, step;

	if (!(span > 0) || !isfinite(span))
		return;
	step = span <= 2 ? SIX_HOURS : ceil(span / 8);
	if (step > 4)
		step = ceil(step / 7) * 7;
	if (span > 2)
		from = floor(from);
	chart_axis_set_min(axis, from);
	chart_axis_set_max(axis, to);
	/* the library's own call refuses axes of scatter charts */
	axis->has_major_unit = LXW_TRUE;
	axis->major_unit = step;
	chart_axis_set_num_format(
	    axis, span <= 2 ? "hh:mm" : look_number(p->b, &day));
}

static void
time_range(struct picture *p)
{
	const struct chart_data *d = p->data;
	double from = INFINITY, to = -INFINITY;

	for (int i = 0; i < d->n; i++)
		for (size_t k = 0;
		     d->column[i].kind == DATA_TIME && k < d->column[i].n;
		     k++) {
			from = fmin(from, d->column[i].v[k]);
			to = fmax(to, d->column[i].v[k]);
		}
	set_days(p, from, to);
}

static void
grid(struct picture *p, lxw_chart_axis *axis)
{
	lxw_chart_line line = { .color = ink(p->b->brand->grid),
		.width = 0.5F };

	chart_axis_major_gridlines_set_visible(axis, LXW_TRUE);
	chart_axis_major_gridlines_set_line(axis, &line);
}

static void
plane_axes(struct picture *p)
{
	const struct chart *c = p->data->chart;
	lxw_chart_axis *x = p->chart->x_axis, *y = p->chart->y_axis;
	struct scale upright = c->y;

	set_names(p, x, &c->x);
	set_names(p, y, &c->y);
	if (c->kind == CHART_SERIES || c->x.kind == SCALE_TIME)
		time_range(p);
	else if (c->kind != CHART_MULTIPLES)
		set_range(x, &c->x);
	if (upright.kind == SCALE_TIME)
		upright.kind = SCALE_LINEAR;
	set_range(y, &upright);
	/* The scale of x stays at the bottom when y goes below zero. */
	chart_axis_set_label_position(x, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	chart_axis_set_label_position(y, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	grid(p, y);
}

static void
dot_axes(struct picture *p)
{
	const struct chart *c = p->data->chart;
	lxw_chart_axis *x = p->chart->x_axis, *y = p->chart->y_axis;

	set_names(p, x, &c->x);
	set_range(x, &c->x);
	grid(p, x);
	chart_axis_major_gridlines_set_visible(y, LXW_FALSE);
	chart_axis_set_label_position(y, LXW_CHART_AXIS_LABEL_POSITION_NONE);
	chart_axis_set_min(y, 0);
}

/* Room for what stands behind the longest bar. */
static void
tail_room(struct picture *p, lxw_chart_axis *axis)
{
	const struct data_column *base = &p->data->column[1], *size = base + 1;
	double most = 0;

	for (size_t i = 0; i < size->n; i++)
		if (base->v[i] + size->v[i] > most)
			most = base->v[i] + size->v[i];
	if (most > 0 && isfinite(most)) {
		chart_axis_set_min(axis, 0);
		chart_axis_set_max(axis, most * TAIL_ROOM);
	}
}

/* The first bar is the uppermost one. */
static void
bar_axes(struct picture *p)
{
	const struct chart *c = p->data->chart;
	/* the library has the axes of bars the other way round */
	lxw_chart_axis *names = p->chart->y_axis, *sizes = p->chart->x_axis;
	lxw_chart_font font;

	small(&font, 9, false);
	chart_axis_set_reverse(names);
	chart_axis_set_num_font(names, &font);
	chart_axis_set_interval_unit(names, 1);
	chart_axis_set_label_position(names, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	set_names(p, sizes, &c->x);
	if (c->x.name.n == 0 && !c->x.ms)
		chart_axis_set_label_position(
		    sizes, LXW_CHART_AXIS_LABEL_POSITION_NONE);
	grid(p, sizes);
	chart_set_series_gap(p->chart, 60);
	if (c->kind != CHART_WATERFALL)
		return;
	chart_set_series_overlap(p->chart, 100);
	tail_room(p, sizes);
}

static void
set_axes(struct picture *p)
{
	switch (p->data->chart->kind) {
	case CHART_BARS:
	case CHART_WATERFALL:
		bar_axes(p);
		break;
	case CHART_DOTS:
		dot_axes(p);
		break;
	default:
		plane_axes(p);
		break;
	}
}

static void
set_words(struct picture *p)
{
	const struct chart *c = p->data->chart;
	lxw_chart_font title, other;

	small(&title, 11, true);
	small(&other, 9, false);
	if (c->title.n > 0) {
		chart_title_set_name(p->chart, words(p->b, c->title));
		chart_title_set_name_font(p->chart, &title);
	} else {
		chart_title_off(p->chart);
	}
	if (p->series - p->n_hidden < 1) {
		chart_legend_set_position(p->chart, LXW_CHART_LEGEND_NONE);
		return;
	}
	p->hidden[p->n_hidden] = -1;
	chart_legend_set_position(p->chart, LXW_CHART_LEGEND_BOTTOM);
	chart_legend_set_font(p->chart, &other);
	if (p->n_hidden > 0)
		book_check(
		    p->b, chart_legend_delete_series(p->chart, p->hidden));
}

void
chart_picture(struct book *b, const struct book_block *at, size_t row)
{
	const struct chart *c = at->data->chart;
	struct book_sheet *sheet = &b->sheets.v[at->sheet];
	struct picture p = { .b = b, .at = at, .data = at->data };
	lxw_chart_options options = { .object_position =
					  LXW_OBJECT_MOVE_DONT_SIZE,
		.x_scale = WIDTH / 480.0,
		.y_scale = pixels(at->data) / 288.0,
		.description = book_cstr(b, c->alt, MOST_TEXT) };

	p.sheet = str_cstr(b->keep, sheet->name);
	p.chart = workbook_add_chart(b->wb, chart_type(c));
	if (p.chart == NULL) {
		book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	for (int i = 0; i < p.data->n; i++)
		add_series(&p, i);
	chart_show_blanks_as(p.chart, LXW_CHART_BLANKS_AS_GAP);
	set_axes(&p);
	set_words(&p);
	book_check(b, worksheet_insert_chart_opt(
			  sheet->ws, (uint32_t)row, 0, p.chart, &options));
}
