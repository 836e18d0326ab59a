//! Vectors of control chains: a workspace and a circle in which everything happens that can, and what is refused.
//!
//! After each record stand the facts that every reader must then agree on.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use trust::{
    Brought, Circle, CircleRole, ControlError, DeviceKeys, DeviceKind, DeviceSeed, EpochKey, KeyChange, Last,
    MemberRole, Roster,
};
use wire::{DeviceId, Hash, Header, MemberId, RecordKind, Timestamp, from_cbor, to_cbor};

use crate::{array, bytes, device, hex, kept, rows};

const ANA: MemberId = MemberId([0xa1; 16]);
const BEN: MemberId = MemberId([0xb2; 16]);
const EVA: MemberId = MemberId([0xe5; 16]);
const EXPIRES: Timestamp = Timestamp(1_800_000_900_000);

/// Devices by the byte their seed is made of: 1 Ana's tablet, 2 her kit, 3 Ben's link, 4 his phone, 5 his kit,
/// 6 Eva's link, 7 Ben's laptop, 8 the archive, 9 a stranger.
fn id(seed: u8) -> DeviceId {
    device(seed).id()
}

fn now(minute: u64) -> Timestamp {
    Timestamp(1_800_000_000_000 + minute * 60_000)
}

struct Told {
    rng: ChaCha20Rng,
    roster: Roster,
    circle: Circle,
    /// Each record in the order in which it was made, with what then holds.
    told: Vec<Value>,
    refused: Vec<Value>,
}

impl Told {
    fn roster(&mut self, what: &str, made: Result<Vec<u8>, ControlError>) {
        let bytes = made.unwrap();
        self.roster.apply(&bytes).unwrap();
        self.told.push(json!({ "chain": "roster", "what": what, "record": hex(&bytes), "then": self.roster_state() }));
    }

    fn circle(&mut self, what: &str, made: Result<Vec<u8>, ControlError>) {
        let bytes = made.unwrap();
        self.circle.apply(&bytes, &self.roster).unwrap();
        self.told.push(json!({ "chain": "circle", "what": what, "record": hex(&bytes), "then": self.circle_state() }));
    }

    fn roster_state(&self) -> Value {
        roster_state(&self.roster)
    }

    fn circle_state(&self) -> Value {
        circle_state(&self.circle)
    }
}

fn roster_state(roster: &Roster) -> Value {
    let members = roster.members().map(|(id, member)| {
        json!({
            "id": id.to_string(),
            "role": format!("{:?}", member.role),
            "joined": member.joined,
            "removed": member.is_removed(),
        })
    });
    let devices = roster.devices().map(|(id, device)| {
        json!({
            "id": id.to_string(),
            "member": device.member.to_string(),
            "kind": format!("{:?}", device.kind),
            "state": format!("{:?}", device.state()),
        })
    });
    json!({
        "len": roster.len(),
        "head": roster.head().to_string(),
        "members": members.collect::<Vec<_>>(),
        "devices": devices.collect::<Vec<_>>(),
    })
}

fn circle_state(circle: &Circle) -> Value {
    let members =
        circle.members().map(|(member, role)| json!({ "member": member.to_string(), "role": format!("{role:?}") }));
    let closings = circle
        .closings()
        .map(|(device, dseq, index)| json!({ "device": device.to_string(), "dseq": dseq, "by_record": index }));
    json!({
        "len": circle.len(),
        "head": circle.head().to_string(),
        "epoch": circle.epoch(),
        "members": members.collect::<Vec<_>>(),
        "closings": closings.collect::<Vec<_>>(),
    })
}

/// Whether each device opens the circle's key of each epoch so far, and whether it may write.
fn access(circle: &Circle, roster: &Roster) -> Vec<Value> {
    (1..=9)
        .map(|seed| {
            let keys = device(seed);
            let open =
                (0..=circle.epoch()).map(|epoch| circle.open_key(&keys, epoch).ok().map(|key| hex(key.expose())));
            json!({
                "seed": hex([seed; 32]),
                "epoch_keys": open.collect::<Vec<_>>(),
                "may_write": circle.may_write(&keys.id(), roster).is_ok(),
            })
        })
        .collect()
}

fn tell() -> Value {
    let mut rng = ChaCha20Rng::seed_from_u64(500);
    let [tablet, kit, link, phone, his_kit, eva, laptop, archive, stranger] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(device);
    let first_key = EpochKey::from_bytes([0x50; 32]);
    let (found, roster) = Roster::found(&tablet, ANA, Some(kit.public()), now(0), &mut rng).unwrap();
    let grants = [(ANA, CircleRole::Keeper)];
    let (founded, circle) = Circle::found(&tablet, &roster, &first_key, &grants, now(1), &mut rng).unwrap();
    let told = vec![
        json!({ "chain": "roster", "what": "Ana founds the workspace with a kit", "record": hex(&found),
                "then": roster_state(&roster) }),
        json!({ "chain": "circle", "what": "Ana founds a circle", "record": hex(&founded),
                "then": circle_state(&circle) }),
    ];
    let mut t = Told { rng, roster, circle, told, refused: Vec::new() };

    let made = t.roster.open_invitation(&tablet, BEN, MemberRole::Worker, link.public(), EXPIRES, now(2));
    t.roster("Ana invites Ben", made);
    let made = t.circle.grant(&tablet, &t.roster, &first_key, (BEN, CircleRole::Editor), &|_| 0, now(3), &mut t.rng);
    t.circle("Ana lets Ben in: the key is sealed to his invitation", made);
    let made = t.roster.join(&link, &phone, Some(his_kit.public()), now(4));
    t.roster("Ben joins with phone and kit", made);
    let devices = [phone.id(), his_kit.id()];
    let opened = t.circle.open_key(&link, 0).unwrap();
    let made = t.circle.grant_device(&phone, &t.roster, &opened, &devices, now(5), &mut t.rng);
    t.circle("Ben's phone opens the key with the link's seed, and seals it to itself and his kit", made);
    let made = t.roster.add_device(&phone, laptop.public(), DeviceKind::Device, now(6));
    t.roster("Ben brings a laptop", made);
    let made = t.circle.grant_device(&phone, &t.roster, &first_key, &[laptop.id()], now(7), &mut t.rng);
    t.circle("Ben's phone passes the key to the laptop", made);
    let made = t.roster.add_device(&tablet, archive.public(), DeviceKind::Archive, now(8));
    t.roster("Ana adds the agency's archive", made);
    let made = t.roster.open_invitation(&tablet, EVA, MemberRole::Partner, eva.public(), EXPIRES, now(9));
    t.roster("Ana invites Eva", made);
    let made = t.circle.grant(&tablet, &t.roster, &first_key, (EVA, CircleRole::Reader), &|_| 0, now(10), &mut t.rng);
    t.circle("Ana lets Eva read", made);
    let made = t.roster.revoke_device(&laptop, phone.id(), now(11));
    t.roster("Ben's phone is lost", made);
    let second_key = EpochKey::from_bytes([0x51; 32]);
    let change = KeyChange { old: &first_key, new: &second_key, seen: &|_| 12 };
    let made = t.circle.rotate(&tablet, &t.roster, &change, now(12), &mut t.rng);
    t.circle("Ana changes the key", made);
    let made = t.circle.grant(&tablet, &t.roster, &second_key, (BEN, CircleRole::Reader), &|_| 9, now(12), &mut t.rng);
    t.circle("Ana lets Ben only read: his laptop is closed too", made);
    let third_key = EpochKey::from_bytes([0x52; 32]);
    let change = KeyChange { old: &second_key, new: &third_key, seen: &|_| 0 };
    let made = t.circle.revoke(&tablet, &t.roster, EVA, &change, now(13), &mut t.rng);
    t.circle("Ana shows Eva out", made);
    let made = t.circle.grant(&tablet, &t.roster, &third_key, (BEN, CircleRole::Keeper), &|_| 0, now(14), &mut t.rng);
    t.circle("Ana makes Ben a keeper", made);
    let made = t.roster.set_role(&tablet, BEN, MemberRole::Admin, now(15));
    t.roster("Ana makes Ben an admin", made);
    let made = t.roster.remove_member(&laptop, ANA, now(16));
    t.roster("Ben removes Ana", made);

    refuse(&mut t, &stranger);
    json!({
        "seeds": "device n has the seed of 32 bytes n",
        "expires": EXPIRES.0,
        "workspace": t.roster.workspace().to_string(),
        "circle": t.circle.id().to_string(),
        "records": t.told,
        "access": access(&t.circle, &t.roster),
        "refused": t.refused,
        "judged": judged(&t),
        "compared": {
            "members": [ANA.to_string(), BEN.to_string()],
            "code": t.roster.compare_code(&ANA, &BEN),
            "of_somebody_not_joined": t.roster.compare_code(&ANA, &EVA),
        },
    })
}

/// What is made of records, by their headers, once all of that has happened.
fn judged(t: &Told) -> Vec<Value> {
    // The control heads by their index in the circle's chain.
    let heads: Vec<Hash> =
        t.told.iter().filter(|row| row["chain"] == "circle").map(|row| Hash::of(&bytes(&row["record"]))).collect();
    let end = heads.len() - 1;
    let header = |seed, epoch, dseq, head: usize| Header {
        v: 1,
        circle: t.circle.id(),
        epoch,
        kind: RecordKind::Edit,
        device: id(seed),
        dseq,
        prev: if dseq == 1 { Last::NONE.hash } else { Hash([2; 32]) },
        control_head: heads[head],
    };
    let after = |dseq, head: usize| Last { dseq, hash: Hash([2; 32]), control_head: heads[head] };
    let carried = |seed| Brought::Carried { by: id(seed) };
    let log = Brought::InLog;
    let rows = [
        ("the laptop's next, in its place", header(7, 2, 10, end), after(9, 3), Brought::New),
        ("the same, found in a log", header(7, 2, 10, end), after(9, 3), log),
        ("its last before it only read", header(7, 0, 9, 3), after(8, 3), log),
        ("one more under the head of then", header(7, 0, 10, 3), after(9, 3), log),
        ("one while it only read", header(7, 1, 10, 6), after(9, 3), log),
        ("its control head goes back", header(7, 0, 9, 3), after(8, 5), log),
        ("a number is left out", header(7, 2, 12, end), after(9, 3), log),
        ("another history", Header { prev: Hash([3; 32]), ..header(7, 2, 10, end) }, after(9, 3), log),
        ("known already", header(7, 0, 8, 3), after(9, 3), log),
        ("under an old key, as something new", header(7, 0, 9, 3), after(8, 3), Brought::New),
        ("the same, brought by Ben's kit", header(7, 0, 9, 3), after(8, 3), carried(5)),
        ("under another epoch than its head's", header(7, 1, 9, 3), after(8, 3), log),
        ("before the laptop was there", header(7, 0, 1, 2), Last::NONE, log),
        ("the lost phone's last, brought by Ben's kit", header(4, 0, 12, 3), after(11, 2), carried(5)),
        ("one more, brought by Ben's kit", header(4, 0, 13, 3), after(12, 2), carried(5)),
        ("one more, in a log", header(4, 0, 13, 3), after(12, 2), log),
        ("the lost phone itself", header(4, 0, 12, 3), after(11, 2), Brought::New),
        ("under a head whose roster has the phone revoked", header(4, 1, 12, 5), after(11, 2), log),
        ("Ana's tablet, removed and not closed, brought by Ben", header(1, 0, 1, 0), Last::NONE, carried(7)),
        ("the same, in a log", header(1, 0, 1, 0), Last::NONE, log),
        ("brought by somebody shown out", header(7, 2, 10, end), after(9, 3), carried(6)),
        ("brought by a used invitation", header(7, 2, 10, end), after(9, 3), carried(3)),
        ("an invitation's own", header(3, 2, 1, end), Last::NONE, log),
        ("a kit's own", header(5, 2, 1, end), Last::NONE, log),
        ("a stranger's", header(9, 2, 1, end), Last::NONE, log),
        ("a head that is not there", Header { control_head: Hash([9; 32]), ..header(7, 2, 10, 0) }, after(9, 3), log),
    ];
    let told = rows.into_iter().map(|(what, header, last, brought)| {
        let verdict = t.circle.judge((&header, JUDGED), &last, &t.roster, brought, |_| true);
        json!({
            "what": what,
            "header_cbor": hex(to_cbor(&header)),
            "last": { "dseq": last.dseq, "hash": last.hash.to_string(), "control_head": last.control_head.to_string() },
            "brought": match brought {
                Brought::InLog => json!("in log"),
                Brought::New => json!("new"),
                Brought::Carried { by } => json!(by.to_string()),
            },
            "verdict": format!("{verdict:?}"),
        })
    });
    told.collect()
}

/// The hash of each record that is judged.
const JUDGED: Hash = Hash([4; 32]);

/// Records that come too late, from the wrong hand, or altered.
fn refuse(t: &mut Told, stranger: &DeviceKeys) {
    let laptop = device(7);
    let good = t.roster.add_device(&laptop, stranger.public(), DeviceKind::Device, now(20)).unwrap();
    let mut signature = good.clone();
    *signature.last_mut().unwrap() ^= 1;
    let first = bytes(&t.told[0]["record"]);
    let circle_good = t.circle.grant_device(
        &laptop,
        &t.roster,
        &t.circle.open_key(&laptop, 2).unwrap(),
        &[id(5)],
        now(21),
        &mut t.rng,
    );
    let circle_good = circle_good.unwrap();
    let mut circle_signature = circle_good.clone();
    *circle_signature.last_mut().unwrap() ^= 1;
    // A member who was removed could still sign; the roster before her removal gives her the means.
    let mut before = Roster::from_found(&first).unwrap();
    let earlier: Vec<Vec<u8>> =
        t.told.iter().filter(|row| row["chain"] == "roster").map(|r| bytes(&r["record"])).collect();
    for record in &earlier[1..earlier.len() - 1] {
        before.apply(record).unwrap();
    }
    let late = before.set_role(&device(1), BEN, MemberRole::Worker, now(22)).unwrap();
    for (chain, what, record, why) in [
        ("roster", "signature altered", signature, "BadSignature"),
        ("roster", "the first record again", first.clone(), "AlreadyThere"),
        ("roster", "made for the head before", late, "StaleHead"),
        ("roster", "a circle's record", circle_good.clone(), "Malformed"),
        ("roster", "cut short", good[..good.len() - 1].to_vec(), "Malformed"),
        ("roster", "nothing", Vec::new(), "Malformed"),
        ("circle", "signature altered", circle_signature, "BadSignature"),
        ("circle", "a roster's record", good, "Malformed"),
        ("circle", "a byte too many", [&circle_good, [0].as_slice()].concat(), "Malformed"),
    ] {
        t.refused.push(json!({ "chain": chain, "what": what, "record": hex(record), "why": why }));
    }
}

fn why(error: &ControlError) -> String {
    let debug = format!("{error:?}");
    debug.split(['(', ' ', '{']).next().unwrap().to_owned()
}

#[test]
fn chains() {
    let kept = kept("chains.json", &tell());
    // Read as another device would: nothing but the file, checking each step.
    let records = rows(&kept["records"]);
    let mut roster = Roster::from_found(&bytes(&records[0]["record"])).unwrap();
    assert_eq!(roster.workspace().to_string(), kept["workspace"]);
    let mut circle = Circle::from_found(&bytes(&records[1]["record"]), &roster).unwrap();
    assert_eq!(circle.id().to_string(), kept["circle"]);
    for row in &records[2..] {
        let record = bytes(&row["record"]);
        if row["chain"] == "roster" {
            roster.apply(&record).unwrap();
            assert_eq!(roster_state(&roster), row["then"], "{}", row["what"]);
        } else {
            circle.apply(&record, &roster).unwrap();
            assert_eq!(circle_state(&circle), row["then"], "{}", row["what"]);
        }
    }
    for row in rows(&kept["access"]) {
        let keys = DeviceKeys::from_seed(&DeviceSeed::from_bytes(array(&row["seed"])));
        for (epoch, key) in (0..).zip(rows(&row["epoch_keys"])) {
            let opened = circle.open_key(&keys, epoch).ok().map(|key| hex(key.expose()));
            assert_eq!(json!(opened), *key);
        }
        assert_eq!(json!(circle.may_write(&keys.id(), &roster).is_ok()), row["may_write"]);
    }
    assert_eq!(json!(roster.compare_code(&BEN, &ANA)), kept["compared"]["code"]);
    for row in rows(&kept["judged"]) {
        let header: Header = from_cbor(&bytes(&row["header_cbor"])).unwrap();
        let last = Last {
            dseq: row["last"]["dseq"].as_u64().unwrap(),
            hash: Hash(array(&row["last"]["hash"])),
            control_head: Hash(array(&row["last"]["control_head"])),
        };
        let brought = match row["brought"].as_str().unwrap() {
            "in log" => Brought::InLog,
            "new" => Brought::New,
            _ => Brought::Carried { by: DeviceId(array(&row["brought"])) },
        };
        let verdict = circle.judge((&header, JUDGED), &last, &roster, brought, |_| true);
        assert_eq!(format!("{verdict:?}"), row["verdict"], "{}", row["what"]);
    }
    for row in rows(&kept["refused"]) {
        let record = bytes(&row["record"]);
        let error = if row["chain"] == "roster" {
            roster.apply(&record).unwrap_err()
        } else {
            circle.apply(&record, &roster).unwrap_err()
        };
        assert_eq!(why(&error), row["why"], "{}", row["what"]);
    }
}
