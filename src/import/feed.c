#include "import/feed.h"

#include <expat.h>
#include <stddef.h>
#include <string.h>

#define MAX_DEPTH 64

struct feeding {
	struct job *job;
	struct arena *keep;
	struct feed *feed;
	XML_Parser xml;
	int depth, entry_depth; /* entry_depth 0: between entries */
	struct feed_entry entry;
	struct buf text;
	struct str *to; /* where the text of this element goes; or NULL */
	size_t bytes;
	const char *why; /* reading was ended by us */
};

static void
stop(struct feeding *f, const char *why)
{
	if (f->why == NULL)
		f->why = why;
	XML_StopParser(f->xml, XML_FALSE);
}

static const struct {
	const char *element;
	size_t offset;
} parts[] = {
	{ "content", offsetof(struct feed_entry, html) },
	{ "description", offsetof(struct feed_entry, html) },
	{ "guid", offsetof(struct feed_entry, id) },
	{ "id", offsetof(struct feed_entry, id) },
	{ "pubDate", offsetof(struct feed_entry, published) },
	{ "published", offsetof(struct feed_entry, published) },
	{ "title", offsetof(struct feed_entry, title) },
	{ "updated", offsetof(struct feed_entry, updated) },
};

static void XMLCALL
begin(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct feeding *f = arg;

	(void)attributes;
	if (++f->depth > MAX_DEPTH) {
		stop(f, "its elements are nested too deeply");
		return;
	}
	if (f->entry_depth == 0) {
		if (strcmp(name, "entry") != 0 && strcmp(name, "item") != 0)
			return;
		f->entry_depth = f->depth;
		f->entry = (struct feed_entry){
			.line = (int64_t)XML_GetCurrentLineNumber(f->xml)
		};
		return;
	}
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (f->depth == f->entry_depth + 1 &&
		    strcmp(name, parts[i].element) == 0) {
			f->to = (struct str *)(void *)((char *)&f->entry +
						       parts[i].offset);
			buf_clear(&f->text);
		}
}

static void
end_entry(struct feeding *f)
{
	f->entry_depth = 0;
	if (f->entry.updated.n == 0)
		f->entry.updated = f->entry.published;
	if (f->feed->entries.n == FEED_MAX_ENTRIES)
		stop(f, "it has too many entries");
	else
		*vec_push(f->keep, &f->feed->entries) = f->entry;
}

static void XMLCALL
end(void *arg, const XML_Char *name)
{
	struct feeding *f = arg;

	(void)name;
	if (f->to != NULL && f->depth == f->entry_depth + 1) {
		f->bytes += f->text.n;
		if (f->text.full || f->bytes > FEED_MAX_BYTES)
			stop(f, "its entries are too large");
		else if (f->to->n == 0)
			*f->to = str_dup(f->keep, buf_str(&f->text));
		f->to = NULL;
	}
	if (f->entry_depth != 0 && f->depth == f->entry_depth)
		end_entry(f);
	f->depth--;
}

static void XMLCALL
text(void *arg, const XML_Char *s, int n)
{
	struct feeding *f = arg;

	if (f->to != NULL)
		buf_add(&f->text, s, (size_t)n);
}

static void XMLCALL
doctype(void *arg, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(arg, "it declares a document type, which no feed needs");
}

static int
parse(struct feeding *f, struct err *e)
{
	bool broken = false;
	char block[16384];
	size_t n;

	do {
		if (reader_read(f->job->reader, block, sizeof block, &n, e) !=
		    0)
			return -1;
		/* the file is read to its end also when nothing fits */
		if (broken ||
		    XML_Parse(f->xml, block, (int)n, n == 0) == XML_STATUS_OK)
			continue;
		broken = true;
		job_complain(f->job, DIAG_ERROR,
		    (int64_t)XML_GetCurrentLineNumber(f->xml),
		    "save the feed again, as the server gives it",
		    "the feed cannot be read: %s",
		    f->why != NULL ? f->why
				   : XML_ErrorString(XML_GetErrorCode(f->xml)));
	} while (n != 0);
	return 0;
}

int
feed_read(
    struct job *job, struct arena *keep, struct feed *ret_feed, struct err *e)
{
	struct feeding f = { .job = job, .keep = keep, .feed = ret_feed };
	int rc;

	*ret_feed = (struct feed){ 0 };
	f.xml = XML_ParserCreate(NULL);
	if (f.xml == NULL)
		return err_set(e, ERR_ENV, "out of memory");
	buf_init(&f.text, FEED_MAX_TEXT);
	XML_SetUserData(f.xml, &f);
	XML_SetElementHandler(f.xml, begin, end);
	XML_SetCharacterDataHandler(f.xml, text);
	XML_SetStartDoctypeDeclHandler(f.xml, doctype);
	rc = parse(&f, e);
	XML_ParserFree(f.xml);
	buf_release(&f.text);
	return rc;
}
