package hub

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// request is the file with which a desk asks to enrol.
func request(t testing.TB, d *hubtest.Desk, code string) []byte {
	t.Helper()
	c, err := wire.ParseCode(code)
	if err != nil {
		t.Fatal(err)
	}
	q := d.EnrolRequest("")
	b, err := wire.SignRequest(q, c, d.Signer, time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (th *testHub) code(t testing.TB, v string) string {
	t.Helper()
	code, err := th.EnrolCode(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestEnrolByFile(t *testing.T) {
	th := newHub(t)
	d := hubtest.NewDesk(village, 1, th.Keys())
	file := request(t, d, th.code(t, village))
	q, answer, err := th.EnrolFile(t.Context(), file)
	if err != nil || q.Device != d.Device {
		t.Fatal(err)
	}
	e, err := wire.OpenEnrolment(answer, th.Keys().Verifier)
	if err != nil || e.Device != d.Device || e.Village != village || e.Recipient != th.Keys().Recipient {
		t.Fatalf("%+v %v", e, err)
	}
	if _, again, err := th.EnrolFile(t.Context(), file); err != nil || !bytes.Equal(again, answer) {
		t.Errorf("the same file again: %v", err)
	}
	// After the keys changed the same file is answered under the new ones.
	th.rotate(t)
	if _, again, err := th.EnrolFile(t.Context(), file); err != nil {
		t.Error(err)
	} else if e, err := wire.OpenEnrolment(again, th.Keys().Verifier); err != nil || e.Recipient != th.Keys().Recipient {
		t.Errorf("%+v %v", e, err)
	}
	d.Hub = th.Keys()
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	// And by line, with the same code.
	other := hubtest.NewDesk(village, 2, th.Keys())
	code := th.code(t, village)
	if _, _, err := th.EnrolFile(t.Context(), request(t, other, code)); err != nil {
		t.Fatal(err)
	}
	if _, err := th.Enrol(t.Context(), other.EnrolRequest(code)); err != nil {
		t.Errorf("by line after the stick: %v", err)
	}
}

func TestEnrolByFileIsRefused(t *testing.T) {
	th, elsewhere := newHub(t), newHub(t)
	d := hubtest.NewDesk(village, 1, th.Keys())
	used := th.code(t, village)
	if _, err := th.Enrol(t.Context(), hubtest.NewDesk(village, 9, th.Keys()).EnrolRequest(used)); err != nil {
		t.Fatal(err)
	}
	old := th.code(t, village)
	th.clock.add(codeLife + time.Hour)
	unknown, err := wire.NewCode(bytes.NewReader(make([]byte, 10)), th.Keys().Verifier)
	if err != nil {
		t.Fatal(err)
	}
	good := request(t, d, th.code(t, village))
	revoked := hubtest.NewDesk(village, 8, th.Keys())
	code := th.code(t, village)
	if _, err := th.Enrol(t.Context(), revoked.EnrolRequest(code)); err != nil {
		t.Fatal(err)
	}
	if err := th.Revoke(t.Context(), revoked.Device); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file       []byte
		kind, says string
	}{
		"used":             {request(t, d, used), wire.KindCode, "sudah dipakai"},
		"too old":          {request(t, d, old), wire.KindCode, "lewat waktunya"},
		"unknown":          {request(t, d, unknown.String()), wire.KindCode, "tidak dikenal"},
		"another village":  {request(t, d, th.code(t, "35.10.05.2002")), wire.KindCode, "desa lain"},
		"another hub":      {request(t, d, elsewhere.code(t, village)), wire.KindHub, "pusat lain"},
		"revoked":          {request(t, revoked, code), wire.KindRevoked, "dicabut"},
		"a changed device": {bytes.Replace(good, []byte("at 2026"), []byte("at 2027"), 1), wire.KindForm, "berubah"},
		"words":            {[]byte("halo"), wire.KindForm, "bukan permintaan"},
	} {
		_, answer, err := th.EnrolFile(t.Context(), c.file)
		var r *Refusal
		if !errors.As(err, &r) || r.Kind != c.kind || !strings.Contains(r.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if c.kind == wire.KindForm {
			if answer != nil {
				t.Errorf("%s: answered %s", name, answer)
			}
			continue
		}
		no, err := wire.OpenRefusal(answer, th.Keys().Verifier)
		if err != nil || no.About != wire.About(c.file) || no.Kind != c.kind || !strings.Contains(no.Text, c.says) {
			t.Errorf("%s: %+v %v", name, no, err)
		}
	}
	if _, _, err := th.EnrolFile(t.Context(), good); err != nil {
		t.Errorf("the good one after all that: %v", err)
	}
}

// TestStickOfAVillageWithoutALine takes a folder with a request and bundles in
// and answers all of it with one file.
func TestStickOfAVillageWithoutALine(t *testing.T) {
	th := newHub(t)
	dir := t.TempDir()
	put := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	asks, late, writes := hubtest.NewDesk(village, 1, th.Keys()), hubtest.NewDesk("35.10.05.2002", 2, th.Keys()), th.desk(t, "35.10.05.2003", 3)
	code := th.code(t, late.Village)
	if _, err := th.Enrol(t.Context(), hubtest.NewDesk(late.Village, 7, th.Keys()).EnrolRequest(code)); err != nil {
		t.Fatal(err)
	}
	put("z.skd", request(t, asks, th.code(t, village)))
	put("y.SKD", request(t, late, code))
	writes.Request(1)
	put("a.skb", writes.Bundle(kab, 0, 1))
	th.rotate(t)
	var order []string
	bad := 0
	carried, err := th.Import(t.Context(), []string{dir}, func(im Imported) {
		order = append(order, filepath.Base(im.File))
		if im.Err != nil {
			bad++
		}
	})
	if err != nil || bad != 1 || len(order) != 3 || order[2] != "a.skb" {
		t.Fatalf("%v, %d refused, %v", err, bad, order)
	}
	notes, err := bundle.SplitNotes(carried)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, n := range notes {
		title := bundle.NoteTitle(n)
		if bundle.IsReceipt(n) {
			title = "receipt"
		}
		kinds[title]++
	}
	want := map[string]int{bundle.HubKeyTitle: 2, wire.EnrolmentTitle: 1, wire.RefusalTitle: 1, "receipt": 1, bundle.KeyListTitle: 1, bundle.ScanListTitle: 1}
	for k, n := range want {
		if kinds[k] != n {
			t.Errorf("%d of %q, want %d", kinds[k], k, n)
		}
	}
	if len(kinds) != len(want) {
		t.Errorf("%v", kinds)
	}
}

func TestListOfKeys(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	get := func(headers ...string) (string, []byte, int) {
		w := serveBytes(th.Handler(), "GET", wire.PathKeyList, nil, headers...)
		return w.Header().Get("ETag"), w.Body.Bytes(), w.Code
	}
	digest := func() string {
		note, err := wire.SignAsk(wire.Ask{Village: village, Device: d.Device, At: th.clock.now()}, d.Signer)
		if err != nil {
			t.Fatal(err)
		}
		w := serveBytes(th.Handler(), "GET", wire.PathDown+village, nil, wire.AskHeader, wire.EncodeHeader(note))
		signed, err := wire.DecodeHeader(w.Header().Get(wire.AnswerHeader))
		if err != nil {
			t.Fatal(err)
		}
		a, err := wire.OpenAnswer(signed, th.Keys().Verifier)
		if err != nil {
			t.Fatal(err)
		}
		return a.List
	}
	tag, first, _ := get()
	list, err := bundle.OpenKeyList(first, th.Keys().Verifier)
	own, _ := bundle.PublicKey(d.Verifier)
	if err != nil || len(list.Keys) != 1 || !list.Keys[0].Public.Equal(own) || list.Keys[0].Village != village || !list.Keys[0].Until.IsZero() {
		t.Fatalf("%+v %v", list, err)
	}
	if digest() != bundle.KeyListDigest(first) || tag != `"`+digest()+`"` {
		t.Errorf("the answer that nothing comes down names %q", digest())
	}
	if _, _, code := get("If-None-Match", tag); code != 304 {
		t.Errorf("unchanged: %d", code)
	}
	// Nothing but a device changes it, and not who makes it.
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	th.clock.add(time.Hour)
	th.Close()
	th.open(t)
	if _, again, _ := get(); !bytes.Equal(again, first) {
		t.Error("made anew without a change")
	}
	e := th.desk(t, "35.10.05.2002", 2)
	th.clock.add(time.Hour)
	if err := th.RevokeAt(t.Context(), e.Device, 31); err != nil {
		t.Fatal(err)
	}
	_, second, _ := get()
	list, err = bundle.OpenKeyList(second, th.Keys().Verifier)
	if err != nil || len(list.Keys) != 2 || !list.Keys[1].Until.Equal(th.clock.now()) || list.Keys[1].Size != 31 || !list.At.Equal(th.clock.now()) {
		t.Errorf("%+v %v", list, err)
	}
	if digest() == bundle.KeyListDigest(first) {
		t.Error("the digest stayed")
	}
	th.rotate(t)
	if _, third, _ := get(); bytes.Equal(third, second) || digest() != bundle.KeyListDigest(third) {
		t.Error("the list is still under the key of before")
	}
}

// BenchmarkListOfKeys prints what the list of a whole regency costs: bytes of a
// visit when it changed, and the time of an unchanged one.
func BenchmarkListOfKeys(b *testing.B) {
	th := newHub(b)
	for i := range 217 {
		th.desk(b, "35.10."+[]string{"05", "06", "07", "08", "09"}[i%5]+".2"+string([]byte{'0' + byte(i/5/100), '0' + byte(i/5/10%10), '0' + byte(i/5%10)}), uint64(i+1))
	}
	l, err := th.keyList(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if d := th.listDigest(b.Context()); d == "" {
			b.Fatal("no list")
		}
	}
	b.ReportMetric(float64(len(l.Note)), "B/list")
	b.ReportMetric(float64(len(l.packed)), "B/line")
}
