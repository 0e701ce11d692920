/** Cues by which a mention is told of the patient's past (Harkema et al. 2009). */
export const historyCues = `
Historical before clause history of|for|with|includes|including|significant|notable|positive|remarkable [for|of] / history [is|was] [also] significant|notable|positive|remarkable for|of / histories of
Historical before clause family history of / hx of|for|significant|notable [for] / hx / h/o / past hx of / history / histories
Historical before clause past medical|surgical|psychiatric|history history [is|was] [of|for|significant|includes|including|notable|positive|remarkable] [for|of] / pmh|pmhx [is|was] [of|for|significant|includes|notable] [for] / pmh / pmhx / psh
Historical before clause previously / formerly
Historical before phrase status post [recent] / s/p [recent] / status - post / sequela|sequelae of / residual from / longstanding / long - standing / known history|hx [of]
Historical before 4      previous / prior / old / remote / past / former / healed / ex
Historical before clause medical problems|conditions|comorbidities including|include|includes|of / comorbidities [including|include|are] / background of / risk factors including|include
Historical before clause diagnosed with|as # years|year|months|month ago / had # years|year|months|month ago / since childhood / as a child / in childhood / childhood / in infancy / at birth
Historical after  clause # [or|to|-] [#] year|years|yr|yrs|month|months|decade|decades ago|prior|previously|earlier|back / years|months|decades ago / many|some|a few|few years|months ago / a year|decade ago / last year
Historical after  clause in the [remote|distant|recent] past / in his|her|their youth|childhood|past|teens|twenties|thirties / as a child|teenager / in childhood / during childhood / in the # ' s
Historical after  4      history / by history / hx
pseudo history of present|presenting illness|complaint|problem / history of the present|presenting illness|complaint|problem / history and physical / history & physical / history , physical / hpi
pseudo history taking / poor|limited|unreliable|good|detailed|brief|clinical|patient|social historian|history / clinical|patient history [:] / history obtained|taken|provided|limited|given|from / social history / fh / fhx / brief history
pseudo # - day|days|week|weeks|month|months|hour|hours|hr|year|years history of / # day|days|week|weeks|wk|month|months|hour|hours|hr|year|years|day's history of / several - day|week|month history of / several day|week|month|hour history of / short|day|week|month|hour|days|weeks|months|hours history of
plain today / tonight / currently / presently / now / at present / at this time / this admission|visit|time|morning|afternoon|evening|hospitalization / we / i
plain there is|are|was|were / was|were found / is|are|was|were again seen|noted
plain at|on|upon [the] admission|discharge|arrival|presentation|triage / time of admission|discharge|arrival|presentation / was|were given|administered|ordered / at the time of / in the emergency department|room / in the ed|er / on exam|examination / hospital course / one - time dose
pseudo family|fam [medical|health] history|hx / prior to / previous to / past # day|days|week|weeks|hour|hours|night|month|months|year|years / the past # day|days|week|weeks|hour|hours|month|months|year|years / past few|several|couple day|days|week|weeks|hours|months / half past
pseudo year - old / years - old / yr - old / month - old / week - old / day - old / year old / yr old / month old / years old / weeks old / - old / no prior / prior authorization / prior study|exam|examination|films|film|ct|mri|echo|imaging|report|scan|radiograph|radiographs
pseudo previous study|exam|examination|films|film|ct|mri|echo|imaging|report|scan|radiograph|radiographs / compared to prior|previous / past due / old records|chart|films / well known / known as / is known to us|me / no known / past experience / on history / as previously / previous|prior hospital|visit|visits|admission|admissions|dose|doses|day|night / in comparison to prior|previous / risk factor history / history is / history was
end presents|presented|presenting / who presents|presented / who was|is|now|comes|came|had|underwent / comes|came|coming in|to / admitted / brought
end recent diagnosis|onset / denies|denied / reports|reported
end positive for / complains|complained|complaining / complaint|complaints / here for|with / recently / new onset / acute / transferred / was transferred / noted / noticed / developed / develops / found / is here / with worsening|new|increasing / worsening
end with # - day|days|week|month|hour|hours / with complaints|complaint|chief / returns|returned / seen / which|that is|was|required|requires|has / on coumadin|warfarin|insulin / on anticoagulation / is on / taking / given / for which
`;
