/** A sentence of a text in UTF-16 code units, without the white space around it. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** A sentence is looked for this far to each side; whatever is longer is cut, so that any text takes linear time. */
const reach = 600;
/** Whatever is longer comes in pieces: no phrase is as long, and work on a sentence grows with its length. */
const longestSentence = 1_000;
/** What is looked at beside a line's end. */
const longestHeading = 80;
const longestWord = 12;
/** A line that was broken because it was full is longer. */
const shortestWrappedLine = 30;

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

/** Before a name or a number: a sentence never ends here. */
const titles = words('dr drs mr mrs ms prof st no nos fig figs vs e.g i.e cf approx ca');
/** A sentence may end here, if what follows can only be a beginning. */
const abbreviations = words(`
  pt pts dx hx tx rx sx fx bx wt ht temp resp vol dept hosp min mins hr hrs sec wk wks mo mos yr yrs tab tabs cap caps
  inj sol susp jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun etc
  inc jr sr ext int lat med ant post sup inf bilat abd neuro exam prn bid tid qid qd po iv im
`);
/** Words that begin a sentence, and that no name has after an initial ("hepatitis C. The spleen"). */
const beginnings = words(`
  a an the this that these those there he she it we i they his her their its patient pt no not denies denied reports
  in on at if as for with after before when while however although but since also and or
  past family social physical review please
`);
/** A line that ends in one of these goes on in the next, however that begins; one that begins with it goes on before. */
const continuing = words(`
  a an the and or nor but of in on at to for with without from by as than into over under about between during
  his her their its our your no not any is are was were be been has have had will would should may might can could
  denies denied dr mr mrs ms
`);

/** A bullet, "1.", "2)", "#3", "a)" and the like at the beginning of a line. */
const listSign = /^\s*(?:[-*•·–—>+]\s|#+\s?\S|\(?\d{1,3}[.)](?!\d)|\(?[a-zA-Z]\))/u;
/** "Medications:", "PAST MEDICAL HISTORY:", or a whole line in capitals. */
const headingLine = /^\s*(?:\p{Lu}[\p{L} /&,()-]{0,50}:|[\p{Lu} /&,()-]{4,60}$)/u;

/**
 * The sentence of a clinical note that holds `offset`. It ends at a full stop that belongs to no abbreviation, at an
 * empty line, before a list sign or a heading, and with its line, unless the line was only broken there.
 */
export function sentenceAt(text: string, offset: number): Sentence {
  // No sentence goes over an empty line, and most notes have many.
  const before = text.slice(Math.max(0, offset - reach), offset);
  const emptyLine = Math.max(before.lastIndexOf('\n\n'), before.lastIndexOf('\r\n\r\n'));
  const from = offset - before.length + Math.max(0, emptyLine);
  const around = text.slice(from, offset + reach);
  const position = offset - from;
  // Where nothing ends or begins there within reach, the word at the cut may be half a word, and is left out.
  let start = emptyLine < 0 && from > 0 ? around.slice(0, position).search(/\s/u) + 1 : 0;
  let end =
    from + around.length < text.length
      ? position + around.slice(position).search(/\S*$/u) || around.length
      : around.length;
  for (const border of bordersOf(around)) {
    if (border > position) {
      end = border;
      break;
    }
    start = border;
  }
  return trim(text, from + start, from + end);
}

/** The sentences of a whole text as `sentenceAt` finds them, in order; a very long one in pieces, cut between words. */
export function* splitIntoSentences(text: string): Generator<Sentence> {
  let start = 0;
  for (const border of bordersOf(text)) {
    yield* piecesOf(text, start, border);
    start = border;
  }
  yield* piecesOf(text, start, text.length);
}

function* piecesOf(text: string, from: number, to: number): Generator<Sentence> {
  let { start, end } = trim(text, from, to);
  while (end - start > longestSentence) {
    const space = text.slice(start, start + longestSentence + 1).search(/\s\S*$/u);
    const cut = start + (space > 0 ? space : longestSentence);
    yield trim(text, start, cut);
    ({ start, end } = trim(text, cut, end));
  }
  if (start < end) {
    yield { start, end };
  }
}

function trim(text: string, start: number, end: number): Sentence {
  const sentence = text.slice(start, end).trimEnd();
  const trimmed = sentence.trimStart();
  return { start: start + sentence.length - trimmed.length, end: start + sentence.length };
}

/** Where one sentence ends and the next begins, in order. */
function* bordersOf(text: string): Generator<number> {
  for (const { 0: sign, index } of text.matchAll(/\r\n?|[\n.?!)]/gu)) {
    const end = index + sign.length;
    if (sign === ')') {
      const number = /(?<=\s)\(?\d{1,2}$/u.exec(text.slice(Math.max(0, index - 4), index));
      if (number && /\s/u.test(text.charAt(end))) {
        yield index - number[0].length;
      }
    } else if (/[\r\n]/u.test(sign)) {
      if (lineEndsSentence(text, index, end)) {
        yield end;
      }
    } else {
      const closing = /^["')\]]{0,3}(?=\s)/u.exec(text.slice(end, end + 4))?.[0];
      if (closing !== undefined && stopEndsSentence(text, index, end)) {
        yield end + closing.length;
      }
    }
  }
}

function lineEndsSentence(text: string, lineEnd: number, nextStart: number): boolean {
  const before = text
    .slice(Math.max(lastLineEnd(text, lineEnd), lineEnd - longestHeading), lineEnd)
    .trimEnd();
  const after = /^[^\r\n]*/u.exec(text.slice(nextStart, nextStart + longestHeading))?.[0] ?? '';
  if (before === '' || after.trim() === '' || listSign.test(after) || headingLine.test(after)) {
    return true;
  }
  const [, sign] = /([:.?!])["')\]]*$/u.exec(before.slice(-4)) ?? [];
  if (sign === '.') {
    const stop = text.lastIndexOf('.', lineEnd);
    return stopEndsSentence(text, stop, stop + 1);
  }
  if (sign !== undefined || headingLine.test(before)) {
    return true;
  }
  const lastWord = /[\p{L}']+$/u.exec(before.slice(-longestWord))?.[0].toLowerCase() ?? '';
  const nextWord = /^\s*([\p{L}']+)/u.exec(after)?.[1]?.toLowerCase() ?? '';
  if (/[,(/-]$/u.test(before) || continuing.has(lastWord) || continuing.has(nextWord)) {
    return false;
  }
  return !/^\s*[\p{Ll}(]/u.test(after) || (isShortItem(before) && isShortItem(after));
}

/** Of a list without signs, which is written in small letters too. */
function isShortItem(line: string): boolean {
  return line.length < shortestWrappedLine && !/\.\s*$/u.test(line);
}

function lastLineEnd(text: string, before: number): number {
  return Math.max(text.lastIndexOf('\n', before - 1), text.lastIndexOf('\r', before - 1)) + 1;
}

function stopEndsSentence(text: string, stop: number, next: number): boolean {
  if (text[stop] !== '.') {
    // "? UTI" asks within its sentence.
    return stop > 0 && !/\s/u.test(text.charAt(stop - 1));
  }
  const before = /[\p{L}\p{N}.]+$/u.exec(text.slice(Math.max(0, stop - 20), stop))?.[0] ?? '';
  const lower = before.toLowerCase();
  const [, following = ''] = /^["')\]]*\s+["'(]*([\p{L}\p{N}]+)?/u.exec(text.slice(next, next + 40)) ?? [];
  if (titles.has(lower)) {
    // "Fever: no. Cough: yes." but "No. 5"
    return lower === 'no' && /^\p{L}/u.test(following);
  }
  const opensSentence = beginnings.has(following.toLowerCase()) && /^\p{Lu}/u.test(following);
  if (/^\p{Lu}$/u.test(before) || abbreviations.has(lower)) {
    return opensSentence;
  }
  // "b.i.d." and "5 p.m." end a sentence only where a capital follows; "1." is a number in a list.
  if (before.includes('.')) {
    return /^[\p{Lu}]/u.test(following);
  }
  return !/^\d{1,2}$/u.test(before) || !isListNumber(text, stop - before.length);
}

/** Whether a number begins its line or stands in a running list ("… 2. Diabetes"). */
function isListNumber(text: string, start: number): boolean {
  return /(?:^|[\r\n])[ \t]*\(?$/u.test(text.slice(Math.max(0, start - 10), start));
}
