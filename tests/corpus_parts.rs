//! A corpus read in parts: shards, and the profile that makes parts agree.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::corpus::{
    Corpus, CorpusError, CorpusItem, CorpusOptions, CorpusProfile, DateOrder, Document, RemarkKind,
    Shard, Splitter,
};
use std::path::Path;
use support::{place, write};

/// Reads files below `folder`, named relative to it.
fn read(
    folder: &Path,
    names: &[&str],
    options: CorpusOptions,
) -> Result<Vec<CorpusItem>, CorpusError> {
    let paths: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
    Corpus::open(&paths, options)?.collect()
}

fn documents(items: Vec<CorpusItem>) -> Vec<Document> {
    let document = |item| match item {
        CorpusItem::Document(document) => Some(document),
        CorpusItem::Rejected(_) | CorpusItem::Remark(_) => None,
    };
    items.into_iter().filter_map(document).collect()
}

/// A corpus in which everything happens that can happen to a document.
fn write_mixed(folder: &Path) -> [&'static str; 4] {
    let rows: Vec<String> = (0..20).map(|n| format!("r{n},A regime.,{}/5/2014\n", n + 1)).collect();
    write(folder, "a.csv", format!("id,text,date\n{}r3,Twice.,\nr30,,\nshort\n", rows.concat()));
    write(
        folder,
        "b.jsonl",
        "{\"text\": \"Quiet.\"}\nnot json\n{\"text\": \"Calm.\", \"id\": \"r1\"}\n",
    );
    write(folder, "news/manifest.csv", "file,outlet\none.txt,Quoin Wire\n");
    write(folder, "news/one.txt", "First.\n***\nSecond.\n***\nThird.\n");
    write(folder, "news/late/two.txt", "---\ndate: soon\n---\nFirst.\n***\nSecond.\n");
    write(folder, "last.txt", "Last.");
    ["a.csv", "b.jsonl", "news", "last.txt"]
}

fn options(shard: Option<Shard>) -> CorpusOptions {
    let split = Some(Splitter::new(r"^\*\*\*$").unwrap());
    CorpusOptions { split, shard, ..CorpusOptions::default() }
}

#[test]
fn shards_together_give_each_item_of_the_corpus_once() {
    let place = place();
    let names = write_mixed(place.path());
    let whole = read(place.path(), &names, options(None)).unwrap();
    let count = |fits: fn(&CorpusItem) -> bool| whole.iter().filter(|item| fits(item)).count();
    assert_eq!(count(|item| matches!(item, CorpusItem::Document(_))), 27);
    assert_eq!(count(|item| matches!(item, CorpusItem::Rejected(_))), 5);
    assert_eq!(count(|item| matches!(item, CorpusItem::Remark(_))), 5);
    for count in [1, 2, 7, 100] {
        let mut items = Vec::new();
        for index in 1..=count {
            let shard = Shard::new(index, count).unwrap();
            let part = read(place.path(), &names, options(Some(shard))).unwrap();
            for document in documents(part.clone()) {
                assert!(shard.has(document.ordinal), "{shard}: {document:?}");
            }
            items.extend(part);
        }
        let sorted = |items: &[CorpusItem]| {
            let mut shown: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
            shown.sort();
            shown
        };
        assert_eq!(sorted(&items), sorted(&whole), "{count} shards");
    }
    let ordinals: Vec<u64> = documents(whole).iter().map(|document| document.ordinal).collect();
    assert!(ordinals.is_sorted_by(|a, b| a < b) && ordinals.last() == Some(&31), "{ordinals:?}");
}

#[test]
fn a_shard_may_be_empty_but_the_corpus_may_not() {
    let place = place();
    write(place.path(), "a.txt", "A regime.");
    write(place.path(), "bare.csv", "id,text\n1,\n2,\n");
    let shard = |text: &str| options(Some(text.parse().unwrap()));
    assert_eq!(read(place.path(), &["a.txt"], shard("5/9")).unwrap(), []);
    for text in ["1/9", "9/9"] {
        let refused = read(place.path(), &["bare.csv"], shard(text)).unwrap_err().to_string();
        assert!(refused.contains("no document can be used: 2 left out, the first"), "{refused}");
    }
}

#[test]
fn a_file_read_alone_is_named_as_in_the_whole_corpus() {
    let place = place();
    let folder = place.path();
    write(folder, "march/news.csv", "text\nA regime.\n");
    write(folder, "april/news.csv", "text\nA junta.\n");
    write(folder, "wire/daily/a.txt", "A militia.");
    let paths: Vec<_> =
        ["march/news.csv", "april/news.csv", "wire"].iter().map(|name| folder.join(name)).collect();
    let corpus = Corpus::open(&paths, CorpusOptions::default()).unwrap();
    let json = corpus.profile().to_json();
    let profile = CorpusProfile::from_json(&json, "profile.json").unwrap();
    let whole = documents(corpus.collect::<Result<_, _>>().unwrap());
    for (name, expected) in
        ["march/news.csv", "april/news.csv", "wire/daily/a.txt"].iter().zip(&whole)
    {
        let options = CorpusOptions { profile: Some(profile.clone()), ..CorpusOptions::default() };
        let alone = documents(read(folder, &[name], options).unwrap());
        let found: Vec<_> = alone.iter().map(|found| (&found.id, &found.outlet)).collect();
        assert_eq!(found, [(&expected.id, &expected.outlet)]);
        let bare = documents(read(folder, &[name], CorpusOptions::default()).unwrap());
        assert_ne!(bare[0].id, expected.id, "without the profile it is named after itself");
    }
    assert_eq!(&*whole[2].outlet, "daily");
}

#[test]
fn a_file_that_the_profile_does_not_list_takes_no_name_from_one_that_it_lists() {
    let place = place();
    let folder = place.path();
    write(folder, "march/news.csv", "text\nA regime.\n");
    write(folder, "april/news.csv", "text\nA junta.\n");
    let march = Corpus::open(&[folder.join("march/news.csv")], CorpusOptions::default()).unwrap();
    let profile = march.profile().clone();
    let options = CorpusOptions { profile: Some(profile.clone()), ..CorpusOptions::default() };
    let april = Corpus::open(&[folder.join("april/news.csv")], options).unwrap();
    assert_eq!(profile.conflict(april.profile()), None);
    let april = documents(april.collect::<Result<_, _>>().unwrap());
    assert_eq!(april[0].id, format!("{}:2", folder.join("april/news.csv").display()));
}

fn is_ambiguous(item: &CorpusItem) -> bool {
    matches!(item, CorpusItem::Remark(remark) if remark.kind == RemarkKind::AmbiguousDate)
}

#[test]
fn the_order_that_a_corpus_shows_settles_its_ambiguous_dates() {
    let place = place();
    let dates = |days: [&str; 3]| {
        let rows: Vec<String> = days.iter().map(|day| format!("A regime.,{day}\n")).collect();
        format!("text,date\n{}", rows.concat())
    };
    write(place.path(), "clear.csv", dates(["13/4/2014", "4 May 2014", "2014-04-05"]));
    write(place.path(), "open.csv", dates(["3/4/2014", "4/5/2014", "13.4.2014"]));
    write(place.path(), "american.csv", dates(["4/13/2014", "4/14/2014", "4/4/2014"]));
    let observed = |names: &[&str]| {
        let paths: Vec<_> = names.iter().map(|name| place.path().join(name)).collect();
        let mut corpus = Corpus::open(&paths, CorpusOptions::default()).unwrap();
        let remarks = corpus.by_ref().flatten().filter(is_ambiguous).count();
        (corpus.date_orders(), corpus.profile().clone(), remarks)
    };
    let (orders, profile, remarks) = observed(&["clear.csv", "open.csv"]);
    assert_eq!((orders.order(), remarks), (DateOrder::DayFirst, 2));

    let options = CorpusOptions {
        profile: Some(profile.with_date_order(orders.order())),
        ..CorpusOptions::default()
    };
    let items = read(place.path(), &["open.csv"], options).unwrap();
    assert!(!items.iter().any(is_ambiguous), "{items:?}");
    let read_as: Vec<String> =
        documents(items).iter().map(|document| document.date.unwrap().to_string()).collect();
    assert_eq!(read_as, ["2014-04-03", "2014-05-04", "2014-04-13"]);

    let (orders, ..) = observed(&["clear.csv", "american.csv"]);
    assert_eq!(orders.order(), DateOrder::Unknown);
    assert_eq!(
        orders.contradiction().unwrap(),
        "1 date has the day first and 2 dates have the month first, so dates that could have \
         either order stay ambiguous"
    );
    let alone = read(place.path(), &["open.csv"], CorpusOptions::default()).unwrap();
    let ambiguous = alone.iter().filter(|item| is_ambiguous(item)).count();
    assert_eq!(ambiguous, 2, "without a profile nothing changes");
}
