package scenarios

import (
	"embed"

	"fairlead/workloads"
)

//go:embed gallery/*.yaml
var galleryFiles embed.FS

var gallery = workloads.Shelf{FS: galleryFiles, Folder: "gallery"}

// Gallery lists the names of the scenarios that come with the program, sorted.
func Gallery() []string { return gallery.Names() }

// GalleryFile is the text of a scenario of the gallery.
func GalleryFile(name string) ([]byte, bool) { return gallery.File(name) }
