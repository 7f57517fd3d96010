package sim

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"testing"
	"unsafe"

	"github.com/zeebo/xxh3"
)

// TestRecordIsSmall holds records to 48 bytes without padding, which is also what
// each adds to the fingerprint.
func TestRecordIsSmall(t *testing.T) {
	if n := unsafe.Sizeof(Record{}); n != 48 {
		t.Errorf("a record takes %d bytes", n)
	}
	if n := len(appendCanonical(nil, make([]Record, 3))); n != 3*48 {
		t.Errorf("three records have %d canonical bytes", n)
	}
}

// TestCanonicalBytes spells the form out of which fingerprints are made: fields in
// order, little-endian, no names. It may change only together with EngineVersion.
func TestCanonicalBytes(t *testing.T) {
	stream := []Record{
		{
			At: 0x0102030405060708, Kind: KindEnded, Cause: CauseLost, Flags: 0x1122, Tenant: 0x21222324, Job: 0x31323334,
			Task: 0x41424344, Node: 0x51525354, Shape: 0x61626364, N: 0x7172737475767778, M: -2,
		},
		{At: 1, Kind: KindLaunched, Node: -1, N: 5},
	}
	want := "0807060504030201" + "06" + "04" + "2211" + "24232221" + "34333231" + "44434241" + "54535251" + "64636261" + "7877767574737271" + "feffffffffffffff" +
		"0100000000000000" + "04" + "00" + "0000" + "00000000" + "00000000" + "00000000" + "ffffffff" + "00000000" + "0500000000000000" + "0000000000000000"
	got := appendCanonical(nil, stream)
	if hex.EncodeToString(got) != want {
		t.Errorf("canonical bytes\n%x, want\n%s", got, want)
	}
	sum := xxh3.Hash128(got).Bytes()
	if got, want := hex.EncodeToString(sum[:]), "4dced8397f842b1cf97847d5206d9e3c"; got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
}

// TestFingerprintOfAStream holds a hand-made run, of more than one batch, to the
// hash of its records in one piece, and to a golden value.
func TestFingerprintOfAStream(t *testing.T) {
	s := &stage{}
	s.submitted = func(JobSlot) {
		for i := range int64(1200) {
			s.w.Record(Record{Kind: KindFault, Task: int32(i), N: i * i})
		}
	}
	cfg, k := theatre(s, 1, Submission{At: Second, Tasks: 2, Duration: Second})
	cfg.Until = 3 * Second
	out := New(cfg).Run()
	sum := xxh3.Hash128(appendCanonical(nil, k.records)).Bytes()
	if want := fmt.Sprintf("%s:%x", EngineVersion, sum); out.Fingerprint != want || out.Records != 1203 {
		t.Errorf("%s of %d records, the whole stream hashes to %s", out.Fingerprint, out.Records, want)
	}
	if want := "fl1:513b9c508adb680d12f2c9e66079c78e"; out.Fingerprint != want {
		t.Errorf("fingerprint %s, want %s", out.Fingerprint, want)
	}
}

// TestFingerprintSeesEveryField changes one field at a time.
func TestFingerprintSeesEveryField(t *testing.T) {
	base := Record{At: 5, Kind: KindHeld, Cause: CauseUp, Flags: 1, Tenant: 2, Job: 3, Task: 4, Node: 5, Shape: 6, N: 7, M: 8}
	seen := [][]byte{appendCanonical(nil, []Record{base})}
	for i, change := range []func(*Record){
		func(r *Record) { r.At++ }, func(r *Record) { r.Kind++ }, func(r *Record) { r.Cause++ }, func(r *Record) { r.Flags++ },
		func(r *Record) { r.Tenant++ }, func(r *Record) { r.Job++ }, func(r *Record) { r.Task++ }, func(r *Record) { r.Node++ },
		func(r *Record) { r.Shape++ }, func(r *Record) { r.N++ }, func(r *Record) { r.M++ },
	} {
		r := base
		change(&r)
		b := appendCanonical(nil, []Record{r})
		for _, other := range seen {
			if bytes.Equal(b, other) {
				t.Errorf("change %d is not seen", i)
			}
		}
		seen = append(seen, b)
	}
}

// TestClosedLists fixes the numbers of kinds and causes, which are in every
// recorded fingerprint: new ones go to the end.
func TestClosedLists(t *testing.T) {
	if KindSubmitted != 1 || KindImpossible != 2 || KindJobEnded != 3 || KindLaunched != 4 || KindRunning != 5 || KindEnded != 6 ||
		KindWaiting != 7 || KindHeld != 8 || KindReleased != 9 || KindMore != 10 || KindNode != 11 || KindTenant != 12 || KindFault != 13 {
		t.Error("kinds have moved")
	}
	if CauseFinished != 1 || CauseFailed != 2 || CauseKilled != 3 || CauseLost != 4 || CauseUsed != 5 || CauseReturned != 6 ||
		CauseWithdrawn != 7 || CauseUp != 8 || CauseDown != 9 {
		t.Error("causes have moved")
	}
}
