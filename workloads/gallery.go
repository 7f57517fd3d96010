package workloads

import (
	"embed"
	"strings"
)

// gallery holds the workload files that come with the program.
//
//go:embed gallery/*.yaml
var gallery embed.FS

// Gallery lists the names of the workloads that come with the program, sorted.
func Gallery() []string {
	entries, err := gallery.ReadDir("gallery")
	if err != nil {
		panic("workloads: the gallery is not embedded: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// GalleryFile is the text of a workload of the gallery.
func GalleryFile(name string) ([]byte, bool) {
	data, err := gallery.ReadFile("gallery/" + name + ".yaml")
	return data, err == nil
}
