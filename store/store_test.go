package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// sku is a service small enough for tests of the store.
var sku = kampung.Service{
	Key: "sku", Name: "Surat Keterangan Usaha", Title: "SURAT KETERANGAN USAHA", NewCode: "500.2.2.4", OldCode: "500", Minutes: 15,
	Fields: []kampung.Field{
		{Key: "nama_usaha", Label: "Nama usaha", Type: kampung.FieldText, Required: true},
		{Key: "keperluan", Label: "Keperluan", Type: kampung.FieldText, Required: true},
	},
	Requirements: []kampung.Requirement{{Key: "ktp", Label: "FC KTP", Need: kampung.NeedAlways}},
}

const testPassword = "sandi untuk uji"

// clock is a clock that tests turn by hand.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB)} }

func testOptions(c *clock) Options {
	return Options{Now: c.now, Services: []kampung.Service{sku}, Argon: Argon{1, 64, 1}, Linger: time.Millisecond}
}

func testSetup() kampung.Setup {
	return kampung.Setup{
		Office:  kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO"),
		Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}, Password: testPassword,
	}
}

func newStore(t testing.TB) (*Store, string, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	s, recovery, err := Create(dir, testSetup(), testOptions(newClock()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, dir, recovery
}

func reopen(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Unlock(dir, "admin", testPassword, testOptions(newClock()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// people are invented residents.
func people(n int) kampung.ImportFile {
	f := kampung.ImportFile{Layout: "OpenSID"}
	for i := range n {
		f.Rows = append(f.Rows, kampung.ImportRow{Row: i + 2, Given: map[string]bool{"nama": true, "nik": true, "no_kk": true}, Resident: kampung.Resident{
			NIK: fmt.Sprintf("351005170890%04d", i+1), KK: "3510052005010001", Name: fmt.Sprintf("WARGA NOMOR %d", i), Sex: 1,
			BirthPlace: "BANYUWANGI", BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, Dusun: "KRAJAN", RT: "001", RW: "002", Relation: 1, Status: 1,
		}})
	}
	return f
}

func seed(t testing.TB, s *Store, n int) []kampung.Resident {
	t.Helper()
	plan, err := s.ApplyImport(people(n))
	if err != nil || plan.New != n {
		t.Fatalf("%+v, %v", plan, err)
	}
	return plan.Save
}

func draftFor(s *Store, r kampung.Resident) kampung.Draft {
	d := s.NewDraft()
	d.Service, d.Applicant = "sku", kampung.PersonOf(r)
	d.Fields = map[string]string{"nama_usaha": "TOKO MAJU", "keperluan": "Pinjaman bank"}
	return d
}

func record(t testing.TB, s *Store, r kampung.Resident) kampung.Request {
	t.Helper()
	req, err := s.Record(draftFor(s, r))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestRequestIsThereAfterReopening(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 3)
	req := record(t, s, r[1])
	if req.Number != "500.2.2.4/001/35.10.05.2001/2026" || req.State != kampung.StateChecked || req.Signer.Name != "SUGENG RAHARJO" {
		t.Errorf("%+v", req)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	got, err := s.Request(req.ID)
	if err != nil || got.Number != req.Number || got.Applicant != req.Applicant || got.Fields["nama_usaha"] != "TOKO MAJU" {
		t.Errorf("%+v, %v", got, err)
	}
	if hits, err := s.FindResidents("08900003", 5); err != nil || len(hits) != 1 || hits[0].Name != "WARGA NOMOR 2" {
		t.Errorf("%v, %v", hits, err)
	}
	if rows, err := s.Requests(kampung.RequestFilter{Text: "nomor 1", Open: true}); err != nil || len(rows) != 1 || rows[0].Sync != kampung.SyncSaved {
		t.Errorf("%v, %v", rows, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	checkWell(t, dir)
}

func checkWell(t testing.TB, dir string) {
	t.Helper()
	report, err := Check(dir, "admin", testPassword, testOptions(newClock()))
	if err != nil || len(report.Damage) > 0 {
		t.Errorf("check: %+v, %v", report, err)
	}
}

// TestNothingPersonalIsReadable greps the raw files for everything that was
// saved of a person.
func TestNothingPersonalIsReadable(t *testing.T) {
	s, dir, recovery := newStore(t)
	residents := seed(t, s, 20)
	req := record(t, s, residents[3])
	d := draftFor(s, residents[4])
	if err := s.SaveDraft(d); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveScan("ktp", "ktp.pdf", []byte("%PDF-1.4 RAHASIA SEKALI")); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveAccount(kampung.Account{Login: "kartika", Name: "KARTIKA CONTOH", Role: kampung.RoleOperator}, "sandi lain 77"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	secrets := []string{"TOKO MAJU", "Pinjaman", "RAHASIA", "SUGENG", "SITI CONTOH", "KARTIKA", "kartika", testPassword, recovery, req.Applicant.KK, "KRAJAN"}
	for _, r := range residents {
		secrets = append(secrets, r.NIK, r.Name)
	}
	files := 0
	filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(raw, []byte(secret)) || strings.Contains(path, secret) {
				t.Errorf("%q stands readable in %s", secret, filepath.Base(path))
			}
		}
		return nil
	})
	if files < 5 {
		t.Errorf("only %d files were searched", files)
	}
}

func TestWrongPasswordsSlowDownAndNeverLockOut(t *testing.T) {
	s, dir, _ := newStore(t)
	s.Close()
	c := newClock()
	opt := testOptions(c)
	try := func(password string) error {
		s, err := Unlock(dir, "admin", password, opt)
		if err == nil {
			s.Close()
		}
		return err
	}
	for range 5 {
		if err := try("salah"); !errors.Is(err, ErrPassword) {
			t.Fatal(err)
		}
	}
	var wait *WaitError
	if err := try(testPassword); !errors.As(err, &wait) || !errors.Is(err, ErrWait) || wait.Wait <= 0 {
		t.Fatalf("the sixth try: %v", err)
	}
	// Trying while waiting does not make the wait longer.
	for range 20 {
		try("salah")
	}
	c.add(wait.Wait)
	if err := try(testPassword); err != nil {
		t.Fatalf("after the wait: %v", err)
	}
	for range 60 {
		c.add(10 * time.Minute)
		if err := try("salah"); !errors.Is(err, ErrPassword) {
			t.Fatalf("%v", err)
		}
	}
	// A clock set back by ten years makes nobody wait ten years.
	c.add(-10 * 365 * 24 * time.Hour)
	if err := try(testPassword); !errors.As(err, &wait) || wait.Wait > 5*time.Minute {
		t.Fatalf("clock set back: %v", err)
	}
	c.add(wait.Wait)
	if err := try(testPassword); err != nil {
		t.Fatalf("after the wait on the wrong clock: %v", err)
	}
}

func TestRecoveryKeyOpensAndGivesANewPassword(t *testing.T) {
	s, dir, recovery := newStore(t)
	s.Close()
	opt := testOptions(newClock())
	if _, err := Recover(dir, "0000-0000", "admin", "sandi baru 88", opt); !errors.Is(err, kampung.ErrRecovery) {
		t.Errorf("not a key: %v", err)
	}
	other := kampung.FormatRecovery([kampung.RecoveryBytes]byte{1})
	if _, err := Recover(dir, other, "admin", "sandi baru 88", opt); !errors.Is(err, kampung.ErrRecovery) {
		t.Errorf("another office's key: %v", err)
	}
	s, err := Recover(dir, strings.ToLower(recovery), "admin", "sandi baru 88", opt)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Unlock(dir, "admin", testPassword, opt); !errors.Is(err, ErrPassword) {
		t.Errorf("the old password: %v", err)
	}
	s, err = Unlock(dir, "admin", "sandi baru 88", opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangePassword("bukan itu", "sandi ketiga 9"); err == nil {
		t.Error("changed with a wrong old password")
	}
	if err := s.ChangePassword("sandi baru 88", "sandi ketiga 9"); err != nil {
		t.Error(err)
	}
	s.Close()
}

func TestAccounts(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)
	if err := s.SaveAccount(kampung.Account{Login: "admin", Name: "X Y", Role: kampung.RoleOperator}, ""); err == nil {
		t.Error("the last admin was taken away")
	}
	if err := s.SaveAccount(kampung.Account{Login: "rina", Name: "RINA CONTOH", Role: kampung.RoleOperator}, "sandi rina 1"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	o, err := Unlock(dir, "RINA", "sandi rina 1", testOptions(newClock()))
	if err != nil {
		t.Fatal(err)
	}
	req := record(t, o, r[0])
	if req.By != "rina" {
		t.Errorf("recorded by %q", req.By)
	}
	var p kampung.Problems
	if _, err := o.Advance(req.ID, kampung.StateApproved, ""); !errors.As(err, &p) || p.Of("state") == "" {
		t.Errorf("an operator approved: %v", err)
	}
	if err := o.SaveAccount(kampung.Account{Login: "rina", Name: "RINA", Role: kampung.RoleAdmin}, ""); !errors.Is(err, ErrForbidden) {
		t.Errorf("an operator made herself admin: %v", err)
	}
	office, _ := o.Office()
	if err := o.SaveOffice(office); !errors.Is(err, ErrForbidden) {
		t.Errorf("an operator changed the office: %v", err)
	}
	o.Close()
	s = reopen(t, dir)
	if err := s.SaveAccount(kampung.Account{Login: "rina", Name: "RINA CONTOH", Role: kampung.RoleOperator, Off: true}, ""); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Unlock(dir, "rina", "sandi rina 1", testOptions(newClock())); !errors.Is(err, ErrPassword) {
		t.Errorf("an account that is off: %v", err)
	}
}

func TestSecondWindowGetsAClearMessage(t *testing.T) {
	_, dir, _ := newStore(t)
	if _, err := Unlock(dir, "admin", testPassword, testOptions(newClock())); !errors.Is(err, ErrInUse) {
		t.Errorf("%v", err)
	}
}

func TestManyClerksNeverShareANumber(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 8)
	var wg sync.WaitGroup
	for _, who := range r {
		wg.Go(func() {
			for range 10 {
				record(t, s, who)
			}
		})
	}
	wg.Wait()
	rows, err := s.Requests(kampung.RequestFilter{Limit: 500})
	if err != nil || len(rows) != 80 {
		t.Fatalf("%d requests, %v", len(rows), err)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row.Number] {
			t.Errorf("number %s twice", row.Number)
		}
		seen[row.Number] = true
	}
	s.Close()
	checkWell(t, dir)
}

func TestCancelledNumberIsNotReusedAndYearStartsAgain(t *testing.T) {
	c := newClock()
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), testOptions(c))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := seed(t, s, 1)
	one := record(t, s, r[0])
	if _, err := s.Advance(one.ID, kampung.StateCancelled, "salah orang"); err != nil {
		t.Fatal(err)
	}
	if two := record(t, s, r[0]); two.Seq != 2 {
		t.Errorf("after a cancelled 1 came %d", two.Seq)
	}
	c.add(39 * 24 * time.Hour) // 1 January, 09.12 WIB
	if next := record(t, s, r[0]); next.Seq != 1 || next.Year != 2027 {
		t.Errorf("new year: %d of %d", next.Seq, next.Year)
	}
}

func TestProblemsChangeNothing(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 2)
	before, _ := s.Status()
	bad := draftFor(s, r[0])
	bad.Fields = map[string]string{"omset": "1"}
	var p kampung.Problems
	if _, err := s.Record(bad); !errors.As(err, &p) || p.Of("fields.omset") == "" || p.Of("fields.nama_usaha") == "" || p.Of("fields.keperluan") == "" {
		t.Errorf("problems: %v", err)
	}
	dead := r[1]
	dead.Status = 2
	if _, err := s.SaveResident(dead); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(draftFor(s, dead)); !errors.As(err, &p) {
		t.Errorf("a dead person applied: %v", err)
	}
	twin := r[0]
	twin.ID = ""
	if _, err := s.SaveResident(twin); !errors.As(err, &p) || p.Of("nik") == "" {
		t.Errorf("NIK twice: %v", err)
	}
	if after, _ := s.Status(); after.Entries != before.Entries+1 {
		t.Errorf("entries %d, then %d", before.Entries, after.Entries)
	}
	if req := record(t, s, r[0]); req.Seq != 1 {
		t.Errorf("a refused request took number %d", req.Seq-1)
	}
}

func TestRecordingADraftTwiceMakesOneRequest(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	d := draftFor(s, r[0])
	if err := s.SaveDraft(d); err != nil {
		t.Fatal(err)
	}
	one, err := s.Record(d)
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Record(d)
	if err != nil || two.Number != one.Number {
		t.Errorf("%+v, %v", two, err)
	}
	if drafts, _ := s.Drafts(); len(drafts) != 0 {
		t.Errorf("draft is still there: %v", drafts)
	}
	if st, _ := s.Status(); st.Requests != 1 {
		t.Errorf("%d requests", st.Requests)
	}
}

func TestRefusedRequestIsMendedUnderItsNumber(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	if _, err := s.Advance(req.ID, kampung.StateRefused, ""); err == nil {
		t.Error("refused without a reason")
	}
	if _, err := s.Advance(req.ID, kampung.StateRefused, "nama usaha salah"); err != nil {
		t.Fatal(err)
	}
	d := draftFor(s, r[0])
	d.Request, d.Fields["nama_usaha"] = req.ID, "TOKO LANCAR"
	got, err := s.Record(d)
	if err != nil || got.Number != req.Number || got.Fields["nama_usaha"] != "TOKO LANCAR" || got.State != kampung.StateChecked {
		t.Errorf("%+v, %v", got, err)
	}
	if next := record(t, s, r[0]); next.Seq != 2 {
		t.Errorf("mending took a number: next is %d", next.Seq)
	}
	s.Close()
	checkWell(t, dir)
}

func TestApprovedLetterHasAVerifiableCode(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	if req.Code != "" {
		t.Error("a code before the approval")
	}
	req, err := s.Advance(req.ID, kampung.StateApproved, "")
	if err != nil {
		t.Fatal(err)
	}
	_, verifier, _, _ := s.Device()
	pub, err := bundle.PublicKey(verifier)
	if err != nil {
		t.Fatal(err)
	}
	code, err := kampung.VerifyLetterCode(req.Code, func(string, string) ed25519Key { return pub })
	if err != nil || code.Number != req.Number {
		t.Errorf("%+v, %v", code, err)
	}
	if strings.Contains(fmt.Sprint(code), r[0].NIK) {
		t.Error("the code holds a whole NIK")
	}
	if err := s.NotePrint(req.ID, 2, "pdf"); err != nil {
		t.Fatal(err)
	}
	if req, _ = s.Request(req.ID); req.State != kampung.StatePrinted || req.Prints != 2 {
		t.Errorf("state %s, prints %d", req.State, req.Prints)
	}
}

func TestScans(t *testing.T) {
	s, _, _ := newStore(t)
	data := append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 700<<10)...)
	rand.Read(data[8:])
	scan, err := s.SaveScan("ktp", "/tmp/a/ktp.png", data)
	if err != nil || scan.Type != "image/png" || scan.Name != "ktp.png" {
		t.Fatalf("%+v, %v", scan, err)
	}
	if got, err := s.Scan(scan.SHA256); err != nil || !bytes.Equal(got, data) {
		t.Errorf("came back as %d bytes, %v", len(got), err)
	}
	for name, bad := range map[string][]byte{"empty": nil, "text": []byte("halo"), "large": append([]byte("%PDF-"), make([]byte, kampung.MaxScanBytes)...)} {
		var p kampung.Problems
		if _, err := s.SaveScan("ktp", name, bad); !errors.As(err, &p) {
			t.Errorf("%s: %v", name, err)
		}
	}
	path := s.scanPath(scan.SHA256)
	raw, _ := os.ReadFile(path)
	raw[len(raw)/2] ^= 1
	os.WriteFile(path, raw, 0o600)
	if _, err := s.Scan(scan.SHA256); !errors.Is(err, ErrDamaged) {
		t.Errorf("flipped: %v", err)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	s, dir, _ := newStore(t)
	seed(t, s, 5)
	end := s.journal.end
	if _, err := s.ApplyImport(people(300)); err != nil {
		t.Fatal(err)
	}
	whole := s.journal.end
	s.Close()
	after, _ := os.ReadFile(filepath.Join(dir, journalName))
	// The power went while the import was being written: any part of its record.
	for _, cut := range []int64{end + 1, end + 20, (end + whole) / 2, whole - 1} {
		torn := bytes.Clone(after)
		for i := cut; i < int64(len(torn)); i++ {
			torn[i] = 0
		}
		os.WriteFile(filepath.Join(dir, journalName), torn, 0o600)
		os.Remove(filepath.Join(dir, dbName)) // the views were not committed either
		s, err := Unlock(dir, "admin", testPassword, testOptions(newClock()))
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := s.Residents(); n != 5 {
			t.Errorf("cut at %d of %d–%d: %d residents", cut, end, whole, n)
		}
		s.Close()
	}
}

func TestFullDiskChangesNothing(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)
	d := draftFor(s, r[0])
	full := func(bytes uint64) func() {
		old := freeSpace
		freeSpace = func(string) (uint64, error) { return bytes, nil }
		return func() { freeSpace = old }
	}
	restore := full(1000)
	if _, err := s.Record(d); !errors.Is(err, ErrDiskFull) {
		t.Errorf("recorded: %v", err)
	}
	if err := s.SaveDraft(d); !errors.Is(err, ErrDiskFull) {
		t.Errorf("draft: %v", err)
	}
	restore()
	if req := record(t, s, r[0]); req.Seq != 1 {
		t.Errorf("number %d", req.Seq)
	}
	s.Close()
	checkWell(t, dir)
}

func TestUnknownKindsAndBodiesAreKept(t *testing.T) {
	s, dir, _ := newStore(t)
	err := s.change(func(view) ([]entry, kampung.Change, error) {
		return []entry{
			{audience: kampung.AudienceKabupaten, kind: "rencana", subject: "x", body: map[string]int{"tahun": 2027}},
			{audience: kampung.AudienceKabupaten, kind: kampung.KindRequest, subject: newID(), body: map[string]any{"service": 7}},
			{audience: kampung.AudienceKantor, kind: kampung.KindResident, subject: "bukan id", body: kampung.Resident{Name: "X"}},
		}, kampung.Change{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if st, err := s.Status(); err != nil || st.Entries != 5 || st.Requests != 0 || st.Residents != 0 {
		t.Errorf("%+v, %v", st, err)
	}
	s.Close()
	checkWell(t, dir)
}

func TestIDsThatAreNoneAreNotFound(t *testing.T) {
	s, _, _ := newStore(t)
	if _, err := s.Request("bukan id"); !errors.Is(err, ErrNotFound) {
		t.Errorf("request: %v", err)
	}
	if err := s.SaveDraft(kampung.Draft{ID: "bukan id"}); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) {
		t.Errorf("draft: %v", err)
	}
}

func TestListsFromEitherEndInPages(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	var made []string
	for range 7 {
		made = append(made, record(t, s, r[0]).ID)
	}
	if _, err := s.Advance(made[2], kampung.StateCancelled, "dobel"); err != nil {
		t.Fatal(err)
	}
	if st, _ := s.Status(); st.Open != 6 {
		t.Errorf("%d open", st.Open)
	}
	for _, oldest := range []bool{false, true} {
		want := slices.Clone(made)
		if !oldest {
			slices.Reverse(want)
		}
		var got []string
		f := kampung.RequestFilter{Oldest: oldest, Limit: 3}
		for {
			rows, err := s.Requests(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				got = append(got, row.ID)
				f.Before = row.ID
			}
			if len(rows) < f.Limit {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("oldest first %v: %v, want %v", oldest, got, want)
		}
	}
}

func TestTwoFirstRunsAtOnceMakeOneOffice(t *testing.T) {
	for range 10 {
		dir := filepath.Join(t.TempDir(), "data")
		var wg sync.WaitGroup
		made := make(chan error, 4)
		for range 4 {
			wg.Go(func() {
				s, _, err := Create(dir, testSetup(), testOptions(newClock()))
				if err == nil {
					err = s.Close()
				}
				made <- err
			})
		}
		wg.Wait()
		close(made)
		good := 0
		for err := range made {
			if err == nil {
				good++
			} else if !errors.Is(err, ErrExists) && !errors.Is(err, ErrInUse) {
				t.Error(err)
			}
		}
		if good != 1 {
			t.Fatalf("%d offices in one folder", good)
		}
		checkWell(t, dir)
	}
}

func TestFirstRunAfterOneThatWasCut(t *testing.T) {
	s, dir, _ := newStore(t)
	seed(t, s, 3)
	s.Close()
	os.Remove(filepath.Join(dir, vaultName)) // the vault comes last
	s, _, err := Create(dir, testSetup(), testOptions(newClock()))
	if err != nil {
		t.Fatal(err)
	}
	if st, err := s.Status(); err != nil || st.Residents != 0 || st.Entries != 2 {
		t.Errorf("%+v, %v", st, err)
	}
	s.Close()
	checkWell(t, dir)
}

func TestAnotherHubHasNothingYet(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	skey, vkey, _ := bundle.GenerateKey(rand.Reader, "hub.35.10")
	hub := Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: vkey, Recipient: s.keys.Recovery}
	if err := s.SaveHub(hub); err != nil {
		t.Fatal(err)
	}
	files, err := s.Export(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	logs, _ := s.Logs()
	for i, f := range files {
		var root bundle.Hash
		s.read(func(v view) error { root, err = bundle.Root(f.To, v.nodes(logs[i].Audience)); return err })
		receipt, _ := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[i], Size: f.To, Root: root}, At: time.Now()}, skey)
		if _, err := s.TakeReceipt(receipt); err != nil {
			t.Fatal(err)
		}
		forged, _ := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[i], Size: f.To + 1, Root: root}, At: time.Now()}, skey)
		if _, err := s.TakeReceipt(forged); !errors.Is(err, ErrForgedPast) || !errors.Is(err, bundle.ErrTree) {
			t.Errorf("a receipt of more than there is: %v", err)
		}
		// The hub was put back and took a clone's entries in the place of ours.
		other, _ := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[i], Size: f.To}, At: time.Now()}, skey)
		if _, err := s.TakeReceipt(other); !errors.Is(err, ErrForgedPast) {
			t.Errorf("a receipt of as much, but of something else: %v", err)
		}
	}
	if row, _ := s.RequestRow(req.ID); row.Sync != kampung.SyncReceived {
		t.Fatalf("%q", row.Sync)
	}
	gap := func(size, at int64) {
		root, _ := bundle.Root(0, bundle.NoNodes)
		r, _ := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[0], Size: size, Root: root}, At: time.Now(), Gap: at}, skey)
		if _, err := s.TakeReceipt(r); err != nil {
			t.Fatal(err)
		}
	}
	gap(0, files[0].To+1) // of another day: the mark stands elsewhere
	if row, _ := s.RequestRow(req.ID); row.Sync != kampung.SyncReceived {
		t.Errorf("an old refusal moved the mark: %q", row.Sync)
	}
	gap(0, files[0].To) // the hub was put back
	if row, _ := s.RequestRow(req.ID); row.Sync == kampung.SyncReceived {
		t.Errorf("the hub has nothing, the desk says %q", row.Sync)
	}
	root := bundle.Hash{}
	s.read(func(v view) error { root, err = bundle.Root(files[0].To, v.nodes(logs[0].Audience)); return err })
	whole, _ := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[0], Size: files[0].To, Root: root}, At: time.Now()}, skey)
	if n, err := s.TakeReceipt(whole); err != nil || int64(n) != files[0].To {
		t.Errorf("taken again: %d, %v", n, err)
	}
	hub.URL = "http://127.0.0.1:2" // the same hub moved
	if err := s.SaveHub(hub); err != nil {
		t.Fatal(err)
	}
	if row, _ := s.RequestRow(req.ID); row.Sync != kampung.SyncReceived {
		t.Errorf("after the hub moved: %q", row.Sync)
	}
	_, hub.Verifier, _ = bundle.GenerateKey(rand.Reader, "hub.35.10")
	if err := s.SaveHub(hub); err != nil {
		t.Fatal(err)
	}
	if row, _ := s.RequestRow(req.ID); row.Sync != kampung.SyncSaved {
		t.Errorf("another hub has it already: %q", row.Sync)
	}
	if st, _ := s.Status(); st.Received != 0 || st.Exported != 0 {
		t.Errorf("%+v", st)
	}
}
