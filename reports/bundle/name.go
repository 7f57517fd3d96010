package bundle

// SafeName makes of the name of a scenario the name of a folder: every byte
// outside [A-Za-z0-9._-], and a leading dot, becomes '-'.
func SafeName(name string) string {
	if name == "" {
		return "-"
	}
	b := []byte(name)
	for i, c := range b {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
		case c == '.' && i > 0:
		default:
			b[i] = '-'
		}
	}
	return string(b)
}
