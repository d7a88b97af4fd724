// Package kampung is what a village office knows: the rules of the desk, with
// no disk, clock, network or window. Clock, ids, keys and files come in as
// arguments; the other rooms (store, ui, hub) call these rules and never
// repeat them.
//
// # The path of a request
//
// A resident (warga) comes to the desk and asks for a service (layanan). The
// clerk records a request (permohonan): who asks, which service, the service's
// own fields and the requirements (syarat) that were shown. The request takes a
// letter number (nomor surat) in the transaction that records it, passes the
// states of [State], and leaves as a letter (surat) signed by the head of the
// village or by a delegate. Everything that happens is an [Entry] in an
// append-only journal; registers, lists and letters are views of it; entries
// travel to the regency (kabupaten) in bundles, over a line or on a stick.
//
// # Glossary
//
//	desa, kelurahan  the lowest government: an autonomous village, a town ward
//	dusun, RW, RT    hamlet, neighbourhood group, some 40 households
//	kecamatan        sub-district, led by the camat
//	kabupaten        regency; runs the hub
//	kades, lurah     head of a desa, of a kelurahan
//	sekdes, kasi     village secretary, head of a section
//	warga            resident
//	NIK              16-digit number of a person
//	KK               family card, and its 16-digit number
//	KTP              identity card
//	permohonan       request for a service
//	surat            letter
//	syarat           requirement of a service
//	kop surat        letterhead
//	klasifikasi      archive code that opens a letter number
package kampung
