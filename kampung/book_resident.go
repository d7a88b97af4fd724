package kampung

import (
	"cmp"
	"slices"
)

// Presence tells who counted in the register on a day, from the residents as
// they are now and the events that changed them.
type Presence struct {
	events map[string][]Event // by resident, in their order
}

// NewPresence gathers the events that count.
func NewPresence(events []Event) Presence {
	p := Presence{map[string][]Event{}}
	events = slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return e.Cancelled != "" })
	SortEvents(events)
	for _, e := range events {
		for _, id := range e.subjects() {
			p.events[id] = append(p.events[id], e)
		}
	}
	return p
}

// subjects are the residents whose status the event changed.
func (e Event) subjects() (ids []string) {
	for _, id := range e.People {
		if _, ok := e.was(id); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// On reports whether the resident counted at the end of a day. What was changed
// by hand, without an event, is taken as if it had always been so; a record that
// is not valid never counts.
func (p Presence) On(r Resident, day Date) bool {
	if r.Status == StatusInvalid {
		return false
	}
	for _, e := range p.events[r.ID] {
		if day.Before(e.Date) {
			was, _ := e.was(r.ID)
			return present(was)
		}
	}
	return r.Alive()
}

// ResidentOrder puts residents as a register lists them: by hamlet, RW, RT and
// family, the head first.
func ResidentOrder(a, b Resident) int {
	return cmp.Or(cmp.Compare(a.Dusun, b.Dusun), cmp.Compare(a.RW, b.RW), cmp.Compare(a.RT, b.RT), cmp.Compare(a.KK, b.KK),
		cmp.Compare(relationRank(a.Relation), relationRank(b.Relation)), birthOrder(a.BirthDate, b.BirthDate), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

func relationRank(r int) int {
	if r == 0 {
		return relationOther + 1
	}
	return r
}

// counted are the residents at the end of the period, in the register's order.
func counted(p Period, residents []Resident, events []Event) []Resident {
	who := NewPresence(events)
	var out []Resident
	for _, r := range residents {
		if who.On(r, p.Last()) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, ResidentOrder)
	return out
}

var residentColumns = []BookColumn{count("No. urut"), col("Nama lengkap/ panggilan"), mid("Jenis kelamin"), col("Status perkawinan"),
	sub("Tempat dan tanggal lahir", "Tempat lahir"), subMid("Tempat dan tanggal lahir", "Tanggal lahir"), col("Agama"), col("Pendidikan terakhir"),
	col("Pekerjaan"), mid("Dapat membaca huruf"), mid("Warga negara"), col("Alamat lengkap"), col("Kedudukan dalam keluarga"), mid("NIK"), mid("Nomor KK"), col("Ket.")}

// ResidentBook lists the residents at the end of the period (Buku Induk
// Penduduk), with their data as it is now.
func ResidentBook(p Period, residents []Resident, events []Event) Book {
	b := newBook(BookResidents, p, residentColumns)
	for _, r := range counted(p, residents, events) {
		b.add(r.ID, false, r.Name, SexLetter(r.Sex), PrintLabel(TableMarital, r.Marital), TitleCase(r.BirthPlace), ShortDate(r.BirthDate),
			PrintLabel(TableReligion, r.Religion), PrintLabel(TableEducation, r.Education), PrintLabel(TableJob, r.Job), reads(r),
			Label(TableCitizenship, r.Citizenship), AddressLine(r), PrintLabel(TableRelation, r.Relation), r.NIK, r.KK, "")
	}
	return b
}

// SexLetter is L or P, as books and lists have it; empty when it is not known.
func SexLetter(sex int) string {
	switch sex {
	case 1:
		return "L"
	case 2:
		return "P"
	}
	return ""
}

// reads says which letters a resident can read: L for Latin, as far as the
// register tells; D is for people who read none. Code 17 of the table of schools
// attended is who reads none.
func reads(r Resident) string {
	switch {
	case r.Studying == 17:
		return "Tidak"
	case r.Education >= 3:
		return "L"
	}
	return ""
}

var cardColumns = []BookColumn{count("No. urut"), mid("No. KK"), col("Nama lengkap"), mid("NIK"), mid("Jenis kelamin"), col("Tempat/ tanggal lahir"),
	mid("Gol. darah"), col("Agama"), col("Pendidikan"), col("Pekerjaan"), col("Alamat"), col("Status perkawinan"), col("Tempat dan tanggal dikeluarkan"),
	col("Status hub. keluarga"), mid("Warga negara"), sub("Orang tua", "Ayah"), sub("Orang tua", "Ibu"), mid("Tanggal mulai tinggal di desa"), col("Ket.")}

// CardBook lists who should hold an identity card and on which family card they
// stand (Buku KTP dan KK). Where a card was issued the register does not know.
func CardBook(p Period, residents []Resident, events []Event) Book {
	since := arrivals(events)
	b := newBook(BookCards, p, cardColumns)
	for _, r := range counted(p, residents, events) {
		birth := joinComma(TitleCase(r.BirthPlace), ShortDate(r.BirthDate))
		blood := PrintLabel(TableBlood, r.Blood)
		b.add(r.ID, false, r.KK, r.Name, r.NIK, SexLetter(r.Sex), birth, blood, PrintLabel(TableReligion, r.Religion),
			PrintLabel(TableEducation, r.Education), PrintLabel(TableJob, r.Job), AddressLine(r), PrintLabel(TableMarital, r.Marital), "",
			PrintLabel(TableRelation, r.Relation), Label(TableCitizenship, r.Citizenship), r.FatherName, r.MotherName, ShortDate(since[r.ID]),
			PrintLabel(TableKTPEl, r.KTPEl))
	}
	return b
}

func joinComma(a, b string) string {
	if a != "" && b != "" {
		return a + ", " + b
	}
	return a + b
}

// arrivals are the days since when people live in the village, where an event
// tells.
func arrivals(events []Event) map[string]Date {
	since := map[string]Date{}
	for _, e := range events {
		if e.Cancelled == "" && (e.Type == EventMoveIn || e.Type == EventBirth) {
			for _, id := range e.Made {
				since[id] = e.Date
			}
		}
	}
	return since
}

var changeColumns = []BookColumn{count("No. urut"), col("Nama lengkap/ panggilan"), sub("Tempat dan tanggal lahir", "Tempat"), subMid("Tempat dan tanggal lahir", "Tanggal"),
	mid("Jenis kelamin"), mid("Warga negara"), sub("Penambahan", "Datang dari"), subMid("Penambahan", "Tanggal"),
	sub("Pengurangan", "Pindah ke"), subMid("Pengurangan", "Tanggal"), sub("Pengurangan", "Meninggal di"), subMid("Pengurangan", "Tanggal"), col("Ket.")}

// ChangeBook lists who joined and who left the register in the period (Buku
// Mutasi Penduduk). An event that was taken back stays, struck through.
func ChangeBook(p Period, residents []Resident, events []Event) Book {
	b := newBook(BookChanges, p, changeColumns)
	for _, c := range changes(p, residents, events) {
		b.addChange(c)
	}
	return b
}

// change is one person of one event.
type change struct {
	Event
	r Resident
}

// flip is how an event that counts changed the number of residents: +1, -1, or
// 0 for one who was away already.
func (c change) flip() int {
	was, _ := c.was(c.r.ID)
	_, leaves := c.Type.leaves()
	switch {
	case c.Cancelled != "" || c.r.Status == StatusInvalid:
		return 0
	case leaves && present(was):
		return -1
	case !leaves && !present(was):
		return 1
	}
	return 0
}

// changes are the people of the events of a period.
func changes(p Period, residents []Resident, events []Event) (out []change) {
	events = slices.Clone(events)
	SortEvents(events)
	wanted := map[string]Resident{}
	for _, e := range events {
		if p.Contains(e.Date) && e.Type != EventMerge {
			for _, id := range e.People {
				wanted[id] = Resident{}
			}
		}
	}
	for _, r := range residents {
		if _, ok := wanted[r.ID]; ok {
			wanted[r.ID] = r
		}
	}
	for _, e := range events {
		if !p.Contains(e.Date) || e.Type == EventMerge {
			continue
		}
		for _, id := range e.People {
			r := wanted[id]
			merged := r.Status == StatusInvalid && e.Cancelled == ""
			if _, ok := e.was(id); ok && r.Name != "" && !merged {
				out = append(out, change{e, r})
			}
		}
	}
	return out
}

func (b *Book) addChange(c change) {
	r, day := c.r, ShortDate(c.Date)
	var from, fromDay, to, toDay, place, died string
	note := c.Note
	switch c.Type {
	case EventBirth:
		from, fromDay = "Lahir", day
	case EventMoveIn:
		from, fromDay = c.From, day
	case EventReturn:
		from, fromDay = "Kembali", day
		if c.From != "" {
			from = c.From
		}
	case EventDeath:
		place, died = c.Place, day
		if place == "" {
			place = "-"
		}
		note = joinNote(c.Cause, note)
	case EventMoveOut:
		to, toDay = c.To, day
		note = joinNote(c.Cause, note)
	case EventLost, EventGone:
		to, toDay = c.Type.Label(), day
		note = joinNote(c.To, c.Cause, note)
	}
	if c.Cancelled != "" {
		note = joinNote(struckNote(c.Cancelled), note)
	} else if c.flip() == 0 {
		note = joinNote("sebelumnya sudah tercatat tidak ada di desa", note)
	}
	b.add(c.ID, c.Cancelled != "", r.Name, TitleCase(r.BirthPlace), ShortDate(r.BirthDate), SexLetter(r.Sex), Label(TableCitizenship, r.Citizenship),
		from, fromDay, to, toDay, place, died, note)
}

// Changes counts who joined and who left the register in a period: the
// difference of two Buku Induk.
func Changes(p Period, residents []Resident, events []Event) (joined, left int) {
	for _, c := range changes(p, residents, events) {
		switch c.flip() {
		case 1:
			joined++
		case -1:
			left++
		}
	}
	return joined, left
}

var visitorColumns = []BookColumn{count("No. urut"), col("Nama lengkap"), subMid("Jenis kelamin", "L"), subMid("Jenis kelamin", "P"), col("Nomor identitas/ tanda pengenal"),
	col("Tempat dan tanggal lahir/ umur"), col("Pekerjaan"), sub("Kewarganegaraan", "Kebangsaan"), sub("Kewarganegaraan", "Keturunan"), col("Datang dari"),
	col("Maksud dan tujuan kedatangan"), col("Nama dan alamat yang didatangi"), mid("Datang tanggal"), mid("Pergi tanggal"), col("Ket.")}

// VisitorBook lists who stayed in the village for a while in the period (Buku
// Penduduk Sementara): who came before its end and had not left before it began.
func VisitorBook(p Period, visitors []Visitor) Book {
	stayed := slices.DeleteFunc(slices.Clone(visitors), func(v Visitor) bool {
		return p.Last().Before(v.Arrived) || !v.Left.IsZero() && v.Left.Before(p.First())
	})
	slices.SortFunc(stayed, func(a, b Visitor) int { return cmp.Or(dayOrder(a.Arrived, b.Arrived), cmp.Compare(a.ID, b.ID)) })
	b := newBook(BookVisitors, p, visitorColumns)
	for _, v := range stayed {
		man, woman := "", ""
		switch v.Sex {
		case 1:
			man = "L"
		case 2:
			woman = "P"
		}
		note := v.Note
		if v.Cancelled != "" {
			note = joinNote(struckNote(v.Cancelled), note)
		}
		b.add(v.ID, v.Cancelled != "", v.Name, man, woman, v.Number, joinComma(v.BirthPlace, ShortDate(v.BirthDate)), v.Job, v.Citizenship, v.Descent,
			v.From, v.Purpose, joinComma(v.Host, v.HostAddress), ShortDate(v.Arrived), ShortDate(v.Left), note)
	}
	return b
}
