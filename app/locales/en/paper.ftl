# A case on paper.
tab-paper = Paper
paper-hint = What is known here, as it will be printed. Choose what belongs on it.
paper-kind = What to print
paper-what = What is on it
paper-how = How it is printed
paper-language = Language of the paper
paper-sheets = Size of the paper
paper-letter = Letter
paper-large = Large print
paper-lines = Lines to sign
paper-uncovered = With confidential answers
paper-as-of = As the record stood on
paper-as-of-hint = Leave it empty to print what stands today.
paper-print = Print
paper-print-this = Print
paper-print-other = Print something else of this case
paper-preview = The paper as it will be printed
paper-json = Keep as a file for other programs (JSON)
paper-tables = Tables for spreadsheets
paper-csv = { $what } (CSV)
paper-reading = Reading { $done } of { $of }…
paper-failed = The browser did not keep the file. Nothing in the case has changed.
paper-statement = Worker’s statement
paper-statement-hint = It stands on this paper alone and is kept on this device until you change it.

# Papers, and their parts.
paper-record = Everything that is known
paper-summary = Case summary
paper-court = Court summary
paper-notes = Notes
paper-plan = Plan
paper-assessments = Assessments
paper-needs = Needs and strengths
paper-contacts = History of contacts
paper-progress = Progress
paper-steps = Steps and tasks
paper-goals = Goals
paper-worry = The worry
paper-began = How it began
paper-people = People
paper-parties = Parties
paper-places = Where they live
paper-safety = Safety

# On the paper.
paper-printed = Printed by { $name } on { $when }
paper-moment = { $day }, { $time }
paper-disputed = { $field }: not decided yet
paper-undecided = Not decided yet: { $answers }
paper-kept-apart = Confidential, left out
paper-source = Entered by
paper-source-line = { $name }, { $day }
paper-result = Result
paper-left-out = { $count ->
    [one] 1 part left out: { $names }.
   *[other] { $count } parts left out: { $names }.
}
paper-put-away = { $count ->
    [one] 1 thing that was put away is left out.
   *[other] { $count } things that were put away are left out.
}
paper-covered = Confidential answers are left out.
paper-unread = { $count ->
    [one] 1 document could not be read on this device and is missing.
   *[other] { $count } documents could not be read on this device and are missing.
}
paper-may-read = Only what { $name } may read is on this paper.
paper-as-it-stood = The record as it stood at the end of { $day }
paper-nothing = Nothing of this is known.
paper-nothing-then = Nothing of this was known then.
paper-date = Date
paper-page = Page
paper-page-of = of

# An assessment on paper.
paper-answers = Questions and answers
paper-number = Number
paper-question = Question
paper-answer = Answer
paper-points = Points
paper-total = Total of the answers
paper-total-of = { $total } of { $of }
paper-no-total = None: answers are missing or not decided
paper-band = What it means
paper-questions = Questions
paper-reminders = Reminders of what was asked, not the published wording
