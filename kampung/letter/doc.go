// Package letter turns a request and its service's template into pages: bytes
// in, bytes out. It reads nothing but the request, which holds person, signer
// and office as they were when the letter was recorded, and the service as it
// was then; so a letter printed again is the same letter.
//
// A [Press] is built once from the faces of a typeface. [Press.Compose] lays a
// letter out as a [Document]: pages of texts, lines, rectangles, outlines and
// pictures in millimetres. [Document.PDF] and [Document.Image] draw that same
// model with the same measures, so that the screen shows what the paper gets.
//
// # Placeholders
//
// The texts of a template hold {placeholders}. One that is not in this table
// and is no field of the service refuses the template by name. Values are
// taken literally: braces inside a value print as they are. An empty value
// prints as "-"; use "if" to leave a block or row out instead.
//
//	placeholder             prints                                    source
//	{nama}                  name                                      Request.Applicant.Name
//	{nik}                   NIK                                       Applicant.NIK
//	{no_kk}                 number of the family card                 Applicant.KK
//	{jenis_kelamin}         Laki-laki, Perempuan                      Applicant.Sex
//	{tempat_lahir}          place of birth                            Applicant.BirthPlace
//	{tanggal_lahir}         17 Agustus 1990                           Applicant.BirthDate
//	{tempat_tanggal_lahir}  Banyuwangi, 17 Agustus 1990               both
//	{umur}                  36 tahun, on the letter's date            Applicant.BirthDate, Request.Date
//	{agama}                 religion                                  Applicant.Religion
//	{status_kawin}          marital status                            Applicant.Marital
//	{pekerjaan}             occupation                                Applicant.Job
//	{pendidikan}            education                                 Applicant.Education
//	{kewarganegaraan}       citizenship                               Applicant.Citizenship
//	{golongan_darah}        blood group                               Applicant.Blood
//	{alamat}                address as recorded                       Applicant.Address
//	{alamat_lengkap}        address; for a registered resident with   Applicant.Address, Request.Office
//	                        village, kecamatan and kabupaten
//	{telepon}               phone                                     Applicant.Phone
//	{jenis_desa}            Desa or Kelurahan                         Office.Kelurahan
//	{desa}                  name of the desa or kelurahan             Office.Name
//	{kode_desa}             Kemendagri code                           Office.Village
//	{kecamatan}             name of the kecamatan                     Office.Kecamatan
//	{kabupaten}             Kabupaten Banyuwangi, Kota Batu           Office.Kabupaten
//	{provinsi}              name of the province                      Office.Provinsi
//	{alamat_kantor}         address of the office                     Office.Address
//	{jabatan_kepala}        Kepala Desa, Lurah, Plt. Kepala Desa …    Office.Head, Request.Signer
//	{nama_kepala}           name of the head                          Office.Head.Name
//	{penandatangan}         name of who signs                         Signer.Name
//	{jabatan_penandatangan} own post of who signs                     Signer.Title
//	{nip_penandatangan}     number of who signs                       Signer.NIP
//	{nomor}                 letter number, verbatim                   Request.Number
//	{tanggal_surat}         23 November 2026                          Request.Date
//	{hari_surat}            Senin                                     Request.Date
//	{tahun}                 2026                                      Request.Date
//	{berlaku_sampai}        last day of validity, empty when the      Request.Date, Service.ValidDays
//	                        letter does not end
//	{layanan}               name of the service                       Service.Name
//	{key}                   the service's own field, as its type      Request.Fields
//	                        prints, or its fallback
//	{key.hari}              day of the week of a date field           Request.Fields
//	{key.angka}             date field in digits, 23-11-2026          Request.Fields
//	{key.terbilang}         amount or whole number in words           Request.Fields
//	{key.kode}              place of the choice among the choices     Request.Fields
//	                        of its field, counted from 1
//	{key.jumlah}            how many rows a table field has           Request.Fields
//	{bin_binti}             bin, binti, bin/binti                     Applicant.Sex
//	{di_bawah_21}           ya, or empty: needs the parents' permit   Applicant.BirthDate, Request.Date
//	                        to marry (UU 1/1974 Ps 6)
//	{tanggal_lahir.angka}   in digits; also {tanggal_surat.angka}     Applicant.BirthDate, Request.Date
//	{jenis_kelamin.kode}    number in the register's code table, as   [kampung.ParseCode]
//	                        the forms of the civil registry have it;
//	                        also agama, status_kawin, pekerjaan,
//	                        pendidikan, golongan_darah and
//	                        kewarganegaraan
//
// # Sheets
//
// A service may have further sheets behind the letter, made of the same request
// ([kampung.Sheet]): the marriage forms N2 to N6 behind N1, a statement with
// its duty stamp, or the data in the order of a form of Permendagri 109/2019
// (F-1.01, F-1.02, F-1.03, F-1.06, F-2.01). They are data sheets in the form's
// order and not facsimiles. Each begins on a page of its own and says in its
// foot to which letter it belongs; the verification code stands on the letter
// alone. A row's boxes take one letter each; what has no room in boxes is set as
// words, and empty boxes stand where nothing was filled in.
//
// # Conditions
//
// An "if" of a block, row, place to sign or sheet is one or more terms parted by
// "|", of which one must hold ([kampung.Condition]):
//
//	key        the placeholder prints something; a yes or no: is yes
//	!key       it prints nothing
//	key=text   it prints just that text
//	key!=text  it prints something else, or nothing
//
// There is no "and": a row's "if" inside a block's "if" says that both must
// hold. A field's fallback does not count as a value.
//
// # Who signs
//
// Without places to sign of its own a letter has the office's at the right and,
// where [kampung.CamatSigns], the camat's at the left. Otherwise each
// [kampung.SignPlace] is the office's, the camat's or a person's, at one side,
// with the frame of a duty stamp or with all rows of a table field, as heirs
// and witnesses sign. A place at the left and the one after it stand beside
// each other.
//
// # How a letter is set
//
// Type is 12 pt. When a letter is too long for one page the spacing shrinks
// first, then the type, never below 11 pt; a letter that still does not fit
// goes on to the next page at 12 pt, with page numbers. A verification code is
// drawn only on a letter that was approved; before that the page carries the
// mark DRAF, a cancelled letter the mark BATAL, and every letter of an office to
// practise in the mark LATIHAN. The marks are outlines, not
// text, and lie under the text.
package letter
