package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// chooser is the desk's own file chooser: the folders worth offering at the
// left, the folder at the right, a path to type above; all by keyboard.
type chooser struct {
	u      *UI
	m      *modal
	kind   chooseKind
	exts   []string
	dir    string
	list   []fileEntry
	rows   *rows
	path   *entry
	field  *field
	ok     *button
	places *fyne.Container
	where  *words
	done   func(path string)
	turn   int
}

// choose opens the chooser. suggest is a file name for saving, exts are the
// endings shown, all when empty.
func (u *UI) choose(name string, kind chooseKind, exts []string, suggest string, done func(path string)) {
	c := &chooser{u: u, kind: kind, exts: exts, done: done}
	c.path = u.entry("")
	label := tr("Nama berkas atau alamatnya")
	yes := tr("Pilih")
	switch kind {
	case chooseFolder:
		label, yes = tr("Folder"), tr("Pilih folder ini")
	case chooseSave:
		yes = tr("Simpan")
	}
	c.path.put(suggest)
	c.path.enter = c.take
	c.field = u.field("path", label, false, "", &textControl{c.path})
	c.rows = u.rowList([]head{{Title: "", Share: 1, Icon: true}, {Title: "", Width: 80}},
		func() int { return len(c.list) }, c.write, c.pick)
	c.ok = u.button(yes, nil, weightMain, c.take)
	up := u.button(tr("Naik satu folder"), theme.MoveUpIcon(), weightQuiet, func() { c.open(filepath.Dir(c.dir)) })
	no := u.button(tr("Batal"), nil, weightPlain, func() { c.m.cancel() })
	c.places = column(2)
	c.where = small("")
	c.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 300}, centredQuiet(tr("Tidak ada berkas yang cocok di folder ini.")))))
	side := fixed(200, container.NewVScroll(c.places))
	body := halves(12, []float32{1, 2.4}, side, tightCard(c.rows.Box))
	box := container.NewBorder(column(12, title(name), c.field.Box), inset(8, 0, line(8, up, spacer(), no, c.ok)), nil, nil,
		inset(8, 0, edges(inset(2, 0, c.where), nil, nil, body)))
	c.m = u.open(sized(780, 470, box), c.path)
	u.settle(c.m)
	c.offer()
}

// offer lists the places and opens the one that was used last; a folder to
// carry things in is a stick, when one is plugged in.
func (c *chooser) offer() {
	u := c.u
	sticks := 0
	quietly(u, func() ([]Place, error) {
		var all []Place
		if u.env.Sticks != nil {
			all = append(all, u.env.Sticks()...)
			sticks = len(all)
		}
		if u.env.Places != nil {
			all = append(all, u.env.Places()...)
		}
		return all, nil
	}, func(all []Place, _ error) {
		if last := u.app.Preferences().String("folder_terakhir"); last != "" {
			all = append(all, Place{tr("Terakhir dipakai"), last})
		}
		for _, p := range all {
			c.places.Add(u.button(clip(p.Name, 22), theme.FolderIcon(), weightRail, func() { c.open(p.Path) }))
		}
		c.m.pop.Content.Refresh()
		switch {
		case c.kind == chooseFolder && sticks > 0:
			c.open(all[0].Path)
		case len(all) > 0:
			c.open(all[len(all)-1].Path)
		}
	})
}

func (c *chooser) write(i int, cells []*cell) {
	e := c.list[i]
	if e.Folder {
		cells[0].Mark(theme.FolderIcon(), e.Name, roleInk)
		cells[1].Set("", roleQuiet)
		return
	}
	cells[0].Mark(theme.FileIcon(), e.Name, roleInk)
	cells[1].Set(bytesWord(e.Size), roleQuiet)
}

func (c *chooser) pick(i int) {
	e := c.list[i]
	if e.Folder {
		c.open(e.Path)
		return
	}
	c.path.put(e.Name)
	if c.kind == chooseFile {
		c.take()
	}
}

// open shows a folder.
func (c *chooser) open(dir string) {
	c.turn++
	turn, exts, kind := c.turn, c.exts, c.kind
	quietly(c.u, func() ([]fileEntry, error) { return listFolder(dir, exts, kind) }, func(list []fileEntry, err error) {
		if turn != c.turn {
			return
		}
		if err != nil {
			c.field.SetProblem(tr("Folder ini tidak bisa dibuka."))
			return
		}
		c.dir, c.list = dir, list
		c.field.SetProblem("")
		c.where.Set(dir)
		if c.kind == chooseFolder {
			c.path.put(dir)
		}
		c.rows.list.ScrollToTop()
		c.rows.Refresh()
		c.m.pop.Content.Refresh()
	})
}

// take uses what stands in the path field.
func (c *chooser) take() {
	text, from, kind := c.path.Text, c.dir, c.kind
	quietly(c.u, func() (typedPath, error) { return readTyped(text, from, kind), nil }, func(t typedPath, _ error) {
		switch {
		case t.Trouble != "":
			c.field.SetProblem(t.Trouble)
			c.m.pop.Content.Refresh()
		case t.Folder != "" && (kind != chooseFolder || t.Folder != c.dir && c.dir != ""):
			if kind == chooseFile {
				c.path.put("")
			}
			c.open(t.Folder)
			if kind == chooseFolder {
				c.dir = t.Folder
			}
		default:
			path, folder := t.File, filepath.Dir(t.File)
			if kind == chooseFolder {
				path, folder = t.Folder, t.Folder
			}
			c.m.close()
			c.u.app.Preferences().SetString("folder_terakhir", folder)
			c.done(path)
		}
	})
}
