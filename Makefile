# makegood -- GNU make. `make help` lists the targets; V=1 shows the commands.
CFLAGS ?= -O2 -g
WARN    = -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wvla -Wwrite-strings
CPPFLAGS += -D_GNU_SOURCE -Isrc -I$(B)/gen
LIBS    = -lsqlite3 -lhpdf -lharfbuzz-subset -lharfbuzz -lxlsxwriter -lcsv \
	  -lyaml -ljansson -lnettle -lzstd -llzma -lbz2 -lz -lm
PREFIX ?= /usr/local
B      ?= build
Q       = $(if $(V),,@)

# make SAN=1 builds everything with the sanitizers, in its own folder.
ifdef SAN
ifeq ($(B),build)
override B = build-san
endif
CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS += -fsanitize=address,undefined
endif

ROOMS := $(shell sed -n 's/^\([a-z]*\):.*/\1/p' src/ROOMS)
may    = $(shell sed -n 's/^$(1): *\([^|]*\).*/\1/p' src/ROOMS)
SRC   := $(sort $(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
HDR   := $(sort $(foreach r,$(ROOMS),$(wildcard src/$(r)/*.h)))
SQL   := $(sort $(wildcard src/store/sql/*.sql))
ASSET := $(shell find reports sample-data -type f ! -path 'reports/out/*' \
	   ! -path 'reports/specimens/*' ! -name '*.gz' ! -path '*/formats/*' \
	   | LC_ALL=C sort)
OBJ   := $(SRC:src/%.c=$(B)/obj/%.o) $(B)/obj/base/assets.gen.o \
	 $(if $(SQL),$(B)/obj/store/sql.gen.o)
GEN   := $(if $(SQL),$(B)/gen/store/sql.gen.h)
UNIT  := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/*/test_*.c)))
.DEFAULT_GOAL := all

all: setup $(B)/makegood ## build the program

$(B)/makegood: $(OBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/obj/%.o: src/%.c $(GEN) | $(B)/rooms.ok
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) -include base/banned.h $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

$(B)/obj/%.gen.o: $(B)/gen/%.gen.c
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -Wno-overlength-strings -c -o $@ $<

$(B)/gen/base/assets.gen.c: $(B)/tools/embed $(ASSET)
	@mkdir -p $(@D); echo "  EMBED $(words $(ASSET)) files"
	$(Q)$(B)/tools/embed $(ASSET) > $@

$(B)/tools/%: src/tools/%.c
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) -O1 $(WARN) -o $@ $<

$(B)/gen/store/sql.gen.c $(B)/gen/store/sql.gen.h &: src/tools/sql.awk $(SQL)
	@mkdir -p $(@D); echo "  SQL   $(words $(SQL)) files"
	$(Q)awk -v HDR=$(B)/gen/store/sql.gen.h -f src/tools/sql.awk $(SQL) \
	    > $(B)/gen/store/sql.gen.c

$(B)/rooms.ok: src/ROOMS src/tools/rooms.awk $(SRC) $(HDR)
	@mkdir -p $(@D); echo "  ROOMS"
	$(Q)awk -f src/tools/rooms.awk src/ROOMS $(SRC) $(HDR)
	@touch $@

# A unit test links its own room and the rooms that room may enter, no others.
define unit_rule
$(B)/tests/unit/$(1)/%: tests/unit/$(1)/%.c $$(filter $$(foreach r,$(1) $(call may,$(1)),$(B)/obj/$$(r)/%),$$(OBJ)) | $(GEN)
	@mkdir -p $$(@D); echo "  TEST  $$<"
	$$(Q)$$(CC) $$(CPPFLAGS) -Itests $$(CFLAGS) $$(WARN) $$(LDFLAGS) -MMD -MP -o $$@ $$(filter %.c %.o,$$^) -lcmocka -lgmp $$(LIBS)
endef
$(foreach r,$(ROOMS),$(eval $(call unit_rule,$(r))))

check-unit: setup $(UNIT) ## unit tests only
	@for t in $(UNIT); do $$t || exit 1; done

setup:

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | sort | \
	    awk -F'|' '{ printf "  %-14s %s\n", $$1, $$2 }'

clean: ## remove build folders and what the demo wrote
	rm -rf build build-san reports/out

.PHONY: all setup check-unit help clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(OBJ:.o=.d) $(UNIT:=.d)
