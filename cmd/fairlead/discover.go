package main

import (
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// scenariosIn lists the scenario files of a folder, sorted: its *.yaml whose
// first key is fairlead and that hold tenants. Hidden files are none, for editors
// keep their own there.
func scenariosIn(dir string, recursive bool) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != dir && (!recursive || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".yaml" || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		info, err := os.Stat(name)
		if err == nil && (!info.Mode().IsRegular() || info.Size() > maxScenario) {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil || holdsScenario(data) { // what cannot be read is told with the others' outcome
			found = append(found, name)
		}
		return nil
	})
	slices.Sort(found)
	return found, err
}

// maxScenario is the largest file that can be a scenario.
const maxScenario = 16 << 20

// holdsScenario tells a scenario from a workload file and from foreign YAML. A
// file that begins like ours and does not parse counts as a scenario, so that a
// syntax error is reported and does not hide the file.
func holdsScenario(data []byte) bool {
	if !firstKey.Match(firstLine(data)) {
		return false
	}
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil {
		return true
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return false
	}
	root := doc.Content[0]
	for i := 0; i < len(root.Content); i += 2 {
		if key := root.Content[i].Value; key == "tenants" || key == "initial" {
			return true
		}
	}
	return false
}

var firstKey = regexp.MustCompile(`^\{?\s*(fairlead|"fairlead"|'fairlead')\s*:`)

// firstLine is the first line that is neither empty nor a comment nor a mark of
// where the document starts.
func firstLine(data []byte) []byte {
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	for lines.Scan() {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) > 0 && line[0] != '#' && line[0] != '%' && !bytes.HasPrefix(line, []byte("---")) {
			return line
		}
	}
	return nil
}
