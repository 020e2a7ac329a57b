import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs the Azure CLI and gives what it prints, as JSON. @throws Error with what it says, when it fails. */
export async function az(args: readonly string[]): Promise<unknown> {
  const child = spawn('az', [...args, '--output', 'json', '--only-show-errors'], {
    // On Windows it is a .cmd file, which needs a shell; no argument here comes from anybody but azd and Azure.
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = await Promise.race([
    once(child, 'close'),
    once(child, 'error').then(() => {
      throw new Error('The Azure CLI is not on the PATH ("az" was not found): https://aka.ms/azure-cli');
    }),
  ]);
  if (code !== 0) throw new Error(`az ${args.slice(0, 3).join(' ')}: ${said.trim()}`);
  return out.trim() === '' ? null : JSON.parse(out);
}

/** A value that azd hands to its hooks. @throws Error that says what to run. */
export function fromAzd(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set. Run it through azd: azd provision, azd deploy.`);
  return value;
}

/** Runs a script's work and tells its failure without a stack. */
export async function asScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
