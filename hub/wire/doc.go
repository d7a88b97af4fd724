// Package wire is what both ends of the link say to each other besides bundles
// and receipts: enrolment, the hub's signed word on a request, and problems. It
// knows no network, disk or clock.
//
// # Enrolment
//
// The regency gives a village a one-time code, read over the telephone or from
// paper: eight groups of four characters. Half of it is the secret, the other
// half the first bits of the digest of the hub's verifier key, so the desk
// knows at first contact that it talks to the right hub. The desk sends an
// [EnrolRequest]; the hub answers with a signed note:
//
//	smartkampung enrolment v1
//	village 35.10.05.2001
//	device 5f0c3a9e
//	hub hub.35.10 age1…
//	at 2026-11-23T14:05:00+07:00
//
//	— hub.35.10 k8a…=
//
// A hub that changed its keys still knows the codes of before: the fingerprint is
// of one key of its chain, and the keys after it follow.
//
// Without a line the device writes a [RequestFile] (.skd). The code is not in it:
// it is signed by a key that is derived from the code, and the hub keeps that
// key's public half. The answer comes back in a file of notes (.skr), between
// the chain of the hub's keys and the list of the regency's: the enrolment, or
//
//	smartkampung enrol-refusal v1
//	village 35.10.05.2001
//	device 5f0c3a9e
//	kind code
//	about sha256:…=
//	text Kode pendaftaran sudah dipakai.
//	at 2026-11-23T14:05:00+07:00
//
//	— hub.35.10 k8a…=
//
// # Answers
//
// Everything the hub says about a log is signed, refusals too, so that a
// captive portal or a proxy in between cannot make a desk believe that its
// bundle was refused. A refusal is a [Problem]; its member "answer" holds a
// signed note over the status and the digest of the very bytes it is about:
//
//	smartkampung answer v1
//	status 409
//	kind gap
//	about sha256:…=
//	size 31
//	at 2026-11-23T14:05:00+07:00
//
//	— hub.35.10 k8a…=
//
// The answer that nothing comes down has a line "list" more, the digest of the
// list of the regency's keys, so that a desk fetches it only when it changed.
package wire
