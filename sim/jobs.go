package sim

// arrive hands the pending job of a source to the plane and readies the next.
func (w *World) arrive(feed int32) {
	s := w.st.pending[feed]
	w.ready(feed)
	w.submit(&s)
}

// ready draws the next job of a source and puts it in the queue. A job for the
// current instant joins it.
func (w *World) ready(feed int32) {
	f := &w.cfg.Feeds[feed]
	p := &w.st.pending[feed]
	if !f.Source.Next(p) {
		if f.Finite {
			w.st.openWork--
		}
		return
	}
	if p.At < w.now {
		w.fail("source %d yields a job for %d ns, in the past", feed, int64(p.At))
	}
	w.push(p.At, event(evArrival, 0, feed))
}

func (w *World) submit(s *Submission) {
	slot := w.newJob()
	spec := &w.cfg.Specs[s.Spec]
	j := &w.st.jobs[slot]
	*j = Job{
		Key: s.Key, Submitted: w.now, Duration: s.Duration, Tasks: s.Tasks,
		Spec: s.Spec, Tenant: spec.Tenant, Shape: s.Shape, ID: w.st.nextJob,
		finite: s.Tasks != Unlimited && (spec.Duration != nil || s.Duration != Endless),
		live:   true,
	}
	w.st.nextJob++
	if j.finite {
		w.st.openWork++
	}
	flags := FlagEndless
	if j.finite {
		flags = 0
	}
	w.Record(Record{Kind: KindSubmitted, Flags: flags, Tenant: j.Tenant, Job: j.ID, Task: s.Instance, Node: NodeID(s.Spec), Shape: j.Shape, N: j.Tasks})
	w.plane.Submitted(slot)
}

func (w *World) newJob() JobSlot {
	if s := w.st.freeJob; s >= 0 {
		w.st.freeJob = w.st.jobs[s].next
		return s
	}
	w.st.jobs = append(w.st.jobs, Job{})
	return JobSlot(len(w.st.jobs) - 1)
}

// Impossible says that the tasks of a job, none of which was launched, fit no
// node that they may use; the job is over.
func (w *World) Impossible(slot JobSlot) {
	j := &w.st.jobs[slot]
	n := j.Tasks
	if n == Unlimited {
		n = 1
	}
	w.Record(Record{Kind: KindImpossible, Tenant: j.Tenant, Job: j.ID, Shape: j.Shape, N: n})
	w.closeJob(slot)
}

func (w *World) closeJob(slot JobSlot) {
	j := &w.st.jobs[slot]
	if j.finite {
		w.st.openWork--
	}
	j.live = false
	j.next = w.st.freeJob
	w.st.freeJob = slot
}

// taskDone counts a finished task; the last one ends its job.
func (w *World) taskDone(slot JobSlot) {
	j := &w.st.jobs[slot]
	j.Finished++
	if j.Finished == j.Tasks {
		w.Record(Record{Kind: KindJobEnded, Tenant: j.Tenant, Job: j.ID, N: int64(j.Submitted), M: int64(j.Longest)})
		w.closeJob(slot)
	}
}

// leftWaiting reports what was submitted and never ran: what was not launched, in
// order of submission, and then what was still starting up.
func (w *World) leftWaiting() {
	var slots []JobSlot
	for i := range w.st.jobs {
		if j := &w.st.jobs[i]; j.live && j.Tasks != Unlimited && j.Launched < j.Tasks {
			slots = append(slots, JobSlot(i))
		}
	}
	w.sortByID(slots)
	for _, s := range slots {
		j := &w.st.jobs[s]
		w.Record(Record{
			Kind: KindWaiting, Tenant: j.Tenant, Job: j.ID, Shape: j.Shape,
			Task: int32(j.Launched), M: j.Tasks - j.Launched, N: int64(j.Submitted),
		})
	}
	for i := range w.st.runs {
		if run := &w.st.runs[i]; run.Job >= 0 && run.Since < 0 && run.Attempt == 0 && w.st.jobs[run.Job].Tasks != Unlimited {
			j := &w.st.jobs[run.Job]
			w.Record(Record{Kind: KindWaiting, Tenant: j.Tenant, Job: j.ID, Shape: j.Shape, Task: run.Index, M: 1, N: int64(j.Submitted)})
		}
	}
}
