import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';

/** The project's folder. */
export const projectFolder = join(import.meta.dirname, '../..');

/** One stage of the image's Dockerfile: its name, and its instructions in order. */
export interface Stage {
  readonly name: string;
  readonly instructions: readonly { readonly keyword: string; readonly args: readonly string[]; readonly text: string }[];
}

/** The stages of deploy/docker/Dockerfile, parsed; the last one is what runs. */
export function stages(): Stage[] {
  const parsed = DockerfileParser.parse(readFileSync(join(projectFolder, 'deploy/docker/Dockerfile'), 'utf8'));
  const found: Array<{ name: string; instructions: Array<Stage['instructions'][number]> }> = [];
  for (const instruction of parsed.getInstructions()) {
    const args = instruction.getArguments().map((argument) => argument.getValue());
    if (instruction.getKeyword() === 'FROM') found.push({ name: args.at(-1) ?? '', instructions: [] });
    else found.at(-1)?.instructions.push({ keyword: instruction.getKeyword(), args, text: instruction.getTextContent() });
  }
  return found;
}

/** The image as it runs: user, port, folders, commands. */
export function image() {
  const { instructions = [] } = stages().at(-1) ?? {};
  const last = (keyword: string) => instructions.findLast((instruction) => instruction.keyword === keyword);
  const workdir = last('WORKDIR')?.args[0] ?? '';
  const env = Object.fromEntries(
    instructions.filter(({ keyword }) => keyword === 'ENV').flatMap(({ args }) => args.map((arg) => arg.split('=', 2) as [string, string])),
  );
  return {
    instructions,
    workdir,
    env,
    user: last('USER')?.args[0] ?? 'root',
    volumes: strings(last('VOLUME')?.text),
    entrypoint: strings(last('ENTRYPOINT')?.text),
    command: strings(last('CMD')?.text),
    healthcheck: strings(last('HEALTHCHECK')?.text),
  };
}

/** What stands in the exec form of an instruction. */
function strings(text = ''): string[] {
  return JSON.parse(/\[[^[]*\]$/.exec(text)?.[0] ?? '[]') as string[];
}
