# common.awk -- chance and calendar of the programs that make the sample stories.
#
#	awk -f common.awk -f generate.awk ...
#
# The same numbers come out of every awk: the only source of chance is a linear
# congruential generator whose products stay below 2^53. The program sets
# `state`, where chance begins, and `change`, the second of UTC from which its
# local time is two hours ahead and no longer one.

# ---- chance -------------------------------------------------------------

# Uniform in [0, 1).
function chance()
{
	state = (state * 1664525 + 1013904223) % 4294967296
	return state / 4294967296
}

# An integer in [0, n).
function below(n)
{
	return int(chance() * n)
}

# ---- calendar -----------------------------------------------------------

# Days from 1970-01-01 of a date of the common calendar.
function days(y, m, d,    era, yoe, doy)
{
	if (m <= 2)
		y--
	era = int(y / 400)
	yoe = y - era * 400
	doy = int((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + \
	    doy - 719468
}

# Sets year, month, mday of a number of days.
function civil(n,    era, doe, yoe, doy, mp)
{
	n += 719468
	era = int(n / 146097)
	doe = n - era * 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - \
	    int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
	mp = int((5 * doy + 2) / 153)
	mday = doy - int((153 * mp + 2) / 5) + 1
	month = mp < 10 ? mp + 3 : mp - 9
	year = yoe + era * 400 + (month <= 2)
}

# An ISO time to UTC seconds: Z, an offset, or local time of the story.
function instant(s,    t, rest, shift)
{
	t = days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0, \
	    substr(s, 9, 2) + 0) * 86400
	t += substr(s, 12, 2) * 3600 + substr(s, 15, 2) * 60
	rest = substr(s, 17)
	if (substr(rest, 1, 1) == ":") {
		t += substr(rest, 2, 2)
		rest = substr(rest, 4)
	}
	if (rest == "Z")
		return t
	if (rest ~ /^[-+]/) {
		shift = substr(rest, 2, 2) * 3600 + substr(rest, 5, 2) * 60
		return substr(rest, 1, 1) == "+" ? t - shift : t + shift
	}
	return t - 3600 < change ? t - 3600 : t - 7200
}
