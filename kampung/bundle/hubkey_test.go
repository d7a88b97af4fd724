package bundle

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

// hubKeys are the keys of a hub that changes them.
type hubKeys struct {
	chain Chain
	skeys []string
}

func (h *hubKeys) rotate(t testing.TB) {
	t.Helper()
	n := byte(len(h.chain) + 1)
	id, err := IdentityFromSeed([32]byte{n})
	if err != nil {
		t.Fatal(err)
	}
	skey, vkey, err := GenerateKey(rand.Reader, "hub.35.10")
	if err != nil {
		t.Fatal(err)
	}
	k := HubKey{Name: "hub.35.10", Verifier: vkey, Recipient: id.Recipient().String(), At: time.Date(2026, 11, int(n), 8, 0, 0, 0, kampung.WIB)}
	before := ""
	if len(h.skeys) > 0 {
		before = h.skeys[len(h.skeys)-1]
	}
	if k.Note, err = SignHubKey(k, skey, before); err != nil {
		t.Fatal(err)
	}
	h.chain, h.skeys = append(h.chain, k), append(h.skeys, skey)
}

func newHubKeys(t testing.TB, n int) *hubKeys {
	h := &hubKeys{}
	for range n {
		h.rotate(t)
	}
	return h
}

func (c Chain) notes() (out [][]byte) {
	for _, k := range c {
		out = append(out, k.Note)
	}
	return out
}

func TestChainOfHubKeys(t *testing.T) {
	h, other := newHubKeys(t, 3), newHubKeys(t, 3)
	notes, err := SplitNotes(h.chain.Notes())
	if err != nil || len(notes) != 3 {
		t.Fatal(len(notes), err)
	}
	c, err := ReadChain(notes)
	if err != nil || c.Last().Verifier != h.chain[2].Verifier || c.Last().Recipient != h.chain[2].Recipient || !c[1].At.Equal(h.chain[1].At) {
		t.Fatalf("%+v %v", c, err)
	}
	for i := range c {
		if rest, err := c.From(h.chain[i].Verifier); err != nil || len(rest) != 3-i {
			t.Errorf("from key %d: %d, %v", i, len(rest), err)
		}
		if _, err := c.From(other.chain[i].Verifier); !errors.Is(err, ErrChain) {
			t.Errorf("from another hub's key: %v", err)
		}
	}
	mine, theirs := h.chain.notes(), other.chain.notes()
	for name, bad := range map[string][][]byte{
		"nothing": nil, "a key left out": {mine[0], mine[2]}, "turned round": {mine[1], mine[0]}, "twice": {mine[0], mine[0]},
		"another hub's key at its end": {mine[0], theirs[1]}, "cut": {mine[0], mine[1][:len(mine[1])-5]}, "two in one": {append(bytes.Clone(mine[0]), mine[1]...)},
		"signed by itself alone":   {mine[0], onlySig(mine[1], 1)},
		"signed by the old alone":  {mine[0], onlySig(mine[1], 0)},
		"more than any hub has":    make([][]byte, maxChain+1),
		"not signed by itself":     {onlySig(mine[1], 0)},
		"a receipt is no hub key":  {[]byte("smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten\n0\nx\n\n— hub.35.10 AAAA\n")},
		"a note about another key": {bytes.Replace(mine[0], []byte("2026-11-01"), []byte("2026-11-02"), 1)},
	} {
		if _, err := ReadChain(bad); !errors.Is(err, ErrChain) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if rest, err := ReadChain(mine[1:]); err != nil || len(rest) != 2 {
		t.Errorf("a chain that begins later: %v", err)
	}
}

// onlySig leaves one signature line of a note.
func onlySig(n []byte, i int) []byte {
	text, sigs, _ := strings.Cut(string(n), "\n\n")
	return []byte(text + "\n\n" + strings.SplitAfter(sigs, "\n")[i])
}

func TestAnyFlippedBitOfAChain(t *testing.T) {
	notes := newHubKeys(t, 2).chain.notes()
	for i := range notes[1] {
		for bit := range 8 {
			bad := bytes.Clone(notes[1])
			bad[i] ^= 1 << bit
			if _, err := ReadChain([][]byte{notes[0], bad}); err == nil {
				t.Fatalf("byte %d bit %d flipped and taken", i, bit)
			}
		}
	}
}

func TestOtherKeyOfTheSameHub(t *testing.T) {
	h := newHubKeys(t, 2)
	o := newOffice(t, 1)
	r, err := SignReceipt(Receipt{Checkpoint: Checkpoint{o.log, 1, o.root(t, 1)}, At: time.Unix(0, 0)}, h.skeys[1])
	if err != nil {
		t.Fatal(err)
	}
	_, err = OpenReceipt(r, h.chain[0].Verifier)
	if !errors.Is(err, ErrSignature) || !IsOtherKey(err, "hub.35.10") || IsOtherKey(err, "hub.35.11") {
		t.Error(err)
	}
	_, err = OpenReceipt(bytes.Replace(r, []byte("received"), []byte("Received"), 1), h.chain[1].Verifier)
	if err == nil || IsOtherKey(err, "hub.35.10") {
		t.Errorf("a changed note: %v", err)
	}
}

// A chain that is taken from a key was signed by that key, whatever the bytes.
func FuzzReadChain(f *testing.F) {
	h := newHubKeys(f, 3)
	f.Add(h.chain.Notes())
	f.Add(h.chain[1:].Notes())
	f.Add([]byte(HubKeyTitle + "\nname a\n\n— a AAAA\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		notes, err := SplitNotes(data)
		if err != nil {
			return
		}
		c, err := ReadChain(notes)
		if err != nil {
			return
		}
		rest, err := c.From(h.chain[0].Verifier)
		if err != nil {
			return
		}
		for i, k := range rest {
			if k.Verifier != h.chain[i].Verifier || k.Recipient != h.chain[i].Recipient {
				t.Fatalf("forged: %+v", k)
			}
		}
	})
}

func someKeys(t testing.TB, villages int) KeyList {
	t.Helper()
	l := KeyList{Regency: "35.10", At: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}
	for i := range villages {
		k := kampung.DeviceKey{Village: fmt.Sprintf("35.10.%02d.2%03d", 1+i/10, 1+i%10), Device: fmt.Sprintf("%016x", i), Public: make([]byte, 32), From: time.Date(2026, 11, 1, 0, 0, 0, 0, kampung.WIB)}
		rand.Read(k.Public)
		if i%9 == 8 {
			k.Until, k.Size = time.Date(2026, 11, 20, 9, 30, 0, 0, kampung.WIB), int64(i)
		}
		l.Keys = append(l.Keys, k)
	}
	return l
}

func TestKeyList(t *testing.T) {
	h := newHubKeys(t, 2)
	want := someKeys(t, 217)
	data, err := SignKeyList(want, h.skeys[0])
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := SignKeyList(want, h.skeys[0]); !bytes.Equal(again, data) || KeyListDigest(again) != KeyListDigest(data) || len(KeyListDigest(data)) != 16 || KeyListDigest(nil) != "" {
		t.Error("the same list has other bytes")
	}
	if len(data) > 24<<10 {
		t.Errorf("a list of 217 villages has %d bytes", len(data))
	}
	// It travels among receipts and chains, longer than any of them may be.
	file := bytes.Join([][]byte{h.chain.Notes(), data}, []byte("\n"))
	notes, err := SplitNotes(file)
	if err != nil || len(notes) != 3 || NoteTitle(notes[2]) != KeyListTitle {
		t.Fatal(len(notes), err)
	}
	if _, err := SplitReceipts(file); !errors.Is(err, ErrForm) {
		t.Errorf("no receipts: %v", err)
	}
	got, err := OpenKeyList(notes[2], h.chain[0].Verifier)
	if err != nil || got.Regency != want.Regency || !got.At.Equal(want.At) || len(got.Keys) != len(want.Keys) {
		t.Fatal(len(got.Keys), err)
	}
	for i, k := range got.Keys {
		w := want.Keys[i]
		if k.Village != w.Village || k.Device != w.Device || !bytes.Equal(k.Public, w.Public) || !k.From.Equal(w.From) || !k.Until.Equal(w.Until) || k.Size != w.Size {
			t.Fatalf("%+v, want %+v", k, w)
		}
	}
	if _, err := OpenKeyList(data, h.chain[1].Verifier); !errors.Is(err, ErrKeyList) || !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	sign := func(text string) []byte { return mustSign(t, text, h.skeys[0]) }
	key := "35.10.05.2001 5f0c3a9e pQf33QvXWrfjsc9fkumMoIlmI9+ZbpIMdwJtZ26yw9k 2026-11-25"
	head := KeyListTitle + "\nregency 35.10\nat 2026-11-23T14:05:00+07:00\n"
	for name, text := range map[string]string{
		"another kind": "smartkampung x v1\nregency 35.10\n", "no regency": KeyListTitle + "\nat 2026-11-23T14:05:00+07:00\n", "no time": KeyListTitle + "\nregency 35.10\n",
		"another regency's village": head + strings.Replace(key, "35.10", "35.11", 1) + "\n", "a cut key": head + key[:60] + "\n", "half a revocation": head + key + " 2026-11-26T00:00:00+07:00\n",
		"no day": head + strings.Replace(key, "11-25", "13-45", 1) + "\n", "a size below nothing": head + key + " 2026-11-26T00:00:00+07:00 -1\n",
		"more than any regency has": head + strings.Repeat(key+"\n", maxKeys+1),
	} {
		if _, err := OpenKeyList(sign(text), h.chain[0].Verifier); !errors.Is(err, ErrKeyList) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l, err := OpenKeyList(sign(head+"later word\n"+key+" 2026-11-26T00:00:00+07:00 3 more\n"), h.chain[0].Verifier); err != nil || len(l.Keys) != 1 || l.Keys[0].Size != 3 {
		t.Errorf("a later version's list: %+v %v", l, err)
	}
}

func mustSign(t testing.TB, text, skey string) []byte {
	t.Helper()
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	b, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func FuzzKeyList(f *testing.F) {
	h := newHubKeys(f, 1)
	data, err := SignKeyList(someKeys(f, 10), h.skeys[0])
	if err != nil {
		f.Fatal(err)
	}
	text, _, _ := strings.Cut(string(data), "\n\n— ")
	f.Add(text + "\n")
	f.Add(KeyListTitle + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := parseKeyList(text)
		if err != nil {
			return
		}
		for _, k := range l.Keys {
			if len(k.Public) != 32 || !strings.HasPrefix(k.Village, l.Regency+".") || k.Size < 0 {
				t.Fatalf("%+v of %+v", k, l)
			}
		}
		again, err := SignKeyList(l, h.skeys[0])
		if err != nil {
			return // of more than a list may have
		}
		if back, err := OpenKeyList(again, h.chain[0].Verifier); err == nil && len(back.Keys) != len(l.Keys) {
			t.Fatalf("%d keys, written and read %d", len(l.Keys), len(back.Keys))
		}
	})
}
