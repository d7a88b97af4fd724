// Package hub is the regency's end of the link: it enrols the desks of its
// villages, takes in their bundles by line or by file, keeps every entry, and
// gives signed receipts for what is in durable storage.
//
// # The data directory
//
//	hub.key       age identities that open what villages send, as age-keygen writes
//	              them, the oldest first (0600)
//	hub.sign      key that signs receipts, a note signer key (0600)
//	hub.chain     every pair of keys, each signed by the one before it; public
//	hub.recovery  the three above, an age file for the recovery key
//	hub.db        SQLite, unless hub.conf names a PostgreSQL 15; schema.sql and every
//	              statement are the same text on both
//	hub.conf      where the data is, when it is not hub.db, and the recipient of the
//	              recovery key (0600)
//	heads.log     every head that was acknowledged, one a line; when large, the last of
//	              each log alone, from the next start on
//	scan/         chunks of scans, one a file, sealed as they came; .part is being written
//
// hub.conf may also limit what a village's scans take: "scans 32" is 32 GB, which
// is what holds without it.
//
// A copy of the directory is a backup. After an old copy was put back the desks
// notice by themselves, since they ask for the hub's head first, and send again
// what it lacks.
//
// # Keys
//
// [Hub.RotateKeys] makes a new signing key and a new identity. The old key signs
// the new ones and is forgotten; old identities go on opening. Whatever the hub
// says is signed by the key in use, stored receipts again when they are asked
// for, so a desk meets one unknown key, fetches the chain and follows it from the
// key that it pinned. A file of receipts carries the chain for desks without a
// line. The hub's name in its down logs is made of its first key, so they go on.
//
// The database has copies of hub.chain and hub.recovery, so every backup of it
// has them. With the recovery key [RecoverKeys] brings the key files back. Keys
// that are older than the database are not used: desks would not believe them.
//
// [Hub.KeyList] is the signed list of the keys of every device of the regency;
// desks check letters of any village with it.
//
// # Taking in a bundle
//
// The device's signature is checked before anything is decrypted. Then one
// transaction: the bundle is inserted, the log's head locked, the bundle's
// place compared with the head (a gap is refused with the head, an overlap must
// agree leaf by leaf), tree nodes and entries appended, each entry that is new
// by its id takes effect once, the head and the receipt written. The head goes
// to heads.log, and only then the answer leaves. A crash at any point is
// harmless: the same bundle again gets the same receipt and has no effect.
//
// Journals of the audience "kantor" are sealed to the village's own devices.
// The hub keeps their bundles unread; it knows the tree only at the ends of
// bundles, so a bundle must begin where another ended.
//
// # Several devices of a village
//
// Bundles of both audiences are kept whole, byte for byte, and given to the
// village's devices at GET /v1/log/{id}/entries?from=N: to a second PC, to a new
// one in the place of a lost one, and to one whose disk was put back. Answers of
// /v1/down name the village's logs in a header where there are others than the
// asking device's. With the second device the hub tells the village of both, and
// of each one that comes or is revoked after; it passes on the keys that one PC
// sealed to another, and gives blocks of letter numbers (numbering.go).
//
// # Scans
//
// Scans come in chunks, after their records: a chunk is taken when a device of
// the village that is not revoked signed it and an accepted entry of the village
// names the scan by digest and size; every other is refused, so nothing is kept
// that nobody asked for. It is opened once to see that it can be, then its file is
// synced and renamed into place, then the row of the scan says that it is there.
// A crash in between leaves a file that no row speaks of, and the chunk comes
// again. When all are there the hub opens them and compares the digest; if it is
// another, it throws them away, says so and raises an alarm. What is said to be
// there is what the row says and the disk has, so a database that was put back
// without its files, or files without their database, mend by themselves: the
// desks ask, and send what is missing. Scans never take the last room on the disk
// or the hub's time from records.
//
// # Verdicts and decisions
//
// What is accepted is judged afterwards, in the same transaction: each entry
// gets a verdict, and one that is not well never keeps the others out. What
// needs a person's attention, and what offices of the regency decide, the hub
// says in a log of its own for each village, of the audience "desa", which only
// the village's devices can open. Its device is the beginning of the digest of
// the hub's verifier key. After the hub was put back from a copy it begins a new
// epoch with every entry of the old one under the same ids.
//
// # Locks
//
// A transaction locks in this order: the bundle's digest, the head of its log,
// the village, the head of the village's down log. The shelf of a village's scans
// is locked by itself. Each lock is an update of
// one row, which every database understands.
//
// # Answers over HTTP
//
//	200 receipt; applied, or already had
//	400 form     not a bundle, cut, or changed on its way
//	204 nothing comes down, or a chunk is kept; signed in a header
//	401 unknown  device not enrolled here
//	403 revoked  device revoked, or speaking for another village
//	403 code     enrolment code unknown, used up or too old
//	404 none     nothing of this log yet
//	409 gap      with size and receipt: send from there
//	413 large    send in smaller parts
//	421 hub      meant for another hub
//	422 fork     another history than the hub has
//	422 digest   the chunks of a scan are all there, and are another scan
//	426 version  a later form than this hub knows
//	429, 503     with Retry-After
//	507 full     no room on the hub's disk
//
// Refusals are application/problem+json (RFC 9457) and signed; see
// [smartkampung/hub/wire].
package hub
