// Package e2e drives the real window, built with cgo and OpenGL, on a display
// of its own (Xvfb): it types with XTEST, looks with GetImage, and asks the
// program's own commands what was saved. It runs with -tags e2e; see
// scripts/e2e. With -tags perf it measures the window's speed, memory and idle
// time; see scripts/perf.
package e2e
