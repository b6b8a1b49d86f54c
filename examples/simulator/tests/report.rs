//! The report is well-formed, whole by itself and accessible; its numbers are the run's.

mod support;

use frontdesk_simulator::figures::Comparison;
use frontdesk_simulator::figures::measure::Measure;
use frontdesk_simulator::plan::Plan;
use frontdesk_simulator::report::{headline, html, text, words};
use scraper::{Html, Selector};
use support::{SMALL, lunch, plan, played};

fn report(plan: &Plan) -> (String, String, Comparison) {
    let runs = played(plan);
    let comparison = Comparison::new(plan, &runs);
    (html::page(plan, &runs, &comparison), text::text(plan, &comparison), comparison)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

#[test]
fn the_page_is_well_formed_and_whole() {
    let (page, _, _) = report(&lunch(4));
    let html = Html::parse_document(&page);
    assert_eq!(html.errors, Vec::<String>::new());
    let drawings: Vec<&str> =
        page.split("<svg ").skip(1).map(|rest| &rest[..rest.find("</svg>").expect("it ends")]).collect();
    assert!(drawings.len() > 40, "{} drawings", drawings.len());
    for drawing in drawings {
        let xml = format!("<svg {drawing}</svg>");
        let tree = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
        for node in tree.descendants().filter(|node| node.has_tag_name("path")) {
            assert!(!node.attribute("d").unwrap_or("").contains("NaN"), "{xml}");
        }
    }
    for elsewhere in ["http://", "https://", "src=", "@import", "url(", "<script", "<link"] {
        let rest = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!rest.contains(elsewhere), "the page speaks of {elsewhere}");
    }
}

#[test]
fn every_plot_has_a_title_a_description_and_a_table() {
    let (page, _, _) = report(&lunch(4));
    let html = Html::parse_document(&page);
    let plots = all(&html, "svg[role=img]");
    let mut ids = std::collections::HashSet::new();
    for plot in &plots {
        let labels = plot.value().attr("aria-labelledby").expect("a label");
        for id in labels.split(' ') {
            assert!(ids.insert(id.to_owned()), "{id} comes twice");
            let words: String = all(&html, &format!("[id=\"{id}\"]")).iter().flat_map(|it| it.text()).collect();
            assert!(words.trim().len() > 5, "{id} says nothing");
        }
    }
    assert_eq!(all(&html, "figure").len(), plots.len());
    assert_eq!(all(&html, "figure details table").len(), plots.len());
    assert!(all(&html, "svg:not([role=img]):not([aria-hidden=true])").is_empty());
    assert_eq!(all(&html, "html[lang=en] meta[name=viewport]").len(), 1);
}

#[test]
fn names_are_escaped() {
    let odd = "<b>&\\\"Ana";
    let (page, _, _) = report(&plan(&SMALL.replace("name = \"Ana\"", &format!("name = \"{odd}\""))));
    assert!(page.contains("&lt;b&gt;&amp;&quot;Ana") && !page.contains("<b>&"));
    assert_eq!(Html::parse_document(&page).errors, Vec::<String>::new());
}

#[test]
fn the_table_has_every_variant_with_its_numbers() {
    let plan = lunch(4);
    let (page, text, comparison) = report(&plan);
    for variant in &comparison.variants {
        for measure in Measure::ALL {
            let shown = words::estimate(measure, variant.all.estimate(measure));
            assert!(page.contains(&shown) && text.contains(&shown), "{}: {shown}", variant.name);
        }
        let row = text.lines().find(|line| line.starts_with(&format!("{}  ", variant.name)));
        assert!(row.is_some_and(|row| row.contains(&variant.all.tally.contacts.to_string())), "{text}");
    }
}

#[test]
fn the_headline_says_what_the_days_show_and_no_more() {
    let plan = lunch(15);
    let (page, _, comparison) = report(&plan);
    let sentences = headline::variants(&plan, &comparison);
    let change = comparison.variants[1].all.difference(Measure::Service).expect("it is compared");
    assert!(change.is_clear() && change.value > 0.0, "{change:?}");
    assert!(sentences[0].contains("becomes") && sentences[0].contains("Paris"), "{}", sentences[0]);
    for (variant, sentence) in comparison.variants.iter().skip(1).zip(&sentences) {
        let clear = variant.all.difference(Measure::Service).is_some_and(|change| change.is_clear());
        assert_eq!(sentence.contains("becomes"), clear, "{sentence}");
        assert!(page.contains(&sentence.replace('&', "&amp;")), "{sentence}");
    }
    // More agents at lunch in Paris are nothing to New York.
    assert_eq!(comparison.variants[1].groups[2].difference(Measure::Service).map(|change| change.value), Some(0.0));
}

#[test]
fn one_day_or_nobody_has_a_report_too() {
    let quiet = SMALL.replace("30, 30, 30, 30, 30, 30, 30, 30", "0, 0, 0, 0, 0, 0, 0, 0");
    for text in [SMALL.replace("days = 2", "days = 1"), quiet] {
        let (page, table, _) = report(&plan(&text));
        assert_eq!(Html::parse_document(&page).errors, Vec::<String>::new());
        assert!(!page.contains("NaN") && !page.contains("inf") && !table.contains("NaN"), "{table}");
    }
}

#[test]
fn doubtful_settings_are_told_with_their_names() {
    let empty = "[[group]]\nname = \"Nobody's\"\n[[variant]]\nname = \"V\"\n[variant.group.Support.policy]\nafter_longest_wait = \"miss\"\n";
    let (page, text, _) = report(&plan(&format!("{SMALL}\n{empty}")));
    assert!(text.contains("doubtful: group Nobody's has no members"), "{text}");
    assert!(text.contains("doubtful: V: after_longest_wait of group Support has no effect"), "{text}");
    assert!(page.contains("group Nobody's has no members"));
    let (_, text, _) = report(&lunch(1));
    assert!(!text.contains("doubtful"), "{text}");
}

#[test]
fn many_agents_have_one_curve_and_other_customers_are_told() {
    let variant = "[[variant]]\nname = \"Twice as many\"\n[variant.contacts.Questions]\nscale = 2\n";
    let (page, text, _) =
        report(&plan(&format!("{}\n{variant}", SMALL.replace("capacity = 2", "capacity = 2\ncount = 40"))));
    assert!(page.contains("40 agents, from the busiest to the idlest"));
    assert_eq!(Html::parse_document(&page).errors, Vec::<String>::new());
    assert!(text.contains("Other customers come in this variant"), "{text}");
    assert!(!page.contains("come in every variant"));
}

#[test]
fn an_hour_without_anybody_breaks_the_line() {
    // Somebody is there all day; nobody asks from 11 to 14.
    let text = SMALL.replace("30, 30, 30, 30, 30, 30, 30, 30", "30, 30, 0, 0, 0, 30, 30, 30");
    let (page, _, _) = report(&plan(&text));
    let html = Html::parse_document(&page);
    let lines = all(&html, "svg[aria-labelledby^=\"service-all\"] path.line");
    let path = lines[0].value().attr("d").expect("a path");
    assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 3), "{path}");
}
