"""Names in which a tokenizer can go wrong: what is special about each, and the name."""

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
PUNCTUATION = {
    "ASCII": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "Latin-1": "¡§«¶·»¿",
    "general": "‐‑‒–—―‖‗‘’‚‛“”„‟†‡•…‰′″‴‹›‼‽⁂⁇",
    "superscript brackets": "⁽⁾₍₎",
    "mathematical brackets": "⟦⟧⟨⟩⦃⦄",
    "CJK": "、。〃《》「」『』【】〔〕〜〽・",
    "full-width": "！＂＃％＆＇（），－．／：；？＠",
    "Arabic and Hebrew": "،؛؟٪٫٭־׀׃״",
    "Indic": "।॥॰",
    "supplementary planes": "\U00010100\U0001039f\U000103d0\U00010857\U00012470\U0001da87",
}
SPACES = {
    "no-break": "\u00a0",
    "ogham": "\u1680",
    "en quad": "\u2000",
    "em": "\u2003",
    "thin": "\u2009",
    "hair": "\u200a",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "narrow no-break": "\u202f",
    "mathematical": "\u205f",
    "ideographic": "\u3000",
    "tab": "\t",
    "line feed": "\n",
    "carriage return": "\r\n",
}
VANISHING = {
    "NUL": "\0",
    "bell": "\a",
    "vertical tab": "\v",
    "form feed": "\f",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right-to-left mark": "\u200f",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "Mongolian vowel separator": "\u180e",
    "replacement character": "\ufffd",
    "private use": "\ue000",
    "private use, plane 16": "\U00100000",
    "tag": "\U000e0041",
}


def cases():
    yield from accents()
    yield from letters()
    yield from ideographs()
    yield from symbols()
    for what, text in PUNCTUATION.items():
        yield f"punctuation, {what}, together", text
        yield f"punctuation, {what}, between letters", "a".join(text[:12])
        if len(text) > 12:
            yield f"punctuation, {what}, between letters, continued", "a".join(text[12:])
    for what, space in SPACES.items():
        yield f"space, {what}", f"{space}heart{space}{space}attack{space}"
    for what, character in VANISHING.items():
        yield f"no character of its own, {what}", f"{character}he{character}art {character} attack{character}"
    yield from surrogates()
    yield from lengths()
    yield from special_tokens()


def accents():
    yield "accents, composed", "Sjögren Ménière Guillain–Barré Behçet naïve Ångström Dvořák"
    yield "accents, decomposed", "Sjo\u0308gren Me\u0301nie\u0300re Guillain\u2013Barre\u0301 Behc\u0327et A\u030angstro\u0308m"
    yield "accents, two on a letter, in either order", "q\u0323\u0307 q\u0307\u0323 ṩ s\u0323\u0307 ṍ"
    yield "accents, Vietnamese", "Đường huyết phổi ưỡng"
    yield "letters with strokes have no accent to lose", "ø Ø đ ł ħ ŧ"
    yield "combining mark without a base, alone", "\u0301"
    yield "combining mark without a base, first", "\u0301heart"
    yield "combining mark without a base, after a space", "heart \u0301 attack"
    yield "combining mark after punctuation", "heart-\u0301attack"
    yield "combining mark after a digit", "1\u0301 2\u20e3"
    yield "marks that enclose or take room", "a\u20dd b\u0903 \u0915\u093e"
    yield "a hundred marks on a letter", "a" + "\u0301" * 100 + "b"
    yield "only marks", "\u0301\u0302\u0303"
    yield "Greek accents, composed", "ΐ Ϋ ά Ὀ ᾳ ᾈ ῼ"
    yield "Greek accents, decomposed", "\u03b9\u0308\u0301 \u03a5\u0308 \u03b1\u0301"
    yield "Hangul, composed", "당뇨병 각"
    yield "Hangul, decomposed", "\u1103\u1161\u11bc\u1102\u116d\u1107\u1167\u11bc"
    yield "Devanagari", "मधुमेह हिन्दी"
    yield "Thai", "เบาหวาน ไทย"
    yield "Hebrew with points", "סֻכֶּרֶת"
    yield "Arabic with marks", "السُّكَّري"


def letters():
    yield "Greek", "β-thalassaemia α1-antitrypsin TNF-α IFN-γ Δ9-THC"
    yield "Greek capitals", "Α Β Γ Δ Θ Λ Ω ΑΒΓ"
    yield "sigma, capital at the end of a word", "ΟΔΟΣ"
    yield "sigma, capital alone", "Σ"
    yield "sigma, capital before punctuation", "ΝΟΣΟΣ, ΝΟΣΟΣ-ΝΟΣΟΣ."
    yield "sigma, capital after a Latin letter", "AΣ aΣb Σa"
    yield "sigma, capital before a mark", "ΟΔΟΣ\u0301 ΟΔΟΣ\u200d"
    yield "sigma, small final", "ος σ ς"
    yield "Turkish dotted I", "İstanbul İ DİYABET"
    yield "Turkish dotless i", "ıspanak I ı"
    yield "dotted I, decomposed", "I\u0307stanbul"
    yield "sharp s", "Weiß Straße GROẞ ß ẞ"
    yield "long s", "ſinus Waſſerkopf"
    yield "micro sign and Greek mu", "5 µg 5 μg 5 Μg"
    yield "ohm, kelvin and angstrom signs", "Ω K Å \u2126 \u212a \u212b"
    yield "ligatures", "ﬁbrosis ﬂu eﬀusion oﬃce aﬄuent ﬅ œdema æther ĳ"
    yield "digraphs with a title case", "Ǆ ǅ ǆ Ǳ ǲ ǳ"
    yield "superscripts and subscripts", "m² cm³ H₂O CO₂ 10⁻³ Na⁺ Ca²⁺ xⁿ"
    yield "fractions and numerals", "½ ¾ ⅓ Ⅳ ⅳ ① ⑳ ㊙"
    yield "ordinals", "1º 2ª №5"
    yield "digits of other scripts", "١٢٣ १२३ １２３"
    yield "full-width letters", "ＨＩＶ ａｂｃ"
    yield "Cyrillic", "сахарный диабет САХАРНЫЙ Ёж"
    yield "Cyrillic among Latin", "diаbetes"
    yield "Georgian capitals", "Ა ა ᲐᲑ"
    yield "Cherokee", "Ꭰ ꭰ"
    yield "mathematical letters", "𝛼 𝐀 𝒳 𝟙"
    yield "Deseret, capital and small", "𐐀𐐨"
    yield "Gothic", "𐌰𐌱"
    yield "Arabic", "داء السكري"
    yield "Hebrew", "סוכרת"
    yield "right-to-left among Latin", "HIV وباء AIDS"
    yield "case of every letter", "dIABETES mELLITUS"


def ideographs():
    yield "Chinese", "糖尿病"
    yield "Chinese among Latin", "2型糖尿病HIV感染"
    yield "Japanese", "インフルエンザ かぜ 風邪ひき"
    yield "half-width Katakana", "ｶｾﾞ"
    yield "iteration marks", "人々 〻"
    yield "ideographs, extension A", "a㐀b䶵c"
    yield "ideographs, extension B", "a\U00020000b\U0002a6d6c"
    yield "ideographs, extension B, together", "\U00020bb7\U00020bb7野"
    yield "ideographs, extension C", "a\U0002a700b"
    yield "ideographs, extension D", "a\U0002b740b"
    yield "ideographs, extension E, which the reference begins late", "a\U0002b820b a\U0002b91fb a\U0002b920b a\U0002ceafb"
    yield "ideographs, extension F", "a\U0002ceb0b"
    yield "ideographs, extension G", "a\U00030000b"
    yield "ideographs, compatibility", "a\uf900b a\ufa6db"
    yield "ideographs, compatibility supplement", "a\U0002f800b a\U0002fa1db"
    yield "radicals", "a⺀b⼀c"
    yield "Bopomofo", "ㄅㄆ"


def symbols():
    yield "emoji", "headache 🤕 fever🤒cough"
    yield "emoji, skin tone", "👋🏽 👩🏿"
    yield "emoji, joined", f"{FAMILY} a{FAMILY}b"
    yield "emoji, joined with a skin tone", "👩🏽\u200d⚕\ufe0f doctor"
    yield "emoji, flags", "🇩🇪🇪🇸 flu"
    yield "emoji, keycap", "1\ufe0f\u20e3"
    yield "emoji, tag sequence", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    yield "text and emoji variants", "❤\ufe0e ❤\ufe0f attack"
    yield "mathematics", "5 × 10 ± 2 ÷ 3 ≤ 4 ≥ 5 ≠ 6 ∞ √2 −1"
    yield "currency", "$5 €5 £5 ¥5 ₿5"
    yield "degrees, trade marks", "37 °C Aspirin® Tylenol™ ©"
    yield "arrows", "A→B ↑Na ↓K"
    yield "ASCII that is no punctuation to Unicode", "a+b<c=d>e^f`g|h~i$j"
    yield "hyphens", "T-cell T‐cell T‑cell T–cell T—cell T−cell"
    yield "quotation marks", "Crohn's Crohn’s Crohn´s Crohn`s \"quoted\" “quoted”"
    yield "chemistry", "1,4-dioxa-8-azaspiro[4.5]decane (2S,3R)-N-{[4-(N'-acetyl)]}"
    yield "genetics", "c.1521_1523delCTT (p.Phe508del) 46,XX,t(9;22)(q34;q11.2)"
    yield "units and comparisons", "HbA1c > 9.5 % & LDL ≥ 4 mmol/L; BP 120/80"
    yield "an address", "see https://example.org/a_b?c=d#e or mail a.b@example.org"


def surrogates():
    yield "half a surrogate pair, the first", "heart \ud83d attack"
    yield "half a surrogate pair, the second", "heart \udc00 attack"
    yield "half a surrogate pair within a word", "he\ud83dart"
    yield "half a surrogate pair at the end", "heart\ud83d"
    yield "surrogates in the wrong order", "a\udc00\ud83db"


def lengths():
    yield "nothing", ""
    yield "only spaces", " \t\n "
    yield "only what vanishes", "\u200b\u00ad\0"
    yield "a word of 100 characters", "x" * 100
    yield "a word of 101 characters", "x" * 101
    yield "a word of 100 astral characters", "𝛼" * 100
    yield "a word of 101 letters with an accent each", "é" * 101
    yield "a word of 100 letters with an accent each, decomposed", "e\u0301" * 100
    yield "a word of 101 characters, one of which vanishes", "x" * 50 + "\u00ad" + "x" * 50
    yield "a word of 60 Hangul syllables", "각" * 60
    yield "a long word among others", "heart " + "x" * 300 + " attack"
    yield "a long word with hyphens", "-".join(["hyper"] * 60)
    yield "exactly as many tokens as there is room for", "flu " * 23
    yield "one token more than there is room for", "flu " * 24
    yield "a word that is cut within", "flu " * 22 + "haemorrhagic"
    yield "thousands of characters", "myocardial infarction, " * 200
    yield "thousands of characters without a space", "heart-attack/" * 200
    yield "thousands of ideographs", "糖尿病" * 700
    yield "thousands of spaces first", " " * 2_500 + "heart" + "\n" * 2_500 + "attack"
    yield "thousands of characters that vanish first", "\u200b" * 2_100 + "heart attack"
    yield "words too long for the vocabulary, thousands of characters", " ".join(["x" * 150] * 20 + ["heart attack"] * 5)
    yield "a word of a thousand characters, then others", "x" * 1_200 + " heart attack"
    yield "a sigma at the end of every word, thousands of characters", "ΝΟΣΟΣ " * 340
    yield "thousands of marks", "e" + "\u0301" * 1_000 + " heart"


def special_tokens():
    yield "special tokens, alone", "[SEP]"
    yield "special tokens, among words", "heart [MASK] attack [SEP] pain [CLS]"
    yield "special tokens, within a word", "heart[UNK]attack"
    yield "special tokens, in small letters", "[sep] [mask]"
    yield "special tokens, with an accent", "[SE\u0301P]"
    yield "pieces of the vocabulary as text", "##ing [unused1] ▁a"
