package web

import (
	"fmt"
	"testing"

	"smartkampung/kampung"
)

// crowd adds what a busy month leaves behind.
func crowd(t testing.TB, w *world) {
	t.Helper()
	now := w.now
	names := []string{"Misnati", "Slamet Riyadi", "Poniman", "Wagiyem", "Siti Aminah", "I Made Contoh", "Suparno", "Muhammad Iqbal Contoh Panjang Sekali"}
	n := 100
	for day := 24; day >= 0; day-- {
		w.now = now.AddDate(0, 0, -day)
		for i := range (day*7)%5 + 1 {
			n++
			service := []string{"sku", "sktm", "domisili", "skck", "kematian"}[(n*3)%5]
			states := [][]kampung.State{{kampung.StateApproved}, {kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded}, {}, {kampung.StateRefused}}[(n+i)%4]
			w.recordAt(muncar, service, names[n%len(names)], n, states...)
		}
	}
	w.push(muncar)
	w.now = now
	w.enrol("35.10.05.2002", 9)
	w.now = now.AddDate(0, 0, -3)
	w.enrol("35.10.05.2003", 10)
	w.now = now.AddDate(0, 0, -20)
	w.enrol("35.10.06.2001", 11)
	w.now = now
}

// recordAt records one at the world's time, with steps some minutes apart.
func (w *world) recordAt(village, service, name string, n int, states ...kampung.State) {
	w.t.Helper()
	d := w.desks[village]
	id := fmt.Sprintf("%s-r%d", d.Device, n)
	start := w.now
	head := func(kind string, minutes int) kampung.Head {
		n := int64(len(d.Books[kampung.AudienceKabupaten].Lines))
		return kampung.Head{V: 1, ID: fmt.Sprintf("%s-c%d", d.Device, n), Tick: 1000 + n, At: start.Add(minute(minutes)).Format("2006-01-02T15:04:05Z07:00"), By: "siti", Kind: kind, Schema: 1, Subject: id}
	}
	d.AddHead(kampung.AudienceKabupaten, head(kampung.KindRequest, 0), encode(w.t, kampung.RequestBody{Service: service, Number: fmt.Sprintf("470/%03d/429.511.01/2026", n), Seq: n, Year: 2026,
		Person: kampung.Person{Name: name, NIK: nik1}, Office: kampung.Letterhead{Village: village, Name: "Sumberberas", Kecamatan: "Muncar"}}))
	for i, s := range states {
		body := kampung.StepBody{State: s}
		if kampung.NeedsReason(s) {
			body.Reason = "Berkas kurang"
		}
		d.AddHead(kampung.AudienceKabupaten, head(kampung.KindStep, (i+1)*(4+n%23)), encode(w.t, body))
	}
}
