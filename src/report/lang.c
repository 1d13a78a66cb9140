/*
 * lang.c -- see lang.h. The file of a language is one YAML mapping: `style`
 * goes into a struct doc_style, everything else becomes phrases.
 */
#include "report/lang.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/asset.h"
#include "base/node.h"
#include "base/utf8.h"

#define PLACES_MAX 16

struct style_field {
	const char *key;
	size_t offset;
};

#define STYLE(name)                                                            \
	{                                                                      \
#name, offsetof(struct doc_style, name)                        \
	}

/* The keys of `style` that are plain text. */
static const struct style_field style_fields[] = {
	STYLE(decimal),
	STYLE(group),
	STYLE(money),
	STYLE(percent),
	STYLE(date),
	STYLE(date_long),
	STYLE(first_day),
	STYLE(time),
	STYLE(hours),
	STYLE(minutes),
	STYLE(seconds),
	STYLE(quote_open),
	STYLE(quote_close),
	STYLE(empty),
	STYLE(page_of),
	STYLE(continued),
	STYLE(yes),
	STYLE(no),
};

void
langs_open(struct langs *ret_langs, const char *overlay, struct arena *keep)
{
	*ret_langs = (struct langs){ .overlay = overlay, .keep = keep };
}

static void
fault(const struct lang *l, const char *what, struct str key)
{
	struct err e = { 0 };

	if (l->fault[0])
		return;
	(void)err_set(&e, ERR_INPUT, "%.*s: %s: \"%.*s\"", STR_ARG(l->file),
	    what, STR_ARG(key));
	memcpy(l->fault, e.text, LANG_FAULT_BYTES - 1);
	l->fault[LANG_FAULT_BYTES - 1] = '\0';
}

static void
add_phrases(struct lang *l, struct arena *keep, const struct node *map,
    struct str prefix, size_t *cap)
{
	for (const struct node *n = map->child; n; n = n->next) {
		struct str key = n->key;

		if (prefix.n)
			key = str_format(keep, "%.*s.%.*s", STR_ARG(prefix),
			    STR_ARG(n->key));
		if (n->kind == NODE_MAP) {
			add_phrases(l, keep, n, key, cap);
			continue;
		}
		if (n->kind != NODE_SCALAR)
			continue;
		l->phrases = vec_room(
		    keep, l->phrases, l->n_phrases, cap, sizeof *l->phrases);
		map_put(&l->by_key, key, (int64_t)l->n_phrases);
		l->phrases[l->n_phrases++] = (struct phrase){ key, n->text };
	}
}

static int
read_names(const struct node *style, const char *key, const char **names,
    size_t n_names, struct arena *keep, struct diags *d)
{
	const struct node *list = node_get(style, key);
	size_t i = 0;

	if (!list || list->kind != NODE_LIST || list->n != n_names) {
		diag_add(d, DIAG_ERROR, list ? list->at : style->at, NULL,
		    "\"%s\" must list %zu names", key, n_names);
		return -1;
	}
	for (const struct node *n = list->child; n; n = n->next)
		names[i++] = str_cstr(keep, n->text);
	return 0;
}

/* Words that lose their vowel before a number: optional, by word. */
static void
read_elisions(struct lang *l, const struct node *style, struct arena *keep)
{
	const struct node *map = node_get(style, "elision");
	size_t cap = 0;

	for (const struct node *n = map ? map->child : NULL; n; n = n->next) {
		l->elisions = vec_room(keep, l->elisions, l->n_elisions, &cap,
		    sizeof *l->elisions);
		l->elisions[l->n_elisions++] =
		    (struct phrase){ n->key, n->text };
	}
}

static int
read_style(struct lang *l, const struct node *root, struct arena *keep,
    struct diags *d)
{
	const struct node *style = node_get(root, "style");
	const size_t n = sizeof style_fields / sizeof style_fields[0];
	int bad = 0;

	if (!style || style->kind != NODE_MAP) {
		diag_add(d, DIAG_ERROR, root->at, NULL, "no mapping \"style\"");
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		const struct node *v = node_get(style, style_fields[i].key);
		const char **out =
		    (const char **)((char *)&l->style + style_fields[i].offset);

		if (!v || v->kind != NODE_SCALAR) {
			diag_add(d, DIAG_ERROR, style->at, NULL,
			    "style lacks \"%s\"", style_fields[i].key);
			bad = -1;
			continue;
		}
		*out = str_cstr(keep, v->text);
	}
	l->style.lang = str_cstr(keep, l->code);
	read_elisions(l, style, keep);
	if (read_names(style, "month", l->style.month, 12, keep, d) ||
	    read_names(style, "weekday", l->style.weekday, 7, keep, d) ||
	    read_names(style, "weekday_long", l->weekday_long, 7, keep, d))
		bad = -1;
	return bad;
}

int
diags_err(const struct diags *d, const char *file, struct err *e)
{
	for (size_t i = 0; i < d->list.n; i++) {
		const struct diag *one = &d->list.v[i];

		if (one->level == DIAG_ERROR)
			return err_set(e, ERR_INPUT, "%.*s:%lld:%lld: %.*s",
			    STR_ARG(one->at.file), (long long)one->at.line,
			    (long long)one->at.col, STR_ARG(one->message));
	}
	return err_set(e, ERR_INPUT, "%s: the file cannot be read", file);
}

static bool
code_ok(struct str code)
{
	if (code.n < 2 || code.n > 8)
		return false;
	for (size_t i = 0; i < code.n; i++)
		if (!(code.p[i] >= 'a' && code.p[i] <= 'z') && code.p[i] != '-')
			return false;
	return true;
}

static int
lang_load(
    struct langs *set, struct str code, struct lang **ret_lang, struct err *e)
{
	struct arena *keep = set->keep;
	struct lang *l = arena_new(keep, struct lang);
	struct node *root = NULL;
	struct diags d;
	struct str text;
	size_t cap = 0;

	if (!code_ok(code))
		return err_set(e, ERR_INPUT,
		    "\"%.*s\" is not a language code such as \"en\"",
		    STR_ARG(code));
	l->code = str_dup(keep, code);
	l->file = str_format(keep, "reports/lang/%.*s.yaml", STR_ARG(code));
	l->fault = arena_alloc(keep, LANG_FAULT_BYTES);
	l->by_key.keep = keep;
	if (asset_get(set->overlay, str_cstr(keep, l->file), keep, &text, e))
		return err_while(e, "language \"%.*s\"", STR_ARG(code));
	l->file =
	    str_of(asset_file(set->overlay, str_cstr(keep, l->file), keep));
	diags_init(&d, keep);
	if (node_parse(text, l->file, keep, &root, &d) ||
	    root->kind != NODE_MAP || read_style(l, root, keep, &d))
		return diags_err(&d, str_cstr(keep, l->file), e);
	for (const struct node *n = root->child; n; n = n->next)
		if (n->kind == NODE_MAP && !str_is(n->key, "style"))
			add_phrases(l, keep, n, n->key, &cap);
	*ret_lang = l;
	return 0;
}

int
langs_get(struct langs *langs, struct str code, const struct lang **ret_lang,
    struct err *e)
{
	struct lang *l = NULL;

	for (size_t i = 0; i < langs->list.n; i++)
		if (str_eq(langs->list.v[i]->code, code)) {
			*ret_lang = langs->list.v[i];
			return 0;
		}
	if (lang_load(langs, code, &l, e))
		return -1;
	*vec_push(langs->keep, &langs->list) = l;
	*ret_lang = l;
	return 0;
}

/* One paragraph on one line: runs of blanks and line ends become one blank. */
static struct str
unwrap(struct arena *keep, struct str s)
{
	char *out = arena_alloc(keep, s.n + 1);
	size_t n = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (c == ' ' && n && out[n - 1] == ' ')
			continue;
		out[n++] = c;
	}
	return (struct str){ out, n };
}

void
lang_paragraphs(struct str text, struct arena *keep,
    struct str **ret_paragraphs, size_t *ret_n)
{
	VEC(struct str) list = { 0 };
	size_t start = 0;

	while (start < text.n) {
		size_t end = start;
		struct str part;

		/* A paragraph ends at a line that holds nothing but blanks. */
		while (end < text.n) {
			struct str rest = str_sub(text, end, text.n), next;
			struct str line = str_cut(rest, '\n', &next);

			if (!str_trim(line).n)
				break;
			end = text.n - next.n;
		}
		part = unwrap(keep, str_sub(text, start, end));
		if (part.n)
			*vec_push(keep, &list) = part;
		start = end + (end < text.n && text.p[end] != '\n');
		while (start < text.n && text.p[start] == '\n')
			start++;
	}
	*ret_paragraphs = list.v;
	*ret_n = list.n;
}

int
langs_passage(struct langs *langs, const struct lang *lang, const char *name,
    struct arena *keep, struct str **ret_paragraphs, size_t *ret_n,
    struct err *e)
{
	struct str path = str_format(
	    keep, "reports/text/%.*s/%s.md", STR_ARG(lang->code), name);
	struct str text;
	size_t at;

	if (asset_get(langs->overlay, str_cstr(keep, path), keep, &text, e))
		return -1;
	if (!utf8_ok(text, &at))
		return err_set(e, ERR_INPUT, "%.*s: not UTF-8 at byte %zu",
		    STR_ARG(path), at);
	lang_paragraphs(text, keep, ret_paragraphs, ret_n);
	return 0;
}

bool
lang_has(const struct lang *l, const char *key)
{
	return map_get(&l->by_key, str_of(key)) >= 0;
}

struct str
lang_text(const struct lang *l, const char *key)
{
	int64_t i = map_get(&l->by_key, str_of(key));

	if (i >= 0)
		return l->phrases[i].text;
	fault(l, "no phrase", str_of(key));
	return STR("[missing phrase]");
}

static const struct fill *
fill_named(struct str name, const struct fill *fill, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, fill[i].name))
			return &fill[i];
	return NULL;
}

/* Numbers whose word begins with a vowel: otto..., undici and undicimila. */
static bool
vowel_number(struct str s)
{
	if (str_starts(s, "11"))
		return s.n == 2 || s.p[2] < '0' || s.p[2] > '9';
	return str_starts(s, "8");
}

/* `text` before `value`: "dal 11" is "dall'11" in a language that elides. */
static struct str
elided(
    const struct lang *l, struct arena *keep, struct str text, struct str value)
{
	struct str head = str_sub(text, 0, text.n > 0 ? text.n - 1 : 0);

	if (!str_ends(text, " ") || !vowel_number(value))
		return text;
	for (size_t i = 0; i < l->n_elisions; i++) {
		struct str word = l->elisions[i].key;
		struct str before =
		    str_sub(head, 0, head.n > word.n ? head.n - word.n : 0);

		if (!str_eq(str_sub(head, before.n, head.n), word) ||
		    (before.n && !str_ends(before, " ")))
			continue;
		return str_format(keep, "%.*s%.*s", STR_ARG(before),
		    STR_ARG(l->elisions[i].text));
	}
	return text;
}

struct str
lang_fill(const struct lang *l, const char *key, struct arena *keep,
    const struct fill *fill, size_t n)
{
	struct str rest = lang_text(l, key), out;
	struct buf b;

	buf_init(&b, 1u << 20);
	while (rest.n) {
		struct str tail, name, text = str_cut(rest, '{', &tail);
		const struct fill *f;

		if (!tail.n) {
			buf_addstr(&b, text);
			break;
		}
		name = str_cut(tail, '}', &rest);
		f = fill_named(name, fill, n);
		buf_addstr(&b, f ? elided(l, keep, text, f->text) : text);
		if (f)
			buf_addstr(&b, f->text);
		/* A value may end in the full stop of an abbreviation. */
		if (f && str_ends(f->text, ".") && str_starts(rest, "."))
			rest = str_sub(rest, 1, rest.n);
		if (!f)
			fault(
			    l, "a place without value in phrase", str_of(key));
	}
	out = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return out;
}

struct str
lang_count(const struct lang *l, const char *key, struct arena *keep,
    int64_t count, const struct fill *fill, size_t n)
{
	struct str full =
	    str_format(keep, "%s.%s", key, count == 1 ? "one" : "other");
	struct fill all[PLACES_MAX];

	assert(n < PLACES_MAX);
	for (size_t i = 0; i < n; i++)
		all[i] = fill[i];
	all[n] = (struct fill){ "n", format_count(keep, &l->style, count) };
	return lang_fill(l, str_cstr(keep, full), keep, all, n + 1);
}

int
lang_check(const struct lang *l, struct err *e)
{
	if (!l->fault[0])
		return 0;
	(void)err_set(e, ERR_INPUT, "%s", l->fault);
	l->fault[0] = '\0';
	return -1;
}

struct str
lang_month(const struct lang *l, struct arena *keep, int year, int month)
{
	if (month < 1 || month > 12)
		BUG("month out of range");
	return LANG_FILL(l, "date.month", keep,
	    { "month", str_of(l->style.month[month - 1]) },
	    { "yyyy", str_format(keep, "%04d", year) });
}

struct str
lang_day(
    const struct lang *l, struct arena *keep, int64_t at, const struct zone *z)
{
	struct civil c = zone_civil(z, at);
	int wd = civil_weekday(c.year, c.month, c.day);

	return LANG_FILL(l, "date.day", keep,
	    { "weekday", str_of(l->weekday_long[wd]) },
	    { "date", format_date(keep, &l->style, at, z, true) });
}
