// Package start is what happens around the window before and after it lives:
// only one window over a data folder, files that the file manager hands over,
// a report when the program ends unexpectedly, and words in a box of the
// system's own where no window can open. It knows no toolkit.
package start
