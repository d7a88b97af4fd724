package desk

import (
	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// Standard is the standard of a service in the components of the law, as the
// office's notice board shows it.
func (d *Desk) Standard(s kampung.Service) ([]kampung.StandardLine, error) {
	common, err := kampung.ParseStandard(assets.Standard)
	if err != nil {
		return nil, err
	}
	o, err := d.Office()
	if err != nil {
		return nil, Words(err)
	}
	return kampung.ServiceStandard(o, s, common), nil
}

// StandardPDF sets the standards of services for the notice board, to be signed
// today by the office's head.
func (d *Desk) StandardPDF(services ...kampung.Service) (pdf []byte, doc letter.Document, err error) {
	var sheets []letter.StandardSheet
	for _, s := range services {
		lines, err := d.Standard(s)
		if err != nil {
			return nil, doc, err
		}
		sheets = append(sheets, letter.StandardSheet{Service: s.Name, Lines: lines})
	}
	o, err := d.Office()
	if err != nil {
		return nil, doc, Words(err)
	}
	press, err := Press()
	if err != nil {
		return nil, doc, err
	}
	head := kampung.LetterheadOf(o)
	doc = press.Standard(sheets, letter.StandardOptions{Office: head, Logo: d.Logo(kampung.Request{Office: head}), Day: d.today()})
	pdf, err = doc.PDF(press)
	return pdf, doc, err
}
