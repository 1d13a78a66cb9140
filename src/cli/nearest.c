#include "cli/nearest.h"

static void
take(struct nearest *n, struct str name, size_t far)
{
	if (n->name.n != 0 && far >= n->far)
		return;
	n->name = name;
	n->far = far;
}

void
nearest_try(struct nearest *n, struct str name)
{
	size_t far = str_distance(n->typed, name);

	if (far < 4 && far * 2 <= n->typed.n && name.n != 0)
		take(n, name, far);
}

void
nearest_begins(struct nearest *n, struct str name, size_t least)
{
	if (n->typed.n >= least && n->typed.n < name.n &&
	    str_eq(str_sub(name, 0, n->typed.n), n->typed))
		take(n, name, 1);
	else
		nearest_try(n, name);
}
