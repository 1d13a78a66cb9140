/*
 * Caddy's access log in JSON: request, status and size of each handled request.
 *
 * The same file may hold the server's other messages; they say nothing here.
 * Nor do the errors of a request, which repeat it. Times without offset are
 * UTC, which is what Caddy writes unless it was told otherwise. Lines of its
 * early versions that hold nothing but a common log line are read as one.
 */
#include "import/formats.h"
#include "import/traffic.h"
#include "import/traffic_json.h"

static const char specimen[] =
    "{\"level\":\"info\",\"ts\":1365697805.123,\"logger\":"
    "\"http.log.access.log0\",\"msg\":\"handled request\",\"request\":"
    "{\"remote_ip\":\"192.0.2.7\",\"method\":\"GET\",\"host\":"
    "\"www.example.org\",\"uri\":\"/\",\"headers\":{\"User-Agent\":"
    "[\"Mozilla/5.0 (X11)\"]}},\"duration\":0.02,\"size\":5120,"
    "\"status\":200}\n"
    "{\"level\":\"info\",\"ts\":\"2013-04-11T16:30:09Z\",\"logger\":"
    "\"tls.cache\",\"msg\":\"certificate renewed\"}\n";

enum {
	S_TS,
	S_LOGGER,
	S_MSG,
	S_REQUEST,
	S_METHOD,
	S_HOST,
	S_URI,
	S_AGENT,
	S_STATUS,
	S_SIZE,
	S_COMMON_LOG,
	S_CLIENT_IP,
	S_REMOTE_IP,
	S_REMOTE_ADDR,
	SLOTS
};
_Static_assert((int)SLOTS <= (int)JLINE_SLOTS, "a slot for each");

/* HTTP/2 and 3 write the names of headers in lower case. */
static const struct jline_key header_keys[] = {
	JLINE_KEY("User-Agent", S_AGENT),
	JLINE_KEY("user-agent", S_AGENT),
	JLINE_END,
};

static const struct jline_key request_keys[] = {
	JLINE_KEY("method", S_METHOD),
	JLINE_KEY("host", S_HOST),
	JLINE_KEY("uri", S_URI),
	JLINE_KEY("client_ip", S_CLIENT_IP),
	JLINE_KEY("remote_ip", S_REMOTE_IP),
	JLINE_KEY("remote_addr", S_REMOTE_ADDR),
	JLINE_INSIDE("headers", -1, header_keys),
	JLINE_END,
};

static const struct jline_key keys[] = {
	JLINE_KEY("ts", S_TS),
	JLINE_KEY("logger", S_LOGGER),
	JLINE_KEY("msg", S_MSG),
	JLINE_INSIDE("request", S_REQUEST, request_keys),
	JLINE_KEY("status", S_STATUS),
	JLINE_KEY("size", S_SIZE),
	JLINE_KEY("common_log", S_COMMON_LOG),
	JLINE_END,
};

struct reading {
	struct traffic_clock clock;
	struct access_clock common;
	struct jline_values values;
};

static struct str
text_at(struct reading *r, int slot)
{
	return jline_value_text(&r->values, slot);
}

/* Any message of the server that tells of no request, or of one twice. */
static bool
silent(struct reading *r)
{
	struct str logger = text_at(r, S_LOGGER);
	bool access = str_starts(logger, "http.log.access");

	if (logger.n != 0 && !access)
		return true;
	return r->values.slots[S_REQUEST].kind != JLINE_OBJECT &&
	       r->values.slots[S_COMMON_LOG].kind != JLINE_STRING && !access &&
	       r->values.slots[S_MSG].kind == JLINE_STRING;
}

/* client_ip is who stands behind a trusted proxy; early versions lack it. */
static struct str
client_of(struct reading *r)
{
	struct str client = STR_NONE;

	for (int i = S_CLIENT_IP; i <= S_REMOTE_ADDR && client.n == 0; i++)
		if (r->values.slots[i].kind != JLINE_NONE)
			client = traffic_client(text_at(r, i));
	return client;
}

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	const char *why;

	*ret_line = (struct access_line){ 0 };
	why = jline_take(&r->values, SLOTS, text);
	if (why != NULL)
		return why;
	if (silent(r))
		return traffic_silent;
	if (r->values.slots[S_REQUEST].kind != JLINE_OBJECT) {
		if (r->values.slots[S_COMMON_LOG].kind != JLINE_STRING)
			return "there is no request in this line";
		return access_parse(ACCESS_COMMON, text_at(r, S_COMMON_LOG),
		    &r->common, ret_line);
	}
	why = traffic_when(&r->clock, text_at(r, S_TS), &ret_line->at_s);
	if (why != NULL)
		return why;
	if (r->values.slots[S_STATUS].kind == JLINE_NONE ||
	    !traffic_status(text_at(r, S_STATUS), &ret_line->status))
		return "the status is not a number of three digits";
	if (!traffic_bytes(text_at(r, S_SIZE), &ret_line->bytes))
		return "the size is neither a number nor \"-\"";
	ret_line->site = traffic_host(text_at(r, S_HOST));
	ret_line->method = text_at(r, S_METHOD);
	ret_line->target = text_at(r, S_URI);
	ret_line->agent = text_at(r, S_AGENT);
	ret_line->client = client_of(r);
	return NULL;
}

static const struct traffic_dialect dialect = { .line = read_line,
	.site = TRAFFIC_SITE_OF_BOTH };

/* The request is an object nowhere else. */
static int
detect(struct str head)
{
	struct reading r = { .clock.zone = &traffic_any_zone,
		.values.json.keys = keys };

	return traffic_detect(&dialect, &r, head);
}

static int
read_log(struct job *job, struct err *e)
{
	struct reading *r = arena_new(job->scratch, struct reading);

	r->values.json.keys = keys;
	return traffic_read_clocked(job, &dialect, r, true, &r->clock, e);
}

static const struct format format = { .detect = detect, .read = read_log };

const struct format_info format_info_caddy = { "caddy",
	"access log of Caddy, one JSON object a line", specimen, SOURCE_TRAFFIC,
	&format };
