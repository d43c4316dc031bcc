import { SidecoreError } from '../common';
import { loadOptional } from './load-optional';

/**
 * Draws an SVG as PNG. A picture needs a font: on a machine without one, text would be left out without a word, so
 * that is an error.
 */
export async function drawPng(svg: string, scale: number, fontFiles: readonly string[]): Promise<Uint8Array> {
  const { Resvg } = await loadOptional(() => import('@resvg/resvg-js'), '@resvg/resvg-js');
  const font = { loadSystemFonts: true, fontFiles: [...fontFiles] };
  const probe = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20"><text y="15">0</text></svg>';
  if (new Resvg(probe, { font }).getBBox() === undefined)
    throw new SidecoreError({
      code: 'missing-dependency',
      path: 'fontFiles',
      message: 'there is no font on this machine, so a PNG would have no text',
      hint: 'install one (Debian: fonts-dejavu-core), name font files in fontFiles, or write SVG',
    });
  const png = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
  return new Uint8Array(png.buffer, png.byteOffset, png.byteLength);
}
