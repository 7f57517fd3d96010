package workloads

import (
	"embed"
	"io/fs"
	"strings"
)

// A Shelf holds the YAML files of a folder that comes with the program.
type Shelf struct {
	FS     fs.FS
	Folder string
}

// Names lists the files without their ending, sorted.
func (s Shelf) Names() []string {
	entries, err := fs.ReadDir(s.FS, s.Folder)
	if err != nil {
		panic("the folder " + s.Folder + " is not embedded: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// File is the text of a file, named with or without its ending.
func (s Shelf) File(name string) ([]byte, bool) {
	data, err := fs.ReadFile(s.FS, s.Folder+"/"+strings.TrimSuffix(name, ".yaml")+".yaml")
	return data, err == nil
}

//go:embed gallery/*.yaml
var galleryFiles embed.FS

// Gallery holds the workloads that come with the program.
var Gallery = Shelf{galleryFiles, "gallery"}
