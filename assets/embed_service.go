package assets

import (
	"embed"
	"io/fs"
)

//go:embed service/*.json
var services embed.FS

// Standard is the service standard that all services share, a JSON object of the
// components that the law names; a service's file says what differs.
//
//go:embed standard.json
var Standard []byte

// Services returns the service catalogue: one JSON file a kind of letter, named
// by its key. Adding a file adds a service.
func Services() fs.FS {
	sub, err := fs.Sub(services, "service")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}
