/*
 * pdf_tags.c -- the structure of a document for readers that read aloud:
 * headings, paragraphs, tables with their cells, figures with their sentence.
 * Made by hand: the library knows nothing of it.
 */
#include "doc/pdf_ink.h"

/* Pages; the list of owners has two entries each, and PDF/A-1 allows 8,191. */
#define TAGGED_MOST 4000

struct tree {
	struct pdf *p;
	HPDF_Dict root, document;
	HPDF_Dict *elem;   /* the object of each element */
	HPDF_Array *kids;  /* its children, made when the second one comes */
	HPDF_Array *owner; /* per page: the owner of each sequence */
	size_t *page;      /* the page an element is on; SIZE_MAX: none yet */
};

const char *
pdf_tag_name(enum role role)
{
	static const char *const names[] = {
		[ROLE_TITLE] = "H1",
		[ROLE_H1] = "H2",
		[ROLE_H2] = "H3",
		[ROLE_P] = "P",
		[ROLE_NOTE] = "P",
		[ROLE_TABLE] = "Table",
		[ROLE_TR] = "TR",
		[ROLE_TH] = "TH",
		[ROLE_TD] = "TD",
		[ROLE_FIGURE] = "Figure",
	};

	return names[role];
}

static HPDF_Dict
object(struct tree *t)
{
	HPDF_Dict d = HPDF_Dict_New(t->p->hpdf->mmgr);

	if (d != NULL)
		HPDF_Xref_Add(t->p->hpdf->xref, d);
	return d;
}

/* Attributes of cells: what a head is a head of, how wide a cell is. */
static void
cell_attributes(struct tree *t, HPDF_Dict d, const struct elem *e)
{
	HPDF_Dict a;

	if (e->role != ROLE_TH && e->span <= 1)
		return;
	a = HPDF_Dict_New(t->p->hpdf->mmgr);
	if (a == NULL)
		return;
	HPDF_Dict_AddName(a, "O", "Table");
	if (e->role == ROLE_TH)
		HPDF_Dict_AddName(a, "Scope", "Column");
	if (e->span > 1)
		HPDF_Dict_AddNumber(a, "ColSpan", (HPDF_INT32)e->span);
	HPDF_Dict_Add(d, "A", a);
}

static void
add_elem(struct tree *t, size_t i)
{
	const struct elem *e = &t->p->sheet->elems.v[i];
	HPDF_Dict d = object(t);
	HPDF_Dict parent =
	    e->parent == NO_ELEM ? t->document : t->elem[e->parent];
	HPDF_Array kids = e->parent == NO_ELEM ? HPDF_Dict_GetItem(t->document,
						     "K", HPDF_OCLASS_ARRAY)
					       : t->kids[e->parent];

	if (d == NULL)
		return;
	HPDF_Dict_AddName(d, "S", pdf_tag_name(e->role));
	HPDF_Dict_Add(d, "P", parent);
	if (e->role == ROLE_FIGURE && e->alt.n > 0)
		HPDF_Dict_Add(d, "Alt", pdf_string(t->p, e->alt));
	cell_attributes(t, d, e);
	if (kids == NULL && e->parent != NO_ELEM) {
		kids = HPDF_Array_New(t->p->hpdf->mmgr);
		t->kids[e->parent] = kids;
		HPDF_Dict_Add(parent, "K", kids);
	}
	HPDF_Array_Add(kids, d);
	t->elem[i] = d;
	t->page[i] = SIZE_MAX;
}

/* A sequence on the element's own page is a number, elsewhere it names its
 * page. */
static void
add_sequence(struct tree *t, const struct pdf_marked *m)
{
	HPDF_MMgr mmgr = t->p->hpdf->mmgr;
	HPDF_Dict d = t->elem[m->elem], ref;

	if (d == NULL)
		return;
	if (t->page[m->elem] == SIZE_MAX) {
		t->page[m->elem] = m->page;
		HPDF_Dict_Add(d, "Pg", t->p->page[m->page]);
		HPDF_Dict_AddNumber(d, "K", m->mcid);
		return;
	}
	if (t->kids[m->elem] == NULL) {
		HPDF_Number first =
		    HPDF_Dict_GetItem(d, "K", HPDF_OCLASS_NUMBER);

		t->kids[m->elem] = HPDF_Array_New(mmgr);
		HPDF_Array_AddNumber(
		    t->kids[m->elem], first != NULL ? first->value : 0);
		HPDF_Dict_Add(d, "K", t->kids[m->elem]);
	}
	if (t->page[m->elem] == m->page) {
		HPDF_Array_AddNumber(t->kids[m->elem], m->mcid);
		return;
	}
	ref = HPDF_Dict_New(mmgr);
	if (ref == NULL)
		return;
	HPDF_Dict_AddName(ref, "Type", "MCR");
	HPDF_Dict_Add(ref, "Pg", t->p->page[m->page]);
	HPDF_Dict_AddNumber(ref, "MCID", m->mcid);
	HPDF_Array_Add(t->kids[m->elem], ref);
}

/* From page and sequence back to the element. */
static void
add_owners(struct tree *t, const struct pdf_marks *marks)
{
	HPDF_MMgr mmgr = t->p->hpdf->mmgr;
	HPDF_Dict parents = object(t);
	HPDF_Array nums = HPDF_Array_New(mmgr);
	size_t n = t->p->sheet->pages.n;

	if (parents == NULL || nums == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		t->owner[i] = HPDF_Array_New(mmgr);
		HPDF_Array_AddNumber(nums, (HPDF_INT32)i);
		HPDF_Array_Add(nums, t->owner[i]);
		HPDF_Dict_AddNumber(
		    t->p->page[i], "StructParents", (HPDF_INT32)i);
		HPDF_Dict_AddName(t->p->page[i], "Tabs", "S");
	}
	for (size_t i = 0; i < marks->list.n; i++) {
		const struct pdf_marked *m = &marks->list.v[i];

		add_sequence(t, m);
		HPDF_Array_Add(t->owner[m->page], t->elem[m->elem]);
	}
	HPDF_Dict_Add(parents, "Nums", nums);
	HPDF_Dict_Add(t->root, "ParentTree", parents);
	HPDF_Dict_AddNumber(t->root, "ParentTreeNextKey", (HPDF_INT32)n);
}

void
pdf_tags(struct pdf *p, const struct pdf_marks *marks)
{
	struct tree t = { .p = p };
	size_t n = p->sheet->elems.n;
	HPDF_Dict info;

	if (p->sheet->pages.n > TAGGED_MOST)
		return;
	info = HPDF_Dict_New(p->hpdf->mmgr);
	t.root = object(&t);
	t.document = object(&t);
	if (info == NULL || t.root == NULL || t.document == NULL)
		return;
	t.elem = arena_array(p->scratch, n, sizeof(HPDF_Dict));
	t.kids = arena_array(p->scratch, n, sizeof(HPDF_Array));
	t.page = arena_array(p->scratch, n, sizeof *t.page);
	t.owner =
	    arena_array(p->scratch, p->sheet->pages.n, sizeof(HPDF_Array));
	HPDF_Dict_AddName(t.root, "Type", "StructTreeRoot");
	HPDF_Dict_Add(t.root, "K", t.document);
	HPDF_Dict_AddName(t.document, "S", "Document");
	HPDF_Dict_Add(t.document, "P", t.root);
	HPDF_Dict_Add(t.document, "K", HPDF_Array_New(p->hpdf->mmgr));
	for (size_t i = 0; i < n; i++)
		add_elem(&t, i);
	add_owners(&t, marks);
	HPDF_Dict_AddBoolean(info, "Marked", HPDF_TRUE);
	HPDF_Dict_Add(p->hpdf->catalog, "MarkInfo", info);
	HPDF_Dict_Add(p->hpdf->catalog, "StructTreeRoot", t.root);
}
