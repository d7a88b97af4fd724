package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// markBar stands in the place of a list's foot while rows are marked.
type markBar struct {
	m    *marks
	box  *fyne.Container
	foot *fyne.Container
	text *words
}

func (u *UI) markBar(m *marks, actions []*button) *markBar {
	b := &markBar{m: m, text: bold("")}
	b.text.Role = roleMain
	b.box = line(12, newIcon(theme.CheckButtonCheckedIcon(), roleMain), b.text, spacer())
	for _, a := range actions {
		a.Small = true
		b.box.Add(a)
	}
	off := u.button(tr("Lepas tanda"), nil, weightQuiet, func() { m.clear() })
	off.Small = true
	b.box.Add(off)
	b.box.Hide()
	return b
}

// over sets the bar in the place of a foot.
func (b *markBar) over(foot *fyne.Container) *fyne.Container {
	b.foot = foot
	return container.NewStack(foot, b.box)
}

func (b *markBar) show() {
	n := len(b.m.ids)
	b.text.Set(tr("{{.N}} ditandai", "N", countWord(n)))
	b.box.Hidden = n == 0
	if b.foot != nil {
		b.foot.Hidden = n > 0
	}
	b.box.Refresh()
}

// actions are what can be done with marked requests.
func (t *requestTable) actions() []*button {
	u := t.u
	return []*button{
		u.button(tr("Cetak"), theme.DocumentPrintIcon(), weightPlain, t.printMarked),
		u.button(tr("Serahkan"), theme.ConfirmIcon(), weightPlain, t.handMarked),
		u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightPlain, t.exportMarked),
	}
}

// markedIDs reads the marked ids in the order of the list, off the UI thread.
func (t *requestTable) markedIDs(saying string, then func(ids []string)) {
	u, desk := t.u, t.u.desk
	if len(t.marks.ids) == 0 {
		u.tell(saying, tr("Tandai dulu barisnya: Spasi menandai satu baris, Shift+panah beberapa, Ctrl+A semuanya."))
		return
	}
	q, _ := t.m.Query()
	in := make(map[string]bool, len(t.marks.ids))
	for id := range t.marks.ids {
		in[id] = true
	}
	quietly(u, func() ([]string, error) {
		all, err := desk.RequestIDs(q)
		return slices.DeleteFunc(all, func(id string) bool { return !in[id] }), err
	}, func(ids []string, err error) {
		if !u.failed(err) {
			then(ids)
		}
	})
}

func (t *requestTable) printMarked() { t.markedIDs(tr("Cetak"), t.u.printMany) }

// handMarked hands the marked letters over, after asking.
func (t *requestTable) handMarked() {
	u := t.u
	t.markedIDs(tr("Serahkan"), func(ids []string) {
		u.ask(tr("Serahkan {{.N}} surat?", "N", countWord(len(ids))), tr("Surat yang sudah dicetak ditandai diserahkan kepada pemohonnya masing-masing. Yang belum dicetak dilewati dan disebutkan alasannya."),
			tr("Serahkan"), false, func() { u.handMany(ids) })
	})
}

// handMany marks letters as handed over, one after another.
func (u *UI) handMany(ids []string) {
	desk, role := u.desk, u.facts.me.Role
	u.batch(tr("Menyerahkan surat"), func(n string) string { return tr("{{.N}} surat diserahkan", "N", n) }, ids, func(r kampung.ListRow) (string, error) {
		if why := whyNotHanded(r.State, role); why != "" {
			return why, nil
		}
		_, err := desk.Advance(r.ID, kampung.StateHanded, "")
		return "", err
	})
}

// batch does something to requests, one after another, and tells what was done
// and what not, with the reason for each. do returns a reason to pass a row over.
func (u *UI) batch(saying string, done func(n string) string, ids []string, do func(kampung.ListRow) (why string, err error)) {
	desk := u.desk
	report := batchReport{Asked: len(ids)}
	var errs []error
	u.steps(saying, len(ids), func(i int) error {
		rows, err := desk.RequestRows(ids[i : i+1])
		if err != nil || len(rows) == 0 {
			return err
		}
		why, err := do(rows[0])
		report.Rows, errs = append(report.Rows, batchRow{rows[0], why}), append(errs, err)
		return nil
	}, func(_ int, err error) {
		for i, e := range errs {
			if e == nil {
				continue
			}
			ps, text := u.wordsFor(e)
			if len(ps) > 0 {
				text = problemLines(ps, nil)
			}
			report.Rows[i].Why = text
		}
		if u.failed(err) {
			return
		}
		u.tellBatch(saying, done, report)
	})
}

// tellBatch says what was done; a box comes up only when something was not.
func (u *UI) tellBatch(saying string, done func(n string) string, b batchReport) {
	if b.Clean() {
		u.bar.done(b.Words(done))
		return
	}
	list := column(12)
	for _, r := range b.Failed() {
		list.Add(column(2, line(8, newIcon(theme.WarningIcon(), roleWait), stretch(newWords(joinDots(r.Row.Name, r.Row.Number)))), aside(r.Why)))
	}
	var m *modal
	ok := u.button(tr("Tutup"), nil, weightMain, func() { m.close() })
	body := column(12, title(saying), paragraph(b.Words(done)))
	if len(b.Failed()) > 0 {
		body.Add(u.listPane(list, min(320, 64*float32(len(b.Failed()))+16)))
	}
	body.Add(line(8, spacer(), ok))
	m = u.open(fixed(560, body), ok)
	u.settle(m)
}
