/** Whether a name reads like a short form (`MI`, `T2DM`, `HbA1c`), whose vector would say nothing of its meaning. */
export function looksAbbreviated(name: string): boolean {
  const capitals = name.match(/[\p{Lu}\p{N}]/gu)?.length ?? 0;
  const others = name.match(/\p{Ll}/gu)?.length ?? 0;
  return /^[\p{L}\p{N}.+/-]{2,8}$/u.test(name) && /\p{Lu}/u.test(name) && capitals > others;
}
