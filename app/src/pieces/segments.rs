//! One of a few choices, side by side: radio buttons that look like one control.
//! Where all choices fit in a line, seeing them is quicker than opening a list.

use leptos::prelude::*;

/// One of a few, side by side.
#[component]
pub fn Segments<T>(
    /// The name of the group in the page.
    name: &'static str,
    /// What is being chosen.
    #[prop(into)]
    label: String,
    /// What there is to choose from, with its words.
    options: Vec<(T, String)>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<T>,
    /// Something was chosen.
    on_choose: impl Fn(T) + Clone + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let options = options
        .into_iter()
        .enumerate()
        .map(|(index, (option, words))| {
            let (mine, on_choose) = (option.clone(), on_choose.clone());
            let checked = Memo::new(move |_| chosen.get() == mine);
            view! {
                <label>
                    <input
                        type="radio" name=name id=format!("{name}-{index}")
                        prop:checked=move || checked.get()
                        on:change=move |_| on_choose(option.clone())
                    />
                    {words}
                </label>
            }
        })
        .collect_view();
    view! { <div class="seg" role="radiogroup" aria-label=label>{options}</div> }
}
