package desk

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

// ExportOpenDK writes the residents in the layout that OpenDK imports. A folder
// takes the file under the name that OpenDK's users know. It returns the file's
// path, how many residents are in it, and what to know about it, or "".
func (d *Desk) ExportOpenDK(path string) (to string, n int, note string, err error) {
	o, err := d.Office()
	if err != nil {
		return "", 0, "", Words(err)
	}
	if o.Practice {
		return "", 0, "", errPractice
	}
	people, err := d.everybody()
	if err != nil {
		return "", 0, "", Words(err)
	}
	if len(people) == 0 {
		return "", 0, "", &kampung.Trouble{What: "Data penduduk masih kosong, jadi tidak ada yang diekspor.", Next: "Impor dulu data penduduknya."}
	}
	name, data, err := roster.WriteOpenDK(people, o.Village, d.now())
	if err != nil {
		return "", 0, "", Words(err)
	}
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		path = filepath.Join(path, name)
	case !strings.EqualFold(filepath.Ext(path), ".zip"):
		path += ".zip"
	}
	if len(data) > roster.OpenDKMax {
		note = fmt.Sprintf("Berkasnya %d KB, sedangkan OpenDK menerima paling besar %d KB. Minta kecamatan menaikkan batasnya.", len(data)>>10, roster.OpenDKMax>>10)
	}
	return path, len(people), note, WriteFile(path, data)
}
