package sim

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/zeebo/xxh3"
)

// batchSize is how many records go to the sinks at once: 24 KiB stay in the
// first-level cache between the maker and the readers.
const batchSize = 512

// Record adds one record to the stream; its time is the current instant.
func (w *World) Record(r Record) {
	r.At = w.now
	*w.next() = r
}

// Full reports whether the run has made all the records that it may make: whatever
// goes on must stop.
func (w *World) Full() bool {
	return w.st.emitted+int64(len(w.st.records)) >= w.cfg.Bound
}

// next is the place of the next record in the stream, zero but for its time;
// the caller fills it and calls sent.
func (w *World) next() *Record {
	if len(w.st.records) == batchSize {
		w.flush()
	}
	n := len(w.st.records)
	w.st.records = w.st.records[:n+1]
	r := &w.st.records[n]
	*r = Record{At: w.now}
	return r
}

// flush hands the batch to the fingerprint and the sinks.
func (w *World) flush() {
	batch := w.st.records
	if len(batch) == 0 {
		return
	}
	w.words = appendCanonical(w.words[:0], batch)
	_, _ = w.st.hash.Write(w.words) // a hash never fails
	for _, s := range w.cfg.Sinks {
		s.Take(batch)
	}
	w.st.emitted += int64(len(batch))
	w.st.records = batch[:0]
	if w.cfg.Watch != nil && !w.cfg.Watch(w.now, w.st.emitted) {
		w.stop = true
	}
}

// appendCanonical writes records in the form that the fingerprint is taken of:
// little-endian, fields in the order of Record, 48 bytes each.
func appendCanonical(b []byte, records []Record) []byte {
	for i := range records {
		r := &records[i]
		b = binary.LittleEndian.AppendUint64(b, uint64(r.At))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.Kind)|uint64(r.Cause)<<8|uint64(r.Flags)<<16|uint64(uint32(r.Tenant))<<32)
		b = binary.LittleEndian.AppendUint64(b, uint64(uint32(r.Job))|uint64(uint32(r.Task))<<32)
		b = binary.LittleEndian.AppendUint64(b, uint64(uint32(r.Node))|uint64(uint32(r.Shape))<<32)
		b = binary.LittleEndian.AppendUint64(b, uint64(r.N))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.M))
	}
	return b
}

// EngineVersion names the meaning of fingerprints: it changes when semantics or
// kinds of record change.
const EngineVersion = "fl1"

// Fingerprint is the hash of all records so far.
func (w *World) Fingerprint() string {
	return EngineVersion + ":" + sum(&w.st.hash)
}

func sum(h *xxh3.Hasher) string {
	s := h.Sum128().Bytes()
	return hex.EncodeToString(s[:])
}
