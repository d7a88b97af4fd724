package hub

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"pgregory.net/rapid"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pusat baru")
	at := time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)
	keys, err := Init(dir, InitOptions{Regency: "35.10"}, rand.Reader, at)
	if err != nil || keys.Name != "hub.35.10" {
		t.Fatal(keys, err)
	}
	text, _ := os.ReadFile(filepath.Join(dir, fileKey))
	ids, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil || len(ids) != 1 || ids[0].(*age.X25519Identity).Recipient().String() != keys.Recipient {
		t.Errorf("hub.key is no file of age-keygen: %v", err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[0] != "# created: 2026-11-23T14:05:00+07:00" || lines[1] != "# public key: "+keys.Recipient || !strings.HasPrefix(lines[2], "AGE-SECRET-KEY-1") {
		t.Errorf("hub.key has another form than age-keygen's")
	}
	if runtime.GOOS != "windows" {
		for name, mode := range map[string]os.FileMode{"": 0o700, fileKey: 0o600, fileSign: 0o600, fileDB: 0o600} {
			if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.Mode().Perm() != mode {
				t.Errorf("%q: %v %v", name, st.Mode(), err)
			}
		}
	}
	if _, err := Init(dir, InitOptions{Regency: "35.10"}, rand.Reader, at); !errors.Is(err, ErrExists) {
		t.Errorf("made again: %v", err)
	}
	if again, _ := os.ReadFile(filepath.Join(dir, fileKey)); !bytes.Equal(again, text) {
		t.Error("hub.key was overwritten")
	}
	for _, o := range []InitOptions{{Regency: "3510"}, {Regency: ""}, {Regency: "35.10", Name: "hub satu"}, {Regency: "35.10", Name: "a+b"}} {
		if _, err := Init(filepath.Join(t.TempDir(), "x"), o, rand.Reader, at); !errors.Is(err, ErrName) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	h, err := Open(dir)
	if err != nil || h.Keys() != keys || h.Regency() != "35.10" {
		t.Fatalf("%v", err)
	}
	h.Close()
	if _, err := Open(t.TempDir()); err == nil {
		t.Error("opened an empty directory")
	}
}

// inPostgres says the damage in the words of the other engine.
var inPostgres = strings.NewReplacer(
	`CAST(replace(CAST(line AS TEXT), 'sku', 'skt') AS BLOB)`, `convert_to(replace(convert_from(line, 'UTF8'), 'sku', 'skt'), 'UTF8')`,
	`CAST('x' AS BLOB)`, `'x'::bytea`,
	`zeroblob(32)`, `decode(repeat('00', 32), 'hex')`, `zeroblob(100)`, `decode(repeat('00', 100), 'hex')`,
	`zeroblob(3)`, `decode('000000', 'hex')`, `zeroblob(5)`, `decode('0000000000', 'hex')`)

// TestVerifySeesEveryChange damages one thing at a time.
func TestVerifySeesEveryChange(t *testing.T) {
	for _, damage := range []string{
		`UPDATE line SET line = CAST(replace(CAST(line AS TEXT), 'sku', 'skt') AS BLOB) WHERE n = 1`,
		`UPDATE line SET line = CAST('x' AS BLOB) WHERE n = 1`,
		`DELETE FROM line WHERE n = 3`,
		`UPDATE node SET hash = zeroblob(32) WHERE idx = 2`,
		`DELETE FROM node WHERE idx = 6`,
		`UPDATE log SET size = 3 WHERE audience = 'kabupaten'`,
		`UPDATE log SET root = zeroblob(32)`,
		`UPDATE log SET receipt = zeroblob(3)`,
		`UPDATE log SET origin = replace(origin, '2001', '2002') WHERE audience = 'kabupaten'`,
		`DELETE FROM log WHERE audience = 'kantor'`,
		`DELETE FROM entry WHERE n = 2`,
		`UPDATE bundle SET note = zeroblob(5) WHERE from_n = 0`,
		`UPDATE bundle SET from_n = 1 WHERE from_n = 2`,
		`UPDATE bundle SET sealed = zeroblob(100) WHERE length(sealed) > 0`,
		`DELETE FROM bundle WHERE length(sealed) > 0 AND from_n = 0`,
		`UPDATE request SET state = 'diserahkan' WHERE number = '500/002/2026'`,
		`UPDATE request SET body_n = 0`,
		`DELETE FROM request WHERE number = '500/001/2026'`,
		`INSERT INTO request SELECT kab, village, 'x', service, number, person, day, recorded, body_tick, body_device, body_entry, body_log, body_n, state, changed, state_tick, state_device, received, decision, office, decided, decision_tick FROM request WHERE number = '500/001/2026'`,
	} {
		t.Run(damage, func(t *testing.T) {
			th := newHub(t)
			d := th.desk(t, village, 1)
			for i := range 4 {
				d.Request(i)
				d.Resident()
			}
			for _, a := range kampung.Audiences {
				th.take(t, d, d.Bundle(a, 0, 2))
				th.take(t, d, d.Bundle(a, 2, 4))
			}
			th.verify(t)
			th.faulty = true
			if th.engine == enginePostgres {
				damage = inPostgres.Replace(damage)
			}
			res, err := th.w.Exec(damage)
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := res.RowsAffected(); n == 0 {
				t.Fatal("nothing was damaged")
			}
			var faults bytes.Buffer
			sum, err := th.Verify(t.Context(), &faults)
			if err != nil || sum.Faults == 0 || bytes.Count(faults.Bytes(), []byte("\n")) != sum.Faults {
				t.Errorf("%v %+v %s", err, sum, &faults)
			}
		})
	}
}

func TestVerifyReadsHeadsLog(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	path := filepath.Join(th.dir, fileHeads)
	good, _ := os.ReadFile(path)

	// A power cut in the middle of a line is no fault: it was not acknowledged.
	os.WriteFile(path, append(bytes.Clone(good), good[:40]...), 0o600)
	th.verify(t)
	th.Close()
	th.open(t)
	d.Request(2)
	th.take(t, d, d.Bundle(kab, 1, 2))
	th.verify(t)

	th.faulty = true
	whole, _ := os.ReadFile(path)
	for name, bad := range map[string][]byte{
		"root":    bytes.Replace(whole, whole[len(whole)-20:len(whole)-10], []byte("AAAAAAAAAA"), 1),
		"size":    bytes.Replace(whole, []byte(" 2 "), []byte(" 3 "), 1),
		"nothing": append([]byte("x\n"), whole...),
		"origin":  bytes.Replace(whole, []byte("/kabupaten 2"), []byte("/kantor 2"), 1),
	} {
		os.WriteFile(path, bad, 0o600)
		if sum, err := th.Verify(t.Context(), &bytes.Buffer{}); err != nil || sum.Faults == 0 {
			t.Errorf("%s: %v %+v", name, err, sum)
		}
	}
}

func TestImportFolder(t *testing.T) {
	th := newHub(t)
	dir := t.TempDir()
	put := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var desks []*hubtest.Desk
	for i := range 3 {
		d := th.desk(t, fmt.Sprintf("35.10.05.200%d", i+1), uint64(i))
		desks = append(desks, d)
		for k := range 6 {
			d.Request(k)
		}
		// Names that sort against the order of the entries.
		put(fmt.Sprintf("c%d.skb", i), d.Bundle(kab, 0, 2))
		put(fmt.Sprintf("b%d.SKB", i), d.Bundle(kab, 2, 4))
	}
	put("a.skb", desks[0].Bundle(kab, 4, 6))
	put("gap.skb", desks[1].Bundle(kab, 5, 6))
	cut := desks[2].Bundle(kab, 4, 6)
	put("cut.skb", cut[:len(cut)-9])
	put("surat.pdf", []byte("%PDF"))
	var taken, refused, passed []string
	receipts, err := th.Import(t.Context(), []string{dir}, func(im Imported) {
		name := filepath.Base(im.File)
		switch {
		case im.Note != "":
			passed = append(passed, name)
		case im.Err != nil:
			refused = append(refused, name)
		default:
			taken = append(taken, name)
		}
	})
	slices.Sort(refused)
	if err != nil || len(taken) != 7 || !slices.Equal(refused, []string{"cut.skb", "gap.skb"}) || !slices.Equal(passed, []string{"surat.pdf"}) {
		t.Fatalf("%v taken %v refused %v passed %v", err, taken, refused, passed)
	}
	out := filepath.Join(dir, "tanda.skr")
	if err := WriteReceipts(out, receipts); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(out)
	notes, err := bundle.SplitReceipts(b)
	if err != nil || len(notes) != 3 {
		t.Fatalf("%d receipts %v", len(notes), err)
	}
	for i, want := range []int64{6, 4, 4} {
		if _, err := desks[i].TakeReceipt(notes[slices.IndexFunc(notes, func(n []byte) bool { return bytes.Contains(n, []byte(desks[i].Village)) })]); err != nil || desks[i].Books[kab].Received != want {
			t.Errorf("desk %d: %d received, %v", i, desks[i].Books[kab].Received, err)
		}
	}
	if _, err := th.Import(t.Context(), []string{filepath.Join(dir, "tidak-ada")}, func(Imported) {}); err == nil {
		t.Error("imported nothing without a word")
	}
	if err := WriteReceipts(filepath.Join(dir, "x", "y.skr"), receipts); err == nil {
		t.Error("wrote into nowhere")
	}
}

// TestFoldInAnyOrder lets two devices' entries about the same requests arrive
// in any order.
func TestFoldInAnyOrder(t *testing.T) {
	type act struct {
		device, request int
		mends, step     bool
		state           kampung.State
	}
	th := newHub(t)
	next := 0
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(rt, "n")
		acts := make([]act, n)
		for i := range acts {
			acts[i] = act{rapid.IntRange(0, 1).Draw(rt, "device"), rapid.IntRange(0, 1).Draw(rt, "request"), rapid.Bool().Draw(rt, "mends"),
				rapid.Bool().Draw(rt, "step"), rapid.SampledFrom(kampung.States).Draw(rt, "state")}
		}
		var folded []string
		for range 2 {
			next++
			v := fmt.Sprintf("35.10.%02d.%04d", next/1000, 1000+next%1000)
			desks := []*hubtest.Desk{th.desk(t, v, uint64(2*next)), th.desk(t, v, uint64(2*next+1))}
			if desks[0].Device > desks[1].Device {
				desks[0], desks[1] = desks[1], desks[0]
			}
			for i, a := range acts {
				h := kampung.Head{V: 1, ID: fmt.Sprint("e", i), Tick: int64(1 + i/2), Kind: kampung.KindRequest, Schema: 1, Subject: fmt.Sprint("r", a.request), At: fmt.Sprintf("2026-11-23T09:00:%02d+07:00", i)}
				body := fmt.Sprintf(`{"service":"sku","number":"no-%d","mends":%v}`, i, a.mends)
				if a.step {
					h.Kind, body = kampung.KindStep, fmt.Sprintf(`{"state":%q}`, a.state)
				}
				// Two entries of one device never share a tick.
				h.Tick = h.Tick*2 + int64(i%2)*int64(1-a.device)
				desks[a.device].AddHead(kab, h, []byte(body))
			}
			at := [2]int64{}
			for at[0]+at[1] < int64(n) {
				k := rapid.IntRange(0, 1).Draw(rt, "next")
				if at[k] == int64(len(desks[k].Books[kab].Lines)) {
					k = 1 - k
				}
				if _, err := th.Ingest(context.Background(), desks[k].Bundle(kab, at[k], at[k]+1)); err != nil {
					rt.Fatal(err)
				}
				at[k]++
			}
			rs, err := th.Requests(context.Background(), v)
			if err != nil {
				rt.Fatal(err)
			}
			for i := range rs {
				rs[i].Village = ""
			}
			folded = append(folded, fmt.Sprint(rs))
		}
		if folded[0] != folded[1] {
			rt.Fatalf("two orders of arrival:\n%s\n%s", folded[0], folded[1])
		}
	})
}

// TestStepsOfAClonedDisk: two PCs with one key took a request further at the
// same tick. Whoever comes first, the same step stands, and the list of steps
// ends with it. The check of the end folds in an order of its own.
func TestStepsOfAClonedDisk(t *testing.T) {
	for _, first := range []int{0, 1} {
		for _, states := range [][2]kampung.State{{kampung.StateVerified, kampung.StateApproved}, {kampung.StateVerified, kampung.StateVerified}} {
			th := newHub(t)
			d := th.desk(t, village, 1)
			id := d.Request(1)
			both := []*hubtest.Desk{d, d.Clone()}
			both[1].NewEpoch()
			for i, x := range both {
				at := fmt.Sprintf("2026-11-23T09:0%d:00+07:00", i)
				x.AddHead(kab, kampung.Head{V: 1, ID: fmt.Sprint("langkah-", i), Tick: 2, At: at, Kind: kampung.KindStep, Schema: 1, Subject: id},
					[]byte(fmt.Sprintf(`{"state":%q}`, states[i])))
			}
			for _, x := range []*hubtest.Desk{both[first], both[1-first]} {
				th.take(t, x, x.Bundle(kab, 0, 2))
			}
			det, err := th.RequestDetail(t.Context(), village, id)
			if err != nil || len(det.Steps) != 2 || det.State != states[1] || det.Steps[1].State != det.State {
				t.Errorf("%d first: %s, %v, %v", first, det.State, det.Steps, err)
			}
			if det.Changed.In(kampung.WIB).Minute() != 1 {
				t.Errorf("%d first: changed %s", first, det.Changed)
			}
		}
	}
}
