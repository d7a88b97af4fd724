package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// pair is a new identity and a new signing key.
type pair struct {
	identity, recipient string
	skey, vkey          string
}

func drawPair(random io.Reader, name string) (p pair, err error) {
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return p, fmt.Errorf("hub: draw keys: %w", err)
	}
	id, err := bundle.IdentityFromSeed(seed)
	if err != nil {
		return p, err
	}
	p.identity, p.recipient = id.String(), id.Recipient().String()
	p.skey, p.vkey, err = bundle.GenerateKey(random, name)
	return p, err
}

// identityText and signerText are the pair in its files, as age-keygen writes it.
func (p pair) identityText(now time.Time) string {
	return "# created: " + now.Format(time.RFC3339) + "\n# public key: " + p.recipient + "\n" + p.identity + "\n"
}

func (p pair) signerText(now time.Time) string {
	return "# created: " + now.Format(time.RFC3339) + "\n# verifier key: " + p.vkey + "\n" + p.skey + "\n"
}

// RotateKeys makes a new signing key and a new identity. The old key signs the
// new ones and is forgotten; the old identity goes on opening what was sealed to
// it. Desks find the new keys by the chain: over the line when they meet them,
// on a stick in the file of receipts.
//
// The key files come first, the sealed copy for recovery next, hub.chain last,
// the database at the end: cut anywhere, either the old keys are in use or the
// new ones, and none is lost.
func (h *Hub) RotateKeys(ctx context.Context) (wire.Keys, error) {
	p, err := drawPair(h.random, h.ring().keys.Name)
	if err != nil {
		return wire.Keys{}, err
	}
	var chain bundle.Chain
	err = h.tx(ctx, func(tx *sql.Tx) error {
		// The lock of the row keeps a second rotation out.
		if _, err := tx.ExecContext(ctx, `UPDATE meta SET value = value WHERE kab = $1 AND key = $2`, h.regency, metaChain); err != nil {
			return err
		}
		var err error
		if chain, err = h.prepareKeys(p); err != nil {
			return err
		}
		if err := h.setMeta(ctx, tx, metaChain, string(chain.Notes())); err != nil {
			return err
		}
		if err := h.saveRecovery(ctx, tx, chain); err != nil {
			return err
		}
		if err := writeWhole(filepath.Join(h.dir, fileChain), chain.Notes()); err != nil {
			return err
		}
		return writeSecret(filepath.Join(h.dir, fileSign), p.signerText(chain.Last().At))
	})
	if err != nil {
		return wire.Keys{}, fmt.Errorf("hub: rotate: %w", err)
	}
	h.log.Info("keys rotated", "keys", len(chain))
	return h.ring().keys, nil
}

// prepareKeys adds a pair to the key files and returns the chain with it.
func (h *Hub) prepareKeys(p pair) (bundle.Chain, error) {
	r, err := readRing(h.dir)
	if err != nil {
		return nil, err
	}
	if r.keys.Verifier == p.vkey {
		return r.chain, nil // the transaction runs again
	}
	k := bundle.HubKey{Name: r.keys.Name, Verifier: p.vkey, Recipient: p.recipient, At: h.clock()}
	if k.Note, err = bundle.SignHubKey(k, p.skey, r.skey); err != nil {
		return nil, err
	}
	if err := addSecret(filepath.Join(h.dir, fileKey), p.identity, p.identityText(k.At)); err != nil {
		return nil, err
	}
	if err := addSecret(filepath.Join(h.dir, fileSign), p.skey, p.signerText(k.At)); err != nil {
		return nil, err
	}
	return append(r.chain[:len(r.chain):len(r.chain)], k), nil
}

// addSecret adds a key to its file, unless it stands there.
func addSecret(path, secret, text string) error {
	have, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("hub: keys: %w", err)
	}
	if strings.Contains(string(have), secret) {
		return nil
	}
	old := strings.TrimRight(string(have), "\n") + "\n"
	return writeSecret(path, old+text)
}

// writeSecret replaces a file that nobody else may read, whole or not at all.
func writeSecret(path, text string) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("hub: keys: %w", err)
	}
	if err := writeNew(part, text); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("hub: keys: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// Chain is the hub's keys, the oldest first. They are public.
func (h *Hub) Chain() bundle.Chain { return h.ring().chain }
