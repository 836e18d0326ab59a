# Cases.
age = { $years ->
    [one] { $years } year old
   *[other] { $years } years old
}
keys-note = Write a note
keys-cases = Cases
write-title = A note about…
write-none = Open a case first: a name is enough.
cases-mine = My cases
cases-find = Find a case by name or phone
cases-find-example = Name, phone…
cases-not-found = No case by that name on this device.
cases-none = No cases yet
cases-none-hint = A name is enough to open one.
cases-choose = Choose a case
cases-choose-hint = Or open a new one: a name is enough.
case-new = New case
case-name = Client or family
case-name-hint = The name you use for them.
case-name-needed = Enter a name. It can be changed later.
case-kind = Kind of case
case-safe-contact = How to contact safely
case-safe-contact-hint = For example: never leave a voicemail; text first.
case-phone = Phone
case-worry = What is the worry?
case-worry-hint = In the words of whoever brought it.
case-open = Open case
case-open-hint = Everything but the name can wait.
case-alike = You may already have this person’s file:
case-alike-both = same name and telephone
case-alike-phone = same telephone
case-alike-name = similar name
case-parts = Case
case-not-here = This case is not on this device
case-not-here-hint = It may still be on its way, or you may not be part of it.
tab-summary = Summary
safe-contact = Safe contact
summary-case = Case

# At a glance.
worry-title = The worry
worry-none = What is the worry? Write it in the words of whoever brought it.
worry-write = Write the worry
worry-quoted = “{ $words }”
worry-through = through { $whom }
case-opened-on = Opened { $day }
identity-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
identity-interpreter = interpreter needed
identity-hidden = Address is hidden
cases-show = Show the list of cases
cases-hide = Hide the list of cases
case-links = Linked files
case-links-none = No other file of this family is linked.
case-link-add = Link a file
case-link = Link
case-link-choose = Choose a case
case-link-alike = May be the same family
case-link-with-new = Link the new file with it
case-linked-with-new = Will be linked
case-unlink = Unlink
case-unlink-name = Unlink { $name }
case-unlinked = { $name } is no longer linked. Both files are as they were.
noun-case-link = Linked file
field-case-link-other = Other file
field-case-link-remark = Why they belong together
field-case-link-remark-hint = A sister, the same grandmother, a file from before. Whoever may read both files sees it.
