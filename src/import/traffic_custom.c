/*
 * Logs whose lines are as log_format: in case.yaml says. There is no telling
 * such a log by its content.
 */
#include "import/formats.h"
#include "import/traffic.h"
#include "import/traffic_pattern.h"

struct reading {
	struct traffic_clock clock;
	struct pattern pattern;
};

static void
take_request(const struct str *v, struct access_line *line)
{
	struct str host;

	if (v[PATTERN_REQUEST].p != NULL) {
		line->request = v[PATTERN_REQUEST];
		host = traffic_url(traffic_target(line->request), NULL);
	} else {
		line->method = v[PATTERN_METHOD];
		if (line->method.p != NULL)
			line->target = v[PATTERN_TARGET];
		host = traffic_url(line->target, NULL);
	}
	line->site = traffic_host(v[PATTERN_SITE]);
	if (line->site.n == 0)
		line->site = traffic_host(v[PATTERN_HOST]);
	if (line->site.n == 0)
		line->site = host;
}

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	struct str v[PATTERN_SLOTS], size;
	const char *why;

	*ret_line = (struct access_line){ 0 };
	if (text.n == 0)
		return "the line is empty";
	if (!pattern_match(&r->pattern, text, v))
		return "the line is not as log_format says";
	why = traffic_when(&r->clock, v[PATTERN_TIME], &ret_line->at_s);
	if (why != NULL)
		return why;
	if (!traffic_status(v[PATTERN_STATUS], &ret_line->status))
		return "the status is not a number of three digits";
	size = v[PATTERN_BYTES].p != NULL ? v[PATTERN_BYTES]
					  : v[PATTERN_ALL_BYTES];
	if (!traffic_bytes(size, &ret_line->bytes))
		return "the size is neither a number nor \"-\"";
	ret_line->agent = v[PATTERN_AGENT];
	ret_line->client = traffic_client(v[PATTERN_FORWARDED]);
	if (ret_line->client.n == 0)
		ret_line->client = traffic_client(v[PATTERN_CLIENT]);
	take_request(v, ret_line);
	return NULL;
}

static const struct traffic_dialect dialect = { .line = read_line,
	.site = TRAFFIC_SITE_OF_BOTH };

static int
read_log(struct job *job, struct err *e)
{
	struct reading *r = arena_new(job->scratch, struct reading);
	const char *why =
	    pattern_compile(job->rule.log_format, job->scratch, &r->pattern);

	if (why != NULL) {
		job_complain(job, DIAG_ERROR, 0, NULL,
		    "log_format in case.yaml cannot be used: %s", why);
		return 0;
	}
	return traffic_read_clocked(job, &dialect, r, false, &r->clock, e);
}

static const struct format format = { .read = read_log };

const struct format_info format_info_log_format = { "log_format",
	"access log as log_format: in case.yaml describes it", "",
	SOURCE_TRAFFIC, &format };
