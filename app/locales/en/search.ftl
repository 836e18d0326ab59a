# Search.
keys-search = Search
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
