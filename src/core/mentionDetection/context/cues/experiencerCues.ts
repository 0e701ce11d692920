/** Of the family, and others whose illnesses a note may tell of; a "child" is as often the patient. */
const person =
  'mother|father|mom|mum|dad|parent|parents|brother|brothers|sister|sisters|sibling|siblings|son|sons|daughter|daughters|aunt|aunts|uncle|uncles|cousin|cousins|grandmother|grandfather|grandmothers|grandfathers|grandparent|grandparents|grandson|granddaughter|grandma|grandpa|niece|nephew|wife|husband|spouse|partner|boyfriend|girlfriend|fiance|fiancee|roommate|roommates|housemate|coworker|coworkers|colleague|classmate|classmates|friend|friends|neighbor|neighbour|neighbors|donor|relative|relatives|stepfather|stepmother|caregiver|mgm|mgf|pgm|pgf';
const possessive =
  "mother's|father's|mom's|dad's|parent's|parents'|brother's|sister's|sibling's|son's|daughter's|child's|aunt's|uncle's|cousin's|grandmother's|grandfather's|wife's|husband's|spouse's|partner's|boyfriend's|girlfriend's|roommate's|coworker's|friend's|neighbor's|donor's|niece's|nephew's|relative's";
/** Somebody who only tells of the patient, or is there. */
const telling =
  'denies|denied|reports|reported|states|stated|says|said|notes|noted|noticed|notices|describes|described|thinks|thought|believes|feels|felt|worries|worried|observed|witnessed|saw|sees|found|finds|called|calls|brought|brings|tells|told|endorses|confirms|confirmed|mentions|mentioned|gave|gives|provided|provides|asks|asked|requests|requested|adds|added|administered|recalls|heard|insists|at|present|interprets|translated';
const bystander =
  'concerned|worried|here|at|present|available|able|notified|updated|informed|aware|involved|supportive|unable|unsure';
const company =
  'with|by|per|from|to|via|and|phone|called|told|informed|updated|notified|calls|contacted|reached|tells';

/** Cues by which a mention is said of somebody other than the patient (Harkema et al. 2009). */
export const experiencerCues = `
class person ${person}
class possessive ${possessive}
class telling ${telling}
class bystander ${bystander}
class company ${company}
Experiencer before clause @person
Experiencer before clause @person of [the] patient|pt / patient's @person / pt's @person
Experiencer before clause @possessive
Experiencer before clause family|fam [medical|health] history|hx [is|was] [of|for|significant|positive|notable|negative|includes|remarkable] [for] / familial history of / fh / fhx / f/h
Experiencer before clause family|household members|member [with|has|had|have] / maternal / paternal / sick contact|contacts / his|her|their child|children|baby / children have|with|had|has / twin brother|sister
Experiencer before clause exposure|exposed to [a] someone|somebody|people|persons|anyone|person [with] / someone|somebody|others|anyone|everyone|people [else] [at] [home|school|work] with|has|had|have|who
Experiencer after  clause in [his|her|the|their|a|an|both|one|two|multiple|several] [maternal|paternal|older|younger|half|late|deceased|#] [great|-] @person|child|children
Experiencer after  clause ( [his|her|the|in] [maternal|paternal|older|younger|half] @person / in [a|the|several|multiple] first|second - degree relative|relatives / runs|run in [the|his|her] family
Experiencer after  clause in [the|his|her|their] family / on [the|his|her] mother's|father's|maternal|paternal [side] / family history / familial
Experiencer after  clause - @person / : @person / of [the|his|her|a] [maternal|paternal] @person
Experiencer after  clause in [his|her|a|the] donor / in [the] household / among family|household members|contacts / of [the|his|her] [organ|kidney|liver|heart|lung] donor
pseudo @person [also|also] @telling / patient's|pt's @person @telling / @person is|was|are|were @bystander / @person who @telling
pseudo @company [his|her|the|their|patient's|pt's|a|my] [elderly] @person / family @telling / accompanied by [his|her|the] @person / @possessive concern|report|request|house|home|phone|name|age
pseudo donor site|kidney|heart|liver|lung|nerve|graft|organ / parent drug|compound / daughter cyst|cells|cell / sister chromatid|mary / patient and [his|her] @person / family medicine|practice|doctor|physician|planning|meeting|member|members @telling
plain patient / pt / himself / herself / personal history / own
end unlike
`;
