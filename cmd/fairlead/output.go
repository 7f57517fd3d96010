package main

import (
	"context"
	"errors"
	"io"
	"sync"

	"fairlead/reports"
	"fairlead/reports/bundle"
	"fairlead/reports/html"
	"fairlead/reports/plot"
	"fairlead/sim"
)

// folder is where the files of one run go: a folder of results, or one below it
// when several runs share one.
type folder struct {
	bundle *bundle.Bundle
	below  string // "" or a name and a slash
	shared *sync.Mutex
}

// create begins a file.
func (f *folder) create(name string) (io.WriteCloser, error) {
	f.shared.Lock()
	defer f.shared.Unlock()
	w, err := f.bundle.File(f.below + name)
	return &sharedFile{w, f.shared}, err
}

// write makes a whole file.
func (f *folder) write(name string, fill func(io.Writer) error) error {
	w, err := f.create(name)
	if err != nil {
		return err
	}
	return errors.Join(fill(w), w.Close())
}

// sharedFile is a file of a bundle in which other files are being written: the
// bundle keeps account of all of them.
type sharedFile struct {
	io.WriteCloser
	mu *sync.Mutex
}

// Write implements io.Writer.
func (f *sharedFile) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.WriteCloser.Write(p)
}

// Close implements io.Closer.
func (f *sharedFile) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.WriteCloser.Close()
}

// A closer is a sink that has to be ended.
type closer interface {
	sim.Sink
	io.Closer
}

// output is what one run writes: a folder of results, a file of records, both or
// none. Until commit nothing of it can be found where it will be.
type output struct {
	folder *folder
	own    *bundle.Bundle // to be put in place by commit
	file   *bundle.File
	open   []closer
	files  []io.Closer
}

// openOutput begins what the request asks for, so that a folder that cannot be
// written is told before the run and not after it.
func openOutput(r request) (*output, error) {
	out := &output{folder: r.folder}
	var err error
	if r.dir != "" && r.folder == nil {
		if out.own, err = bundle.Create(r.dir); err != nil {
			return nil, err
		}
		out.folder = &folder{bundle: out.own, shared: new(sync.Mutex)}
	}
	if r.records != "" {
		if out.file, err = bundle.AtomicFile(r.records); err != nil {
			out.abort()
			return nil, err
		}
	}
	return out, nil
}

// sinks opens the readers of the record stream.
func (o *output) sinks(m reports.Meta) ([]sim.Sink, error) {
	if o.file != nil {
		o.open = append(o.open, reports.NewRecordsJSONL(o.file, &m))
	}
	if o.folder != nil {
		tasks, err := o.stream("tasks.csv")
		if err != nil {
			return nil, err
		}
		jobs, err := o.stream("jobs.csv")
		if err != nil {
			return nil, err
		}
		o.open = append(o.open, reports.NewTasksCSV(tasks, &m), reports.NewJobsCSV(jobs, &m))
	}
	sinks := make([]sim.Sink, len(o.open))
	for i, s := range o.open {
		sinks[i] = s
	}
	return sinks, nil
}

// stream begins a file that grows during the run.
func (o *output) stream(name string) (io.Writer, error) {
	w, err := o.folder.create(name)
	if err != nil {
		return nil, &failure{exitIO, err}
	}
	o.files = append(o.files, w)
	return w, nil
}

// commit writes what is known at the end and puts everything in place, unless it
// is interrupted before.
func (o *output) commit(ctx context.Context, r *reports.Results) error {
	if err := o.fill(r); err != nil {
		return &failure{exitIO, err}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := o.settle(); err != nil {
		return &failure{exitIO, err}
	}
	return nil
}

// fill writes what is known at the end.
func (o *output) fill(r *reports.Results) error {
	for _, s := range o.open {
		if err := s.Close(); err != nil {
			return err
		}
	}
	for _, f := range o.files {
		if err := f.Close(); err != nil {
			return err
		}
	}
	if o.folder != nil {
		return o.folder.results(r)
	}
	return nil
}

// settle puts everything in place.
func (o *output) settle() error {
	if o.own != nil {
		if err := o.own.Commit(); err != nil {
			return err
		}
	}
	if o.file != nil {
		return o.file.Commit()
	}
	return nil
}

// results writes what is made of the results of one run.
func (f *folder) results(r *reports.Results) error {
	pictures := plot.All(r)
	return errors.Join(
		f.write("summary.json", func(w io.Writer) error { return reports.WriteJSON(w, r.Summary, false) }),
		f.write("tenants.csv", func(w io.Writer) error { return reports.WriteTenantsCSV(w, r) }),
		f.write("timeline.csv", func(w io.Writer) error { return reports.WriteTimelineCSV(w, r) }),
		f.pictures(pictures),
		f.write("report.html", func(w io.Writer) error { return html.Write(w, r, pictures) }),
	)
}

// pictures writes each picture in both of its forms.
func (f *folder) pictures(all []plot.Picture) error {
	var errs []error
	for _, p := range all {
		errs = append(errs, f.data("plots/"+p.Name+".svg", p.SVG), f.data("plots/"+p.Name+".png", p.PNG))
	}
	return errors.Join(errs...)
}

func (f *folder) data(name string, data []byte) error {
	return f.write(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// abort leaves nothing behind; after commit it does nothing.
func (o *output) abort() {
	if o.own != nil {
		o.own.Abort()
	}
	if o.file != nil {
		o.file.Abort()
	}
}
