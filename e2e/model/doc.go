// Package model plays random histories of an office's link to its regency
// against the real code: the store on a real disk, the desk around it, the
// uplink over a line in memory that loses, doubles, delays and forges, and the
// hub with its SQLite. Clerks record, mend and approve; sticks travel, come
// late, come twice or not at all; power goes, disks are cloned, images and
// backups are put back, clocks jump.
//
// # The promise
//
// All along, and at the end, when the line is back or the sticks have gone round
// until nobody has anything left:
//
//   - saved: what a desk showed as saved is there after a power cut
//   - once: it is in the hub, each entry with exactly one effect, and the hub
//     shows the request as the desk does
//   - number: a desk gives no letter number twice
//   - mark: what a desk calls received is in the hub, and no receipt is believed
//     that the hub did not give
//   - quiet: a desk with a line has nothing pending after its visit
//   - answer: what the regency decides stands at the desk, once
//   - whole: the hub's own check and the desk's find nothing
//
// What nothing can keep is left out: entries that were on one disk alone when
// an old image took its place, and what a hub that was put back from a copy had
// until its desks come again.
//
// # Running it
//
// `go test ./e2e/model` plays some hundred histories, `scripts/model` ten
// thousand, `make soak` a million. A failure is shrunk to a short history and told in
// words. With -breaks the sources are spoilt on purpose, one place at a time,
// and the model must notice each.
//
// An actor's new habit is one more entry in the table of actions.
package model
