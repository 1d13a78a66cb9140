/*
 * Access logs of web servers in their three common shapes, as dialects of a log
 * of requests.
 */
#include "import/access.h"

#include "import/formats.h"
#include "import/traffic.h"

static const char *
read_common(void *state, struct str text, struct access_line *ret_line)
{
	return access_parse(ACCESS_COMMON, text, state, ret_line);
}

static const char *
read_combined(void *state, struct str text, struct access_line *ret_line)
{
	return access_parse(ACCESS_COMBINED, text, state, ret_line);
}

static const char *
read_vhost(void *state, struct str text, struct access_line *ret_line)
{
	return access_parse(ACCESS_VHOST, text, state, ret_line);
}

/* Combined, and what it must not be taken for. */
static const char *
detect_combined_line(void *state, struct str text, struct access_line *ret_line)
{
	struct access_line other;
	const char *why = read_combined(state, text, ret_line);

	if (why == NULL &&
	    (access_parse(ACCESS_VHOST, text, state, &other) == NULL ||
		traffic_is_url(traffic_target(ret_line->request))))
		return "of another dialect";
	return why;
}

static int
detect(const char *(*line)(void *, struct str, struct access_line *),
    struct str head)
{
	const struct traffic_dialect dialect = { .line = line };
	struct access_clock clock = { 0 };

	return traffic_detect(&dialect, &clock, head);
}

static const struct traffic_dialect common = { .line = read_common,
	.site = TRAFFIC_SITE_OF_RULE,
	.zone = "offset in each line",
	.fast = 1 + ACCESS_COMMON };
static const struct traffic_dialect combined = { .line = read_combined,
	.site = TRAFFIC_SITE_OF_RULE,
	.zone = "offset in each line",
	.fast = 1 + ACCESS_COMBINED };
static const struct traffic_dialect vhost_combined = { .line = read_vhost,
	.site = TRAFFIC_SITE_OF_LINE,
	.zone = "offset in each line",
	.fast = 1 + ACCESS_VHOST };

#define ACCESS_FORMAT(name, detect_line)                                       \
	static int detect_##name(struct str head)                              \
	{                                                                      \
		return detect((detect_line), head);                            \
	}                                                                      \
	static int read_log_##name(struct job *job, struct err *e)             \
	{                                                                      \
		struct access_clock clock = { 0 };                             \
                                                                               \
		return traffic_read(job, &name, &clock, e);                    \
	}                                                                      \
	const struct format format_##name = { .detect = detect_##name,         \
		.read = read_log_##name,                                       \
		.pieces = &name }

ACCESS_FORMAT(common, read_common);
ACCESS_FORMAT(combined, detect_combined_line);
ACCESS_FORMAT(vhost_combined, read_vhost);
