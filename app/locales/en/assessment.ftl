# Assessments: instruments asked one question at a time, their results, alerts, scores over time, published wordings.
tab-assessments = Assessments
noun-assessment = Assessment
noun-questionnaire = Published wording
instrument-phq-9 = PHQ-9
instrument-gad-7 = GAD-7
instrument-audit-c = AUDIT-C
instrument-c-ssrs-screener = C-SSRS
instrument-other = Another
assessment-mode-asked = A worker asked
assessment-mode-client = The client filled it in
assessment-mode-paper = It was on paper
threshold-women = That for women
threshold-men = That for men
field-assessment-instrument = Instrument
field-assessment-name = Name
field-assessment-name-hint = Of one that is not in the list, as it is printed on it.
field-assessment-person = About
field-assessment-at = When
field-assessment-asked-by = Asked by
field-assessment-mode = How
field-assessment-language = Language
field-assessment-language-hint = As a tag: en, es.
field-assessment-interpreter = With an interpreter
field-assessment-threshold = Whose threshold counts
field-assessment-total = Total
field-assessment-total-hint = As it stands on the paper.
field-assessment-remark = Remarks
field-assessment-told = Who was told
field-assessment-alert-ended = Why the alert could go
field-assessment-alert-ended-hint = Emptied, the alert stands again.
field-questionnaire-name = Name
field-questionnaire-instrument = Instrument
field-questionnaire-language = Language
field-questionnaire-version = Version
field-questionnaire-copyright = Copyright
assessments-begun = Begun
assessment-start = Ask now
assessment-from-paper = Score from paper
assessment-progress = { $done } of { $of } answered
assessment-unscored = Cannot be scored
assessment-no-total = No total yet
assessment-unfinished = Some questions have not been asked yet. What was answered is kept.
assessment-continue = Continue
assessment-facts = About this assessment
assessment-paper-facts = As it stands on the paper
assessment-paper-or-ask = To ask the questions here instead, begin a new assessment.
assessment-beyond = { $name } goes from 0 to { $highest }. What you wrote is kept; it is not drawn until it fits.
instruments-missing = Some instruments are not on this device yet. They come with the next signal.
instrument-summed = Added up, without bands
wording-none-yet = No published wording loaded
wording-load = Load a published wording
ask-progress = Question { $at } of { $of }
ask-progress-up-to = Question { $at } of up to { $of }
ask-close = Close; what was answered stays
ask-back = Back
ask-skip = Skip
ask-next = Next
ask-finish = Finish
ask-hand = { $name } fills in
ask-hand-back = Hand back the device
ask-thanks = Thank you. That was all.
ask-thanks-hint = Please hand the device back. What you answered is kept.
ask-from-paper = Ask from the paper form: no published wording is loaded. These words are only reminders.
ask-was-skipped = Skipped so far.
ask-disputed = Two answers stand. Tap the one that holds.
answers-all = { $count ->
    [one] The answer
   *[other] All { $count } answers
}
answers-see = All answers
answers-fhir = For another program (FHIR)
answer-open = Not asked yet
answer-not-asked = Not asked
answer-skipped = Skipped
answer-disputed = To decide: { $answers }
score-heading = { $name }, { $day }
score-of = of { $of }
score-band = { $name }, { $from } to { $to }
score-risk = { $name } risk
score-positive = Positive screen
score-not-positive = Below the threshold
score-up = { $count ->
    [one] 1 point up on { $day }.
   *[other] { $count } points up on { $day }.
}
score-down = { $count ->
    [one] 1 point down on { $day }.
   *[other] { $count } points down on { $day }.
}
score-same = The same as { $day }.
score-was = { $name } on { $day }.
score-filled = { $count ->
    [one] One missing answer was filled with the mean of the others.
   *[other] { $count } missing answers were filled with the mean of the others.
}
score-asked-by = Asked by { $who }
score-by-client = Filled in by the client
score-from-paper = From paper
score-in-language = in { $language }
score-interpreter = with an interpreter
score-missing = { $count ->
    [one] Cannot be scored: 1 answer is missing.
   *[other] Cannot be scored: { $count } answers are missing.
}
score-at-least = { $count ->
    [one] At least this: 1 answer is missing, and it may be more.
   *[other] At least this: { $count } answers are missing, and it may be more.
}
score-disputed = { $count ->
    [one] Cannot be scored: two different answers stand for one question.
   *[other] Cannot be scored: two different answers stand for { $count } questions.
}
score-go-to = Question { $number }
chart-lower = Lower is better.
chart-higher = Higher is better.
chart-label = Over time: { $points }.
chart-point = { $value } on { $day }
chart-alert = Item { $number } above the lowest answer.
chart-alert-any = An answer to act on.
chart-table = { $count ->
    [one] Table of the score
   *[other] Table of the { $count } scores
}
chart-when = When
chart-score = Score
chart-band = Band
chart-item = Item { $number }
alert-heading = { $name }, item { $number } was answered: { $answer }
alert-line = { $name }, item { $number }: { $answer }
alert-chip = Alert: { $name }
alert-quoted = “{ $words }”
alert-ask-more = Ask more, now
alert-ask-more-hint = { $name }: { $about }
alert-start = Start
alert-asked = { $name }: { $result }
alert-safety-plan = Open the safety plan together
alert-safety-plan-hint = Go through its steps, or begin one.
alert-open = Open
alert-tell = Ring your supervisor
alert-tell-hint = Nobody was told yet. Choose whom you told.
alert-told = Told: { $who }, { $when }.
alert-all-steps = All of these before you leave, whatever the score. The alert stays until someone writes why it can go.
alert-let-go = Write why it can go
alert-why = Why can this alert go?
alert-end = The alert can go
alert-keep = Leave it standing
load-why = The published sentences are not part of Doorstep. Load a FHIR R4 Questionnaire that you may use; everyone in your workspace then has it, sealed, also without signal.
load-file = From a file
load-paste = Or paste it here
load-recognised = Recognised as
load-summed = None that is known: its answers are added up, without bands
load-title = Title
load-questions = { $count ->
    [one] 1 question
   *[other] { $count } questions; the first
}
load-version = Version
load-copyright = Copyright
load-permission = Who may use it
load-language = Language
load-language-hint = As a tag: en, es, fr.
load-not-said = It does not say
load-keep = Keep this wording
load-too-large = This is far larger than any questionnaire.
load-not-json = This is not JSON. FHIR Questionnaires are loaded as JSON, not as XML or PDF.
load-no-questionnaire = This is something else than a FHIR Questionnaire.
load-not-r4 = This is FHIR { $version }. Only R4 can be loaded.
load-too-deep = Its groups stand too deep in one another.
load-too-many = It has { $count } questions; { $most } is the most that can be loaded.
load-no-questions = Nothing in it can be answered by choosing.
load-no-link = A question in it has no id (linkId).
load-twice = The id { $link } is in it twice.
load-circular = Whether “{ $link }” is asked depends on itself.
load-no-codes = Nothing in it says what it measures: it has no LOINC code that is known here, and no scores.
load-incomplete = It says it is { $name }, but question { $number } is not in it.
load-bad-score = The score { $score } in it is no whole number.

# Needs and strengths.
noun-need-rating = Need or strength
needs = Needs and strengths
needs-none = How do things stand in each part of life? Tap one and say, together if you can.
needs-days = { $day }
needs-days-ring = { $day }; ring: { $ring }
needs-key = Ring: before. Amber: no goal answers it yet. Green: a strength.
needs-table = { $count ->
    [one] As a table
   *[other] Table of { $count } answers
}
need-unknown = Nobody has said yet
need-rate = Say
need-said = { $number } of 5, { $word }
need-was = was { $number }
need-now = How do things stand now?
need-kept = Kept for today; earlier days stay.
need-level-crisis = In crisis
need-level-struggling = Struggling
need-level-coping = Coping
need-level-doing-well = Doing well
need-level-strength = A strength
voice-worker = The worker
voice-client = The client
voice-partner = A partner
field-need-domain = Part of life
field-need-level = How things stand
field-need-voice = Who says so
field-need-day = Day
field-need-why = Why
field-need-why-hint = In a few words.
field-need-by = Written by
