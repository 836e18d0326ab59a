# Notes, presence, conflicts.
note = Note
note-new = New note
note-of = Note · { $name }
note-title = { $kind } · { $when }
note-empty = Nothing written yet
note-format = Format
note-facts = Details
note-opening = Opening the note…
note-damaged = This note cannot be read on this device at the moment
note-damaged-hint = What is stored is kept. It is rebuilt from the relay as soon as there is a connection.
note-missing = This note is not on this device yet
note-missing-hint = It may still be on its way.
note-saved-hint = Saved as you type
notes-none = No notes yet. Start one on the doorstep: it is saved as you type.
write-title = A note about…
write-none = Open a case first: a name is enough.
note-kind-home-visit = Home visit
note-kind-office = Office
note-kind-phone = Phone call
note-kind-video = Video call
note-kind-message = Message
note-kind-court = Court
note-kind-school = School
note-kind-collateral = Collateral contact
note-kind-case-conference = Case conference
note-kind-supervision = Supervision
note-kind-advocacy = Advocacy
note-kind-counselling = Counselling
note-kind-crisis = Crisis
note-format-free = Free
note-format-soap = SOAP
note-format-dap = DAP
note-format-birp = BIRP
presence-writing = { $name } is writing
presence-writing-here = { $name } is writing here
presence-here = { $name } is here
presence-list = Here now: { $names }
conflict-title = { $count ->
    [one] One answer to “{ $field }”
    [2] Two answers to “{ $field }”
    [3] Three answers to “{ $field }”
   *[other] { $count } answers to “{ $field }”
}
conflict-by = { $name }, { $when }
conflict-by-on = { $name }, { $when }, { $device }
conflict-by-you-here = You, { $when }, on this device
conflict-keep = Keep this
conflict-keep-this = Keep this: { $answer }
conflict-third = Neither: write another
conflict-third-label = { $field }: another answer
conflict-use = Use this
