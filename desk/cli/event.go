package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
	"smartkampung/store"
)

// eventFlags are what the commands of events take.
type eventFlags struct {
	date, place, cause, from, to, newHead, newKK, mother, father, file, take string
	new                                                                      list
}

func flagsEvent(c *call) {
	e := &c.event
	c.set.StringVar(&e.date, "date", "", "tanggal peristiwa; bawaan hari ini")
	c.set.StringVar(&e.place, "place", "", "tempat lahir atau meninggal")
	c.set.StringVar(&e.cause, "cause", "", "sebab meninggal atau alasan pindah")
	c.set.StringVar(&e.from, "from", "", "asal kedatangan")
	c.set.StringVar(&e.to, "to", "", "tujuan pindah")
	c.set.StringVar(&e.newHead, "new-head", "", "NIK atau ID kepala keluarga yang baru")
	c.set.StringVar(&e.newKK, "new-kk", "", "nomor KK yang baru")
	c.set.StringVar(&e.mother, "mother", "", "NIK atau ID ibu")
	c.set.StringVar(&e.father, "father", "", "NIK atau ID ayah")
	c.set.Var(&e.new, "person", "data bayi atau orang yang datang, kolom=isi seperti di berkas impor; boleh berkali-kali")
	c.set.StringVar(&e.file, "file", "", "berkas .xlsx atau .csv berisi orang-orang yang datang")
	c.set.StringVar(&c.note, "note", "", "keterangan")
	c.set.BoolVar(&c.dryRun, "dry-run", false, "hanya memperlihatkan yang akan berubah")
}

func runEvent(c *call) error {
	if len(c.args) == 0 {
		return errUsage{"Peristiwa belum disebut: " + eventWords() + "."}
	}
	kind, ok := kampung.ParseEventType(strings.ReplaceAll(c.args[0], "-", " "))
	if !ok || kind == kampung.EventMerge {
		return errUsage{"Peristiwa “" + short(c.args[0]) + "” tidak dikenal. Yang ada: " + eventWords() + "."}
	}
	typed, err := pairs(c.event.new, "--person")
	if err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	e, err := c.typedEvent(d, kind)
	if err != nil {
		return err
	}
	fresh, err := c.newcomers(d, typed)
	if err != nil {
		return err
	}
	do := d.RecordEvent
	if c.dryRun {
		do = d.PreviewEvent
	}
	plan, err := do(e, fresh)
	if err != nil {
		return err
	}
	return c.printPlan(plan)
}

// eventWords names the events that the command records.
func eventWords() string {
	var all []string
	for _, t := range kampung.EventTypes {
		if t != kampung.EventMerge {
			all = append(all, strings.ReplaceAll(string(t), "_", "-"))
		}
	}
	return strings.Join(all, ", ")
}

// typedEvent is the event that the flags tell.
func (c *call) typedEvent(d *desk.Desk, kind kampung.EventType) (kampung.Event, error) {
	f := c.event
	e := kampung.Event{Type: kind, Date: kampung.DateOf(c.env.Now()), Place: f.place, Cause: f.cause, From: f.from, To: f.to, NewKK: f.newKK, Note: c.note}
	if f.date != "" {
		day, wrong := kampung.ParseDate(f.date, e.Date)
		if wrong != "" {
			return e, kampung.Problems{{Field: "date", Text: wrong}}
		}
		e.Date = day
	}
	var err error
	for _, who := range []struct {
		text string
		id   *string
	}{{f.mother, &e.Mother}, {f.father, &e.Father}, {f.newHead, &e.NewHead}} {
		if who.text == "" {
			continue
		}
		if *who.id, err = residentID(d, who.text); err != nil {
			return e, err
		}
	}
	for _, who := range c.args[1:] {
		id, err := residentID(d, who)
		if err != nil {
			return e, err
		}
		e.People = append(e.People, id)
	}
	return e, nil
}

// newcomers are the residents whom an event brings, from a file or the flags.
func (c *call) newcomers(d *desk.Desk, typed map[string]string) ([]kampung.Resident, error) {
	if c.event.file != "" {
		return d.ReadResidents(c.event.file)
	}
	if len(typed) == 0 {
		return nil, nil
	}
	r, ps := roster.ParseResident(typed, kampung.DateOf(c.env.Now()))
	return []kampung.Resident{r}, ps.Err()
}

// residentID finds a resident by NIK or id.
func residentID(d *desk.Desk, who string) (string, error) {
	r, err := d.Resident(who)
	if err != nil {
		r, err = d.ResidentByNIK(kampung.CleanNIK(who))
	}
	if errors.Is(err, store.ErrNotFound) {
		return "", kampung.Problems{{Field: "people", Text: "Tidak ada penduduk dengan NIK atau ID “" + short(who) + "”. Cari dulu dengan “smartkampung residents find”."}}
	}
	return r.ID, err
}

func flagsMerge(c *call) {
	c.set.StringVar(&c.event.take, "take", "", "kolom yang diambil dari data kedua, dipisah koma")
}

func runMerge(c *call) error {
	if len(c.args) < 2 {
		return errUsage{"Dua penduduk belum disebut: yang tetap, lalu yang digabungkan."}
	}
	if err := c.want(2, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	keep, err := residentID(d, c.args[0])
	if err != nil {
		return err
	}
	drop, err := residentID(d, c.args[1])
	if err != nil {
		return err
	}
	take := strings.FieldsFunc(c.event.take, func(r rune) bool { return r == ',' || r == ' ' })
	plan, err := d.MergeResidents(keep, drop, take)
	if err != nil {
		return err
	}
	return c.printPlan(plan)
}

func runUndoEvent(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	plan, err := d.CancelEvent(c.args[0], c.reason)
	if errors.Is(err, store.ErrNotFound) {
		return &kampung.Trouble{What: "Peristiwa dengan ID itu tidak ada.", Next: "Lihat ID-nya dengan “smartkampung event list”.", Err: err}
	}
	if err != nil {
		return err
	}
	return c.printPlan(plan)
}

func runEvents(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Events()
	if err != nil {
		return err
	}
	if c.nik != "" {
		id, err := residentID(d, c.nik)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(e kampung.Event) bool { return !e.Touches(id) })
	}
	if len(all) == 0 {
		c.hint("Belum ada peristiwa yang dicatat.")
	}
	kampung.SortEvents(all)
	for _, e := range all {
		if err := c.print(e, "%s", eventText(e, nameOf(d))); err != nil {
			return err
		}
	}
	return nil
}

func flagsNIK(c *call) { c.set.StringVar(&c.nik, "nik", "", "hanya penduduk dengan NIK atau ID ini") }

func nameOf(d *desk.Desk) func(string) string {
	return func(id string) string {
		r, err := d.Resident(id)
		if err != nil {
			return ""
		}
		return r.Name
	}
}

func eventText(e kampung.Event, name func(string) string) string {
	text := fmt.Sprintf("%s  %s  %s  %s", e.ID, kampung.ShortDate(e.Date), e.Type.Label(), e.PeopleWords(name))
	if e.Cancelled != "" {
		text += "  (batal: " + e.Cancelled + ")"
	}
	return text
}

// printPlan prints an event with what it changes.
func (c *call) printPlan(p kampung.EventPlan) error {
	type changed struct {
		ID     string                       `json:"id"`
		Name   string                       `json:"name"`
		New    bool                         `json:"new,omitempty"`
		Values []kampung.ResidentChangeLine `json:"values"`
	}
	var changes []changed
	names := map[string]string{}
	var text strings.Builder
	for _, ch := range p.Changes {
		names[ch.After.ID] = ch.Name()
		lines := ch.Lines()
		changes = append(changes, changed{ch.After.ID, ch.Name(), ch.Before.ID == "", lines})
		fmt.Fprintf(&text, "\n%s", ch.Name())
		if ch.Before.ID == "" {
			text.WriteString(" (penduduk baru)")
			continue
		}
		for _, l := range lines {
			fmt.Fprintf(&text, "\n  %s: %s → %s", kampung.ResidentLabel(l.Field), orDash(l.From), orDash(l.To))
		}
	}
	for _, n := range p.Notes {
		text.WriteString("\nCatatan: " + n)
	}
	head := eventText(p.Event, func(id string) string { return names[id] })
	if c.dryRun {
		head = "Belum disimpan. " + strings.TrimSpace(head)
	}
	return c.print(map[string]any{"event": p.Event, "changes": changes, "notes": p.Notes, "saved": !c.dryRun}, "%s%s", head, text.String())
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
