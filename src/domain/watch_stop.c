#include "domain/watch.h"

/* How long it did not run up to `at`. */
static int64_t
stopped_until(const struct watch_stops *stops, int64_t at)
{
	size_t low = 0, high = stops->list.n;
	const struct watch_stop *last;

	/* the first that begins behind `at` */
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (stops->list.v[mid].span.from_at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return 0;
	last = &stops->list.v[low - 1];
	return last->before_ms + span_ms(span_intersect(last->span,
				     (struct span){ INT64_MIN, at }));
}

int64_t
watch_stopped_ms(const struct watch_stops *stops, struct span s)
{
	if (s.from_at >= s.to_at)
		return 0;
	return stopped_until(stops, s.to_at) - stopped_until(stops, s.from_at);
}
