package kampung

import "context"

// Things that long work counts, in the words that a clerk reads behind a number.
const (
	OfResidents = "penduduk"
	OfRows      = "baris"
	OfPages     = "halaman"
	OfEntries   = "catatan"
	OfFiles     = "berkas"
	OfScans     = "lampiran"
	OfLetters   = "surat"
	OfParts     = "bagian"
	OfBytes     = "byte" // shown as kB and MB
)

// Progress is how far long work has come. Within one step Done never falls and
// ends at Total; a Total of 0 is not known.
type Progress struct {
	Step  string // what is done now, in the words of [StepRead] and its like
	Done  int64
	Total int64
	Of    string // what is counted: [OfResidents], …
}

// Steps of long work.
const (
	StepRead  = "Membaca"
	StepCheck = "Memeriksa"
	StepSave  = "Menyimpan"
	StepCopy  = "Menyalin"
	StepTest  = "Menguji salinan"
	StepLay   = "Menyusun halaman"
	StepWrite = "Menulis berkas"
	StepPack  = "Mengemas"

	StepPages   = "Memeriksa basis data"
	StepRecords = "Memeriksa jurnal"
	StepCompare = "Membandingkan dengan jurnal"
	StepSeals   = "Memeriksa segel"
	StepScans   = "Memeriksa lampiran"
	StepRemake  = "Membuat ulang basis data"
)

// Share is the part that is done, from 0 to 1; -1 when it is not known.
func (p Progress) Share() float64 {
	if p.Total <= 0 {
		return -1
	}
	return min(max(float64(p.Done)/float64(p.Total), 0), 1)
}

// Words tell the progress: "Menyimpan 1.200 dari 5.000 penduduk".
func (p Progress) Words() string {
	switch {
	case p.Total <= 0:
		return p.Step + " …"
	case p.Of == OfBytes:
		return p.Step + " " + Bytes(p.Done) + " dari " + Bytes(p.Total)
	}
	return p.Step + " " + Count(int(p.Done)) + " dari " + Count(int(p.Total)) + " " + p.Of
}

// Tell is told how far long work has come, from any goroutine; nil for nobody.
type Tell func(Progress)

// Say tells how far a step has come.
func (t Tell) Say(step string, done, total int64, of string) {
	if t != nil {
		t(Progress{step, done, total, of})
	}
}

// tellEvery is after how many things the work tells of itself and looks whether
// it was called off.
const tellEvery = 64

// Counter counts the things of one step of long work that may be called off.
type Counter struct {
	ctx  context.Context
	tell Tell
	p    Progress
}

// NewCounter begins a step of total things.
func NewCounter(ctx context.Context, tell Tell, step string, total int, of string) *Counter {
	c := &Counter{ctx, tell, Progress{step, 0, int64(total), of}}
	if tell != nil {
		tell(c.p)
	}
	return c
}

// Next counts one more thing. Its error is that of the context.
func (c *Counter) Next() error {
	if c.p.Done++; c.p.Done%tellEvery != 0 && c.p.Done != c.p.Total {
		return nil
	}
	if c.tell != nil {
		c.tell(c.p)
	}
	return c.ctx.Err()
}
