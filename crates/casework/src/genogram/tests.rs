#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use casefile::RelationshipKind as Kind;

/// A family in short: `"ann 1960"` is somebody, `"ann parent bob"` a tie.
struct Family {
    people: Vec<Relative>,
    ties: Vec<Tie>,
    names: Vec<String>,
}

impl Family {
    fn of(people: &str, ties: &str) -> Self {
        let mut family = Self { people: Vec::new(), ties: Vec::new(), names: Vec::new() };
        for person in people.split(',').map(str::trim).filter(|person| !person.is_empty()) {
            let (name, born) = person.split_once(' ').unwrap_or((person, ""));
            family.add(name, born);
        }
        for tie in ties.split(',').map(str::trim).filter(|tie| !tie.is_empty()) {
            let words: Vec<&str> = tie.split(' ').collect();
            family.tie(words[0], words[1].parse().map_err(|_| tie.to_owned()).unwrap(), words[2]);
        }
        family
    }

    fn add(&mut self, name: &str, born: &str) -> EntityId {
        let id = EntityId([u8::try_from(self.names.len()).unwrap() + 1; 16]);
        self.names.push(name.to_owned());
        self.people.push(Relative { id, born: born.to_owned() });
        id
    }

    fn id(&self, name: &str) -> EntityId {
        self.people[self.names.iter().position(|known| known == name).expect(name)].id
    }

    fn tie(&mut self, from: &str, kind: Kind, to: &str) {
        let tie = Tie { from: self.id(from), kind, to: self.id(to) };
        self.ties.push(tie);
    }

    fn laid_out(&self) -> Genogram {
        lay_out(&self.people, &self.ties, None)
    }

    fn at(&self, genogram: &Genogram, name: &str) -> Place {
        genogram.places[&self.id(name)]
    }
}

fn nobody_overlaps(genogram: &Genogram) {
    let places: Vec<&Place> = genogram.places.values().collect();
    for (at, a) in places.iter().enumerate() {
        for b in &places[at + 1..] {
            assert!(a.row != b.row || (a.x - b.x).abs() >= COLUMN - 1, "{a:?} {b:?}");
        }
        assert!(a.x >= SIGN && a.x + SIGN <= genogram.width && a.y >= SIGN && a.y + SIGN <= genogram.height);
    }
}

/// Families that can be drawn without a crossing.
fn known() -> Vec<(&'static str, Family)> {
    let of = Family::of;
    vec![
        ("nobody else", of("elena", "")),
        ("a mother and two", of("elena,mateo 2018-01-01,sol 2022-01-01", "elena parent mateo,elena parent sol")),
        (
            "the Ruiz family",
            of(
                "elena 1992,mateo 2019-05-05,sol 2023-02-02,rosa 1964,ernesto 1955,andres 1996-04-04,alex 1996-04-04,\
                 daniel 1988,marta 1990,nico 2013,joaquin 1956,carmen 1959",
                "elena separated daniel,elena parent mateo,daniel parent mateo,elena parent sol,daniel parent sol,\
                 rosa married ernesto,rosa parent elena,ernesto parent elena,rosa parent andres,ernesto parent andres,\
                 rosa parent alex,ernesto parent alex,marta divorced daniel,marta parent nico,daniel parent nico,\
                 joaquin divorced carmen,joaquin parent daniel,carmen parent daniel",
            ),
        ),
        (
            "children of three unions",
            of(
                "a,b,c,d,x 2001,y 2002,z 2003",
                "a divorced b,b separated c,c married d,a parent x,b parent x,b parent y,c parent y,c parent z,d parent z",
            ),
        ),
        (
            "one with three partners, children of the inner two",
            of(
                "p,a,b,x 2001,y 2003,c",
                "p divorced a,p married b,a parent x,p parent x,b parent y,p parent y,x partner c",
            ),
        ),
        (
            "twins",
            of(
                "a,b,x 2001-01-01,y 2001-01-01,z 2005",
                "a married b,a parent x,b parent x,a parent y,b parent y,a parent z,b parent z",
            ),
        ),
        (
            "an adopted child with both pairs of parents",
            of(
                "kid 2015,m,f,am,af",
                "m partner f,m parent kid,f parent kid,am married af,am adoptive-parent kid,af adoptive-parent kid",
            ),
        ),
        ("a foster child", of("kid 2015,m,fm,own 2012", "m parent kid,fm foster-parent kid,fm parent own")),
        (
            "cousins",
            of(
                "g1,g2,a,b,c,d,x 2001,y 2003,u 2002,v 2004",
                "g1 married g2,g1 parent a,g2 parent a,g1 parent b,g2 parent b,a married c,b married d,a parent x,c parent x,\
                 a parent y,c parent y,b parent u,d parent u,b parent v,d parent v",
            ),
        ),
        (
            "four grandparents",
            of(
                "kid 2010,m,f,mm,mf,fm,ff",
                "m parent kid,f parent kid,m married f,mm parent m,mf parent m,fm parent f,ff parent f,mm married mf,fm divorced ff",
            ),
        ),
        ("two women", of("a,b,x 2001,y 2004", "a married b,a parent x,b adoptive-parent x,b parent y")),
        ("siblings whose parents are not known", of("a 2001,b 2003,c 2005,p", "a sibling b,b sibling c,c partner p")),
        (
            "four generations",
            of(
                "a,b,c,d,e,f,g 2020",
                "a married b,a parent c,b parent c,c married d,c parent e,d parent e,e partner f,e parent g,f parent g",
            ),
        ),
    ]
}

#[test]
fn known_families_are_drawn_without_a_crossing_or_an_overlap() {
    for (name, family) in known() {
        let genogram = family.laid_out();
        nobody_overlaps(&genogram);
        assert_eq!(genogram.places.len(), family.people.len(), "{name}");
        assert_eq!(crossings(&genogram.lines), 0, "{name}: {:?}", named(&family, &genogram));
    }
}

fn named(family: &Family, genogram: &Genogram) -> Vec<(String, i32, usize)> {
    let mut all: Vec<(String, i32, usize)> = family
        .names
        .iter()
        .map(|name| (name.clone(), family.at(genogram, name).x, family.at(genogram, name).row))
        .collect();
    all.sort_by_key(|(_, x, row)| (*row, *x));
    all
}

#[test]
fn parents_are_above_couples_beside_each_other_and_children_in_the_order_of_their_birth() {
    let (_, family) = known().swap_remove(2);
    let genogram = family.laid_out();
    let at = |name| family.at(&genogram, name);
    assert_eq!((at("rosa").row, at("elena").row, at("mateo").row), (0, 1, 2));
    assert_eq!((at("elena").y, at("daniel").y), (at("marta").y, at("alex").y));
    let (low, high) = (at("elena").x.min(at("daniel").x), at("elena").x.max(at("daniel").x));
    let between = genogram.places.values().filter(|place| place.row == 1 && low < place.x && place.x < high);
    assert_eq!(between.count(), 0, "a couple stands side by side");
    assert!(at("mateo").x < at("sol").x, "the older child is on the left");
    let middle = i32::midpoint(at("rosa").x, at("ernesto").x);
    let children = (at("elena").x + at("andres").x + at("alex").x) / 3;
    assert!((middle - children).abs() <= COLUMN, "parents stand over their children: {middle} {children}");
    let style = |kind: Kind| genogram.marks.iter().filter(|mark| mark.kind == kind).count();
    assert_eq!((style(Kind::Divorced), style(Kind::Separated), style(Kind::Married)), (2, 1, 1));
}

#[test]
fn what_cannot_be_true_is_left_out_and_the_rest_is_drawn() {
    let circle = Family::of("a,b,c", "a parent b,b parent c,c parent a,a parent a,a married b");
    let genogram = circle.laid_out();
    nobody_overlaps(&genogram);
    assert_eq!(genogram.places.len(), 3);
    let stranger = Tie { from: EntityId([99; 16]), kind: Kind::Parent, to: circle.id("a") };
    assert_eq!(lay_out(&circle.people, &[stranger], None).places.len(), 1, "whoever is not known is not drawn");
    assert_eq!(lay_out(&[], &[], None), Genogram { height: 152, width: 152, ..Genogram::default() });
}

#[test]
fn three_hundred_people_are_laid_out() {
    let ids: Vec<EntityId> = (0..300u16)
        .map(|n| EntityId([n.to_be_bytes()[0], n.to_be_bytes()[1], 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]))
        .collect();
    let people: Vec<Relative> = ids.iter().map(|id| Relative { id: *id, born: String::new() }).collect();
    let ties: Vec<Tie> = (1..300)
        .map(|at| Tie { from: ids[at / 3], kind: Kind::Parent, to: ids[at] })
        .filter(|tie| tie.from != tie.to)
        .collect();
    let genogram = lay_out(&people, &ties, None);
    nobody_overlaps(&genogram);
    assert_eq!(genogram.places.len(), 300);
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

#[test]
fn somebody_more_moves_nobody_further_than_they_need_room() {
    let mut kept = 0;
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut all = known();
        let (name, mut family) = all.swap_remove(1 + dice.below(all.len() - 1));
        let before = family.laid_out();
        let other = family.names[dice.below(family.names.len())].clone();
        family.add("newcomer", "2024-06-06");
        match dice.below(4) {
            0 => family.tie(&other, Kind::Parent, "newcomer"),
            1 => family.tie("newcomer", Kind::Parent, &other),
            2 => family.tie("newcomer", Kind::Partner, &other),
            _ => family.tie("newcomer", Kind::Sibling, &other),
        }
        let after = lay_out(&family.people, &family.ties, Some(&before));
        nobody_overlaps(&after);
        let ids: Vec<EntityId> = before.places.keys().copied().collect();
        // The whole drawing may be moved; measured is what moved in it.
        let shift = |id: &EntityId| after.places[id].x - before.places[id].x;
        let mut shifts: Vec<i32> = ids.iter().map(shift).collect();
        shifts.sort_unstable();
        let usual = shifts[shifts.len() / 2];
        let order = |genogram: &Genogram| {
            let mut order: Vec<(usize, i32, EntityId)> =
                ids.iter().map(|id| (genogram.places[id].row, genogram.places[id].x, *id)).collect();
            order.sort_unstable();
            order.into_iter().map(|(_, _, id)| id).collect::<Vec<_>>()
        };
        if order(&before) == order(&after) {
            kept += 1;
            let furthest = shifts.iter().map(|shift| (shift - usual).abs()).max().unwrap_or_default();
            assert!(furthest <= COLUMN, "{name}, {seed}: {furthest}");
        } else {
            // Only where lines would cross otherwise, and then they do not.
            assert_eq!(crossings(&after.lines), 0, "{name}, {seed}");
        }
    }
    assert!(kept >= 54, "the order was kept {kept} times of 60");
}
