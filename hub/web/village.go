package web

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// freshness is how long ago a village was last heard of.
type freshness struct{ Key, Label, Tone string }

var freshnesses = []freshness{
	{"hari", "Hari ini", "done"},
	{"minggu", "Minggu ini", "work"},
	{"diam", "Diam lebih dari 7 hari", "back"},
	{"belum", "Belum pernah tersambung", "quiet"},
}

// freshnessOf sorts a village by its last contact.
func freshnessOf(last, now time.Time) freshness {
	switch {
	case last.IsZero():
		return freshnesses[3]
	case kampung.DateOf(last) == kampung.DateOf(now) || last.After(now):
		return freshnesses[0]
	case now.Sub(last) < 7*24*time.Hour:
		return freshnesses[1]
	}
	return freshnesses[2]
}

// villageRow is a village in a list.
type villageRow struct {
	hub.VillageRow
	Region kampung.Region
	Fresh  freshness
}

// villages lists every village that the account sees, also those that were
// never heard of.
func (s *Site) villages(ctx context.Context, a Account) ([]villageRow, error) {
	rows, err := s.hub.Villages(ctx, a.scope())
	if err != nil {
		return nil, err
	}
	known := map[string]hub.VillageRow{}
	for _, r := range rows {
		known[r.Village] = r
	}
	now := s.hub.Now()
	var out []villageRow
	add := func(region kampung.Region, r hub.VillageRow) {
		r.Village = region.Code
		out = append(out, villageRow{r, region, freshnessOf(r.LastSync, now)})
	}
	prefix := a.scope().Prefix
	for _, region := range s.places.villages {
		if strings.HasPrefix(region.Code, prefix) {
			add(region, known[region.Code])
			delete(known, region.Code)
		}
	}
	for _, r := range rows { // of codes that the list does not have
		if _, left := known[r.Village]; left && r.Village != "" {
			region := s.places.village(r.Village)
			if r.Name != "" {
				region.Name, region.Kecamatan = r.Name, r.Kecamatan
			}
			add(region, r)
		}
	}
	return out, nil
}

// villagesPage is what the list of villages shows.
type villagesPage struct {
	Rows      []villageRow
	Kecamatan []kecamatan
	Chosen    string // kecamatan
	Fresh     string
	Text      string
	Choices   []freshness
	Total     int
	Opens     bool
	Older     string
}

// villageRows is how many villages one page lists.
const villageRows = 40

// attentionOf puts first what somebody should look at: alarms, then silence.
func attentionOf(r villageRow) int {
	if r.Alarms > 0 {
		return 0
	}
	return map[string]int{"diam": 1, "minggu": 2, "hari": 3, "belum": 4}[r.Fresh.Key]
}

func (s *Site) getVillages(v *visit) error {
	q := v.r.URL.Query()
	all, err := s.villages(v.ctx(), v.Account)
	if err != nil {
		return err
	}
	d := villagesPage{Chosen: clip(q.Get("kecamatan"), 8), Fresh: clip(q.Get("segar"), 10), Text: clip(strings.TrimSpace(q.Get("cari")), 60), Choices: freshnesses, Opens: v.Role != RoleAgency}
	at, _ := strconv.Atoi(q.Get("mulai"))
	slices.SortStableFunc(all, func(a, b villageRow) int { return cmp.Compare(attentionOf(a), attentionOf(b)) })
	text := strings.ToLower(d.Text)
	for _, r := range all {
		if d.Chosen != "" && !strings.HasPrefix(r.Village, d.Chosen+".") || d.Fresh != "" && r.Fresh.Key != d.Fresh ||
			text != "" && !strings.Contains(strings.ToLower(r.Region.Name), text) && !strings.HasPrefix(r.Village, text) {
			continue
		}
		d.Total++
		if d.Total > at && len(d.Rows) < villageRows {
			d.Rows = append(d.Rows, r)
		}
	}
	if next := max(at, 0) + len(d.Rows); len(d.Rows) > 0 && next < d.Total {
		link := url.Values{"mulai": {strconv.Itoa(next)}}
		for key, value := range map[string]string{"kecamatan": d.Chosen, "segar": d.Fresh, "cari": d.Text} {
			if value != "" {
				link.Set(key, value)
			}
		}
		d.Older = "/desa?" + link.Encode()
	}
	if v.Role != RoleKecamatan {
		d.Kecamatan = s.places.kecamatan
	}
	return s.show(v, "villages", "Desa", "desa", d)
}

// villagePage is what the page of one village shows.
type villagePage struct {
	Row     villageRow
	Devices []deviceRow
	Logs    []logRow
	Alarms  []alarmRow
	Surveys []hub.SurveyMonth // of this year, the whole year first
	Enrols  bool
	Code    string // a fresh enrolment code
	Address string // of this hub, for the desk
	Expires time.Time
	Problem string
}

type deviceRow struct {
	hub.DeviceRow
	Short string
	Size  int64 // entries that the hub has of its requests
}

type logRow struct {
	hub.LogRow
	Device, What string
	ReceiptText  string
}

type alarmRow struct {
	hub.Alarm
	What string
}

var alarmWords = map[string]string{
	hub.AlarmFork:    "Riwayat bercabang: dua komputer memakai kunci yang sama, atau cakramnya dikembalikan dari salinan lama. Tanyakan ke desa; bila ada komputer yang disalin, cabut perangkatnya dan daftarkan lagi.",
	hub.AlarmRevoked: "Perangkat yang sudah dicabut masih mengirim. Kirimannya ditolak. Tanyakan ke desa siapa yang memegang komputer itu.",
	hub.AlarmScan:    "Isi satu lampiran yang sampai tidak cocok dengan yang dicatat desa, lalu dibuang. Program desa mengirimnya lagi; bila berulang, periksa cakram komputernya.",
	hub.AlarmClock:   "Jam komputer berselisih lebih dari sehari. Data tetap diterima; minta desa membetulkan jamnya.",
	hub.AlarmDown:    "Komputer desa sudah punya putusan yang tidak dimiliki pusat ini: pusat dikembalikan dari salinan lama. Yang hilang dikirim ulang oleh desa dengan sendirinya.",
}

var audienceWords = map[kampung.Audience]string{
	kampung.AudienceKabupaten: "Permohonan, untuk kabupaten", kampung.AudienceKantor: "Data kantor, tersegel", kampung.AudienceDesa: "Putusan untuk desa",
}

func shortDevice(id string) string {
	if len(id) > 8 {
		return id[:8]
	}
	return id
}

// village gathers what the page of a village shows, or says that the visitor
// may not see it.
func (s *Site) village(v *visit) (villagePage, error) {
	code := v.r.PathValue("village")
	if !wire.IsVillage(code) || !strings.HasPrefix(code, s.hub.Regency()+".") || !v.seesVillage(code) {
		return villagePage{}, errNotFound
	}
	all, err := s.villages(v.ctx(), v.Account)
	if err != nil {
		return villagePage{}, err
	}
	i := slices.IndexFunc(all, func(r villageRow) bool { return r.Village == code })
	if i < 0 {
		return villagePage{}, errNotFound
	}
	d := villagePage{Row: all[i], Enrols: v.enrols(), Address: origin(v.r)}
	devices, err1 := s.hub.DevicesOf(v.ctx(), code)
	logs, err2 := s.hub.LogsOf(v.ctx(), code)
	alarms, err3 := s.hub.Alarms(v.ctx(), code)
	surveys, err4 := s.hub.SurveysOf(v.ctx(), code, kampung.DateOf(s.hub.Now()).Year)
	d.Surveys = surveys
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return villagePage{}, err
	}
	for _, x := range devices {
		row := deviceRow{DeviceRow: x, Short: shortDevice(x.Device)}
		for _, l := range logs {
			if l.Audience == kampung.AudienceKabupaten && strings.Contains(l.Origin, "/"+x.Device+"/") {
				row.Size = max(row.Size, l.Size)
			}
		}
		d.Devices = append(d.Devices, row)
	}
	for _, x := range logs {
		device := "—"
		if f := strings.Split(x.Origin, "/"); len(f) == 5 && x.Audience != kampung.AudienceDesa {
			device = shortDevice(f[2])
		}
		d.Logs = append(d.Logs, logRow{x, device, audienceWords[x.Audience], string(x.Receipt)})
	}
	for _, x := range alarms {
		what := alarmWords[x.Kind]
		if what == "" {
			what = x.Kind
		}
		d.Alarms = append(d.Alarms, alarmRow{x, what})
	}
	return d, nil
}

// origin is the address of this hub as the browser has it.
func origin(r *http.Request) string {
	if secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (s *Site) getVillage(v *visit) error {
	d, err := s.village(v)
	if err != nil {
		return err
	}
	return s.show(v, "village", d.Row.Region.Name, "desa", d)
}

// postEnrol makes a code. It is shown on this answer and never again.
func (s *Site) postEnrol(v *visit) error {
	d, err := s.village(v)
	if err != nil {
		return err
	}
	if !d.Enrols {
		return errForbid
	}
	if d.Code, err = s.hub.EnrolCode(v.ctx(), d.Row.Village); err != nil {
		return err
	}
	d.Expires = s.hub.Now().AddDate(0, 0, 14)
	if err := s.record(v, ActEnrol, d.Row.Village, ""); err != nil {
		return err
	}
	return s.show(v, "enrol", "Kode pendaftaran "+d.Row.Region.Name, "desa", d)
}

func (s *Site) postRevoke(v *visit) error {
	d, err := s.village(v)
	if err != nil {
		return err
	}
	if !d.Enrols {
		return errForbid
	}
	id := v.r.PostFormValue("perangkat")
	i := slices.IndexFunc(d.Devices, func(x deviceRow) bool { return x.Device == id && x.Revoked.IsZero() })
	if i < 0 {
		return errNotFound
	}
	if !strings.EqualFold(strings.TrimSpace(v.r.PostFormValue("tegas")), d.Devices[i].Short) {
		d.Problem = "Untuk mencabut, ketik delapan huruf pertama kode perangkat itu. Belum ada yang berubah."
		return s.renderFor(v, http.StatusUnprocessableEntity, "village", d.Row.Region.Name, "desa", d)
	}
	size, err := strconv.ParseInt(strings.TrimSpace(v.r.PostFormValue("sampai")), 10, 64)
	if err != nil || size < 0 {
		d.Problem = "Batas catatan yang masih diterima ditulis dengan angka. Belum ada yang berubah."
		return s.renderFor(v, http.StatusUnprocessableEntity, "village", d.Row.Region.Name, "desa", d)
	}
	if err := s.hub.RevokeAt(v.ctx(), id, size); errors.Is(err, hub.ErrNoDevice) {
		return errNotFound
	} else if err != nil {
		return err
	}
	if err := s.record(v, ActRevoke, d.Row.Village, id); err != nil {
		return err
	}
	http.Redirect(v.w, v.r, "/desa/"+d.Row.Village+"?pesan=cabut", http.StatusSeeOther)
	return nil
}

// keysOf returns the keys of a village's devices.
func (s *Site) keysOf(ctx context.Context, village string) ([]kampung.DeviceKey, error) {
	if !wire.IsVillage(village) {
		return nil, nil
	}
	devices, err := s.hub.DevicesOf(ctx, village)
	if err != nil {
		return nil, err
	}
	var out []kampung.DeviceKey
	for _, d := range devices {
		if k, err := bundle.PublicKey(d.Verifier); err == nil && d.Village == village {
			out = append(out, kampung.DeviceKey{Village: village, Device: d.Device, Public: k, From: d.Enrolled, Until: d.Revoked, Size: d.RevokedAt})
		}
	}
	return out, nil
}

// register finds the letter with a number; of several, one that still counts.
func (s *Site) register(ctx context.Context, village, number string) (r kampung.Register, err error) {
	r.Asked = true
	var id string
	rows, err := s.hub.Reader().QueryContext(ctx, `SELECT id, state FROM request WHERE kab = $1 AND village = $2 AND number = $3 AND service <> ''`, s.hub.Regency(), village, number)
	if err != nil {
		return r, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		var st kampung.State
		if err := rows.Scan(&one, &st); err != nil {
			return r, err
		}
		if !r.Found || r.State == kampung.StateCancelled {
			id, r.State, r.Found = one, st, true
		}
	}
	if err := rows.Err(); err != nil || r.State != kampung.StateCancelled {
		return r, err
	}
	r.ReplacedBy, err = s.replacedBy(ctx, village, id)
	return r, err
}

// replacedBy is the number of the letter that replaced a cancelled one; empty
// for none, and while that one has not come.
func (s *Site) replacedBy(ctx context.Context, village, id string) (number string, err error) {
	d, err := s.hub.RequestDetail(ctx, village, id)
	if err != nil || len(d.Steps) == 0 {
		return "", err
	}
	fresh := d.Steps[len(d.Steps)-1].ReplacedBy
	if fresh == "" {
		return "", nil
	}
	err = s.hub.Reader().QueryRowContext(ctx, `SELECT number FROM request WHERE kab = $1 AND village = $2 AND id = $3`, s.hub.Regency(), village, fresh).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return number, err
}
