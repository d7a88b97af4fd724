package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"smartkampung/desk"
	"smartkampung/kampung"
)

// linkStatus is where the desk stands, as the window's screen tells it.
type linkStatus struct {
	kampung.Status
	Line     string             `json:"line"`
	Traffic  kampung.Traffic    `json:"traffic"`
	Returned []kampung.Returned `json:"returned"`
	Contacts []kampung.Contact  `json:"contacts"`
}

func readStatus(d *desk.Desk, now time.Time) (st linkStatus, err error) {
	if st.Status, err = d.Status(); err != nil {
		return st, err
	}
	st.Line = kampung.LinkLine(st.Status, now, kampung.Indonesian)
	if st.Traffic, err = d.Traffic(); err != nil {
		return st, err
	}
	if st.Returned, err = d.Returned(); err != nil {
		return st, err
	}
	st.Contacts, err = d.Contacts()
	if st.Returned == nil {
		st.Returned = []kampung.Returned{}
	}
	if st.Contacts == nil {
		st.Contacts = []kampung.Contact{}
	}
	return st, err
}

func runStatus(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	st, err := readStatus(d, c.env.Now())
	if err != nil {
		return err
	}
	return c.print(st, "%s", st.text(c.env.Now()))
}

// text is the status for people.
func (st linkStatus) text(now time.Time) string {
	lines := []string{
		st.Line + ".",
		fmt.Sprintf("Penduduk %d, permohonan %d, catatan %d.", st.Residents, st.Requests, st.Entries),
		fmt.Sprintf("Dikemas %d, diterima kabupaten %d, belum diterima %d.", st.Exported, st.Received, st.Pending),
	}
	if st.Scans > 0 {
		lines = append(lines, fmt.Sprintf("Lampiran yang belum lengkap di kabupaten: %d (%s).", st.Scans, kampung.Bytes(st.ScanBytes)))
	}
	lines = append(lines, trafficText(st.Traffic))
	for _, r := range st.Returned {
		who := r.Office
		if who == "" {
			who = "pusat kabupaten"
		}
		line := fmt.Sprintf("Dikembalikan %s: %s, %s", who, r.Name, r.Number)
		if r.Reason != "" {
			line += ": " + r.Reason
		}
		lines = append(lines, line)
	}
	for _, x := range st.Contacts {
		lines = append(lines, fmt.Sprintf("%s  %s", kampung.Moment(x.At, now, kampung.Indonesian), x.Words(kampung.Indonesian)))
	}
	return strings.Join(lines, "\n")
}

func trafficText(t kampung.Traffic) string {
	text := fmt.Sprintf("Data bulan ini: naik %s, turun %s", kampung.Bytes(t.Up), kampung.Bytes(t.Down))
	switch {
	case t.Reached():
		return text + ", batas " + kampung.Bytes(t.Limit) + " sudah tercapai: pengiriman otomatis berhenti."
	case t.Limit > 0:
		return text + ", batas " + kampung.Bytes(t.Limit) + "."
	}
	return text + ", tanpa batas."
}

// runLimit sets the month's bound of bytes.
func runLimit(c *call) error {
	if err := c.want(1, "Batas dalam MB"); err != nil {
		return err
	}
	mb, err := strconv.Atoi(c.args[0])
	if err != nil {
		mb = -1
	}
	if text := kampung.CheckLimit(mb); text != "" {
		return errUsage{text}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.SetLimit(int64(mb) * kampung.Megabyte); err != nil {
		return err
	}
	t, err := d.Traffic()
	if err != nil {
		return err
	}
	return c.print(t, "%s", trafficText(t))
}
