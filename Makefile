# Smart Kampung. The two commands: make run, make test.
SHELL := /bin/bash
TAGS  := x11,no_animations,no_emoji
GO    ?= go

.PHONY: run test test-postgres pages window headless hub dist dist-hub dist-windows dist-deb wine-smoke model soak bench e2e print-smoke perf panduan lint clean

## run: install what is missing, build, open the window (or the demo where there is no display)
run:
	@./scripts/setup run
	@./scripts/run

## test: install the tools that tests use, then every test; no C compiler, no display
test:
	@./scripts/setup test
	@./scripts/test

## test-postgres: the hub's tests on PostgreSQL 15, in a throw-away cluster
test-postgres:
	@./scripts/test-postgres

## window: the desktop program, with cgo
window:
	@./scripts/setup window
	CGO_ENABLED=1 $(GO) build -tags $(TAGS) -o smartkampung .

## headless: the same program without its window
headless:
	CGO_ENABLED=0 $(GO) build -o smartkampung .

## hub: the regency's hub, one static binary
hub:
	CGO_ENABLED=0 $(GO) build -o smartkampung-hub ./hub/serve

## dist: what is handed out, in dist/
dist: dist-hub dist-windows dist-deb
	@./scripts/dist-sign

## dist-hub: the hub as a static tarball and a Debian package, in dist/
dist-hub:
	@./scripts/dist-hub

## dist-windows: the desk for Windows, cross-built: installer and portable folder, in dist/
dist-windows:
	@./scripts/setup dist
	@./scripts/dist-windows

## dist-deb: the desk as a Debian package, in dist/
dist-deb:
	@./scripts/setup dist
	@./scripts/dist-deb

## wine-smoke: install, drive and remove the Windows program under Wine, on demand
wine-smoke:
	@./scripts/setup wine
	@./scripts/wine-smoke

## e2e: the real window under Xvfb, driven by keyboard
e2e:
	@./scripts/setup e2e
	@./scripts/e2e

## print-smoke: letters on a printer that makes PDFs, through lp and, under wine, through Windows
print-smoke:
	@./scripts/setup print
	@./scripts/print-smoke

## perf: speed, memory and idle time of the real window, beside a bare one
perf:
	@./scripts/setup e2e
	@./scripts/perf

## panduan: the pictures of the user guide, drawn anew
panduan:
	@./scripts/panduan

## pages: the hub's pages in a real Chromium
pages:
	@./scripts/setup chromium
	CGO_ENABLED=0 $(GO) test -count=1 -tags chromium -run Chromium -v . ./hub/web

## model: ten thousand random histories against the real code, and the deliberate breaks
model:
	@./scripts/model

## soak: a million random histories; takes a night or two
soak:
	CHECKS=1000000 TIMEOUT=72h BREAKS=no ./scripts/model

## lint: formatting, vet, staticcheck
lint:
	@./scripts/lint

## bench: speed and memory, with the peers in the same run
bench:
	CGO_ENABLED=0 $(GO) test -run '^$$' -bench . -benchtime 1x ./...

clean:
	rm -rf smartkampung smartkampung-hub build dist
