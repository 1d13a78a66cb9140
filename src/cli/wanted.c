#include "cli/wanted.h"

#include "cli/say.h"

bool
wanted_fits(const struct wanted *w, const struct ledger_row *row)
{
	return (w->customer.n == 0 || str_eq(row->customer->id, w->customer)) &&
	       (w->service.n == 0 || str_eq(row->service->id, w->service)) &&
	       (w->period.n == 0 ||
		   str_eq(row->settlement.period_name, w->period));
}

bool
wanted_is_period(struct str s)
{
	return s.n >= 4 && s.p[0] >= '1' && s.p[0] <= '2' && s.p[1] >= '0' &&
	       s.p[1] <= '9' && s.p[2] >= '0' && s.p[2] <= '9' &&
	       s.p[3] >= '0' && s.p[3] <= '9' && (s.n == 4 || s.p[4] == '-');
}

/* The customer whose name is most like the one asked for, or none. */
static struct str
nearest(const struct dossier *d, struct str customer, size_t *ret_far)
{
	struct str near = STR_NONE;

	*ret_far = 4;
	for (size_t i = 0; i < d->n_customers; i++) {
		size_t far = str_distance(d->customers[i].id, customer);

		if (far < *ret_far) {
			*ret_far = far;
			near = d->customers[i].id;
		}
	}
	return near;
}

int
wanted_nothing(
    const struct wanted *w, const struct dossier *d, const char *command)
{
	size_t far;
	struct str near = nearest(d, w->customer, &far);

	if (w->customer.n == 0)
		return say_usage(command,
		    "there is no settlement of that service and period");
	if (far == 0)
		return say_usage(command,
		    "customer \"%.*s\" has no settlement for that service and "
		    "period",
		    STR_ARG(w->customer));
	if (near.n != 0)
		return say_usage(command,
		    "there is no customer \"%.*s\"; did you mean \"%.*s\"?",
		    STR_ARG(w->customer), STR_ARG(near));
	return say_usage(
	    command, "there is no customer \"%.*s\"", STR_ARG(w->customer));
}
