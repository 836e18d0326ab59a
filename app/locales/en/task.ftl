# Tasks.
tab-tasks = Tasks
noun-task = Task
task-new = What is to be done?
task-add = Add
task-due = Due
task-due-all = All { $count }
task-late = { $count ->
    [one] 1 day late
   *[other] { $count } days late
}
task-tick = Done: { $what }
task-untitled = Task without words
task-from-note = Task
task-made = Task: { $what }
tasks-none = Nothing to do here yet. What you promise at the door fits in one line.
tasks-all-done = All done.
tasks-done = { $count ->
    [one] 1 done
   *[other] { $count } done
}
field-task-todo = What is to be done
field-task-owner = Who does it
field-task-due = By when
field-task-repeats = Repeats
field-task-repeats-hint = Once it is ticked, it is due again.
field-task-about = About whom
field-task-detail = More
field-task-detail-hint = What has been tried, what is needed, how it went.
field-task-done = Done
field-task-state = How it stands
field-task-evidence = What shows it
field-task-evidence-hint = What anybody could see once it is done.
field-task-conference = From the conference
field-task-decision = From the decision
task-state-underway = Begun
task-state-waiting = Waiting for somebody
task-state-not-now = Not now
field-task-note = From the note
task-for-goal = For { $goal }
field-task-by = Who of the family does it
field-task-by-hint = Somebody of the team may still look after it.
field-task-goal = Step towards
due-none = Nothing is due here. What you promise at the door fits in one line.
due-add = Add a task
tasks-all = All tasks
tasks-all-none = Nothing is left to do.
tasks-whose = Whose tasks
tasks-mine = Mine
tasks-everybodys = Everybody’s
tasks-late = Late
tasks-this-week = This week
tasks-later = Later
tasks-no-day = No day yet
tasks-of-done = Done
tasks-of-person = What is to be done
task-hand-over-to = Hand over to
task-hand-over = Hand over
task-handed = Handed over to { $name }
task-handed-line = Handed over to { $name } by { $by }
