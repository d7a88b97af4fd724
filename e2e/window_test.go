//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAClerkRecordsARequestByKeyboard opens the real window, unlocks it, finds
// a resident by typing, records a request and approves it, all by keyboard; the
// program is then killed, and the request is in the store.
func TestAClerkRecordsARequestByKeyboard(t *testing.T) {
	o := newOffice(t)
	d := newDisplay(t, 1366, 768)
	w := o.open(d)
	door := d.save("pintu")
	if n := colours(door); n < 20 {
		t.Fatalf("the window is blank: %d colours", n)
	}
	d.typeText("admin")
	d.press(keyTab)
	d.typeText(password)
	d.press(keyEnter)
	d.waitChange(door, "the door did not open")
	d.settle()
	time.Sleep(time.Second) // what comes in after the door: the line, the disk's room
	home := d.settle()
	d.save("beranda-kosong")

	d.shortcut('n')
	d.waitChange(home, "Ctrl+N opened no form")
	d.settle()
	d.typeText("misnati")
	time.Sleep(600 * time.Millisecond)
	d.settle()
	d.save("permohonan-cari")
	d.press(keyEnter)
	d.settle()
	d.typeText("sku")
	time.Sleep(400 * time.Millisecond)
	d.press(keyEnter)
	d.settle()
	d.typeText("TOKO MAJU")
	d.press(keyTab)
	d.typeText("Pinjaman bank")
	time.Sleep(900 * time.Millisecond) // the draft is kept and the page drawn
	form := d.settle()
	d.save("permohonan-isi")
	d.shortcut('s')
	d.waitChange(form, "the request was not saved")
	d.settle()
	d.save("permohonan-tersimpan")
	d.press(keyEnter) // the next step is the main button and has the keyboard
	d.settle()
	d.save("permohonan-langkah")
	d.shortcut('1')
	d.settle()
	d.save("beranda")
	d.shortcut('3')
	d.settle()
	d.typeText("sukarno") // also finds Soekarno
	time.Sleep(600 * time.Millisecond)
	d.settle()
	d.save("penduduk")
	d.shortcut('4')
	d.settle()
	d.save("kirim")
	d.shortcut('5')
	d.settle()
	d.save("pengaturan")
	w.kill()
	w.complains(t)

	rows := o.requests()
	if len(rows) != 1 || rows[0].Name != "MISNATI" || rows[0].Service != "sku" || rows[0].Number == "" {
		t.Fatalf("the store holds %+v", rows)
	}
	o.run("check")
}

// TestWhatWasTypedSurvivesAKill kills the window in the middle of a form.
func TestWhatWasTypedSurvivesAKill(t *testing.T) {
	o := newOffice(t)
	d := newDisplay(t, 1366, 768)
	w := o.open(d)
	unlock(d)
	time.Sleep(time.Second)
	d.settle()
	d.shortcut('n')
	d.settle()
	d.typeText("misnati")
	time.Sleep(600 * time.Millisecond)
	d.press(keyEnter)
	d.settle()
	d.typeText("sku")
	time.Sleep(400 * time.Millisecond)
	d.press(keyEnter)
	d.settle()
	d.typeText("WARUNG TERPUTUS")
	time.Sleep(1500 * time.Millisecond)
	w.kill()
	w.complains(t)
	w = o.open(d)
	unlock(d)
	d.save("beranda-draf")
	w.kill()
	if rows := o.requests(); len(rows) != 0 {
		t.Fatalf("a draft became a request: %+v", rows)
	}
	drafts := o.run("drafts")
	if !strings.Contains(drafts, "WARUNG TERPUTUS") || !strings.Contains(drafts, "MISNATI") {
		t.Fatalf("what was typed is gone: %s", drafts)
	}
}

// TestTheFirstRunByKeyboard opens the window on an empty folder and sets up an
// office without a mouse: village by typing, head, number, account, recovery
// key on paper.
func TestTheFirstRunByKeyboard(t *testing.T) {
	o := &office{t: t, data: filepath.Join(t.TempDir(), "data"), home: t.TempDir()}
	os.MkdirAll(filepath.Join(o.home, ".cache"), 0o755)
	d := newDisplay(t, 1366, 768)
	w := o.open(d)
	d.save("awal-desa")
	d.typeText("sumberberas")
	time.Sleep(800 * time.Millisecond)
	d.settle()
	d.save("awal-cari")
	d.press(keyEnter)
	d.settle()
	d.press(keyEnter)
	d.settle()
	d.save("awal-kepala")
	d.typeText("SUGENG RAHARJO")
	for range 11 { // what may stay empty, and the paper
		d.press(keyEnter)
		time.Sleep(60 * time.Millisecond)
	}
	d.settle()
	d.save("awal-nomor")
	d.typeText("429.511.01")
	for range 4 {
		d.press(keyEnter)
		time.Sleep(60 * time.Millisecond)
	}
	d.settle()
	for _, text := range []string{"Admin Contoh", "admin", password, password} {
		d.typeText(text)
		d.press(keyEnter)
		time.Sleep(60 * time.Millisecond)
	}
	before := d.save("awal-akun")
	d.waitChange(before, "no office was made")
	d.settle()
	d.save("awal-kunci")
	w.kill()
	w.complains(t)
	if st := o.run("status"); !strings.Contains(st, `"entries":2`) {
		t.Fatalf("the office is not there: %s", st)
	}
}
