"""The command line, the line mode and the terminal program."""
