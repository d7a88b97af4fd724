package kampung

// Setup is what the first run asks.
type Setup struct {
	Office   Office
	Account  Account // the first account, an admin
	Password string
}

// Change tells the screens what a committed transaction touched.
type Change struct {
	Requests  []string // ids
	Residents bool
	Office    bool
	Accounts  bool
	Sync      bool
	Drafts    bool
	Books     bool // incoming mail, temporary residents or events
	Surveys   bool
}

// RequestFilter chooses requests for a list, newest first.
type RequestFilter struct {
	Text    string // part of a name, number or NIK; empty for all
	Service string
	States  []State
	Camat   []CamatState
	Open    bool   // only those that still need an act
	Oldest  bool   // the oldest first, instead of the newest
	Limit   int    // 0 for 200
	Before  string // id of the last row of the previous page
}

// BundleFile is a bundle, or a part of a scan, as written to a stick.
type BundleFile struct {
	File    string `json:"file"`           // full path
	Log     string `json:"log"`            // origin of its log; empty for a scan
	Scan    string `json:"scan,omitempty"` // digest of the scan; From and To are its chunks then
	From    int64  `json:"from"`
	To      int64  `json:"to"`
	Entries int    `json:"entries"`
	Bytes   int64  `json:"bytes"`
}

// SyncReport is what a visit to the hub, or a file from a stick, brought.
type SyncReport struct {
	Sent     int `json:"sent"`     // entries handed over in this visit
	Received int `json:"received"` // entries that got their receipt in this visit
	Pending  int `json:"pending"`  // entries still without
	Answers  int `json:"answers"`  // entries that came down: decisions and what the hub found
	Siblings int `json:"siblings"` // entries of the office's other PCs that came
	Scans    int `json:"scans"`    // scans that the hub has whole since this visit
	// Enrolled says that the answer to a request by stick came with it.
	Enrolled bool `json:"enrolled,omitempty"`
}
