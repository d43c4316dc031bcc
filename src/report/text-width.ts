/**
 * Width of a line of text in a sans-serif font, in pixels. Without a canvas Vega takes every character as 0.8 of the
 * font's size, which leaves holes in legends and margins. Classes of characters are those of DejaVu Sans, the widest
 * of the usual fonts, so a label never gets too little room.
 */
export function textWidth(text: string, fontSize: number, bold: boolean): number {
  let ems = 0;
  for (const character of text) {
    if (/[ijl.,:;'|! ]/.test(character)) ems += 0.32;
    else if (/[frtI()[\]\-/"]/.test(character)) ems += 0.41;
    else if (/[mwMW@%]/.test(character)) ems += 0.92;
    else if (/[A-Z+=<>~#_]/.test(character)) ems += 0.72;
    else if (character.charCodeAt(0) > 0x2e7f) ems += 1;
    else ems += 0.62;
  }
  return ems * fontSize * (bold ? 1.12 : 1);
}
