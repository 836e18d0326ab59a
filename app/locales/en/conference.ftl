# Case conferences: what is to be talked about, who was there, what was decided.
noun-conference = Case conference
noun-attendance = Invited
noun-decision = Decision
noun-disagreement = Disagreement
field-conference-name = What it is about
field-conference-name-hint = Such as: school in the new year.
field-conference-at = When
field-conference-place = Where
field-conference-chair = Who leads it
field-conference-agenda = Agenda
field-conference-agenda-hint = What is to be talked about. Everybody can add to it before.
field-conference-minutes-text = Minutes
field-conference-minutes-text-hint = What was said. Several people can write at once.
field-attendance-person = Person of the case
field-attendance-member = Member
field-attendance-name = Name
field-attendance-on-behalf = From
field-attendance-on-behalf-hint = School, clinic, court.
field-attendance-came = Came
field-decision-words = What was decided
field-decision-reason = Why
field-disagreement-name = Who sees it differently
field-disagreement-words = In their words
field-disagreement-decision = About which decision
came-there = Was there
came-remotely = By telephone or video
came-excused = Sent apologies
came-absent = Did not come
conferences-title = Case conferences
conferences-none = No conference yet. Whoever is invited can write the agenda and the minutes together.
conferences-soon = Conferences coming up
conference-new = Conference
conference-undated = no day yet
conference-came = { $count ->
    [one] 1 was there
   *[other] { $count } were there
}
conference-decisions = { $count ->
    [one] 1 decision
   *[other] { $count } decisions
}
conference-doing = What is done with it
conference-prepare = Prepare
conference-hold = Hold
conference-read = Read
conference-print = Print the minutes
conference-invited = Who is invited
conference-who-came = Who is here
conference-decided = What was decided
conference-actions = What is to be done
agenda-none = There is no agenda.
invite = Invite
invite-whom = Whom to invite
invite-team = Team
invite-other = Somebody else
invited-untitled = Somebody without a name
invited-from = { $name } ({ $from })
invited-remove = Take { $name } off the list
decision-new = Decision
disagreement-new = Somebody sees it differently
disagreement-line = { $name }: “{ $words }”
action-new = What is to be done?
minutes-title = Minutes: { $title }
minutes-about = About { $name }
