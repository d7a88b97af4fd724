package kampung

// DayCount is what a day brought, WIB. Cancelled requests do not count.
type DayCount struct {
	Day    Date           `json:"day"`
	Asked  map[string]int `json:"asked,omitempty"`  // requests recorded, by service
	Handed int            `json:"handed,omitempty"` // letters handed over
}

// Total is how many requests were recorded on the day.
func (d DayCount) Total() (n int) {
	for _, of := range d.Asked {
		n += of
	}
	return n
}
