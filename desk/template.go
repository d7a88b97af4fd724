package desk

import (
	"bytes"
	"encoding/json"
	"errors"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
	"smartkampung/store"
)

// maxTemplate bounds the file of a template, in bytes.
const maxTemplate = 1 << 20

// SaveTemplate keeps a version of a service that the office wrote. What is wrong
// with it is told by place: placeholders that do not exist by their names. Errors
// have words for the clerk.
func (d *Desk) SaveTemplate(s kampung.Service, note string) error {
	if p := letter.Check(s); p.Err() != nil {
		return p
	}
	return Words(d.Store.SaveTemplate(s, note))
}

// ResetTemplate goes back to the service that comes with the program. Errors
// have words for the clerk.
func (d *Desk) ResetTemplate(key string) error { return Words(d.Store.ResetTemplate(key)) }

// ImportTemplate reads a service from a file and keeps it. Errors have words for
// the clerk.
func (d *Desk) ImportTemplate(path, note string) (kampung.Service, error) {
	data, err := ReadFile(path, maxTemplate)
	if err != nil {
		return kampung.Service{}, err
	}
	s, err := letter.ParseService(bytes.TrimPrefix(data, []byte("\ufeff")))
	var problems kampung.Problems
	switch {
	case errors.As(err, &problems):
		return s, problems
	case err != nil:
		return s, &kampung.Trouble{What: "Berkas ini bukan template surat Smart Kampung, atau isinya terpotong. Tidak ada yang berubah.",
			Next: "Pilih berkas .json hasil “Simpan sebagai berkas”, atau minta berkasnya sekali lagi.", Err: err}
	}
	return s, d.SaveTemplate(s, note)
}

// ExportTemplate writes a service as a file, in the form of those that come with
// the program; an empty version is the one that counts. Errors have words for the
// clerk.
func (d *Desk) ExportTemplate(key, version, path string) error {
	s, err := d.TemplateAt(key, version)
	if errors.Is(err, store.ErrNotFound) {
		return noTemplate(err)
	}
	if err != nil {
		return Words(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return Words(err)
	}
	return WriteFile(path, b.Bytes())
}

func noTemplate(err error) error {
	return &kampung.Trouble{What: "Layanan dengan kunci itu tidak ada.", Next: "Lihat kuncinya dengan “smartkampung template list”.", Err: err}
}

// CheckTemplate tells all that is wrong with a service, by place.
func (d *Desk) CheckTemplate(s kampung.Service) kampung.Problems { return letter.Check(s) }

// Placeholders lists the names that a service's texts may use.
func (d *Desk) Placeholders(s kampung.Service) []string { return letter.Placeholders(s) }
