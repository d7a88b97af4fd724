package ui

import "smartkampung/kampung"

const statusTable = kampung.TableStatus

// codeLabel is a code in the words that letters print.
func codeLabel(table kampung.CodeTable, code int) string { return kampung.PrintLabel(table, code) }

// codeHits are the lines of a code table as options of a field.
func codeHits(table kampung.CodeTable) []hit {
	codes := kampung.Codes(table)
	hits := make([]hit, len(codes))
	for i, c := range codes {
		hits[i] = hit{Key: itoa(int64(c.Code)), Title: codeLabel(table, c.Code)}
	}
	return hits
}
