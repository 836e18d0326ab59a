# Cases, Today, search.
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
case-alike = You already have a case with a similar name:
case-unnamed = Case without a name
case-seen = Seen { $day }
case-opened = Opened { $day }
case-decide = To decide
case-parts = Case
case-not-here = This case is not on this device
case-not-here-hint = It may still be on its way, or you may not be part of it.
tab-summary = Summary
tab-notes = Notes
tab-sharing = Sharing
safe-contact = Safe contact
summary-client = Client
summary-case = Case
summary-no-record = Notes and personal details are kept in this case’s record, which you have not been given access to.
case-kind-child-and-family = Child and family
case-kind-adult-protection = Adult protection
case-kind-mental-health = Mental health
case-kind-substance-use = Substance use
case-kind-homelessness = Homelessness
case-kind-general = General
today-first = Open your first case
today-first-hint = A name is enough. What you write is kept on this device at once, with or without a signal.
today-decide = To decide
today-decide-row = { $count ->
    [one] One question has two answers.
   *[other] { $count } questions have two answers.
}
today-since = Since yesterday
today-mine = Your latest notes
today-cases = Cases
today-all-cases = All { $count }
brief-title = Where you left off
brief-last = Last time, { $day }
brief-open = Open
search-label = Search cases and notes
search-example = Name, phone, a word in a note…
search-hint = Finds names, phone numbers and words in notes, on this device, with or without a signal.
search-none = Nothing found
search-none-hint = Try fewer letters, or another word.
search-count = { $count ->
    [0] Nothing found
    [one] { $count } found
   *[other] { $count } found
}
search-case = Case
