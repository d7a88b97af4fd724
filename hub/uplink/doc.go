// Package uplink is the desk's end of the link to the regency's hub. It knows
// the hub only by its signature: whatever does not carry it counts as no line,
// also an answer 200 of a captive portal. It keeps nothing; the journal says
// what there is to send and remembers the receipts.
package uplink
