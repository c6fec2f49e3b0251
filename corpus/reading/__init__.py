"""Files to text: `read_file` and `read_bytes` give the Rohtext, `lesefassung.prepare` what parsers read."""
