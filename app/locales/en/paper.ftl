# A case on paper.
tab-paper = Paper
paper-hint = Everything that is known here, as it will be printed. Choose what belongs on it.
paper-what = What is on it
paper-print = Print
paper-json = Keep as a file for other programs (JSON)
paper-tables = Tables for spreadsheets
paper-csv = { $what } (CSV)
paper-reading = Reading { $done } of { $of }…
paper-failed = The browser did not keep the file. Nothing in the case has changed.
paper-printed = Printed by { $name } on { $when }
paper-disputed = { $field }: not decided yet
paper-left-out = Left out on purpose: { $names }.
