package kampung

import (
	"crypto/ed25519"
	"time"
)

// DeviceKey is the key of a village's device, as the regency lists it.
type DeviceKey struct {
	Village string
	Device  string
	Public  ed25519.PublicKey
	From    time.Time // when it was enrolled
	Until   time.Time // when it was revoked; zero while it counts
	Size    int64     // entries of the revoked device that still count
}

// CheckOutcome is what can be said of the code on a letter.
type CheckOutcome string

// What a check can find.
const (
	CheckNoCode    CheckOutcome = "bukan-kode"    // no code, or cut
	CheckUnknown   CheckOutcome = "tidak-dikenal" // no key of the regency made it
	CheckAltered   CheckOutcome = "berubah"       // it says something else than what was signed
	CheckAuthentic CheckOutcome = "asli"
	CheckCancelled CheckOutcome = "dibatalkan" // by the village, after it was issued
	CheckRevoked   CheckOutcome = "dicabut"    // made with a key that no longer counted
)

// Register is what a register of letters says about one. The regency's hub has
// one of every village; a desk has its own village's alone.
type Register struct {
	Asked bool  // there is a register for the letter's village
	Found bool  // the letter stands in it
	State State // of the letter there
	// ReplacedBy is the number of the letter that replaced it; empty for none.
	ReplacedBy string
}

// LetterCheck is the answer about a letter's code. Code is filled when the
// signature is right; otherwise nothing of what the code says may be shown.
type LetterCheck struct {
	Outcome CheckOutcome
	Code    LetterCode
	Key     DeviceKey // that signed it
	Listed  bool      // the letter stands in a register
	Asked   bool      // a register was asked
	// ReplacedBy is the number of the letter that replaced a cancelled one.
	ReplacedBy string
}

// Genuine reports whether the code is the village's, whatever became of the
// letter or the key since.
func (c LetterCheck) Genuine() bool {
	return c.Outcome == CheckAuthentic || c.Outcome == CheckCancelled || c.Outcome == CheckRevoked
}

// CheckLetter judges the text of a letter's code. keys returns every key of a
// village's devices; register says what is known of a letter, nil for nothing.
//
// A register's word counts most: a letter that stands in it was issued,
// whatever became of the key. Without it a key that was revoked is good for
// letters dated up to the day of the revocation. Whoever holds a stolen key can
// write an earlier date, so where there is a register a letter that it lacks is
// not taken from a revoked key.
func CheckLetter(text string, keys func(village string) []DeviceKey, register func(LetterCode) Register) LetterCheck {
	c, payload, signature, err := ReadLetterCode(text)
	if err != nil {
		return LetterCheck{Outcome: CheckNoCode}
	}
	var named, signed bool
	var key DeviceKey
	for _, k := range keys(c.Village) {
		if k.Village != c.Village || len(k.Public) != ed25519.PublicKeySize || KeyID(k.Public) != c.Key {
			continue
		}
		named = true
		if ed25519.Verify(k.Public, payload, signature) {
			key, signed = k, true
			break
		}
	}
	switch {
	case signed:
	case named:
		return LetterCheck{Outcome: CheckAltered}
	default:
		return LetterCheck{Outcome: CheckUnknown}
	}
	var r Register
	if register != nil {
		r = register(c)
	}
	return LetterCheck{Outcome: outcome(c, key, r), Code: c, Key: key, Listed: r.Found, Asked: r.Asked, ReplacedBy: r.ReplacedBy}
}

// outcome judges a letter whose signature is right.
func outcome(c LetterCode, key DeviceKey, r Register) CheckOutcome {
	switch {
	case r.Found && r.State == StateCancelled:
		return CheckCancelled
	case r.Found, key.Until.IsZero():
		return CheckAuthentic
	case r.Asked, DateOf(key.Until).Before(c.Date):
		return CheckRevoked
	}
	return CheckAuthentic
}

// Words are the head and the sentence that a person reads about a check, in
// Indonesian.
func (c LetterCheck) Words() (head, text string) {
	switch c.Outcome {
	case CheckNoCode:
		return "Bukan kode surat", "Tulisan ini bukan kode surat Smart Kampung, atau ada yang terpotong. Pindai sekali lagi, atau tempel tulisannya dengan lengkap."
	case CheckAltered:
		return "Berubah", "Tanda pada kode ini tidak cocok dengan isinya. Jangan pakai surat ini sebelum menanyakannya ke kantor desa yang namanya tertera."
	case CheckUnknown:
		return "Tidak dikenal", "Kode ini tidak berasal dari kantor desa yang ada di daftar kunci komputer ini. Sambungkan ke kabupaten supaya daftarnya terbaru, atau tanyakan ke kantor desa yang namanya tertera pada surat."
	case CheckCancelled:
		if c.ReplacedBy != "" {
			return "Diganti", "Surat ini memang pernah diterbitkan, tetapi kantor desa sudah menggantinya dengan surat nomor " + c.ReplacedBy + ". Surat ini tidak berlaku lagi; mintalah surat penggantinya."
		}
		return "Dibatalkan", "Surat ini memang pernah diterbitkan, tetapi kantor desa sudah membatalkannya. Surat ini tidak berlaku lagi."
	case CheckRevoked:
		return "Dicabut setelah " + FormatDate(DateOf(c.Key.Until)), "Kode ini dibuat dengan komputer yang sudah dicabut kabupaten, dan suratnya bertanggal sesudahnya atau tidak tercatat. Tanyakan ke kantor desa yang namanya tertera."
	}
	switch {
	case !c.Key.Until.IsZero() && !c.Listed:
		return "Asli", "Surat ini ditandatangani sebelum komputernya dicabut pada " + FormatDate(DateOf(c.Key.Until)) + ". Bila ragu, tanyakan ke kantor desa yang namanya tertera."
	case c.Listed:
		return "Asli", "Surat ini diterbitkan oleh kantor desa di bawah ini dan tercatat."
	}
	return "Asli", "Surat ini diterbitkan oleh kantor desa di bawah ini. Pembatalan hanya terlihat di halaman Periksa surat milik kabupaten."
}

// CheckedLetter is the answer about a letter's code as a person reads it. Of the
// letter it has only what everybody may know who holds it.
type CheckedLetter struct {
	Outcome  CheckOutcome `json:"outcome"`
	Head     string       `json:"head"` // Indonesian
	Text     string       `json:"text"` // Indonesian
	Number   string       `json:"number,omitempty"`
	Date     Date         `json:"date,omitzero"`
	Kind     string       `json:"kind,omitempty"` // of the letter
	Village  string       `json:"village,omitempty"`
	Initials string       `json:"initials,omitempty"`
	ListAt   time.Time    `json:"list_at,omitzero"` // of the list of keys; zero for none
	Until    time.Time    `json:"until,omitzero"`   // when the key was revoked; zero while it counts
	Listed   bool         `json:"listed,omitempty"` // it stands in the office's own register
	// ReplacedBy is the number of the letter that replaced it; empty for none.
	ReplacedBy string `json:"replaced_by,omitempty"`
}
