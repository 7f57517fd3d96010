package workloads

import "fairlead/sim/resource"

// Openb maps the pods of openb, the GPU cluster of Alibaba's trace of 2023, as
// published with Weng et al., "Beware of Fragmentation", USENIX ATC 2023.
//
// A pod is a job of one task. It asks for num_gpu × gpu_milli thousandths of a
// gpu in all: that fractions have to fit on single gpus of a node is not
// modelled, and so is gpu_spec, the models that a pod may run on. It runs from
// scheduled_time to deletion_time; pods that were never scheduled run, if they
// are kept, from creation_time. Lists without times need all jobs to arrive
// together, and their pods run for ever unless filled says for how long.
func Openb(duration TimeColumn) *JobTable {
	milli := resource.Frac{Num: 1, Den: 1}
	return &JobTable{
		Table:    Table{Header: true},
		Format:   "openb",
		Submit:   TimeColumn{Column: "creation_time", Optional: true},
		Start:    TimeColumn{Column: "scheduled_time", Optional: true},
		End:      TimeColumn{Column: "deletion_time", Optional: true},
		Duration: duration,
		Amounts: []TableAmount{
			{Resource: "cpus", Column: "cpu_milli", Unit: milli},
			{Resource: "mem", Column: "memory_mib"},
			{Resource: "gpus", Column: "num_gpu", Times: "gpu_milli", Unit: milli},
		},
	}
}
