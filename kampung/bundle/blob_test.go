package bundle

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"smartkampung/kampung"
)

// photo is an invented scan of a size: a JPEG by its first bytes.
func photo(size int) ([]byte, string) {
	data := make([]byte, size)
	rand.Read(data)
	copy(data, "\xff\xd8\xff\xe0 FOTO KTP CONTOH ")
	sum := sha256.Sum256(data)
	return data, hex.EncodeToString(sum[:])
}

func (o *office) chunk(t testing.TB, data []byte, sha string, n int) []byte {
	t.Helper()
	size := int64(len(data))
	start := int64(n) * kampung.ScanChunkBytes
	b, err := SealChunk(ChunkSealing{
		Village: o.log.Village, Device: o.log.Device, SHA256: sha, Size: size, N: n,
		Plain:  data[start : start+kampung.ScanChunkSize(size, n)],
		ToName: "hub.35.10", To: o.hub.Recipient().String(), Also: []string{o.recovery.Recipient().String()}, Signer: o.skey,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestScanThereAndBack(t *testing.T) {
	o := newOffice(t, 0)
	data, sha := photo(3*kampung.ScanChunkBytes + 17)
	var file, whole []byte
	for n := range kampung.ScanChunks(int64(len(data))) {
		file = append(file, o.chunk(t, data, sha, n)...)
	}
	if bytes.Contains(file, []byte("FOTO KTP")) {
		t.Error("the plain bytes stand readable in the file")
	}
	parts, err := SplitChunks(file)
	if err != nil || len(parts) != 4 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	for n, p := range parts {
		c, err := ReadChunk(p, o.vkey)
		if err != nil || c.N != n || c.SHA256 != sha || c.Size != int64(len(data)) || c.Village != o.log.Village || c.Device != o.log.Device {
			t.Fatalf("%+v, %v", c.Chunk, err)
		}
		for _, id := range []interface{ String() string }{o.hub, o.recovery} {
			if strings.Contains(string(p), id.String()) {
				t.Fatal("a secret key in a chunk")
			}
		}
		plain, err := c.Open(o.recovery)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Open(o.hub); err != nil {
			t.Error(err)
		}
		whole = append(whole, plain...)
	}
	if !bytes.Equal(whole, data) {
		t.Error("another scan came out")
	}
}

func TestChunkIsNotTakenForAnother(t *testing.T) {
	o := newOffice(t, 0)
	data, sha := photo(2 * kampung.ScanChunkBytes)
	one, two := o.chunk(t, data, sha, 0), o.chunk(t, data, sha, 1)
	head := func(b []byte) []byte { return b[:bytes.Index(b, []byte("age-encryption.org"))] }
	body := func(b []byte) []byte { return b[len(head(b)):] }
	other := newOffice(t, 0)
	foreign := other.chunk(t, data, sha, 0)
	id3, _ := IdentityFromSeed([32]byte{64})
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"another chunk's body":   {append(bytes.Clone(head(one)), body(two)...), ErrDamaged},
		"another number":         {bytes.Replace(one, []byte("\nchunk 0\n"), []byte("\nchunk 1\n"), 1), ErrSignature},
		"another scan":           {bytes.Replace(one, []byte(sha), []byte(strings.Repeat("ab", 32)), 1), ErrSignature},
		"another village":        {bytes.Replace(one, []byte("35.10.05.2001"), []byte("35.10.05.2002"), 1), ErrSignature},
		"another device's":       {foreign, ErrSignature},
		"cut":                    {one[:len(one)-1], ErrDamaged},
		"longer":                 {append(bytes.Clone(one), 'x'), ErrDamaged},
		"no note":                {body(one), ErrForm},
		"empty":                  {nil, ErrForm},
		"later form":             {bytes.Replace(one, []byte("chunk v1"), []byte("chunk v2"), 1), ErrVersion},
		"a chunk that is not":    {bytes.Replace(one, []byte("\nchunk 0\n"), []byte("\nchunk 2\n"), 1), ErrLimit},
		"a scan too large":       {bytes.Replace(one, []byte(" 524288\n"), []byte(" 5242880000\n"), 1), ErrLimit},
		"two signatures":         {bytes.Replace(one, []byte("\n\n— "), []byte("\n\n— x AAAAAAA=\n— "), 1), ErrForm},
		"a line twice":           {bytes.Replace(one, []byte("\nchunk 0\n"), []byte("\nchunk 0\nchunk 0\n"), 1), ErrForm},
		"a note without its end": {one[:40], ErrForm},
	} {
		if _, err := ReadChunk(c.data, o.vkey); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	good, err := ReadChunk(one, o.vkey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := good.Open(id3); !errors.Is(err, ErrSealed) {
		t.Errorf("a stranger opens it: %v", err)
	}
	if _, err := SplitChunks(append(bytes.Clone(one), "lain"...)); !errors.Is(err, ErrForm) {
		t.Error("something else after a chunk")
	}
	if _, err := SplitChunks(bytes.Repeat(one, PartChunks+1)); !errors.Is(err, ErrLimit) {
		t.Error("a part without a limit")
	}
}

func TestChunkOfAnotherLengthIsNotSealed(t *testing.T) {
	o := newOffice(t, 0)
	s := ChunkSealing{Village: o.log.Village, Device: o.log.Device, SHA256: strings.Repeat("ab", 32), Size: 10, Plain: make([]byte, 10),
		ToName: "hub", To: o.hub.Recipient().String(), Also: []string{o.recovery.Recipient().String()}, Signer: o.skey}
	if _, err := SealChunk(s); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(*ChunkSealing){
		"short": func(s *ChunkSealing) { s.Plain = s.Plain[1:] }, "no such chunk": func(s *ChunkSealing) { s.N = 1 },
		"no digest": func(s *ChunkSealing) { s.SHA256 = "ab" }, "too large": func(s *ChunkSealing) { s.Size = kampung.MaxScanBytes + 1 },
		"one reader": func(s *ChunkSealing) { s.Also = nil },
	} {
		bad := s
		f(&bad)
		if _, err := SealChunk(bad); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
}

// TestChunkOpensWithOrdinaryTools cuts the second chunk out of a file of chunks
// and opens it as the package's comment says.
func TestChunkOpensWithOrdinaryTools(t *testing.T) {
	for _, tool := range []string{"age", "sed", "bash", "grep", "tail", "head"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool, " is not installed")
		}
	}
	o := newOffice(t, 0)
	data, sha := photo(kampung.ScanChunkBytes + 100)
	dir := t.TempDir()
	file := append(o.chunk(t, data, sha, 0), o.chunk(t, data, sha, 1)...)
	for name, text := range map[string][]byte{"F.skf": file, "hub.key": []byte(o.hub.String() + "\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("bash", "-o", "pipefail", "-c", `set -e
at=($(grep -abo 'smartkampung chunk v1$' F.skf | cut -d: -f1) $(stat -c %s F.skf))
for i in 0 1; do
  tail -c +$((at[i]+1)) F.skf | head -c $((at[i+1]-at[i])) | sed -n '/^age-encryption.org\/v1$/,$p' | age -d -i hub.key
done`)
	cmd.Dir = dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil || !bytes.Equal(out, data) {
		t.Errorf("%d bytes, %v %s", len(out), err, &complaint)
	}
}

func TestScanReceipt(t *testing.T) {
	skey, vkey, err := GenerateKey(rand.Reader, "hub.35.10")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		r := ScanReceipt{Village: "35.10.05.2001", Total: rapid.Int64Range(0, 1<<40).Draw(rt, "total"), About: "-", At: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}
		for range rapid.IntRange(0, 5).Draw(rt, "scans") {
			w := ScanWord{SHA256: hex.EncodeToString(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(rt, "sha")), Size: rapid.Int64Range(1, kampung.MaxScanBytes).Draw(rt, "size"),
				State: rapid.SampledFrom([]ScanState{ScanWhole, ScanPartly, ScanDiffers, ScanUnknown}).Draw(rt, "state")}
			if w.State == ScanPartly {
				w.Have = NewChunkSet(w.Size)
				want := int64(0)
				for n := range kampung.ScanChunks(w.Size) {
					if rapid.Bool().Draw(rt, "has") {
						w.Have.Add(n)
						want += kampung.ScanChunkSize(w.Size, n)
					}
				}
				if w.Have.Bytes(w.Size) != want {
					rt.Fatalf("%s has %d bytes of %d, want %d", w.Have, w.Have.Bytes(w.Size), w.Size, want)
				}
			}
			r.Scans = append(r.Scans, w)
		}
		data, err := SignScans(r, skey)
		if err != nil || !IsScans(data) || len(data) > MaxNote {
			rt.Fatal(err)
		}
		got, err := OpenScans(data, vkey)
		if err != nil || got.Total != r.Total || len(got.Scans) != len(r.Scans) || !got.At.Equal(r.At) {
			rt.Fatalf("%+v, %v", got, err)
		}
		for i, w := range got.Scans {
			if v := r.Scans[i]; w.SHA256 != v.SHA256 || w.Size != v.Size || w.State != v.State || w.Have.String() != v.Have.String() {
				rt.Fatalf("%+v, want %+v", w, v)
			}
		}
		data[rapid.IntRange(0, bytes.Index(data, []byte("\n\n— "))).Draw(rt, "at")] ^= 1
		if _, err := OpenScans(data, vkey); err == nil {
			rt.Fatal("a flipped receipt opens")
		}
	})
}

func TestFullScanReceiptFitsIntoANote(t *testing.T) {
	skey, vkey, _ := GenerateKey(rand.Reader, "hub.35.10")
	r := ScanReceipt{Village: "35.10.05.2001", About: "sha256:" + strings.Repeat("A", 44), At: time.Now()}
	for i := range MaxScanWords {
		w := ScanWord{SHA256: hex.EncodeToString(bytes.Repeat([]byte{byte(i)}, 32)), Size: kampung.MaxScanBytes, State: ScanPartly, Have: NewChunkSet(kampung.MaxScanBytes)}
		w.Have.Add(i % 80)
		r.Scans = append(r.Scans, w)
	}
	data, err := SignScans(r, skey)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenScans(data, vkey); err != nil || len(got.Scans) != MaxScanWords || !got.Scans[7].Have.Has(7) {
		t.Errorf("%d bytes: %v", len(data), err)
	}
	r.Scans = append(r.Scans, r.Scans[0])
	if _, err := SignScans(r, skey); !errors.Is(err, ErrLimit) {
		t.Error("a receipt without a limit")
	}
}

func TestForgedScanReceipt(t *testing.T) {
	skey, vkey, _ := GenerateKey(rand.Reader, "hub.35.10")
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	sha := strings.Repeat("ab", 32)
	good := "smartkampung scans v1\nvillage 35.10.05.2001\nabout -\ntotal 1\nscan " + sha + " 10 partly 01\nreceived 2026-11-23T14:05:00+07:00\n"
	for name, f := range map[string]func(string) string{
		"good":            func(s string) string { return s },
		"another kind":    func(s string) string { return strings.Replace(s, "scans", "scams", 1) },
		"no village":      func(s string) string { return strings.Replace(s, "village", "desa", 1) },
		"no total":        func(s string) string { return strings.Replace(s, "total 1\n", "", 1) },
		"total twice":     func(s string) string { return strings.Replace(s, "total 1\n", "total 1\ntotal 1\n", 1) },
		"chunks too many": func(s string) string { return strings.Replace(s, "partly 01", "partly 03", 1) },
		"set too long":    func(s string) string { return strings.Replace(s, "partly 01", "partly 0100", 1) },
		"no set":          func(s string) string { return strings.Replace(s, "partly 01", "partly", 1) },
		"no such state":   func(s string) string { return strings.Replace(s, "partly 01", "lost", 1) },
		"negative":        func(s string) string { return strings.Replace(s, " 10 ", " -10 ", 1) },
		"time":            func(s string) string { return strings.Replace(s, "2026-11", "2026-13", 1) },
	} {
		data, err := note.Sign(&note.Note{Text: f(good)}, signer)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenScans(data, vkey); (err == nil) != (name == "good") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzChunk(f *testing.F) {
	o := newOffice(f, 0)
	data, sha := photo(40)
	whole := o.chunk(f, data, sha, 0)
	f.Add(whole)
	f.Add(append(bytes.Clone(whole), whole...))
	f.Add(bytes.Replace(whole, []byte("\nchunk 0\n"), []byte("\nchunk 9223372036854775807\n"), 1))
	f.Add([]byte(chunkTitle + "\nscan " + sha + " " + strconv.Itoa(kampung.MaxScanBytes) + "\n\n— x y\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := ReadChunkHeader(data); err == nil && (c.N >= kampung.ScanChunks(c.Size) || c.Size > kampung.MaxScanBytes || c.cipher > MaxChunkCipher) {
			t.Errorf("header over the limits: %+v", c)
		}
		if c, err := ReadChunk(data, o.vkey); err == nil {
			if plain, err := c.Open(o.hub); err == nil && int64(len(plain)) != kampung.ScanChunkSize(c.Size, c.N) {
				t.Error("a chunk of another length")
			}
		}
		if parts, err := SplitChunks(data); err == nil && !bytes.Equal(bytes.Join(parts, nil), data) {
			t.Error("a part is lost")
		}
	})
}

func FuzzScanReceipt(f *testing.F) {
	f.Add("smartkampung scans v1\nvillage x\nabout -\ntotal 1\nscan " + strings.Repeat("ab", 32) + " 10 partly 01\nreceived 2026-11-23T14:05:00+07:00\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := parseScans(text)
		if err != nil {
			return
		}
		for _, w := range r.Scans {
			if w.Have.Bytes(w.Size) > w.Size {
				t.Errorf("more chunks than the scan has: %+v", w)
			}
		}
	})
}
