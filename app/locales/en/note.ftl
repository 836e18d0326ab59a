# Notes.
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
presence-list = Here now: { $names }
tab-notes = Notes
summary-no-record = Notes and personal details are kept in this case’s record, which you have not been given access to.
