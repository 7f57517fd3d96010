package main

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// The XML that CI systems read: a suite for each file, a case for its run and
// one for each expectation. Times are left out: the same scenarios give the same
// bytes.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitMessage `xml:"failure"`
		Error   *junitMessage `xml:"error"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit is the report of all verdicts.
func junit(verdicts []verdict) ([]byte, error) {
	report := junitReport{Name: "fairlead"}
	for _, v := range verdicts {
		s := v.suite()
		report.Tests += s.Tests
		report.Failures += s.Failures
		report.Errors += s.Errors
		report.Suites = append(report.Suites, s)
	}
	text, err := xml.MarshalIndent(report, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func (v *verdict) suite() junitSuite {
	s := junitSuite{Name: inert(v.file)}
	add := func(name, message, text string, failed, broken bool) {
		c := junitCase{Class: inert(v.file), Name: inert(name)}
		switch {
		case broken:
			c.Error = &junitMessage{inert(message), inert(text)}
			s.Errors++
		case failed:
			c.Failure = &junitMessage{inert(message), inert(text)}
			s.Failures++
		}
		s.Tests++
		s.Cases = append(s.Cases, c)
	}
	if v.err != nil {
		message, _, _ := strings.Cut(v.err.Error(), "\n")
		add("run", message, v.err.Error(), false, true)
		return s
	}
	add("run", strings.Join(v.complaints, "; "), strings.Join(v.complaints, "\n"), len(v.complaints) > 0, false)
	for _, e := range v.expect {
		got := fmt.Sprintf("got: %s", e.got)
		add(e.assertion, got, fmt.Sprintf("%s: want: %s\n%s", e.place, e.assertion, got), !e.ok, false)
	}
	return s
}

// inert replaces what XML cannot hold; the encoder escapes the rest.
func inert(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
