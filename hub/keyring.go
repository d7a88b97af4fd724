package hub

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// ErrOldKeys is returned when the database knows of keys that came after those
// of the data directory: an old copy of the keys was put back.
var ErrOldKeys = errors.New("hub: the keys are older than the database")

// keyring is the hub's keys as they lay on disk at one moment.
type keyring struct {
	keys    wire.Keys // in use
	skey    string    // signer key in use
	keyHash uint32    // of the verifier key in use, as signatures name it
	chain   bundle.Chain
	ids     []age.Identity // every one that was ever in use opens what comes in
	opens   map[string]bool
	// person keys the digests of [Hub.personKey], device names the hub in its
	// down logs; both are made of the first keys and stay through all.
	person []byte
	device string
	stamp  fileStamp // of hub.chain
}

// fileStamp tells whether a file was replaced.
type fileStamp struct {
	size int64
	at   time.Time
}

func stampOf(path string) fileStamp {
	st, err := os.Stat(path)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{st.Size(), st.ModTime()}
}

// ring returns the keys. Another process may have changed them since: hub.chain
// is replaced last, so it is what tells.
func (h *Hub) ring() *keyring {
	r := h.rings.Load()
	path := filepath.Join(h.dir, fileChain)
	if s := stampOf(path); s == (fileStamp{}) || s == r.stamp {
		return r
	}
	fresh, err := readRing(h.dir)
	if err != nil {
		h.log.Error("keys not read anew", "err", err)
		return r
	}
	h.rings.Store(fresh)
	return fresh
}

// readRing reads the key files and hub.chain.
func readRing(dir string) (*keyring, error) {
	path := filepath.Join(dir, fileChain)
	s := stampOf(path)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("hub: open: %w", err)
	}
	chain, err := parseChain(text)
	if err != nil {
		return nil, fmt.Errorf("hub: %s: %w", fileChain, err)
	}
	secrets, err := readSecrets(dir)
	if err != nil {
		return nil, err
	}
	r, err := secrets.ring(chain)
	if err != nil {
		return nil, err
	}
	r.stamp = s
	return r, nil
}

func parseChain(text []byte) (bundle.Chain, error) {
	notes, err := bundle.SplitNotes(text)
	if err != nil {
		return nil, err
	}
	return bundle.ReadChain(notes)
}

// secrets are the lines of the key files that are no comments.
type secrets struct {
	identities []string // the oldest first
	signers    []string
}

func readSecrets(dir string) (secrets, error) {
	var s secrets
	var err error
	if s.identities, err = readSecretLines(filepath.Join(dir, fileKey)); err != nil {
		return s, err
	}
	s.signers, err = readSecretLines(filepath.Join(dir, fileSign))
	return s, err
}

func readSecretLines(path string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("hub: open: %w", err)
	}
	lines := secretLines(string(b))
	if len(lines) == 0 {
		return nil, fmt.Errorf("hub: %s holds no key", filepath.Base(path))
	}
	return lines, nil
}

func secretLines(text string) (found []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			found = append(found, line)
		}
	}
	return found
}

// ring fits the secrets to a chain. Errors: [ErrOldKeys] when they lack its last
// keys.
func (s secrets) ring(chain bundle.Chain) (*keyring, error) {
	last := chain.Last()
	r := &keyring{keys: wire.Keys{Name: last.Name, Verifier: last.Verifier, Recipient: last.Recipient}, chain: chain,
		opens: map[string]bool{}, person: []byte("smartkampung person v1 " + s.identities[0]), device: deviceOf(chain[0].Verifier)}
	for _, line := range s.identities {
		id, err := age.ParseX25519Identity(line)
		if err != nil {
			return nil, fmt.Errorf("hub: %s: %w", fileKey, err)
		}
		r.ids = append(r.ids, id)
		r.opens[id.Recipient().String()] = true
	}
	for _, line := range s.signers {
		vkey, err := verifierOf(line)
		if err != nil {
			return nil, err
		}
		if vkey == last.Verifier {
			r.skey = line
		}
	}
	if r.skey == "" || !r.opens[last.Recipient] {
		return nil, ErrOldKeys
	}
	v, err := note.NewVerifier(last.Verifier)
	if err != nil {
		return nil, fmt.Errorf("hub: %s: %w", fileChain, err)
	}
	r.keyHash = v.KeyHash()
	return r, nil
}

// verifierOf returns the verifier key that belongs to a signer key.
func verifierOf(skey string) (string, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return "", fmt.Errorf("hub: %s: %w", fileSign, err)
	}
	private, err := bundle.PrivateKey(skey)
	if err != nil {
		return "", fmt.Errorf("hub: %s: %w", fileSign, err)
	}
	vkey, err := note.NewEd25519VerifierKey(signer.Name(), private.Public().(ed25519.PublicKey))
	if err != nil {
		return "", fmt.Errorf("hub: %s: %w", fileSign, err)
	}
	return vkey, nil
}

// firstChain is the chain of a hub that has never changed its keys.
func (s secrets) firstChain(now time.Time) (bundle.Chain, error) {
	skey := s.signers[len(s.signers)-1]
	vkey, err := verifierOf(skey)
	if err != nil {
		return nil, err
	}
	id, err := age.ParseX25519Identity(s.identities[len(s.identities)-1])
	if err != nil {
		return nil, fmt.Errorf("hub: %s: %w", fileKey, err)
	}
	name, _, _ := strings.Cut(vkey, "+")
	k := bundle.HubKey{Name: name, Verifier: vkey, Recipient: id.Recipient().String(), At: now}
	if k.Note, err = bundle.SignHubKey(k, skey, ""); err != nil {
		return nil, err
	}
	return bundle.Chain{k}, nil
}

// matchKeys brings hub.chain and what the database knows of it together: the
// longer one counts, since either may be missing or come from an older copy.
// Errors: [ErrOldKeys].
func (h *Hub) matchKeys(ctx context.Context, stored string) error {
	s, err := readSecrets(h.dir)
	if err != nil {
		return err
	}
	path := filepath.Join(h.dir, fileChain)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && stored != "":
		text = []byte(stored)
	case errors.Is(err, fs.ErrNotExist):
		first, err := s.firstChain(h.clock())
		if err != nil {
			return err
		}
		text = first.Notes()
	case err != nil:
		return fmt.Errorf("hub: open: %w", err)
	}
	if stored != "" && !bytes.Equal(text, []byte(stored)) {
		if text, err = longerChain(text, []byte(stored)); err != nil {
			return err
		}
	}
	chain, err := parseChain(text)
	if err != nil {
		return fmt.Errorf("hub: %s: %w", fileChain, err)
	}
	if _, err := s.ring(chain); err != nil {
		return err
	}
	if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, text) {
		if err := writeWhole(path, text); err != nil {
			return err
		}
	}
	r, err := readRing(h.dir)
	if err != nil {
		return err
	}
	h.rings.Store(r)
	if stored == string(text) {
		return nil
	}
	return h.tx(ctx, func(tx *sql.Tx) error { return h.setMeta(ctx, tx, metaChain, string(text)) })
}

// longerChain returns the longer of two texts of one chain.
func longerChain(a, b []byte) ([]byte, error) {
	ca, err1 := parseChain(a)
	cb, err2 := parseChain(b)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("hub: %s: %w", fileChain, err)
	}
	if len(ca) < len(cb) {
		ca, cb, a = cb, ca, b
	}
	if ca[len(cb)-1].Verifier != cb.Last().Verifier {
		return nil, fmt.Errorf("hub: %s: the keys are not those of the database: %w", fileChain, bundle.ErrChain)
	}
	return a, nil
}

// Keys of the meta table.
const (
	metaChain    = "chain"
	metaRecovery = "recovery"
)

func (h *Hub) setMeta(ctx context.Context, tx *sql.Tx, key, value string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO meta (kab, key, value) VALUES ($1, $2, $3) ON CONFLICT (kab, key) DO UPDATE SET value = excluded.value`, h.regency, key, value)
	return err
}

// signed reports whether the key in use signed a note, by what its signature
// says of itself; the hub's own notes need no more.
func (r *keyring) signed(n []byte) bool {
	_, sigs, found := bytes.Cut(n, []byte("\n\n— "))
	line, _, _ := bytes.Cut(sigs, []byte("\n"))
	_, sig, _ := bytes.Cut(line, []byte(" "))
	raw, err := base64.StdEncoding.DecodeString(string(sig))
	return found && err == nil && len(raw) > 4 && binary.BigEndian.Uint32(raw) == r.keyHash
}

// freshReceipt signs a head's receipt again when an earlier key signed it, with
// the time that it had.
func (r *keyring) freshReceipt(hd head) ([]byte, error) {
	if len(hd.receipt) == 0 || r.signed(hd.receipt) {
		return hd.receipt, nil
	}
	old, err := bundle.ReadReceipt(hd.receipt)
	if err != nil {
		return nil, err
	}
	return bundle.SignReceipt(bundle.Receipt{Checkpoint: hd.Checkpoint, At: old.At}, r.skey)
}

// openReceipt reads a stored receipt, of whichever key of the chain.
func (r *keyring) openReceipt(data []byte) (rec bundle.Receipt, err error) {
	for i := len(r.chain) - 1; i >= 0; i-- {
		if rec, err = bundle.OpenReceipt(data, r.chain[i].Verifier); err == nil {
			return rec, nil
		}
	}
	return rec, err
}

// gave reports whether a code's second half names a key of this hub.
func (r *keyring) gave(c wire.Code) bool {
	for _, k := range r.chain {
		if c.OfHub(k.Verifier) {
			return true
		}
	}
	return false
}
