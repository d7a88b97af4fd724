package printer

import (
	"errors"
	"fmt"
	"math"
	"unsafe"

	"golang.org/x/sys/windows"

	"smartkampung/kampung/letter"
)

// Calls of the print spooler; their names and numbers are those of winspool.h
// and wingdi.h.
var (
	winspool             = windows.NewLazySystemDLL("winspool.drv")
	procEnumPrinters     = winspool.NewProc("EnumPrintersW")
	procDefaultPrinter   = winspool.NewProc("GetDefaultPrinterW")
	procOpenPrinter      = winspool.NewProc("OpenPrinterW")
	procClosePrinter     = winspool.NewProc("ClosePrinter")
	procGetPrinter       = winspool.NewProc("GetPrinterW")
	procDocumentProps    = winspool.NewProc("DocumentPropertiesW")
	procDeviceCapability = winspool.NewProc("DeviceCapabilitiesW")
)

const (
	enumLocal, enumConnections = 0x2, 0x4

	statusPaused, statusError, statusOffline, statusOff = 0x1, 0x2, 0x80, 0x1000
	attributeOffline                                    = 0x400

	dmOutBuffer, dmInBuffer = 0x2, 0x8
	dmOrientation           = 0x1
	dmPaperSize             = 0x2
	dmPaperLength           = 0x4
	dmPaperWidth            = 0x8
	dmScale                 = 0x10
	dmCopies                = 0x100
	dmCollate               = 0x8000
	paperUser               = 256
	paperNone               = 0 // length and width alone say the size

	dcPapers, dcPaperSize, dcCopies, dcCollate = 2, 3, 18, 22
)

// printerInfo4 and printerInfo2 are what EnumPrinters and GetPrinter tell.
type printerInfo4 struct {
	name, server *uint16
	attributes   uint32
}

type printerInfo2 struct {
	_                  [7]*uint16
	_                  *byte
	_                  [4]*uint16
	_                  uintptr
	attributes         uint32
	_, _, _, _         uint32
	status, jobs, pace uint32
}

// devmode is the start of DEVMODEW, before what is the display's and the
// driver's own.
type devmode struct {
	deviceName                    [32]uint16
	specVersion, driverVersion    uint16
	size, driverExtra             uint16
	fields                        uint32
	orientation, paperSize        int16
	paperLength, paperWidth       int16 // 0.1 mm
	scale, copies, source, qualty int16
	color, duplex, yResolution    int16
	ttOption, collate             int16
}

// List names the printers, the default one first.
func List() []string {
	var need, n uint32
	flags := uintptr(enumLocal | enumConnections)
	procEnumPrinters.Call(flags, 0, 4, 0, 0, uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&n)))
	if need == 0 {
		return nil
	}
	buf := make([]uint64, (need+7)/8) // aligned as the structures want it
	ok, _, _ := procEnumPrinters.Call(flags, 0, 4, uintptr(unsafe.Pointer(&buf[0])), uintptr(need), uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&n)))
	if ok == 0 {
		return nil
	}
	var names []string
	for _, p := range unsafe.Slice((*printerInfo4)(unsafe.Pointer(&buf[0])), n) {
		names = append(names, windows.UTF16PtrToString(p.name))
	}
	return lead(names, standard())
}

// standard is the name of the default printer, "" for none.
func standard() string {
	buf := make([]uint16, 512)
	n := uint32(len(buf))
	ok, _, _ := procDefaultPrinter.Call(uintptr(unsafe.Pointer(&buf[0])), uintptr(unsafe.Pointer(&n)))
	if ok == 0 {
		return ""
	}
	return windows.UTF16ToString(buf)
}

// spooler is an opened printer.
type spooler struct {
	handle windows.Handle
	name   string
	wide   *uint16
}

// openSpooler opens a printer that is on; "" is the default one. Errors have
// words.
func openSpooler(name string) (s spooler, err error) {
	if name == "" {
		if name = standard(); name == "" {
			names := List()
			if len(names) == 0 {
				return s, noPrinter(errors.New("printer: Windows names no printer"))
			}
			name = names[0]
		}
	}
	s.name = name
	if s.wide, err = windows.UTF16PtrFromString(name); err != nil {
		return s, noSuchPrinter(name, err)
	}
	if ok, _, err := procOpenPrinter.Call(uintptr(unsafe.Pointer(s.wide)), uintptr(unsafe.Pointer(&s.handle)), 0); ok == 0 {
		if errors.Is(err, windows.ERROR_INVALID_PRINTER_NAME) {
			return s, noSuchPrinter(name, err)
		}
		return s, noService(fmt.Errorf("printer: open %s: %w", name, err))
	}
	if info, ok := s.info(); ok && (info.attributes&attributeOffline != 0 || info.status&(statusPaused|statusError|statusOffline|statusOff) != 0) {
		s.close()
		return s, printerOff(name, fmt.Errorf("printer: status %#x, attributes %#x", info.status, info.attributes))
	}
	return s, nil
}

func (s spooler) close() { procClosePrinter.Call(uintptr(s.handle)) }

func (s spooler) info() (info printerInfo2, ok bool) {
	var need uint32
	procGetPrinter.Call(uintptr(s.handle), 2, 0, 0, uintptr(unsafe.Pointer(&need)))
	if need < uint32(unsafe.Sizeof(info)) {
		return info, false
	}
	buf := make([]uint64, (need+7)/8)
	r, _, _ := procGetPrinter.Call(uintptr(s.handle), 2, uintptr(unsafe.Pointer(&buf[0])), uintptr(need), uintptr(unsafe.Pointer(&need)))
	if r == 0 {
		return info, false
	}
	return *(*printerInfo2)(unsafe.Pointer(&buf[0])), true
}

// mode asks the driver for its settings with paper and copies as wanted; size is
// one of [spooler.papers]. rest is
// how often the pages must be drawn because the driver does not copy by itself.
func (s spooler) mode(p letter.Paper, size int16, copies, pages int) (mode []byte, rest int, err error) {
	need, _, err := procDocumentProps.Call(0, uintptr(s.handle), uintptr(unsafe.Pointer(s.wide)), 0, 0, 0)
	if int32(need) < int32(unsafe.Sizeof(devmode{})) {
		return nil, 0, notTaken(fmt.Errorf("printer: settings of %s: %w", s.name, err))
	}
	mode = make([]byte, need)
	at := uintptr(unsafe.Pointer(&mode[0]))
	if ok, _, err := procDocumentProps.Call(0, uintptr(s.handle), uintptr(unsafe.Pointer(s.wide)), at, 0, dmOutBuffer); int32(ok) < 0 {
		return nil, 0, notTaken(fmt.Errorf("printer: settings of %s: %w", s.name, err))
	}
	m := (*devmode)(unsafe.Pointer(&mode[0]))
	w, h := upright(p)
	m.orientation = 1
	if p.W > p.H {
		m.orientation = 2
	}
	m.paperSize, m.paperWidth, m.paperLength, m.scale = size, int16(math.Round(w*10)), int16(math.Round(h*10)), 100
	m.fields |= dmOrientation | dmPaperSize | dmPaperLength | dmPaperWidth | dmScale
	switch size {
	case paperUser:
	case paperNone:
		m.fields &^= dmPaperSize
	default:
		m.fields &^= dmPaperLength | dmPaperWidth // the number says it
	}
	rest = copies
	if most := s.capability(dcCopies, nil); copies > 1 && int(most) >= copies && (pages == 1 || s.capability(dcCollate, nil) == 1) {
		m.copies, m.collate, rest = int16(copies), 1, 1
		m.fields |= dmCopies | dmCollate
	} else {
		m.copies = 1
		m.fields |= dmCopies
	}
	if ok, _, err := procDocumentProps.Call(0, uintptr(s.handle), uintptr(unsafe.Pointer(s.wide)), at, at, dmInBuffer|dmOutBuffer); int32(ok) < 0 {
		return nil, 0, notTaken(fmt.Errorf("printer: settings of %s: %w", s.name, err))
	}
	return mode, rest, nil
}

// papers are the driver's numbers to ask for a sheet by, the best first: that of
// a size that it lists, or those for a size of its own.
func (s spooler) papers(w, h float64) []int16 {
	own := []int16{paperUser, paperNone}
	n := s.capability(dcPapers, nil)
	if n <= 0 || n > 4096 {
		return own
	}
	ids, sizes := make([]int16, n), make([][2]int32, n)
	if s.capability(dcPapers, unsafe.Pointer(&ids[0])) != n || s.capability(dcPaperSize, unsafe.Pointer(&sizes[0])) != n {
		return own
	}
	off := func(i int) float64 {
		return max(math.Abs(float64(sizes[i][0])/10-w), math.Abs(float64(sizes[i][1])/10-h))
	}
	best := 0
	for i := range sizes {
		if off(i) < off(best) {
			best = i
		}
	}
	switch {
	case off(best) <= sameSheet:
		return append([]int16{ids[best]}, own...)
	case off(best) <= nearSheet:
		return append(own, ids[best])
	}
	return own
}

func (s spooler) capability(what uintptr, out unsafe.Pointer) int32 {
	n, _, _ := procDeviceCapability.Call(uintptr(unsafe.Pointer(s.wide)), 0, what, uintptr(out), 0)
	return int32(n)
}
