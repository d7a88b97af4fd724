package kampung

import "time"

// OpenDKFile is an export of the residents for OpenDK.
type OpenDKFile struct {
	File      string `json:"file"`
	Residents int    `json:"residents"`
	Note      string `json:"-"` // what to know about the file, or ""
}

// OpenDKName is the name, without its ending, that OpenDK's users know the
// export of a day by.
func OpenDKName(now time.Time) string {
	return "penduduk_" + now.In(WIB).Format("02_01_2006") + "_opendk"
}
