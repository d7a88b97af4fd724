package kampung

import "time"

// Sync is how far an entry or request has come upstream, in the words that the
// clerk sees. It is derived from the journal's marks and the receipts and is
// never stored with a request.
type Sync string

const (
	SyncSaved    Sync = "Tersimpan"          // survives a power cut here
	SyncPacked   Sync = "Dikemas"            // in a bundle on a stick; never called sent
	SyncReceived Sync = "Diterima kabupaten" // in the hub's durable storage, with its signed receipt
	SyncRefused  Sync = "Ditolak"
	SyncHeld     Sync = "Tertahan"
	SyncTwin     Sync = "Mungkin ganda"
)

// Status is where the desk stands with the regency.
type Status struct {
	Residents int `json:"residents"`
	Requests  int `json:"requests"`
	Entries   int `json:"entries"`  // of both journals
	Exported  int `json:"exported"` // entries in bundles so far
	Received  int `json:"received"` // entries with a receipt
	Pending   int `json:"pending"`  // Entries − Received

	Open            int       `json:"open"` // requests that still need an act
	PendingRequests int       `json:"pending_requests"`
	Oldest          time.Time `json:"oldest,omitzero"`       // oldest entry not received
	LastContact     time.Time `json:"last_contact,omitzero"` // newest receipt
	LastLine        time.Time `json:"last_line,omitzero"`    // newest visit over the line that went well
	LastBackup      time.Time `json:"last_backup,omitzero"`  // newest copy on another disk that was tested
	Limited         bool      `json:"limited,omitempty"`     // the month's bound of bytes is reached: nothing is sent in the background
	Enrolled        bool      `json:"enrolled"`
	Hub             string    `json:"hub,omitempty"` // its address
	HubName         string    `json:"hub_name,omitempty"`

	Scans        int   `json:"scans,omitempty"`         // scans that the hub does not have whole yet
	ScanBytes    int64 `json:"scan_bytes,omitempty"`    // of them
	ScansRefused int   `json:"scans_refused,omitempty"` // of them: came out with another digest and wait
}

// RequestRow is a request in a list.
type RequestRow struct {
	ID      string    `json:"id"`
	Number  string    `json:"number"`
	Service string    `json:"service"`
	Name    string    `json:"name"`
	State   State     `json:"state"`
	Sync    Sync      `json:"sync"`
	At      time.Time `json:"at"`
	By      string    `json:"by,omitempty"`
	Minutes int       `json:"minutes,omitempty"` // service standard
	// Answer is the last thing an office of the regency decided, "" for nothing yet.
	Answer Decision `json:"answer,omitempty"`
	// Camat is where the camat's countersignature stands.
	Camat CamatState `json:"camat,omitempty"`
}

// ResidentRow is a resident in a list or a hit of a search.
type ResidentRow struct {
	ID     string `json:"id"`
	NIK    string `json:"nik"`
	Name   string `json:"name"`
	KK     string `json:"kk"`
	Dusun  string `json:"dusun,omitempty"`
	RT     string `json:"rt,omitempty"`
	RW     string `json:"rw,omitempty"`
	Birth  Date   `json:"birth,omitzero"`
	Sex    int    `json:"sex,omitempty"`
	Status int    `json:"status,omitempty"`
}
