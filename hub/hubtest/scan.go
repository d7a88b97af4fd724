package hubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// PhotoMark stands readable in every invented photo; sealed it stands nowhere.
const PhotoMark = "FOTO KTP CONTOH WULANDARI"

// Photo is an invented scan of a size, a JPEG by its first bytes, and its name
// in a request. Another seed is another photo.
func Photo(seed, size int) ([]byte, kampung.Scan) {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte((i + seed) * 2654435761 >> 8)
	}
	copy(data, fmt.Sprintf("\xff\xd8\xff\xe0 %d ", seed))
	for i := 32; i+len(PhotoMark) < size; i += 4096 {
		copy(data[i:], PhotoMark)
	}
	sum := sha256.Sum256(data)
	return data, kampung.Scan{Requirement: "ktp", Name: fmt.Sprintf("ktp-%d.jpg", seed), Type: "image/jpeg", SHA256: hex.EncodeToString(sum[:]), Size: int64(size)}
}

// RequestWith records the nth request of the desk with scans and returns its id.
func (d *Desk) RequestWith(n int, scans ...kampung.Scan) string {
	subject := fmt.Sprintf("%s-r%d", d.Device, n)
	d.Add(kampung.AudienceKabupaten, kampung.KindRequest, subject, kampung.RequestBody{
		Service: "sku", Number: fmt.Sprintf("500/%03d/2026", n), Seq: n, Year: 2026, Person: Applicant, Scans: scans})
	return subject
}

// ChunkSealing is the nth chunk of a scan, to be spoilt before it is sealed.
func (d *Desk) ChunkSealing(s kampung.Scan, data []byte, n int) bundle.ChunkSealing {
	start := int64(n) * kampung.ScanChunkBytes
	return bundle.ChunkSealing{Village: d.Village, Device: d.Device, SHA256: s.SHA256, Size: s.Size, N: n,
		Plain:  data[start : start+kampung.ScanChunkSize(s.Size, n)],
		ToName: d.Hub.Name, To: d.Hub.Recipient, Also: []string{d.Identity.Recipient().String(), d.Recovery}, Signer: d.Signer}
}

// Chunk seals the nth chunk of a scan.
func (d *Desk) Chunk(s kampung.Scan, data []byte, n int) []byte {
	return must(bundle.SealChunk(d.ChunkSealing(s, data, n)))
}
