package letter

import (
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// segment is a piece of a template's text: words as they stand, or the name of
// a placeholder.
type segment struct {
	text string
	name bool
}

// split cuts a template's text at its placeholders. A brace without its partner
// stays in the words, where [Check] finds it.
func split(t string) []segment {
	var out []segment
	for t != "" {
		open := strings.IndexByte(t, '{')
		if open < 0 {
			break
		}
		end := strings.IndexAny(t[open+1:], "{}")
		if end < 0 || t[open+1+end] != '}' {
			break
		}
		if open > 0 {
			out = append(out, segment{text: t[:open]})
		}
		out = append(out, segment{text: t[open+1 : open+1+end], name: true})
		t = t[open+end+2:]
	}
	if t != "" {
		out = append(out, segment{text: t})
	}
	return out
}

// builtins are the placeholders that every service has; see the package comment.
var builtins = map[string]func(kampung.Service, kampung.Request) string{
	"nama":            func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Name },
	"nik":             func(_ kampung.Service, r kampung.Request) string { return r.Applicant.NIK },
	"no_kk":           func(_ kampung.Service, r kampung.Request) string { return r.Applicant.KK },
	"jenis_kelamin":   func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Sex },
	"tempat_lahir":    func(_ kampung.Service, r kampung.Request) string { return r.Applicant.BirthPlace },
	"tanggal_lahir":   func(_ kampung.Service, r kampung.Request) string { return kampung.FormatDate(r.Applicant.BirthDate) },
	"agama":           func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Religion },
	"status_kawin":    func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Marital },
	"pekerjaan":       func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Job },
	"pendidikan":      func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Education },
	"kewarganegaraan": func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Citizenship },
	"golongan_darah":  func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Blood },
	"alamat":          func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Address },
	"telepon":         func(_ kampung.Service, r kampung.Request) string { return r.Applicant.Phone },
	"tempat_tanggal_lahir": func(_ kampung.Service, r kampung.Request) string {
		return join(", ", r.Applicant.BirthPlace, kampung.FormatDate(r.Applicant.BirthDate))
	},
	"umur": func(_ kampung.Service, r kampung.Request) string {
		if n := kampung.Age(r.Applicant.BirthDate, r.Date); n >= 0 {
			return strconv.Itoa(n) + " tahun"
		}
		return ""
	},
	"alamat_lengkap": func(_ kampung.Service, r kampung.Request) string { return fullAddress(r) },

	"jenis_desa":     func(_ kampung.Service, r kampung.Request) string { return villageKind(r.Office) },
	"desa":           func(_ kampung.Service, r kampung.Request) string { return r.Office.Name },
	"kode_desa":      func(_ kampung.Service, r kampung.Request) string { return r.Office.Village },
	"kecamatan":      func(_ kampung.Service, r kampung.Request) string { return r.Office.Kecamatan },
	"kabupaten":      func(_ kampung.Service, r kampung.Request) string { return r.Office.Kabupaten },
	"provinsi":       func(_ kampung.Service, r kampung.Request) string { return r.Office.Provinsi },
	"alamat_kantor":  func(_ kampung.Service, r kampung.Request) string { return r.Office.Address },
	"jabatan_kepala": func(_ kampung.Service, r kampung.Request) string { return headTitle(r) },
	"nama_kepala":    func(_ kampung.Service, r kampung.Request) string { return r.Office.Head.Name },

	"penandatangan":         func(_ kampung.Service, r kampung.Request) string { return r.Signer.Name },
	"jabatan_penandatangan": func(_ kampung.Service, r kampung.Request) string { return r.Signer.Title },
	"nip_penandatangan":     func(_ kampung.Service, r kampung.Request) string { return r.Signer.NIP },

	"nomor":         func(_ kampung.Service, r kampung.Request) string { return r.Number },
	"tanggal_surat": func(_ kampung.Service, r kampung.Request) string { return kampung.FormatDate(r.Date) },
	"hari_surat":    func(_ kampung.Service, r kampung.Request) string { return kampung.DayName(r.Date) },
	"tahun": func(_ kampung.Service, r kampung.Request) string {
		if r.Date.IsZero() {
			return ""
		}
		return strconv.Itoa(r.Date.Year)
	},
	"berlaku_sampai": func(s kampung.Service, r kampung.Request) string {
		if s.ValidDays <= 0 || r.Date.IsZero() {
			return ""
		}
		return kampung.FormatDate(kampung.AddDays(r.Date, s.ValidDays))
	},
	"layanan": func(s kampung.Service, _ kampung.Request) string { return s.Name },

	"bin_binti":   func(_ kampung.Service, r kampung.Request) string { return lineage(r.Applicant) },
	"di_bawah_21": func(_ kampung.Service, r kampung.Request) string { return under21(r) },

	"tanggal_lahir.angka": func(_ kampung.Service, r kampung.Request) string { return digits(r.Applicant.BirthDate) },
	"tanggal_surat.angka": func(_ kampung.Service, r kampung.Request) string { return digits(r.Date) },
	"jenis_kelamin.kode":  func(_ kampung.Service, r kampung.Request) string { return codeOf(kampung.TableSex, r.Applicant.Sex) },
	"agama.kode": func(_ kampung.Service, r kampung.Request) string {
		return codeOf(kampung.TableReligion, r.Applicant.Religion)
	},
	"status_kawin.kode": func(_ kampung.Service, r kampung.Request) string {
		return codeOf(kampung.TableMarital, r.Applicant.Marital)
	},
	"pekerjaan.kode": func(_ kampung.Service, r kampung.Request) string { return codeOf(kampung.TableJob, r.Applicant.Job) },
	"pendidikan.kode": func(_ kampung.Service, r kampung.Request) string {
		return codeOf(kampung.TableEducation, r.Applicant.Education)
	},
	"golongan_darah.kode": func(_ kampung.Service, r kampung.Request) string {
		return codeOf(kampung.TableBlood, r.Applicant.Blood)
	},
	"kewarganegaraan.kode": func(_ kampung.Service, r kampung.Request) string {
		return codeOf(kampung.TableCitizenship, r.Applicant.Citizenship)
	},
}

// lineage is the word between a person's name and their father's.
func lineage(p kampung.Person) string {
	switch sex, _ := kampung.ParseCode(kampung.TableSex, p.Sex); sex {
	case 1:
		return "bin"
	case 2:
		return "binti"
	}
	return "bin/binti"
}

// under21 is "ya" when the applicant needs their parents' permit to marry
// (UU 1/1974 Ps 6), else "".
func under21(r kampung.Request) string {
	if n := kampung.Age(r.Applicant.BirthDate, r.Date); n >= 0 && n < 21 {
		return "ya"
	}
	return ""
}

func isBuiltin(key string) bool { _, ok := builtins[key]; return ok }

// filling answers placeholders for one request.
type filling struct {
	s kampung.Service
	r kampung.Request
}

// value returns what a placeholder prints, "" when it has nothing to print.
func (f filling) value(name string) string {
	if get, ok := builtins[name]; ok {
		return strings.TrimSpace(get(f.s, f.r))
	}
	key, form, _ := strings.Cut(name, ".")
	field, ok := f.s.Field(key)
	if !ok {
		return ""
	}
	stored := f.r.Fields[key]
	if strings.TrimSpace(stored) == "" {
		if form == "" {
			return field.Fallback
		}
		return ""
	}
	if form != "" {
		return printForm(field, form, stored)
	}
	return strings.TrimSpace(kampung.PrintField(field, stored))
}

// unnumbered stands where the letter's number comes to stand.
const unnumbered = "...................."

// fill puts values into a template's text, "-" for none; nothing inside a value
// is read as a placeholder again.
func (f filling) fill(t string) string { return f.fillOr(t, "-") }

// fillOr is fill with another text for values that have nothing to print.
func (f filling) fillOr(t, blank string) string {
	var b strings.Builder
	stop := false // the text so far ends with a value's own full stop
	for _, seg := range split(t) {
		if !seg.name {
			if stop && strings.HasPrefix(seg.text, ".") {
				seg.text = seg.text[1:]
			}
			b.WriteString(seg.text)
			stop = false
			continue
		}
		v := f.value(seg.text)
		if v == "" {
			v = blank
			if seg.text == "nomor" {
				v = unnumbered
			}
		}
		b.WriteString(v)
		stop = strings.HasSuffix(v, ".")
	}
	return b.String()
}

// fullAddress is the applicant's address; of a registered resident it goes on
// with the village, because the register keeps only what lies inside it.
func fullAddress(r kampung.Request) string {
	a := strings.TrimSpace(r.Applicant.Address)
	if r.Applicant.Resident == "" || a != "" && strings.Contains(strings.ToLower(a), strings.ToLower("kecamatan "+r.Office.Kecamatan)) {
		return a
	}
	parts := []string{a}
	for _, p := range [][2]string{{villageKind(r.Office), r.Office.Name}, {"Kecamatan", r.Office.Kecamatan}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	return join(", ", append(parts, r.Office.Kabupaten)...)
}

func villageKind(o kampung.Letterhead) string {
	if o.Kelurahan {
		return "Kelurahan"
	}
	return "Desa"
}

// join joins the parts that are not empty.
func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
