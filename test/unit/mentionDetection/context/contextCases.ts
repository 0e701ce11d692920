/** Mentions in sentences of notes; a bar is a line end. Nothing before the colon: simply stated of the patient now. */
export const stated = `
The patient complains of [chest pain].
Pt c/o [nausea] x 3 days.
She has [diabetes], well controlled.
No fever, but [cough] is present.
No cyanosis or clubbing, there is [edema] of both legs.
He denies chest pain; [dyspnea] persists.
No change in the size of the [aneurysm].
No increase in [effusion].
Not only fever, [rigors] as well.
No further treatment of the [ulcer].
Gram negative [sepsis] with shock.
Non-insulin-dependent [diabetes].
Positive for [chest pain], no palpitations.
Denies fever. Reports [headache].
No murmur. [Edema] to the knees.
Denies fever|Reports [headache]
No known allergies|[Asthma] on inhalers
The [wound] was dressed without difficulty.
Negative pressure dressing over the [ulcer].
[Hypertension] not controlled on two drugs.
His [pain] has not improved.
History of present illness: [fever] since Monday.
A 3-day history of [cough].
A two-week history of [fatigue].
60-year-old with [pneumonia].
Prior to the [stroke] she walked unaided.
She asked if the results were back; [anemia] is stable.
He felt as if [palpitations] were starting.
Mother reports that the patient has [fever].
His mother noticed a [rash].
Per his wife he has had [confusion] for a day.
Brought in by his brother with [chest pain].
According to her daughter, she has [dysphagia].
Wife at bedside, [agitation] is less.
Lives with her mother; has [asthma].
History obtained from the father; [croup] since last night.
Donor site [infection] of the left thigh.
He is worried about his [headaches].
Dr. Smith saw the patient for [gout].
`;

/** The expectation, a colon and the note: N negated, P possible, H of the past, Y hypothetical, E somebody else's. */
export const cases = `
N: No evidence of [pneumonia].
N: No [fever], chills or night sweats.
N: No fever, chills or [night sweats].
N: No fever, [chills], or sweats at this time.
N: Denies [chest pain].
N: She denies any fever, chills, or [dysuria].
N: The patient denied [nausea], vomiting or diarrhea.
N: Without [edema].
N: Chest is clear w/o [wheezing].
N: Abdomen is soft with no [tenderness].
N: There is no pleural effusion or [pneumothorax].
N: Negative for [DVT].
N: Doppler was negative for [deep vein thrombosis].
N: ROS -ve for [weight loss].
N: Absence of [focal deficits].
N: He is free of [pain].
N: CT failed to show a [bleed].
N: Not [jaundiced].
N: She was neither [febrile] nor hypotensive.
N: She was neither febrile nor [hypotensive].
N: She doesn't have [asthma].
N: He never had [syncope].
N: Findings not consistent with [appendicitis].
N: I do not think this is [meningitis].
N: Low suspicion for [pulmonary embolism].
N: [Pulmonary embolism] was ruled out.
N: [PE] has been ruled out.
N: [Rash] is absent.
N: [Murmur] was not heard.
N: [Fracture] is not seen.
N: [Lymphadenopathy] not appreciated.
N: [Chest pain]: denies.
N: [Cough]: no. Fever: yes.
N: Cough: no, [fever]: no, pain in the back.
N: [Edema] - none.
N: The [pneumonia] has resolved.
N: No signs or symptoms of [infection].
N: No fever, no [cough], no pain.
N: Denies cough,|[fever], or chills.
N: The patient has no|[fever].
N: No acute|[intracranial hemorrhage] identified.
N: Pt denies any C.P. or [dyspnea].
N: Given aspirin b.i.d. without [bleeding].
N: 1. No [diabetes]|2. Hypertension
N: HEENT: no [pharyngitis].
P: Probable [pneumonia].
P: Possible [sepsis].
P: Findings suggestive of [heart failure].
P: Suspected [appendicitis].
P: Likely [viral syndrome].
P: This may be [cellulitis].
P: It could represent [metastasis].
P: Concern for [stroke].
P: Concerning for [malignancy].
P: Questionable [infiltrate].
P: ? [UTI].
P: Cannot exclude [pneumonia].
P: We cannot rule out [ischemia].
P: Unable to exclude [fracture].
P: Rule out [PE].
P: Admitted to rule out [myocardial infarction].
P: r/o [DVT].
P: CT to evaluate for [abscess].
P: Differential includes [gastritis] and ulcer.
P: Suspicion for [endocarditis] is high.
P: [Pneumonia] cannot be excluded.
P: [Malignancy] can not be ruled out.
P: [Dissection] is unlikely.
P: [Osteomyelitis] is possible.
P: [Sarcoidosis] is suspected.
P: It appears to be [eczema].
P: No fever, possible [pneumonia].
H: History of [stroke].
H: PMH significant for [COPD].
H: He has a past medical history of [hypertension] and gout.
H: He has a past medical history of hypertension and [gout].
H: h/o [seizures].
H: Hx of [breast cancer].
H: Status post [appendectomy].
H: s/p [CABG].
H: Previous [myocardial infarction].
H: Prior [stroke].
H: Old [infarct] on MRI.
H: Remote [tuberculosis].
H: [Stroke] in 2009, 10 years ago.
H: She had [pneumonia] two years ago.
H: [Depression] in the past.
H: [Rheumatic fever] as a child.
H: PAST MEDICAL HISTORY:|[Hypertension]|Gout
H: PAST MEDICAL HISTORY:|1. Gout.|2. [Asthma].
H: PMH: [asthma], gout
H: Past Surgical History: [appendectomy]
H: Allergies: [penicillin]
: PAST MEDICAL HISTORY:|Gout|PHYSICAL EXAM:|[Edema] of both legs.
: PAST MEDICAL HISTORY:|Gout|General: well|[Edema] of both legs.
: SOCIAL HISTORY: Smokes.|General - [oriented], in no distress.
: PAST MEDICAL HISTORY:|Gout|General: [edema] of both legs.
: PMH: gout. Today he presents with [fever].
: History of stroke, now presents with [headache].
N H: No history of [diabetes].
N H: Denies history of [stroke].
P H: Possible history of [seizures].
Y: If [fever] returns, call us.
Y: Call if [chest pain] occurs.
Y: Return to the ED for [chest pain] or shortness of breath.
Y: Return for [bleeding].
Y: She should return if she experiences nausea, [vomiting] or pain.
Y: Watch for [hypotension].
Y: Monitor for [bleeding].
Y: At risk for [falls].
Y: Increased risk of [stroke].
Y: Tylenol prn for [pain].
Y: Ondansetron as needed for [nausea].
Y: Heparin for [DVT] prophylaxis.
Y: [Fall] precautions.
Y: Aspirin to prevent [stroke].
Y: Notify MD for [fever].
: If he is late, call; he has [asthma].
E H: Family history of [colon cancer].
E: FAMILY HISTORY:|[Diabetes], hypertension
E: FAMILY HISTORY:|Diabetes, [hypertension]
E: FAMILY HISTORY: Positive for [breast cancer].
E: Family History|- [stroke]
E: FH: [CAD]
E: FHx: [diabetes], gout
E: Family Hx: [glaucoma].
E: Fam hx: [lupus].
E N: FAMILY HISTORY: No [diabetes].
E N: FAMILY HISTORY: Negative for [cancer].
E N: Family history: denies [sudden death].
E: Her mother has [diabetes].
E: His father had a [stroke] at 60.
E: Mother's [diabetes] is well controlled.
E: Father with [MI] at age 50.
E: Father died of [lung cancer].
E: Mother died from [sepsis].
E: Brother is being treated for [leukemia].
E: Sister has [lupus] and asthma.
E: Sister has lupus and [asthma].
E: Her sister was diagnosed with [breast cancer].
E: Maternal grandmother had [Alzheimer disease].
E: Maternal aunt with [ovarian cancer].
E: Paternal uncle had [colon cancer].
E: Paternal grandfather: [prostate cancer].
E: Both parents have [hypertension].
E: Two siblings with [asthma].
E: His son has [autism].
E: Her daughter had [croup] last week.
E: Cousin with [hemophilia].
E: A niece has [cystic fibrosis].
E: Her husband has [influenza].
E: His wife was sick with [gastroenteritis].
E: Partner has [gonorrhea].
E: Her boyfriend tested positive for [chlamydia].
E: Roommate has [strep throat].
E: His roommate had [mumps].
E: Roommates with [COVID-19].
E: A coworker had [tuberculosis].
E: Coworkers have [influenza].
E: A friend had [meningitis].
E: Her neighbor has [scabies].
E: A classmate had [measles].
E: The donor had [hepatitis C].
E: The donor was positive for [CMV].
E: Donor with [hypertension].
E: [Breast cancer] in her mother.
E: [Diabetes] in both parents.
E: [Colon cancer] in a maternal uncle.
E: [Stroke] in his father.
E: [Hemophilia] in two brothers.
E: [Hypertension] (mother), gout (father).
E: [Diabetes]: mother.
E: [Heart disease] - father.
E: [Asthma] runs in the family.
E: [Thalassemia] in the family.
E: Several family members have [migraine].
E: Family members with [eczema].
E: Household contact: a sick contact with [pertussis].
E: Exposed to someone with [chickenpox].
E: Someone at work has [shingles].
E: Mother of the patient has [bipolar disorder].
E: Patient's mother has [epilepsy].
E: Pt's father had [gout].
E: Her twin sister has [hypothyroidism].
E: Her children have [lice].
E: His child has [hand, foot and mouth disease].
E: Grandparents had [diabetes].
E: His dad has [COPD].
E: Her mom had [preeclampsia].
E N: Her mother has no [diabetes].
E N: Father never had [angina].
E P: Mother with possible [dementia].
E: Mother has|[hypertension].
N: The patient's mother denies [fever] in him.
N: Patient's mother denies [fever].
: FAMILY HISTORY: The patient has [diabetes] herself.
: FAMILY HISTORY: Mother with stroke.|MEDICATIONS:|[aspirin]
: Mother has diabetes. He has [asthma].
: His mother had gout, but the patient has [arthritis].
`;
