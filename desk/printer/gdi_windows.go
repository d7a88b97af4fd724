package printer

import (
	"errors"
	"fmt"
	"math"
	"unsafe"

	"golang.org/x/sys/windows"

	"smartkampung/kampung/letter"
)

// Calls of GDI; their names and numbers are those of wingdi.h.
var (
	gdi32             = windows.NewLazySystemDLL("gdi32.dll")
	procCreateDC      = gdi32.NewProc("CreateDCW")
	procDeleteDC      = gdi32.NewProc("DeleteDC")
	procGetDeviceCaps = gdi32.NewProc("GetDeviceCaps")
	procStartDoc      = gdi32.NewProc("StartDocW")
	procEndDoc        = gdi32.NewProc("EndDoc")
	procAbortDoc      = gdi32.NewProc("AbortDoc")
	procStartPage     = gdi32.NewProc("StartPage")
	procEndPage       = gdi32.NewProc("EndPage")
	procAddFont       = gdi32.NewProc("AddFontMemResourceEx")
	procRemoveFont    = gdi32.NewProc("RemoveFontMemResourceEx")
)

// Numbers for GetDeviceCaps.
const (
	capsDPIX, capsDPIY           = 88, 90
	capsSheetW, capsSheetH       = 110, 111
	capsMarginLeft, capsMarginUp = 112, 113
)

// paperSlack is how many millimetres a printer's sheet may differ from the
// page's: 8.5 × 13 inches pass for F4, A4 does not.
const paperSlack = 3.0

// docInfo is DOCINFOW.
type docInfo struct {
	size                   int32
	name, output, datatype *uint16
	kind                   uint32
}

// Print draws a document on a printer, on paper of the document's size. It
// returns when Windows has taken it, and not when the paper is out. Errors have
// words for the clerk.
func Print(d letter.Document, p *letter.Press, job Job) error {
	s, err := openSpooler(job.Printer)
	if err != nil {
		return err
	}
	defer s.close()
	g, rest, err := s.canvas(d, job.copies())
	if err != nil {
		return err
	}
	defer g.close()
	defer addFaces(p.Faces())()
	return g.document(d, p, rest)
}

// canvas opens a printer for drawing on paper of the document's size. A size
// that the driver does not list is asked for in both ways that drivers know.
// rest is how often the pages must be drawn.
func (s spooler) canvas(d letter.Document, copies int) (g *gdiCanvas, rest int, err error) {
	driver, err := windows.UTF16PtrFromString("WINSPOOL")
	if err != nil {
		return nil, 0, err
	}
	var w, h float64
	w0, h0 := upright(d.Paper)
	for _, size := range s.papers(w0, h0) {
		mode, rest, err := s.mode(d.Paper, size, copies, len(d.Pages))
		if err != nil {
			return nil, 0, err
		}
		dc, _, err := procCreateDC.Call(uintptr(unsafe.Pointer(driver)), uintptr(unsafe.Pointer(s.wide)), 0, uintptr(unsafe.Pointer(&mode[0])))
		if dc == 0 {
			return nil, 0, notTaken(fmt.Errorf("printer: draw on %s: %w", s.name, err))
		}
		g = newCanvas(dc)
		if w, h = g.sheet(); math.Abs(w-d.Paper.W) <= paperSlack && math.Abs(h-d.Paper.H) <= paperSlack {
			return g, rest, nil
		}
		g.close()
	}
	return nil, 0, unknownPaper(s.name, d.Paper, fmt.Errorf("printer: %s gives %.1f x %.1f mm for %g x %g mm", s.name, w, h, d.Paper.W, d.Paper.H))
}

// addFaces makes the faces known to GDI for this program alone, until the
// returned function is called. A PC that refuses gets Times New Roman, whose
// letters are as wide.
func addFaces(f letter.Faces) (remove func()) {
	var handles []uintptr
	for _, ttf := range [][]byte{f.Regular, f.Bold, f.Italic, f.BoldItalic} {
		var n uint32
		if h, _, _ := procAddFont.Call(uintptr(unsafe.Pointer(&ttf[0])), uintptr(len(ttf)), 0, uintptr(unsafe.Pointer(&n))); h != 0 {
			handles = append(handles, h)
		}
	}
	return func() {
		for _, h := range handles {
			procRemoveFont.Call(h)
		}
	}
}

// document sends the pages, as often as the driver does not copy by itself.
func (g *gdiCanvas) document(d letter.Document, p *letter.Press, times int) error {
	title, err := windows.UTF16PtrFromString(d.Title)
	if err != nil {
		return notTaken(fmt.Errorf("printer: title: %w", err))
	}
	info := docInfo{name: title}
	info.size = int32(unsafe.Sizeof(info))
	if n, _, err := procStartDoc.Call(g.dc, uintptr(unsafe.Pointer(&info))); int32(n) <= 0 {
		if errors.Is(err, windows.ERROR_CANCELLED) || errors.Is(err, errPrintCancelled) {
			return notTaken(err) // the dialog of a driver that makes files was closed
		}
		return notTaken(fmt.Errorf("printer: start: %w", err))
	}
	for range times {
		for _, page := range d.Pages {
			if err := g.page(page, p); err != nil {
				procAbortDoc.Call(g.dc)
				return err
			}
		}
	}
	if n, _, err := procEndDoc.Call(g.dc); int32(n) <= 0 {
		return notTaken(fmt.Errorf("printer: end: %w", err))
	}
	return nil
}

// errPrintCancelled is ERROR_PRINT_CANCELLED of winerror.h.
const errPrintCancelled = windows.Errno(63)

func (g *gdiCanvas) page(page letter.Page, p *letter.Press) error {
	if n, _, err := procStartPage.Call(g.dc); int32(n) <= 0 {
		return notTaken(fmt.Errorf("printer: page: %w", err))
	}
	g.prepare()
	for _, it := range page.Items {
		switch it := it.(type) {
		case letter.Text:
			g.text(it, p)
		case letter.Line:
			g.line(it)
		case letter.Rect:
			g.rect(it.X, it.Y, it.X+it.W, it.Y+it.H)
		case letter.Outline:
			g.outline(it)
		case letter.Picture:
			g.picture(it)
		}
	}
	if n, _, err := procEndPage.Call(g.dc); int32(n) <= 0 {
		return notTaken(fmt.Errorf("printer: end of page: %w", err))
	}
	return nil
}
