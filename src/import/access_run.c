/* Plain lines on any processor of the kind it is compiled for. */
#include "import/access_lines.h"

access_run *
access_run_any(enum access_kind kind)
{
	return lines_of(kind);
}
