// Package store is what the office remembers, and the only room on the desk
// that knows bbolt. Everything the office does is an entry of an append-only
// journal, one journal for each audience; registers, lists, counters and
// requests are views of the journals.
//
// # Files of a data folder
//
//	vault.json    the wrapped data key of each account and of the recovery key,
//	              the device's keys sealed under the data key; replaced whole
//	journal.skj   the sealed entries, append only: one record for each change
//	kampung.db    bbolt: the entries again, the nodes of their trees and the views
//	template/     services that come with the program, sealed, that letters were
//	              recorded with and that the journal does not have yet: .skt
//	scan/         scans and photos, sealed, named by a blinded digest; .skc are
//	              chunks of one that is being fetched from the hub
//
// # How a change is saved
//
// One change is one record. Under the store's lock the rules are asked, the
// entries are made, their record is appended to journal.skj and synced to disk;
// from then on the change is saved and the caller is told so. The same entries
// then go into an open bbolt transaction together with their views, and that
// transaction is committed shortly afterwards. After a power cut the records
// that bbolt has not seen are applied when the store opens. So bbolt is never
// ahead of the journal, a change costs one sync, and either file can be made
// again from the other. See [Store.Check].
//
// # What can be read without a password
//
// Nothing of a person. Values are sealed with XChaCha20-Poly1305 under a key
// derived from the data key, with bucket and key as associated data, so that a
// flipped bit and a swapped value both fail. Keys that would be personal are
// blinded with HMAC-SHA256. Plain are only counts, places in a log, random ids
// and the nodes of the trees, which are hashes of salted commitments.
package store
