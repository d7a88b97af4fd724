package desk

import "smartkampung/kampung"

// Report tells how the desk served in a period.
func (d *Desk) Report(p kampung.Period) (kampung.Report, error) {
	requests, err := d.RequestsIn(p)
	if err != nil {
		return kampung.Report{}, Words(err)
	}
	dusun := map[string]string{}
	return kampung.NewReport(p, requests, func(id string) string {
		at, known := dusun[id]
		if !known {
			if r, err := d.Resident(id); err == nil { // who is not there has no hamlet
				at = r.Dusun
			}
			dusun[id] = at
		}
		return at
	}), nil
}
