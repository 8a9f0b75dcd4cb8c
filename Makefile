# The only commands: CI calls these targets and nothing else.
CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
SECONDS_PER_FUZZ_TARGET ?= 5

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
TARGET_DIR := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
PACKAGE := libmi-$(VERSION)-$(shell uname -s | tr A-Z a-z)-$(shell uname -m)

# The library to install; given by hand, it is taken as it is and nothing is built.
ifeq ($(origin LIBRARY), undefined)
LIBRARY := $(TARGET_DIR)/release/libmi.so
INSTALL_NEEDS := build
endif

.PHONY: build run test bench fuzz miri sanitize header header-check matrix format lint install package clean

build:
	$(CARGO) build --release

# The library and a C program, on this machine's own data.
run: build
	@mkdir -p $(TARGET_DIR)/demo
	$(CC) -std=c99 -D_GNU_SOURCE -Wall -Wextra -Iinclude examples/demo.c -o $(TARGET_DIR)/demo/demo -pthread -ldl
	$(TARGET_DIR)/demo/demo $(TARGET_DIR)/release/libmi.so

test:
	.ci/setup
	$(CARGO) test

bench:
	MI_LOG=off $(CARGO) bench --bench instructions --bench operations --bench instance

fuzz:
	@[ -f fuzz/Cargo.toml ] || echo "skipped: there is no fuzz target yet"
	@for target in $$(sed -n 's/^name = "\(.*\)"/\1/p' fuzz/Cargo.toml 2>/dev/null | grep -v '^libmi'); do \
	    $(CARGO) run --quiet --release --manifest-path fuzz/Cargo.toml --bin $$target -- \
	        -max_total_time=$(SECONDS_PER_FUZZ_TARGET) || exit 1; \
	done

miri:
	@if $(CARGO) miri --version >/dev/null 2>&1; then $(CARGO) miri test --lib; \
	else echo "skipped: Miri is not installed"; fi

sanitize:
	.ci/setup
	$(CARGO) test --test main -- --ignored sanitize

header:
	$(CARGO) run --quiet --example header

header-check:
	$(CARGO) run --quiet --example header -- --verify

matrix:
	$(CARGO) run --quiet --example matrix

format:
	$(CARGO) fmt

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings

install: $(INSTALL_NEEDS)
	install -d "$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(LIBDIR)/cmake/mi" "$(DESTDIR)$(INCLUDEDIR)"
	install -m 755 "$(LIBRARY)" "$(DESTDIR)$(LIBDIR)/libmi.so"
	for header in include/*.h; do install -m 644 "$$header" "$(DESTDIR)$(INCLUDEDIR)/" || exit 1; done
	install -m 644 include/mi.h "$(DESTDIR)$(INCLUDEDIR)/MI.h"
	for file in mi.pc mi-config.cmake mi-config-version.cmake; do \
	    case $$file in mi.pc) folder=pkgconfig;; *) folder=cmake/mi;; esac; \
	    sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|g' \
	        -e 's|@VERSION@|$(VERSION)|g' packaging/$$file.in > "$(DESTDIR)$(LIBDIR)/$$folder/$$file" || exit 1; \
	done

package: build
	rm -rf build/$(PACKAGE)
	$(MAKE) install LIBRARY="$(LIBRARY)" PREFIX=/usr DESTDIR="build/$(PACKAGE)"
	tar -C build -czf build/$(PACKAGE).tar.gz $(PACKAGE)

clean:
	$(CARGO) clean
	rm -rf build
