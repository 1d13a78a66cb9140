/*
 * Access log of an application load balancer (AWS): blanks between fields, some
 * of them in quotes; new ones are added at the end of a line.
 *
 * The status is the balancer's, for that is what the visitor saw; "-" means
 * that he did not wait. A target that was down is "-", its times are -1. The
 * site is the host in the request, else the name of the certificate asked for.
 */
#include "import/formats.h"
#include "import/traffic.h"

static const char specimen[] =
    "h2 2013-04-11T16:30:05.123456Z app/shops/50dc6c495c0c9188 "
    "192.0.2.7:51234 10.0.0.11:80 0.001 0.182 0.000 200 200 431 5120 "
    "\"GET https://www.example.org:443/ HTTP/2.0\" \"Mozilla/5.0 (X11)\" "
    "TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:x "
    "\"Root=1-51\" \"www.example.org\" \"session-reused\" 0 "
    "2013-04-11T16:30:05.100000Z \"forward\" \"-\" \"-\" \"-\" \"-\" \"-\" "
    "\"-\"\n"
    "https 2013-04-11T16:30:06.123456Z app/shops/50dc6c495c0c9188 "
    "192.0.2.8:51234 - -1 -1 -1 503 - 431 312 "
    "\"GET https://shop.example.net:443/cart HTTP/1.1\" \"-\" - - - \"-\" "
    "\"shop.example.net\" \"-\" 0 2013-04-11T16:30:06.100000Z \"forward\" "
    "\"-\" \"-\" \"-\" \"-\" \"-\" \"-\"\n";

enum {
	F_TYPE,
	F_TIME,
	F_ELB,
	F_CLIENT,
	F_TARGET,
	F_STATUS = 8,
	F_SENT = 11,
	F_REQUEST,
	F_AGENT,
	F_DOMAIN = 18,
	F_FIELDS
};

struct reading {
	struct traffic_clock clock;
};

/* The next field, with or without quotes; moves behind the blank. */
static bool
next_field(struct str *t, struct str *ret_field)
{
	const char *end = t->p + t->n, *stop;

	if (t->n == 0)
		return false;
	if (t->p[0] != '"') {
		*ret_field = str_cut(*t, ' ', t);
		return ret_field->n != 0;
	}
	stop = access_quote(t->p + 1, end);
	if (stop == NULL || (stop + 1 < end && stop[1] != ' '))
		return false;
	*ret_field = (struct str){ t->p + 1, (size_t)(stop - t->p - 1) };
	*t = str_sub(*t, ret_field->n + 3, t->n);
	return true;
}

static const char *
take_fields(
    struct reading *r, const struct str *field, struct access_line *line)
{
	const char *why = traffic_when(&r->clock, field[F_TIME], &line->at_s);

	if (why != NULL)
		return why;
	if (!traffic_status(field[F_STATUS], &line->status))
		return "the status is not a number of three digits";
	if (!traffic_bytes(field[F_SENT], &line->bytes))
		return "the size is neither a number nor \"-\"";
	line->request = field[F_REQUEST];
	line->agent = field[F_AGENT];
	line->client = traffic_peer(field[F_CLIENT]);
	line->site = traffic_url(traffic_target(line->request), NULL);
	if (line->site.n == 0)
		line->site = traffic_host(field[F_DOMAIN]);
	return NULL;
}

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct str field[F_FIELDS];

	*ret_line = (struct access_line){ 0 };
	if (text.n == 0)
		return "the line is empty";
	for (int i = 0; i < F_FIELDS; i++)
		if (!next_field(&text, &field[i]))
			return "there are too few fields";
	return take_fields(state, field, ret_line);
}

static const struct traffic_dialect dialect = {
	.line = read_line, .site = TRAFFIC_SITE_OF_BOTH, .zone = "UTC"
};

static int
detect(struct str head)
{
	struct reading r = { .clock.zone = NULL };

	return traffic_detect(&dialect, &r, head);
}

static int
read_log(struct job *job, struct err *e)
{
	struct reading r = { .clock.zone = NULL };

	return traffic_read(job, &dialect, &r, e);
}

static const struct format format = { .detect = detect, .read = read_log };

const struct format_info format_info_alb = { "alb",
	"access log of an AWS application load balancer", specimen,
	SOURCE_TRAFFIC, &format };
