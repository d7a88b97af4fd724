package bundle

import (
	"bytes"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"smartkampung/kampung"
)

var update = flag.Bool("update", false, "write a new golden bundle; the old ones stay")

// office is a device with its keys and a hub, for tests.
type office struct {
	log      Log
	skey     string
	vkey     string
	hub      *age.X25519Identity
	recovery *age.X25519Identity
	lines    [][]byte
	nodes    *Growth
}

func newOffice(t testing.TB, n int) *office {
	t.Helper()
	o := &office{log: Log{"35.10.05.2001", "5f0c3a9e", "c1d2e3f4", kampung.AudienceKabupaten}, nodes: Grow(0, NoNodes)}
	var err error
	if o.skey, o.vkey, err = GenerateKey(rand.Reader, o.log.Device); err != nil {
		t.Fatal(err)
	}
	o.hub, _ = IdentityFromSeed([32]byte{1})
	o.recovery, _ = IdentityFromSeed([32]byte{2})
	o.grow(t, n)
	return o
}

func (o *office) grow(t testing.TB, n int) {
	t.Helper()
	for i := len(o.lines); i < n; i++ {
		h := kampung.Head{V: 1, N: int64(i), ID: fmt.Sprintf("019ad0c0-0000-7000-8000-%012d", i), Tick: int64(i + 1), At: "2026-11-23T09:12:00+07:00", By: "siti", Kind: kampung.KindRequest, Schema: 1, Subject: "x"}
		body := fmt.Sprintf(`{"service":"sku","number":"500/%03d/429.511.01/2026","applicant":{"nama":"WARGA KE %d"}}`, i+1, i)
		salt := make([]byte, kampung.SaltBytes)
		rand.Read(salt)
		line, err := kampung.EncodeEntry(h, salt, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		p, err := kampung.ParseEntry(line)
		if err != nil {
			t.Fatal(err)
		}
		o.lines = append(o.lines, line)
		if err := o.nodes.Append(EntryHash(p)); err != nil {
			t.Fatal(err)
		}
	}
}

func (o *office) root(t testing.TB, size int64) Hash {
	t.Helper()
	h, err := Root(size, o.nodes)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (o *office) seal(t testing.TB, from, to int) []byte {
	t.Helper()
	data, err := Seal(Sealing{
		Log: o.log, From: int64(from), Lines: o.lines[from:to], Prev: o.root(t, int64(from)), Root: o.root(t, int64(to)),
		ToName: "hub.35.10", To: o.hub.Recipient().String(), Also: []string{o.recovery.Recipient().String()}, Signer: o.skey,
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBundleComesBackByteForByte(t *testing.T) {
	o := newOffice(t, 30)
	for _, id := range []age.Identity{o.hub, o.recovery} {
		b, err := Read(o.seal(t, 10, 30), o.vkey)
		if err != nil {
			t.Fatal(err)
		}
		lines, entries, err := b.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		for i := range lines {
			if !bytes.Equal(lines[i], o.lines[10+i]) {
				t.Fatalf("entry %d changed", 10+i)
			}
		}
		if _, err := b.Extend(o.nodes, entries); err != nil {
			t.Error(err)
		}
		if b.From != 10 || b.Size != 30 || b.ToName != "hub.35.10" || b.Log != o.log {
			t.Errorf("header %+v", b.Header)
		}
	}
}

func TestAnyFlippedBitIsRefused(t *testing.T) {
	o := newOffice(t, 2)
	data := o.seal(t, 0, 2)
	for i := range data {
		for bit := byte(1); bit != 0; bit <<= 1 {
			bad := bytes.Clone(data)
			bad[i] ^= bit
			b, err := Read(bad, o.vkey)
			if err != nil {
				continue
			}
			t.Fatalf("bit %#x of byte %d (%q) flipped and read as %+v", bit, i, data[max(0, i-10):i+1], b.Header)
		}
	}
	for n := range data {
		if _, err := Read(data[:n], o.vkey); err == nil {
			t.Fatalf("cut at %d and read", n)
		}
	}
	if _, err := Read(append(bytes.Clone(data), 'x'), o.vkey); !errors.Is(err, ErrDamaged) {
		t.Errorf("a byte more: %v", err)
	}
}

func TestOtherReaderAndOtherWriter(t *testing.T) {
	o, other := newOffice(t, 3), newOffice(t, 3)
	data := o.seal(t, 0, 3)
	if _, err := Read(data, other.vkey); !errors.Is(err, ErrSignature) {
		t.Errorf("another device's key: %v", err)
	}
	b, _ := Read(data, o.vkey)
	stranger, _ := IdentityFromSeed([32]byte{9})
	if _, _, err := b.Open(stranger); !errors.Is(err, ErrSealed) {
		t.Errorf("another reader: %v", err)
	}
	_, entries, _ := b.Open(o.hub)
	if _, err := b.Extend(NoNodes, entries[:2]); !errors.Is(err, ErrTree) {
		t.Errorf("an entry less: %v", err)
	}
	b.Prev[0] ^= 1
	if _, err := b.Extend(NoNodes, entries); !errors.Is(err, ErrTree) {
		t.Errorf("another past: %v", err)
	}
}

// forge signs any text and body as the device would.
func (o *office) forge(t testing.TB, packed []byte, entries, plain int) []byte {
	t.Helper()
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, o.hub.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	w.Write(packed)
	w.Close()
	s := Sealing{Log: o.log, Lines: o.lines[:1], ToName: "hub.35.10", To: o.hub.Recipient().String(), Also: []string{o.recovery.Recipient().String()}, Signer: o.skey}
	whole, err := Seal(s)
	if err != nil {
		t.Fatal(err)
	}
	h, _ := ReadHeader(whole)
	text := string(whole[:bytes.Index(whole, []byte("\n\n— "))+1])
	body := sealed.Bytes()
	text = strings.Replace(text, fmt.Sprintf("body %s %d %d sha256:%s", bodyForm, h.cipher, h.Plain, h.digest),
		fmt.Sprintf("body %s %d %d sha256:%s", bodyForm, len(body), plain, hashOf(body)), 1)
	text = strings.Replace(text, o.log.Origin()+"\n1\n", fmt.Sprintf("%s\n%d\n", o.log.Origin(), entries), 1)
	signer, _ := note.NewSigner(o.skey)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return append(signed, body...)
}

func TestHostileBodies(t *testing.T) {
	o := newOffice(t, 2)
	enc, _ := zstd.NewWriter(nil)
	pack := func(s string) []byte { return enc.EncodeAll([]byte(s), nil) }
	wide, _ := zstd.NewWriter(nil, zstd.WithWindowSize(8<<20))
	for name, c := range map[string]struct {
		packed         []byte
		entries, plain int
	}{
		"zip bomb":          {pack(strings.Repeat("\x00", 64<<20)), 1, 1000},
		"bomb as declared":  {pack(strings.Repeat("\n", MaxPlain)), 1, MaxPlain},
		"wide window":       {wide.EncodeAll(bytes.Repeat([]byte("0123456789abcdef"), 1<<16), nil), 1, 1 << 20},
		"no zstd":           {[]byte("halo"), 1, 4},
		"no newline":        {pack("{}"), 1, 2},
		"bad JSON":          {pack("{\n"), 1, 2},
		"another place":     {pack(string(o.lines[1]) + "\n"), 1, len(o.lines[1]) + 1},
		"fewer than told":   {pack(string(o.lines[0]) + "\n"), 2, len(o.lines[0]) + 1},
		"deep nesting":      {pack(strings.Replace(string(o.lines[0]), `"body":{`, `"body":{"a":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`,`, 1) + "\n"), 1, len(o.lines[0]) + 40007},
		"two bodies in one": {append(pack(string(o.lines[0])+"\n"), pack(string(o.lines[1])+"\n")...), 1, len(o.lines[0]) + 1},
	} {
		b, err := Read(o.forge(t, c.packed, c.entries, c.plain), o.vkey)
		if err == nil {
			_, _, err = b.Open(o.hub)
		}
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrLimit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimitsAreRefusedBeforeDecrypting(t *testing.T) {
	o := newOffice(t, 1)
	for name, data := range map[string][]byte{
		"plain":   o.forge(t, nil, 1, MaxPlain+1),
		"entries": o.forge(t, nil, MaxEntries+1, 10),
		"none":    o.forge(t, nil, 0, 10),
	} {
		if _, err := Read(data, o.vkey); !errors.Is(err, ErrLimit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Seal(Sealing{Log: o.log}); !errors.Is(err, ErrLimit) {
		t.Errorf("sealed nothing: %v", err)
	}
}

func TestReceipts(t *testing.T) {
	o := newOffice(t, 5)
	skey, vkey, _ := GenerateKey(rand.Reader, "hub.35.10")
	at := time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)
	var file []byte
	for size := range int64(3) {
		r, err := SignReceipt(Receipt{Checkpoint: Checkpoint{o.log, size, o.root(t, size)}, At: at}, skey)
		if err != nil {
			t.Fatal(err)
		}
		file = append(file, r...)
	}
	notes, err := SplitReceipts(append([]byte("\r\n"), file...))
	if err != nil || len(notes) != 3 {
		t.Fatalf("%d receipts, %v", len(notes), err)
	}
	r, err := OpenReceipt(notes[2], vkey)
	if err != nil || r.Size != 2 || r.Root != o.root(t, 2) || !r.At.Equal(at) || r.Log != o.log {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := OpenReceipt(notes[2], o.vkey); !errors.Is(err, ErrSignature) {
		t.Errorf("another signer: %v", err)
	}
	for i := range notes[2] {
		bad := bytes.Clone(notes[2])
		bad[i] ^= 4
		if _, err := OpenReceipt(bad, vkey); err == nil {
			t.Fatalf("byte %d flipped and read", i)
		}
	}
	for _, bad := range []string{"", "halo", string(file) + "ekor"} {
		if _, err := SplitReceipts([]byte(bad)); !errors.Is(err, ErrForm) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	for n := range notes[2] {
		if _, err := OpenReceipt(notes[2][:n], vkey); err == nil {
			t.Fatalf("cut at %d and read", n)
		}
	}
}

func TestTreeGrowsTheSameInAnySteps(t *testing.T) {
	o := newOffice(t, 70)
	rapid.Check(t, func(rt *rapid.T) {
		size, nodes := int64(0), []Hash{}
		stored := HashReader(nil)
		for size < 70 {
			stored = Grow(0, NoNodes)
			stored.(*Growth).Nodes, stored.(*Growth).size = nodes, size
			g := Grow(size, stored)
			step := rapid.Int64Range(1, 70-size).Draw(rt, "step")
			for n := size; n < size+step; n++ {
				p, _ := kampung.ParseEntry(o.lines[n])
				if err := g.Append(EntryHash(p)); err != nil {
					rt.Fatal(err)
				}
			}
			size += step
			nodes = append(nodes, g.Nodes...)
			if root, err := g.Root(); err != nil || root != o.root(t, size) {
				rt.Fatalf("root at %d: %v", size, err)
			}
		}
	})
}

func TestKeysInsideNoteKeys(t *testing.T) {
	for range 200 { // base 64 holds a plus in most of them
		skey, vkey, err := GenerateKey(rand.Reader, "5f0c3a9e")
		if err != nil {
			t.Fatal(err)
		}
		private, err := PrivateKey(skey)
		if err != nil {
			t.Fatal(err)
		}
		public, err := PublicKey(vkey)
		if err != nil || !public.Equal(private.Public()) {
			t.Fatalf("%v", err)
		}
	}
	for _, bad := range []string{"", "PRIVATE+KEY+a+b", "PRIVATE+KEY+a+b+AAAA", "a+b+AAAA"} {
		if _, err := PrivateKey(bad); err == nil {
			t.Errorf("%q is a signer key", bad)
		}
		if _, err := PublicKey(bad); err == nil {
			t.Errorf("%q is a verifier key", bad)
		}
	}
}

func TestOrigins(t *testing.T) {
	l := Log{"35.10.05.2001", "5f0c3a9e00000000", "c1d2e3f4", kampung.AudienceKantor}
	if got, err := ParseOrigin(l.Origin()); err != nil || got != l {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"", "smartkampung/35.10/5f0c3a9e/c1d2e3f4/kantor", "go.sum database tree", l.Origin() + "/", strings.ToUpper(l.Origin()), l.Origin() + "\n"} {
		if _, err := ParseOrigin(bad); !errors.Is(err, ErrOrigin) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if l.ID() == (Log{}).ID() || len(l.ID()) != 32 {
		t.Error("ids of logs")
	}
}

func TestIdentityFromSeedIsAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed"))
		id, err := IdentityFromSeed(seed)
		if err != nil {
			t.Fatal(err)
		}
		back, err := age.ParseX25519Identity(id.String())
		if err != nil || back.Recipient().String() != id.Recipient().String() {
			t.Fatal(err)
		}
	})
}

// TestGoldenBundles opens bundles written by earlier versions: what was once on
// a stick must be readable for ever.
func TestGoldenBundles(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	files, _ := filepath.Glob("testdata/*.skb")
	if len(files) == 0 {
		t.Fatal("no golden bundle")
	}
	for _, f := range files {
		base := strings.TrimSuffix(f, ".skb")
		read := func(ext string) string {
			b, err := os.ReadFile(base + ext)
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		b, err := Read([]byte(read(".skb")), strings.TrimSpace(read(".vkey")))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		id, err := age.ParseIdentities(strings.NewReader(read(".key")))
		if err != nil {
			t.Fatal(err)
		}
		lines, entries, err := b.Open(id...)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if got := string(bytes.Join(lines, []byte("\n"))) + "\n"; got != read(".jsonl") {
			t.Errorf("%s opens to something else", f)
		}
		if _, err := b.Extend(NoNodes, entries); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func writeGolden(t *testing.T) {
	o := newOffice(t, 5)
	base := fmt.Sprintf("testdata/golden-%d", time.Now().Unix())
	os.MkdirAll("testdata", 0o755)
	for ext, text := range map[string]string{
		".skb": string(o.seal(t, 0, 5)), ".vkey": o.vkey + "\n", ".key": o.hub.String() + "\n",
		".jsonl": string(bytes.Join(o.lines, []byte("\n"))) + "\n",
	} {
		if err := os.WriteFile(base+ext, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestToolsOfADistributionOpenABundle runs the very line of the package comment.
func TestToolsOfADistributionOpenABundle(t *testing.T) {
	for _, tool := range []string{"sed", "age", "zstd", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("SMARTKAMPUNG_TOOLS") != "" {
				t.Fatal(err)
			}
			t.Skipf("%s is not installed; 'make test' installs it", tool)
		}
	}
	o := newOffice(t, 30)
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "F.skb"), o.seal(t, 0, 30), 0o644)
	os.WriteFile(filepath.Join(dir, "hub.key"), []byte(o.hub.String()+"\n"), 0o600)
	cmd := exec.Command("bash", "-o", "pipefail", "-c", `sed -n '/^age-encryption.org\/v1$/,$p' F.skb | age -d -i hub.key | zstd -dc | jq -r .body.applicant.nama`)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	names := strings.Fields(strings.ReplaceAll(string(out), "WARGA KE ", ""))
	if len(names) != 30 || names[29] != "29" {
		t.Errorf("opened to %s", out)
	}
}

func FuzzRead(f *testing.F) {
	o := newOffice(f, 3)
	data := o.seal(f, 0, 3)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte("smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten\n1\n\n\n— x y\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if h, err := ReadHeader(data); err == nil && (h.Entries() < 1 || h.cipher > MaxCipher || h.Plain > MaxPlain) {
			t.Errorf("header over the limits: %+v", h)
		}
		if b, err := Read(data, o.vkey); err == nil {
			b.Open(o.hub)
		}
	})
}

func FuzzOpenBody(f *testing.F) {
	o := newOffice(f, 2)
	enc, _ := zstd.NewWriter(nil)
	f.Add(enc.EncodeAll(append(o.lines[0], '\n'), nil), 1, len(o.lines[0])+1)
	f.Fuzz(func(t *testing.T, packed []byte, entries, plain int) {
		if entries < 1 || entries > MaxEntries || plain < 0 || plain > MaxPlain || len(packed) > MaxCipher/2 {
			return
		}
		b, err := Read(o.forge(t, packed, entries, plain), o.vkey)
		if err != nil {
			t.Fatal(err)
		}
		if lines, _, err := b.Open(o.hub); err == nil && len(lines) != entries {
			t.Error("another number of entries")
		}
	})
}

func FuzzReceipt(f *testing.F) {
	skey, vkey, _ := GenerateKey(rand.Reader, "hub.35.10")
	r, _ := SignReceipt(Receipt{Checkpoint: Checkpoint{Log: Log{"35.10.05.2001", "5f0c3a9e", "c1d2e3f4", "kantor"}}}, skey)
	f.Add(r)
	f.Fuzz(func(t *testing.T, data []byte) {
		notes, err := SplitReceipts(data)
		if err != nil {
			return
		}
		for _, n := range notes {
			ReadReceipt(n)
			OpenReceipt(n, vkey)
		}
	})
}

func BenchmarkSeal5000(b *testing.B) {
	o := newOffice(b, 4096)
	size := 0
	for b.Loop() {
		size = len(o.seal(b, 0, 4096))
	}
	b.ReportMetric(float64(size)/4096, "B/entry")
}
