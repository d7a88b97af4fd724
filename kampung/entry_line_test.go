package kampung

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func sampleLine(t testing.TB) []byte {
	h := Head{V: 1, N: 3, ID: "019ad0c0-0000-7000-8000-000000000001", Tick: 9, At: "2026-11-23T09:12:00+07:00", By: "siti", Kind: KindStep, Schema: 1, Subject: "019ad0c0-0000-7000-8000-000000000000"}
	line, err := EncodeEntry(h, []byte("0123456789ab"), []byte(`{"state":"disetujui"}`))
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestEntryLineKeepsBytes(t *testing.T) {
	line := sampleLine(t)
	p, err := ParseEntry(line)
	if err != nil {
		t.Fatal(err)
	}
	want := sha256.Sum256([]byte(`0123456789ab{"state":"disetujui"}`))
	if p.Commit != want {
		t.Errorf("commitment %x, want %x", p.Commit, want)
	}
	if !bytes.HasPrefix(p.Leaf(), p.HeadBytes) || !bytes.HasSuffix(p.Leaf(), want[:]) {
		t.Error("leaf is not head and commitment")
	}
	again, err := EncodeEntry(p.Head, p.Salt, p.Body)
	if err != nil || !bytes.Equal(again, line) {
		t.Errorf("encoded again: %s, %v", again, err)
	}
}

func TestSubjectOf(t *testing.T) {
	line := sampleLine(t)
	p, _ := ParseEntry(line)
	if got := SubjectOf(line); got != p.Head.Subject || got == "" {
		t.Errorf("%q, want %q", got, p.Head.Subject)
	}
	if got := SubjectOf([]byte("{}")); got != "" {
		t.Errorf("%q of no entry", got)
	}
}

func TestErasedEntryKeepsLeaf(t *testing.T) {
	line := sampleLine(t)
	p, _ := ParseEntry(line)
	erased := []byte(`{"head":` + string(p.HeadBytes) + `,"commit":"` + base64.StdEncoding.EncodeToString(p.Commit[:]) + `"}`)
	q, err := ParseEntry(erased)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(p.Leaf(), q.Leaf()) || q.Body != nil || q.Salt != nil {
		t.Error("the erased entry has another leaf or still a body")
	}
}

func TestUnknownFieldsOfHeadAndBodyAreKept(t *testing.T) {
	line := []byte(`{"head":{"v":2,"n":0,"id":"a","tick":1,"kind":"baru","new":{"x":1},"subject":""},"salt":"MDEyMzQ1Njc4OWFi","body":{"lain":[1,2]}}`)
	p, err := ParseEntry(line)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(p.HeadBytes, []byte(`"new":{"x":1}`)) || string(p.Body) != `{"lain":[1,2]}` {
		t.Error("unknown parts were lost")
	}
}

func TestBadEntriesAreRefused(t *testing.T) {
	good := string(sampleLine(t))
	for name, line := range map[string]string{
		"empty":            "",
		"two lines":        good + "\n",
		"blank after head": strings.Replace(good, `,"salt"`, ` ,"salt"`, 1),
		"no salt":          strings.Replace(good, `"salt"`, `"sald"`, 1),
		"short salt":       strings.Replace(good, "MDEyMzQ1Njc4OWFi", "MDEy", 1),
		"tail":             good + "}",
		"array body":       strings.Replace(good, `{"state":"disetujui"}`, `[1]`, 1),
		"deep body":        strings.Replace(good, `"disetujui"`, strings.Repeat("[", 9)+strings.Repeat("]", 9), 1),
		"key twice":        strings.Replace(good, `"tick":9`, `"tick":9,"TICK":8`, 1),
		"negative":         strings.Replace(good, `"n":3`, `"n":-3`, 1),
		"no version":       strings.Replace(good, `"v":1`, `"v":0`, 1),
		"too long":         strings.Replace(good, "disetujui", strings.Repeat("x", MaxEntryBytes), 1),
		"not UTF-8":        strings.Replace(good, "disetujui", "\xff", 1),
	} {
		if _, err := ParseEntry([]byte(line)); !errors.Is(err, ErrEntry) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add(sampleLine(f))
	f.Add([]byte(`{"head":{"v":1,"n":0,"id":"a","kind":"b"},"commit":""}`))
	f.Add([]byte(`{"head":{`))
	f.Fuzz(func(t *testing.T, line []byte) {
		p, err := ParseEntry(line)
		if err != nil {
			return
		}
		if !bytes.Contains(line, p.HeadBytes) || !bytes.Contains(line, p.Body) {
			t.Error("parsed bytes are not the line's")
		}
	})
}

func TestMoveEntry(t *testing.T) {
	line := bytes.Replace(sampleLine(t), []byte(`"v":1,`), []byte(`"v":1,"later":{"x":12345678901234567890},`), 1)
	old, err := ParseEntry(line)
	if err != nil {
		t.Fatal(err)
	}
	moved, err := MoveEntry(line, 41, "0011223344556677")
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParseEntry(moved)
	if err != nil {
		t.Fatal(err)
	}
	if p.Head.N != 41 || p.Head.Writer != "0011223344556677" || p.Commit != old.Commit || !bytes.Equal(p.Body, old.Body) || !bytes.Contains(p.HeadBytes, []byte(`12345678901234567890`)) {
		t.Errorf("moved: %s", moved)
	}
	p.Head.N, p.Head.Writer = old.Head.N, ""
	if p.Head.ID != old.Head.ID || p.Head.Tick != old.Head.Tick || p.Head.Subject != old.Head.Subject || p.Head.At != old.Head.At {
		t.Errorf("head %+v, was %+v", p.Head, old.Head)
	}
	// Moved once more it still says who wrote it.
	twice, err := MoveEntry(moved, 7, "8899aabbccddeeff")
	if p, _ := ParseEntry(twice); err != nil || p.Head.Writer != "0011223344556677" || p.Head.N != 7 {
		t.Errorf("twice: %s, %v", twice, err)
	}
	erased := bytes.Join([][]byte{line[:bytes.Index(line, []byte(`,"salt"`))], []byte(`,"commit":"` + base64.StdEncoding.EncodeToString(old.Commit[:]) + `"}`)}, nil)
	gone, err := MoveEntry(erased, 41, "0011223344556677")
	if p, _ := ParseEntry(gone); err != nil || p.Body != nil || p.Commit != old.Commit || !bytes.Equal(p.HeadBytes, mustParse(t, moved).HeadBytes) {
		t.Errorf("erased: %s, %v", gone, err)
	}
	if _, err := MoveEntry([]byte(`{"head":{}}`), 1, "x"); !errors.Is(err, ErrEntry) {
		t.Errorf("no entry: %v", err)
	}
}

func mustParse(t *testing.T, line []byte) ParsedEntry {
	t.Helper()
	p, err := ParseEntry(line)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
