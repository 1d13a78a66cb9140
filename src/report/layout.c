/*
 * layout.c -- see layout.h. An item of `sections` is the name of a section, the
 * word "page", or a mapping { section: NAME, editions: [internal, ...] }.
 */
#include "report/layout.h"

#include <stddef.h>

#include "base/asset.h"
#include "base/node.h"

static const char *const edition_names[] = { "internal", "customer", "public",
	NULL };

struct layout_file {
	bool numbered;
	const struct node *sections;
};

static const struct schema_field file_fields[] = {
	{ "numbered", SCHEMA_BOOL, offsetof(struct layout_file, numbered),
	    false, 0, 0, NULL },
	{ "sections", SCHEMA_LIST, offsetof(struct layout_file, sections), true,
	    0, 0, NULL },
};

struct item_file {
	struct str section;
	const struct node *editions;
};

static const struct schema_field item_fields[] = {
	{ "editions", SCHEMA_LIST, offsetof(struct item_file, editions), true,
	    0, 0, NULL },
	{ "section", SCHEMA_TEXT, offsetof(struct item_file, section), true, 0,
	    0, NULL },
};

static bool
read_section(struct str name, struct place at, const char *kind,
    struct layout_item *item, struct diags *d)
{
	if (str_is(name, "page"))
		return true;
	item->section = section_named(name);
	if (!item->section)
		diag_add(d, DIAG_ERROR, at, NULL,
		    "no section is called \"%.*s\"", STR_ARG(name));
	else if (!section_fits(item->section, kind))
		diag_add(d, DIAG_ERROR, at, NULL,
		    "the section \"%.*s\" is for: %s", STR_ARG(name),
		    item->section->kinds);
	return item->section && section_fits(item->section, kind);
}

static bool
read_item(const struct node *n, const char *kind, struct layout_item *item,
    struct diags *d)
{
	struct item_file f = { 0 };

	*item = (struct layout_item){ .in = { true, true, true } };
	if (n->kind == NODE_SCALAR)
		return read_section(n->text, n->at, kind, item, d);
	if (!schema_read(n, "item", item_fields,
		sizeof item_fields / sizeof item_fields[0], &f, d))
		return false;
	item->in[0] = item->in[1] = item->in[2] = false;
	for (const struct node *one = f.editions->child; one; one = one->next) {
		int which;

		if (!node_choice(one, edition_names, &which, d))
			return false;
		item->in[which] = true;
	}
	return read_section(f.section, n->at, kind, item, d);
}

static bool
read_layout(const struct node *root, const char *kind, struct arena *keep,
    struct layout *layout, struct diags *d)
{
	struct layout_file f = { 0 };
	bool good = true;

	if (!schema_read(root, "layout", file_fields,
		sizeof file_fields / sizeof file_fields[0], &f, d))
		return false;
	layout->numbered = f.numbered;
	layout->items = arena_array(keep, f.sections->n, sizeof *layout->items);
	for (const struct node *n = f.sections->child; n; n = n->next)
		good &= read_item(n, kind, &layout->items[layout->n++], d);
	return good;
}

int
layout_load(const char *overlay, const char *name, struct arena *keep,
    struct layout *ret_layout, struct err *e)
{
	const char *path =
	    str_cstr(keep, str_format(keep, "reports/layout/%s.yaml", name));
	struct layout layout = { 0 };
	struct node *root = NULL;
	struct diags d;
	struct str text;

	if (asset_get(overlay, path, keep, &text, e))
		return -1;
	path = asset_file(overlay, path, keep);
	diags_init(&d, keep);
	if (node_parse(text, str_of(path), keep, &root, &d) ||
	    !read_layout(root, name, keep, &layout, &d))
		return diags_err(&d, path, e);
	*ret_layout = layout;
	return 0;
}

/*
 * A page break waits until a section has really something to say, so that an
 * empty section leaves no empty page.
 */
int
layout_build(const struct layout *layout, struct build *b, struct err *e)
{
	bool page = false;

	b->numbered = layout->numbered;
	for (size_t i = 0; i < layout->n; i++) {
		const struct layout_item *item = &layout->items[i];
		size_t before = b->doc->blocks.n;
		bool broken = page && before > 0;

		if (!item->section) {
			page = true;
			continue;
		}
		if (!item->in[b->edition])
			continue;
		if (broken)
			doc_page_break(b->doc);
		if (item->section->build(b, e))
			return err_while(
			    e, "section \"%s\"", item->section->name);
		if (b->doc->blocks.n == before + broken)
			b->doc->blocks.n = before;
		else
			page = false;
	}
	return 0;
}
