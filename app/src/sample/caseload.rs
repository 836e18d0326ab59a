//! Bringing the sample caseload here, and forgetting it. Its files are fetched when somebody asks for it, and never kept:
//! few tablets need them, and those that do need them once.

use casefile::shapes::Day;
use casework::sample::{self, SampleError, Story, Today, colleagues, read_colleagues};
use device::Intent;
use futures_util::future::join_all;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::queries;
use crate::frame::session::send;
use crate::pieces::when;
use crate::shell::{assets, randomness};

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coming {
    /// Nobody has asked for it.
    #[default]
    Not,
    /// It is being fetched and written.
    OnItsWay,
    /// Its files could not be had, which takes a signal.
    NoSignal,
}

/// Why it did not come.
enum Missing {
    Files,
    Wrong(SampleError),
    Locked,
}

/// Brings it here, unless it is here.
pub fn add(coming: RwSignal<Coming>) {
    if coming.get_untracked() == Coming::OnItsWay || queries::has_sample() {
        return;
    }
    coming.set(Coming::OnItsWay);
    spawn_local(async move {
        let now = match bring().await {
            Ok(()) | Err(Missing::Locked) => Coming::Not,
            Err(Missing::Files) => Coming::NoSignal,
            Err(Missing::Wrong(error)) => {
                // A test reads every file: this is a file of somebody who changed one.
                leptos::logging::error!("sample: {error}");
                Coming::NoSignal
            }
        };
        // Whoever asked may be gone.
        let _ = coming.try_set(now);
    });
}

/// Forgets it, and all that was written in it.
pub fn remove() {
    send(Intent::ForgetHere);
}

async fn bring() -> Result<(), Missing> {
    let people = assets::sample(sample::COLLEAGUES).await.ok_or(Missing::Files)?;
    let people = read_colleagues(&people).map_err(Missing::Wrong)?;
    let files = join_all(sample::CASES.map(assets::sample)).await;
    let files: Vec<String> = files.into_iter().collect::<Option<_>>().ok_or(Missing::Files)?;
    let rng = &mut randomness::source();
    let me = queries::me_and_device().ok_or(Missing::Locked)?;
    let today = today().ok_or(Missing::Locked)?;
    let (scene, document) = colleagues(&people, me, today, rng);
    send(Intent::KeepHere(vec![document]));
    for file in files {
        let documents =
            Story::read(&file, &people).and_then(|story| story.write(&scene, rng)).map_err(Missing::Wrong)?;
        // A few at a time, so that a finger is answered between two of them.
        let mut documents = documents.into_iter().peekable();
        while documents.peek().is_some() {
            send(Intent::KeepHere(documents.by_ref().take(A_FEW).collect()));
            TimeoutFuture::new(0).await;
        }
    }
    Ok(())
}

/// Documents that are taken in at one go.
const A_FEW: usize = 3;

fn today() -> Option<Today> {
    let words = when::today();
    let mut parts = words.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let midnight = when::from_input(&format!("{words}T00:00"))?;
    Some(Today { day: Day::new(year, month, day)?, midnight })
}
