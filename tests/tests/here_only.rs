//! What stands on this device alone: the sample caseload, which nobody is ever sent, and which leaves nothing behind.

#![allow(clippy::unwrap_used, missing_docs)]

use casefile::shapes::Day;
use casefile::{Edit, EntityKey, Field, Moment, NoteId};
use casework::sample::{self, Scene, Story, Today, colleagues, read_colleagues};
use device::view::SaveState;
use device::{Event, Intent};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use tests::bench_device::BenchDevice;
use wire::DocId;

fn public(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../public/sample/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Brings the whole sample to a device.
fn bring(bench: &mut BenchDevice) {
    let known = read_colleagues(&public(sample::COLLEAGUES)).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let day = Day::new(2025, 10, 9).unwrap();
    let today = Today { day, midnight: u64::try_from(day.number()).unwrap() * 86_400_000 };
    let tag = *bench.device.device_id().unwrap().0.first_chunk().unwrap();
    let (scene, people): (Scene, _) = colleagues(&known, (bench.device.me().unwrap(), tag), today, &mut rng);
    bench.handle(Event::Intent(Intent::KeepHere(vec![people])));
    for id in sample::CASES {
        let documents = Story::read(&public(id), &known).unwrap().write(&scene, &mut rng).unwrap();
        bench.handle(Event::Intent(Intent::KeepHere(documents)));
    }
    bench.pass(60_000);
}

#[test]
fn the_sample_is_a_caseload_like_any_other_and_nobody_is_ever_sent_any_of_it() {
    let mut bench = BenchDevice::new();
    let sent = bench.sent;
    bring(&mut bench);
    let cases = casework::cases(&bench.device);
    assert_eq!(cases.len(), sample::CASES.len());
    assert!(cases.iter().all(|case| case.sample && case.record.is_some() && case.notes >= 5 && !case.waiting));
    assert!(cases.iter().map(|case| case.conflicts).sum::<usize>() >= 4);
    // Somebody of the sample answered apart from me, and has a name.
    let family = cases.iter().find(|case| *case.name == "Tran-Bello family").unwrap();
    bench.handle(Event::Intent(Intent::Open(family.record_doc.unwrap())));
    let document = bench.device.document(family.record_doc.unwrap()).unwrap();
    let disputed = document.entities(casefile::EntityKind::PERSON).into_iter().filter_map(|key| document.entity(key));
    let answers: Vec<_> = disputed
        .flat_map(|person| person.conflicts().flat_map(|(_, answers)| answers.to_vec()).collect::<Vec<_>>())
        .collect();
    let names: Vec<_> =
        answers.iter().map(|answer| bench.device.author(&answer.actor)).map(|who| (who.me, who.name)).collect();
    assert!(
        names.contains(&(true, Some("Ana".to_owned()))) && names.contains(&(false, Some("Grace Lindqvist".to_owned()))),
        "{names:?}"
    );
    // I write in it, in what is there and in a note of my own, and share it with whoever I can.
    let edit = Edit::Set { entity: EntityKey::case(family.case), field: Field::NAME, value: "Bello family".into() };
    bench.handle(Event::Intent(Intent::Edit { doc: family.team_doc, edit }));
    let note = NoteId([5; 16]);
    bench.handle(Event::Intent(casework::new_note(family, note, Moment(1_760_000_000_000), Vec::new()).unwrap()));
    let edit =
        Edit::Splice { entity: EntityKey::note(note), field: Field::BODY, at: 0, delete: 0, insert: "Mine".into() };
    bench.handle(Event::Intent(Intent::Edit { doc: DocId(note.0), edit }));
    let me = bench.device.me().unwrap();
    bench.handle(Event::Intent(casework::grant(family.team, family.record, me)));
    bench.pass(120_000);
    assert_eq!(bench.sent, sent, "something was sent");
    assert!(bench.device.circle_members(family.team).is_empty());
    let status = bench.device.status();
    assert_eq!((status.state, status.waiting, status.problems.len()), (SaveState::Shared, 0, 0));
    // It is still there tomorrow, and so is what I wrote.
    bench.restart();
    let cases = casework::cases(&bench.device);
    let family = cases.iter().find(|case| *case.name == "Bello family").unwrap();
    assert!(cases.len() == 12 && family.sample);
    assert!(casework::notes(&bench.device, family.case).iter().any(|note| *note.preview == "Mine"));
    assert_eq!(bench.device.status().waiting, 0);
}

#[test]
fn what_is_removed_leaves_nothing_behind_and_can_be_brought_again() {
    let mut bench = BenchDevice::new();
    bench.note();
    let before = bench.rows();
    bring(&mut bench);
    let cases = casework::cases(&bench.device);
    let case = cases.iter().find(|case| case.sample).unwrap();
    // A document that is open, with something half typed in it and something typed over an answer.
    bench.handle(Event::Intent(Intent::Open(case.team_doc)));
    let entity = EntityKey::case(case.case);
    let answer = Edit::Answer { entity, field: Field::NAME, value: "Hal".into(), over: (*case.name).clone().into() };
    bench.handle(Event::Intent(Intent::Edit { doc: case.team_doc, edit: answer }));
    let form = Intent::KeepForm { key: format!("third/{}/name", case.team_doc), bytes: vec![1].into() };
    bench.handle(Event::Intent(form));
    assert!(bench.rows().len() > before.len() + 100 && !bench.device.find("Bello", 9).is_empty());
    bench.handle(Event::Intent(Intent::ForgetHere));
    bench.pass(60_000);
    assert_eq!(bench.rows(), before);
    assert!(bench.device.find("Bello", 9).is_empty() && !bench.device.has_here_only());
    let left = casework::cases(&bench.device);
    assert!(left.len() == 1 && !left[0].sample && left[0].notes == 1);
    bring(&mut bench);
    assert_eq!(casework::cases(&bench.device).len(), 13);
    bench.restart();
    bench.handle(Event::Intent(Intent::ForgetHere));
    bench.pass(60_000);
    assert_eq!(bench.rows(), before);
}
