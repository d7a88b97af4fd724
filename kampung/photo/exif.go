package photo

import (
	"bytes"
	"encoding/binary"
)

// A JPEG is a row of segments: FF, a marker, and, but for a few, a length of two
// bytes that counts itself (ITU-T T.81, B.1). What the camera wrote stands in
// the application segments before the picture (marker DA).

// segment is one of them, from its FF on.
type segment struct {
	marker byte
	data   []byte // behind the length
}

// segments walks the segments before the picture; rest is where the picture's
// own begins. A file that breaks the form ends the walk; ok is false then.
func segments(data []byte, visit func(s segment, raw []byte)) (rest int, ok bool) {
	at := 2
	for {
		if at+4 > len(data) || data[at] != 0xff {
			return at, false
		}
		marker := data[at+1]
		switch {
		case marker == 0xff: // filling
			at++
			continue
		case marker == 0xda:
			return at, true
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd9:
			return at, false
		}
		n := int(binary.BigEndian.Uint16(data[at+2:]))
		if n < 2 || at+2+n > len(data) {
			return at, false
		}
		end := at + 2 + n
		visit(segment{marker, data[at+4 : end]}, data[at:end])
		at = end
	}
}

const (
	app1  = 0xe1
	app2  = 0xe2 // colours (ICC)
	app14 = 0xee // Adobe's: how the colours are written
	note  = 0xfe
)

// bare takes out what cameras and programs write about place, device and person:
// Exif, XMP, IPTC, comments. What the colours need stays. The picture keeps its
// bytes.
func bare(data []byte) []byte {
	out := append(make([]byte, 0, len(data)), data[:2]...)
	rest, ok := segments(data, func(s segment, raw []byte) {
		told := s.marker >= app1 && s.marker <= 0xef && s.marker != app2 && s.marker != app14
		if !told && s.marker != note {
			out = append(out, raw...)
		}
	})
	if !ok {
		return data // the decoder read it all the same: nothing is cut out on a guess
	}
	return append(out, data[rest:]...)
}

// Orientation tells how the camera was held, 1 to 8 (EXIF 2.3, tag 0112H); 1,
// upright, where nothing is said or it cannot be read.
func Orientation(data []byte) int {
	turn := 1
	if Kind(data) != JPEG {
		return turn
	}
	found := false
	segments(data, func(s segment, _ []byte) {
		if tiff, ok := bytes.CutPrefix(s.data, []byte("Exif\x00\x00")); ok && s.marker == app1 && !found {
			turn, found = orientationOf(tiff), true
		}
	})
	return turn
}

// orientationOf reads the tag in the first directory of a TIFF (TIFF 6.0, 2).
func orientationOf(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(tiff) < 8:
		return 1
	case string(tiff[:4]) == "MM\x00*":
		order = binary.BigEndian
	case string(tiff[:4]) != "II*\x00":
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(tiff)) {
			return 1
		}
		const tag, short = 0x0112, 3
		if order.Uint16(tiff[e:]) == tag && order.Uint16(tiff[e+2:]) == short && order.Uint32(tiff[e+4:]) == 1 {
			if v := int(order.Uint16(tiff[e+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}
