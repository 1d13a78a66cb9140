/*
 * makegood detect DIR [SITE...], or --csv SERIES -- outages that only the
 * traffic tells of.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/detect_print.h"
#include "cli/options.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_detect.h"
#include "import/series.h"

#define LEVEL_USUAL 1e-4
#define LEVEL_LEAST 1e-30

struct asked {
	const char *csv, *zone, *step, *mask, *level,
	    *min; /* NULL: not given */
	bool write;
	struct detect_wish wish; /* of a case, and what both share */
	int64_t step_ms;
};

/* ---- options ---- */

static const struct valued_option valued[] = {
	{ "--csv", offsetof(struct asked, csv) },
	{ "--level", offsetof(struct asked, level) },
	{ "--mask", offsetof(struct asked, mask) },
	{ "--min", offsetof(struct asked, min) },
	{ "--step", offsetof(struct asked, step) },
	{ "--tz", offsetof(struct asked, zone) },
};

static bool
seconds(const char *text, int64_t most, int64_t *ret_ms)
{
	int64_t s;

	if (!str_int64(str_of(text), &s) || s < 0 || s > most)
		return false;
	*ret_ms = s * MS_SECOND;
	return true;
}

static int
read_numbers(struct asked *a)
{
	const int64_t day = MS_DAY / MS_SECOND;

	a->wish.level = LEVEL_USUAL;
	if (a->level != NULL) {
		char *end;

		a->wish.level = strtod(a->level, &end);
		if (*end != '\0' || end == a->level ||
		    !(a->wish.level >= LEVEL_LEAST && a->wish.level < 1))
			return say_usage("detect",
			    "--level: \"%s\" is not a probability like 1e-4",
			    a->level);
	}
	if (a->min != NULL && !seconds(a->min, 31 * day, &a->wish.min_ms))
		return say_usage("detect",
		    "--min: \"%s\" is not a number of seconds", a->min);
	if (a->step != NULL &&
	    (!seconds(a->step, day, &a->step_ms) || a->step_ms == 0))
		return say_usage("detect",
		    "--step: \"%s\" is not a number of seconds up to a day",
		    a->step);
	return -1;
}

/*
 * -1 when the options make sense, else an exit code. What is no option (folder
 * and sites) moves to the front of argv.
 */
static int
read_options(int *argc, char **argv, struct asked *a)
{
	int kept = 1;

	a->wish.write = option_flag("--write", argc, argv);
	for (int i = 1; i < *argc; i++)
		if (!option_take(
			valued, sizeof valued / sizeof *valued, a, argv, &i))
			argv[kept++] = argv[i];
	*argc = kept;
	argv[kept] = NULL;
	if (a->csv == NULL &&
	    (a->zone != NULL || a->step != NULL || a->mask != NULL))
		return say_usage("detect",
		    "--tz, --step and --mask belong to --csv; a case has its "
		    "own");
	if (a->wish.write && kept > 2)
		return say_usage("detect",
		    "--write replaces the whole file: it goes without single "
		    "sites");
	if (a->csv != NULL && (kept > 1 || a->wish.write))
		return say_usage(
		    "detect", "--csv goes without a folder and --write");
	return read_numbers(a);
}

static bool
found_any(const struct detect_site *sites, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sites[i].n != 0 || sites[i].result.status != DETECT_OK)
			return true;
	return false;
}

/* ---- a series ---- */

/* The pattern is one of hours; longer bins have their own. */
static int64_t
grid_step(int64_t step_ms)
{
	return step_ms < MS_HOUR && MS_HOUR % step_ms == 0 ? MS_HOUR : step_ms;
}

static struct detect_cell *
cells_of(const struct series *s, struct arena *keep)
{
	struct detect_cell *v = arena_array(keep, s->n + 1, sizeof *v);

	for (size_t i = 0; i < s->n; i++)
		v[i] = (struct detect_cell){ .at = s->v[i].at,
			.length_ms = s->step_ms,
			.served = s->v[i].value };
	return v;
}

static int
read_series(const struct asked *a, struct zones *zones, struct arena *keep,
    struct detect_input *in, struct err *e)
{
	struct str zone = a->zone != NULL ? str_of(a->zone) : STR("UTC");
	struct series series = { 0 };
	struct diags d;
	int rc = -1;

	diags_init(&d, keep);
	if (zone_open(zones, zone, &in->zone, e) != 0) {
		e->kind = ERR_USAGE;
		return -1;
	}
	if (series_read(a->csv, str_of(a->csv), a->step_ms, keep, &series, &d,
		e) == 0 &&
	    (a->mask == NULL || series_read_masks(a->mask, str_of(a->mask),
				    keep, &in->known, &d, e) == 0))
		rc = 0;
	say_diags(&d);
	if (rc != 0)
		return -1;
	/* a single row has no step of its own: any will do to say no */
	if (series.step_ms == 0)
		series.step_ms = MS_HOUR;
	in->cells = cells_of(&series, keep);
	in->n_cells = series.n;
	in->step_ms = grid_step(series.step_ms);
	in->level = a->wish.level;
	in->min_ms = a->wish.min_ms;
	return 0;
}

static void
name_all(struct detect_site *s, struct arena *keep)
{
	struct proposal *v = arena_array(keep, s->result.n + 1, sizeof *v);

	for (size_t i = 0; i < s->result.n; i++)
		v[i] = (struct proposal){ .site = s->site,
			.found = s->result.v[i],
			.id = proposal_id(s->site, &s->result.v[i], keep) };
	s->proposals = v;
	s->n = s->result.n;
}

static void
print(const struct detect_answer *answer, struct buf *out)
{
	if (options.json)
		detect_json(answer, out);
	else
		detect_text(answer, out);
}

static int
detect_series(const struct asked *a)
{
	struct arena keep = { 0 };
	struct zones zones = { .keep = &keep };
	const char *slash = strrchr(a->csv, '/');
	struct detect_site site = { .site = str_of(
					slash != NULL ? slash + 1 : a->csv) };
	struct detect_answer answer = {
		.sites = &site, .n = 1, .level = a->wish.level
	};
	struct detect_input in = { 0 };
	struct err e = { 0 };
	struct buf out;
	int code;

	if (read_series(a, &zones, &keep, &in, &e) != 0 ||
	    detect_outages(&in, &keep, &site.result, &e) != 0) {
		arena_release(&keep);
		return say_err(&e);
	}
	name_all(&site, &keep);
	answer.zone = in.zone;
	buf_init(&out, OUTCOME_BYTES);
	print(&answer, &out);
	say_text(stdout, buf_str(&out));
	buf_release(&out);
	code = found_any(&site, 1) ? EXIT_EYES : EXIT_DONE;
	arena_release(&keep);
	return code;
}

/* ---- a case ---- */

static int
detect_case(struct journey *j, void *arg, struct buf *out)
{
	const struct asked *a = arg;
	struct detect_result r;
	struct detect_answer answer;
	struct err e = { 0 };

	if (run_detect(j, &a->wish, &r, &e) != 0)
		return outcome_failed(j, &e);
	answer = (struct detect_answer){ .sites = r.sites,
		.n = r.n_sites,
		.zone = r.zone,
		.level = a->wish.level,
		.of_case = true,
		.written = r.written };
	print(&answer, out);
	return found_any(r.sites, r.n_sites) ? EXIT_EYES : EXIT_DONE;
}

static int
detect(int argc, char **argv)
{
	struct asked a = { 0 };
	int code = read_options(&argc, argv, &a);

	if (code >= 0)
		return code;
	if (a.csv != NULL)
		return detect_series(&a);
	a.wish.sites = argv + 2;
	a.wish.n_sites = argc > 2 ? (size_t)argc - 2 : 0;
	return outcome_travel(argc, argv, true, &a, detect_case);
}

const struct command cmd_detect = {
	.name = "detect",
	.args = "DIR [SITE...] | --csv F",
	.summary = "outages that only the traffic tells of",
	.help =
	    "Proposes outages from traffic alone: runs in which a site served "
	    "nothing,\n"
	    "hardly anything, or mostly errors, where its usual traffic makes "
	    "that\n"
	    "impossible. With bounds (it lasted at least, at most) and how "
	    "seldom chance\n"
	    "would do it. Where the log itself has nothing, nothing is told.\n"
	    "\n"
	    "  --level P       chance runs put up with per site and quarter "
	    "(default 1e-4)\n"
	    "  --min SECONDS   leave out what is shorter (default 0)\n"
	    "  --write         write the proposals to outages/detected.csv; "
	    "they count only\n"
	    "                  when accept: in case.yaml names them\n"
	    "  --csv FILE      a series instead of a case: columns "
	    "timestamp_utc and value\n"
	    "  --tz ZONE       its zone (default UTC)\n"
	    "  --step SECONDS  length of its bins (default: the shortest "
	    "distance of two\n"
	    "                  rows)\n"
	    "  --mask FILE     known outages, columns from and to: no evidence "
	    "of\n"
	    "                  the usual\n"
	    "\n"
	    "Exit code 1: something was found, or a site has too little "
	    "evidence to tell.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood detect my-case --write\n"
	    "  makegood detect --csv minutes.csv --tz Europe/Rome --json\n",
	.options = "--json --write --level=1e-4 --min=600 --csv=minutes.csv "
		   "--tz=Europe/Rome --step=60 --mask=outages.csv",
	.run = detect,
};
