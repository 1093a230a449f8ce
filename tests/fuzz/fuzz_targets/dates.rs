//! Any text: a date is read or not, by any order and by a stated form, and one that is read is read
//! again from its own words.

#![no_main]

use framescope::Date;
use framescope::corpus::{DateForm, DateOrder, ReadDate};
use libfuzzer_sys::fuzz_target;

const ORDERS: [DateOrder; 3] = [DateOrder::Unknown, DateOrder::DayFirst, DateOrder::MonthFirst];

fuzz_target!(|input: (&str, &str)| {
    let (text, form) = input;
    for order in ORDERS {
        if let ReadDate::Known(date) | ReadDate::Ambiguous(date) = Date::read_with(text, order) {
            assert_eq!(Date::read(&date.to_string()), ReadDate::Known(date));
        }
    }
    if let Ok(form) = form.parse::<DateForm>() {
        let _ = form.read(text);
    }
});
