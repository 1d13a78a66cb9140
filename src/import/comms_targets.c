#include "import/comms_targets.h"

#define COUNT(v)     (sizeof(v) / sizeof *(v))
#define CHANNELS_MAX 32
/* A month; whoever promises less promises nothing. */
#define MINUTES_MAX 44640
#define DAYS_MAX    366

struct file {
	const struct node *first_notice, *update, *report, *channels;
	int64_t grace;
};

static const struct schema_field file_fields[] = {
	{ .key = "first_notice",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct file, first_notice) },
	{ .key = "update",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct file, update) },
	{ .key = "report",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct file, report) },
	{ .key = "grace_minutes",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct file, grace),
	    .min = 0,
	    .max = 1440 },
	{ .key = "channels",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct file, channels) },
};

/* In the order of struct comms_target.contract. */
static const char *const basis_names[] = { "target", "contract", NULL };

struct target_file {
	int64_t amount;
	int basis;
	bool working_days;
	struct str source;
};

#define SOURCE_FIELD                                                           \
	{                                                                      \
		.key = "source", .kind = SCHEMA_TEXT,                          \
		.offset = offsetof(struct target_file, source),                \
		.required = true                                               \
	}
#define BASIS_FIELD                                                            \
	{                                                                      \
		.key = "basis", .kind = SCHEMA_CHOICE,                         \
		.offset = offsetof(struct target_file, basis),                 \
		.required = true, .names = basis_names                         \
	}

static const struct schema_field minutes_fields[] = {
	{ .key = "minutes",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct target_file, amount),
	    .required = true,
	    .min = 1,
	    .max = MINUTES_MAX },
	BASIS_FIELD,
	SOURCE_FIELD,
};

static const struct schema_field days_fields[] = {
	{ .key = "days",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct target_file, amount),
	    .required = true,
	    .min = 1,
	    .max = DAYS_MAX },
	{ .key = "working_days",
	    .kind = SCHEMA_BOOL,
	    .offset = offsetof(struct target_file, working_days) },
	BASIS_FIELD,
	SOURCE_FIELD,
};

static void
read_target(const struct node *map, const struct schema_field *fields,
    size_t n_fields, struct comms_target *target, struct diags *d)
{
	struct target_file f = { 0 };

	if (map == NULL ||
	    !schema_read(map, "a target", fields, n_fields, &f, d))
		return;
	*target = (struct comms_target){ .given = true,
		.contract = f.basis == 1,
		.ms = fields == days_fields ? 0 : f.amount * MS_MINUTE,
		.days = fields == days_fields ? f.amount : 0,
		.working_days = f.working_days,
		.source = f.source };
}

static void
read_channels(const struct node *list, struct arena *keep,
    struct comms_targets *t, struct diags *d)
{
	if (list->n > CHANNELS_MAX) {
		diag_add(d, DIAG_ERROR, list->at, NULL,
		    "channels: more than %d", CHANNELS_MAX);
		return;
	}
	t->channels = arena_array(keep, list->n + 1, sizeof *t->channels);
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		bool twice = false;

		if (n->kind != NODE_SCALAR || n->text.n == 0) {
			diag_add(d, DIAG_ERROR, n->at, "[status, phone]",
			    "channels: wants names as in notices.csv");
			continue;
		}
		for (size_t i = 0; i < t->n_channels; i++)
			twice = twice || str_eq(t->channels[i], n->text);
		if (twice)
			diag_add(d, DIAG_ERROR, n->at, NULL,
			    "channels: \"%.*s\" stands there twice",
			    STR_ARG(str_sub(n->text, 0, 60)));
		else
			t->channels[t->n_channels++] = n->text;
	}
}

void
comms_targets_read(const struct node *map, struct arena *keep,
    struct settings *s, struct diags *d)
{
	struct comms_targets t = { 0 };
	struct file f = { 0 };

	if (!schema_read(
		map, "comms_targets", file_fields, COUNT(file_fields), &f, d))
		return;
	read_target(f.first_notice, minutes_fields, COUNT(minutes_fields),
	    &t.first_notice, d);
	read_target(
	    f.update, minutes_fields, COUNT(minutes_fields), &t.update, d);
	read_target(f.report, days_fields, COUNT(days_fields), &t.report, d);
	t.grace_ms = f.grace * MS_MINUTE;
	if (f.channels != NULL)
		read_channels(f.channels, keep, &t, d);
	s->comms = t;
}
