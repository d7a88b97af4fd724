package kampung

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var listServices = []Service{
	{Key: "sku", Short: "SKU", Name: "Surat Keterangan Usaha"}, {Key: "sktm", Short: "SKTM", Name: "Surat Keterangan Tidak Mampu"},
	{Key: "domisili", Short: "Domisili", Name: "Surat Keterangan Domisili"}, {Key: "domisili_usaha", Short: "Domisili Usaha", Name: "Surat Keterangan Domisili Usaha"},
	{Key: "belum_menikah", Short: "Belum Menikah", Name: "Surat Keterangan Belum Menikah"},
}

// listToday is a Monday.
var listToday = Date{2026, 11, 23}

func TestReadListWords(t *testing.T) {
	day := func(y, m, d int) Days { return Days{Date{y, m, d}, Date{y, m, d}} }
	for _, c := range []struct {
		typed string
		chips string // words of the chips
		text  string
		want  func(q ListQuery) bool
	}{
		{"sku minggu ini belum dicetak", "sku|minggu ini|belum dicetak", "", func(q ListQuery) bool {
			return slices.Equal(q.Services, []string{"sku"}) && q.Days[0] == Days{Date{2026, 11, 23}, Date{2026, 11, 29}} &&
				slices.Contains(q.Bounds[0], StateApproved) && !slices.Contains(q.Bounds[0], StatePrinted) && !slices.Contains(q.Bounds[0], StateCancelled)
		}},
		{"Misnati", "", "Misnati", nil},
		{"misnati SKU", "sku", "misnati", nil},
		{"domisili usaha", "domisili usaha", "", func(q ListQuery) bool { return slices.Equal(q.Services, []string{"domisili_usaha"}) }},
		{"keterangan domisili", "keterangan domisili", "", func(q ListQuery) bool { return slices.Equal(q.Services, []string{"domisili"}) }},
		{"belum menikah belum dicetak", "belum menikah|belum dicetak", "", func(q ListQuery) bool { return slices.Equal(q.Services, []string{"belum_menikah"}) }},
		{"sku, sktm", "sku|sktm", "", func(q ListQuery) bool { return len(q.Services) == 2 }},
		{"hari ini", "hari ini", "", func(q ListQuery) bool { return q.Days[0] == day(2026, 11, 23) }},
		{"kemarin", "kemarin", "", func(q ListQuery) bool { return q.Days[0] == day(2026, 11, 22) }},
		{"minggu lalu", "minggu lalu", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2026, 11, 16}, Date{2026, 11, 22}} }},
		{"bulan ini", "bulan ini", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2026, 11, 1}, Date{2026, 11, 30}} }},
		{"bulan lalu", "bulan lalu", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2026, 10, 1}, Date{2026, 10, 31}} }},
		{"tahun lalu", "tahun lalu", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2025, 1, 1}, Date{2025, 12, 31}} }},
		{"tahun 2024", "tahun 2024", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2024, 1, 1}, Date{2024, 12, 31}} }},
		{"januari 2026", "januari 2026", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2026, 1, 1}, Date{2026, 1, 31}} }},
		{"desember", "desember", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2025, 12, 1}, Date{2025, 12, 31}} }},
		{"agt 2026", "agt 2026", "", func(q ListQuery) bool { return q.Days[0] == Days{Date{2026, 8, 1}, Date{2026, 8, 31}} }},
		{"jan", "", "jan", nil},
		{"17-8-2026", "17-8-2026", "", func(q ListQuery) bool { return q.Days[0] == day(2026, 8, 17) }},
		{"17 agustus 2026", "17 agustus 2026", "", func(q ListQuery) bool { return q.Days[0] == day(2026, 8, 17) }},
		{"17 agustus", "17 agustus", "", func(q ListQuery) bool { return q.Days[0] == day(2026, 8, 17) }},
		{"31 februari 2026", "februari 2026", "31", nil},
		{"500/001/429.511.01/2026", "", "500/001/429.511.01/2026", nil},
		{"3510054107700002", "", "3510054107700002", nil},
		{"sejak 1 november sampai kemarin misnati", "sejak 1 november|sampai kemarin", "misnati", func(q ListQuery) bool {
			return q.Within == Days{Date{2026, 11, 1}, Date{2026, 11, 22}} && len(q.Days) == 0
		}},
		{"dari krajan", "", "dari krajan", nil},
		{"sudah disetujui belum dicetak", "sudah disetujui|belum dicetak", "", func(q ListQuery) bool { return len(q.Bounds) == 2 }},
		{"ditolak batal", "ditolak|batal", "", func(q ListQuery) bool { return slices.Equal(q.States, []State{StateRefused, StateCancelled}) }},
		{"siap cetak", "siap cetak", "", func(q ListQuery) bool { return slices.Equal(q.States, []State{StateApproved}) }},
		{"belum", "", "belum", nil},
		{`"sku" 'sku`, "", "sku 'sku", nil},
		{`"minggu ini`, "", "minggu ini", nil},
		{"", "", "", nil},
	} {
		q, chips := ReadListWords(c.typed, listServices, listToday)
		var words []string
		for _, x := range chips {
			words = append(words, x.Words)
		}
		if got := strings.Join(words, "|"); got != c.chips || q.Text != c.text || c.want != nil && !c.want(q) {
			t.Errorf("%q: chips %q, text %q, %+v", c.typed, got, q.Text, q)
		}
	}
}

// Whatever is typed: chips lie in order inside the text and do not overlap, and
// the text without a chip has one chip less and the same words to look for.
func TestReadListWordsHoldsTogether(t *testing.T) {
	word := rapid.SampledFrom([]string{"sku", "SKTM", "domisili", "usaha", "minggu", "ini", "lalu", "hari", "kemarin", "belum", "sudah", "dicetak", "cetak", "siap", "januari", "2026", "17", "agustus",
		"sejak", "sampai", "misnati", `"batal"`, "batal", "1-2-2026", "é", ","})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 0, 8).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  "}).Draw(t, "gap"))
		_, chips := ReadListWords(text, listServices, listToday)
		at := 0
		for _, c := range chips {
			if c.From < at || c.To <= c.From || c.To > len(text) {
				t.Fatalf("%q: chip %+v", text, c)
			}
			at = c.To
		}
		for len(chips) > 0 {
			n := len(text)
			text = WithoutChip(text, chips[len(chips)-1])
			if len(text) >= n {
				t.Fatalf("%q did not get shorter", text)
			}
			_, chips = ReadListWords(text, listServices, listToday)
		}
	})
}

func FuzzReadListWords(f *testing.F) {
	f.Add("sku minggu ini belum dicetak")
	f.Add("\"\" \"a sejak 99 januari 0000")
	f.Fuzz(func(t *testing.T, text string) {
		_, chips := ReadListWords(text, listServices, listToday)
		for _, c := range chips {
			if c.From < 0 || c.To > len(text) || c.From >= c.To {
				t.Fatalf("%q: %+v", text, c)
			}
		}
	})
}
