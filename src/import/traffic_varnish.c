/*
 * Combined log lines whose request holds a whole URL, as varnishncsa writes
 * them: the host in it is the site.
 *
 * A few such lines in an ordinary log are people looking for open proxies; only
 * when most are, it is this dialect.
 */
#include "import/formats.h"
#include "import/traffic.h"

static const char specimen[] =
    "192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] \"GET "
    "http://www.example.org/ HTTP/1.1\" 200 5120 \"-\" \"Mozilla/5.0 "
    "(X11)\"\n"
    "192.0.2.9 - - [11/Apr/2013:18:30:06 +0200] \"GET "
    "http://shop.example.net/ HTTP/1.1\" 503 312 \"-\" \"ExampleBot/2.1\"\n";

struct reading {
	struct access_clock clock;
	bool detecting;
};

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	struct access_line line;
	const char *why = access_parse(ACCESS_COMBINED, text, &r->clock, &line);
	struct str target;

	if (why != NULL)
		return why;
	target = traffic_target(line.request);
	if (r->detecting && !traffic_is_url(target))
		return "no whole URL in the request";
	line.site = traffic_url(target, NULL);
	*ret_line = line;
	return NULL;
}

static const struct traffic_dialect dialect = { .line = read_line,
	.site = TRAFFIC_SITE_OF_BOTH,
	.zone = "offset in each line" };

static int
detect(struct str head)
{
	struct reading r = { .detecting = true };

	return traffic_detect(&dialect, &r, head);
}

static int
read_log(struct job *job, struct err *e)
{
	struct reading r = { .detecting = false };

	return traffic_read(job, &dialect, &r, e);
}

static const struct format format = { .detect = detect, .read = read_log };

const struct format_info format_info_varnish = { "varnish",
	"access log of Varnish, combined with whole URLs", specimen,
	SOURCE_TRAFFIC, &format };
