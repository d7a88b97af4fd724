package store

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

const vaultName = "vault.json"

// vault is the file that opens the others. It holds no name: an account stands
// under the salted hash of its login.
type vault struct {
	V        int                 `json:"v"`
	ID       []byte              `json:"id"`   // of the data folder, 16 random bytes
	Salt     []byte              `json:"salt"` // for the hashes of logins
	Accounts map[string]*keySlot `json:"accounts"`
	Recovery []byte              `json:"recovery"` // data key under the recovery key
	// RecoverySealed is the data key in an age file for the recovery key: a PC
	// that was let in never had the recovery key itself.
	RecoverySealed []byte    `json:"recovery_sealed,omitempty"`
	Keys           []byte    `json:"keys"`  // deviceKeys sealed under the data key
	Fails          int       `json:"fails"` // wrong passwords in a row
	LastFail       time.Time `json:"last_fail,omitzero"`
}

// keySlot is the data key under one account's password.
type keySlot struct {
	Salt    []byte `json:"salt"`
	Argon   Argon  `json:"argon"`
	Wrapped []byte `json:"wrapped"`
}

// deviceKeys are the secrets of this PC's device and of the office.
type deviceKeys struct {
	Device   string `json:"device"` // hex
	Epoch    string `json:"epoch"`  // hex
	Signer   string `json:"signer"` // note signer key
	Verifier string `json:"verifier"`
	Identity string `json:"identity"` // age identity for what comes down to this device
	// Recovery is the age recipient of the office's recovery key; every bundle
	// is sealed to it too.
	Recovery string `json:"recovery"`
	// Hub is what enrolment pinned; it stands here and not in the database so
	// that an office whose database was made again is still enrolled.
	Hub *Hub `json:"hub,omitempty"`
	// Joining is set while the PC is set up beside, or in the place of, another
	// one of its office: it knows its village, and the rest comes from the hub.
	Joining bool   `json:"joining,omitempty"`
	Village string `json:"village,omitempty"`
	// JoinLogin is the account that opens the PC first, as the PC that let it in
	// said; the vault knows it as Login until then.
	JoinLogin string `json:"join_login,omitempty"`
	Login     string `json:"login,omitempty"`
	// Granted are the office's keys that another PC sealed to this one.
	Granted []string `json:"granted,omitempty"`
	// Earlier are the verifier keys that the hub had since it was pinned.
	Earlier []string `json:"earlier,omitempty"`
	// Asked is set while an enrolment by stick is waited for.
	Asked *Asked `json:"asked,omitempty"`
}

// Errors of opening a store.
var (
	ErrNoOffice = errors.New("store: no office in this folder")
	ErrExists   = errors.New("store: an office is there already")
	ErrPassword = errors.New("store: wrong password")
	ErrWait     = errors.New("store: too many wrong passwords")
	ErrInUse    = errors.New("store: open in another window")
)

func readVault(dir string) (*vault, error) {
	if err := finishRestore(dir); err != nil {
		return nil, err
	}
	return readVaultIn(dir)
}

// readVaultIn reads the vault of a folder that is left as it is.
func readVaultIn(dir string) (*vault, error) {
	b, err := os.ReadFile(filepath.Join(dir, vaultName))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", ErrNoOffice, err)
	}
	if err != nil {
		return nil, fmt.Errorf("store: read vault: %w", err)
	}
	var v vault
	if err := json.Unmarshal(b, &v); err != nil {
		return readVaultCopy(dir, err)
	}
	if v.V != 1 || len(v.ID) != 16 || len(v.Accounts) == 0 {
		return readVaultCopy(dir, fmt.Errorf("version %d", v.V))
	}
	return &v, nil
}

// readVaultCopy reads the copy that was written before the vault itself.
func readVaultCopy(dir string, why error) (*vault, error) {
	b, err := os.ReadFile(filepath.Join(dir, vaultName+".salinan"))
	var v vault
	if err != nil || json.Unmarshal(b, &v) != nil || v.V != 1 || len(v.ID) != 16 {
		return nil, fmt.Errorf("%w: vault: %w", ErrDamaged, why)
	}
	return &v, nil
}

// write replaces the vault whole, and its copy after it.
func (v *vault) write(dir string) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("store: vault: %w", err)
	}
	if err := WriteFile(filepath.Join(dir, vaultName), b); err != nil {
		return err
	}
	return WriteFile(filepath.Join(dir, vaultName+".salinan"), b)
}

// WriteFile replaces a file so that a cut leaves the old or the new one.
func WriteFile(path string, b []byte) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("store: write %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		os.Remove(part)
		return fmt.Errorf("store: write %s: %w", filepath.Base(path), err)
	}
	return syncDir(filepath.Dir(path))
}

// account names an account's slot without naming the person.
func (v *vault) account(login string) string {
	sum := sha256.Sum256(append(v.Salt[:len(v.Salt):len(v.Salt)], strings.ToLower(login)...))
	return hex.EncodeToString(sum[:16])
}

// setPassword puts the data key under a password.
func (v *vault) setPassword(login, password string, dataKey []byte, cost Argon) error {
	slot := &keySlot{Salt: random(16), Argon: cost}
	var err error
	slot.Wrapped, err = wrap(cost.key(password, slot.Salt), dataKey, []byte("account"))
	if err != nil {
		return err
	}
	v.Accounts[v.account(login)] = slot
	return nil
}

// unlock returns the data key for a login and password. An unknown login costs
// as much as a wrong password.
func (v *vault) unlock(login, password string) ([]byte, error) {
	slot := v.Accounts[v.account(login)]
	if slot == nil {
		DefaultArgon.key(password, v.Salt)
		return nil, ErrPassword
	}
	if !slot.Argon.sane() {
		return nil, fmt.Errorf("%w: vault", ErrDamaged)
	}
	dataKey, err := unwrap(slot.Argon.key(password, slot.Salt), slot.Wrapped, []byte("account"))
	if err != nil {
		return nil, ErrPassword
	}
	return dataKey, nil
}

// wait returns how long to wait before the next try. A clock that was set back
// starts the wait over and never makes it longer.
func (v *vault) wait(now time.Time) time.Duration {
	if now.Before(v.LastFail) {
		v.LastFail = now
	}
	return max(0, v.LastFail.Add(kampung.WaitAfter(v.Fails)).Sub(now))
}

// recoveryKeys derives from the recovery secret the key that wraps the data key
// and the age identity that opens bundles.
func recoveryKeys(secret [kampung.RecoveryBytes]byte) (kek []byte, identity string, recipient string, err error) {
	kek, err = hkdf.Key(sha256.New, secret[:], nil, "smartkampung recovery wrap", chacha20poly1305.KeySize)
	if err != nil {
		return nil, "", "", fmt.Errorf("store: recovery: %w", err)
	}
	id, err := bundle.RecoveryIdentity(secret)
	if err != nil {
		return nil, "", "", err
	}
	return kek, id.String(), id.Recipient().String(), nil
}

// RecoveryIdentity returns the age identity that belongs to a recovery key; it
// opens every bundle of the office with the age program.
func RecoveryIdentity(key string) (string, error) {
	secret, err := kampung.ParseRecovery(key)
	if err != nil {
		return "", err
	}
	_, identity, _, err := recoveryKeys(secret)
	return identity, err
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
