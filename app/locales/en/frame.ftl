# The frame, words used everywhere, times.
nav = Main
nav-today = Today
nav-cases = Cases
nav-write = Note
nav-search = Search
nav-me = Me
skip = Skip to content
back = Back
close = Close
continue = Continue
later = Later
new = New
show = Show
hide = Hide
copy = Copy
copied = Copied
undo = Undo
redo = Redo
yes = Yes
no = No
you = you
try-again = Try again
choose = Choose
choose-later = Decide later
language = Language
language-missing = That language is not on this device yet. Connect, and choose it again.
theme = Appearance
theme-auto = As the device
theme-light = Light
theme-dark = Dark
person-unknown = Somebody
value-empty = Nothing
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } min
}
age = { $years ->
    [one] { $years } year old
   *[other] { $years } years old
}
megabytes = { $count } MB
when-today = today { $time }
when-yesterday = yesterday { $time }
when-tomorrow = tomorrow { $time }
when-weekday = { $weekday } { $time }
day-today = today
day-yesterday = yesterday
not-found = There is nothing at this address
not-found-hint = It may have been a link from an older version. Nothing is lost.
keys-title = Keyboard shortcuts
keys-search = Search
keys-note = Write a note
keys-today = Today
keys-cases = Cases
keys-list = This list
keys-undo = Undo
keys-redo = Redo
keys-off-hint = Single keys can be switched off under “Me”.
update-ready = An update is ready.
update-take = Update now
idle-warning = Locking soon. Everything you wrote is saved.
idle-stay = Stay here
greeting-morning = Good morning, { $name }
greeting-morning-plain = Good morning
greeting-afternoon = Good afternoon, { $name }
greeting-afternoon-plain = Good afternoon
greeting-evening = Good evening, { $name }
greeting-evening-plain = Good evening
