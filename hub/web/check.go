package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"smartkampung/kampung"
)

// checkPage is what the public page shows.
type checkPage struct {
	Code    string
	Problem string
	Result  *checkResult
}

// checkResult is the answer about one code. Letter is set only when the
// signature is right.
type checkResult struct {
	Tone, Head, Text string
	Letter           *checkedLetter
}

// checkedLetter is what anybody may know of a letter that they hold.
type checkedLetter struct {
	Number, Date, Kind, Village, Initials string
}

func (s *Site) getCheck(w http.ResponseWriter, r *http.Request) {
	s.answerCode(w, r, r.URL.Query().Get("kode"))
}

func (s *Site) getLetter(w http.ResponseWriter, r *http.Request) {
	s.answerCode(w, r, r.PathValue("code"))
}

func (s *Site) answerCode(w http.ResponseWriter, r *http.Request, code string) {
	code = clip(strings.TrimSpace(code), 2000)
	d := checkPage{Code: code}
	status := http.StatusOK
	switch {
	case code == "":
	case !s.visits.allow(network(address(r))):
		status = http.StatusTooManyRequests
		w.Header().Set("Retry-After", "30")
		d.Problem = "Terlalu banyak pemeriksaan dari alamat ini. Tunggu setengah menit, lalu tekan Periksa lagi."
	default:
		res, err := s.check(r.Context(), code)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		d.Result = &res
		if !strings.Contains(strings.ToUpper(code), kampung.LetterCodePrefix) {
			d.Code = "" // whatever it is, it need not be repeated
		}
	}
	p := page{Title: "Periksa surat", Here: "periksa", Public: true, Data: d}
	if se, ok, _ := s.accounts.findSession(r.Context(), readCookie(r, cookieSession)); ok {
		p.Me, p.Token, p.Public = &se.Account, formToken(se.token), false
	}
	if err := s.render(w, status, "check", p); err != nil {
		s.fail(w, r, err)
	}
}

// Answers about a code.
var (
	checkNoCode  = checkResult{Tone: "wait", Head: "Bukan kode surat", Text: "Tulisan ini bukan kode surat Smart Kampung, atau ada yang terpotong. Pindai sekali lagi, atau tempel tulisannya dengan lengkap."}
	checkAltered = checkResult{Tone: "back", Head: "Kode diubah", Text: "Tanda pada kode ini tidak cocok dengan isinya. Jangan pakai surat ini sebelum menanyakannya ke kantor desa yang namanya tertera."}
	checkUnknown = checkResult{Tone: "wait", Head: "Tidak dikenal", Text: "Kode ini tidak berasal dari kantor desa yang terdaftar di kabupaten ini. Tanyakan ke kantor desa yang namanya tertera pada surat."}
)

// check judges one code by the rule that desks have too. The signature is all
// that proves a letter; the register of requests adds whether it was cancelled
// since.
func (s *Site) check(ctx context.Context, code string) (checkResult, error) {
	var failed error
	found := kampung.CheckLetter(code, func(village string) []kampung.DeviceKey {
		keys, err := s.keysOf(ctx, village)
		failed = errors.Join(failed, err)
		return keys
	}, func(c kampung.LetterCode) kampung.Register {
		r, err := s.register(ctx, c.Village, c.Number)
		failed = errors.Join(failed, err)
		return r
	})
	if failed != nil {
		return checkResult{}, failed
	}
	return s.tell(found), nil
}

// tell says what a check found, for somebody who holds the letter.
func (s *Site) tell(found kampung.LetterCheck) checkResult {
	switch found.Outcome {
	case kampung.CheckNoCode:
		return checkNoCode
	case kampung.CheckAltered:
		return checkAltered
	case kampung.CheckUnknown:
		return checkUnknown
	}
	c := found.Code
	v := s.places.village(c.Village)
	office := "Desa " + v.Name
	if v.Kelurahan {
		office = "Kelurahan " + v.Name
	}
	if v.Kecamatan != "" {
		office += ", Kecamatan " + v.Kecamatan
	}
	l := &checkedLetter{Number: c.Number, Date: kampung.FormatDate(c.Date), Kind: s.services.service(c.Service).Name, Village: office, Initials: c.Initials}
	switch {
	case found.Outcome == kampung.CheckCancelled && found.ReplacedBy != "":
		head, text := found.Words()
		return checkResult{"back", head, text, l}
	case found.Outcome == kampung.CheckCancelled:
		return checkResult{"back", "Dibatalkan", "Surat ini memang pernah diterbitkan, tetapi kantor desa sudah membatalkannya. Surat ini tidak berlaku lagi.", l}
	case found.Listed:
		return checkResult{"done", "Asli", "Surat ini diterbitkan oleh kantor desa di bawah ini dan tercatat di kabupaten.", l}
	case found.Outcome == kampung.CheckRevoked:
		return checkResult{"wait", "Tidak dikenal", "Kode ini dibuat dengan komputer yang sudah dicabut, dan suratnya tidak tercatat di kabupaten. Tanyakan ke kantor desa di bawah ini.", l}
	}
	return checkResult{"done", "Asli", "Surat ini diterbitkan oleh kantor desa di bawah ini. Kabupaten belum menerima catatannya, jadi pembatalan yang baru belum terlihat di sini.", l}
}
