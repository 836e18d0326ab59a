# The frame: menu, words used everywhere, state and problems, shortcuts, lock.
nav = Main
nav-today = Today
nav-cases = Cases
nav-write = Note
nav-search = Search
nav-me = Me
skip = Skip to content
back = Back
continue = Continue
later = Later
new = New
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
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } min
}
not-found = There is nothing at this address
not-found-hint = It may have been a link from an older version. Nothing is lost.
keys-title = Keyboard shortcuts
keys-list = This list
keys-undo = Undo
keys-redo = Redo
keys-off-hint = Single keys can be switched off under “Me”.
update-ready = An update is ready.
update-take = Update now
idle-warning = Locking soon. Everything you wrote is saved.
idle-warning-unsaved = What you wrote last is not saved yet, so this stays unlocked until it is.
idle-stay = Stay here
state-saving = Saving…
state-saved-here = Saved on this device
state-waiting = { $count ->
    [one] { $count } change waiting
   *[other] { $count } changes waiting
}
# The short ones are the beginnings of the long ones, so that what is seen can be said (WCAG 2.5.3).
state-saved-here-short = Saved
state-waiting-short = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
state-shared-short = Shared
state-attention-short = Needs attention
state-sharing = Sharing…
state-shared = Shared with the team
state-attention = Needs attention
queue-title = Saving and sharing
queue-saving = Being written to this device.
queue-unsaved = What you wrote last may be on this screen only: this device does not store it at the moment.
queue-no-relay = Everything is saved on this device. This workspace is not connected to a relay, so nothing is shared.
queue-shared = Everything is saved on this device and shared with the team.
queue-offline = Everything is saved on this device. There is no connection at the moment; it will be shared by itself when there is one.
queue-connecting = Everything is saved on this device. Reaching the relay…
queue-online = Everything is saved on this device and is being shared now.
queue-refused = Everything is saved on this device. The relay takes no more of it, so it is not being shared.
queue-empty = Nothing is waiting.
queue-workspace = Workspace
queue-changes = { $count ->
    [one] { $count } document waiting
   *[other] { $count } documents waiting
}
queue-last-shared = Everything was last shared { $when }.
queue-retry = Try now
queue-problems = Needs attention
problem-seen = I have seen this
problem-full = This device is out of space
problem-full-do = Your text is kept open on the screen. Free some space on this device and it will be saved by itself. Do not close this tab until then.
problem-lost = This device’s storage stopped answering
problem-lost-do = Your text is kept on the screen and saving is tried again by itself. If it lasts, keep this tab open and copy what you just wrote.
problem-unavailable = This browser keeps nothing
problem-unavailable-do = It may be a private window, or storage is blocked for this site. Open Doorstep in an ordinary window, or allow it to store data.
problem-erased = What was stored on this device was cleared
problem-erased-do = What you see is all there is of it here, and nothing more is saved. Copy what you just wrote before you close or reload this tab. What was shared is still with your team: come back with an invitation or your recovery kit.
problem-damaged = Something stored on this device is damaged
problem-damaged-do = It is kept as it is, and everything else is usable. It is repaired from the relay as soon as there is a connection.
problem-damaged-repaired = It was repaired from the relay. Nothing is missing.
problem-aside = A change was set aside
problem-aside-do = A change that reached this device was not applied: { $why }. It is kept, and nothing else is affected. Ask the person who wrote it whether something is missing.
problem-rewound = The relay has lost some of its history
problem-rewound-do = It was probably restored from an older copy. This device brings back what is missing; nothing you wrote is lost.
problem-forked = The relay showed different histories to different people
problem-forked-do = Tell whoever runs your relay. What is on this device is safe.
problem-refused = The relay refused a change
problem-refused-do = It is kept on this device and is not shared. If it stays like this, tell whoever runs your workspace.
problem-removed = This device was removed from the workspace
problem-removed-do = What was written here and not yet shared stays readable on this device, but is not shared. Speak to whoever runs your workspace.
aside-malformed = it cannot be read
aside-unknown-device = it comes from a device that does not belong to the workspace
aside-signature = its signature is not right
aside-not-allowed = its writer may not write there
aside-order = something that belongs before it is missing
aside-cannot-open = it cannot be opened with this case’s key
elsewhere-title = Doorstep is open in another tab
elsewhere-lead = It works in one tab at a time, so that nothing is written twice. What you wrote there is saved before it moves here.
elsewhere-use-here = Use here
elsewhere-coming = Coming over…
broken-title = Something in Doorstep broke
broken-text = What you wrote is saved on this device. Open Doorstep again to go on.
broken-again = Open again
broken-report = Report
broken-copy = Copy report
trouble-title = Doorstep cannot open its storage
trouble-blocked = Another tab with an older version of Doorstep keeps the storage busy. Close the other tabs, then try again.
trouble-damaged = what this device knows about itself cannot be read
trouble-newer = a newer version of Doorstep wrote what is here; reload this page to update
trouble-other = What is stored here is not touched. Try again; if it stays like this, ask whoever looks after your devices and tell them: { $what }
