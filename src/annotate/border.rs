//! What is between two tokens of a sentence.

/// What is between a token and the next, as a set of bits; 0 is mere white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Border(pub(super) u16);

impl Border {
    pub(super) const HYPHEN: Self = Self(1);
    pub(super) const COMMA: Self = Self(1 << 1);
    pub(super) const SEMICOLON: Self = Self(1 << 2);
    pub(super) const COLON: Self = Self(1 << 3);
    pub(super) const DASH: Self = Self(1 << 4);
    pub(super) const STOP: Self = Self(1 << 5);
    pub(super) const BRACKET: Self = Self(1 << 6);
    /// A quotation begins or ends here.
    pub(super) const QUOTE: Self = Self(1 << 7);
    /// A sentence ends here.
    pub(super) const SENTENCE: Self = Self(1 << 8);
    /// A paragraph ends here.
    pub(super) const PARAGRAPH: Self = Self(1 << 9);
    /// A mark inside a quotation that may be one of a quotation within.
    pub(super) const INNER_MARK: Self = Self(1 << 10);
    /// `/`
    pub(super) const SLASH: Self = Self(1 << 11);

    /// What no phrase crosses.
    pub(super) const BREAK: Self = Self(
        Self::COMMA.0
            | Self::SEMICOLON.0
            | Self::COLON.0
            | Self::DASH.0
            | Self::BRACKET.0
            | Self::SENTENCE.0
            | Self::PARAGRAPH.0
            | Self::STOP.0,
    );
    /// What no clause crosses.
    pub(super) const CLAUSE: Self = Self(Self::SEMICOLON.0 | Self::SENTENCE.0 | Self::PARAGRAPH.0);

    pub(super) fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub(super) fn from_text(between: &str) -> Self {
        match between {
            " " => return Self::default(),
            ", " => return Self::COMMA,
            "-" => return Self::HYPHEN,
            _ => {}
        }
        let mut bits = 0;
        for c in between.chars() {
            bits |= match c {
                '-' | '‐' | '‑' => Self::HYPHEN.0,
                ',' | '،' => Self::COMMA.0,
                ';' | '؛' => Self::SEMICOLON.0,
                ':' => Self::COLON.0,
                '—' | '–' | '―' => Self::DASH.0,
                '.' | '!' | '?' | '…' | '؟' => Self::STOP.0,
                '(' | ')' | '[' | ']' => Self::BRACKET.0,
                '/' => Self::SLASH.0,
                '‘' | '’' | '\'' | '"' | '“' | '”' => Self::INNER_MARK.0,
                _ => 0,
            };
        }
        // “ - ” and “--” are dashes.
        if between.contains(" - ") || between.contains("--") {
            bits = bits & !Self::HYPHEN.0 | Self::DASH.0;
        }
        Self(bits)
    }
}

impl std::ops::BitOr for Border {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
