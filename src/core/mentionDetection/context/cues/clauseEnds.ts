/** Where a clause ends, for cues of all kinds: at words that oppose, that give a reason, or that begin another clause. */
export const clauseEnds = `
end ;
end but / however / nevertheless / yet / though / although / even though / whereas / except [for] / apart|aside from / other than
end besides / instead / rather
end because [of] / due to / secondary to / owing to / caused by / attributed|attributable to / as a result of / as [a] cause of
end as the cause|source|reason|etiology of|for / etiology / source of
end , he|she|it|they|we|i|there|this|these|that|patient|pt|who / , the|his|her|their|our patient|pt|wife|family
end and he|she|it|they|we|i|there|this|the|patient|pt is|was|has|had|does|did|are|were|will|should|reports|states|feels
end and is|was|has|had|are|were|does|did|will|should|reports|complains|endorses|admits|continues|remains|presents|states
end and who|which / which|who is|was|has|had|were|are|did|does
end there is|are|was|were|has|have / , is|was|has|had|does|did|will
end complains|complained|complaining of / presents|presented|presenting with|to|for / who presents|presented
end admits|admitted to / endorses|endorsed|endorsing
end on exam|examination / was|were|is|are given|started|admitted|treated|transferred|continued|discharged
`;
