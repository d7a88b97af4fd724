// Package hubtest gives tests of the link a desk in memory: keys, logs and
// bundles made with the functions of package bundle, and what goes wrong with
// them.
package hubtest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/tlog"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Desk is a village's device with its logs. It is a journal as the uplink
// wants it.
type Desk struct {
	Village, Device, Epoch string
	Signer, Verifier       string
	Identity               *age.X25519Identity
	Recovery               string // age recipient
	Hub                    wire.Keys

	mu    sync.Mutex
	rand  *rand.ChaCha8
	tick  int64
	ids   int64
	Books map[kampung.Audience]*Book
}

// Book is one log.
type Book struct {
	Lines    [][]byte
	nodes    []bundle.Hash
	Received int64
}

// ReadHashes gives the nodes of the log's tree.
func (b *Book) ReadHashes(indexes []int64) ([]bundle.Hash, error) {
	out := make([]bundle.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(b.nodes)) {
			return nil, fmt.Errorf("hubtest: no node %d", x)
		}
		out[i] = b.nodes[x]
	}
	return out, nil
}

// NewDesk makes a desk; seed makes its ids and salts its own.
func NewDesk(village string, seed uint64, hub wire.Keys) *Desk {
	var s [32]byte
	for i := range 8 {
		s[i] = byte(seed >> (8 * i))
	}
	d := &Desk{Village: village, Hub: hub, rand: rand.NewChaCha8(s)}
	d.Device, d.Epoch = d.hex(), d.hex()
	d.Signer, d.Verifier = must2(bundle.GenerateKey(d.rand, d.Device))
	d.Identity = must(age.GenerateX25519Identity())
	d.Recovery = must(age.GenerateX25519Identity()).Recipient().String()
	d.Books = map[kampung.Audience]*Book{kampung.AudienceKabupaten: {}, kampung.AudienceKantor: {}}
	return d
}

func (d *Desk) hex() string { return fmt.Sprintf("%016x", d.rand.Uint64()) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func must2[T any](a, b T, err error) (T, T) {
	if err != nil {
		panic(err)
	}
	return a, b
}

// EnrolRequest is what the desk says of itself.
func (d *Desk) EnrolRequest(code string) wire.EnrolRequest {
	return wire.EnrolRequest{Code: code, Village: d.Village, Device: d.Device, Verifier: d.Verifier, Recipient: d.Identity.Recipient().String(), Epoch: d.Epoch}
}

// Log names the desk's log of an audience.
func (d *Desk) Log(a kampung.Audience) bundle.Log {
	return bundle.Log{Village: d.Village, Device: d.Device, Epoch: d.Epoch, Audience: a}
}

// Add appends an entry and returns its id.
func (d *Desk) Add(a kampung.Audience, kind, subject string, body any) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ids++
	id := fmt.Sprintf("%s-%d", d.Device, d.ids)
	d.tick++
	d.append(a, kampung.Head{V: 1, ID: id, Tick: d.tick, At: "2026-11-23T09:00:00+07:00", By: "siti", Kind: kind, Schema: 1, Subject: subject}, must(json.Marshal(body)))
	return id
}

// AddHead appends an entry with a head of the caller's choice; its place is
// set here.
func (d *Desk) AddHead(a kampung.Audience, h kampung.Head, body []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.append(a, h, body)
}

func (d *Desk) append(a kampung.Audience, h kampung.Head, body []byte) {
	b := d.Books[a]
	h.N = int64(len(b.Lines))
	salt := make([]byte, kampung.SaltBytes)
	d.rand.Read(salt)
	b.add(must(kampung.EncodeEntry(h, salt, body)))
}

func (b *Book) add(line []byte) {
	p := must(kampung.ParseEntry(line))
	b.nodes = append(b.nodes, must(tlog.StoredHashesForRecordHash(int64(len(b.Lines)), bundle.EntryHash(p), b))...)
	b.Lines = append(b.Lines, line)
}

// Applicant is an invented person. Nothing of hers may stand in a hub's log.
var Applicant = kampung.Person{NIK: "3510054107900077", Name: "Wulandari Contoh"}

// Request records the nth request of the desk and returns its id.
func (d *Desk) Request(n int) string {
	subject := fmt.Sprintf("%s-r%d", d.Device, n)
	d.Add(kampung.AudienceKabupaten, kampung.KindRequest, subject, kampung.RequestBody{
		Service: "sku", Number: fmt.Sprintf("500/%03d/2026", n), Seq: n, Year: 2026, Person: Applicant})
	return subject
}

// Step moves a request.
func (d *Desk) Step(request string, s kampung.State) {
	d.Add(kampung.AudienceKabupaten, kampung.KindStep, request, kampung.StepBody{State: s})
}

// Resident records an entry of the office's own journal.
func (d *Desk) Resident() {
	d.Add(kampung.AudienceKantor, kampung.KindResident, "warga", map[string]string{"nik": Applicant.NIK, "nama": Applicant.Name})
}

// Sealing is the bundle of a range, to be spoilt before it is sealed.
func (d *Desk) Sealing(a kampung.Audience, from, to int64) bundle.Sealing {
	d.mu.Lock()
	defer d.mu.Unlock()
	b := d.Books[a]
	s := bundle.Sealing{Log: d.Log(a), From: from, Lines: b.Lines[from:to], Prev: must(bundle.Root(from, b)), Root: must(bundle.Root(to, b)),
		ToName: d.Hub.Name, To: d.Hub.Recipient, Also: []string{d.Recovery}, Signer: d.Signer}
	if a == kampung.AudienceKantor {
		s.ToName, s.To = "kantor", d.Identity.Recipient().String()
	}
	return s
}

// Bundle seals a range.
func (d *Desk) Bundle(a kampung.Audience, from, to int64) []byte {
	return must(bundle.Seal(d.Sealing(a, from, to)))
}

// NewEpoch begins new logs with the same entries under the same ids, as after
// a fork.
func (d *Desk) NewEpoch() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.Epoch = d.hex()
	old := d.Books
	d.Books = map[kampung.Audience]*Book{}
	for a, b := range old {
		d.Books[a] = &Book{}
		for _, line := range b.Lines {
			p := must(kampung.ParseEntry(line))
			d.append(a, p.Head, p.Body)
		}
	}
}

// Clone copies the desk with its keys and logs, as an image of its disk does.
func (d *Desk) Clone() *Desk {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := &Desk{Village: d.Village, Device: d.Device, Epoch: d.Epoch, Signer: d.Signer, Verifier: d.Verifier, Identity: d.Identity, Recovery: d.Recovery,
		Hub: d.Hub, rand: rand.NewChaCha8([32]byte{byte(d.rand.Uint64())}), tick: d.tick, ids: d.ids + 1000, Books: map[kampung.Audience]*Book{}}
	for a, b := range d.Books {
		c.Books[a] = &Book{append([][]byte(nil), b.Lines...), append([]bundle.Hash(nil), b.nodes...), b.Received}
	}
	return c
}

// Logs is for the uplink.
func (d *Desk) Logs() ([]bundle.Log, error) {
	return []bundle.Log{d.Log(kampung.AudienceKabupaten), d.Log(kampung.AudienceKantor)}, nil
}

// Marks is for the uplink.
func (d *Desk) Marks(l bundle.Log) (size, received int64, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	b := d.Books[l.Audience]
	return int64(len(b.Lines)), b.Received, nil
}

// NextBundle is for the uplink.
func (d *Desk) NextBundle(l bundle.Log, from int64, limit int) ([]byte, int64, error) {
	if limit == 0 {
		limit = bundle.MaxEntries
	}
	d.mu.Lock()
	to := min(int64(len(d.Books[l.Audience].Lines)), from+int64(limit))
	d.mu.Unlock()
	data, err := bundle.Seal(d.Sealing(l.Audience, from, to))
	return data, to, err
}

// TakeReceipt is for the uplink.
func (d *Desk) TakeReceipt(data []byte) (int, error) {
	r, err := bundle.OpenReceipt(data, d.Hub.Verifier)
	if err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	b := d.Books[r.Log.Audience]
	if r.Log != d.Log(r.Log.Audience) {
		return 0, fmt.Errorf("hubtest: receipt of another log")
	}
	if r.Size > int64(len(b.Lines)) || must(bundle.Root(r.Size, b)) != r.Root {
		return 0, fmt.Errorf("%w: receipt", bundle.ErrTree)
	}
	newly := max(0, r.Size-b.Received)
	b.Received += newly
	return int(newly), nil
}

// HubPutBack is for the uplink; records are all that this desk has.
func (d *Desk) HubPutBack() error { return nil }

// Pending is for the uplink.
func (d *Desk) Pending() (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, b := range d.Books {
		n += len(b.Lines) - int(b.Received)
	}
	return n, nil
}
