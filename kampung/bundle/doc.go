// Package bundle turns entries into sealed bundles and back. A bundle is a
// contiguous range of one log; a line or a stick only differ in who carries it.
//
// # The file (.skb)
//
// A bundle is a signed note (golang.org/x/mod/sumdb/note) that opens in
// Notepad, followed by one binary age file:
//
//	smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten
//	31
//	Uu4gZ5Fy0n6m…=
//	from 0
//	prev 47DEQpj8HBSa…=
//	to hub.35.10 age1…
//	body age+zstd+jsonl 2688 14210 sha256:…=
//	ack 0
//
//	— 5f0c3a9e Rx3…=
//	age-encryption.org/v1
//	…
//
// The first three lines are a C2SP checkpoint: the log's origin, its size after
// the last entry of this bundle and the RFC 6962 root at that size. The lines
// after them extend it:
//
//	from   the number of entries that came before this bundle
//	prev   the root at that size; of no entries it is the hash of nothing
//	to     the reader's name and age recipient
//	body   the form of the body, its length sealed and plain, and the digest of
//	       the sealed bytes
//	ack    how much of the reader's own log the writer has
//
// Lines with an unknown first word are for later versions and are passed over.
// The note is signed by the device, under the device's id as key name. The
// signature covers the digest of the sealed body and the root over the plain
// entries, so the reader authenticates before it decrypts and checks what it
// decrypted afterwards.
//
// The body starts right after the note's signature lines and reaches to the
// end of the file. It is age(zstd(lines)): the entry lines of
// [smartkampung/kampung.ParseEntry], each ended by a newline. Recipients are
// X25519: the reader, the office's own key, and the office's recovery key; two
// at least. There is no
// zstd dictionary, so tools of a Linux distribution open a bundle:
//
//	sed -n '/^age-encryption.org\/v1$/,$p' F.skb | age -d -i hub.key | zstd -dc | jq .
//
// # The tree
//
// An entry's leaf is its head's bytes followed by SHA-256(salt ‖ body bytes).
// Trees are those of RFC 6962 through golang.org/x/mod/sumdb/tlog. Only the
// commitment to a body is in the tree, so a body can be erased later with every
// proof intact.
//
// # Limits
//
// A bundle's body is at most 1 MiB sealed and 4 MiB plain with at most 4,096
// entries; the note is at most 16 KiB; the zstd window is at most 1 MiB. More
// entries are several bundles.
//
// # The receipt (.skr)
//
// A receipt is the hub's signed note over the same checkpoint:
//
//	smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten
//	31
//	Uu4gZ5Fy0n6m…=
//	received 2026-11-23T14:05:00+07:00
//
//	— hub.35.10 k8a…=
//
// It says that the hub keeps the first 31 entries of the log in durable
// storage. Receipts are cumulative: the one of the greatest size counts, and an
// old one that comes again does no harm. A file of receipts is one note after
// the other, and may hold notes of other kinds.
//
// # The hub's keys
//
// A hub that changes its keys says so with a note that the old key and the new one
// sign; see [Chain]:
//
//	smartkampung hubkey v1
//	name hub.35.10
//	verifier hub.35.10+7e43f037+AU…
//	recipient age1…
//	at 2026-11-23T14:05:00+07:00
//
//	— hub.35.10 fkP…=
//	— hub.35.10 Fxs…=
//
// # The list of the regency's keys
//
// One line for each device of each village: its key, the day on which it was
// enrolled and, when it was revoked, when and how many of its entries still count.
// With it the code on a letter is checked without a line; see [KeyList]:
//
//	smartkampung keylist v1
//	regency 35.10
//	at 2026-11-23T14:05:00+07:00
//	35.10.05.2001 5f0c3a9e pQf33QvX… 2026-11-01
//	35.10.05.2002 c1d2e3f4 Zk0aB1cd… 2026-11-02 2026-11-20T09:30:00+07:00 31
//
//	— hub.35.10 k8a…=
package bundle
