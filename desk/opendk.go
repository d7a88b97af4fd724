package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

// ExportOpenDK writes the residents in the layout that OpenDK imports. A folder
// takes the file under the name that OpenDK's users know. Called off, no file is
// written. Errors have words for the clerk.
func (d *Desk) ExportOpenDK(ctx context.Context, path string, tell kampung.Tell) (f kampung.OpenDKFile, err error) {
	o, err := d.Office()
	if err != nil {
		return f, Words(err)
	}
	if o.Practice {
		return f, errPractice
	}
	people, err := d.everybodyWith(ctx, tell)
	if err != nil {
		return f, Words(err)
	}
	if len(people) == 0 {
		return f, &kampung.Trouble{What: "Data penduduk masih kosong, jadi tidak ada yang diekspor.", Next: "Impor dulu data penduduknya."}
	}
	rows := kampung.NewCounter(ctx, tell, kampung.StepWrite, len(people), kampung.OfResidents)
	name, data, err := roster.WriteOpenDKEach(people, o.Village, d.now(), rows.Next)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return f, Words(err)
	}
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		path = filepath.Join(path, name)
	case !strings.EqualFold(filepath.Ext(path), ".zip"):
		path += ".zip"
	}
	f.File, f.Residents = path, len(people)
	if len(data) > roster.OpenDKMax {
		f.Note = fmt.Sprintf("Berkasnya %d KB, sedangkan OpenDK menerima paling besar %d KB. Minta kecamatan menaikkan batasnya.", len(data)>>10, roster.OpenDKMax>>10)
	}
	return f, WriteFile(path, data)
}

// everybodyWith reads all residents, and tells how many it has.
func (d *Desk) everybodyWith(ctx context.Context, tell kampung.Tell) (all []kampung.Resident, err error) {
	n, err := d.Residents()
	if err != nil {
		return nil, err
	}
	count := kampung.NewCounter(ctx, tell, kampung.StepRead, n, kampung.OfResidents)
	err = d.AllResidents(func(r kampung.Resident) error { all = append(all, r); return count.Next() })
	return all, err
}
