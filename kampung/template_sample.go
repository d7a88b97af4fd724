package kampung

import "encoding/json"

// SampleRequest is an invented request for a service, with every field filled,
// so that a page can be shown while its wording is edited.
func SampleRequest(s Service, o Office, today Date) Request {
	d := Draft{Service: s.Key, Fields: sampleFields(s.Fields, today), Applicant: Person{NIK: "3510051708900001", KK: "3510052005010001", Name: "BUDI CONTOH",
		Sex: "Laki-laki", BirthPlace: "Banyuwangi", BirthDate: Date{1990, 8, 17}, Religion: "Islam", Marital: "Kawin", Job: "Petani/Pekebun",
		Citizenship: "WNI", Education: "SLTA/Sederajat", Address: "Dusun Krajan RT 001 RW 002"}}
	b, _ := Compose(d, s, o, today)
	NumberRequest(&b, o, s, 12, "") // a pattern that cannot be read leaves no number
	var r Request
	ApplyRequest(&r, Head{Subject: "contoh"}, b)
	r.Template = s
	return r
}

// sampleFields fills each field with a value of its type.
func sampleFields(fields []Field, today Date) map[string]string {
	m := map[string]string{}
	for _, f := range fields {
		switch f.Type {
		case FieldNumber:
			m[f.Key] = "3"
		case FieldDate:
			m[f.Key] = today.ISO()
		case FieldTime:
			m[f.Key] = "09:30"
		case FieldAmount:
			m[f.Key] = "1500000"
		case FieldNIK:
			m[f.Key] = "3510055708720002"
		case FieldBool:
			m[f.Key] = "ya"
		case FieldChoice:
			if len(f.Choices) > 0 {
				m[f.Key] = f.Choices[0]
			}
		case FieldTable:
			row, err := json.Marshal([]map[string]string{sampleFields(f.Columns, today)})
			if err == nil {
				m[f.Key] = string(row)
			}
		default:
			m[f.Key] = "Contoh " + f.Label
		}
	}
	return m
}
