# The intake: what a kind of case asks, and the papers it needs.
tab-intake = Intake
noun-intake-answer = Answer of the intake
noun-required-paper = Paper
field-intake-asked-as = Question
field-intake-answer = Answer
field-paper-name = Paper
field-paper-person = Whose
field-paper-asked = Asked for on
field-paper-seen = Seen on
field-paper-copied = Copied on
field-paper-expires = Counts until
field-paper-expires-hint = The last day on which it counts. Thirty days before, the case says so.
intake-opening = Opening the intake…
intake-open = Open
intake-progress = { $done } of { $all } answered
intake-only-missing = Only what is missing ({ $count })
intake-show-all = Show all
intake-no-kind = These are the general questions. Say in the summary what kind of case it is, and its own come instead.
intake-answer = Answer
intake-another = { $question } – another answer
intake-others = Answered before
intake-fits = What fits this kind of case
intake-dangers = Dangers to think of
intake-still = Not yet answered:
intake-and-more = and { $count ->
    [one] 1 more
   *[other] { $count } more
}
papers-title = Papers
papers-unseen = { $count ->
    [one] 1 paper not seen yet
   *[other] { $count } papers not seen yet
}
paper-new = Another paper
paper-add = Add
paper-asked = Asked
paper-seen = Seen
paper-copied = Copied
paper-until = until { $day }
paper-expired = expired { $day }
contact-overdue = Not in touch for long
contact-days-ago = Last contact { $days } days ago; every { $allowed } days agreed for this kind of case
contact-never = No contact in the { $days } days since it was opened
