#include "cli/wanted.h"

#include <string.h>

#include "cli/nearest.h"
#include "cli/say.h"

bool
wanted_fits(const struct wanted *w, const struct ledger_row *row)
{
	return (w->customer.n == 0 || str_eq(row->customer->id, w->customer)) &&
	       (w->service.n == 0 || str_eq(row->service->id, w->service)) &&
	       (w->period.n == 0 ||
		   str_eq(row->settlement.period_name, w->period));
}

/* "2024-04" is a period, everything else a name. */
static bool
is_period(struct str s)
{
	static const char digits[] = "0123456789";

	for (size_t i = 0; i < 4; i++)
		if (i >= s.n || memchr(digits, s.p[i], 10) == NULL)
			return false;
	return s.n == 4 || (s.n > 5 && s.p[4] == '-' &&
			       memchr("0123456789QH", s.p[5], 12) != NULL);
}

int
wanted_read(struct wanted *w, bool customer, int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		struct str word = str_of(argv[i]);

		if (w->period.n != 0 || i > 4)
			return say_usage(argv[0],
			    "\"%s\" is one argument too many", argv[i]);
		if (i == 4 || (is_period(word) && !(customer && i == 2)))
			w->period = word;
		else if (i == 2)
			w->customer = word;
		else
			w->service = word;
	}
	return -1;
}

int
wanted_nothing(
    const struct wanted *w, const struct dossier *d, const char *command)
{
	struct nearest near = { .typed = w->customer };
	bool known = false;

	for (size_t i = 0; i < d->n_customers; i++) {
		nearest_try(&near, d->customers[i].id);
		known |= str_eq(d->customers[i].id, w->customer);
	}
	if (w->customer.n == 0)
		return say_usage(command,
		    "there is no settlement of that service and period");
	if (known)
		return say_usage(command,
		    "customer \"%.*s\" has no settlement for that service and "
		    "period",
		    STR_ARG(w->customer));
	if (near.name.n != 0)
		return say_usage(command,
		    "there is no customer \"%.*s\"; did you mean \"%.*s\"?",
		    STR_ARG(w->customer), STR_ARG(near.name));
	return say_usage(
	    command, "there is no customer \"%.*s\"", STR_ARG(w->customer));
}
