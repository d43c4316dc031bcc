import { existsSync } from 'node:fs';
import { SidecoreError } from '../common';
import { didYouMean } from '../formats/suggest';
import { type PathModel, type PathModelInput, pathModel, templates } from '../iopath';
import { readText } from './files';
import { defaultTemplate } from './options';

/** The model that a command line names: a file, stdin for `-`, a template, or else the default template. */
export async function readModelArgument(
  file: string | undefined,
  template: string | undefined,
): Promise<PathModel> {
  if (file === undefined) return pathModel(findTemplate(template ?? defaultTemplate));
  if (template !== undefined)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--template',
      message: `a model file (${file}) and a template (${template}) are both given`,
      hint: `give one of them; a model file can start from a template by itself, with the line "template: ${template}"`,
    });
  if (Object.hasOwn(templates, file) && !existsSync(file))
    throw new SidecoreError({
      code: 'file-access',
      location: file,
      message: 'there is no such file, but a template of this name',
      hint: `use --template ${file}`,
    });
  const [{ readModel }, { name, text }] = await Promise.all([import('../formats'), readText(file)]);
  return readModel(text, { file: name });
}

/** A built-in model by name. */
export function findTemplate(name: string): PathModelInput {
  if (Object.hasOwn(templates, name)) return templates[name];
  const known = Object.keys(templates);
  throw new SidecoreError({
    code: 'unknown-name',
    path: name,
    message: 'there is no such template',
    hint: didYouMean(name, known, `known: ${known.join(', ')}`),
  });
}
