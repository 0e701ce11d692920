const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

/** Words that carry grammar, not meaning: no name begins or ends with one. */
export const functionWords = words(`
  a about above after again against all also although am an and another any are as at be because been before
  being below between both but by can cannot could did do does doing down due during each either else ever every
  few for from further had has have having he her here hers him his how i if in into is it its just may me might
  more most must my neither no nor not of off on once only or other our out over own per she should since so some
  such than that the their them then there these they this those through to too under until up upon us very via
  was we were what when where whether which while who whom whose why will with within without would yet you your
`);

/**
 * Words at which a phrase ends, whatever follows: conjunctions, pronouns, auxiliaries, and the verbs with
 * which notes report. Prepositions inside a name ("shortness of breath", "fluid in the lungs") are none.
 */
export const clauseBorders = words(`
  after although am and are as be because been before being but by can cannot could did do does during each either
  for from had has have having he her him his i if is it its may me might must my neither nor not or our she should
  since so than that their them then there these they this those until via was we were when where whether which
  while who whom whose will with without would you your due per vs versus plus no
  admits admitted appears became began complain complained complaining complains confirmed continue continued
  continues demonstrated demonstrates denied denies deny denying developed develops diagnosed discharged endorses
  experienced experiences feels felt found gave given gives got improved includes including increased indicated lives
  managed noted notes occurred presented presenting presents prescribed radiates radiating received recommended
  referred remained remains reported reporting reports resolved reveal revealed reveals said says seen show showed
  shows started starts stated states stopped suspected take taken takes taking tolerated took treated undergoing
  underwent use used uses using went worsened patient patients pt
`);

/** Everyday words of notes that name nothing by themselves, so that none of them is looked up by meaning. */
export const generalWords = words(`
  ago assessment back bed brother case change changes chief clinic condition daily date daughter day days doctor
  evening exam examination family father female findings follow followup friday general good history home hospital
  hour hours husband impression improved left limits male man medical medication medications mild moderate monday
  month months morning mother name new night none normal note number old onset past patient physical plan present
  problem problems recent regular result results right saturday seen severe sex side signs sister son stable status
  sunday symptoms term test tests thursday time times today tolerated tomorrow tuesday unremarkable visit ward
  wednesday week weeks well wife within woman year years yesterday young
`);

/** What something is, without which: they are names of very general concepts, which nobody marks in a note. */
export const kindWords = words(`
  condition conditions disease diseases disorder disorders illness illnesses syndrome syndromes
`);

/** Words that are also abbreviations of concepts, which are then meant only where they are written as such. */
const wordsLikeAbbreviations = words(`
  add age aids bed circ cold got lad metro mom pad pap peg pert pet pop pots ppd sad tee tens tips toe top
`);

/** Of two letters or fewer nearly all are something else in lower case: "mg", "us", "la", "pt". */
const ambiguousLetters = 2;

/** Whether an abbreviation counts only in its own spelling: "ALL" is a leukemia, "all" is not. */
export function needsItsSpelling(abbreviation: string): boolean {
  const lower = abbreviation.toLowerCase();
  return (
    abbreviation.length <= ambiguousLetters ||
    functionWords.has(lower) ||
    generalWords.has(lower) ||
    wordsLikeAbbreviations.has(lower)
  );
}
