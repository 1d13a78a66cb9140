/*
 * Logs whose columns are named by lines of the file itself: W3C extended, as
 * IIS writes it with blanks, and CloudFront with tabs.
 *
 * `#Fields:` holds until the next one, which may name others. Times are UTC.
 * Blanks inside a value are "+" in the one and "%20" in the other. A line with
 * more or fewer values than columns is malformed: it belongs to other columns.
 */
#include <string.h>

#include "import/digits.h"
#include "import/formats.h"
#include "import/traffic.h"

static const char iis_specimen[] =
    "#Software: Microsoft Internet Information Services 10.0\n"
    "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip "
    "cs(User-Agent) sc-status\n"
    "2013-04-11 16:30:05 GET / q=1 192.0.2.7 Mozilla/5.0+(X11) 200\n"
    "#Fields: date time cs-method cs-uri-stem cs-host sc-status sc-bytes\n"
    "2013-04-11 16:50:09 GET /cart shop.example.net 503 312\n";

static const char cloudfront_specimen[] =
    "#Version: 1.0\n"
    "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) "
    "cs-uri-stem sc-status cs(User-Agent) x-host-header\n"
    "2013-04-11\t16:30:05\tFRA2\t5120\t192.0.2.7\tGET\t"
    "d111111abcdef8.cloudfront.net\t/\t200\tMozilla/5.0%20(X11)\t"
    "www.example.org\n";

enum {
	S_DATE,
	S_TIME,
	S_METHOD,
	S_TARGET,
	S_STATUS,
	S_BYTES,
	S_AGENT,
	S_SITE,
	S_HOST, /* the site, where no other column says it */
	S_CLIENT,
	S_FORWARDED,
	SLOTS
};

static const struct w3c_name {
	const char *name;
	int slot;
} names[] = {
	{ "date", S_DATE },
	{ "time", S_TIME },
	{ "cs-method", S_METHOD },
	{ "cs-uri-stem", S_TARGET },
	{ "sc-status", S_STATUS },
	{ "sc-bytes", S_BYTES },
	{ "cs(User-Agent)", S_AGENT },
	{ "x-host-header", S_SITE },
	{ "cs-host", S_SITE },
	{ "cs(Host)", S_HOST },
	{ "c-ip", S_CLIENT },
	{ "x-forwarded-for", S_FORWARDED },
	{ "cs(X-Forwarded-For)", S_FORWARDED },
};

enum { COLUMNS_MAX = 200, AGENT_ROOM = 1024, STAMP_ROOM = 40 };

struct reading {
	char delimiter;
	struct traffic_clock clock;
	signed char slot[COLUMNS_MAX]; /* of each column, or -1 */
	size_t n;                      /* columns; 0 before any #Fields */
	const char *why;               /* the columns do not suffice */
	char agent[AGENT_ROOM], stamp[STAMP_ROOM];
};

static const char *
lacks(const bool *have)
{
	if (!have[S_DATE] || !have[S_TIME])
		return "the columns are without date or time";
	return have[S_STATUS] ? NULL : "the columns are without sc-status";
}

/* The rest of a line "#Fields: a b c". */
static void
read_fields(struct reading *r, struct str text)
{
	bool have[SLOTS] = { false };

	r->n = 0;
	r->why = NULL;
	text = str_trim(text);
	while (text.n != 0) {
		struct str name = str_cut(text, ' ', &text);

		if (name.n == 0)
			continue;
		if (r->n == COLUMNS_MAX) {
			r->why = "there are too many columns";
			return;
		}
		r->slot[r->n] = -1;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_is_nocase(name, names[i].name))
				r->slot[r->n] = (signed char)names[i].slot;
		if (r->slot[r->n] >= 0)
			have[r->slot[r->n]] = true;
		r->n++;
	}
	r->why = lacks(have);
}

/* Only its start matters to tell a robot. */
static struct str
unpercent(struct str t, char *room, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < t.n && n < size; i++) {
		int high = i + 2 < t.n ? digit_hex(t.p[i + 1]) : -1;
		int low = i + 2 < t.n ? digit_hex(t.p[i + 2]) : -1;

		if (t.p[i] == '%' && high >= 0 && low >= 0) {
			room[n++] = (char)(high * 16 + low);
			i += 2;
		} else {
			room[n++] = t.p[i];
		}
	}
	return (struct str){ room, n };
}

/* The values by slot; false when they are not as many as the columns. */
static bool
split(const struct reading *r, struct str text, struct str *values)
{
	const char *p = text.p, *end = text.p + text.n;
	size_t n = 0;

	for (;;) {
		const char *stop = memchr(p, r->delimiter, (size_t)(end - p));
		struct str value = { p,
			(size_t)((stop != NULL ? stop : end) - p) };

		if (n == r->n)
			return false;
		if (r->slot[n] >= 0)
			values[r->slot[n]] = value;
		n++;
		if (stop == NULL)
			return n == r->n;
		p = stop + 1;
	}
}

static const char *
read_when(struct reading *r, const struct str *v, int64_t *ret_at_s)
{
	size_t n = v[S_DATE].n;

	if (n != 10 || v[S_TIME].n + n + 1 > STAMP_ROOM)
		return "the date or time does not exist";
	memcpy(r->stamp, v[S_DATE].p, n);
	r->stamp[n] = ' ';
	memcpy(r->stamp + n + 1, v[S_TIME].p, v[S_TIME].n);
	return traffic_when(
	    &r->clock, (struct str){ r->stamp, n + 1 + v[S_TIME].n }, ret_at_s);
}

static const char *
directive(struct reading *r, struct str text)
{
	if (text.n >= 8 && str_is_nocase(str_sub(text, 0, 8), "#fields:"))
		read_fields(r, str_sub(text, 8, text.n));
	return traffic_silent;
}

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	struct str v[SLOTS] = { { NULL, 0 } };
	const char *why;

	*ret_line = (struct access_line){ 0 };
	if (text.n == 0)
		return "the line is empty";
	if (text.p[0] == '#')
		return directive(r, text);
	if (r->n == 0)
		return "no #Fields: before this line names the columns";
	if (r->why != NULL)
		return r->why;
	if (!split(r, text, v))
		return "the line does not fit the last #Fields:";
	why = read_when(r, v, &ret_line->at_s);
	if (why != NULL)
		return why;
	if (!traffic_status(v[S_STATUS], &ret_line->status))
		return "the status is not a number of three digits";
	if (!traffic_bytes(v[S_BYTES], &ret_line->bytes))
		return "the size is neither a number nor \"-\"";
	ret_line->site =
	    traffic_host(v[S_SITE].p != NULL ? v[S_SITE] : v[S_HOST]);
	ret_line->client = traffic_client(v[S_FORWARDED]);
	if (ret_line->client.n == 0)
		ret_line->client = traffic_client(v[S_CLIENT]);
	ret_line->method = v[S_METHOD];
	if (v[S_METHOD].p != NULL)
		ret_line->target = v[S_TARGET];
	ret_line->agent = r->delimiter == '\t'
			      ? unpercent(v[S_AGENT], r->agent, AGENT_ROOM)
			      : v[S_AGENT];
	return NULL;
}

static const struct traffic_dialect dialect = { .line = read_line,
	.site = TRAFFIC_SITE_OF_BOTH,
	.zone = "UTC",
	.from_start = true };

/* With no request that can be read, the columns say what it is. */
static int
detect(char delimiter, struct str head)
{
	struct reading r = { .delimiter = delimiter,
		.clock.zone = &traffic_any_zone };
	int share = traffic_detect(&dialect, &r, head);

	return share == 0 && r.n != 0 && delimiter == ' ' ? 60 : share;
}

static int
read_log(struct job *job, char delimiter, struct err *e)
{
	struct reading r = { .delimiter = delimiter };

	if (zone_open(job->ctx->zones, STR("UTC"), &r.clock.zone, e) != 0)
		return -1;
	r.clock.local = -1;
	return traffic_read(job, &dialect, &r, e);
}

static int
detect_iis(struct str head)
{
	return detect(' ', head);
}

static int
read_iis(struct job *job, struct err *e)
{
	return read_log(job, ' ', e);
}

static int
detect_cloudfront(struct str head)
{
	return detect('\t', head);
}

static int
read_cloudfront(struct job *job, struct err *e)
{
	return read_log(job, '\t', e);
}

static const struct format iis = { .detect = detect_iis, .read = read_iis };
static const struct format cloudfront = { .detect = detect_cloudfront,
	.read = read_cloudfront };

const struct format_info format_info_w3c = { "w3c",
	"access log in W3C extended format, as IIS writes it", iis_specimen,
	SOURCE_TRAFFIC, &iis };
const struct format_info format_info_cloudfront = { "cloudfront",
	"access log of CloudFront, with tabs", cloudfront_specimen,
	SOURCE_TRAFFIC, &cloudfront };
