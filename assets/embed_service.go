package assets

import (
	"embed"
	"io/fs"
)

//go:embed service/*.json
var services embed.FS

// Services returns the service catalogue: one JSON file a kind of letter, named
// by its key. Adding a file adds a service.
func Services() fs.FS {
	sub, err := fs.Sub(services, "service")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}
