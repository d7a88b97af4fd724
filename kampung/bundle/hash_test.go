package bundle

import "crypto/sha256"

func hashOf(b []byte) Hash { return sha256.Sum256(b) }
