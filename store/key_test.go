package store

import "crypto/ed25519"

type ed25519Key = ed25519.PublicKey
