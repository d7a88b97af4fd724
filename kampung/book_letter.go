package kampung

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

var agendaColumns = []BookColumn{count("No. urut"), mid("Tanggal penerimaan/ pengiriman surat"),
	sub("Surat masuk", "Nomor"), subMid("Surat masuk", "Tanggal"), sub("Surat masuk", "Pengirim"), sub("Surat masuk", "Isi singkat"),
	sub("Surat keluar", "Isi singkat"), subMid("Surat keluar", "Tanggal pengiriman"), sub("Surat keluar", "Ditujukan kepada"), col("Ket.")}

// agendaLine is a letter of either direction on its way into the Agenda.
type agendaLine struct {
	day     Date
	seq     int
	at      time.Time
	id      string
	request *Request
	mail    *Mail
	paper   *NumberNote
}

// AgendaBook lists letters in and out (Permendagri 47/2016, Buku Agenda). The
// letters of one counter stand in the order of their numbers, whatever the order
// in which they were printed; counters are merged by their days. Letters on paper
// stand among them, see [NumberPaper]. A number that was cancelled stays, struck
// through.
func AgendaBook(p Period, letters []Request, mails []Mail, notes []NumberNote) Book {
	counters := map[string][]agendaLine{}
	for i, r := range letters {
		if p.Contains(r.Date) {
			counters[r.Scope] = append(counters[r.Scope], agendaLine{day: r.Date, seq: r.Seq, at: r.At, id: r.ID, request: &letters[i]})
		}
	}
	for i, m := range mails {
		if p.Contains(m.Received) {
			counters[m.Scope] = append(counters[m.Scope], agendaLine{day: m.Received, seq: m.Seq, at: m.At, id: m.ID, mail: &mails[i]})
		}
	}
	for i, n := range notes {
		if n.Use == NumberPaper && p.Contains(n.Date) {
			counters[n.Scope] = append(counters[n.Scope], agendaLine{day: n.Date, seq: n.From, at: n.At, id: n.ID, paper: &notes[i]})
		}
	}
	b := newBook(BookAgenda, p, agendaColumns)
	for _, l := range mergeCounters(counters) {
		switch {
		case l.mail != nil:
			b.addMail(*l.mail)
		case l.paper != nil:
			b.addPaper(*l.paper)
		default:
			b.addLetter(*l.request)
		}
	}
	return b
}

// mergeCounters brings the lines of several counters into one order that keeps
// the order within each.
func mergeCounters(counters map[string][]agendaLine) []agendaLine {
	type queued struct {
		agendaLine
		latest Date // greatest day of the counter so far
	}
	var all []queued
	for _, lines := range counters {
		slices.SortFunc(lines, func(a, b agendaLine) int { return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.id, b.id)) })
		var latest Date
		for _, l := range lines {
			if latest.Before(l.day) {
				latest = l.day
			}
			all = append(all, queued{l, latest})
		}
	}
	slices.SortFunc(all, func(a, b queued) int {
		return cmp.Or(dayOrder(a.latest, b.latest), cmp.Compare(a.scope(), b.scope()), cmp.Compare(a.seq, b.seq), cmp.Compare(a.id, b.id))
	})
	out := make([]agendaLine, len(all))
	for i, q := range all {
		out[i] = q.agendaLine
	}
	return out
}

// scope is the counter of the line's number.
func (l agendaLine) scope() string {
	switch {
	case l.mail != nil:
		return l.mail.Scope
	case l.paper != nil:
		return l.paper.Scope
	}
	return l.request.Scope
}

func dayOrder(a, b Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

func (b *Book) addMail(m Mail) {
	note := joinNote("No. agenda "+m.AgendaNumber(), m.Disposition, m.Note)
	if m.Cancelled != "" {
		note = joinNote(struckNote(m.Cancelled), note)
	}
	b.add(m.ID, m.Cancelled != "", ShortDate(m.Received), m.Number, ShortDate(m.Date), m.Sender, m.Subject, "", "", "", note)
}

func (b *Book) addLetter(r Request) {
	sent := handedOn(r)
	day := r.Date
	if !sent.IsZero() {
		day = sent
	}
	b.add(r.ID, r.State == StateCancelled, ShortDate(day), "", "", "", "", r.Number+": "+letterSubject(r), ShortDate(sent), letterTo(r), letterNote(r))
}

// addPaper adds a letter that was written outside the program.
func (b *Book) addPaper(n NumberNote) {
	note := "Surat di kertas"
	if n.Cancelled != "" {
		note = struckNote(n.Cancelled)
	}
	b.add("", n.Cancelled != "", ShortDate(n.Date), "", "", "", "", n.Number+": "+n.Why, ShortDate(n.Date), n.Who, note)
}

// handedOn is the day on which a letter was handed over; none before that.
func handedOn(r Request) Date {
	var day Date
	for _, s := range r.Steps {
		if s.State == StateHanded {
			day = DateOf(s.At)
		}
	}
	return day
}

// letterSubject is what a letter is about, in few words.
func letterSubject(r Request) string {
	return serviceName(r) + " a.n. " + r.Applicant.Name
}

// letterTo is whom a letter is meant for.
func letterTo(r Request) string {
	if r.Template.Goes != "" {
		return r.Template.Goes
	}
	return r.Applicant.Name
}

// letterNote says what a letter's state is where it is no letter that went out.
func letterNote(r Request) string {
	switch {
	case r.State == StateCancelled:
		return struckNote(r.Reason)
	case r.State.Signed():
		return ""
	}
	return r.State.Label()
}

var deliveryColumns = []BookColumn{count("No. urut"), mid("Tanggal pengiriman"), col("Tanggal dan nomor surat"), col("Isi singkat surat yang dikirim"),
	col("Ditujukan kepada"), col("Ket.")}

// DeliveryBook lists the letters that were handed over (Buku Ekspedisi), in the
// order of the days on which that happened.
func DeliveryBook(p Period, letters []Request) Book {
	var sent []Request
	for _, r := range letters {
		if p.Contains(handedOn(r)) {
			sent = append(sent, r)
		}
	}
	slices.SortStableFunc(sent, func(a, b Request) int {
		return cmp.Or(dayOrder(handedOn(a), handedOn(b)), dayOrder(a.Date, b.Date), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
	})
	b := newBook(BookDelivery, p, deliveryColumns)
	for _, r := range sent {
		b.add(r.ID, r.State == StateCancelled, ShortDate(handedOn(r)), ShortDate(r.Date)+", "+r.Number, letterSubject(r), letterTo(r), letterNote(r))
	}
	return b
}

var serviceColumns = []BookColumn{count("No. urut"), mid("Nomor surat"), col("Layanan"), col("Nama pemohon"), mid("NIK"),
	subMid("Waktu", "Permohonan"), subMid("Waktu", "Selesai"), subMid("Waktu", "Lama"), subMid("Waktu", "Standar"), col("Petugas"), col("Status"), col("Ket.")}

// ServiceBook lists the requests that were recorded in the period with the time
// that each took (Register Pelayanan).
func ServiceBook(p Period, requests []Request) Book {
	asked := slices.DeleteFunc(slices.Clone(requests), func(r Request) bool { return !p.Contains(DateOf(r.At)) })
	slices.SortStableFunc(asked, func(a, b Request) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	b := newBook(BookService, p, serviceColumns)
	for _, r := range asked {
		done, took, standard := "", "", ""
		if end, ok := finishedAt(r); ok {
			done, took = clockTime(end), minutesText(int(end.Sub(r.At)/time.Minute))
		}
		if r.Template.Minutes > 0 {
			standard = minutesText(r.Template.Minutes)
		}
		b.add(r.ID, r.State == StateCancelled, r.Number, serviceName(r), r.Applicant.Name, r.Applicant.NIK, clockTime(r.At), done, took, standard, r.By, r.State.Label(), r.Reason)
	}
	return b
}

// finishedAt is when a letter was handed over.
func finishedAt(r Request) (at time.Time, ok bool) {
	for _, s := range r.Steps {
		if s.State == StateHanded {
			at, ok = s.At, true
		}
	}
	return at, ok && !at.Before(r.At)
}

func clockTime(t time.Time) string { return t.In(WIB).Format("02-01-2006 15.04") }

// minutesText is a length of time for people: "12 menit", "3 jam 5 menit", "2 hari".
func minutesText(n int) string {
	switch {
	case n < 60:
		return fmt.Sprintf("%d menit", n)
	case n < 24*60 && n%60 == 0:
		return fmt.Sprintf("%d jam", n/60)
	case n < 24*60:
		return fmt.Sprintf("%d jam %d menit", n/60, n%60)
	}
	return fmt.Sprintf("%d hari", (n+12*60)/(24*60))
}
