/*
 * Values of JSON documents as their exporters mean them: texts, numbers,
 * instants in four units, and paths to them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "import/json_doc.h"

#define YEAR_2101 INT64_C(4133980800000)

const json_t *
jdoc_at(const json_t *root, const char *path)
{
	struct str rest = str_of(path);

	while (root != NULL && rest.n != 0) {
		struct str key = str_cut(rest, '.', &rest);

		root = json_object_getn(root, key.p, key.n);
	}
	return root;
}

const json_t *
jdoc_array(const json_t *root, const char *path)
{
	const json_t *v = jdoc_at(root, path);

	return json_is_array(v) ? v : NULL;
}

void
jdoc_lacks(struct jdoc *doc, const char *path, const char *what)
{
	job_complain(doc->job, DIAG_ERROR, jdoc_line(doc, doc->root),
	    "see makegood formats for what is understood",
	    "there is no list \"%s\"%s%s", path, *what != '\0' ? ": " : "",
	    what);
}

/* Bytes of whole characters, at most JDOC_MAX_TEXT. */
static struct str
shorten(struct str s)
{
	size_t n = JDOC_MAX_TEXT;

	if (s.n <= n)
		return s;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_sub(s, 0, n);
}

static bool
is_plain(struct str s)
{
	size_t bad;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ')
			return false;
	return utf8_ok(s, &bad);
}

/* Escapes can smuggle in what the file itself may not hold. */
static struct str
plain(struct jdoc *doc, struct str s)
{
	char *p;

	if (is_plain(s))
		return s;
	p = arena_alloc(&doc->texts, s.n);
	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
	return shorten(utf8_clean(&doc->texts, (struct str){ p, s.n }));
}

struct str
jdoc_plain(struct jdoc *doc, struct str text)
{
	return str_trim(plain(doc, shorten(text)));
}

static struct str
text_of(struct jdoc *doc, const json_t *v)
{
	if (json_is_string(v))
		return jdoc_plain(doc, (struct str){ json_string_value(v),
					   json_string_length(v) });
	if (json_is_integer(v))
		return str_format(
		    &doc->texts, "%lld", (long long)json_integer_value(v));
	if (json_is_real(v))
		return str_format(&doc->texts, "%.17g", json_real_value(v));
	return STR_NONE;
}

struct str
jdoc_text(struct jdoc *doc, const json_t *object, const char *path)
{
	return text_of(doc, jdoc_at(object, path));
}

struct str
jdoc_texts(struct jdoc *doc, const json_t *object, const char *const *paths)
{
	struct str text = STR_NONE;

	for (; text.n == 0 && *paths != NULL; paths++)
		text = jdoc_text(doc, object, *paths);
	return text;
}

/* Text that is one number, as people write it; also "NaN" and "+Inf". */
static bool
number_text(struct str s, double *ret_value)
{
	char copy[64], *end;

	if (s.n == 0 || s.n >= sizeof copy)
		return false;
	memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	*ret_value = strtod(copy, &end);
	return *end == '\0' && end != copy;
}

bool
jdoc_number(const json_t *v, double *ret_value)
{
	if (json_is_number(v)) {
		*ret_value = json_number_value(v);
		return true;
	}
	if (!json_is_string(v))
		return false;
	return number_text(
	    (struct str){ json_string_value(v), json_string_length(v) },
	    ret_value);
}

bool
jdoc_int(const json_t *v, int64_t *ret_value)
{
	double x;

	if (json_is_integer(v)) {
		*ret_value = json_integer_value(v);
		return true;
	}
	if (json_is_string(v) && str_int64((struct str){ json_string_value(v),
					       json_string_length(v) },
				     ret_value))
		return true;
	/* beyond 2^63 no integer can hold it */
	if (!jdoc_number(v, &x) || !(fabs(x) < 9.2e18) || x != floor(x))
		return false;
	*ret_value = (int64_t)x;
	return true;
}

/* ---- instants
 * ------------------------------------------------------- */

/* A count since 1970: its size tells the unit, for 1970 lies far back. */
static enum jdoc_when
counted(int64_t n, int64_t *ret_at)
{
	if (n == 0)
		return JDOC_NONE;
	if (n < 0)
		return JDOC_BAD;
	if (n < INT64_C(100000000000))
		n *= 1000;
	else if (n >= INT64_C(100000000000000000))
		n /= 1000000;
	else if (n >= INT64_C(100000000000000))
		n /= 1000;
	if (n >= YEAR_2101)
		return JDOC_BAD;
	*ret_at = n;
	return JDOC_GIVEN;
}

static enum jdoc_when
counted_number(double x, int64_t *ret_at)
{
	/* beyond 2^63 no integer can hold it; a NaN is no less */
	if (!(fabs(x) < 9.2e18))
		return JDOC_BAD;
	/* seconds with a fraction; in smaller units none is worth keeping */
	if (fabs(x) >= 1e11 || x == floor(x))
		return counted((int64_t)x, ret_at);
	if (x < 0 || x * 1000 >= (double)YEAR_2101)
		return JDOC_BAD;
	*ret_at = (int64_t)floor(x * 1000 + 0.5);
	return JDOC_GIVEN;
}

/* A time without offset, in the zone and by the policy of the file's rule. */
static enum jdoc_when
local(struct jdoc *doc, struct civil c, int64_t *ret_at)
{
	const struct file_rule *rule = &doc->job->rule;
	const struct zone *z = doc->zone;
	enum local_policy policy = rule->repeated;
	int64_t earlier, later;
	enum zone_local kind;

	if (z == NULL) {
		doc->zoneless = true;
		return JDOC_BAD;
	}
	kind = zone_instant(z, c, &earlier, &later);
	if (kind == ZONE_ONCE) {
		*ret_at = earlier;
		return JDOC_GIVEN;
	}
	if (kind == ZONE_MISSING) {
		/* with the offset after the change, and before it */
		later = civil_ms(c) - zone_offset_s(z, earlier - 1) * MS_SECOND;
		earlier = civil_ms(c) - zone_offset_s(z, earlier) * MS_SECOND;
		policy = rule->missing;
	}
	if (policy == LOCAL_REFUSE)
		return JDOC_BAD;
	*ret_at = policy == LOCAL_EARLIER ? earlier : later;
	return JDOC_GIVEN;
}

static enum jdoc_when
written(struct jdoc *doc, struct str s, int64_t *ret_at)
{
	struct iso t;
	double x;
	int64_t n;

	/* how two languages print a time that was never set */
	if (s.n == 0 || str_starts(s, "0001-01-01") ||
	    str_starts(s, "0000-00-00"))
		return JDOC_NONE;
	if (str_int64(s, &n))
		return counted(n, ret_at);
	if (!iso_parse(s, &t)) {
		if (!number_text(s, &x))
			return JDOC_BAD;
		return counted_number(x, ret_at);
	}
	if (!t.has_time)
		return JDOC_BAD;
	if (!t.has_offset)
		return local(doc, t.at, ret_at);
	*ret_at = civil_ms(t.at) - t.offset_s * MS_SECOND;
	return JDOC_GIVEN;
}

enum jdoc_when
jdoc_when(struct jdoc *doc, const json_t *v, int64_t *ret_at)
{
	if (v == NULL || json_is_null(v))
		return JDOC_NONE;
	if (json_is_integer(v))
		return counted(json_integer_value(v), ret_at);
	if (json_is_real(v))
		return counted_number(json_real_value(v), ret_at);
	if (!json_is_string(v))
		return JDOC_BAD;
	return written(doc,
	    str_trim(
		(struct str){ json_string_value(v), json_string_length(v) }),
	    ret_at);
}

bool
jdoc_may_time(
    struct jdoc *doc, const json_t *object, const char *path, int64_t *ret_at)
{
	const json_t *v = jdoc_at(object, path);
	struct str text;

	*ret_at = NO_INSTANT;
	if (jdoc_when(doc, v, ret_at) != JDOC_BAD)
		return true;
	text = text_of(doc, v);
	jdoc_reject(doc, object, "\"%s\": \"%.*s\" is not a time", path,
	    STR_ARG(str_sub(text, 0, 40)));
	return false;
}

bool
jdoc_needs_time(
    struct jdoc *doc, const json_t *object, const char *path, int64_t *ret_at)
{
	if (!jdoc_may_time(doc, object, path, ret_at))
		return false;
	if (*ret_at != NO_INSTANT)
		return true;
	jdoc_reject(doc, object, "\"%s\" is missing", path);
	return false;
}
