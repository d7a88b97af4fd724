package hub

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// confRecovery is the word in hub.conf before the recipient of the recovery key.
const confRecovery = "recovery"

// maxRecovery bounds what a sealed copy of the keys may hold.
const maxRecovery = 1 << 20

// ErrNoRecovery is returned where there is no sealed copy of the keys.
var ErrNoRecovery = errors.New("hub: no sealed copy of the keys")

// drawRecovery makes a recovery key and its recipient.
func drawRecovery(random io.Reader) (key, recipient string, err error) {
	var secret [kampung.RecoveryBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return "", "", fmt.Errorf("hub: recovery: %w", err)
	}
	id, err := bundle.RecoveryIdentity(secret)
	if err != nil {
		return "", "", err
	}
	return kampung.FormatRecovery(secret), id.Recipient().String(), nil
}

// sealKeys seals the key files and a chain to the recovery key: an age file with
// one JSON object, file name to text.
func sealKeys(dir, recipient string, chain bundle.Chain) ([]byte, error) {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, fmt.Errorf("hub: recovery: %w", err)
	}
	files := map[string]string{fileChain: string(chain.Notes())}
	for _, name := range []string{fileKey, fileSign} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("hub: recovery: %w", err)
		}
		files[name] = string(b)
	}
	files[fileSign] = signerOf(files[fileSign], chain.Last().Verifier)
	plain, err := json.Marshal(files)
	if err != nil {
		return nil, fmt.Errorf("hub: recovery: %w", err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err == nil {
		_, err = w.Write(append(plain, '\n'))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("hub: recovery: %w", err)
	}
	return out.Bytes(), nil
}

// signerOf is the part of hub.sign with the signer key of a verifier key: while
// keys are changed the one before still stands there, which is to be forgotten.
func signerOf(text, verifier string) string {
	part := ""
	for line := range strings.Lines(text) {
		part += line
		if len(secretLines(line)) == 0 {
			continue
		}
		if v, err := verifierOf(strings.TrimSpace(line)); err == nil && v == verifier {
			return part
		}
		part = ""
	}
	return text
}

// saveRecovery writes the sealed copy beside the database and into it, so that
// every backup of the database has it. A hub without a recovery key has none.
func (h *Hub) saveRecovery(ctx context.Context, tx *sql.Tx, chain bundle.Chain) error {
	conf, err := readConf(filepath.Join(h.dir, fileConf))
	if err != nil || conf[confRecovery] == "" {
		return err
	}
	sealed, err := sealKeys(h.dir, conf[confRecovery], chain)
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(h.dir, fileRecovery), sealed); err != nil {
		return err
	}
	return h.setMeta(ctx, tx, metaRecovery, recoveryMark(conf[confRecovery], chain)+" "+base64.StdEncoding.EncodeToString(sealed))
}

// recoveryMark tells of which keys a sealed copy is, and for which recovery key.
func recoveryMark(recipient string, chain bundle.Chain) string {
	return recipient + "/" + chain.Last().Verifier
}

// matchRecovery makes a sealed copy that is missing, or is of other keys.
func (h *Hub) matchRecovery(ctx context.Context, stored string) error {
	conf, err := readConf(filepath.Join(h.dir, fileConf))
	if err != nil || conf[confRecovery] == "" {
		return err
	}
	chain := h.ring().chain
	mark, _, _ := strings.Cut(stored, " ")
	if _, err := os.Stat(filepath.Join(h.dir, fileRecovery)); err == nil && mark == recoveryMark(conf[confRecovery], chain) {
		return nil
	}
	return h.tx(ctx, func(tx *sql.Tx) error { return h.saveRecovery(ctx, tx, chain) })
}

// HasRecovery reports whether the keys are sealed to a recovery key.
func (h *Hub) HasRecovery() bool {
	conf, err := readConf(filepath.Join(h.dir, fileConf))
	return err == nil && conf[confRecovery] != ""
}

// NewRecovery makes a new recovery key, seals the hub's keys to it and returns
// it. It is kept nowhere; the one before opens no copy made from now on.
func (h *Hub) NewRecovery(ctx context.Context) (string, error) {
	key, recipient, err := drawRecovery(h.random)
	if err != nil {
		return "", err
	}
	if err := setConf(h.dir, confRecovery, recipient); err != nil {
		return "", err
	}
	if err := h.tx(ctx, func(tx *sql.Tx) error { return h.saveRecovery(ctx, tx, h.ring().chain) }); err != nil {
		return "", fmt.Errorf("hub: recovery: %w", err)
	}
	return key, nil
}

// setConf sets a word of hub.conf and leaves the other lines as they are.
func setConf(dir, word, value string) error {
	path := filepath.Join(dir, fileConf)
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("hub: %s: %w", fileConf, err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(old)) {
		if first, _, _ := strings.Cut(strings.TrimSpace(line), " "); first != word {
			b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	return writeSecret(path, b.String()+word+" "+value+"\n")
}

// RecoverKeys brings the hub's key files back with its recovery key, from the
// sealed copy in dir or in the database; of several the one with the newest keys
// counts. Files that were there and differ get the ending .lama. Errors:
// [kampung.ErrRecovery], [ErrNoRecovery].
func RecoverKeys(dir, database, key string) (wire.Keys, error) {
	secret, err := kampung.ParseRecovery(key)
	if err != nil {
		return wire.Keys{}, err
	}
	id, err := bundle.RecoveryIdentity(secret)
	if err != nil {
		return wire.Keys{}, err
	}
	copies, err := sealedCopies(dir, database)
	if err != nil {
		return wire.Keys{}, err
	}
	var best map[string]string
	var chain bundle.Chain
	for _, sealed := range copies {
		files, c, err := openCopy(sealed, id)
		if err == nil && len(c) > len(chain) {
			best, chain = files, c
		}
	}
	switch {
	case len(copies) == 0:
		return wire.Keys{}, ErrNoRecovery
	case best == nil:
		return wire.Keys{}, kampung.ErrRecovery
	}
	for _, name := range []string{fileKey, fileSign, fileChain} {
		if err := putBack(filepath.Join(dir, name), best[name]); err != nil {
			return wire.Keys{}, err
		}
	}
	if err := setConf(dir, confRecovery, id.Recipient().String()); err != nil {
		return wire.Keys{}, err
	}
	last := chain.Last()
	return wire.Keys{Name: last.Name, Verifier: last.Verifier, Recipient: last.Recipient}, nil
}

// openCopy opens a sealed copy and checks that its keys fit together.
func openCopy(sealed []byte, id age.Identity) (files map[string]string, chain bundle.Chain, err error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxRecovery))
	if err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(plain, &files); err != nil {
		return nil, nil, err
	}
	if chain, err = parseChain([]byte(files[fileChain])); err != nil {
		return nil, nil, err
	}
	s := secrets{secretLines(files[fileKey]), secretLines(files[fileSign])}
	if len(s.identities) == 0 {
		return nil, nil, ErrOldKeys
	}
	_, err = s.ring(chain)
	return files, chain, err
}

// sealedCopies gathers the sealed copies in a data directory and its database.
func sealedCopies(dir, database string) ([][]byte, error) {
	var copies [][]byte
	if b, err := os.ReadFile(filepath.Join(dir, fileRecovery)); err == nil {
		copies = append(copies, b)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("hub: recovery: %w", err)
	}
	h := &Hub{dir: dir, where: database, random: rand.Reader}
	if err := h.findDB(); errors.Is(err, fs.ErrNotExist) && len(copies) > 0 {
		return copies, nil
	} else if err != nil {
		return nil, err
	}
	w, r, err := openDB(h.where)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	defer r.Close()
	h.r = r
	err = h.each(context.Background(), `SELECT value FROM meta WHERE key = $1`, []any{metaRecovery}, func(rows *sql.Rows) error {
		var value string
		if err := rows.Scan(&value); err != nil {
			return err
		}
		_, text, _ := strings.Cut(value, " ")
		if b, err := base64.StdEncoding.DecodeString(text); err == nil {
			copies = append(copies, b)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("hub: recovery: %w", err)
	}
	return copies, nil
}

// putBack writes a key file, and keeps another one that was there.
func putBack(path, text string) error {
	have, err := os.ReadFile(path)
	switch {
	case err == nil && string(have) == text:
		return nil
	case err == nil:
		if err := os.Rename(path, path+".lama"); err != nil {
			return fmt.Errorf("hub: recovery: %w", err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("hub: recovery: %w", err)
	}
	return writeSecret(path, text)
}
