#!/bin/sh
# series.sh -- how right the estimates are, on series whose truth is known.
#
#	tests/bench/series.sh [FOLDER]
#
# FOLDER (default ../shared/bench/lost-traffic) holds series and a program that
# hides windows of them, asks for estimates and scores the answers. Prints our
# figures, the goals beside them, and how far the answers are from the method's
# own. Without the folder or numpy it says so and does nothing.
set -eu
LC_ALL=C
export LC_ALL
makegood=${MAKEGOOD:-build/makegood}
folder=${1:-../shared/bench/lost-traffic}
if [ ! -f "$folder/bench.py" ]; then
	echo "bench-estimate # SKIP no series in $folder"
	exit
fi
for python in /usr/bin/python3 python3 ''; do
	"$python" -c 'import numpy' 2>/dev/null && break
done
if [ -z "$python" ]; then
	echo "bench-estimate # SKIP no numpy (python3-numpy)"
	exit
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$python" "$folder/bench.py" make "$folder" dev "$dir/jobs"
"$python" "$folder/bench.py" run "$dir/jobs" "$dir/makegood.jsonl" \
    --est "$makegood estimate" --batch
"$python" "$folder/bench.py" score "$dir/jobs" "$dir/makegood.jsonl"
"$python" - "$folder" "$dir" <<'END'
import json, sys
import numpy as np

folder, work = sys.argv[1:]
# median error %, 90 % of errors, mase, coverage 80 and 95, interval scores
goals = {
    "pre": (8.9, 42, 0.83, 79.3, 94.6, 1.020, 1.685),
    "post": (8.0, 38, 0.72, 82.2, 94.7, 0.974, 1.746),
    "cold": (12.1, 48, 0.78, 80.3, 95.5, 1.138, 1.943),
    "trickle": (8.2, 50, 1.14, 77.9, 93.0, 2.463, 2.258),
}
print("\ngoals: setting, median error, p90, mase, cov80, cov95, is80, is95")
for name in sorted(goals):
    print("%-16s" % name, " ".join("%8g" % x for x in goals[name]))

answers = {}
for line in open(work + "/makegood.jsonl"):
    one = json.loads(line)
    answers[one["case"]] = one
truth = {}
for line in open(work + "/jobs/truth.tsv"):
    cells = line.rstrip("\n").split("\t")
    truth[cells[0]] = float(cells[5])

errors = {}
for case, one in answers.items():
    if one["status"] == "ok" and truth[case] >= 1:
        errors.setdefault(one["grade"], []).append(
            abs(one["expected"] / truth[case] - 1))
print("\ngrade, windows, median error %, 90 % of errors under "
      "(goals: A 3.2 11, B 11 36, C 20, D 24 80)")
for grade in sorted(errors):
    e = 100 * np.array(errors[grade])
    print("%s %5d %6.1f %6.1f" % (grade, len(e), np.median(e),
                                  np.percentile(e, 90)))

far = []
for line in open(folder + "/golden.jsonl"):
    wanted = json.loads(line)
    got = answers[wanted["case"]]
    # six digits are given: half of the last one is no difference
    far.append(max(
        max(0, abs(got[k] / wanted[k] - 1)
            - 0.5 * 10 ** (np.floor(np.log10(wanted[k])) - 5) / wanted[k])
        for k in ("expected", "lo80", "hi80", "lo95", "hi95")
        if wanted[k] > 0))
print("\nanswers of the method: %d, largest difference %.1e beyond the digits "
      "given" % (len(far), max(far)))
sys.exit(1 if max(far) > 1e-5 else 0)
END
