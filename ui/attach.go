package ui

import (
	"context"
	"image"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// dropper is a screen that takes files that are dropped on the window.
type dropper interface{ Dropped(paths []string) }

// dropFiles hands dropped files to the screen that is up.
func (u *UI) dropFiles(paths []string) {
	if s, ok := u.cur.(dropper); ok && u.modal == nil && u.desk != nil && len(paths) > 0 {
		s.Dropped(paths)
	}
}

// folderOfScans is the preference with the folder into which the scanner writes.
const folderOfScans = "folder_pindai"

// filePicker offers the newest files of the scanner's folder.
type filePicker struct {
	u    *UI
	m    *modal
	list []scanFile
	rows *rows
	dir  *words
	done func(path string)
}

// pickFile asks for a photo or PDF: the newest ones of the scanner's folder,
// which is chosen once, or any other file.
func (u *UI) pickFile(done func(path string)) {
	p := &filePicker{u: u, done: done, dir: small("")}
	p.rows = u.rowList([]head{{Title: tr("Berkas"), Share: 1, Icon: true}, {Title: tr("Dibuat"), Width: 120}, {Title: tr("Ukuran"), Width: 80}},
		func() int { return len(p.list) }, p.write, func(i int) { path := p.list[i].Path; p.m.close(); done(path) })
	folder := u.button(tr("Pilih folder pindai"), theme.FolderIcon(), weightPlain, p.chooseFolder)
	other := u.button(tr("Berkas lain"), theme.FolderOpenIcon(), weightPlain, p.other)
	no := u.button(tr("Batal"), nil, weightPlain, func() { p.m.cancel() })
	dir := u.app.Preferences().String(folderOfScans)
	empty := tr("Belum ada foto atau PDF di folder ini.")
	if dir == "" {
		empty = tr("Pilih sekali folder tempat pemindai menyimpan; sejak itu berkas terbarunya langsung tampil di sini.")
	}
	p.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 380}, centredQuiet(empty))))
	box := container.NewBorder(column(4, title(tr("Lampirkan berkas")), p.dir), inset(8, 0, line(8, folder, other, spacer(), no)), nil, nil,
		inset(8, 0, tightCard(p.rows.Box)))
	first := fyne.Focusable(p.rows.list)
	if dir == "" {
		first = folder
	}
	p.rows.Refresh()
	p.m = u.open(sized(680, 430, box), first)
	u.settle(p.m)
	if dir != "" {
		p.read(dir)
	}
}

func (p *filePicker) write(i int, c []*cell) {
	f := p.list[i]
	icon := theme.FileImageIcon()
	if strings.EqualFold(filepath.Ext(f.Name), ".pdf") {
		icon = theme.FileIcon()
	}
	c[0].Mark(icon, f.Name, roleInk)
	c[1].Set(moment(f.At, p.u.env.Now()), roleQuiet)
	c[2].Set(bytesWord(f.Size), roleQuiet)
}

func (p *filePicker) read(dir string) {
	quietly(p.u, func() ([]scanFile, error) { return newestFiles(dir) }, func(all []scanFile, err error) {
		if err != nil {
			p.dir.Paint(tr("Folder {{.Dir}} tidak bisa dibuka. Pilih folder pindai lagi.", "Dir", dir), roleBack)
			return
		}
		p.list = all
		p.dir.Paint(dir, roleQuiet)
		p.rows.Refresh()
		p.m.pop.Content.Refresh()
		if len(all) > 0 {
			p.u.focus(p.rows.list)
		}
	})
}

func (p *filePicker) chooseFolder() {
	u, done := p.u, p.done
	p.m.close()
	u.choose(tr("Folder tempat pemindai menyimpan"), chooseFolder, nil, "", func(dir string) {
		u.app.Preferences().SetString(folderOfScans, dir)
		u.pickFile(done)
	})
}

func (p *filePicker) other() {
	p.m.close()
	p.u.choose(tr("Pilih hasil pindai"), chooseFile, scanEnds, "", p.done)
}

// askAttach asks what files are attached as, and hands them on.
func (u *UI) askAttach(paths []string, s kampung.Service, use func(requirement string, paths []string)) {
	var m *modal
	var names []string
	for i, p := range paths {
		if i == 4 {
			names = append(names, tr("dan {{.N}} lagi", "N", len(paths)-i))
			break
		}
		names = append(names, clip(filepath.Base(p), 40))
	}
	list := column(4)
	var first *button
	for _, t := range attachTargets(s) {
		b := u.button(t.Title, theme.MailAttachmentIcon(), weightPlain, func() { m.close(); use(t.Key, paths) })
		b.Cut = true
		if first == nil {
			first = b
		}
		list.Add(b)
	}
	no := u.button(tr("Batal"), nil, weightQuiet, func() { m.cancel() })
	m = u.open(fixed(480, column(12, title(tr("Lampirkan sebagai apa?")), aside(strings.Join(names, ", ")), list, line(8, spacer(), no))), first)
	u.settle(m)
}

// takeFiles keeps files and hands on those that were taken; what was refused is
// told with its reason.
func (u *UI) takeFiles(requirement string, paths []string, done func([]kampung.Scan)) {
	desk := u.desk
	words := func(err error) string {
		ps, text := u.wordsFor(err)
		return joinNonEmpty(problemLines(ps, nil), text)
	}
	run(u, long[intake]{
		Saying: tr("Mengambil lampiran"), Stopped: tr("Dibatalkan. Tidak ada yang dilampirkan."),
		Do: func(ctx context.Context, tell kampung.Tell) (intake, error) {
			return takeAll(desk, requirement, paths, words, kampung.NewCounter(ctx, tell, kampung.StepRead, len(paths), kampung.OfFiles).Next)
		},
		Done: func(t intake, err error) {
			if u.failed(err) {
				return
			}
			if len(t.scans) > 0 {
				done(t.scans)
			}
			if len(t.wrong) > 0 {
				u.tell(tr("{{.N}} berkas tidak dilampirkan", "N", len(t.wrong)), joinLines(t.wrong))
			}
		},
	})
}

// addFiles adds a file to a recorded request.
func (s *detailScreen) addFiles() {
	s.u.pickFile(func(path string) { s.Dropped([]string{path}) })
}

// Dropped takes files for the request that is shown, where the rules allow it.
func (s *detailScreen) Dropped(paths []string) {
	if text := kampung.CheckAttach(s.m.R); text != "" {
		s.u.tell(tr("Lampiran tidak ditambah"), text)
		return
	}
	s.u.askAttach(paths, s.m.Service, s.attach)
}

func (s *detailScreen) attach(requirement string, paths []string) {
	u, desk, id := s.u, s.u.desk, s.id
	u.takeFiles(requirement, paths, func(scans []kampung.Scan) {
		work(u, tr("Sedang menyimpan …"), func() (kampung.Request, error) { return desk.Attach(id, scans) }, func(_ kampung.Request, err error) {
			if u.failed(err) {
				return
			}
			u.bar.done(tr("{{.N}} lampiran tersimpan", "N", len(scans)))
			if s.id == id {
				s.read(false)
			}
		})
	})
}

// askNote takes a note for other clerks.
func (s *detailScreen) askNote() {
	u, desk, id := s.u, s.u.desk, s.id
	u.askText(question{Title: tr("Catatan untuk petugas lain"), Key: "note", Label: tr("Catatan"), Entry: u.long(3),
		Help: tr("Hanya untuk petugas kantor ini: tidak dicetak dan tidak dikirim ke kabupaten."),
		Yes:  tr("Simpan catatan"), Weight: weightMain, Check: kampung.CheckNote, Do: func(text string) {
			work(u, tr("Sedang menyimpan …"), func() (kampung.Request, error) { return desk.AddNote(id, text) }, func(_ kampung.Request, err error) {
				if !u.failed(err) {
					u.bar.done(tr("Catatan tersimpan"))
					s.read(false)
				}
			})
		}})
}

// askReceiver asks who fetches a letter in the applicant's place.
func (u *UI) askReceiver(use func(who string)) {
	u.askText(question{Title: tr("Serahkan kepada orang lain"), Key: "receiver", Label: tr("Diterima oleh"), Entry: u.entry(tr("Misalnya: Slamet, suami pemohon")),
		Yes: tr("Serahkan"), Weight: weightMain, Check: need(tr("Tulis siapa yang mengambil suratnya.")), Do: func(typed string) { use(kampung.FoldSpace(typed)) }})
}

// Sizes of the small pictures of attachments.
const (
	thumbSide = 160 // pixels that are kept
	thumbWide = 88
	thumbHigh = 64
	thumbMost = 80 // pictures kept, some 8 MB
)

// thumbs keeps small pictures by the digest of what they show.
type thumbs struct {
	all   map[string]image.Image // nil for what has none
	order []string
}

func (t *thumbs) put(sha string, img image.Image) {
	if t.all == nil {
		t.all = map[string]image.Image{}
	}
	if len(t.order) >= thumbMost {
		delete(t.all, t.order[0])
		t.order = t.order[1:]
	}
	t.all[sha] = img
	t.order = append(t.order, sha)
}

// thumb is the small picture of an attachment, or an icon until it is drawn and
// for what has none. It is drawn off the UI thread, once.
func (u *UI) thumb(sc kampung.Scan) fyne.CanvasObject {
	sign := theme.FileImageIcon()
	if sc.Type == "application/pdf" {
		sign = theme.FileIcon()
	}
	pic := canvas.NewImageFromImage(nil)
	pic.FillMode = canvas.ImageFillContain
	pic.Hide()
	symbol := container.NewCenter(newIcon(sign, roleQuiet))
	box := sized(thumbWide, thumbHigh, container.NewStack(newPanel("background", roleLine, 4), symbol, padded(2, pic)))
	show := func(img image.Image) {
		if img != nil {
			pic.Image = img
			symbol.Hide()
			pic.Show()
			box.Refresh()
		}
	}
	if img, known := u.thumbs.all[sc.SHA256]; known {
		show(img)
		return box
	}
	desk := u.desk
	quietly(u, func() (image.Image, error) { return desk.ScanThumb(sc, thumbSide) }, func(img image.Image, err error) {
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
		u.thumbs.put(sc.SHA256, img)
		show(img)
	})
	return box
}

// scansCard shows the attachments.
func (s *detailScreen) scansCard() fyne.CanvasObject {
	u := s.u
	list := column(8, line(8, plainHeading(tr("Lampiran")), spacer()))
	if kampung.CheckAttach(s.m.R) == "" {
		add := u.button(tr("Tambah lampiran"), theme.ContentAddIcon(), weightQuiet, s.addFiles)
		add.Small = true
		list.Objects[0].(*fyne.Container).Add(add)
	}
	for _, sc := range s.m.R.Scans {
		open := func() { s.openScan(sc) }
		text, icon := tr("Buka"), theme.FolderOpenIcon()
		if strings.HasPrefix(sc.Type, "image/") {
			open, text, icon = func() { s.see(sc) }, tr("Lihat"), theme.VisibilityIcon()
		}
		acts := line(4)
		if u.env.Open != nil || strings.HasPrefix(sc.Type, "image/") {
			b := u.button(text, icon, weightQuiet, open)
			b.Small = true
			acts.Add(b)
		}
		keep := u.button(tr("Simpan salinan"), theme.DownloadIcon(), weightQuiet, func() { s.copyScan(sc) })
		keep.Small = true
		acts.Add(keep)
		acts.Add(spacer())
		name := newWords(sc.Name) // cut at the card's edge
		name.Bold = true
		list.Add(container.NewBorder(nil, nil, inset(0, 0, u.thumb(sc)), nil, inset(0, 10, column(2, name, small(scanWords(s.m.Service, sc)), acts))))
	}
	return card(list)
}

// openScan opens an attachment in the system's own program.
func (s *detailScreen) openScan(sc kampung.Scan) {
	u, desk := s.u, s.u.desk
	work(u, tr("Sedang membuka …"), func() (struct{}, error) {
		path, err := desk.ScanFile(sc)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, u.env.Open(path)
	}, func(_ struct{}, err error) { u.failed(err) })
}

// markIcon is the icon before a sentence of what happened.
func markIcon(m timeMark) fyne.Resource {
	switch m {
	case markPrint:
		return theme.DocumentPrintIcon()
	case markFile:
		return theme.MailAttachmentIcon()
	case markNote:
		return theme.DocumentCreateIcon()
	case markSent:
		return theme.UploadIcon()
	case markAnswer, markCamat:
		return theme.MailReplyIcon()
	}
	return stateIcon(kampung.State(m))
}
