package wire

import (
	"reflect"
	"testing"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func TestLogsHeader(t *testing.T) {
	l := bundle.Log{Village: "35.10.05.2001", Device: "5f0c3a9e", Epoch: "c1d2e3f4", Audience: kampung.AudienceKantor}
	want := []LogSize{{l, 31, "0a1b2c3d"}}
	text := FormatLogs(want)
	if text != "5f0c3a9e/c1d2e3f4/kantor:31:0a1b2c3d" {
		t.Errorf("header %q", text)
	}
	if got := ParseLogs(l.Village, "x,"+text+", 5f0c3a9e/c1d2e3f4/kantor:-1,5f0c3a9e/../kantor:2,5f0c3a9e/c1d2e3f4/kantor:2:0a1b2c,5f0c3a9e/c1d2e3f4/kantor:2:xx"); !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v", got)
	}
}

func TestLogsHeaderWithoutRoots(t *testing.T) {
	got := ParseLogs("35.10.05.2001", "5f0c3a9e/c1d2e3f4/kantor:31")
	if len(got) != 1 || got[0].Size != 31 || got[0].Root != "" || FormatLogs(got) != "5f0c3a9e/c1d2e3f4/kantor:31" {
		t.Errorf("read %+v", got)
	}
}

func FuzzParseLogs(f *testing.F) {
	f.Add("5f0c3a9e/c1d2e3f4/kantor:31,5f0c3a9e/c1d2e3f4/kabupaten:2")
	f.Add("5f0c3a9e/c1d2e3f4/kantor:31:0a1b2c3d")
	f.Add(",:,/:9")
	f.Fuzz(func(t *testing.T, value string) {
		logs := ParseLogs("35.10.05.2001", value)
		if again := ParseLogs("35.10.05.2001", FormatLogs(logs)); len(logs) > 0 && !reflect.DeepEqual(logs, again) {
			t.Fatalf("%+v is read back as %+v", logs, again)
		}
	})
}
