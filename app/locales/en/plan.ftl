# The plan: goals, steps, how far they are reached.
tab-plan = Plan
noun-goal = Goal
noun-goal-rating = How far a goal is reached
plan-title = The plan
plan-open = Open
plan-goals = { $count ->
    [one] 1 goal
   *[other] { $count } goals
}
plan-review-by = review by { $day }
plan-none = A plan begins with what the family wants, in their own words.
plan-reached = Reached
plan-away = { $count ->
    [one] 1 set aside or put away
   *[other] { $count } set aside or put away
}
plan-print = Print the plan
plan-agree = Agree this plan
plan-paper-agreed = Agreed on { $day }

# Versions: agreed, looked over, and what was changed since.
noun-plan-version = Version of the plan
field-plan-version-number = Version
field-plan-version-at = When
field-plan-version-language = Read in
field-plan-version-witness = Read with
agree-title = Agree the plan
agree-hint = Read it together. What is signed is exactly what stands here; it can be read again for ever.
agree-language = In which language
agree-hand = Give the tablet to { $name }
agree-give-back = Give the tablet back
agree-words = I have read this plan, or had it read to me, and I agree with it.
agree-sign = Agree and sign
agree-thanks = Thank you.
agree-thanks-hint = The plan is agreed. Please give the tablet back.
agree-came = { $count ->
    [one] 1 change came while this was being read
   *[other] { $count } changes came while this was being read
}
agree-came-hint = They are not part of what is signed here. Sign what you have read, or read it anew.
agree-again = Read it anew
sign-who = Who agrees?
sign-other = Somebody else
sign-me = I
sign-me-hint = You sign with your name, { $when }.
sign-how = How to sign
sign-draw = Draw
sign-type = Type the name
sign-name = Name
sign-name-hint = As they write it themselves.
sign-name-missing = Write the name of who signs.
sign-pad = Signature of { $name }: sign here with finger, pen or mouse, or type the name instead
sign-strokes-missing = There is no signature yet. Draw one, or type the name.
version-agreed = Version { $number } is agreed
version-line = Version { $number }, agreed with { $who } on { $day }
version-since = { $count ->
    [one] { $version }; 1 change since
   *[other] { $version }; { $count } changes since
}
version-title = Version { $number }
version-witness = Read with { $name }, in { $language }, { $when }
version-as-agreed = As it was agreed
version-changes = { $count ->
    [one] 1 change since
   *[other] { $count } changes since
}
version-not-whole = Not all that was agreed has come to this device yet.
version-unaltered = This is exactly what was agreed.
version-signatures = Who agreed
version-sign = Another signature
version-sign-hint = Whoever signs here agrees with this version, as it stands above.
versions-title = What was agreed
versions-none = Nothing was agreed yet. Read the plan together, and sign it.
versions-all = All versions
signed-drawn = Signed by hand; { $witness } was there; { $when }
signed-typed = Signed with a typed name; { $witness } was there; { $when }
signed-here = Signed on their own device; { $when }
oversight-title = Looked over
oversight-asked = { $name } was asked to look it over, { $when }
oversight-returned = Sent back by { $name }, { $when }: { $reason }
oversight-signed-off = Signed off by { $name }, { $when }
oversight-sign-off = Sign off
oversight-send-back = Send back
oversight-reason = What is to be changed?
oversight-reason-missing = Write in a few words what is to be changed.
oversight-ask-whom = Who looks it over?
oversight-ask = Ask for sign-off
to-look-over-title = Plans to look over
to-look-over = Look over
to-look-over-asked = { $name } asks you to look over what was agreed
to-look-over-back = Came back: { $reason }
plan-change-added = Added
plan-change-changed = Changed
plan-change-put-away = Put away
plan-change-fetched-back = Fetched back

plan-move = Move { $what }
plan-up = Move up
plan-down = Move down
plan-done = Done
goal-starters = Goals to begin with
goal-starters-hint = One tap writes it down; then make it the family’s own words.
goal-new = Goal
goal-untitled = Goal without words
goal-quoted = “{ $words }”
goal-by = by { $day }
goal-progress = Progress
goal-now = Where are things now?
goal-scale = What each level looks like
goal-scale-hint = Agree it with the family before you begin: what would be as expected, what more, what less.
goal-history = Since { $day }: from “{ $from }” to “{ $to }”.
goal-history-table = As a table
goal-review-on = Review { $day }
goal-review-late = { $count ->
    [one] Review 1 day late
   *[other] Review { $count } days late
}
goal-reviewed = Reviewed
goal-no-steps = No steps yet
goal-steps = { $done } of { $count ->
    [one] 1 step
   *[other] { $count } steps
}
goal-next = next: { $what }
goal-next-by = next: { $what }, { $day }
step-add = Step
step-new = What is the next step?
step-as-task = Open as a task
reviews-title = Plans to look at together
field-goal-words = What they want, in their words
field-goal-words-hint = As they said it.
field-goal-domain = Part of life
field-goal-status = How it stands
field-goal-why = Why it matters
field-goal-why-hint = What would be different at home.
field-goal-sign = How we will know
field-goal-sign-hint = What anybody could see.
field-goal-barriers = What stands in the way
field-goal-barriers-hint = And what has helped before.
field-goal-target = By when
field-goal-review = Look at it together on
field-goal-repeats = And again
field-goal-repeats-hint = Once it was looked at, it comes back by itself.
field-goal-at-much-better = +2 Much better than expected
field-goal-at-better = +1 Somewhat better than expected
field-goal-at-expected = 0 As expected
field-goal-at-less = −1 Somewhat less than expected
field-goal-at-much-less = −2 Much less than expected
field-goal-rating-goal = Goal
field-goal-rating-level = Level
field-goal-rating-day = Day
field-goal-rating-by = By
field-goal-rating-remark = In a few words
goal-status-wanted = Wanted
goal-status-working = Working on it
goal-status-reached = Reached
goal-status-set-aside = Set aside
level-much-better = Much better than expected
level-better = Somewhat better than expected
level-expected = As expected
level-less = Somewhat less than expected
level-much-less = Much less than expected
domain-housing = Housing
domain-food = Food
domain-income = Income
domain-safety = Safety
domain-physical-health = Physical health
domain-mental-health = Mental health
domain-substance-use = Substance use
domain-education = Education
domain-employment = Employment
domain-family = Family
domain-social-support = Social support
domain-transport = Transport
domain-legal = Legal
domain-culture = Culture and identity

# On paper.
plan-paper = Our plan
plan-paper-intro = What we want, who does it and by when.
plan-paper-review = We look at it together on { $day }.
plan-paper-for = For { $name }
plan-paper-done = done
plan-paper-date = Date
plan-paper-left-out = Left out on purpose: addresses, telephone numbers and the safety plan. There are no notes on this sheet.
plan-begin = Begin the plan
plan-review-foot = Review by { $day }
