#include "import/watch_rule.h"

#define SUBJECTS_MAX 10000

const char *const watch_views[] = { "provider", "customer", "probe", "traffic",
	NULL };

static const char *const off_names[] = { "last", "unknown", NULL };
static const char *const host_names[] = { "takes_services", "alone", NULL };
static const char *const unknown_names[] = { "ignored", "down", NULL };

struct policy_read {
	bool soft;
	int off, host, unknown;
	int64_t confirm_checks, confirm_minutes, min_recovery_s;
};

static const struct schema_field policy_fields[] = {
	{ .key = "soft",
	    .kind = SCHEMA_BOOL,
	    .offset = offsetof(struct policy_read, soft) },
	{ .key = "off",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct policy_read, off),
	    .names = off_names },
	{ .key = "host",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct policy_read, host),
	    .names = host_names },
	{ .key = "unknown",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct policy_read, unknown),
	    .names = unknown_names },
	{ .key = "confirm_checks",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct policy_read, confirm_checks),
	    .min = 0,
	    .max = 100 },
	{ .key = "confirm_minutes",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct policy_read, confirm_minutes),
	    .min = 0,
	    .max = 1440 },
	{ .key = "min_recovery_seconds",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct policy_read, min_recovery_s),
	    .min = 0,
	    .max = 86400 },
};

void
watch_rule_policy(
    const struct node *map, struct watch_rule *rule, struct diags *d)
{
	struct policy_read in = { .off = -1 };

	if (!schema_read(map, "policy", policy_fields,
		sizeof policy_fields / sizeof *policy_fields, &in, d))
		return;
	rule->soft = in.soft;
	rule->off_last = in.off == 0;
	rule->off_unknown = in.off == 1;
	rule->host_alone = in.host == 1;
	rule->unknown_down = in.unknown == 1;
	rule->confirm_checks = in.confirm_checks;
	rule->confirm_ms = in.confirm_minutes * MS_MINUTE;
	rule->min_recovery_ms = in.min_recovery_s * MS_SECOND;
}

void
watch_rule_subjects(const struct node *map, struct arena *keep,
    struct file_rule *rule, struct diags *d)
{
	struct known_subject *v;

	if (map->n > SUBJECTS_MAX) {
		diag_add(d, DIAG_ERROR, map->at, NULL, "more than %d subjects",
		    SUBJECTS_MAX);
		return;
	}
	v = arena_array(keep, map->n + 1, sizeof *v);
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		if (node_is_text(n))
			v[rule->n_subjects++] =
			    (struct known_subject){ n->key, n->text };
		else
			diag_add(d, DIAG_ERROR, n->at,
			    "subjects: { \"web1;HTTP\": shop }",
			    "a subject of the file wants the id of a service "
			    "or resource");
	}
	rule->subjects = v;
}

struct str
file_rule_policy(struct arena *keep, const struct file_rule *rule)
{
	const struct watch_rule *w = &rule->watch;
	struct str s;
	struct buf b;

	buf_init(&b, (size_t)1 << 20);
	buf_addf(&b, "%s states, monitor off: %s, host down: %s, unknown %s",
	    w->soft ? "soft and hard" : "hard",
	    w->off_unknown ? "nobody knows"
	    : w->off_last  ? "the last state"
			   : "the last state, gaps are gaps",
	    w->host_alone ? "services as they say" : "services down",
	    w->unknown_down ? "is down" : "is ignored");
	buf_addf(&b, ", confirmed by %lld checks and %lld s",
	    (long long)w->confirm_checks,
	    (long long)(w->confirm_ms / MS_SECOND));
	buf_addf(&b, ", recoveries from %lld s",
	    (long long)(w->min_recovery_ms / MS_SECOND));
	if (w->has_view)
		buf_addf(&b, ", view %s", watch_views[w->view]);
	if (rule->subject.n != 0)
		buf_addf(&b, ", all is %.*s", STR_ARG(rule->subject));
	for (size_t i = 0; i < rule->n_subjects; i++)
		buf_addf(&b, ", %.*s is %.*s", STR_ARG(rule->subjects[i].name),
		    STR_ARG(rule->subjects[i].id));
	s = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return s;
}

struct str
watch_rule_words(
    struct arena *keep, const struct watch_rule *rule, enum viewpoint view)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1024);
	buf_addf(&b, "states=%s off=%s host=%s unknown=%s view=%s",
	    rule->soft ? "soft" : "hard", off_names[rule->off_unknown],
	    host_names[rule->host_alone], unknown_names[rule->unknown_down],
	    watch_views[rule->has_view ? rule->view : view]);
	if (rule->confirm_checks > 0)
		buf_addf(&b, " checks=%lld", (long long)rule->confirm_checks);
	if (rule->confirm_ms > 0)
		buf_addf(&b, " confirm_s=%lld",
		    (long long)(rule->confirm_ms / MS_SECOND));
	if (rule->min_recovery_ms > 0)
		buf_addf(&b, " recovery_s=%lld",
		    (long long)(rule->min_recovery_ms / MS_SECOND));
	s = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return s;
}
