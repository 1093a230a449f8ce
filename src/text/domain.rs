//! Bare domains in a text (`example.com`, `news.example.co.uk`): where a host name begins and ends.

use super::script::is_cjk;
use std::ops::Range;

/// Top-level domains of two letters: countries, territories and the European Union.
const COUNTRIES: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh \
    bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de \
    dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr \
    gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn \
    kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms \
    mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps \
    pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc \
    td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye \
    yt za zm zw";

/// Longer top-level domains that occur in news, and those that are reserved for examples.
const GENERIC: &str = "com org net edu gov mil int info biz name mobi asia jobs coop museum aero \
    pro tel cat travel news media press online live today world blog report africa london berlin \
    paris app dev xyz site space store shop club center agency network digital social tech wiki \
    watch video show radio fm eus gal scot wales brussels global international foundation ngo ong \
    example invalid";

/// Top-level domains that no sentence begins with, so that they are known in capitals too.
const IN_ANY_CASE: [&str; 4] = ["com", "org", "edu", "gov"];

/// What registries put before the two letters of a country: `co.uk`, `com.br`.
const SECOND: [&str; 14] =
    ["co", "com", "org", "net", "ac", "gov", "edu", "gob", "gouv", "gub", "go", "or", "ne", "mil"];

/// Hosts of one letter and a country that everybody knows.
const SHORT: [&str; 2] = ["t.co", "t.me"];

/// The host name round the full stop at `dot`, not before `from`: labels of letters, digits and
/// hyphens, of which the last is a top-level domain.
///
/// “left.Terrorists”, “e.g.this” and “Node.js” are none: their last label is no top-level domain.
/// A top-level domain counts in lower case, since a capital after a full stop begins a sentence.
pub(super) fn host_around(text: &str, from: usize, dot: usize) -> Option<Range<usize>> {
    let head = text.get(from..dot)?;
    let first = head.bytes().rev().take_while(|&byte| is_host_byte(byte)).count();
    let label = text.get(dot - first..dot)?.trim_start_matches('-');
    let start = dot - label.len();
    let before = text.get(from..start)?.chars().next_back();
    if label.is_empty() || before.is_some_and(joins) {
        return None;
    }
    let (mut previous, mut labels, mut end, mut at) = (label, 1, None, dot);
    while text.as_bytes().get(at) == Some(&b'.') {
        let rest = text.get(at + 1..)?;
        let length = rest.bytes().take_while(|&byte| is_host_byte(byte)).count();
        let (label, after) = rest.split_at_checked(length)?;
        if label.is_empty() || label.starts_with('-') || after.chars().next().is_some_and(joins) {
            break;
        }
        labels += 1;
        at += 1 + length;
        if is_top_level(label, previous, labels) || SHORT.contains(&text.get(start..at)?) {
            end = Some(at);
        }
        previous = label;
    }
    end.map(|end| start..end)
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Whether a character beside a host name makes it part of a longer word.
fn joins(c: char) -> bool {
    (c.is_alphanumeric() || c == '_') && !is_cjk(c)
}

/// Whether `label`, the last of `labels` so far, ends a host name behind the label `previous`.
fn is_top_level(label: &str, previous: &str, labels: usize) -> bool {
    let is_in = |list: &str| list.split_ascii_whitespace().any(|known| known == label);
    if label.len() > 2 {
        return is_in(GENERIC) || IN_ANY_CASE.iter().any(|known| label.eq_ignore_ascii_case(known));
    }
    let is_site = previous.len() > 2 && previous.bytes().any(|byte| byte.is_ascii_alphabetic());
    // A short label is more often an abbreviation: “i.e.in”, “5 p.m.to”.
    (is_site || labels > 2 && SECOND.contains(&previous)) && is_in(COUNTRIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_from_abbreviations_and_glued_sentences() {
        for (text, expected) in [
            ("example.com", Some("example.com")),
            ("news.example.co.uk.", Some("news.example.co.uk")),
            ("(kethmar-post.org)", Some("kethmar-post.org")),
            ("Varsk24.net said", Some("Varsk24.net")),
            ("EXAMPLE.COM", Some("EXAMPLE.COM")),
            ("t.co", Some("t.co")),
            ("example.com.Terrorists", Some("example.com")),
            ("見よexample.jpです", Some("example.jp")),
            ("left.Terrorists", None),
            ("left.It", None),
            ("e.g.this", None),
            ("i.e.in", None),
            ("Node.js", None),
            ("U.S.Army", None),
            ("p.m.to", None),
            ("ASP.NET", None),
            ("exämple.com", None),
            ("example.comé", None),
            ("example.-com", None),
        ] {
            let dot = text.find('.').unwrap();
            let found = host_around(text, 0, dot).and_then(|host| text.get(host));
            assert_eq!(found, expected, "{text}");
        }
    }
}
