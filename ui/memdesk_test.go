package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
	"smartkampung/kampung/photo"
)

// now0 is the moment at which the tests happen: Monday, 23 November 2026, 09.31 WIB.
var now0 = time.Date(2026, 11, 23, 9, 31, 0, 0, kampung.WIB)

// memDesk is an office's memory in memory, by kampung's rules.
type memDesk struct {
	mu        sync.Mutex
	now       func() time.Time
	office    kampung.Office
	me        string
	accounts  []kampung.Account
	passwords map[string]string
	services  []kampung.Service
	people    map[string]kampung.Resident
	index     *kampung.Index
	drafts    map[string]kampung.Draft
	requests  map[string]kampung.Request
	order     []string
	counters  map[string]int
	scans     map[string][]byte
	sync      map[string]kampung.Sync
	listeners map[int]func(kampung.Change)
	next      int
	status    kampung.Status
	plan      kampung.ImportPlan
	planErr   error
	syncErr   error
	progress  func(kampung.ScanProgress)
	draftErr  error
	stepErr   error // of the next step
	printed   []kampung.PrintChoice
	printErr  error
	join      kampung.Join
	code      string // that enrols
	recovers  string
	asked     bool
	askErr    error
	address   string // where the hub answers
	devices   []kampung.Device
	letIn     []string
	clashes   []kampung.Clash
	settled   []string
	settleErr error
	back      []kampung.Returned
	news      []kampung.News
	contacts  []kampung.Contact
	traffic   kampung.Traffic
	synced    int
	exportErr error
	importErr error
	nothing   bool   // to export
	during    func() // while it is on the line
	locked    bool
	looks     []kampung.Look
	backup    kampung.Backup
	letters   map[string]kampung.CheckedLetter
	notes     []kampung.NumberNote
	wrote     map[string]kampung.Service
	older     map[string][]olderTemplate
	ledger    memLedger
	many      *kampung.RequestIndex // in place of requests, with their rows
	manyRows  map[string]kampung.ListRow
	rowsRead  int // rows of lists read so far
	surveys   memSurveys
}

// memGate is the door to a memDesk.
type memGate struct {
	desk     *memDesk
	exists   bool
	last     string
	recovery string
	joinErr  error

	content    kampung.BackupContent // what a backup holds
	lookErr    error
	restoreErr error
	restored   int
	during     func() // called at each count
}

func (g *memGate) LookBackup(dir string) (kampung.BackupContent, error) {
	if g.lookErr != nil {
		return kampung.BackupContent{}, g.lookErr
	}
	c := g.content
	return kampung.BackupContent{Folder: filepath.Join(dir, "cadangan-smart-kampung-35.10.05.2001-0a1b2c3d"), Village: "35.10.05.2001", At: c.At, Scans: c.Scans, Bytes: 1_400_000}, nil
}

func (g *memGate) OpenBackup(ctx context.Context, dir string, key kampung.BackupKey, tell kampung.Tell) (kampung.BackupContent, error) {
	if key.Recovery == "" && g.desk.passwords[key.Login] != key.Password {
		return kampung.BackupContent{}, errWrong
	}
	if key.Recovery != "" && key.Recovery != g.recovery {
		return kampung.BackupContent{}, &kampung.Trouble{What: "Kunci pemulihan belum benar."}
	}
	if err := g.count(ctx, kampung.StepCheck, tell); err != nil {
		return kampung.BackupContent{}, err
	}
	c := g.content
	c.Folder, c.Opened, c.Office = dir, true, g.desk.office
	return c, nil
}

func (g *memGate) Restore(ctx context.Context, dir string, tell kampung.Tell) (string, error) {
	if err := g.count(ctx, kampung.StepCopy, tell); err != nil {
		return "", err
	}
	if g.restoreErr != nil {
		return "", g.restoreErr
	}
	g.restored++
	if g.exists {
		return "/data/kantor-lama-20261123", nil
	}
	g.exists = true
	return "", nil
}

func (g *memGate) count(ctx context.Context, step string, tell kampung.Tell) error {
	count := kampung.NewCounter(ctx, tell, step, 200, kampung.OfFiles)
	for range 200 {
		if g.during != nil {
			g.during()
		}
		if err := count.Next(); err != nil {
			return err
		}
	}
	return nil
}

const testPassword = "sawah hijau 7"

var errWrong = &kampung.Trouble{What: "Nama pengguna atau kata sandi belum cocok.", Next: "Coba lagi."}

func (g *memGate) Exists() bool      { return g.exists }
func (g *memGate) LastLogin() string { return g.last }

func (g *memGate) Setup(s kampung.Setup) (Desk, string, error) {
	ps := append(kampung.CheckOffice(s.Office), kampung.CheckAccount(s.Account)...)
	if err := ps.Err(); err != nil {
		return nil, "", err
	}
	g.desk.office = s.Office
	g.desk.accounts = []kampung.Account{s.Account}
	g.desk.passwords = map[string]string{s.Account.Login: s.Password}
	g.desk.me = s.Account.Login
	g.exists = true
	return g.desk, g.recovery, nil
}

func (g *memGate) Join(village, login, password string) (Desk, error) {
	if village == "" || g.joinErr != nil {
		return nil, errors.Join(errors.New("no office to join"), g.joinErr)
	}
	d := g.desk
	d.accounts, d.me = []kampung.Account{{Login: login, Name: login, Role: kampung.RoleOperator}}, login
	d.passwords = map[string]string{login: password}
	d.office, d.join = kampung.Office{}, kampung.JoinEnrol
	g.exists = true
	return d, nil
}

func (g *memGate) Unlock(login, password string) (Desk, error) {
	if g.desk.passwords[login] != password || password == "" {
		return nil, errWrong
	}
	g.desk.me, g.desk.locked, g.last = login, false, login
	return g.desk, nil
}

func (g *memGate) Recover(recovery, login, password string) (Desk, error) {
	if strings.ToUpper(recovery) != g.recovery {
		return nil, &kampung.Trouble{What: "Kunci pemulihan ini bukan kunci kantor ini."}
	}
	g.desk.passwords[login] = password
	g.desk.me = login
	return g.desk, nil
}

func (d *memDesk) Me() kampung.Account {
	for _, a := range d.accounts {
		if a.Login == d.me {
			return a
		}
	}
	return kampung.Account{}
}

func (d *memDesk) tell(c kampung.Change) {
	for _, f := range d.listeners {
		f(c)
	}
}

func (d *memDesk) Office() kampung.Office { return d.office }
func (d *memDesk) SaveOffice(o kampung.Office) error {
	if err := kampung.CheckOffice(o).Err(); err != nil {
		return err
	}
	d.office = o
	d.tell(kampung.Change{Office: true})
	return nil
}
func (d *memDesk) Accounts() ([]kampung.Account, error) { return slices.Clone(d.accounts), nil }
func (d *memDesk) SaveAccount(a kampung.Account, password string) error {
	i := slices.IndexFunc(d.accounts, func(b kampung.Account) bool { return b.Login == a.Login })
	if i < 0 {
		d.accounts = append(d.accounts, a)
	} else {
		d.accounts[i] = a
	}
	if password != "" {
		d.passwords[a.Login] = password
	}
	d.tell(kampung.Change{Accounts: true})
	return nil
}
func (d *memDesk) ChangePassword(old, fresh string) error {
	if d.passwords[d.me] != old {
		var p kampung.Problems
		p.Add("old", "Kata sandi sekarang belum cocok.")
		return p
	}
	d.passwords[d.me] = fresh
	return nil
}
func (d *memDesk) Confirm(password string) error {
	if d.passwords[d.me] != password {
		return errWrong
	}
	return nil
}
func (d *memDesk) NoteLook(id string) error {
	d.looks = kampung.AddLook(d.looks, kampung.Look{At: d.now(), By: d.me, ID: id})
	return nil
}
func (d *memDesk) Looks(id string) (found []kampung.Look, err error) {
	for _, l := range slices.Backward(d.looks) {
		if l.ID == id {
			found = append(found, l)
		}
	}
	return found, nil
}
func (d *memDesk) Services() []kampung.Service { return d.services }
func (d *memDesk) Residents() int              { return len(d.people) }
func (d *memDesk) FindResidents(q string, limit int) ([]kampung.ResidentRow, error) {
	return d.index.Find(q, limit), nil
}
func (d *memDesk) Resident(id string) (kampung.Resident, error) {
	r, ok := d.people[id]
	if !ok {
		return r, errors.New("no such resident")
	}
	return r, nil
}
func (d *memDesk) SaveResident(r kampung.Resident) (kampung.Resident, error) {
	r = kampung.CleanResident(r)
	if err := kampung.CheckResident(r, kampung.DateOf(d.now())).Err(); err != nil {
		return r, err
	}
	if r.ID == "" {
		r.ID = fmt.Sprintf("w%03d", len(d.people)+1)
	}
	d.people[r.ID] = r
	d.index.Put(rowOf(r))
	d.tell(kampung.Change{Residents: true})
	return r, nil
}

func rowOf(r kampung.Resident) kampung.ResidentRow {
	return kampung.ResidentRow{ID: r.ID, NIK: r.NIK, Name: r.Name, KK: r.KK, Dusun: r.Dusun, RT: r.RT, RW: r.RW, Birth: r.BirthDate, Sex: r.Sex, Status: r.Status}
}

func (d *memDesk) PlanImport(context.Context, string, kampung.Tell) (kampung.ImportPlan, error) {
	return d.plan, d.planErr
}
func (d *memDesk) ApplyImport(ctx context.Context, path string, tell kampung.Tell) (kampung.ImportPlan, string, error) {
	count := kampung.NewCounter(ctx, tell, kampung.StepCheck, d.plan.New+d.plan.Changed, kampung.OfResidents)
	for range d.plan.New + d.plan.Changed {
		if d.during != nil {
			d.during()
		}
		if err := count.Next(); err != nil {
			return kampung.ImportPlan{}, "", err
		}
	}
	for _, r := range d.plan.Save {
		if _, err := d.SaveResident(r); err != nil {
			return kampung.ImportPlan{}, "", err
		}
	}
	if d.plan.Refused > 0 {
		return d.plan, strings.TrimSuffix(path, filepath.Ext(path)) + "-perbaikan.xlsx", d.planErr
	}
	return d.plan, "", d.planErr
}

func (d *memDesk) ExportOpenDK(ctx context.Context, path string, tell kampung.Tell) (kampung.OpenDKFile, error) {
	count := kampung.NewCounter(ctx, tell, kampung.StepWrite, 200, kampung.OfResidents)
	for range 200 {
		if d.during != nil {
			d.during()
		}
		if err := count.Next(); err != nil {
			return kampung.OpenDKFile{}, err
		}
	}
	return kampung.OpenDKFile{File: path, Residents: 200}, os.WriteFile(path, []byte("PK"), 0o600)
}

func (d *memDesk) Backup(ctx context.Context, dir string, tell kampung.Tell) (kampung.Backup, error) {
	count := kampung.NewCounter(ctx, tell, kampung.StepTest, 200, kampung.OfEntries)
	for range 200 {
		if d.during != nil {
			d.during()
		}
		if err := count.Next(); err != nil {
			return kampung.Backup{}, err
		}
	}
	d.backup = kampung.Backup{At: d.now(), Folder: filepath.Join(dir, "cadangan-smart-kampung-35.10.05.2001-0a1b2c3d"), Records: 200, Scans: 4, Bytes: 1_400_000}
	d.status.LastBackup = d.backup.At
	return d.backup, nil
}
func (d *memDesk) LastBackup() (kampung.Backup, error) { return d.backup, nil }

func (d *memDesk) Drafts() ([]kampung.Draft, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []kampung.Draft
	for _, x := range d.drafts {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b kampung.Draft) int { return b.At.Compare(a.At) })
	return out, nil
}
func (d *memDesk) SaveDraft(x kampung.Draft) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.locked {
		return errors.New("locked")
	}
	if _, err := uuid.Parse(x.ID); err != nil {
		return err
	}
	if d.draftErr != nil {
		return d.draftErr
	}
	d.drafts[x.ID] = x
	return nil
}
func (d *memDesk) DeleteDraft(id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.drafts, id)
	return nil
}
func (d *memDesk) Scan(requirement, path string) (kampung.Scan, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return kampung.Scan{}, err
	}
	b, kind, err := photo.Prepare(b)
	if err != nil {
		return kampung.Scan{}, err
	}
	sum := sha256.Sum256(b)
	s := kampung.Scan{Requirement: requirement, Name: filepath.Base(path), Type: kind, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(b))}
	d.scans[s.SHA256] = b
	return s, nil
}
func (d *memDesk) ScanBytes(s kampung.Scan) ([]byte, error) { return d.scans[s.SHA256], nil }

func (d *memDesk) ScanFile(s kampung.Scan) (string, error) {
	path := filepath.Join(os.TempDir(), "smartkampung-uji-"+s.SHA256[:12]+filepath.Ext(s.Name))
	return path, os.WriteFile(path, d.scans[s.SHA256], 0o600)
}
func (d *memDesk) ScanThumb(s kampung.Scan, side int) (image.Image, error) {
	if s.Type == photo.PDF {
		return nil, nil
	}
	return photo.Thumb(d.scans[s.SHA256], side)
}
func (d *memDesk) Attach(id string, scans []kampung.Scan) (kampung.Request, error) {
	r := d.requests[id]
	fresh, ps := kampung.Attach(r, scans, r.Template)
	if err := ps.Err(); err != nil {
		return r, err
	}
	kampung.ApplyAttach(&r, kampung.Head{At: d.now().Format(time.RFC3339), By: d.me}, kampung.AttachBody{Scans: fresh})
	d.requests[id] = r
	d.tell(kampung.Change{Requests: []string{id}})
	return r, nil
}
func (d *memDesk) AddNote(id, text string) (kampung.Request, error) {
	r := d.requests[id]
	if wrong := kampung.CheckNote(text); wrong != "" {
		return r, kampung.Problems{{Field: "note", Text: wrong}}
	}
	r.Notes = kampung.AddNote(r.Notes, kampung.Note{ID: fmt.Sprint(len(r.Notes)), At: d.now(), By: d.me, Text: text, Tick: int64(len(r.Notes))})
	d.requests[id] = r
	d.tell(kampung.Change{Requests: []string{id}})
	return r, nil
}

func (d *memDesk) service(key string) kampung.Service {
	for _, s := range d.services {
		if s.Key == key {
			return s
		}
	}
	return kampung.Service{}
}

func (d *memDesk) compose(x kampung.Draft) (kampung.Request, kampung.RequestBody, kampung.Problems) {
	s := d.service(x.Service)
	b, ps := kampung.Compose(x, s, d.office, kampung.DateOf(d.now()))
	var r kampung.Request
	kampung.ApplyRequest(&r, kampung.Head{At: d.now().Format(time.RFC3339), By: d.me, Subject: "x"}, b)
	r.State, r.Template = kampung.StateDraft, s
	return r, b, ps
}
func (d *memDesk) Preview(x kampung.Draft) (kampung.Request, kampung.Problems) {
	r, _, ps := d.compose(x)
	return r, ps
}
func (d *memDesk) Record(x kampung.Draft) (kampung.Request, error) {
	_, b, ps := d.compose(x)
	if err := ps.Err(); err != nil {
		return kampung.Request{}, err
	}
	s := d.service(x.Service)
	id := x.Request
	r := d.requests[id]
	if id != "" {
		if err := kampung.MendRequest(&b, r).Err(); err != nil {
			return r, err
		}
	} else {
		if x.Replaces != "" {
			if err := kampung.ReplaceRequest(&b, d.requests[x.Replaces], x.Why, "").Err(); err != nil {
				return r, err
			}
		}
		scope := kampung.CounterScope(d.office, s, b.Date.Year)
		d.counters[scope]++
		if err := kampung.NumberRequest(&b, d.office, s, d.counters[scope], "").Err(); err != nil {
			return r, err
		}
		id = fmt.Sprintf("p%03d", len(d.order)+1)
		d.order = append(d.order, id)
		d.sync[id] = kampung.SyncSaved
	}
	kampung.ApplyRequest(&r, kampung.Head{At: d.now().Format(time.RFC3339), By: d.me, Subject: id}, b)
	r.Template = s
	r.Camat, _ = kampung.FoldCamat(kampung.CamatSigns(s, r.Fields), nil, nil)
	d.requests[id] = r
	d.mu.Lock()
	delete(d.drafts, x.ID)
	d.mu.Unlock()
	d.status.PendingRequests++
	d.status.Requests = len(d.order)
	d.tell(kampung.Change{Requests: []string{id}, Drafts: true, Sync: true})
	return r, nil
}
func (d *memDesk) Request(id string) (kampung.Request, error) { return d.requests[id], nil }
func (d *memDesk) Requests(f kampung.RequestFilter) ([]kampung.RequestRow, error) {
	var out []kampung.RequestRow
	skip := f.Before != ""
	order := slices.Clone(d.order)
	if !f.Oldest {
		slices.Reverse(order)
	}
	for _, id := range order {
		r := d.requests[id]
		if skip {
			skip = id != f.Before
			continue
		}
		if f.Open && (r.State.Final()) || len(f.States) > 0 && !slices.Contains(f.States, r.State) || len(f.Camat) > 0 && !slices.Contains(f.Camat, r.Camat) {
			continue
		}
		if f.Text != "" && !strings.Contains(strings.ToLower(r.Applicant.Name+" "+r.Number+" "+r.Applicant.NIK), strings.ToLower(f.Text)) {
			continue
		}
		out = append(out, kampung.RequestRow{ID: id, Number: r.Number, Service: r.Service, Name: r.Applicant.Name, State: r.State,
			Sync: d.sync[id], At: r.At, By: r.By, Minutes: r.Template.Minutes, Camat: r.Camat})
		if f.Limit > 0 && len(out) == f.Limit {
			break
		}
	}
	return out, nil
}
func (d *memDesk) Advance(id string, to kampung.State, reason string) (kampung.Request, error) {
	if err := d.stepErr; err != nil {
		d.stepErr = nil
		return kampung.Request{}, err
	}
	r := d.requests[id]
	if why := kampung.Advance(r.State, to, d.Me().Role, reason); why != "" {
		return r, &kampung.Trouble{What: why}
	}
	kampung.ApplyStep(&r, kampung.Head{At: d.now().Format(time.RFC3339), By: d.me}, kampung.StepBody{State: to, Reason: reason})
	d.requests[id] = r
	if old := d.requests[r.Replaces]; to.Signed() {
		if step, ok := kampung.ReplaceStep(old, r); ok {
			kampung.ApplyStep(&old, kampung.Head{At: d.now().Format(time.RFC3339), By: d.me}, step)
			d.requests[old.ID] = old
		}
	}
	d.tell(kampung.Change{Requests: []string{id}})
	return r, nil
}
func (d *memDesk) SetCamat(id string, to kampung.CamatState, reason string) (kampung.Request, error) {
	r := d.requests[id]
	if why := kampung.AdvanceCamat(r, to, d.Me().Role, reason); why != "" {
		return r, &kampung.Trouble{What: why}
	}
	r.CamatSteps = append(r.CamatSteps, kampung.CamatStep{ID: fmt.Sprint(len(r.CamatSteps)), State: to, At: d.now(), By: d.me, Reason: reason, Tick: int64(len(r.CamatSteps))})
	r.Camat = to
	d.requests[id] = r
	d.tell(kampung.Change{Requests: []string{id}})
	return r, nil
}
func (d *memDesk) Logo(kampung.Request) []byte      { return d.office.Logo }
func (d *memDesk) SaveLetter(id, path string) error { return os.WriteFile(path, []byte("%PDF"), 0o600) }
func (d *memDesk) PrintLetter(id string, how kampung.PrintChoice) error {
	if d.printErr != nil {
		return d.printErr
	}
	d.printed = append(d.printed, how)
	return nil
}
func (d *memDesk) Joining() kampung.Join { return d.join }
func (d *memDesk) UseRecovery(key string) error {
	if key != d.recovers {
		return &kampung.Trouble{What: "Kunci pemulihan itu bukan milik kantor ini.", Next: "Periksa lembar kuncinya."}
	}
	d.join = kampung.JoinReading
	return nil
}
func (d *memDesk) Devices() ([]kampung.Device, error) { return slices.Clone(d.devices), nil }
func (d *memDesk) LetIn(id string) error {
	d.letIn = append(d.letIn, id)
	for i := range d.devices {
		if d.devices[i].ID == id {
			d.devices[i].Granted = true
		}
	}
	d.tell(kampung.Change{Sync: true})
	return nil
}
func (d *memDesk) Clashes() ([]kampung.Clash, error) { return slices.Clone(d.clashes), nil }
func (d *memDesk) Settle(c kampung.Clash, entry string) error {
	if d.settleErr != nil {
		return d.settleErr
	}
	d.settled = append(d.settled, c.Field+"="+entry)
	d.clashes = slices.DeleteFunc(d.clashes, func(x kampung.Clash) bool { return x.Subject == c.Subject && x.Field == c.Field })
	d.tell(kampung.Change{Requests: []string{c.Subject}})
	return nil
}
func (d *memDesk) Waiting(limit int) (all []kampung.Waiting, err error) {
	for _, id := range d.order {
		if s := d.sync[id]; len(all) < limit && (s == kampung.SyncSaved || s == kampung.SyncPacked) {
			r := d.requests[id]
			w := kampung.Waiting{Since: r.At, RequestRow: kampung.RequestRow{ID: id, Number: r.Number, Service: r.Service, Name: r.Applicant.Name, State: r.State, Sync: s, At: r.At}}
			if s == kampung.SyncPacked {
				w.Packed = r.At.Add(time.Hour)
			}
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b kampung.Waiting) int { return a.Since.Compare(b.Since) })
	return all, nil
}
func (d *memDesk) News() ([]kampung.News, error) { return slices.Clone(d.news), nil }

func (d *memDesk) SeeNews(request string) error {
	d.news = slices.DeleteFunc(d.news, func(n kampung.News) bool { return n.RequestRow.ID == request })
	d.tell(kampung.Change{Sync: true})
	return nil
}

func (d *memDesk) Returned() ([]kampung.Returned, error) { return slices.Clone(d.back), nil }
func (d *memDesk) Contacts() ([]kampung.Contact, error)  { return slices.Clone(d.contacts), nil }
func (d *memDesk) Traffic() (kampung.Traffic, error)     { return d.traffic, nil }
func (d *memDesk) SetLimit(bytes int64) error {
	d.traffic.Limit = bytes
	d.tell(kampung.Change{Sync: true})
	return nil
}
func (d *memDesk) met(way kampung.Way, r kampung.SyncReport, err error) {
	c := kampung.Contact{At: d.now(), Way: way, SyncReport: r, Up: 4200, Down: 900}
	var t *kampung.Trouble
	if errors.As(err, &t) {
		c.Trouble = t.What
	}
	d.contacts = kampung.AddContact(d.contacts, c)
	d.traffic.Up += c.Up
	d.traffic.Down += c.Down
}
func (d *memDesk) Status() (kampung.Status, error) {
	s := d.status
	s.Limited = d.traffic.Reached()
	s.Residents, s.Requests = len(d.people), len(d.order)
	for _, r := range d.requests {
		if !r.State.Final() {
			s.Open++
		}
	}
	return s, nil
}
func (d *memDesk) ExportWith(ctx context.Context, dir string, all bool, tell kampung.Tell) ([]kampung.BundleFile, error) {
	tell.Say(kampung.StepPack, 0, 12, kampung.OfEntries)
	if d.during != nil {
		d.during()
	}
	if ctx.Err() != nil {
		return []kampung.BundleFile{{File: filepath.Join(dir, "sumberberas-1.skb"), Entries: 5, Bytes: 900}}, ctx.Err()
	}
	if all {
		return []kampung.BundleFile{{File: filepath.Join(dir, "sumberberas-semua.skb"), Entries: 240, Bytes: 48_120}}, nil
	}
	if d.exportErr != nil || d.nothing {
		return nil, d.exportErr
	}
	for _, id := range d.order {
		if d.sync[id] == kampung.SyncSaved {
			d.sync[id] = kampung.SyncPacked
		}
	}
	d.tell(kampung.Change{Sync: true})
	return []kampung.BundleFile{{File: filepath.Join(dir, "sumberberas-2026-11-23.skb"), Entries: 12, Bytes: 4812}}, nil
}
func (d *memDesk) ImportWith(ctx context.Context, _ string, tell kampung.Tell) (kampung.SyncReport, error) {
	if d.importErr != nil {
		return kampung.SyncReport{}, d.importErr
	}
	for i := range 6 { // bundles of 200 entries
		tell.Say(kampung.StepRead, int64(i*200), 1200, kampung.OfEntries)
		if d.during != nil {
			d.during()
		}
		if err := ctx.Err(); err != nil {
			return kampung.SyncReport{Received: 7, Pending: d.status.PendingRequests}, err
		}
	}
	if d.asked {
		d.asked = false
		d.status.Enrolled, d.status.HubName = true, "hub.35.10"
		if d.join == kampung.JoinEnrol {
			d.join = kampung.JoinWaiting
		}
		d.tell(kampung.Change{Sync: true})
		return kampung.SyncReport{Enrolled: true, Pending: 14}, nil
	}
	return kampung.SyncReport{Received: 12}, nil
}
func (d *memDesk) Enrol(_ context.Context, hub, code string) (kampung.SyncReport, error) {
	if code != d.code {
		var p kampung.Problems
		p.Add("code", "Kode ini belum dikenal kabupaten. Periksa lagi hurufnya.")
		return kampung.SyncReport{}, p
	}
	d.status.Enrolled, d.status.Hub, d.status.HubName = true, hub, "Kabupaten Banyuwangi"
	if d.join == kampung.JoinEnrol {
		d.join = kampung.JoinWaiting
	}
	d.met(kampung.WayEnrol, kampung.SyncReport{}, nil)
	d.tell(kampung.Change{Sync: true})
	return kampung.SyncReport{}, nil
}
func (d *memDesk) AskEnrol(dir, code string) (string, error) {
	if d.askErr != nil {
		return "", d.askErr
	}
	d.asked = true
	d.tell(kampung.Change{Sync: true})
	return filepath.Join(dir, "sumberberas-4f1a.skd"), nil
}
func (d *memDesk) AskedEnrol() bool { return d.asked }
func (d *memDesk) SyncAt(ctx context.Context, address string) (kampung.SyncReport, error) {
	if address != d.address {
		return kampung.SyncReport{}, &kampung.Trouble{What: "Di alamat itu tidak ada jawaban dari pusat kabupaten.", Next: "Periksa alamatnya."}
	}
	d.status.Hub = address
	return d.Sync(ctx)
}
func (d *memDesk) Sync(ctx context.Context) (kampung.SyncReport, error) {
	d.synced++
	if d.during != nil {
		d.during()
	}
	if ctx.Err() != nil {
		return kampung.SyncReport{}, &kampung.Trouble{What: "Dibatalkan.", Err: ctx.Err()}
	}
	if d.syncErr != nil {
		d.met(kampung.WayLine, kampung.SyncReport{Pending: d.status.PendingRequests}, d.syncErr)
		return kampung.SyncReport{}, d.syncErr
	}
	n := d.status.PendingRequests
	for id := range d.sync {
		d.sync[id] = kampung.SyncReceived
	}
	d.status.PendingRequests, d.status.Pending, d.status.LastContact, d.status.LastLine = 0, 0, d.now(), d.now()
	d.met(kampung.WayLine, kampung.SyncReport{Sent: n, Received: n}, nil)
	if d.progress != nil {
		d.progress(kampung.ScanProgress{Done: 1_200_000, Total: 3_400_000, Scans: 2})
	}
	d.tell(kampung.Change{Sync: true})
	return kampung.SyncReport{Sent: n, Received: n}, nil
}
func (d *memDesk) OnProgress(f func(kampung.ScanProgress)) func() {
	d.progress = f
	return func() { d.progress = nil }
}
func (d *memDesk) OnChange(f func(kampung.Change)) func() {
	d.next++
	n := d.next
	d.listeners[n] = f
	return func() { delete(d.listeners, n) }
}
func (d *memDesk) Lock() error { d.locked = true; return nil }

// newMemDesk is an office with two accounts and no resident.
func newMemDesk(t testing.TB, now func() time.Time) *memDesk {
	cat, err := letter.LoadCatalogue(assets.Services())
	if err != nil {
		t.Fatal(err)
	}
	o := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "H. SUYATNO CONTOH, S.Sos")
	o.UnitCode, o.Address, o.Postal, o.Phone = "429.511.01", "Jalan Raya Sumberberas Nomor 1", "68472", "0333-000000"
	o.OldCodes = true
	o.Signers = append(o.Signers, kampung.Signer{Key: "sekdes", Name: "DWI LESTARI CONTOH, S.E.", Title: "Sekretaris Desa", As: kampung.SignAN})
	return &memDesk{now: now, office: o, me: "siti", code: "benar", traffic: kampung.Traffic{Month: "2026-11"},
		devices: []kampung.Device{{ID: "d1", Code: "4F1A-90C2-77DE", Mine: true, Granted: true}}, services: cat.Services(), index: kampung.NewIndex(nil),
		accounts:  []kampung.Account{{Login: "siti", Name: "Siti Contoh", Role: kampung.RoleAdmin}, {Login: "budi", Name: "Budi Contoh", Role: kampung.RoleOperator}},
		passwords: map[string]string{"siti": testPassword, "budi": testPassword},
		people:    map[string]kampung.Resident{}, drafts: map[string]kampung.Draft{}, requests: map[string]kampung.Request{}, counters: map[string]int{},
		scans: map[string][]byte{}, sync: map[string]kampung.Sync{}, listeners: map[int]func(kampung.Change){}}
}

// people0 are invented residents; the last has a name that fills its line.
func people0() []kampung.Resident {
	base := kampung.Resident{KK: "3510050101100017", BirthPlace: "BANYUWANGI", Address: "JL. MELATI 5", Dusun: "KRAJAN", RT: "003", RW: "002", Sex: 2,
		Religion: 1, Education: 5, Job: 88, Marital: 2, Relation: 1, Citizenship: 1, Status: 1}
	names := []struct {
		nik, name string
		birth     kampung.Date
		sex       int
	}{
		{"3510054107700002", "MISNATI", kampung.Date{Year: 1970, Month: 7, Day: 1}, 2},
		{"3510051708900001", "SLAMET RAHARJO", kampung.Date{Year: 1990, Month: 8, Day: 17}, 1},
		{"3510050302650003", "PONIMAN", kampung.Date{Year: 1965, Month: 2, Day: 3}, 1},
		{"3510056512990004", "ANINDYA PUTRI KUSUMANINGRUM WIJAYANTI HADININGRAT SASTROATMODJO", kampung.Date{Year: 1999, Month: 12, Day: 25}, 2},
	}
	var out []kampung.Resident
	for _, n := range names {
		r := base
		r.NIK, r.Name, r.BirthDate, r.Sex = n.nik, n.name, n.birth, n.sex
		out = append(out, r)
	}
	return out
}
