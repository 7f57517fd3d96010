package scenarios

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"fairlead/workloads"
)

// maxFileName is the length of the name of a file in characters.
const maxFileName = 4096

var workloadSchema = schema{
	what:  "a workload file",
	known: []string{"fairlead", "name", "about", "jobs"},
}

// workload reads the jobs of a workload file beside the file that names it.
func (l *loader) workload(n *node) []Job {
	name := l.line(n, "workload", maxFileName)
	if name == "" {
		return nil
	}
	path := l.beside(n.Place, name)
	if jobs, ok := l.workloads[path]; ok {
		return jobs
	}
	data, err := l.readNamed(path)
	if errors.Is(err, fs.ErrNotExist) {
		if embedded, ok := workloads.Gallery.File(name); ok {
			path, data, err = "workloads/gallery/"+name+".yaml", embedded, nil
		}
	}
	if err != nil {
		l.mistake(n.Place, "workload: cannot read %s: %v%s", quote(name), err, l.galleryHint(name))
		return nil
	}
	if !slices.Contains(l.files, path) {
		l.files = append(l.files, path)
	}
	jobs := l.workloadFile(path, data)
	l.workloads[path] = jobs
	return jobs
}

// galleryHint helps with a name that could be meant for a workload of the gallery.
func (l *loader) galleryHint(name string) string {
	if strings.ContainsAny(name, "./\\") {
		return ""
	}
	return "; the gallery has " + strings.Join(workloads.Gallery.Names(), ", ")
}

func (l *loader) workloadFile(path string, data []byte) []Job {
	root := l.parse(path, data)
	if root == nil {
		return nil
	}
	root.Place = Place{path, 1, 1}
	if !l.version(root) {
		return nil
	}
	d := l.dict(root, &workloadSchema)
	l.name(d.get("name"), "name")
	l.about(d.get("about"))
	return l.jobs(l.need(d, "jobs", "jobs: […]"))
}
