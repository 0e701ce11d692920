/** A note with very many annotations, one in each line, and its annotation file. */
export function annotatedText(count: number): { readonly text: string; readonly annotations: string } {
  const sentence = 'Admitted with chest pain and a productive cough.';
  const start = sentence.indexOf('chest pain');
  const lines = Array.from({ length: count }, () => sentence);
  const annotations = lines.map((_, i) => {
    const at = i * (sentence.length + 1) + start;
    return `T${i + 1}\tDisorder ${at} ${at + 10}\tchest pain\nN${i + 1}\tReference T${i + 1} MESH:D002637\tChest Pain\n`;
  });
  return { text: `${lines.join('\n')}\n`, annotations: annotations.join('') };
}
