//! The page as files: all of it comes from the service itself, and none of it is inline.

mod support;

use support::{Client, fresh};

/// The values of an attribute in a text.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_file_is_here_and_nothing_is_inline() {
    let (_directory, service) = fresh();
    let visitor = Client::new(&service.base, None);
    let page = visitor.get("/");
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    let html = page.body.as_str().expect("text").to_owned();
    assert!(html.starts_with("<!doctype html>") && html.contains("<html lang=\"en\">"));
    for inline in ["<style", "style=\"", "onclick", "onload", "<script>", "http://", "https://", "//cdn"] {
        assert!(!html.contains(inline), "{inline} in the page");
    }
    let mut files: Vec<_> = [values(&html, "src=\""), values(&html, "href=\"")].concat();
    files.retain(|file| !file.starts_with('#'));
    let main = visitor.get("/page/main.js").body.as_str().expect("text").to_owned();
    let imports: Vec<_> = values(&main, "from \"./").into_iter().map(|file| format!("/page/{file}")).collect();
    assert!(files.len() >= 3 && imports.len() >= 4, "{files:?} {imports:?}");
    for file in files.into_iter().map(str::to_owned).chain(imports) {
        let answer = visitor.get(&file);
        assert_eq!(answer.status, 200, "{file}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{file}");
    }
}

#[test]
fn ids_in_labels_meet_ids_in_the_page() {
    let (_directory, service) = fresh();
    let html = Client::new(&service.base, None).get("/").body.as_str().expect("text").to_owned();
    let ids = values(&html, " id=\"");
    for attribute in ["aria-labelledby=\"", "aria-describedby=\"", " for=\"", "href=\"#"] {
        for named in values(&html, attribute) {
            assert!(ids.contains(&named), "{attribute}{named} names nothing");
        }
    }
}
