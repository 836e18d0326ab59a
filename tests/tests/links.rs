//! Two files of one family: linked, seen from both, unlinked, and nothing of either lost.

#![allow(clippy::unwrap_used, missing_docs)]

use casefile::{CaseId, EntityId, Moment};
use casework::links::{candidates, link, link_again, links, unlink};
use casework::{CaseSummary, NewCase};
use device::Event;
use tests::bench_device::BenchDevice;

fn open(bench: &mut BenchDevice, id: u8, name: &str, phone: &str) -> CaseId {
    let case = CaseId([id; 16]);
    bench.handle(Event::Intent(casework::new_case(&NewCase {
        case,
        person: [id + 100; 16],
        now: Moment(1_760_000_000_000),
        name: name.to_owned(),
        kind: None,
        safe_contact: String::new(),
        phone: phone.to_owned(),
        worry: String::new(),
    })));
    case
}

fn find(cases: &[CaseSummary], id: CaseId) -> &CaseSummary {
    cases.iter().find(|summary| summary.case == id).unwrap()
}

fn others(bench: &BenchDevice, id: CaseId) -> Vec<CaseId> {
    links(&bench.device, &casework::cases(&bench.device), id).into_iter().map(|link| link.other).collect()
}

#[test]
fn two_files_are_seen_from_both_and_unlinked_without_loss() {
    let mut bench = BenchDevice::new();
    let [ruiz, older, third] = [(1, "Elena Ruiz", "555 0102"), (2, "Ruis Elena", ""), (3, "Walter", "")]
        .map(|(id, name, phone)| open(&mut bench, id, name, phone));
    let cases = casework::cases(&bench.device);
    let (offered, alike) = candidates(&cases, find(&cases, ruiz));
    assert_eq!((offered[0].case, alike, offered.len()), (older, 1, 2));
    let (one, other) = (find(&cases, ruiz), find(&cases, older));
    assert!(link(one, one, EntityId([9; 16]), "").is_none(), "no file is linked with itself");
    bench.handle(Event::Intent(link(one, other, EntityId([9; 16]), "The same grandmother").unwrap()));
    assert_eq!((others(&bench, ruiz), others(&bench, older), others(&bench, third)), (vec![older], vec![ruiz], vec![]));
    // Somebody else linked them at the same time, from the other file.
    bench.handle(Event::Intent(link(other, one, EntityId([8; 16]), "").unwrap()));
    let both = links(&bench.device, &cases, older);
    assert_eq!((both.len(), both[0].says.len(), both[0].remark.as_str()), (1, 2, "The same grandmother"));
    let before = casework::cases(&bench.device);
    unlink(&both[0]).into_iter().for_each(|intent| bench.handle(Event::Intent(intent)));
    assert!(others(&bench, ruiz).is_empty() && others(&bench, older).is_empty());
    let names = |cases: &[CaseSummary]| {
        cases.iter().map(|case| (case.case, case.name.clone(), case.people.len())).collect::<Vec<_>>()
    };
    assert_eq!(names(&casework::cases(&bench.device)), names(&before));
    link_again(&both[0]).into_iter().for_each(|intent| bench.handle(Event::Intent(intent)));
    bench.pass(60_000);
    bench.restart();
    assert_eq!((others(&bench, ruiz), others(&bench, older)), (vec![older], vec![ruiz]));
}
