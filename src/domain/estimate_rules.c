#include "domain/estimate_rules.h"

const struct grid_rules rules_hourly = {
	.memory = { { 2.8, 0.5 }, { 0.84, 0.7 }, { 5.6, 2.5 } },
	.fast = { { 4.2, 1 }, { 21, 2 } },
	.slow_per_hour = { 5e-5, 5e-4, 5e-3 },
	.profile_weeks = 8,
	.level_days = 21,
	.after_days = 7,
	.after_gap_days = 1,
	.prior80 = 0.20,
	.prior80_short = 0.25,
	.history_min_bins = 48,
};

const struct grid_rules rules_daily = {
	.memory = { { 6.4, 0.5 }, { 2.4, 1 }, { 20.8, 2 } },
	.fast = { { 48, 1 }, { 168, 2 } },
	.slow_per_hour = { 1e-3, 1e-2, 1e-1 },
	.profile_weeks = 53,
	.level_days = 120,
	.after_days = 28,
	.after_gap_days = 2,
	.prior80 = 0.25,
	.prior80_short = 0.25,
	.history_min_bins = 14,
};
