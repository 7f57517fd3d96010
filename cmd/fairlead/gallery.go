package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"fairlead/reports"
	"fairlead/scenarios"
)

func (a *app) galleryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gallery [list|show NAME|export DIR]",
		Short: "The scenarios that come with fairlead",

		SuggestionsMinimumDistance: 2,
		Long: `The gallery is a set of scenarios, each with expectations that follow from a
formula, a paper or a rule. Their names can be used wherever a file can.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("unknown command %q for gallery%s", args[0], didYouMean(cmd.SuggestionsFor(args[0])))
			}
			return nil
		},
	}
	list := a.galleryList()
	cmd.Flags().AddFlagSet(list.Flags())
	cmd.RunE = list.RunE
	cmd.AddCommand(list, a.galleryShow(), a.galleryExport())
	return cmd
}

type galleryEntry struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

func (a *app) galleryList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the gallery",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			entries := []galleryEntry{}
			for _, name := range scenarios.Gallery() {
				s, err := load(name, scenarios.Overrides{})
				if err != nil {
					return err
				}
				entries = append(entries, galleryEntry{name, s.About})
			}
			if asJSON {
				return a.printJSON(entries)
			}
			table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
			for _, e := range entries {
				fmt.Fprintf(table, "%s\t%s\n", e.Name, e.About)
			}
			return table.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (a *app) galleryShow() *cobra.Command {
	return &cobra.Command{
		Use:               "show NAME",
		Short:             "Print a scenario of the gallery",
		ValidArgsFunction: completeGallery,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("gallery show needs the name of one scenario")
			}
			data, ok := scenarios.GalleryFile(args[0])
			if !ok {
				return usage("the gallery has no %q%s", args[0], didYouMean(near(args[0], scenarios.Gallery())))
			}
			_, err := a.stdout.Write(data)
			return err
		},
	}
}

func (a *app) galleryExport() *cobra.Command {
	return &cobra.Command{
		Use:   "export DIR",
		Short: "Write the gallery's files into a folder",
		Long:  "Writes the gallery's files into a folder. A file that is there with other content is left alone, and the command fails.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("gallery export needs the name of one folder")
			}
			return a.export(args[0])
		},
	}
}

func (a *app) export(dir string) error {
	names := scenarios.Gallery()
	for _, name := range names {
		data, _ := scenarios.GalleryFile(name)
		there, err := os.ReadFile(filepath.Join(dir, name+".yaml"))
		switch {
		case err == nil && !bytes.Equal(there, data):
			return usage("%s is there with other content; nothing written", filepath.Join(dir, name+".yaml"))
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range names {
		data, _ := scenarios.GalleryFile(name)
		if err := writeAtomic(filepath.Join(dir, name+".yaml"), data); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.stdout, "%s in %s\n", plural(len(names), "scenario"), reports.Visible(dir))
	return nil
}

func completeGallery(_ *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, n := range scenarios.Gallery() {
		if len(args) == 0 && strings.HasPrefix(n, prefix) {
			out = append(out, n)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
