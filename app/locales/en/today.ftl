# Today.
keys-today = Today
greeting-morning = Good morning, { $name }
greeting-morning-plain = Good morning
greeting-afternoon = Good afternoon, { $name }
greeting-afternoon-plain = Good afternoon
greeting-evening = Good evening, { $name }
greeting-evening-plain = Good evening
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
today-unfinished = Not finished yet
