// Package web is the hub's pages for people: offices of the regency that look
// after the villages and decide on what was forwarded to them, and anybody who
// holds a letter and wants to know whether it is authentic.
//
// # Who sees what
//
//	role       rows of requests             a person's data         decides      villages, enrolment
//	admin      all                          all, each look logged   with office  all; enrols, revokes; reads the log
//	pemantau   all, initials only           none                    no           all, looks only
//	kecamatan  of its kecamatan             of camat's services     same         its own, looks only
//	dinas      of its services              of its services         same         all, looks only
//
// What an account may not see answers 404, as if it were not there. Without an
// account there is the page that checks a letter, and nothing else.
//
// # Safety
//
// Passwords are kept as argon2id, a few computed at a time. A session is a
// random token in a cookie that scripts and other sites cannot use; the
// database has its digest only. It ends after half an hour of rest and after
// twelve hours at the latest. Every form carries a token of its session, and
// requests that a browser says came from another site are refused. Wrong
// passwords slow an address and an account down; nobody is locked out for good.
// The pages run no script, load nothing from elsewhere and cannot be framed.
//
// A proxy on the same machine is believed about whom it speaks for: it must set
// X-Forwarded-Proto, and add the address that it sees to X-Forwarded-For.
//
// The audit log holds who, when, what, from where, and ids of what it was
// about: no name, number or text of a resident.
package web
