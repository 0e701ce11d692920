/**
 * Cues by which a mention is said to be absent or only possible, after the method of NegEx (Chapman et al. 2001). A
 * cue of either kind ends the scope of the one before it.
 */
export const assertionCues = `
Negated before clause  no / not / nor / neither / never / without / w/o / w/out / absent / absence of / non / cannot / can't / none of
Negated before clause  no|without [any|clear|definite|obvious|convincing|further|significant] evidence|sign|signs|symptoms|indication|suggestion [of|for|to]
Negated before clause  no|without complaint|complaints [of] / does|did|do not|n't complain of / with no / has no / have no / had no
Negated before clause  isn't / wasn't / aren't / weren't / doesn't / didn't / don't / hasn't / haven't / hadn't / couldn't / won't
Negated before clause  deny / denies / denied / denying / denial of
Negated before 3       declines / declined / refuses / refused / quit / stopped / off
Negated before clause  was|were|is|are|been|came negative for / tested negative for / negative for / negative to / neg for / -ve for / - ve for / negative stress|test|screen|workup for|of / negative
Negated before clause  no findings|evidence|signs|features|reason to suggest|indicate|suspect [of] / nothing to suggest|indicate
Negated before clause  free of / free from / clear of / fails|failed to show|reveal|demonstrate|identify / lack of / lacks / lacking
Negated before clause  ruled|rules out / ruled|rules him|her|the|patient out for / has|have|had been ruled out for
Negated before clause  not consistent with / inconsistent with / not suggestive of / not compatible with / argues|arguing against
Negated before clause  low|little|no suspicion for|of / no reason to suspect / unremarkable for / no known / no new / no other
Negated before clause  resolution of / resolved / rather than / instead of / no history of / no hx of / no h/o / no longer / nil / zero
Negated before clause  do|does|did not believe|think|feel|suspect / not believed|thought|felt to be|have / noncontributory for
Negated after  clause  was|were|is|are|been|has [been|now|since] ruled|excluded out / ruled out / excluded / was|were|is|are negative / negative / -ve
Negated after  clause  was|were|is|are|not [not] denied / denied / was|were|is|are absent / absent / none / nil / :|- no|none|never|negative|denies|denied|absent .|,|;|$
Negated after  clause  was|were|is|are|has|have|had|been|be not been|be|yet|clearly seen|found|noted|identified|detected|appreciated|demonstrated|visualized|present|evident|observed|palpable|palpated|heard|felt
Negated after  clause  was|were|is|are|be not seen|found|noted|identified|detected|appreciated|demonstrated|visualized|present|evident|observed|palpable|palpated|heard|felt|elicited|reported|likely|suspected
Negated after  clause  not seen|found|noted|identified|detected|appreciated|demonstrated|visualized|present|evident|observed|heard
Negated after  clause  cannot|could be|not be seen|found|identified|detected|appreciated|demonstrated|visualized|palpated|heard
Negated after  clause  has|have|had [now|since|completely|fully] resolved / is|was|are|were [now|completely|fully] resolved / , resolved / resolved
Negated after  clause  free / is|was|are unlikely to be present / has|have|had not recurred / did|does not occur
pseudo no increase|decrease|change|changes [in|of|from] / no [significant|interval|suspicious|definite|acute|obvious|appreciable] change|changes [in|of|from] / not change|changed / without change
pseudo no further / not only / not just / not merely / not necessarily / not certain if|whether|that / not clear if|whether / not sure
pseudo not know|known if|whether / gram negative / gram - negative / rh negative / triple negative / negative pressure / non small cell / non st / non - st
pseudo non - insulin / non insulin / non - hodgkin / non hodgkin / non - hodgkin's / non hodgkin's / non alcoholic / non - alcoholic / non - small / non - ischemic / non - productive / non - healing / non - steroidal / non ischemic / non healing
pseudo without difficulty / no doubt / no cause of|for / no specific diagnosis / no other cause / not drain / not appear well / if negative
pseudo no improvement|relief / without improvement|relief|success / not improved|improving|improve|resolved|resolve|relieved|controlled|tolerated|tolerate|better / no better / not resolving
pseudo not an option|candidate / not been able to / not able to / unable to / not extend|interpret / with or without / or not / why not / failed to respond|improve|resolve
pseudo no residua|residual / rule out for / no longer than / no more than / no less than / not more than / no sooner / not taking|take|taken|using|on
pseudo not limited to / with|and without contrast / without [iv|intravenous] contrast / negative margin|margins / no . # / no #  / not tailored / not well seen|visualized / not clearly / not as / not too / no matter
end positive for / negative and / otherwise
Possible before clause possible / possibly / probable / probably / presumed / presumably / presumptive / suspected / suspect / suspects / suspicious for
Possible before clause suspicion of|for / high|clinical suspicion of|for / concern for|of|about|that / concerning|worrisome for / worry|worried for|that / questionable / question of
Possible before clause may|might|could [also] be|have|represent|reflect|indicate|suggest|mean / may / might / likely / most|very|more likely / appears|appeared|seems|seemed to be|have / ?
Possible before clause rule|r/o out / r/o / rule|to|please him|her|rule out [for] / rule out / to rule out / ruling out / rules|rule|ruled in|of for / evaluate|evaluation|evaluated|eval|assess|assessment|workup|work-up for|of
Possible before clause cannot|can't|could|unable to|not rule|exclude [out] / cannot rule|be out / cannot exclude / cannot completely|entirely exclude / can not exclude / could not exclude|rule [out] / unable to exclude|rule [out] / not exclude|excluded
Possible before clause consider / considering / consideration of|for / versus / vs / vs . / differential includes|include|including|of|diagnosis [includes|include|including|:] / ddx [:] / differential [:]
Possible before clause suggestive of / suggests|suggesting|suggest / indicative of / compatible with / consistent with possible|probable|likely / cf / perhaps / potential / equivocal for / borderline
Possible before clause not certain|clear|sure if|whether / unclear if|whether / uncertain / query / doubtful / unlikely / impression of possible|probable / thought|felt|believed to be|have|represent / risk factors for possible
Possible after  clause cannot|can't|could not be ruled|excluded out / can|could not be [completely|entirely|definitely] ruled|excluded [out] / cannot be [completely|entirely|definitely] ruled|excluded [out] / not [completely|entirely|definitely] ruled|excluded [out]
Possible after  clause not been ruled|excluded [out] / is|was|are|were|be|remains [a|highly|very|less|most|also] possible|possibility|probable|likely|suspected|questionable|questioned|unlikely|considered|doubtful|uncertain|equivocal|presumed
Possible after  clause is|was|are|were being considered|ruled|excluded [out] / should|must|to be ruled|excluded out / to be considered / in the differential / unlikely / likely / suspected / questionable / ?
Possible after  1      vs / versus
`;
