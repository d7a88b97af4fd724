package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const operateUsage = `  smartkampung-hub down    --data DIR --village 35.10.05.2001 --to DIR [--from 0]
        menulis keputusan dan kabar untuk satu desa sebagai paket .skb (USB);
        bila kantornya punya beberapa komputer, juga catatan komputer-komputer itu
  smartkampung-hub devices --data DIR [--village 35.10.05.2001]
        menampilkan komputer desa yang terdaftar
  smartkampung-hub revoke  --data DIR --device ID [--at JUMLAH]
        mencabut satu komputer; JUMLAH catatan pertamanya masih diterima
  smartkampung-hub backup  --data DIR --to BERKAS
        menyalin basis data SQLite selagi pusat berjalan
`

// down writes what comes down for a village onto a stick.
func (c *command) down(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	files, err := h.WriteDown(ctx, c.village, c.from, c.to)
	if err == nil {
		var history []string
		history, err = h.WriteHistory(ctx, c.village, c.to)
		files = append(files, history...)
	}
	for _, f := range files {
		if perr := c.print(map[string]string{"file": f}, "%s", f); perr != nil {
			return errors.Join(err, perr)
		}
	}
	if err == nil && len(files) == 0 {
		return c.print(map[string]string{"village": c.village, "note": "kosong"}, "Tidak ada kabar baru untuk desa %s.", c.village)
	}
	return err
}

// deviceWords is a device as --json shows it.
type deviceWords struct {
	Device   string    `json:"device"`
	Village  string    `json:"village"`
	Enrolled time.Time `json:"enrolled"`
	Seen     time.Time `json:"seen,omitzero"`
	Revoked  time.Time `json:"revoked,omitzero"`
	At       int64     `json:"revoked_at,omitempty"`
}

func (c *command) devices(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	devices, err := h.DevicesOf(ctx, c.village)
	if err != nil {
		return err
	}
	for _, d := range devices {
		state := "boleh mengirim, terakhir " + d.Seen.Format("2006-01-02 15.04")
		if !d.Revoked.IsZero() {
			state = "dicabut " + d.Revoked.Format("2006-01-02 15.04")
		}
		v := deviceWords{d.Device, d.Village, d.Enrolled, d.Seen, d.Revoked, d.RevokedAt}
		if err := c.print(v, "%s  %s  %s", d.Village, d.Device, state); err != nil {
			return err
		}
	}
	return nil
}

func (c *command) revoke(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.RevokeAt(ctx, c.device, c.at); err != nil {
		return err
	}
	return c.print(map[string]any{"device": c.device, "at": c.at}, "Perangkat %s dicabut.", c.device)
}

func (c *command) backup(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Backup(ctx, c.to); err != nil {
		return err
	}
	return c.print(map[string]string{"file": c.to}, "%s", fmt.Sprintf("Basis data disalin ke %s, dengan kunci pusat yang tersegel untuk kunci pemulihan. Salin juga hub.key, hub.sign, hub.chain, hub.conf, heads.log dan map scan ke tempat lain yang aman.", c.to))
}
