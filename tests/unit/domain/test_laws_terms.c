/*
 * Laws of contracts drawn at random: more downtime never gives less, no cap is
 * exceeded, a table gives what a scan by whole numbers gives.
 *
 * Only rules that are monotone are drawn for the first of them. These are not,
 * because joining two outages into one can take away: tables of each incident,
 * tables by number of incidents, each_incident with started or nearest units,
 * with a first percentage or with a cap, bonuses, time rounded up or to the
 * nearest unit per incident, and day tables that pay less on later days or of
 * intersected feeds. Nor are tables that pay less for worse, linear rules with
 * a lower end, and feeds whose number is left open: one more name asks for one
 * more failure.
 */
#include "unit/domain/laws_terms.h"

#define DRAWS 3000

/* ---- more never gives less ----------------------------------------------- */

static void
test_more_never_gives_less(void **state)
{
	int paid = 0, grew = 0;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		uint64_t seed = (uint64_t)i * 7919 + 3;
		struct settle_input in;
		struct settlement a, b;
		struct world w;
		struct buf text;
		const char *kept;

		law_begin("terms", i);
		buf_init(&text, 4000);
		draw_time(&text, &seed);
		draw_money(&text, &seed);
		buf_adds(&text, "credit: ");
		draw_rule(&text, &seed, 0);
		kept = law_text(&text, i);
		/* two pieces of one record may pay for one day each; joined,
		 * they pay for it once */
		if (strstr(kept, "feeds: 2") && strstr(kept, "day_table"))
			continue;
		random_world(&seed, false, &w);
		in = input_of(law_terms(kept), &w);
		a = settle(&in);
		w.outages[w.n_outages] = random_outage(&seed, 99, false);
		in.n_outages++;
		b = settle(&in);
		assert_true(ratio_cmp(b.downtime, a.downtime) >= 0);
		assert_true(ratio_cmp(b.exact_minor, a.exact_minor) >= 0);
		assert_true(b.credit_minor >= a.credit_minor);
		assert_true(ratio_cmp(b.availability, a.availability) <= 0);
		paid += b.credit_minor > 0;
		grew += b.credit_minor > a.credit_minor;
	}
	/* the draws are worth something: many pay, and many pay more */
	assert_true(paid > DRAWS / 2 && grew > DRAWS / 4);
	LAW_HOLDS();
}

/* ---- caps ---------------------------------------------------------------- */

/* What a cap allows, from its own numbers. June has 30 days. */
static struct ratio
cap_of(const struct settle_input *in, const struct cap_rule *cap)
{
	switch (cap->kind) {
	case CAP_PERCENT:
		return ratio_mul(
		    in->base_minor, ratio_div(cap->n, ratio_int(100)));
	case CAP_AMOUNT:
		return ratio_mul(cap->n, ratio_int(100));
	case CAP_DAYS:
		return ratio_mul(
		    ratio_div(in->base_minor, ratio_int(30)), cap->n);
	case CAP_HOURS:
		return ratio_mul(in->hourly_minor, cap->n);
	default:
		fail();
	}
	return ratio_int(0);
}

static void
test_caps(void **state)
{
	int bit = 0;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		uint64_t seed = (uint64_t)i * 104729 + 7;
		struct settle_input in;
		struct settlement a, b;
		const struct terms *t;
		struct terms bare;
		struct ratio least;
		struct world w;
		struct buf text;

		law_begin("caps", i);
		buf_init(&text, 4000);
		draw_caps(&text, &seed);
		buf_adds(&text, "target: 99.9, credit: ");
		draw_rule(&text, &seed, 0);
		t = law_terms(law_text(&text, i));
		random_world(&seed, false, &w);
		in = input_of(t, &w);
		a = settle(&in);
		bare = *t;
		bare.n_caps = 0;
		in.terms = &bare;
		b = settle(&in);
		least = b.exact_minor;
		for (size_t k = 0; k < t->n_caps; k++)
			least = ratio_min(least, cap_of(&in, &t->caps[k]));
		assert_int_equal(ratio_cmp(a.exact_minor, least), 0);
		bit += ratio_cmp(a.exact_minor, b.exact_minor) < 0;
	}
	assert_true(bit > DRAWS / 5);
	LAW_HOLDS();
}

/* ---- tables -------------------------------------------------------------- */

#define ROWS 6

/* A table by availability in thousandths of a percent, holes included. */
struct table {
	int low[ROWS], high[ROWS]; /* -1: open */
	bool low_in[ROWS], high_in[ROWS];
	int n;
};

static struct str
draw_table(uint64_t *seed, struct table *t)
{
	struct buf b;
	int edge = number(seed, 99000, 100000);
	bool free_end = true; /* the edge itself is in no row yet */
	struct str text;

	buf_init(&b, 4000);
	t->n = number(seed, 1, ROWS);
	buf_adds(&b, "credit: { rule: tiers, rows: [ ");
	for (int i = 0; i < t->n; i++) {
		int low = edge - number(seed, 1, 700);
		bool last = i + 1 == t->n;

		t->high[i] = edge;
		t->high_in[i] = free_end && dice(seed) % 2;
		t->low[i] = last && dice(seed) % 2 ? -1 : low;
		t->low_in[i] = dice(seed) % 2;
		buf_addf(&b, "{ %s: %d.%03d, ", t->high_in[i] ? "le" : "lt",
		    edge / 1000, edge % 1000);
		if (t->low[i] >= 0)
			buf_addf(&b, "%s: %d.%03d, ",
			    t->low_in[i] ? "ge" : "gt", low / 1000, low % 1000);
		buf_addf(&b, "percent: %d }%s", i + 1, last ? "" : ", ");
		/* the next row meets this one, or leaves a hole */
		edge = dice(seed) % 3 ? low : low - number(seed, 1, 300);
		free_end = edge < low || !t->low_in[i];
	}
	buf_adds(&b, " ] }");
	text = str_dup(&help_keep, buf_str(&b));
	buf_release(&b);
	return text;
}

/* The row that holds (all - down) / all, by whole numbers; -1: none. */
static int
scan(const struct table *t, int64_t down, int64_t all)
{
	int128 share = (int128)(all - down) * 100000;

	for (int i = 0; i < t->n; i++) {
		int128 high = (int128)t->high[i] * all;
		int128 low = (int128)t->low[i] * all;

		if (share > high || (share == high && !t->high_in[i]))
			continue;
		if (t->low[i] < 0 || share > low ||
		    (share == low && t->low_in[i]))
			return i;
	}
	return -1;
}

static void
test_tables_against_a_scan(void **state)
{
	int hits = 0;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		uint64_t seed = (uint64_t)i * 15485863 + 11;
		struct outage one = { .weight = ratio_int(1),
			.id = STR("o"),
			.detected_at = NO_INSTANT,
			.reported_at = NO_INSTANT,
			.ticket_at = NO_INSTANT };
		struct world w = { .n_outages = 1 };
		int64_t all = 30 * MS_DAY, down;
		struct settle_input in;
		struct settlement s;
		struct table t;
		struct str text;
		int row, want;

		law_begin("tables", i);
		text = draw_table(&seed, &t);
		law_name(str_cstr(&help_keep, text), i);
		/* on an edge, a millisecond beside it, or anywhere */
		row = number(&seed, 0, t.n - 1);
		down = all / 100000 * (100000 - t.high[row]) +
		       dice_between(&seed, -1, 1);
		if (dice(&seed) % 3 == 0)
			down = dice_between(&seed, 0, all / 20);
		down = down < 0 ? 0 : down;
		one.span = (struct span){ june, june + down };
		w.outages[0] = one;
		in = input_of(law_terms(str_cstr(&help_keep, text)), &w);
		s = settle(&in);
		want = scan(&t, down, all);
		assert_int_equal(s.tier_hit, want);
		assert_int_equal(ratio_cmp(s.percent, ratio_int(want + 1)), 0);
		hits += want >= 0;
	}
	assert_true(hits > DRAWS / 3 && hits < DRAWS);
	LAW_HOLDS();
}

/* ---- shares -------------------------------------------------------------- */

static void
test_shares_add_up(void **state)
{
	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		uint64_t seed = (uint64_t)i * 32452843 + 13;
		struct settle_input in;
		struct settlement s;
		struct ratio down;
		struct world w;
		struct buf text;

		law_begin("shares", i);
		buf_init(&text, 4000);
		draw_time(&text, &seed);
		buf_adds(&text, "credit: { rule: none }");
		random_world(&seed, false, &w);
		in = input_of(law_terms(law_text(&text, i)), &w);
		s = settle(&in);
		down = ratio_div(s.downtime, ratio_int(s.denominator_ms));
		down = ratio_min(down, ratio_int(1));
		assert_int_equal(
		    ratio_cmp(ratio_add(s.availability, down), ratio_int(1)),
		    0);
		assert_int_equal(s.states.period_ms, 30 * MS_DAY);
		assert_int_equal(s.states.period_ms,
		    s.states.up_ms + s.states.degraded_ms +
			s.states.down_counted_ms + s.states.down_excluded_ms +
			s.states.no_data_ms + s.states.off_hours_ms);
	}
	LAW_HOLDS();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LAW_TEST(test_more_never_gives_less),
		LAW_TEST(test_caps),
		LAW_TEST(test_tables_against_a_scan),
		LAW_TEST(test_shares_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
