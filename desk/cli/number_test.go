package cli

import (
	"strings"
	"testing"
)

// TestNumbersOfPaper: numbers reserved, written by hand and missing are in one
// list with the letters, and none is given twice.
func TestNumbersOfPaper(t *testing.T) {
	o := newOffice(t, 5)
	o.newSKCK() // 1
	kept := o.ok("number", "reserve", "--count", "3", "--who", "Kadus Krajan", "--why", "Surat keliling", "--json").one()
	keys(t, "number reserve", kept, "id use scope from to who why")
	if kept["from"] != 2.0 || kept["to"] != 4.0 {
		t.Fatalf("%v", kept)
	}
	paper := o.ok("number", "record", "3", "--service", "sku", "--who", "BUDI CONTOH", "--why", "Listrik padam", "--date", "20-11-2026", "--json").one()
	if number, _ := paper["number"].(string); !strings.Contains(number, "/003/") {
		t.Fatalf("%v", paper)
	}
	o.refused("Nomor 1 sudah dipakai", "number", "record", "1", "--service", "sku", "--who", "BUDI CONTOH", "--why", "Listrik padam")
	o.refused("Nomor 3 sudah dipakai", "number", "record", "3", "--service", "sku", "--who", "BUDI CONTOH", "--why", "Listrik padam")
	o.refused("Tulis nomor lengkap", "number", "record", "9", "--who", "BUDI CONTOH", "--why", "Undangan")
	o.refused("Layanan ini tidak ada", "number", "record", "9", "--service", "entah", "--who", "BUDI CONTOH", "--why", "Undangan")
	o.newSKCK() // 5
	if r := o.run("number", "explain", "dua"); r.code != Wrong {
		t.Errorf("%+v", r)
	}
	var got []string
	for _, l := range o.ok("number", "list", "--json").json() {
		keys(t, "number list", l, "scope from to status")
		got = append(got, l["status"].(string))
	}
	if text := strings.Join(got, " "); text != "surat dipesan kertas dipesan surat" {
		t.Errorf("%s", text)
	}
	o.ok("number", "release", kept["id"].(string), "--reason", "Tidak jadi keliling")
	gaps := o.ok("number", "list", "--gaps")
	if !strings.Contains(gaps.out, "semua/2026  2  Belum jelas") || !strings.Contains(gaps.err, "2 nomor belum jelas") {
		t.Errorf("%s%s", gaps.out, gaps.err)
	}
	o.ok("number", "explain", "2", "--why", "Pesanan ditarik")
	if out := o.ok("number", "list", "--gaps").out; !strings.Contains(out, "Tidak dipakai  Pesanan ditarik") {
		t.Error(out)
	}
	o.refused("tidak ada", "number", "release", "018f0000-0000-7000-8000-000000000000", "--reason", "Coba")
	o.whole()
}
