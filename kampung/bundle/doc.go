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
// the other. A receipt of scans and notes of other kinds may stand among them.
//
// A hub that was put back from a copy refuses a bundle that begins after what
// it has. Its receipt for what it has then ends with "gap 31": the bundle began
// at 31. A desk that still stands at 31 goes back to the receipt's size, at any
// other place the line says nothing, so it cannot be played again.
//
// # The chunk of a scan (.skf)
//
// Scans and photos travel apart from the entries, after them, in chunks of
// 256 KiB. A chunk is a signed note, followed by one binary age file of the
// chunk's plain bytes, neither packed nor framed:
//
//	smartkampung chunk v1
//	village 35.10.05.2001
//	device 5f0c3a9e
//	scan 9f86d081…0a08 734003
//	chunk 2
//	to hub.35.10 age1…
//	body age 210123 sha256:…=
//
//	— 5f0c3a9e Rx3…=
//	age-encryption.org/v1
//	…
//
//	scan   SHA-256 of the whole plain scan in hex, and its length
//	chunk  which one, counted from 0; its length follows from the scan's
//	to     the reader's name and age recipient
//	body   length and digest of the sealed bytes
//
// The device signs once. The signature ties the sealed bytes to scan, place and
// village, so no chunk can be taken for another's. Digest and number name a
// chunk: it may be sealed anew, come again and in any order, and counts once.
// That the chunks are the right ones the scan's digest tells when all are there.
// The digest is not secret: who already has a copy of a picture can tell that it
// was sent, and nobody can tell more.
//
// A file on a stick is up to 16 chunks, one after the other. One chunk alone
// opens like a bundle; of a file, each begins where grep finds it:
//
//	at=($(grep -abo 'smartkampung chunk v1$' F.skf | cut -d: -f1) $(stat -c %s F.skf))
//	tail -c +$((at[0]+1)) F.skf | head -c $((at[1]-at[0])) |
//	  sed -n '/^age-encryption.org\/v1$/,$p' | age -d -i hub.key
//
// What the hub gives back to a PC of the village is the same, byte for byte: it
// is sealed to the hub, to the office's key and to the recovery key.
//
// # The receipt of scans
//
//	smartkampung scans v1
//	village 35.10.05.2001
//	about sha256:…=
//	total 31
//	scan 9f86d081…0a08 734003 whole
//	scan 60303ae2…e0a0 1200441 partly 1300
//	received 2026-11-23T14:05:00+07:00
//
//	— hub.35.10 k8a…=
//
//	about  digest of the question that it answers, "-" on a stick
//	total  how many scans of the village the hub has whole
//	scan   "whole"; "partly" with the set of chunks that are there, bit n%8 of
//	       byte n/8 from the lowest; "differs" when every chunk came and another
//	       digest came out; "unknown" when no accepted entry names it
//
// It speaks of at most 128 scans.
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
