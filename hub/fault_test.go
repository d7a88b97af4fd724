package hub

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/mod/sumdb/note"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func TestFlippedBit(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Step("r", kampung.StateVerified)
	data := d.Bundle(kab, 0, 1)
	before := th.dump(t)
	for i := range data {
		for bit := range 8 {
			bad := bytes.Clone(data)
			bad[i] ^= 1 << bit
			if _, err := th.Ingest(t.Context(), bad); err == nil {
				t.Fatalf("byte %d bit %d flipped and taken", i, bit)
			}
		}
	}
	if th.dump(t) != before {
		t.Error("a flipped bundle changed the database")
	}
	th.take(t, d, data)
}

func TestCutBundle(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 20 {
		d.Request(i)
	}
	data := d.Bundle(kab, 0, 20)
	for k := range 32 {
		th.refuses(t, data[:len(data)*k/32], http.StatusBadRequest)
	}
	th.refuses(t, append(bytes.Clone(data), 'x'), http.StatusBadRequest)
	th.take(t, d, data)
}

func TestWrongHub(t *testing.T) {
	th, other := newHub(t), newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	if r := other.refuses(t, d.Bundle(kab, 0, 1), http.StatusMisdirectedRequest); r.Kind != wire.KindHub {
		t.Errorf("%+v", r)
	}
	// Named for this hub, but sealed to another.
	s := d.Sealing(kab, 0, 1)
	s.To = other.Keys().Recipient
	data, err := bundle.Seal(s)
	if err != nil {
		t.Fatal(err)
	}
	th.refuses(t, data, http.StatusMisdirectedRequest)
	th.refuses(t, resign(t, d, strings.Replace(noteText(t, data), other.Keys().Recipient, th.Keys().Recipient, 1), body(t, data)), http.StatusMisdirectedRequest)
}

// noteText and body take a bundle apart; resign puts one together, signed by
// the device whatever it says.
func noteText(t testing.TB, data []byte) string {
	t.Helper()
	head, _, ok := bytes.Cut(data, []byte("\n\n— "))
	if !ok {
		t.Fatal("no note")
	}
	return string(head) + "\n"
}

func body(t testing.TB, data []byte) []byte {
	t.Helper()
	i := bytes.Index(data, []byte("age-encryption.org"))
	if i < 0 {
		t.Fatal("no body")
	}
	return data[i:]
}

func resign(t testing.TB, d *hubtest.Desk, text string, body []byte) []byte {
	t.Helper()
	signer, err := note.NewSigner(d.Signer)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return append(n, body...)
}

// seal makes a bundle around any plain bytes.
func seal(t testing.TB, th *testHub, d *hubtest.Desk, from, to int64, plain []byte, plainSays int) []byte {
	t.Helper()
	var out bytes.Buffer
	hubKey, err1 := age.ParseX25519Recipient(th.Keys().Recipient)
	w, err2 := age.Encrypt(&out, hubKey)
	enc, err3 := zstd.NewWriter(nil, zstd.WithWindowSize(1<<20))
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	w.Write(enc.EncodeAll(plain, nil))
	w.Close()
	empty, _ := bundle.Root(0, bundle.NoNodes)
	text := fmt.Sprintf("%s\n%d\n%s\nfrom %d\nprev %s\nto %s %s\nbody age+zstd+jsonl %d %d %s\n",
		d.Log(kab).Origin(), to, empty, from, empty, th.Keys().Name, th.Keys().Recipient, out.Len(), plainSays, wire.About(out.Bytes()))
	return resign(t, d, text, out.Bytes())
}

func TestForgedRange(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 6 {
		d.Request(i)
	}
	th.take(t, d, d.Bundle(kab, 0, 3))
	spoil := map[string]func(*bundle.Sealing){
		"root":            func(s *bundle.Sealing) { s.Root[0] ^= 1 },
		"lines of others": func(s *bundle.Sealing) { s.Lines = d.Books[kab].Lines[2:5] },
		"line left out":   func(s *bundle.Sealing) { s.Lines = append(s.Lines[:1:1], s.Lines[2]) },
		"lines swapped":   func(s *bundle.Sealing) { s.Lines = [][]byte{s.Lines[1], s.Lines[0], s.Lines[2]} },
	}
	for name, f := range spoil {
		s := d.Sealing(kab, 3, 6)
		f(&s)
		data, err := bundle.Seal(s)
		if err != nil {
			t.Fatal(name, err)
		}
		th.refuses(t, data, http.StatusBadRequest)
	}
	s := d.Sealing(kab, 3, 6)
	s.Prev[0] ^= 1
	data, _ := bundle.Seal(s)
	th.refuses(t, data, http.StatusUnprocessableEntity)
	th.take(t, d, d.Bundle(kab, 3, 6))
}

func TestHostileBodies(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	deep := `{"head":{"v":1,"n":0,"id":"a","kind":"k"},"salt":"AAAAAAAAAAAAAAAA","body":` + strings.Repeat(`{"a":`, 20) + `1` + strings.Repeat(`}`, 20) + "}\n"
	for name, plain := range map[string]string{
		"bad JSON":    "{\"head\":{\"v\":1,\n",
		"no JSON":     "halo\n",
		"deep":        deep,
		"no newline":  "{}",
		"empty":       "",
		"wrong place": `{"head":{"v":1,"n":7,"id":"a","kind":"k"},"salt":"AAAAAAAAAAAAAAAA","body":{}}` + "\n",
		"long entry":  `{"head":{"v":1,"n":0,"id":"a","kind":"k"},"salt":"AAAAAAAAAAAAAAAA","body":{"a":"` + strings.Repeat("x", 70<<10) + `"}}` + "\n",
		"NIK as key":  `{"head":{"v":1,"` + hubtest.Applicant.NIK + `":1,"` + hubtest.Applicant.NIK + `":1},"salt":"AAAAAAAAAAAAAAAA","body":{}}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			th.refuses(t, seal(t, th, d, 0, 1, []byte(plain), len(plain)), http.StatusBadRequest)
		})
	}
	two := `{"head":{"v":1,"n":0,"id":"a","kind":"k"},"salt":"AAAAAAAAAAAAAAAA","body":{}}` + "\n"
	th.refuses(t, seal(t, th, d, 0, 4000, []byte(two), len(two)), http.StatusBadRequest)
}

func TestZipBomb(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	bomb := make([]byte, 64<<20)
	th.refuses(t, seal(t, th, d, 0, 1, bomb, 1000), http.StatusBadRequest)
	th.refuses(t, seal(t, th, d, 0, 1, bomb, 4<<20), http.StatusBadRequest)
	th.refuses(t, seal(t, th, d, 0, 1, bomb, len(bomb)), http.StatusRequestEntityTooLarge)
}

// TestZipBombOfAGibibyte: rightly signed and sealed, 1 GiB in some 32 kB, and
// refused before it costs 32 MiB.
func TestZipBombOfAGibibyte(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	packed := hubtest.Bomb(1 << 30)
	if len(packed) > 256<<10 {
		t.Fatalf("the bomb is %d bytes", len(packed))
	}
	for says, status := range map[int64]int{1000: http.StatusBadRequest, bundle.MaxPlain: http.StatusBadRequest, 1 << 30: http.StatusRequestEntityTooLarge} {
		data := hubtest.SealPacked(d.Log(kab), 0, 1, packed, says, th.Keys().Name, th.Keys().Recipient, d.Signer)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := th.Ingest(t.Context(), data)
		runtime.ReadMemStats(&after)
		// All that was ever asked for, which no peak can be above.
		if cost := after.TotalAlloc - before.TotalAlloc; cost >= 32<<20 {
			t.Errorf("says %d: costs %d bytes", says, cost)
		}
		var r *Refusal
		if !errors.As(err, &r) || r.Status != status {
			t.Errorf("says %d: %v", says, err)
		}
	}
}

func TestHugeCounts(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	data := d.Bundle(kab, 0, 1)
	for _, counts := range [][2]string{{"9223372036854775807", "9223372036854775806"}, {"9223372036854775807", "0"}, {"5", "9"}, {"99999999999999999999", "0"}, {"-1", "-2"}, {"01", "0"}} {
		text := strings.Replace(noteText(t, data), "\n1\n", "\n"+counts[0]+"\n", 1)
		text = strings.Replace(text, "\nfrom 0\n", "\nfrom "+counts[1]+"\n", 1)
		before := th.dump(t)
		if _, err := th.Ingest(t.Context(), resign(t, d, text, body(t, data))); err == nil {
			t.Errorf("%v taken", counts)
		}
		if th.dump(t) != before {
			t.Errorf("%v changed the database", counts)
		}
	}
}

func TestAnotherDevicesSignature(t *testing.T) {
	th := newHub(t)
	d, e := th.desk(t, village, 1), th.desk(t, village, 2)
	d.Request(1)
	s := d.Sealing(kab, 0, 1)
	s.Signer = e.Signer
	data, _ := bundle.Seal(s)
	th.refuses(t, data, http.StatusBadRequest)
	// The right name with another key.
	s.Signer, _, _ = bundle.GenerateKey(rand.Reader, d.Device)
	data, _ = bundle.Seal(s)
	th.refuses(t, data, http.StatusBadRequest)
	// Its own key, but another village's name.
	s = d.Sealing(kab, 0, 1)
	s.Log.Village = "35.10.05.2002"
	data, _ = bundle.Seal(s)
	th.refuses(t, data, http.StatusForbidden)
}

func TestUnknownAndRevokedDevice(t *testing.T) {
	th := newHub(t)
	stranger := hubtest.NewDesk(village, 9, th.Keys())
	stranger.Request(1)
	th.refuses(t, stranger.Bundle(kab, 0, 1), http.StatusUnauthorized)
	d := th.desk(t, village, 1)
	d.Request(1)
	old := d.Bundle(kab, 0, 1)
	th.take(t, d, old)
	if err := th.Revoke(t.Context(), d.Device); err != nil {
		t.Fatal(err)
	}
	if th.Revoke(t.Context(), d.Device) == nil || th.Revoke(t.Context(), "ffff0000") == nil {
		t.Error("revoked what was not there")
	}
	d.Request(2)
	th.refuses(t, d.Bundle(kab, 1, 2), http.StatusForbidden)
	th.refuses(t, old, http.StatusForbidden)
	if got := th.requests(t, village); len(got) != 1 {
		t.Error("what came before the revocation is gone")
	}
}

func TestLaterFormat(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	data := d.Bundle(kab, 0, 1)
	later := strings.Replace(noteText(t, data), "age+zstd+jsonl", "age2+zstd+cbor", 1)
	th.refuses(t, resign(t, d, later, body(t, data)), http.StatusUpgradeRequired)
	audience := strings.Replace(noteText(t, data), "/kabupaten\n", "/provinsi\n", 1)
	th.refuses(t, resign(t, d, audience, body(t, data)), http.StatusUpgradeRequired)
	// Unknown lines of a later version are passed over.
	more := noteText(t, data) + "besok 7\n"
	th.take(t, d, resign(t, d, more, body(t, data)))
}

func TestTooLargeBundle(t *testing.T) {
	th := newHub(t)
	th.refuses(t, make([]byte, maxBody+1), http.StatusRequestEntityTooLarge)
}

func FuzzIngest(f *testing.F) {
	th := newHub(f)
	d := th.desk(f, village, 1)
	d.Request(1)
	d.Resident()
	f.Add(d.Bundle(kab, 0, 1))
	f.Add(d.Bundle(kantor, 0, 1))
	f.Add([]byte("smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten\n1\n\n\n— x y\n"))
	f.Add([]byte{})
	h := th.Handler()
	f.Fuzz(func(t *testing.T, data []byte) {
		w := serveBytes(h, http.MethodPost, wire.PathLog+d.Log(kab).ID(), data)
		if w.Code >= 500 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}

func FuzzEnrol(f *testing.F) {
	th := newHub(f)
	code, err := th.EnrolCode(f.Context(), village)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"code":"` + code + `","village":"35.10.05.2001","device":"5f0c3a9e","verifier":"5f0c3a9e+1+AQ","recipient":"age1","epoch":"5f0c3a9e"}`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`{"code":7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := th.enrolJSON(t.Context(), data); err == nil {
			t.Fatal("an invented device was enrolled")
		} else if r := th.asRefusal(err); r.Status >= 500 {
			t.Fatalf("%d %v", r.Status, r.Err)
		}
	})
}
