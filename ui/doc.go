// Package ui is what the clerk sees: the screens of the desk, each a model
// without Fyne and a set of widgets that shows it. With main.go it is the only
// room that knows Fyne, and it never imports fyne.io/fyne/v2/app, so that every
// test of it runs with no display and no C compiler.
package ui
