# The only commands: CI calls these targets and nothing else.
CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
SECONDS_PER_FUZZ_TARGET ?= 5
SCHEDULES ?= 100000

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
TARGET_DIR := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
DIST := $(TARGET_DIR)/dist
PACKAGE := libmi-$(VERSION)-$(shell uname -s | tr A-Z a-z)-$(shell uname -m)

# The library to install; given by hand, it is taken as it is and nothing is built.
ifeq ($(origin LIBRARY), undefined)
LIBRARY := $(DIST)/libmi.so
INSTALL_NEEDS := build
endif

.PHONY: build run windows test-windows test interop destination bench model fuzz differential miri sanitize header \
    header-check matrix format lint install package clean

build:
	$(CARGO) rustc --profile dist --lib --crate-type cdylib

# The library and a C program, on this machine's own data.
run: build
	@mkdir -p $(TARGET_DIR)/demo
	$(CC) -std=c99 -D_GNU_SOURCE -Wall -Wextra -Iinclude examples/demo.c -o $(TARGET_DIR)/demo/demo -pthread -ldl
	$(TARGET_DIR)/demo/demo $(DIST)/libmi.so

# mi.dll, cross-built on Debian.
windows:
	scripts/windows

# The C programs and the Rust tests on mi.dll, under wine.
test-windows:
	scripts/test-windows

# The independent WS-Man server's Python is set up where the server lies beside the project.
test:
	.ci/setup
	WSMAN_PEER_PYTHON="$${WSMAN_PEER_PYTHON-$$(.ci/peer)}" $(CARGO) test

# Every operation against a real server. HOST, PASSWORD and the others may stand in the environment too (MI_HOST ...),
# which keeps a password out of the list of processes. TRANSPORT: http, https. AUTH: basic, negotiate, kerberos, ntlm ...
INTEROP := HOST USER PASSWORD DOMAIN PORT TRANSPORT AUTH PREFIX CHECKS NAMESPACE CLASS WRITE CERTIFICATE DELIVERY QUERY ASSOCIATION
$(foreach name,$(INTEROP),$(if $(filter command line,$(origin $(name))),$(eval export MI_$(name) = $($(name)))))

interop: destination build
	@mkdir -p $(TARGET_DIR)/interop
	@for source in c_tests/interop/*.c; do \
	    program=$(TARGET_DIR)/interop/$$(basename $$source .c); \
	    $(CC) -std=gnu11 -O1 -Iinclude -o $$program $$source -pthread -L$(DIST) -lmi \
	        -Wl,-rpath,$(abspath $(DIST)) && $$program || exit 1; \
	done

destination:
	@[ -n "$$MI_HOST" ] || { echo "usage: make interop HOST=name USER=name PASSWORD=secret [PORT= TRANSPORT= AUTH=" \
	    "DOMAIN= PREFIX= CHECKS=no NAMESPACE= CLASS= WRITE=yes CERTIFICATE= DELIVERY=]"; exit 2; }

bench: build
	MI_LIBMI="$(abspath $(DIST))/libmi.so" MI_LOG=off WSMAN_PEER_PYTHON="$$(.ci/peer)" $(CARGO) bench --bench instructions --bench wsman --bench operations \
	    --bench instance --bench schema --bench security

# What cargo-fuzz would pass, but on the stable compiler: no other tool is needed.
FUZZ_FLAGS := --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions
FUZZ_HOST := $(shell rustc -vV | sed -n 's/^host: //p')

# A target of its own keeps build scripts out of the instrumentation.
model:
	SCHEDULES=$(SCHEDULES) $(CARGO) test --release --features model --test model_closing -- --nocapture

fuzz:
	@for target in $$(sed -n 's/^name = "\(.*\)"/\1/p' fuzz/Cargo.toml | grep -v '^libmi'); do \
	    mkdir -p fuzz/corpus/$$target fuzz/artifacts/$$target; \
	    case $$target in wsman_*) seeds=$(wildcard ../shared/wsman/recorded);; *) seeds=;; esac; \
	    RUSTFLAGS="$(FUZZ_FLAGS)" $(CARGO) run --quiet --release --target $(FUZZ_HOST) \
	        --manifest-path fuzz/Cargo.toml --bin $$target -- -max_total_time=$(SECONDS_PER_FUZZ_TARGET) \
	        -artifact_prefix=fuzz/artifacts/$$target/ fuzz/corpus/$$target $$seeds || exit 1; \
	done

# The C tests on this library and on another one, and in what their outputs differ.
differential:
	@[ -n "$(OTHER)" ] || { echo "usage: make differential OTHER=/path/to/libmi.so"; exit 2; }
	@MI_OTHER_LIBMI="$(abspath $(OTHER))" $(CARGO) test --quiet --test main differential -- --nocapture

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
