// Command bare is the peer of the window's figures: a window of the same
// toolkit with a field and a list of 100,000 rows that the field narrows, and
// nothing else. It is built by scripts/perf with the same tags as the window.
package main

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func main() {
	all := make([]string, 100_000)
	for i := range all {
		all[i] = fmt.Sprintf("WARGA CONTOH NOMOR %06d", i*7919%100_000)
	}
	found := all
	list := widget.NewList(func() int { return len(found) },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i int, o fyne.CanvasObject) { o.(*widget.Label).SetText(found[i]) })
	field := widget.NewEntry()
	field.OnChanged = func(text string) {
		found = found[:0:0]
		for _, s := range all {
			if strings.Contains(s, text) {
				found = append(found, s)
			}
		}
		list.Refresh()
	}
	w := app.NewWithID("id.smartkampung.bare").NewWindow("Bare")
	w.SetContent(container.NewBorder(field, nil, nil, nil, list))
	w.Resize(fyne.NewSize(1280, 680))
	w.Canvas().Focus(field)
	w.ShowAndRun()
}
