package ui

import "encoding/json"

// encodeTable writes rows in the stored form; no row, or rows without anything
// in them, is "".
func encodeTable(rows []map[string]string) string {
	filled := false
	for _, r := range rows {
		for _, v := range r {
			filled = filled || trim(v) != ""
		}
	}
	if !filled {
		return ""
	}
	b, err := json.Marshal(rows)
	if err != nil {
		return "" // maps of texts always encode
	}
	return string(b)
}

// decodeTable reads the stored form; what is not one has no rows.
func decodeTable(stored string) []map[string]string {
	var rows []map[string]string
	if stored == "" || json.Unmarshal([]byte(stored), &rows) != nil {
		return nil
	}
	return rows
}
