package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
)

const keysUsage = `  smartkampung-hub enrol  --data DIR --file BERKAS.skd --answer DIR
        mendaftarkan komputer desa dari berkas di USB; jawabannya ditulis ke DIR
  smartkampung-hub keys   --data DIR
        menampilkan kunci pusat, dari yang pertama sampai yang sekarang
  smartkampung-hub keys   --data DIR rotate
        mengganti kunci pusat; desa mengikutinya sendiri, lewat sambungan atau USB
  smartkampung-hub keys   --data DIR recovery
        membuat kunci pemulihan baru dan mencetaknya sekali ini saja
  smartkampung-hub keys   --data DIR recover --key KUNCI
        mengembalikan hub.key dan hub.sign dengan kunci pemulihan
  smartkampung-hub keys   --data DIR list
        menulis daftar kunci komputer desa yang ditandatangani
`

// lockAway is said with a recovery key.
const lockAway = "Kunci pemulihan: %s\nCetak atau tulis di kertas, lalu simpan di lemari terkunci. Kunci ini tidak disimpan di mana pun dan\ntidak ditampilkan lagi; dengan itu kunci pusat yang hilang dapat dikembalikan."

// keyWords is a pair of the hub's keys as --json shows it.
type keyWords struct {
	Name      string    `json:"name"`
	Verifier  string    `json:"verifier"`
	Recipient string    `json:"recipient"`
	At        time.Time `json:"at"`
	Used      bool      `json:"used"` // now
}

// keys does keys [rotate|recovery|recover|list].
func (c *command) keys(ctx context.Context) error {
	verb := ""
	if len(c.files) > 0 {
		verb = c.files[0]
	}
	acts := map[string]func(context.Context, *hub.Hub) error{"": c.showKeys, "rotate": c.rotate, "recovery": c.newRecovery, "list": c.keyList}
	switch {
	case len(c.files) > 1 || verb != "recover" && acts[verb] == nil:
		return fmt.Errorf("%w: sebut rotate, recovery, recover, list, atau tidak sama sekali", errUsage)
	case (verb == "recover") != (c.code != ""):
		return fmt.Errorf("%w: --key KUNCI dipakai bersama recover", errUsage)
	case verb == "recover":
		return c.recover()
	}
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	return acts[verb](ctx, h)
}

func (c *command) showKeys(_ context.Context, h *hub.Hub) error {
	chain := h.Chain()
	for i, k := range chain {
		used := i == len(chain)-1
		state := "lama"
		if used {
			state = "dipakai"
		}
		v := keyWords{k.Name, k.Verifier, k.Recipient, k.At, used}
		if err := c.print(v, "%d. %s sejak %s\n   Kunci penerima: %s\n   Kunci tanda tangan: %s", i+1, state, k.At.Format("2006-01-02 15.04"), k.Recipient, k.Verifier); err != nil {
			return err
		}
	}
	if !h.HasRecovery() {
		fmt.Fprintln(c.err, "Pusat ini belum punya kunci pemulihan. Buat dengan “smartkampung-hub keys recovery”.")
	}
	return nil
}

func (c *command) rotate(ctx context.Context, h *hub.Hub) error {
	k, err := h.RotateKeys(ctx)
	if err != nil {
		return err
	}
	return c.print(map[string]any{"name": k.Name, "verifier": k.Verifier, "recipient": k.Recipient, "keys": len(h.Chain())},
		"Kunci diganti. Desa mengikutinya sendiri saat tersambung; untuk desa tanpa sambungan, bawakan tanda terima (.skr) di USB.\nKunci penerima: %s\nKunci tanda tangan: %s", k.Recipient, k.Verifier)
}

func (c *command) newRecovery(ctx context.Context, h *hub.Hub) error {
	key, err := h.NewRecovery(ctx)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"recovery_key": key}, lockAway, key)
}

func (c *command) recover() error {
	k, err := hub.RecoverKeys(c.data, c.database, c.code)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"name": k.Name, "verifier": k.Verifier, "recipient": k.Recipient}, "Kunci pusat %s sudah kembali di %s.", k.Name, c.data)
}

func (c *command) keyList(ctx context.Context, h *hub.Hub) error {
	l, err := h.KeyList(ctx)
	if err != nil {
		return err
	}
	return c.print(map[string]any{"digest": l.Digest, "keys": l.Keys, "list": string(l.Note)}, "%s", l.Note)
}

// enrolFile answers a request file with a file of its own, also where the answer
// is no.
func (c *command) enrolFile(ctx context.Context, h *hub.Hub) error {
	f, err := os.Open(c.file)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return err
	}
	q, answer, refused := h.EnrolFile(ctx, data)
	if answer == nil {
		return refused
	}
	file, err := c.writeAnswer(ctx, h, q, answer)
	if err != nil || refused != nil {
		return errors.Join(refused, err)
	}
	return c.print(map[string]string{"village": q.Village, "device": q.Device, "answer": file}, "Komputer %s terdaftar untuk desa %s. Bawa kembali %s.", q.Device, q.Village, file)
}

func (c *command) writeAnswer(ctx context.Context, h *hub.Hub, q wire.EnrolRequest, answer []byte) (string, error) {
	carried, err := h.Carry(ctx, answer)
	if err != nil {
		return "", err
	}
	file := filepath.Join(c.answer, q.FileName(".skr"))
	return file, hub.WriteReceipts(file, carried)
}

// keyTrouble says what went wrong with the hub's own keys, or nothing.
func keyTrouble(err error) string {
	switch {
	case errors.Is(err, hub.ErrOldKeys):
		return "Kunci di map ini lebih lama daripada basis datanya. Kembalikan salinan kunci yang terbaru, atau pakai “keys recover” dengan kunci pemulihan. Data tetap aman."
	case errors.Is(err, hub.ErrNoRecovery):
		return "Di map dan basis data ini tidak ada salinan kunci untuk kunci pemulihan."
	case errors.Is(err, kampung.ErrRecovery):
		return "Kunci pemulihan belum benar, atau bukan milik pusat ini. Periksa tiap kelompok hurufnya. Tidak ada yang berubah."
	}
	return ""
}
