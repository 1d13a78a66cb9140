#!/bin/bash
# ingest.sh -- how fast logs are read, beside other programs.
#
#   tests/bench/ingest.sh [plain|gz]...
#
# Runs the comparison that lies beside the checkout (BENCH, a folder with
# peers.sh; skipped where there is none) over one generated log and prints how
# each ratio stands to its goal. A ratio is taken between commands of one run,
# so a busy machine does not matter much. Settings of peers.sh: SIZE, ROUNDS, RT, ONLY,
# SCRATCH, SLOW. Exit 1 when a ratio is below its floor.
set -eu
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
makegood=$(realpath "${MAKEGOOD:-build/makegood}")
bench=${BENCH:-$here/../../../shared/bench/ingest}
if [ ! -f "$bench/peers.sh" ]; then
	echo "ok - speed of logs # SKIP no peers.sh in BENCH"
	exit 0
fi
export SIZE=${SIZE:-1G} ROUNDS=${ROUNDS:-5} SLOW=${SLOW:-0}
export ONLY=${ONLY:-ours|cat|logswan|mawk_v|igzip_dc}
out=$(mktemp)
trap 'rm -f "$out"' EXIT

# The columns of the table are found by their heads; a goal is a row of
# goals below: ours, peer, "wall" or "cpu", goal, floor.
judge() {
	awk -v what="$1" '
	/^#/ { next }
	!head { for (i = 1; i <= NF; i++) at[$i] = i; head = 1; next }
	{ wall[$1] = $at["wall_med"]; cpu[$1] = $at["cpu_med"]; rss[$1] = $at["RSS_MB"] }
	END {
		bad = 0
		if (what == "plain") {
			ratio("ours", "wc-l", "wall", 0.30, 0.20)
			ratio("ours_2t", "wc-l", "wall", 0.50, 0.30)
			ratio("ours", "goaccess_lean", "cpu", 60, 40)
			ratio("ours_2t", "goaccess_lean", "wall", 100, 60)
			ratio("ours", "mawk_vhost_hour", "cpu", 10, 7)
			ratio("ours", "logswan_combined", "cpu", 4, 3)
			memory("ours", 40, 64)
			memory("ours_2t", 40, 64)
		} else {
			ratio("ours", "zcat_wc", "wall", 4, 3)
			ratio("ours_2t", "igzip_dc", "wall", 0.7, 0.5)
		}
		exit bad
	}
	function verdict(value, goal, floor, sign) {
		if (sign * value >= sign * goal)
			return "ok"
		if (sign * value >= sign * floor)
			return "below the goal"
		bad = 1
		return "below the floor"
	}
	function ratio(ours, peer, how, goal, floor,   v) {
		if (!(ours in wall) || !(peer in wall))
			return
		v = how == "wall" ? wall[peer] / wall[ours] : cpu[peer] / cpu[ours]
		printf "%-8s %s(%s) / %s(us) = %.2f, goal %s, floor %s: %s\n",
		    ours, how, peer, how, v, goal, floor, verdict(v, goal, floor, 1)
	}
	function memory(ours, goal, floor) {
		if (ours in rss)
			printf "%-8s %.0f MB, goal %s, floor %s: %s\n", ours,
			    rss[ours], goal, floor, verdict(rss[ours], goal, floor, -1)
	}' "$out"
}

failed=0
for what in "${@:-plain}"; do
	TOOL="$makegood import --db \$D/our.db -j 1 \$F" \
	TOOL2="$makegood import --db \$D/our.db -j 2 \$F" \
	TOOL_GZ="$makegood import --db \$D/our.db -j 1 \$F.gz" \
	TOOL2_GZ="$makegood import --db \$D/our.db -j 2 \$F.gz" \
	TOOL_PRE='rm -f $D/our.db' \
	TOOL_DUMP="$makegood dump --rollup \$D/our.db" \
	    bash "$bench/peers.sh" "$what" | tee "$out"
	judge "$what" || failed=1
done
exit "$failed"
