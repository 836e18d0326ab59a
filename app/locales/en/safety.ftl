# Safety: flags, how dangerous it is, what waits at an address, the safety plan, whom to ring.
noun-safety-flag = Safety flag
noun-risk-level = Risk level
noun-address-hazard = Hazard at an address
noun-safety-plan = Safety plan
noun-crisis-contact = Whom to ring in a crisis

field-flag-what = What is the danger?
field-flag-words = In your own words
field-flag-words-hint = A few words that everybody sees, such as “has a key to the flat”.
field-flag-about = About whom
field-flag-why = Why
field-flag-why-hint = What was said, seen or done, and by whom.
field-flag-since = Since
field-flag-until = To be looked at again by
field-flag-until-hint = It stands after that day, too, until somebody writes why it can go.
field-flag-raised-by = Raised by
field-flag-ended-why = Why it could go
field-flag-ended-on = Ended on
field-flag-ended-by = Ended by
flag-kind-suicide = Suicide
flag-kind-self-harm = Self-harm
flag-kind-violence = Violence
flag-kind-domestic-abuse = Domestic abuse
flag-kind-stalking = Stalking
flag-kind-neglect = Neglect
flag-kind-overdose = Overdose
flag-kind-weapon = Weapon
flag-kind-exploitation = Exploitation
flag-kind-other = Something else

field-risk-level = How high is the risk?
field-risk-why = Reasons
field-risk-why-hint = One on each line: what makes it so, and what makes it safer.
field-risk-review = To be looked at again by
field-risk-about = About whom
field-risk-day = Since
field-risk-by = Judged by
risk-level-low = Low risk
risk-level-medium = Medium risk
risk-level-high = High risk
risk-level-very-high = Very high risk

field-hazard-what = What to beware of
field-hazard-words = What to know about it
field-hazard-words-hint = Such as “ring first, she will hold the dog”.
field-hazard-since = Since
field-hazard-person = Whose address
field-hazard-way = Which address
field-hazard-place = Which place
hazard-kind-dog = Dog
hazard-kind-weapon = Weapon
hazard-kind-lift = Unreliable lift
hazard-kind-stairs = Stairs
hazard-kind-no-signal = No signal
hazard-kind-aggressive-person = Aggressive person
hazard-kind-infestation = Infestation
hazard-kind-other = Something else

field-safety-plan-person = Whose plan
field-safety-plan-gone-over = Gone over together on
field-safety-plan-gone-over-hint = A plan helps when it is fresh: go over it whenever something has changed.
field-safety-plan-language = Their language
field-safety-plan-notice = How I notice it starting
field-safety-plan-notice-hint = Thoughts, feelings, places, habits: what tells you that it is getting bad?
field-safety-plan-myself = What I can do myself
field-safety-plan-myself-hint = What helps without anybody else?
field-safety-plan-distract = Where I can go, who takes my mind off it
field-safety-plan-distract-hint = People and places that are good company, without talking about it.
field-safety-plan-ask = Whom I can ask for help
field-safety-plan-ask-hint = Who may know how bad it is?
field-safety-plan-professionals = Professionals
field-safety-plan-professionals-hint = Who is there for this, day and night?
field-safety-plan-safer = Making the place safer
field-safety-plan-safer-hint = What is kept away or locked up, and by whom? What is ready by the door?
plan-language-en = English
plan-language-es = Spanish
plan-step-distract = Takes my mind off it
plan-step-ask = Can be asked for help
plan-step-professionals = Professional

field-crisis-contact-name = Name
field-crisis-contact-phone = Number
field-crisis-contact-hours = When they answer
field-crisis-contact-hours-hint = And what to know, such as “2 for Spanish” or “voicemail is fine”.
field-crisis-contact-emergency = For danger to life: stands first
field-crisis-contact-plan = In whose safety plan
field-crisis-contact-step = In which step

safety-title = Safety
safety-about = about { $names }
safety-none = Nobody has judged the risk yet. What you write here is in sight wherever this case is open.
safety-risk = Risk
risk-new = Risk level
risk-none = Nobody has judged the risk yet.
risk-before = { $count ->
    [one] 1 level before
   *[other] { $count } levels before
}
safety-flags = Flags
flag-new = Flag
flags-none = No flag stands.
flags-ended = { $count ->
    [one] 1 flag that ended
   *[other] { $count } flags that ended
}
flag-by = raised by { $name }
flag-until = To be looked at by { $day }
flag-until-late = { $count ->
    [one] To be looked at: 1 day late
   *[other] To be looked at: { $count } days late
}
flag-end = End this flag
flag-end-title = Why can this flag go?
flag-end-hint = It goes from the bar of the case on every device. The reason stays with it.
flag-end-why-needed = Write why. Without a reason the flag stays.
flag-keep = Let it stand
flag-was-ended = Flag ended: { $what }
flag-ended-because = It could go because: { $why }
flag-again = Let it stand again
hazard-add = Hazard
hazards-before = Before you ring the bell
safety-call = Call
safety-call-name = Call { $name }
numbers-title = Whom to ring in a crisis
numbers-none = Whom do people ring here in a crisis? Write the emergency number first: it stands on this page in every case.
numbers-write = Write crisis numbers
numbers-edit = Edit the numbers
numbers-of-workspace = For every case
numbers-of-case = For this case alone
number-add = Number
contact-add = Somebody to call
safety-plan-begin = Begin the safety plan
safety-plan-none = A safety plan is written together while it is quiet: six steps, in their words.
safety-plan-of-day = Safety plan, { $day }
safety-plan-gone-over = Gone over { $day }
safety-plan-not-gone-over = Not gone over together yet
safety-plan-today = Gone over today
safety-plan-print = Print this safety plan
safety-plans = Safety plans
safety-loading = This plan is still being read. The numbers above are here already.
safety-damaged = This plan cannot be read on this device at the moment; it is being rebuilt from what the team shared. Nothing of it is lost, and the numbers above work.
safety-show = Show it
safety-show-name = Show { $name }
safety-what-i-did = What I did
safety-for-client-numbers = In danger, call
safety-paper-keep = Keep this where only you find it.
safety-paper-left-out = Left out on purpose: your address, and everything else in the case file. Printed
