package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"smartkampung/kampung"
)

// SaveScan keeps the bytes of a scan or photo, sealed beside the database, and
// returns how to name it in a request. The same bytes are kept once. Errors:
// [kampung.Problems] for a file that is none of JPEG, PNG and PDF, or too big.
func (s *Store) SaveScan(requirement, name string, data []byte) (kampung.Scan, error) {
	sum := sha256.Sum256(data)
	scan := kampung.Scan{
		Requirement: requirement, Name: filepath.Base(name), Type: scanType(data),
		SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)),
	}
	switch {
	case len(data) == 0:
		return scan, kampung.Problems{{Field: "scan", Text: "Berkas kosong. Pindai ulang atau pilih berkas lain."}}
	case len(data) > kampung.MaxScanBytes:
		return scan, kampung.Problems{{Field: "scan", Text: "Berkas lebih besar dari 20 MB. Pindai dengan mutu lebih rendah (200 dpi sudah cukup)."}}
	case scan.Type == "":
		return scan, kampung.Problems{{Field: "scan", Text: "Berkas harus foto JPEG, PNG, atau PDF."}}
	}
	path := s.scanPath(scan.SHA256)
	if _, err := os.Stat(path); err == nil {
		if old, err := s.Scan(scan.SHA256); err == nil && bytes.Equal(old, data) {
			return scan, nil
		}
	}
	if err := enoughSpace(s.dir); err != nil {
		return scan, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return scan, diskError("scan folder", err)
	}
	var out []byte
	for i := 0; i*kampung.ScanChunkBytes < len(data); i++ {
		part := data[i*kampung.ScanChunkBytes : min((i+1)*kampung.ScanChunkBytes, len(data))]
		sealed := s.scans.seal(scanPlace(sum[:], i), part)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(sealed)))
		out = append(out, sealed...)
	}
	if err := WriteFile(path, out); err != nil {
		return scan, diskError("scan", err)
	}
	return scan, nil
}

// Scan returns the bytes of a scan. Errors: [ErrNotFound], [ErrDamaged].
func (s *Store) Scan(sha string) ([]byte, error) {
	sum, err := hex.DecodeString(sha)
	if err != nil || len(sum) != sha256.Size {
		return nil, fmt.Errorf("%w: scan", ErrNotFound)
	}
	b, err := os.ReadFile(s.scanPath(sha))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: scan", ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("store: scan: %w", err)
	}
	var data []byte
	for i := 0; len(b) > 0; i++ {
		if len(b) < 4 || int(binary.LittleEndian.Uint32(b)) > len(b)-4 {
			return nil, fmt.Errorf("%w: scan is cut", ErrDamaged)
		}
		n := int(binary.LittleEndian.Uint32(b))
		part, err := s.scans.open(scanPlace(sum, i), b[4:4+n])
		if err != nil {
			return nil, fmt.Errorf("scan: %w", err)
		}
		data, b = append(data, part...), b[4+n:]
	}
	if sha256.Sum256(data) != [sha256.Size]byte(sum) {
		return nil, fmt.Errorf("%w: scan", ErrDamaged)
	}
	return data, nil
}

func (s *Store) scanPath(sha string) string {
	return s.path(filepath.Join("scan", hex.EncodeToString(s.scans.blinded("scan", sha))+".sks"))
}

func scanPlace(sum []byte, i int) []byte {
	return binary.LittleEndian.AppendUint32(append([]byte("scan/"), sum...), uint32(i))
}

// scanType tells the kind of a file from its first bytes, "" for others.
func scanType(data []byte) string {
	for magic, kind := range map[string]string{"\xff\xd8\xff": "image/jpeg", "\x89PNG\r\n\x1a\n": "image/png", "%PDF-": "application/pdf"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return kind
		}
	}
	return ""
}
