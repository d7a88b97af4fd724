package kampung

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// An issued letter is never changed. A correction is a new letter with a number
// of its own that replaces it: when the new one is approved the old one is
// cancelled, so that the resident always holds one letter that counts. Both
// numbers stay, and each letter tells of the other.

// CheckCorrect says in Indonesian why the letter of a request cannot be
// corrected, or "". Before it is issued its content is mended under its number.
func CheckCorrect(old Request) string {
	switch {
	case old.ReplacedBy != "":
		return "Surat ini sudah diganti dengan surat lain. Perbaiki surat penggantinya."
	case old.State == StateCancelled:
		return "Surat ini sudah dibatalkan. Buat permohonan baru."
	case !old.State.Signed():
		return "Surat ini belum diterbitkan, jadi isinya masih bisa diperbaiki dengan nomor yang sama."
	}
	return ""
}

// Correction is a draft with the content of an issued letter, which it will
// replace.
func Correction(old Request, why string) Draft {
	return Draft{Service: old.Service, Applicant: old.Applicant, Fields: maps.Clone(old.Fields), Shown: slices.Clone(old.Shown),
		Scans: slices.Clone(old.Scans), Signer: old.Signer.Key, Note: old.Note, Replaces: old.ID, Why: FoldSpace(why)}
}

// ReplaceRequest makes a composed request the correction of old; open is the
// number of another correction of it that waits to be approved, empty for none.
func ReplaceRequest(b *RequestBody, old Request, why, open string) Problems {
	var ps Problems
	why = FoldSpace(why)
	if text := CheckCorrect(old); text != "" {
		ps.Add("", text)
	}
	if open != "" {
		ps.Add("", "Surat ini sedang diperbaiki dengan surat nomor "+open+". Selesaikan atau batalkan itu dulu.")
	}
	switch {
	case why == "":
		ps.Add("why", "Tulis dulu apa yang diperbaiki, supaya terbaca pada surat lama.")
	case utf8.RuneCountInString(why) > maxReason:
		ps.Add("why", tooLong(maxReason))
	}
	b.Replaces, b.Why = old.ID, why
	return ps
}

// ReplaceStep is what happens to the letter old when fresh, which corrects it,
// is approved; nothing when old counts no more. Who may approve the new letter
// thereby cancels the old one, also one that was handed over.
func ReplaceStep(old, fresh Request) (StepBody, bool) {
	if fresh.Replaces == "" || fresh.Replaces != old.ID || !old.State.Signed() {
		return StepBody{}, false
	}
	return StepBody{State: StateCancelled, Reason: fmt.Sprintf("Diganti dengan surat nomor %s. %s", fresh.Number, fresh.Why), ReplacedBy: fresh.ID}, true
}
