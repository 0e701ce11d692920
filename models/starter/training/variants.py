"""Rewrite a name the way another author would have written it.

Every rule keeps the meaning; none makes or opens an abbreviation, since
clinical shorthand is the vocabularies' business and not the encoder's.
"""

import random
import re

BRITISH = [
    ("haemat", "hemat"),
    ("haemo", "hemo"),
    ("haemang", "hemang"),
    ("anaem", "anem"),
    ("aemia", "emia"),
    ("oedem", "edem"),
    ("oesophag", "esophag"),
    ("oestr", "estr"),
    ("rrhoea", "rrhea"),
    ("paediatr", "pediatr"),
    ("orthopaed", "orthoped"),
    ("caecum", "cecum"),
    ("faecal", "fecal"),
    ("faeces", "feces"),
    ("foetal", "fetal"),
    ("foetus", "fetus"),
    ("leucocyt", "leukocyt"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("fibre", "fiber"),
    ("ischaem", "ischem"),
    ("gynaec", "gynec"),
    ("anaesth", "anesth"),
    ("coeliac", "celiac"),
    ("dyspnoea", "dyspnea"),
    ("apnoea", "apnea"),
    ("aetiolog", "etiolog"),
    ("sulph", "sulf"),
    ("isation", "ization"),
    ("paralysed", "paralyzed"),
    ("hypoaesth", "hypoesth"),
    ("glycaem", "glycem"),
    ("uraem", "urem"),
    ("naevus", "nevus"),
    ("pyaem", "pyem"),
]
GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "kappa": "κ", "lambda": "λ", "omega": "ω"}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
ARABIC = {value: key for key, value in ROMAN.items()}
KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
NEAR = {}
for row in KEYBOARD:
    for left, right in zip(row, row[1:]):
        NEAR[left] = NEAR.get(left, "") + right
        NEAR[right] = NEAR.get(right, "") + left
HEADS = "disease|disorder|syndrome|deficiency|infection|abnormality|carcinoma|cancer|tumou?r|neoplasm|inflammation|injury|pain|atrophy|malformation|dysfunction|failure|lesion|ulcer|fracture|absence|enlargement|weakness|swelling"


def change_word(words, change, chooser, fits=lambda word: True):
    places = [i for i, word in enumerate(words) if fits(word)]
    if places:
        place = chooser.choice(places)
        words[place] = change(words[place])
    return words


def misspell(name, chooser):
    """One slip of the fingers, in a word of at least five letters, rarely at its start."""

    def slip(word):
        at = chooser.randrange(1, len(word) - 1)
        kind = chooser.randrange(5)
        if kind == 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if kind == 1:
            return word[:at] + word[at + 1 :]
        if kind == 2:
            return word[:at] + word[at] + word[at:]
        if kind == 3:
            return word[:at] + chooser.choice(NEAR.get(word[at].lower(), "e")) + word[at + 1 :]
        vowel = chooser.choice("aeiou")
        return re.sub(r"[aeiouy](?=[^aeiouy]*$)", vowel, word[:-1]) + word[-1]

    return " ".join(change_word(name.split(" "), slip, chooser, lambda w: len(w) >= 5 and w.isalpha()))


def number(name, chooser):
    """Plural to singular or back, of the last word or the one before a comma."""

    def turn(word):
        for end, other in (("ies", "y"), ("ses", "sis"), ("sis", "ses"), ("omata", "oma"), ("s", "")):
            if word.endswith(end) and not word.endswith(("ss", "us", "itis")):
                return word[: -len(end)] + other
        if word.endswith(("ss", "us", "is")):
            return word
        if word.endswith("y") and word[-2:-1] not in "aeiou":
            return word[:-1] + "ies"
        return word + "s"

    words = re.split(r"( |,)", name)
    letters = [i for i, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if letters:
        place = letters[-1] if chooser.random() < 0.7 else chooser.choice(letters)
        words[place] = turn(words[place])
    return "".join(words)


def british(name, chooser):
    """British spelling to American, or American to British; else unchanged."""
    small = name.lower()
    forward = [(left, right) for left, right in BRITISH if left in small]
    back = [(right, left) for left, right in BRITISH if right in small]
    if not forward and not back:
        return name
    left, right = chooser.choice(forward or back)
    return re.sub(left, right, name, flags=re.IGNORECASE)


def order(name, chooser):
    """"Diabetes, type 2" and "type 2 diabetes"; "carcinoma of the breast" and back."""
    parts = name.split(", ")
    if 2 <= len(parts) <= 3 and "(" not in name:
        return " ".join(reversed(parts))
    match = re.fullmatch(rf"({HEADS})s? (?:of|in) (?:the )?([\w -]+)", name, re.IGNORECASE)
    if match:
        return f"{match[2]} {match[1]}"
    match = re.fullmatch(rf"([\w-]+(?: [\w-]+)?) ({HEADS})", name, re.IGNORECASE)
    if match and chooser.random() < 0.7:
        return chooser.choice([f"{match[2]} of {match[1]}", f"{match[2]} of the {match[1]}"])
    words = name.split(" ")
    if 2 <= len(words) <= 5:
        place = chooser.randrange(1, len(words))
        join = chooser.choice([", ", " "])
        return " ".join(words[place:]) + join + " ".join(words[:place])
    return name


def numerals(name, chooser):
    swap = ROMAN if chooser.random() < 0.5 else ARABIC
    words = [swap.get(word.lower(), word) if at else word for at, word in enumerate(name.split(" "))]
    return " ".join(words)


def greek(name, chooser):
    for word, letter in GREEK.items():
        if letter in name:
            return name.replace(letter, word)
    return re.sub(r"\b(" + "|".join(GREEK) + r")\b", lambda found: GREEK[found[1].lower()], name, flags=re.IGNORECASE)


def possessive(name, chooser):
    return re.sub(r"'s\b", chooser.choice(["", "s", " s"]), name)


def hyphens(name, chooser):
    if "-" in name:
        return name.replace("-", chooser.choice([" ", ""]), 1 if chooser.random() < 0.5 else -1)
    words = name.split(" ")
    if len(words) > 1:
        place = chooser.randrange(1, len(words))
        return " ".join(words[:place]) + "-" + " ".join(words[place:])
    return name


def bare(name, chooser):
    """As BioSyn writes names, and as many texts do: letters and digits only."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", name)).strip() or name


def small_words(name, chooser):
    shorter = re.sub(r"\b(of the|of|the|in|due to|with|and|nos|unspecified)\b ?", "", name, count=1, flags=re.IGNORECASE)
    return re.sub(r"[ ,]+$", "", shorter) or name


RULES = [
    (misspell, 5),
    (number, 4),
    (order, 4),
    (bare, 3),
    (hyphens, 2),
    (numerals, 2),
    (small_words, 1),
    (possessive, 1),
    (greek, 1),
]


def vary(name, chooser, most=2):
    """The name after one to `most` rules that change it (or unchanged, if none does)."""
    wanted = chooser.randint(1, most)
    spelled = british(name, chooser) if chooser.random() < 0.5 else name
    done, name = int(spelled != name), spelled
    if done == wanted:
        return name
    for _ in range(8):
        rule = chooser.choices([r for r, _ in RULES], [weight for _, weight in RULES])[0]
        changed = rule(name, chooser)
        if changed.lower() != name.lower() and changed.strip():
            name, done = changed, done + 1
        if done == wanted:
            break
    return name


if __name__ == "__main__":
    seeded = random.Random(1)
    for sample in ("Diabetes Mellitus, Type 2", "carcinoma of the breast", "Alzheimer's disease", "beta-thalassemia"):
        print(sample, "->", [vary(sample, seeded) for _ in range(6)])
