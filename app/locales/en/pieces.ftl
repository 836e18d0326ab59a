# What any screen is made of: dates, fields, people.
close = Close
show = Show
hide = Hide
person-unknown = Somebody
when-today = today { $time }
when-yesterday = yesterday { $time }
when-tomorrow = tomorrow { $time }
when-weekday = { $weekday } { $time }
day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
passphrase-short = Too short: at least { $count } characters.
passphrase-guessable = Easy to guess. Mix words that have nothing to do with each other or with you.
passphrase-fair = Good enough. Another word or two would make it strong.
passphrase-strong = Strong.
more = More
cancel = Cancel
