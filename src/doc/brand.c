/*
 * brand.c -- the built-in brand and the reader of brand.yaml. See brand.h.
 */
#include "doc/brand.h"

#include "base/asset.h"
#include "base/node.h"

#define FOLDER "reports/brand/default/"

const struct brand brand_default = {
	.text = 0x1A1A1A,
	.secondary = 0x555555,
	.axis = 0x6B7278,
	.grid = 0xD5DADE,
	.shade = 0xEEF0F2,
	.rule = 0x1A1A1A,
	.available = 0xE3EAEF,
	.degraded = 0xF2B134,
	.degraded_hatch = 0x5A3E00,
	.excluded = 0x4F93C8,
	.excluded_hatch = 0xFFFFFF,
	.down = 0xA63A00,
	.no_data = 0xFFFFFF,
	.no_data_hatch = 0x9AA0A6,
	.no_data_border = 0x6B7278,
	.expected = 0x0072B2,
	.band = 0xCFE3F1,
	.observed = 0x1A1A1A,
	.lost = 0xF6D3BC,
	.lost_hatch = 0xA63A00,
	.credit = 0x8A3B73,
	.kept = 0x1B9E77,
	.kept_text = 0x0E7353,
	.muted = 0x9AA0A6,
	.page_width = 595.28,
	.page_height = 841.89,
	.left = 50,
	.right = 50,
	.top = 42,
	.bottom = 50,
	.window_left = 56.7,
	.window_top = 127.6,
	.window_width = 240.9,
	.window_height = 127.6,
	.body = 9.5,
	.body_line = 13,
	.table = 8.5,
	.table_line = 12,
	.small = 7.5,
	.small_line = 10,
	.chart = 7.5,
	.chart_line = 9.5,
	.title = 20,
	.title_line = 25,
	.heading_1 = 14,
	.heading_1_line = 18,
	.heading_2 = 11,
	.heading_2_line = 15,
	.result = 14,
	.result_line = 20,
	.figure = 16,
	.figure_line = 20,
};

/* Sizes below 5 pt cannot be read; nothing on A4 is longer than a page is. */
#define COLOR(key)                                                             \
	{                                                                      \
		"palette", #key, offsetof(struct brand, key), 0, 0             \
	}
#define LENGTH(group, key, min, max)                                           \
	{                                                                      \
		group, #key, offsetof(struct brand, key), min, max             \
	}

static const struct brand_field {
	const char *group, *key;
	size_t offset;
	int min, max; /* equal: a colour */
} fields[] = {
	COLOR(text),
	COLOR(secondary),
	COLOR(axis),
	COLOR(grid),
	COLOR(shade),
	COLOR(rule),
	COLOR(available),
	COLOR(degraded),
	COLOR(degraded_hatch),
	COLOR(excluded),
	COLOR(excluded_hatch),
	COLOR(down),
	COLOR(no_data),
	COLOR(no_data_hatch),
	COLOR(no_data_border),
	COLOR(expected),
	COLOR(band),
	COLOR(observed),
	COLOR(lost),
	COLOR(lost_hatch),
	COLOR(credit),
	COLOR(kept),
	COLOR(kept_text),
	COLOR(muted),
	LENGTH("page", page_width, 400, 900),
	LENGTH("page", page_height, 500, 1300),
	LENGTH("page", left, 20, 120),
	LENGTH("page", right, 20, 120),
	LENGTH("page", top, 30, 120),
	LENGTH("page", bottom, 30, 120),
	LENGTH("page", window_left, 20, 400),
	LENGTH("page", window_top, 60, 300),
	LENGTH("page", window_width, 120, 300),
	LENGTH("page", window_height, 60, 200),
	LENGTH("type", body, 6, 14),
	LENGTH("type", body_line, 7, 24),
	LENGTH("type", table, 6, 14),
	LENGTH("type", table_line, 7, 24),
	LENGTH("type", small, 5, 12),
	LENGTH("type", small_line, 6, 20),
	LENGTH("type", chart, 6, 12),
	LENGTH("type", chart_line, 7, 20),
	LENGTH("type", title, 10, 40),
	LENGTH("type", title_line, 11, 60),
	LENGTH("type", heading_1, 8, 30),
	LENGTH("type", heading_1_line, 9, 45),
	LENGTH("type", heading_2, 8, 24),
	LENGTH("type", heading_2_line, 9, 36),
	LENGTH("type", result, 9, 30),
	LENGTH("type", result_line, 10, 45),
	LENGTH("type", figure, 9, 30),
	LENGTH("type", figure_line, 10, 45),
};

#define N_FIELDS (sizeof fields / sizeof fields[0])

enum { LOGO = 3, N_GROUPS };

static const char *const groups[] = { "palette", "page",
	"type", [LOGO] = "logo" };

/* A value as read, before it is checked. */
struct raw {
	struct str color;
	struct ratio length;
};

const struct brand *
brand_of(const struct doc *d)
{
	return d->brand != NULL ? d->brand : &brand_default;
}

/* "#A63A00"; false for anything else. */
static bool
color_parse(struct str s, uint32_t *ret_color)
{
	uint32_t v = 0;

	if (s.n != 7 || s.p[0] != '#')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9')
			v = v * 16 + (uint32_t)(c - '0');
		else if (c >= 'A' && c <= 'F')
			v = v * 16 + (uint32_t)(c - 'A' + 10);
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + (uint32_t)(c - 'a' + 10);
		else
			return false;
	}
	*ret_color = v;
	return true;
}

static bool
take(const struct brand_field *f, const struct raw *raw, const struct node *at,
    struct brand *brand, struct diags *d)
{
	char *out = (char *)brand + f->offset;

	if (f->min == f->max) {
		if (color_parse(raw->color, (uint32_t *)(void *)out))
			return true;
		diag_add(d, DIAG_ERROR, at->at, "write it as \"#A63A00\"",
		    "\"%s\" is not a colour", f->key);
		return false;
	}
	if (ratio_cmp(raw->length, ratio_int(f->min)) < 0 ||
	    ratio_cmp(raw->length, ratio_int(f->max)) > 0) {
		diag_add(d, DIAG_ERROR, at->at, NULL,
		    "\"%s\" must lie between %d and %d points", f->key, f->min,
		    f->max);
		return false;
	}
	*(double *)(void *)out =
	    (double)raw->length.num / (double)raw->length.den;
	return true;
}

static bool
read_group(const struct node *map, const char *group, struct brand *brand,
    struct diags *d)
{
	struct raw raw[N_FIELDS];
	struct schema_field schema[N_FIELDS];
	const struct brand_field *of[N_FIELDS];
	size_t n = 0;
	bool ok;

	for (size_t i = 0; i < N_FIELDS; i++) {
		if (!str_is(str_of(fields[i].group), group))
			continue;
		schema[n] = (struct schema_field){ .key = fields[i].key,
			.kind = SCHEMA_DECIMAL,
			.offset =
			    n * sizeof raw[0] + offsetof(struct raw, length) };
		if (fields[i].min == fields[i].max) {
			schema[n].kind = SCHEMA_TEXT;
			schema[n].offset =
			    n * sizeof raw[0] + offsetof(struct raw, color);
		}
		of[n++] = &fields[i];
	}
	ok = schema_read(map, group, schema, n, raw, d);
	for (size_t i = 0; ok && i < n; i++) {
		const struct node *v = node_get(map, of[i]->key);

		if (v != NULL)
			ok = take(of[i], &raw[i], v, brand, d);
	}
	return ok;
}

bool
brand_read(struct str text, struct str file, struct arena *scratch,
    struct brand *brand, struct diags *d)
{
	const struct node *map[N_GROUPS] = { NULL };
	struct schema_field schema[N_GROUPS];
	struct brand out = *brand;
	struct node *root;

	for (size_t i = 0; i < N_GROUPS; i++)
		schema[i] = (struct schema_field){ .key = groups[i],
			.kind = SCHEMA_MAP,
			.offset = i * sizeof map[0] };
	if (node_parse(text, file, scratch, &root, d) != 0 ||
	    !schema_read(root, "brand", schema, N_GROUPS, map, d))
		return false;
	for (size_t i = 0; i < LOGO; i++)
		if (map[i] != NULL && !read_group(map[i], groups[i], &out, d))
			return false;
	if (map[LOGO] != NULL && !logo_read(map[LOGO], &out.logo, d))
		return false;
	*brand = out;
	return true;
}

/* The first complaint, with what to do. */
static int
complain(const struct diags *d, struct err *e)
{
	const struct diag *first = &d->list.v[0];

	return err_set(e, ERR_INPUT, "%.*s:%lld:%lld: %.*s%s%.*s",
	    STR_ARG(first->at.file), (long long)first->at.line,
	    (long long)first->at.col, STR_ARG(first->message),
	    first->hint.n > 0 ? "; " : "", STR_ARG(first->hint));
}

static int
load_logo(const char *overlay, struct arena *keep, struct logo *logo,
    struct diags *d, struct err *e)
{
	struct str png,
	    name = str_format(keep, FOLDER "%.*s", STR_ARG(logo->file));

	if (logo->file.n == 0)
		return 0;
	if (asset_get(overlay, str_cstr(keep, name), keep, &png, e) != 0) {
		if (e->kind != ERR_INPUT)
			return err_while(e, "%.*s:%lld", STR_ARG(logo->at.file),
			    (long long)logo->at.line);
		diag_add(d, DIAG_ERROR, logo->at,
		    "put the picture beside brand.yaml", "%s", e->text);
		return complain(d, e);
	}
	return logo_decode(logo, png, keep, d) ? 0 : complain(d, e);
}

int
brand_load(const char *overlay, struct arena *keep,
    const struct brand **ret_brand, struct err *e)
{
	const char *name = FOLDER "brand.yaml";
	struct brand *brand = arena_new(keep, struct brand);
	struct diags d;
	struct str text;

	if (asset_get(overlay, name, keep, &text, e) != 0)
		return -1;
	name = asset_file(overlay, name, keep);
	*brand = brand_default;
	diags_init(&d, keep);
	if (!brand_read(text, str_of(name), keep, brand, &d))
		return complain(&d, e);
	if (load_logo(overlay, keep, &brand->logo, &d, e) != 0)
		return -1;
	*ret_brand = brand;
	return 0;
}

uint32_t
brand_fill(const struct brand *b, enum paint p)
{
	switch (p) {
	case PAINT_AVAILABLE:
		return b->available;
	case PAINT_DEGRADED:
		return b->degraded;
	case PAINT_EXCLUDED:
		return b->excluded;
	case PAINT_DOWN:
		return b->down;
	case PAINT_NO_DATA:
		return b->no_data;
	case PAINT_EXPECTED:
		return b->expected;
	case PAINT_BAND:
		return b->band;
	case PAINT_OBSERVED:
		return b->observed;
	case PAINT_LOST:
		return b->lost;
	case PAINT_CREDIT:
		return b->credit;
	case PAINT_KEPT:
		return b->kept;
	case PAINT_MUTED:
		break;
	}
	return b->muted;
}

uint32_t
brand_line(const struct brand *b, enum paint p)
{
	switch (p) {
	case PAINT_AVAILABLE:
	case PAINT_MUTED:
		return b->axis;
	case PAINT_DEGRADED:
		return b->degraded_hatch;
	case PAINT_NO_DATA:
		return b->no_data_border;
	case PAINT_BAND:
		return b->expected;
	case PAINT_LOST:
		return b->lost_hatch;
	default:
		return brand_fill(b, p);
	}
}

uint32_t
brand_tone(const struct brand *b, enum tone t)
{
	switch (t) {
	case TONE_MUTED:
		return b->secondary;
	case TONE_BAD:
		return b->down;
	case TONE_MONEY:
		return b->credit;
	case TONE_GOOD:
		return b->kept_text;
	case TONE_PLAIN:
	case TONE_STRONG:
		break;
	}
	return b->text;
}
