/*
 * Local times by the clocks of a zone: what they can mean, and how both
 * readings are shown.
 */
#include "import/when.h"

enum zone_local
when_readings(const struct zone *z, const struct when *w, int64_t *ret_earlier,
    int64_t *ret_later)
{
	enum zone_local kind;
	int64_t change;

	*ret_earlier = *ret_later = w->ms;
	if (w->shape == WHEN_INSTANT)
		return ZONE_ONCE;
	kind = zone_instant(z, civil_of_ms(w->ms), ret_earlier, ret_later);
	if (kind == ZONE_ONCE)
		*ret_later = *ret_earlier;
	if (kind == ZONE_MISSING) {
		change = *ret_earlier;
		*ret_earlier = w->ms - zone_offset_s(z, change) * MS_SECOND;
		*ret_later = w->ms - zone_offset_s(z, change - 1) * MS_SECOND;
	}
	return kind;
}

struct str
when_shown_order(
    struct arena *keep, const struct when *w, enum when_order order)
{
	int64_t minute = w->ms / MS_MINUTE;

	return str_format(keep, "%04d-%02d-%02d %02d:%02d", w->year,
	    order == ORDER_DAY ? w->b : w->a, order == ORDER_DAY ? w->a : w->b,
	    (int)(minute / 60), (int)(minute % 60));
}
