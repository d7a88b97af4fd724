package kampung

import (
	"testing"
	"time"
)

func TestContactsAreTheLastTen(t *testing.T) {
	at := func(i int) time.Time { return time.Date(2026, 11, 23, 8, i, 0, 0, WIB) }
	var list []Contact
	for i := range 14 {
		list = AddContact(list, Contact{At: at(i), Way: WayLine, SyncReport: SyncReport{Received: i + 1}})
	}
	if len(list) != MaxContacts || list[0].Received != 14 || list[9].Received != 5 {
		t.Fatalf("%+v", list)
	}
}

// A night without a line leaves one line on the screen, not ten.
func TestQuietContactsAlikeCountAsOne(t *testing.T) {
	at := func(i int) time.Time { return time.Date(2026, 11, 23, 8, i, 0, 0, WIB) }
	quiet := func(i int, trouble string, pending int) Contact {
		return Contact{At: at(i), Way: WayLine, Quiet: true, Trouble: trouble, SyncReport: SyncReport{Pending: pending}, Up: 10, Down: 1}
	}
	list := []Contact{{At: at(0), Way: WayLine, SyncReport: SyncReport{Received: 3}}}
	for i := range 5 {
		list = AddContact(list, quiet(i+1, "Tidak tersambung.", 2))
	}
	if len(list) != 2 || list[0].Times != 5 || !list[0].Since.Equal(at(1)) || !list[0].At.Equal(at(5)) || list[0].Up != 50 || list[0].Down != 5 {
		t.Fatalf("%+v", list)
	}
	if got := list[0].Words(Indonesian); got != "Tidak tersambung. (5 kali)" {
		t.Errorf("%q", got)
	}
	// Something else ends the row: another cause, more that waits, the button.
	for i, c := range []Contact{quiet(6, "Kabupaten sibuk.", 2), quiet(7, "Kabupaten sibuk.", 3), {At: at(8), Way: WayLine, Trouble: "Kabupaten sibuk.", SyncReport: SyncReport{Pending: 3}}} {
		if list = AddContact(list, c); len(list) != 3+i || list[0].Times != 0 {
			t.Fatalf("%d: %+v", i, list)
		}
	}
}

func TestContactWords(t *testing.T) {
	for want, c := range map[string]Contact{
		"Tersambung, tidak ada yang baru.":                          {Way: WayLine},
		"Tersambung, tidak ada yang baru. 3 masih menunggu.":        {Way: WayLine, SyncReport: SyncReport{Pending: 3}},
		"12 catatan diterima kabupaten.":                            {Way: WayLine, SyncReport: SyncReport{Sent: 12, Received: 12}},
		"1.200 catatan diterima kabupaten. 2 kabar dari kabupaten.": {Way: WayIn, SyncReport: SyncReport{Received: 1200, Answers: 2}},
		"4 catatan dari komputer lain di kantor.":                   {Way: WayLine, SyncReport: SyncReport{Siblings: 4}},
		"USB dibaca, tidak ada yang baru.":                          {Way: WayIn},
		"7 catatan disimpan ke USB.":                                {Way: WayOut, Packed: 7},
		"Tidak ada yang perlu disimpan ke USB.":                     {Way: WayOut},
		"Komputer ini didaftarkan di kabupaten.":                    {Way: WayEnrol},
		"Pusat kabupaten sedang sibuk.":                             {Way: WayLine, Trouble: "Pusat kabupaten sedang sibuk.", SyncReport: SyncReport{Received: 2}},
		"1 catatan diterima kabupaten. 9 masih menunggu.":           {Way: WayLine, SyncReport: SyncReport{Received: 1, Pending: 9}},
		"2 catatan dan 1 lampiran disimpan ke USB.":                 {Way: WayOut, Packed: 2, Carried: 1},
		"Terdaftar di kabupaten. 3 catatan diterima kabupaten.":     {Way: WayIn, SyncReport: SyncReport{Enrolled: true, Received: 3}},
		"2 lampiran lengkap di kabupaten.":                          {Way: WayLine, SyncReport: SyncReport{Scans: 2}},
	} {
		if got := c.Words(Indonesian); got != want {
			t.Errorf("%+v\n got %q\nwant %q", c, got, want)
		}
	}
}

func TestTraffic(t *testing.T) {
	november := MonthOf(time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)) // in WIB it is December
	if november != "2026-12" {
		t.Errorf("%q", november)
	}
	tr := Traffic{Month: "2026-11", Up: 60, Down: 40, Limit: 100}
	if !tr.Reached() || tr.Sum() != 100 {
		t.Errorf("%+v is not reached", tr)
	}
	if same := tr.In("2026-11"); same != tr {
		t.Errorf("%+v", same)
	}
	if next := tr.In("2026-12"); next.Reached() || next.Sum() != 0 || next.Limit != 100 {
		t.Errorf("a new month has %+v", next)
	}
	if (Traffic{Up: 1 << 40}).Reached() {
		t.Error("without a bound one is reached")
	}
	for mb, ok := range map[int]bool{-1: false, 0: true, 50: true, 1_000_000: true, 1_000_001: false} {
		if got := CheckLimit(mb) == ""; got != ok {
			t.Errorf("%d MB: %q", mb, CheckLimit(mb))
		}
	}
}
