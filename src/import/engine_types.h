/*
 * engine_types.h -- what engines call their types and troubles, and how
 * ClickHouse's names are quoted.
 */
#ifndef IMPORT_ENGINE_TYPES_H
#define IMPORT_ENGINE_TYPES_H

#include "import/engine_sql.h"

/* By the number PostgreSQL gives each of its own types. */
enum engine_type engine_pg_type(unsigned oid);

/*
 * What to do about an error by its SQLSTATE. True: case.yaml or the data are at
 * fault, not the world.
 */
bool engine_pg_trouble(const char *state, const char **ret_hint);

/* "Nullable(UInt64)": by what is inside. */
enum engine_type engine_clickhouse_type(struct str type);

/* `name`, whatever it holds; with `dotted` its first dot parts two names. */
struct str engine_backticks(struct arena *keep, struct str name, bool dotted);

#endif
