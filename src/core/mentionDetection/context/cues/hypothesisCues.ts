/** Cues by which a mention is only thought of: a condition, an instruction, a risk, what is to be prevented. */
export const hypothesisCues = `
Hypothetical before clause if / if there is|are|was|were|should [be] [any|a|an] / unless / in case of / in the event of|that / should he|she|they|you|it|the|there|patient|pt|symptoms|any [patient|pt] [be|have|has|develop|develops|experience|experiences|notice] / whenever
Hypothetical before clause return [to] [the|er|ed|clinic] [emergency|ed|er|hospital|clinic|office] [department|room] for|with|if / return precautions for|including|: / return precautions / come back for|with|if / seek [medical|immediate|emergency] care|attention|help for|if
Hypothetical before clause call [us|me|911|doctor|physician|office|back|also|immediately] [also] for|if|with|when / call your|the|his|her doctor|physician|office|pcp|clinic|surgeon for|if|with|when / notify [us|me|md|the|your] [doctor|physician] for|if|of
Hypothetical before clause watch|monitor|monitored|observe|check|look [closely|carefully] for / watch out for / be alert for|to / warning|alarm signs of|include|including|are|such / warned|counseled|educated|instructed|advised about|of|on|regarding [signs|symptoms|the] [of|and]
Hypothetical before clause at [high|increased|higher|low|moderate|great|greater] risk for|of / risk|risks of|for|include|including / [high|increased|low|moderate] risk for|of / chance of / likelihood of / predisposed to / susceptible to / screening|screen|screened for / prevent|prevention|preventing|avoid|prophylaxis of|for|against|further|future
Hypothetical before clause prevent / preventing / avoid / avoiding / to prevent / to avoid / prophylaxis for|against / vaccine|vaccination|immunization|vaccinated|immunized for|against / side effects including|include|such|of [as] / potential complications|complication include|including|such|of [as]
Hypothetical before clause prn / p.r.n. [for] / as needed for / prn for / when|as needed for / ways of / in hopes of / hoping for / goal of
Hypothetical after  2      prophylaxis / precautions / screening / screen / vaccine / vaccination / prevention / risk / watch / prn / immunization
pseudo as if / even if / know if / see if / asked if / wonders|wondered|wondering if / if negative|normal|possible|necessary|needed|indicated|so / determine if / unsure if / uncertain if / not sure if / unclear if / by his wife / call for|about records
pseudo risk factors|factor|stratification [for|of] / cardiac risk factors / without risk / low risk / if not
end then / please / we will / i will / would / , call / , return / , contact / , go / , come / , take / , please / , then / otherwise / until / since / , stop / , seek
`;
