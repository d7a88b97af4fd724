// Package roster reads and writes files of residents: bytes in, values out. It
// knows no disk and no clock; [Read] gives a [kampung.ImportFile], which
// [kampung.PlanImport] compares with the register.
//
// # The files that village offices have
//
// The OpenSID layout is one sheet with 43 columns under the names that stand as
// JSON keys on [kampung.Resident] (alamat, dusun, rw, rt, nama, no_kk, nik, sex
// …), in any order, one resident a row. Codes or their labels are taken. The
// sheet "Kode Data" is never read; a row whose second cell is ### ends the
// data; a name outside the layout is refused, because a column that is passed
// over in silence is data lost. The columns nik, nama, no_kk, sex, tempatlahir,
// tanggallahir, kk_level, dusun, rw and rt must be there. nik 0 is a person
// without a NIK yet.
//
// The SIAK export is one sheet with 37 columns under labels ("Nomor KK", "Nama
// Penduduk", "SHDK" …), often below a title, with labels for codes ("Tdk Th"
// for a blood group), RT and RW as "8.0" and the dusun inside the address
// ("DSN. PRAPAT"). Columns beyond the known ones are passed over, for exports
// differ from regency to regency; the clerks' names and dates of entry are too.
//
// A CSV file holds either layout, parted by semicolon, comma or tab, in UTF-8,
// UTF-16 with its mark, or Windows-1252.
//
// In all of them the header may stand in one of the first ten rows, case and
// blanks of its names do not count, and a column "alasan" is passed over.
//
// # What a cell is worth
//
// Excel keeps 15 digits of a number. A NIK that stands in a sheet as a number
// is therefore refused by name, unless it carries 16 digits that do not end in
// 0: then another program wrote it, exactly. The same holds for 3,51005E+15 in
// a text. A day is a number under a date format, or a text such as 1990-08-17
// or 17/08/1990; 0000-00-00 and "-" are no day; every other number is refused
// rather than turned into a day in 1900 or 1970. A formula that failed or was
// never calculated is refused, never read as empty.
//
// # What comes back
//
// A file that cannot be read as a whole is a [*kampung.Trouble]: another kind
// of file, one cut or locked, one built to eat the PC (see the limits in
// table.go), a header that lacks something. A row that cannot be taken is
// refused with all its reasons, by the row number that the spreadsheet shows
// and the file's own column names. [Correction] writes such rows into a file
// with a column "alasan", as they came, and a column "kelebihan" for what stood
// beyond the header of a CSV: what was refused stays refused until somebody
// mends it.
//
// [Write] writes the OpenSID layout, [WriteOpenDK] the one of kecamatan offices.
// [WriteBook] writes the office's books and reports. [Invent] makes up people for the demo, the
// tests and the benchmarks.
package roster
