/*
 * Access logs of web servers in their three common shapes, as dialects of a log
 * of requests.
 */
#include "import/access.h"

#include "import/formats.h"
#include "import/traffic.h"

struct reading {
	enum access_kind kind;
	struct access_clock clock;
	bool detecting;
};

/* Of the kind, and what it must not be taken for. */
static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	struct access_line other;
	const char *why = access_parse(r->kind, text, &r->clock, ret_line);

	if (why == NULL && r->detecting && r->kind == ACCESS_COMBINED &&
	    (access_parse(ACCESS_VHOST, text, &r->clock, &other) == NULL ||
		traffic_is_url(traffic_target(ret_line->request))))
		return "of another dialect";
	return why;
}

static int
detect(enum access_kind kind, struct str head)
{
	static const struct traffic_dialect dialect = { .line = read_line };
	struct reading r = { .kind = kind, .detecting = true };

	return traffic_detect(&dialect, &r, head);
}

static int
read_log(struct job *job, enum access_kind kind, struct err *e)
{
	struct reading r = { .kind = kind };
	struct traffic_dialect dialect = { read_line,
		kind == ACCESS_VHOST ? TRAFFIC_SITE_OF_LINE
				     : TRAFFIC_SITE_OF_RULE,
		"offset in each line" };

	return traffic_read(job, &dialect, &r, e);
}

#define ACCESS_FORMAT(name, kind)                                              \
	static int detect_##name(struct str head)                              \
	{                                                                      \
		return detect((kind), head);                                   \
	}                                                                      \
	static int read_##name(struct job *job, struct err *e)                 \
	{                                                                      \
		return read_log(job, (kind), e);                               \
	}                                                                      \
	const struct format format_##name = { .detect = detect_##name,         \
		.read = read_##name }

ACCESS_FORMAT(common, ACCESS_COMMON);
ACCESS_FORMAT(combined, ACCESS_COMBINED);
ACCESS_FORMAT(vhost_combined, ACCESS_VHOST);
