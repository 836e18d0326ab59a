# People: who they are, how they are reached, where they are, whom they are what to; the genogram.
tab-people = People
noun-contact-way = Way to reach somebody
noun-placement = Where they are
noun-relationship = Relationship
people-home = At home
people-family = Family
people-around = Around them
people-professional = Work with them
person-add = Person
person-untitled = Person without a name
person-who = Who they are
person-reach = Contact and address
person-needs = Language, culture, needs
person-put-away = Put this person away
summary-client-more = More about them
piece-edit = Edit
piece-done = Done
covered-show = Show
covered-show-what = Show: { $what }
date-year = Only a year
date-day = A whole date

ways = How to reach them
way-add = Number or address
way-preferred = Rather this way
places = Where they are
place-add = Place
place-now = Now
place-with = With { $with }
place-with-at = With { $with }, { $place }
place-unconfirmed = Not confirmed
place-confirmed-by = Confirmed by { $by }
place-confirmed = Confirmed by { $by }, { $day }
ties = Relationships
tie-words = { $from }: { $kin } of { $to }
tie-is = This person is
tie-of = Of whom
tie-add = Add
ties-alone = Add another person first; then say what they are to each other.
lasted-since = since { $day }
lasted-until = until { $day }
lasted-from-to = { $since } to { $until }

field-person-sign = Sign in the genogram
field-person-died = Died
field-person-lives-here = Lives in this home
field-person-at-home = At this home
at-home-often-there = Often there
at-home-not-let-in = Not to be let in
field-person-alert = What nobody may overlook
field-person-alert-hint = In a few words: no contact with the children.
field-person-interpreter-detail = About the interpreter
field-person-culture = Culture and religion
field-person-occupation = Work, school or profession
field-contact-way-reach = Number or address
field-contact-way-kind = How
field-contact-way-safe-contact = How to use it safely
field-contact-way-safe-contact-hint = Stands wherever this number or address does.
field-contact-way-preferred = They want to be reached this way
field-contact-way-person = Whose
field-placement-place = Where
field-placement-with = With whom
field-placement-since = Since
field-placement-until = Until
field-placement-confirmed-by = Confirmed by
field-placement-confirmed-by-hint = Who saw it, or who said so.
field-placement-confirmed-on = Confirmed on
field-placement-person = Who
field-relationship-from = Who
field-relationship-kind = Is
field-relationship-to = Of whom
field-relationship-since = Since
field-relationship-until = Until
field-relationship-bond = How it goes between them
field-relationship-remark = Remark

contact-way-kind-phone = Phone
contact-way-kind-mobile = Mobile
contact-way-kind-email = Email
contact-way-kind-message = Message
contact-way-kind-letter = Letter
contact-way-kind-visit = Visit
sign-woman = Woman or girl
sign-man = Man or boy
sign-another = Another gender
sign-unknown = Not known
relationship-kind-partner = Partner
relationship-kind-married = Married
relationship-kind-separated = Separated
relationship-kind-divorced = Divorced
relationship-kind-parent = Parent
relationship-kind-adoptive-parent = Adoptive parent
relationship-kind-foster-parent = Foster parent
relationship-kind-guardian = Guardian
relationship-kind-carer = Carer
relationship-kind-sibling = Brother or sister
relationship-kind-grandparent = Grandparent
relationship-kind-other = Something else
bond-close = Close
bond-very-close = Very close
bond-conflicted = Conflict
bond-distant = Distant
bond-cut-off = Cut off
bond-violence = Violence

# What somebody is to somebody: “mother”, “daughter”.
kin-of = { $name }’s { $kin }
kin-of-all = { $kin } of { $names }
kin-partner = partner
kin-married = { $sign ->
    [woman] wife
    [man] husband
   *[other] spouse
}
kin-separated = separated partner
kin-divorced = { $sign ->
    [woman] former wife
    [man] former husband
   *[other] former spouse
}
kin-parent = { $sign ->
    [woman] mother
    [man] father
   *[other] parent
}
kin-adoptive-parent = { $sign ->
    [woman] adoptive mother
    [man] adoptive father
   *[other] adoptive parent
}
kin-foster-parent = { $sign ->
    [woman] foster mother
    [man] foster father
   *[other] foster parent
}
kin-guardian = { $sign ->
   *[other] guardian
}
kin-carer = { $sign ->
   *[other] carer
}
kin-sibling = { $sign ->
    [woman] sister
    [man] brother
   *[other] sibling
}
kin-grandparent = { $sign ->
    [woman] grandmother
    [man] grandfather
   *[other] grandparent
}
kin-other = somebody in the life
kin-child = { $sign ->
    [woman] daughter
    [man] son
   *[other] child
}
kin-adopted-child = { $sign ->
    [woman] adopted daughter
    [man] adopted son
   *[other] adopted child
}
kin-foster-child = { $sign ->
    [woman] foster daughter
    [man] foster son
   *[other] foster child
}
kin-ward = ward
kin-cared-for = somebody in the care
kin-grandchild = { $sign ->
    [woman] granddaughter
    [man] grandson
   *[other] grandchild
}
bond-with = with { $name }: { $bond }

genogram = Genogram
genogram-label = { $count ->
    [one] Genogram of 1 person. The tab key leads to them.
   *[other] Genogram of { $count } people. The tab key leads to each.
}
genogram-died = died { $day }
genogram-words = In sentences
genogram-print = Print the genogram
genogram-left-out = Not in the drawing until it is said what they are to somebody:
zoom-in = Larger
zoom-out = Smaller
key-another = Another or not known
key-client = Client
key-died = Died
key-separated = Separated
key-divorced = Divorced
key-adopted = Adopted
key-home = Live together

home-who = { $name }, { $what }
home-often = Often there: { $names }.
home-never = Not to be let in: { $names }.
home-everybody = { $count ->
    [one] The people of this case
   *[other] All { $count } people of this case
}
person-who-none = Nobody has written yet who they are.
person-reach-none = No number, rule or address of their own yet.
person-needs-none = Which languages do they speak, and what do people have to know?
