package ui

import "smartkampung/kampung"

// regionHit is a village in the list that drops from the field.
func regionHit(r kampung.Region) hit {
	kind := "Desa "
	if r.Kelurahan {
		kind = "Kelurahan "
	}
	return hit{Key: r.Code, Title: kind + r.Name, Sub: joinDots("Kec. "+r.Kecamatan, r.Kabupaten, r.Provinsi)}
}

// fillRegion takes a village into the office.
func fillRegion(o *kampung.Office, r kampung.Region) {
	o.Village, o.Name, o.Kelurahan = r.Code, r.Name, r.Kelurahan
	o.Kecamatan, o.Kabupaten, o.Provinsi = r.Kecamatan, r.Kabupaten, r.Provinsi
}
