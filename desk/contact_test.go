package desk

import (
	"context"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func (v *linked) contacts(d *Desk) []kampung.Contact {
	v.t.Helper()
	all, err := d.Contacts()
	if err != nil {
		v.t.Fatal(err)
	}
	return all
}

// TestEveryMeetingIsTold: the line, the stick and what did not work, each with
// its words and the bytes that it cost.
func TestEveryMeetingIsTold(t *testing.T) {
	v, d := newLinked(t)
	if got := v.contacts(d); len(got) != 1 || got[0].Way != kampung.WayEnrol || got[0].Up == 0 || got[0].Down == 0 {
		t.Fatalf("after the enrolment: %+v", got)
	}
	v.record(d, "TOKO MAJU")
	v.sync(d)
	first := v.contacts(d)[0]
	if first.Way != kampung.WayLine || first.Trouble != "" || first.Received == 0 || first.Up < 1000 || first.Down < 200 || first.Up > 100_000 {
		t.Fatalf("%+v", first)
	}
	if st, err := d.Status(); err != nil || !st.LastLine.Equal(testNow()) {
		t.Fatalf("%+v, %v", st, err)
	}
	v.record(d, "TOKO LAIN")
	stick := t.TempDir()
	if _, err := d.Export(stick); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Import(stick); err == nil {
		t.Fatal("nothing for this desk is on the stick")
	}
	if _, err := d.Import(filepath.Join(stick, "tidak-ada")); err == nil {
		t.Fatal("read what is not there")
	}
	v.server.Close()
	if _, err := d.Sync(t.Context(), ""); err == nil {
		t.Fatal("a closed hub answered")
	}
	got := v.contacts(d)
	ways := []kampung.Way{kampung.WayLine, kampung.WayIn, kampung.WayIn, kampung.WayOut, kampung.WayLine, kampung.WayEnrol}
	if len(got) != len(ways) {
		t.Fatalf("%+v", got)
	}
	for i, c := range got {
		if c.Way != ways[i] || (c.Trouble == "") != (i > 2) {
			t.Errorf("%d: %+v", i, c)
		}
	}
	if got[3].Packed == 0 || got[0].Pending == 0 {
		t.Errorf("%+v", got)
	}
	var sum kampung.Traffic
	for _, c := range got {
		sum.Up += c.Up
		sum.Down += c.Down
	}
	if tr, err := d.Traffic(); err != nil || tr.Up != sum.Up || tr.Down != sum.Down {
		t.Errorf("the month has %+v, the contacts %+v, %v", tr, sum, err)
	}
}

// TestNotEnrolledIsNoMeeting: a desk that has no hub lists nothing.
func TestNotEnrolledIsNoMeeting(t *testing.T) {
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	d, _, err := Create(filepath.Join(t.TempDir(), "desa"), kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, testNow)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Sync(t.Context(), ""); err == nil {
		t.Fatal("sent to nobody")
	}
	if got, err := d.Contacts(); err != nil || len(got) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
}

// TestTheBoundStopsTheBackgroundAndNotTheButton: at the month's bound sending in
// the background ends, also in the middle of a visit; a person may go on, and a
// new bound lets it go on.
func TestTheBoundStopsTheBackgroundAndNotTheButton(t *testing.T) {
	v, d := newLinked(t)
	to, err := url.Parse(v.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	line := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		asked.Add(1)
		r.SetURL(to)
	}})
	defer line.Close()
	if _, err := d.Sync(t.Context(), line.URL); err != nil {
		t.Fatal(err)
	}
	v.record(d, "TOKO MAJU")
	tr, err := d.Traffic()
	if err != nil {
		t.Fatal(err)
	}
	background := func(visits int) (waits []time.Duration) {
		ctx, cancel := context.WithCancel(t.Context())
		d.KeepSending(ctx, Background{Random: func() float64 { return 0.5 }, Failed: func(err error) { t.Errorf("in the background: %v", err) },
			Wait: func(ctx context.Context, w time.Duration) error {
				if waits = append(waits, w); len(waits) > visits {
					cancel()
				}
				return ctx.Err()
			}})
		return waits
	}
	if err := d.SetLimit(tr.Sum() + 700); err != nil { // not enough for a visit
		t.Fatal(err)
	}
	if waits := background(1); waits[1] != kampung.SendAgain {
		t.Errorf("after the bound it waits %v", waits)
	}
	if got := v.contacts(d)[0]; got.Trouble != errLimit.What || !got.Quiet {
		t.Errorf("%+v", got)
	}
	if tr, err = d.Traffic(); err != nil || !tr.Reached() {
		t.Fatalf("%+v, %v", tr, err)
	}
	before := asked.Load()
	background(3)
	if asked.Load() != before {
		t.Error("over the bound the background went on asking")
	}
	if n, err := d.Pending(); err != nil || n == 0 {
		t.Fatalf("%d wait, %v", n, err)
	}
	v.sync(d) // the button
	if n, err := d.Pending(); err != nil || n != 0 {
		t.Fatalf("after the button %d wait, %v", n, err)
	}
	v.record(d, "TOKO LAIN")
	if err := d.SetLimit(0); err != nil {
		t.Fatal(err)
	}
	background(1)
	if n, err := d.Pending(); err != nil || n != 0 {
		t.Fatalf("without a bound %d wait, %v", n, err)
	}
}

// TestExportAllIsForTheOthers: what the regency has is written all the same.
func TestExportAllIsForTheOthers(t *testing.T) {
	v, d := newLinked(t)
	v.record(d, "TOKO MAJU")
	v.sync(d)
	stick := t.TempDir()
	if files, err := d.Export(stick); err != nil || len(files) != 0 {
		t.Fatalf("%+v, %v", files, err)
	}
	files, err := d.ExportAll(stick)
	if err != nil || len(files) != 2 {
		t.Fatalf("%+v, %v", files, err)
	}
	for _, f := range files {
		data, err := ReadFile(f.File, maxCarried)
		if err != nil {
			t.Fatal(err)
		}
		if h, err := bundle.ReadHeader(data); err != nil || h.From != 0 {
			t.Errorf("%+v, %v", h, err)
		}
	}
	if _, err := d.ExportAll(filepath.Join(stick, "tidak-ada")); err == nil {
		t.Error("written nowhere")
	}
}
